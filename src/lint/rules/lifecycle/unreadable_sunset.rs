use crate::contract::dates;
use crate::contract::keywords::Keyword;
use crate::contract::lifecycle::Sunset;
use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds dates of an end that no program can read: an `x-sunset` that is no day, an example of the header `Sunset`
    /// that is not written as HTTP writes dates, an example of `Deprecation` that is not a date of structured fields
    /// (`@1798675200`), and schemas of the two with a format in which they are not sent.
    ///
    /// ## Why
    /// Clients that look out for these headers, and tools that watch descriptions, take a date that they cannot read
    /// for no date, and nobody is warned.
    ///
    /// ## Bad
    /// ```yaml
    /// paths:
    ///   /books/{book_id}/reviews:
    ///     get:
    ///       deprecated: true
    ///       x-sunset: next summer
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// paths:
    ///   /books/{book_id}/reviews:
    ///     get:
    ///       deprecated: true
    ///       x-sunset: '2027-06-30'
    ///       responses:
    ///         '200':
    ///           headers:
    ///             Deprecation:
    ///               description: Since when this is deprecated.
    ///               schema: {type: string, examples: ['@1798675200']}
    ///             Sunset:
    ///               description: When this ends.
    ///               example: Wed, 30 Jun 2027 00:00:00 GMT
    ///               schema: {type: string}
    /// ```
    ///
    /// ## References
    /// - [RFC 8594, §3 The Sunset HTTP Response Header Field](https://www.rfc-editor.org/rfc/rfc8594#section-3)
    /// - [RFC 9745, §2.1 Syntax](https://www.rfc-editor.org/rfc/rfc9745#section-2.1)
    /// - [RFC 9110, §5.6.7 Date/Time Formats](https://www.rfc-editor.org/rfc/rfc9110#section-5.6.7)
    UnreadableSunset {
        id: "unreadable-sunset",
        area: Lifecycle,
        severity: Warning,
        needs: Presence,
        since: "0.1.0",
        summary: "the date of an end cannot be read by programs",
    }
}

impl Rule for UnreadableSunset {
    fn operation<'c>(&self, cx: &mut Cx<'c>, operation: &'c Operation) {
        if let Some((Sunset::Unreadable(text), at)) = cx.contract.lifecycle(operation).sunset {
            let text: String = text.chars().take(40).collect();
            let message = format!("`x-sunset` is `{text}`, which is no day, so no tool can tell when this ends");
            cx.report(at, "no day", message).help("write a day such as `2027-06-30`");
        }
    }

    fn response<'c>(&self, cx: &mut Cx<'c>, response: &'c Response) {
        let contract = cx.contract;
        for (named, header) in contract.headers_of(&response.headers) {
            let name = contract.text(named.name);
            let (name, form, fits): (_, _, fn(&str) -> bool) = if name.eq_ignore_ascii_case("Sunset") {
                ("Sunset", "Wed, 30 Jun 2027 00:00:00 GMT", |text| dates::of_http(text).is_some())
            } else if name.eq_ignore_ascii_case("Deprecation") {
                ("Deprecation", "@1798675200", is_structured)
            } else {
                continue;
            };
            let help = format!("dates in this header are written as in `{form}`");
            if let Some(text) = contract.only_text(header).filter(|text| !fits(text)) {
                let text: String = text.chars().take(40).collect();
                let message = format!("`{text}` is no date as the header `{name}` has it, so clients ignore it");
                cx.report(header.at, "another form of date", message).help(help);
            } else if let Some((at, format)) = format_of(contract, header) {
                let message = format!("`{format}` is not how the header `{name}` writes a date, so clients ignore it");
                cx.report(at, "another form of date", message).help(help);
            }
        }
    }
}

/// Whether a text is a date of structured fields (RFC 9651, §3.3.7).
fn is_structured(text: &str) -> bool {
    text.strip_prefix('@').is_some_and(|number| number.parse::<i64>().is_ok())
}

/// The format of a header's schema, if it is one for dates that JSON knows.
fn format_of(contract: &Contract, header: &Parameter) -> Option<(At, String)> {
    let schema = contract.schema(header.schema?).resolved();
    let format = schema.text(Keyword::Format)?.into_owned();
    let at = schema.value_at(Keyword::Format)?;
    matches!(format.as_str(), "date" | "date-time").then_some((at, format))
}
