use crate::contract::keywords::Keyword;
use crate::lint::facts::farewell;
use crate::lint::facts::habit::Habit;
use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds operations, parameters, headers and properties that are `deprecated` and say neither until when they work
    /// nor what to use instead: no `Sunset` or `Deprecation` header, no `x-sunset`, and a description without a date, a
    /// link or the name of a replacement.
    ///
    /// It is a warning for an operation where the other deprecated operations of the API say it, and advice elsewhere.
    ///
    /// ## Why
    /// Whoever reads that something is deprecated wants to know two things: how much time is left, and where to go.
    /// Without an answer they stay.
    ///
    /// ## Bad
    /// ```yaml
    /// paths:
    ///   /books/{book_id}/reviews:
    ///     get:
    ///       deprecated: true
    ///       description: Lists what people wrote.
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// paths:
    ///   /books/{book_id}/reviews:
    ///     get:
    ///       deprecated: true
    ///       description: Lists what people wrote. Use `GET /books/{book_id}` instead.
    ///       x-sunset: '2027-06-30'
    /// ```
    ///
    /// ## References
    /// - [RFC 8594, The Sunset HTTP Header Field](https://www.rfc-editor.org/rfc/rfc8594)
    /// - [RFC 9745, The Deprecation HTTP Response Header Field](https://www.rfc-editor.org/rfc/rfc9745)
    /// - [OpenAPI 3.1.1, §4.8.10 Operation Object](https://spec.openapis.org/oas/v3.1.1.html#operation-object):
    ///   `deprecated`
    UnexplainedDeprecation {
        id: "unexplained-deprecation",
        area: Lifecycle,
        severity: Warning,
        needs: Whole,
        since: "0.1.0",
        summary: "something is deprecated without a date and without a replacement",
    }
}

const LABEL: &str = "deprecated without more";
const HELP: &str = "say in its description until when it works and what to use instead";

impl Rule for UnexplainedDeprecation {
    fn document(&self, cx: &mut Cx<'_>) {
        let contract = cx.contract;
        let deprecated = contract.operations.iter().filter_map(|o| Some((o, o.deprecated?)));
        let operations: Vec<_> = deprecated.map(|(o, at)| (o, at, farewell::of_operation(contract, o))).collect();
        let habit = Habit::of(operations.iter().map(|(.., explained)| (*explained, 1)), &cx.facts.conventions);
        for (operation, at, _) in operations.into_iter().filter(|(.., explained)| !explained) {
            let message = format!("`{}` is deprecated and says neither until when nor", contract.title(operation));
            if habit.holds() {
                let message = format!(
                    "{message} what to use instead; {} deprecated operations here say it",
                    habit.evidence()
                );
                cx.report(at, LABEL, message).help(HELP);
            } else {
                let help = format!("{HELP}, or send `Sunset` and describe it");
                cx.report(at, LABEL, format!("{message} what to use instead")).help(help).at_most(Severity::Info);
            }
        }
    }

    fn parameter<'c>(&self, cx: &mut Cx<'c>, parameter: &'c Parameter) {
        let noun = format!("the {} parameter", parameter.place.as_str());
        one(cx, parameter, &noun);
    }

    fn header<'c>(&self, cx: &mut Cx<'c>, header: &'c Parameter) {
        one(cx, header, "the header");
    }

    fn schema<'c>(&self, cx: &mut Cx<'c>, schema: SchemaView<'c>) {
        for property in schema.properties() {
            if property.schema.flag(Keyword::Deprecated) && !farewell::of_schema(property.schema) {
                let name = short(cx.contract.text(property.name));
                let message =
                    format!("the property `{name}` is deprecated and says neither until when nor what to use instead");
                cx.report(property.key, LABEL, message).help(HELP).at_most(Severity::Info);
            }
        }
    }
}

fn one(cx: &mut Cx<'_>, parameter: &Parameter, noun: &str) {
    if parameter.deprecated && !farewell::of_parameter(cx.contract, parameter) {
        let name = short(cx.contract.text(parameter.name));
        let message = format!("{noun} `{name}` is deprecated and says neither until when nor what to use instead");
        cx.report(parameter.name_at, LABEL, message).help(HELP).at_most(Severity::Info);
    }
}

fn short(name: &str) -> String {
    name.chars().take(60).collect()
}
