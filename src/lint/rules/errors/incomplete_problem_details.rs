use hashbrown::HashSet;

use crate::contract::schema::NamedSchema;
use crate::lint::facts::error_body::{alternatives, dangles, says_nothing};
use crate::lint::facts::errors::{PROBLEM, essence};
use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds schemas of `application/problem+json` that lack a member of RFC 9457: `type`, `title`, `status`, `detail`
    /// or `instance`. Members behind `$ref` and in `allOf` count; each schema is reported once, however many responses
    /// use it. Where only `detail` or `instance` is missing, that is advice.
    ///
    /// Errors in other media types are not asked for these members.
    ///
    /// ## Why
    /// Libraries read problem details by these names. The RFC allows to leave a member out of one answer; one that the
    /// schema does not know is in none, or is there and cannot be found in the description.
    ///
    /// ## Bad
    /// ```yaml
    /// components:
    ///   schemas:
    ///     problem:
    ///       required: [type, status]
    ///       properties:
    ///         title: null
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// components:
    ///   schemas:
    ///     problem:
    ///       required: [type, title]
    ///       properties:
    ///         title: {type: string, description: The problem in a few words.}
    /// ```
    ///
    /// ## References
    /// - [RFC 9457, §3.1 Members of a Problem Details Object](https://www.rfc-editor.org/rfc/rfc9457#section-3.1)
    IncompleteProblemDetails {
        id: "incomplete-problem-details",
        area: Errors,
        severity: Warning,
        needs: Whole,
        since: "0.1.0",
        summary: "a schema of problem details lacks a member of RFC 9457",
    }
}

/// The members of a problem details object, and what each tells.
pub(super) const MEMBERS: [(&str, &str); 5] = [
    ("type", "`type: {type: string, format: uri-reference}`"),
    ("title", "`title: {type: string}`"),
    ("status", "`status: {type: integer}`"),
    ("detail", "`detail: {type: string}`"),
    ("instance", "`instance: {type: string, format: uri-reference}`"),
];

/// A schema of problem details.
pub(super) struct Problem<'c> {
    /// The schema, and what applies together with it.
    pub(super) parts: Vec<SchemaView<'c>>,
    /// Its members, in the order of [`MEMBERS`].
    pub(super) members: Vec<Option<NamedSchema<'c>>>,
    /// The part that has most of the members: the definition, which others extend.
    definition: SchemaView<'c>,
}

/// The schemas of problem details, each alternative once.
pub(super) fn problems<'c>(cx: &Cx<'c>) -> Vec<Problem<'c>> {
    let (contract, errors) = (cx.contract, &cx.facts.errors);
    let names = MEMBERS.map(|(name, _)| contract.sources.names.find(name));
    // What is not like the other errors is reported for that.
    let mut known: HashSet<Id<Schema>> = errors.schemas.iter().filter(|s| s.stray).map(|s| s.schema).collect();
    let mut found = Vec::new();
    for error in &errors.answers {
        for (name, media) in contract.media_types_of(&error.answer.response(contract).content) {
            let Some(schema) = media.schema.map(|id| contract.schema(id).resolved()) else { continue };
            if essence(contract.text(name.name)) != PROBLEM || !known.insert(schema.id) {
                continue;
            }
            let bodies = alternatives(schema).into_iter();
            found.extend(bodies.filter(|b| b.id == schema.id || known.insert(b.id)).map(|b| Problem::of(b, &names)));
        }
    }
    found
}

impl<'c> Problem<'c> {
    fn of(body: SchemaView<'c>, names: &[Option<Name>]) -> Self {
        let parts = body.conjuncts();
        let mut members = vec![None; names.len()];
        let mut definition = (body, 0);
        for part in &parts {
            let mut own = 0;
            for property in part.properties() {
                if let Some(at) = names.iter().position(|n| *n == Some(property.name)) {
                    own += 1;
                    members[at].get_or_insert(property);
                }
            }
            if own > definition.1 {
                definition = (*part, own);
            }
        }
        Self { parts, members, definition: definition.0 }
    }
}

impl Rule for IncompleteProblemDetails {
    fn document(&self, cx: &mut Cx<'_>) {
        // Where others have a schema, one that says nothing is a fault of its own.
        let described = cx.facts.errors.described.holds();
        for problem in problems(cx) {
            let body = problem.parts[0];
            let missing = || MEMBERS.iter().zip(&problem.members).filter(|(_, m)| m.is_none()).map(|(asked, _)| asked);
            if missing().count() == 0 || dangles(body) || described && says_nothing(body) {
                continue;
            }
            let names: Vec<String> = missing().map(|(name, _)| format!("`{name}`")).collect();
            let names = names.join(", ");
            let message = format!(
                "these problem details lack {names}, which libraries look for that read problem details (RFC 9457)"
            );
            let write: Vec<&str> = missing().map(|(_, write)| *write).collect();
            let lesser = missing().all(|(name, _)| matches!(*name, "status" | "detail" | "instance"));
            let report = cx.report(problem.definition.at(), format!("no {names}"), message);
            let report = report.help(format!("add {} to its properties", write.join(", ")));
            if lesser {
                report.at_most(Severity::Info);
            }
        }
    }
}
