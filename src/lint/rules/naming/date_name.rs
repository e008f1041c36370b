use crate::lint::rules::prelude::*;

use crate::lint::facts::properties::{Ending, Style, Typed};

rule! {
    /// ## What it does
    /// Learns how the names of times (`format: date-time`) and of dates (`format: date`) end in this API (`created_at`,
    /// `creation_time`, `created`), and finds the ones that end otherwise. The ends of a range (`valid_from`) are no sample.
    ///
    /// ## Why
    /// A name that ends as the others do tells that it holds a time, without a look at the schema.
    ///
    /// ## Bad
    /// ```yaml
    /// components:
    ///   schemas:
    ///     order:
    ///       properties:
    ///         shipped_at: {type: string, format: date-time, description: When it left.}
    ///         delivered_at: {type: string, format: date-time, description: When it arrived.}
    ///         paid_at: {type: string, format: date-time, description: When it was paid.}
    ///         refunded_at: {type: string, format: date-time, description: When the money went back.}
    ///         cancellation_date: {type: string, format: date-time, description: When it was cancelled.}
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// components:
    ///   schemas:
    ///     order:
    ///       properties:
    ///         shipped_at: {type: string, format: date-time, description: When it left.}
    ///         delivered_at: {type: string, format: date-time, description: When it arrived.}
    ///         paid_at: {type: string, format: date-time, description: When it was paid.}
    ///         refunded_at: {type: string, format: date-time, description: When the money went back.}
    ///         cancelled_at: {type: string, format: date-time, description: When it was cancelled.}
    /// ```
    ///
    /// ## References
    /// - [Zalando RESTful API Guidelines, rule 235](https://opensource.zalando.com/restful-api-guidelines/#235)
    /// - [Google AIP-142, Time and duration](https://google.aip.dev/142)
    DateName {
        id: "date-name",
        area: Naming,
        severity: Info,
        needs: Presence,
        since: "0.1.0",
        summary: "a date is not called as the others are",
    }
}

impl Rule for DateName {
    fn document(&self, cx: &mut Cx<'_>) {
        let (contract, properties) = (cx.contract, &cx.facts.properties);
        for named in &properties.named {
            let (found, convention, what) = match named.style {
                Style::Time(ending) => (ending, &properties.times, "times"),
                Style::Date(ending) => (ending, &properties.dates, "dates"),
                Style::Boolean(_) => continue,
            };
            let Some(usual) = convention.dominant.filter(|usual| *usual != found && *usual != Ending::None) else {
                continue;
            };
            let name = contract.text(named.name);
            let alike = |n: &&Typed| match (n.style, named.style) {
                (Style::Time(ending), Style::Time(_)) | (Style::Date(ending), Style::Date(_)) => ending == usual,
                _ => false,
            };
            let example = properties.named.iter().find(alike).map_or("created_at", |n| contract.text(n.name));
            let many = if named.count > 1 { format!(" ({} schemas have it)", named.count) } else { String::new() };
            cx.report(
                named.key,
                format!("others end in `{}`", usual.as_str()),
                format!(
                    "`{name}` does not end in `{}`{many}; {} names of {what} here do",
                    usual.as_str(),
                    convention.evidence()
                ),
            )
            .help(format!("let the name end in `{}`, as `{example}` does", usual.as_str()));
        }
    }
}
