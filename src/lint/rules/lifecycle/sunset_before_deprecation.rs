use crate::contract::dates;
use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds operations whose end (`x-sunset`, or the example of the header `Sunset`) lies before the day from which on
    /// they are deprecated (the example of the header `Deprecation`).
    ///
    /// ## Why
    /// The end of an operation must not be earlier than its deprecation. One of the two dates is wrong, and clients
    /// that plan by them plan for the wrong day.
    ///
    /// ## Bad
    /// ```yaml
    /// paths:
    ///   /books/{book_id}/reviews:
    ///     get:
    ///       deprecated: true
    ///       x-sunset: '2999-06-30'
    ///       responses:
    ///         '200':
    ///           headers:
    ///             Deprecation:
    ///               description: Since when this is deprecated.
    ///               example: '@32519318400'
    ///               schema: {type: string}
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// paths:
    ///   /books/{book_id}/reviews:
    ///     get:
    ///       deprecated: true
    ///       x-sunset: '2999-06-30'
    ///       responses:
    ///         '200':
    ///           headers:
    ///             Deprecation:
    ///               description: Since when this is deprecated.
    ///               example: '@1798675200'
    ///               schema: {type: string}
    /// ```
    ///
    /// ## References
    /// - [RFC 9745, §4 Sunset](https://www.rfc-editor.org/rfc/rfc9745#section-4): the end must not be earlier
    SunsetBeforeDeprecation {
        id: "sunset-before-deprecation",
        area: Lifecycle,
        severity: Warning,
        needs: Presence,
        since: "0.1.0",
        summary: "an operation ends before it is deprecated",
    }
}

impl Rule for SunsetBeforeDeprecation {
    fn operation<'c>(&self, cx: &mut Cx<'c>, operation: &'c Operation) {
        let contract = cx.contract;
        let lifecycle = contract.lifecycle(operation);
        let (Some(end), Some((_, at))) = (lifecycle.ends_on().and_then(dates::number), &lifecycle.sunset) else {
            return;
        };
        let headers = contract.responses_of(operation).flat_map(|(_, response)| contract.headers_of(&response.headers));
        let mut deprecations = headers.filter(|(n, _)| contract.text(n.name).eq_ignore_ascii_case("Deprecation"));
        let Some((_, header)) = deprecations.next() else { return };
        let since = contract.only_text(header).and_then(|text| day_of(&text));
        if since.is_some_and(|since| end < since) {
            let message = format!(
                "`{}` ends before it is deprecated, so clients cannot plan by either date",
                contract.title(operation)
            );
            cx.report(*at, "before the deprecation", message)
                .related(header.at, "the deprecation")
                .help("write an end that is not earlier than the deprecation");
        }
    }
}

/// The number of the day of a date of structured fields.
fn day_of(text: &str) -> Option<i64> {
    let seconds: i64 = text.strip_prefix('@')?.parse().ok()?;
    seconds.div_euclid(86_400).checked_add(dates::number("1970-01-01")?)
}
