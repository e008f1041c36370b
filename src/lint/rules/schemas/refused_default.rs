use crate::contract::keywords::Keyword;
use crate::lint::judge::Purpose;
use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds a `default` that the schema around it refuses. An object may lack properties that have a default of their
    /// own, and those that exist in requests or in responses only. A lone `null`, which often means that there is no
    /// default, is only noted.
    ///
    /// ## Why
    /// A default stands for a value that was not sent. A client that fills it in sends what the server refuses, and a
    /// generator makes code of it that does not compile.
    ///
    /// ## Bad
    /// ```yaml
    /// components:
    ///   parameters:
    ///     limit:
    ///       schema: {type: integer, maximum: 100, default: 200}
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// components:
    ///   parameters:
    ///     limit:
    ///       schema: {type: integer, maximum: 100, default: 50}
    /// ```
    ///
    /// ## References
    /// - [OpenAPI 3.0.4, §4.7.24.1 `default`](https://spec.openapis.org/oas/v3.0.4.html#schema-object)
    /// - [JSON Schema 2020-12, §9.2 "default"](https://json-schema.org/draft/2020-12/json-schema-validation#section-9.2)
    RefusedDefault {
        id: "refused-default",
        area: Schemas,
        severity: Warning,
        needs: Whole,
        since: "0.1.0",
        summary: "a default is refused by its own schema",
    }
}

impl Rule for RefusedDefault {
    fn schema<'c>(&self, cx: &mut Cx<'c>, schema: SchemaView<'c>) {
        let Some(at) = schema.value_at(Keyword::Default) else { return };
        if let Some(refusal) = cx.judge.refusal(schema, at, Purpose::Default) {
            refusal.report(cx, "default");
        }
    }
}
