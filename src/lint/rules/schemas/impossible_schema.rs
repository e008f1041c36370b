use std::collections::BTreeSet;

use crate::contract::keywords::Keyword;
use crate::lint::facts::conflict::{self, Conflict};
use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds schemas that no value satisfies: bounds that cross, an `enum` without a value of the type, an `allOf` of
    /// two types, a required property that another part forbids. It is proved, not guessed, and where a schema is
    /// impossible only because a part of it is, that part is reported.
    ///
    /// A schema that is written to refuse everything (`false`, `not: {}`) is no fault.
    ///
    /// ## Why
    /// Nothing can be sent that is right. A validating server refuses every request, and a client every response.
    ///
    /// ## Bad
    /// ```yaml
    /// components:
    ///   schemas:
    ///     book:
    ///       properties:
    ///         shelf_number: {type: integer, format: int32, minimum: 10, maximum: 5, description: The shelf.}
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// components:
    ///   schemas:
    ///     book:
    ///       properties:
    ///         shelf_number: {type: integer, format: int32, minimum: 5, maximum: 10, description: The shelf.}
    /// ```
    ///
    /// ## References
    /// - [JSON Schema 2020-12, §10.2 Keywords for Applying Subschemas in Place](https://json-schema.org/draft/2020-12/json-schema-core#section-10.2)
    ImpossibleSchema {
        id: "impossible-schema",
        area: Schemas,
        severity: Warning,
        needs: Whole,
        since: "0.1.0",
        summary: "no value satisfies a schema",
    }
}

impl Rule for ImpossibleSchema {
    fn document(&self, cx: &mut Cx<'_>) {
        let contract = cx.contract;
        let mut found: Vec<(SchemaView<'_>, Conflict)> = Vec::new();
        for schema in contract.all_schemas() {
            if let Some(conflict) = conflict::of(schema)
                && !on_purpose(schema)
                && cx.judge.impossible(schema)
            {
                found.push((schema, conflict));
            }
        }
        if found.is_empty() {
            return;
        }
        let known: BTreeSet<Id<Schema>> = found.iter().map(|f| f.0.id).collect();
        let excluded: BTreeSet<Id<Schema>> = contract.all_schemas().flat_map(conditions).map(|s| s.id).collect();
        for (schema, Conflict { why, places }) in found {
            if excluded.contains(&schema.id) || causes(schema).iter().any(|cause| known.contains(cause)) {
                continue;
            }
            let mut report = cx.report(schema.at(), "nothing fits", format!("no value satisfies this schema: {why}"))
                .help("correct one of the two; if no value is meant, write the schema `false`, or `not: {}`");
            for (keyword, at) in places {
                report = report.related(at, format!("`{}` is here", keyword.as_str()));
            }
        }
    }
}

/// Whether a schema says that it refuses everything.
fn on_purpose(schema: SchemaView<'_>) -> bool {
    schema.conjuncts().into_iter().any(|part| {
        let all = |not: SchemaView<'_>| not.get().boolean == Some(true) || not.entries().is_empty();
        part.get().boolean == Some(false) || part.child(Keyword::Not).is_some_and(all)
    })
}

/// What a schema excludes or asks about, without saying that a value is so.
fn conditions(schema: SchemaView<'_>) -> impl Iterator<Item = SchemaView<'_>> {
    [Keyword::Not, Keyword::If]
        .into_iter()
        .filter_map(move |keyword| schema.child(keyword))
        .flat_map(SchemaView::conjuncts)
}

/// The schemas that make a schema impossible if they are: its parts, its required properties, the items that it needs.
fn causes(schema: SchemaView<'_>) -> Vec<Id<Schema>> {
    let parts = schema.conjuncts();
    let mut found: Vec<Id<Schema>> = parts.iter().map(|part| part.id).filter(|&id| id != schema.id).collect();
    let required: BTreeSet<Name> = parts.iter().flat_map(|part| part.required()).map(|r| r.0).collect();
    let needed = parts.iter().flat_map(|part| part.properties()).filter(|p| required.contains(&p.name));
    let items = parts.iter().filter_map(|part| part.child(Keyword::Items));
    let alternatives = parts.iter().flat_map(|p| p.children(Keyword::OneOf).chain(p.children(Keyword::AnyOf)));
    for inner in needed.map(|p| p.schema).chain(items).chain(alternatives) {
        found.extend(inner.conjuncts().into_iter().map(|part| part.id));
    }
    found
}
