use crate::lint::facts::conflict::{self, Conflict};
use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds a lower bound above the upper one, where values of another type are left: without `type`, or with `null` beside it.
    /// Where nothing is left at all, [`impossible-schema`](impossible-schema.md) says so.
    ///
    /// ## Why
    /// No text, number, list or object fits, though the bounds say that some do. One of the two numbers is wrong.
    ///
    /// ## Bad
    /// ```yaml
    /// components:
    ///   schemas:
    ///     book:
    ///       properties:
    ///         edition: {type: [integer, 'null'], format: int32, minimum: 9, maximum: 1, description: Which edition it is.}
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// components:
    ///   schemas:
    ///     book:
    ///       properties:
    ///         edition: {type: [integer, 'null'], format: int32, minimum: 1, maximum: 9, description: Which edition it is.}
    /// ```
    ///
    /// ## References
    /// - [JSON Schema 2020-12, §6.2 Validation Keywords for Numeric Instances](https://json-schema.org/draft/2020-12/json-schema-validation#section-6.2)
    CrossedBounds {
        id: "crossed-bounds",
        area: Schemas,
        severity: Warning,
        needs: Presence,
        since: "0.1.0",
        summary: "a lower bound is above its upper bound",
    }
}

impl Rule for CrossedBounds {
    fn schema<'c>(&self, cx: &mut Cx<'c>, schema: SchemaView<'c>) {
        let Some(Conflict { why, places }) = conflict::crossed(schema) else { return };
        let [(_, low), (keyword, high)] = places[..] else { return };
        cx.report(low, "above the other bound", format!("{why}, so only values of other types are left"))
            .related(high, format!("`{}` is here", keyword.as_str()))
            .help("exchange them, or correct one");
    }
}
