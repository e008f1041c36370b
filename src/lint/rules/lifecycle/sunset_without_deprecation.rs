use crate::contract::lifecycle::SUNSET;
use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds operations that have an end (`x-sunset`) and are not marked as `deprecated`.
    ///
    /// ## Why
    /// Documentation and generated clients show `deprecated` and know nothing of the date, so those who use the
    /// operation learn of its end when it is over.
    ///
    /// ## Bad
    /// ```yaml
    /// paths:
    ///   /books/{book_id}/reviews:
    ///     get:
    ///       x-sunset: '2999-06-30'
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// paths:
    ///   /books/{book_id}/reviews:
    ///     get:
    ///       deprecated: true
    ///       x-sunset: '2999-06-30'
    /// ```
    ///
    /// ## References
    /// - [RFC 9745, §4 Sunset](https://www.rfc-editor.org/rfc/rfc9745#section-4)
    SunsetWithoutDeprecation {
        id: "sunset-without-deprecation",
        area: Lifecycle,
        severity: Warning,
        needs: Whole,
        since: "0.1.0",
        summary: "an operation has an end and is not deprecated",
    }
}

impl Rule for SunsetWithoutDeprecation {
    fn operation<'c>(&self, cx: &mut Cx<'c>, operation: &'c Operation) {
        let lifecycle = cx.contract.lifecycle(operation);
        // A `Sunset` header alone may speak of the resource: an export that is deleted after a day.
        let written = cx.contract.extension(operation.at, SUNSET).is_some();
        if let (true, None, Some((_, at))) = (written, lifecycle.deprecated, lifecycle.sunset) {
            let message = format!(
                "`{}` has an end and is not marked as deprecated, so documentation and clients do not warn of it",
                cx.contract.title(operation)
            );
            cx.report(at, "an end", message).help("write `deprecated: true` beside it");
        }
    }
}
