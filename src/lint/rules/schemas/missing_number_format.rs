use crate::contract::keywords::Keyword;
use crate::lint::facts::Convention;
use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Learns whether integers have a `format` (`int32`, `int64`) in this API, and numbers (`float`, `double`), and finds those
    /// that have none where nearly all have one. Where bounds or an `enum` tell the size, none is asked for.
    ///
    /// ## Why
    /// The format tells a generator how large a number may be. Without it most take 32 bits, so the one id without a format is
    /// the one that overflows.
    ///
    /// ## Bad
    /// ```yaml
    /// components:
    ///   schemas:
    ///     book:
    ///       properties:
    ///         page_count: {type: integer, description: How many pages it has.}
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// components:
    ///   schemas:
    ///     book:
    ///       properties:
    ///         page_count: {type: integer, format: int32, description: How many pages it has.}
    /// ```
    ///
    /// ## References
    /// - [OpenAPI Format Registry](https://spec.openapis.org/registry/format/)
    /// - [Zalando RESTful API Guidelines, rule 171](https://opensource.zalando.com/restful-api-guidelines/#171)
    MissingNumberFormat {
        id: "missing-number-format",
        area: Schemas,
        severity: Warning,
        needs: Whole,
        since: "0.1.0",
        summary: "a number has no format although the others have one",
    }
}

impl Rule for MissingNumberFormat {
    fn document(&self, cx: &mut Cx<'_>) {
        let contract = cx.contract;
        let kinds = [
            (Types::INTEGER, "integer", "add `format: int32` or `format: int64`"),
            (Types::NUMBER, "number", "add `format: double` or `format: float`"),
        ];
        for (of, noun, help) in kinds {
            let typed = |s: &SchemaView<'_>| s.types().non_null() == of && !sized(*s);
            let samples: Vec<SchemaView<'_>> = contract.all_schemas().filter(typed).collect();
            let formats = samples.iter().map(|schema| schema.has(Keyword::Format));
            let convention = Convention::infer(formats, cx.facts.settings());
            if convention.dominant != Some(true) {
                continue;
            }
            let sure = convention.total >= 10 && convention.count() * 10 >= convention.total * 9;
            for schema in samples.into_iter().filter(|schema| !schema.has(Keyword::Format)) {
                let message =
                    format!("this {noun} has no `format`; {} {noun}s here have one", convention.evidence());
                cx.report(schema.at(), "no `format`", message)
                    .at_most(if sure { Severity::Warning } else { Severity::Info })
                    .help(help);
            }
        }
    }
}

/// Whether something else tells how large a number may be.
fn sized(schema: SchemaView<'_>) -> bool {
    let any = |keywords: &[Keyword]| keywords.iter().any(|&keyword| schema.has(keyword));
    let low = any(&[Keyword::Minimum, Keyword::ExclusiveMinimum]);
    let high = any(&[Keyword::Maximum, Keyword::ExclusiveMaximum]);
    any(&[Keyword::Enum, Keyword::Const]) || (low && high)
}
