use crate::contract::keywords::Keyword;
use crate::lint::facts::parts;
use crate::lint::fixes;
use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds schemas with `properties` and without `type`, apart from those that are a part of a composition or have one.
    ///
    /// ## Why
    /// Without `type` anything that is no object is accepted too. Generators differ in what they make of it: some take an object,
    /// some a value of any type.
    ///
    /// ## Bad
    /// ```yaml
    /// components:
    ///   schemas:
    ///     shelf_mark:
    ///       description: Where a book stands.
    ///       properties:
    ///         room_name: {type: string, description: The room.}
    ///     book:
    ///       properties:
    ///         shelf_mark: {$ref: '#/components/schemas/shelf_mark'}
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// components:
    ///   schemas:
    ///     shelf_mark:
    ///       type: object
    ///       description: Where a book stands.
    ///       properties:
    ///         room_name: {type: string, description: The room.}
    ///     book:
    ///       properties:
    ///         shelf_mark: {$ref: '#/components/schemas/shelf_mark'}
    /// ```
    ///
    /// ## References
    /// - [JSON Schema 2020-12, §6.1.1 "type"](https://json-schema.org/draft/2020-12/json-schema-validation#section-6.1.1)
    MissingObjectType {
        id: "missing-object-type",
        area: Schemas,
        severity: Info,
        needs: Whole,
        since: "0.1.0",
        summary: "a schema with properties does not say that it is an object",
    }
}

/// Keywords beside which the type may stand elsewhere.
const COMPOSED: [Keyword; 7] = [
    Keyword::Ref,
    Keyword::DynamicRef,
    Keyword::AllOf,
    Keyword::OneOf,
    Keyword::AnyOf,
    Keyword::Enum,
    Keyword::Const,
];

impl Rule for MissingObjectType {
    fn document(&self, cx: &mut Cx<'_>) {
        let contract = cx.contract;
        let parts = parts::of(contract);
        for schema in contract.all_schemas().filter(|s| !parts[s.id.index()]) {
            let Some(at) = schema.value_at(Keyword::Properties) else { continue };
            let written = contract.view(schema.at()).get(Keyword::Type.name()).is_some();
            let empty = schema.properties().next().is_none();
            if written || empty || !schema.types().is_empty() || COMPOSED.iter().any(|&k| schema.has(k)) {
                continue;
            }
            let edit = fixes::inserted(&contract.sources, schema.at(), Keyword::Type.as_str(), "object");
            let message = "`properties` without `type` lets pass whatever is no object";
            cx.report(at, "no `type` beside it", message)
                .help("add `type: object`")
                .fix("add `type: object`", [edit]);
        }
    }
}
