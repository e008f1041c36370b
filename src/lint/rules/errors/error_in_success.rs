use hashbrown::HashSet;

use crate::contract::keywords::Keyword;
use crate::contract::schema::NamedSchema;
use crate::lint::facts::case::words;
use crate::lint::facts::convention::thousands;
use crate::lint::facts::error_body::{alternatives, squeezed};
use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds successes (2xx) whose body may say that nothing succeeded: an envelope with `success: boolean`, or with
    /// `error` or `errors` beside the data; or a choice that has the schema of the API's errors as a branch.
    ///
    /// A thing that has an `error` (a job that failed) is no envelope, and a list of `errors` under `/errors` is what was
    /// asked for. Answers of GraphQL, of checks, and of operations on many things at once are left alone too. Where most
    /// operations do it, that is said once, for the whole API.
    ///
    /// ## Why
    /// Clients, retries, caches, metrics and alarms go by the status. A failure with 200 is counted as a success by all
    /// of them, and each caller has to look into every body.
    ///
    /// ## Bad
    /// ```yaml
    /// components:
    ///   schemas:
    ///     book_answer:
    ///       type: object
    ///       description: A book, or why there is none.
    ///       properties:
    ///         success: {type: boolean, description: Whether there is a book.}
    ///         data: {$ref: '#/components/schemas/book'}
    ///         error: {type: string, description: Why there is none.}
    /// paths:
    ///   /books/{book_id}:
    ///     get:
    ///       responses:
    ///         '200':
    ///           content:
    ///             application/json:
    ///               schema: {$ref: '#/components/schemas/book_answer'}
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// paths:
    ///   /books/{book_id}:
    ///     get:
    ///       responses:
    ///         '200':
    ///           content:
    ///             application/json:
    ///               schema: {$ref: '#/components/schemas/book'}
    /// ```
    ///
    /// ## References
    /// - [RFC 9110, §15.3 Successful 2xx](https://www.rfc-editor.org/rfc/rfc9110#section-15.3)
    /// - [Zalando RESTful API Guidelines, rule 150](https://opensource.zalando.com/restful-api-guidelines/#150)
    ErrorInSuccess {
        id: "error-in-success",
        area: Errors,
        severity: Warning,
        needs: Presence,
        since: "0.1.0",
        summary: "a success may carry an error",
    }
}

/// What says that a success may be none.
struct Doubt {
    at: At,
    label: String,
    message: String,
    lesser: bool,
}

const HELP: &str = "answer a failure with a 4xx or 5xx status and the API's error schema";

const WHY: &str = "clients, retries and metrics go by the status and take the failure for a success";

impl Rule for ErrorInSuccess {
    fn document(&self, cx: &mut Cx<'_>) {
        let contract = cx.contract;
        let schemas = || cx.facts.errors.schemas.iter();
        let errors: HashSet<Id<Schema>> = schemas().filter(|s| !s.stray && !s.thing).map(|s| s.schema).collect();
        let named: HashSet<Id<Schema>> = schemas().filter(|s| is_error_name(contract, s.name)).map(|s| s.schema).collect();
        let (mut asked, mut doubted) = (0, 0);
        let mut doubts: Vec<Doubt> = Vec::new();
        let mut known: HashSet<Id<Schema>> = HashSet::new();
        let mut doubtful: HashSet<Id<Schema>> = HashSet::new();
        for (operation, facts) in cx.facts.operations(contract) {
            let Some(schema) = facts.shape.success_schema.filter(|_| operation.place == Place::Path) else { continue };
            asked += 1;
            if reports_partly(contract.text(operation.path)) {
                continue;
            }
            if let (true, Some(response)) = (named.contains(&schema), facts.shape.success) {
                let at = contract.responses[response].at;
                doubts.push(Doubt {
                    at,
                    label: "a success with the schema of an error".to_owned(),
                    message: format!("this success has the schema of the API's errors; {WHY}"),
                    lesser: false,
                });
                doubted += 1;
                continue;
            }
            if known.insert(schema)
                && let Some(doubt) = doubt(contract.schema(schema), &errors)
            {
                doubts.push(doubt);
                doubtful.insert(schema);
            }
            doubted += usize::from(doubtful.contains(&schema));
        }
        if asked >= 5 && doubted * 5 > asked * 4 && doubts.len() > 1 {
            let Some(paths) = contract.paths else { return };
            let count = thousands(doubted);
            let message = format!(
                "{count} of {} successes here may carry an error, so clients, retries and metrics take failures for \
                 successes",
                thousands(asked)
            );
            let first = doubts.swap_remove(0);
            let report = cx.report(paths, format!("{count} successes that may be none"), message);
            report.help(HELP).related(first.at, first.label);
            return;
        }
        for doubt in doubts {
            let report = cx.report(doubt.at, doubt.label, doubt.message).help(HELP);
            if doubt.lesser {
                report.at_most(Severity::Info);
            }
        }
    }
}

