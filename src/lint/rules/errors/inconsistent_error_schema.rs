use hashbrown::HashSet;

use crate::lint::facts::error_body::Form;
use crate::lint::facts::errors::{ErrorSchema, Errors};
use crate::lint::facts::shape::json;
use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Learns what the errors of this API look like, and finds those that look otherwise: that lack what the API's own
    /// error always has (its `required` members, or, where it requires none, half of what it names), or that have an
    /// object where it has a string.
    ///
    /// An error that has everything of the API's own and more (through `allOf`, say) is no exception. A convention
    /// holds when at least 80 % of at least 5 error bodies agree; `errors.schema` in the configuration names a
    /// component instead.
    ///
    /// ## Why
    /// Clients have one function that reads errors. A second form is not read by it: the message of the error is lost
    /// in the moment in which somebody needs it.
    ///
    /// ## Bad
    /// ```yaml
    /// components:
    ///   responses:
    ///     forbidden:
    ///       content:
    ///         application/problem+json:
    ///           schema:
    ///             $ref: null
    ///             type: object
    ///             description: What went wrong.
    ///             properties:
    ///               failure_code: {type: string, description: What went wrong.}
    ///               request_id: {type: string, description: What to quote when asking for help.}
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// components:
    ///   responses:
    ///     forbidden:
    ///       content:
    ///         application/problem+json:
    ///           schema:
    ///             $ref: null
    ///             description: What went wrong, and which scope is missing.
    ///             allOf:
    ///               - $ref: '#/components/schemas/problem'
    ///               - type: object
    ///                 properties:
    ///                   missing_scope: {type: string, description: The scope.}
    /// ```
    ///
    /// ## References
    /// - [RFC 9457, §3.2 Extension Members](https://www.rfc-editor.org/rfc/rfc9457#section-3.2)
    /// - [Zalando RESTful API Guidelines, rule 176](https://opensource.zalando.com/restful-api-guidelines/#176)
    InconsistentErrorSchema {
        id: "inconsistent-error-schema",
        area: Errors,
        severity: Warning,
        needs: Presence,
        since: "0.1.0",
        summary: "an error does not look like the others",
    }
}

impl Rule for InconsistentErrorSchema {
    fn document(&self, cx: &mut Cx<'_>) {
        let (contract, errors) = (cx.contract, &cx.facts.errors);
        let Some(own) = errors.own_schema.map(|own| &errors.schemas[own]) else { return };
        let own_name = match own.name {
            Some(name) => format!("`{}`", contract.text(name)),
            None => own.form.describe(contract),
        };
        if errors.follow.undecided() && !errors.schema_is_pinned {
            let Some(at) = contract.paths else { return };
            let forms: HashSet<&Form> = errors.schemas.iter().map(|s| &s.form).collect();
            let message = format!(
                "no dominant error schema: {} forms, and the most frequent ({own_name}) fits {} error bodies, so \
                 clients need several ways to read errors",
                forms.len(),
                errors.follow.evidence()
            );
            let report = cx.report(at, format!("{} forms of errors", forms.len()), message);
            report.help("choose one schema for all errors, and extend it with `allOf` where one needs more");
        }
        if !errors.follow.holds() && !errors.schema_is_pinned {
            return;
        }
        let successes: HashSet<Id<Schema>> =
            cx.facts.operations(contract).filter_map(|(_, f)| f.shape.success_schema).collect();
        for schema in errors.schemas.iter().filter(|s| !s.follows) {
            let at = place(contract, errors, schema, &successes);
            let evidence = match errors.schema_is_pinned {
                true => format!("the configuration asks for {own_name}"),
                false if own.name.is_some() => {
                    format!("{} error bodies here have what {own_name} has", errors.follow.evidence())
                }
                false => format!("{} error bodies here are like {own_name}", errors.follow.evidence()),
            };
            let message = format!(
                "this error is {}{}; {evidence}, and clients that read those cannot read this one",
                schema.form.describe(contract),
                without(contract, schema, own),
            );
            let help = match own.name {
                Some(_) => format!("use {own_name}, or extend it with `allOf`"),
                None => format!("write it like the others: {own_name}"),
            };
            let report = cx.report(at, "not like the other errors", message).help(help);
            let used = errors.answers[schema.answer].answer.first.key;
            if used.doc == at.doc && used != at {
                report.related(used, "it is used here");
            }
        }
    }
}

/// The schema's definition; its use, where the schema is no error as such.
fn place(contract: &Contract, errors: &Errors, schema: &ErrorSchema, successes: &HashSet<Id<Schema>>) -> At {
    let response = errors.answers[schema.answer].answer.response(contract);
    match json(contract, &response.content) {
        Some(media) if successes.contains(&schema.schema) => media.at,
        _ => contract.schema(schema.schema).at(),
    }
}

/// What it lacks: `` , without `code` and `message` ``.
fn without(contract: &Contract, schema: &ErrorSchema, own: &ErrorSchema) -> String {
    let lacks = schema.form.lacks(&own.form);
    let names: Vec<String> = lacks.iter().take(3).map(|n| format!("`{}`", contract.text(*n))).collect();
    match names.split_last() {
        None => String::new(),
        Some((last, [])) => format!(" without {last}"),
        Some((last, before)) => format!(" without {} and {last}", before.join(", ")),
    }
}
