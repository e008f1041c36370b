use hashbrown::HashSet;

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

/// The schemas of problem details, each alternative once.
pub(super) fn problems<'c>(cx: &Cx<'c>) -> Vec<SchemaView<'c>> {
    let contract = cx.contract;
    let errors = &cx.facts.errors;
    // What is not like the other errors is reported for that.
    let mut known: HashSet<Id<Schema>> = errors.schemas.iter().filter(|s| s.stray).map(|s| s.schema).collect();
    let mut found = Vec::new();
    for error in &errors.answers {
        for (name, media) in contract.media_types_of(&error.answer.response(contract).content) {
            let Some(schema) = media.schema.map(|id| contract.schema(id).resolved()) else { continue };
            if essence(contract.text(name.name)) != PROBLEM || !known.insert(schema.id) {
                continue;
            }
            for body in alternatives(schema) {
                if body.id == schema.id || known.insert(body.id) {
                    found.push(body);
                }
            }
        }
    }
    found
}

impl Rule for IncompleteProblemDetails {
    fn document(&self, cx: &mut Cx<'_>) {
        // Where others have a schema, one that says nothing is a fault of its own.
        let described = cx.facts.errors.described.holds();
        for body in problems(cx) {
            if dangles(body) || described && says_nothing(body) {
                continue;
            }
            let parts = body.conjuncts();
            let own = |part: &SchemaView<'_>| part.properties().filter(|p| is_member(cx.contract, p.name)).count();
            let missing: Vec<_> = MEMBERS.iter().filter(|(name, _)| body.property(name).is_none()).collect();
            // The part that has most of the members is the definition; others extend it.
            let Some(definition) = parts.iter().rev().max_by_key(|p| own(p)) else { continue };
            if missing.is_empty() {
                continue;
            }
            let names: Vec<String> = missing.iter().map(|(name, _)| format!("`{name}`")).collect();
            let names = names.join(", ");
            let message = format!(
                "these problem details lack {names}, which libraries look for that read problem details (RFC 9457)"
            );
            let write: Vec<&str> = missing.iter().map(|(_, write)| *write).collect();
            let lesser = missing.iter().all(|(name, _)| matches!(*name, "detail" | "instance"));
            let report = cx.report(definition.at(), format!("no {names}"), message);
            let report = report.help(format!("add {} to its properties", write.join(", ")));
            if lesser {
                report.at_most(Severity::Info);
            }
        }
    }
}

fn is_member(contract: &Contract, name: Name) -> bool {
    MEMBERS.iter().any(|(member, _)| contract.text(name) == *member)
}