/// Whether an operation works on many things, of which some may fail; GraphQL has errors in its answers by design.
fn reports_partly(path: &str) -> bool {
    const WORDS: [&str; 16] = [
        "graphql", "batch", "batches", "bulk", "import", "imports", "validate", "validation", "verify", "check", "rpc", "multi", "can",
        "error", "errors", "failures",
    ];
    words(path).iter().any(|w| WORDS.contains(&w.to_ascii_lowercase().as_str()))
}

/// Whether a component is called an error.
fn is_error_name(contract: &Contract, name: Option<Name>) -> bool {
    let is_error = |w: &&str| matches!(w.to_ascii_lowercase().as_str(), "error" | "errors" | "problem" | "fault");
    name.is_some_and(|name| words(contract.text(name)).iter().any(is_error))
}

fn doubt(schema: SchemaView<'_>, errors: &HashSet<Id<Schema>>) -> Option<Doubt> {
    let branches = alternatives(schema);
    if branches.len() > 1 && branches.iter().any(|b| errors.contains(&b.id)) {
        return Some(Doubt {
            at: schema.at(),
            label: "an error among the branches".to_owned(),
            message: format!("this success may be the schema of the API's errors; {WHY}"),
            lesser: false,
        });
    }
    let contract = schema.contract;
    let properties = schema.all_properties();
    let find = |test: &dyn Fn(&str, &NamedSchema<'_>) -> bool| {
        properties.iter().find(|p| test(&squeezed(contract.text(p.name)), p)).copied()
    };
    let flag = find(&|name, p| {
        matches!(name, "success" | "succeeded" | "successful" | "issuccess" | "issuccessful" | "ok" | "isok")
            && p.schema.all_types().non_null() == Types::BOOLEAN
            && !always(p.schema, "true")
    });
    let error = find(&|name, p| {
        matches!(name, "error" | "errors" | "errormessage" | "errorcode" | "errormsg" | "errcode" | "errmsg")
            && p.schema.all_types() != Types::NULL
            && !always(p.schema, "false")
            && !always(p.schema, "null")
    });
    let data = find(&|name, _| matches!(name, "data" | "result" | "results" | "payload" | "response" | "content"));
    let name = |p: NamedSchema<'_>| contract.text(p.name).to_owned();
    let envelope = is_envelope(schema, &properties);
    match (flag, error) {
        (Some(flag), _) if error.is_some() || data.is_some() || envelope => Some(Doubt {
            at: flag.key,
            label: "a success that may be none".to_owned(),
            message: format!("`{}` of a success may be false; {WHY}", name(flag)),
            // Alone it only acknowledges: `{"ok": true}`.
            lesser: error.is_none() && data.is_none(),
        }),
        (_, Some(error)) if envelope => Some(Doubt {
            at: error.key,
            label: "an error in a success".to_owned(),
            message: format!("`{}` is a member of a success; {WHY}", name(error)),
            lesser: false,
        }),
        _ => None,
    }
}

/// Whether a schema allows one value and nothing else.
fn always(schema: SchemaView<'_>, value: &str) -> bool {
    let is = |v: View<'_>| v.as_scalar().is_some_and(|v| v == value);
    schema.conjuncts().into_iter().any(|s| {
        let mut listed = s.enum_values().peekable();
        s.value(Keyword::Const).is_some_and(is) || listed.peek().is_some() && listed.all(is)
    })
}

/// Whether all properties are those of an envelope, and none that of a thing.
fn is_envelope(schema: SchemaView<'_>, properties: &[NamedSchema<'_>]) -> bool {
    const WORDS: [&str; 45] = [
        "data", "result", "results", "payload", "response", "content", "body", "meta", "metadata", "links", "link",
        "pagination", "paging", "page", "message", "messages", "msg", "code", "status", "success", "succeeded",
        "successful", "is", "ok", "err", "error", "errors", "warning", "warnings", "request", "trace", "correlation",
        "timestamp", "time", "version", "jsonapi", "included", "detail", "details", "description", "id", "type",
        "number", "http", "api",
    ];
    let is_word = |w: &&str| WORDS.contains(&w.to_ascii_lowercase().as_str());
    properties.iter().all(|p| {
        let name = schema.contract.text(p.name);
        name != "id" && words(name).iter().all(is_word)
    })
}
