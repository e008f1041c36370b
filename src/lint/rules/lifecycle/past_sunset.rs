use crate::contract::dates;
use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds operations that are still described although their sunset date has passed. The date is that of `x-sunset`,
    /// or the one example of the header `Sunset`. `--today` says which day it is, and the system's clock where it is
    /// not given.
    ///
    /// ## Why
    /// Either the operation is gone, and the description promises what is not there, or it is not, and the date told
    /// its users the wrong thing.
    ///
    /// ## Bad
    /// ```yaml
    /// paths:
    ///   /books/{book_id}/reviews:
    ///     get:
    ///       deprecated: true
    ///       x-sunset: '2024-06-30'
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
    /// - [RFC 8594, The Sunset HTTP Header Field](https://www.rfc-editor.org/rfc/rfc8594)
    PastSunset {
        id: "past-sunset",
        area: Lifecycle,
        severity: Warning,
        needs: Presence,
        since: "0.1.0",
        summary: "an operation is described beyond its sunset date",
    }
}

impl Rule for PastSunset {
    fn operation<'c>(&self, cx: &mut Cx<'c>, operation: &'c Operation) {
        let (contract, today) = (cx.contract, cx.today);
        let lifecycle = contract.lifecycle(operation);
        let Some(day) = lifecycle.ends_on() else { return };
        let has_passed = dates::number(day).zip(today.and_then(dates::number)).is_some_and(|(day, today)| day <= today);
        if let (true, Some((_, at))) = (has_passed, &lifecycle.sunset) {
            let message = format!("`{}` was to end on {day} and is still described", contract.title(operation));
            cx.report(*at, "has passed", message)
                .help("remove the operation if it is gone, or give it a day that is still to come")
                .about(contract.title(operation));
        }
    }
}
