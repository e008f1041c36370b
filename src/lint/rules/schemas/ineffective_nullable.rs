use crate::contract::keywords::Keyword;
use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds `nullable: true` of 3.0 that lets no null pass: without `type` beside it, where it has no effect, or beside an `enum` that does not list null.
    ///
    /// ## Why
    /// The text says that the value may be null, and by the specification it may not. Some tools go by the one and some by the other, so some
    /// clients refuse what others accept.
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
    ///         side:
    ///           type: string
    ///           description: Which side of the room.
    ///           nullable: true
    ///           enum: [left, right]
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// components:
    ///   schemas:
    ///     book:
    ///       properties:
    ///         side:
    ///           type: [string, 'null']
    ///           description: Which side of the room.
    ///           enum: [left, right, null]
    /// ```
    ///
    /// ## References
    /// - [OpenAPI, Clarify Semantics of nullable in OpenAPI 3.0](https://github.com/OAI/OpenAPI-Specification/blob/main/proposals/2019-10-31-Clarify-Nullable.md)
    IneffectiveNullable {
        id: "ineffective-nullable",
        area: Schemas,
        severity: Info,
        needs: Whole,
        since: "0.1.0",
        summary: "`nullable: true` allows nothing",
    }
}

impl Rule for IneffectiveNullable {
    fn schema<'c>(&self, cx: &mut Cx<'c>, schema: SchemaView<'c>) {
        let Some(at) = schema.value_at(Keyword::Nullable).filter(|_| schema.flag(Keyword::Nullable)) else { return };
        if !schema.types().contains(Types::NULL) {
            cx.report(at, "no `type` beside it", "`nullable: true` has no effect without a `type` beside it, so null is refused where the rest of the schema refuses it")
                .help("add the `type`, or an alternative that accepts null");
            return;
        }
        let lists = schema.has(Keyword::Enum);
        if lists && !schema.enum_values().any(|value| value.kind() == Kind::Null) {
            cx.report(at, "null is not in `enum`", "`nullable: true` allows null, and `enum` does not list it, so it is refused all the same")
                .help("add `null` to `enum`");
        }
    }
}
