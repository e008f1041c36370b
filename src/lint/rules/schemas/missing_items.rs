use crate::contract::keywords::Keyword;
use crate::lint::facts::parts;
use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds arrays without `items`. OpenAPI 2.0 and 3.0 require it; from 3.1 on it is only noted, and `prefixItems` does too.
    /// An array that gets its `items` from another part of an `allOf` is left alone.
    ///
    /// ## Why
    /// Nobody knows what the elements are. Many tools refuse such a description of 2.0 or 3.0 as a whole, and the others
    /// generate code without types.
    ///
    /// ## Bad
    /// ```yaml
    /// openapi: 3.0.3
    /// info: {title: Lantern Books, version: 1.0.0, description: Orders of books.}
    /// paths: {}
    /// components:
    ///   schemas:
    ///     shelf:
    ///       type: object
    ///       description: A shelf.
    ///       properties:
    ///         books: {type: array, description: What stands on it.}
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// components:
    ///   schemas:
    ///     book:
    ///       properties:
    ///         author_names: {type: array, description: Who wrote it., items: {type: string}}
    /// ```
    ///
    /// ## References
    /// - [OpenAPI 3.0.4, §4.7.24.1 `items`](https://spec.openapis.org/oas/v3.0.4.html#schema-object)
    MissingItems {
        id: "missing-items",
        area: Schemas,
        severity: Error,
        needs: Whole,
        since: "0.1.0",
        summary: "an array does not say what it holds",
    }
}

impl Rule for MissingItems {
    fn document(&self, cx: &mut Cx<'_>) {
        let contract = cx.contract;
        let parts = parts::of(contract);
        for schema in contract.all_schemas() {
            let Some(at) = schema.value_at(Keyword::Type) else { continue };
            if !schema.types().contains(Types::ARRAY) || parts[schema.id.index()] {
                continue;
            }
            // What is certain about the elements may stand in any part.
            if parts::in_place(schema).iter().any(|part| tells(*part)) {
                continue;
            }
            let old = matches!(schema.dialect(), Dialect::OpenApi(SpecVersion::V2_0 | SpecVersion::V3_0));
            let asks = if old { ", which this version requires" } else { "" };
            let message = format!("this array has no `items`{asks}, so nobody knows what it holds");
            cx.report(at, "no `items`", message)
                .at_most(if old { Severity::Error } else { Severity::Info })
                .help("add `items`; `items: {}` says that anything may stand there");
        }
    }
}

fn tells(part: SchemaView<'_>) -> bool {
    let empty = part.value(Keyword::MaxItems).and_then(View::as_u64) == Some(0);
    let keywords = [Keyword::Items, Keyword::PrefixItems, Keyword::UnevaluatedItems, Keyword::Enum, Keyword::Const];
    // What a reference leads to is unknown where it leads nowhere.
    let lost = part.has(Keyword::Ref) && part.reference().is_none();
    empty || lost || keywords.into_iter().any(|keyword| part.has(keyword))
}
