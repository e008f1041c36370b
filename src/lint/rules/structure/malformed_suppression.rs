use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds comments that begin with `caveat:` and do not go on with `allow` and the name of a rule, and `x-caveat-allow`
    /// that is neither an object with a reason for each rule nor a list of objects with `rule` and `because`.
    ///
    /// ## Why
    /// It suppresses nothing, and who wrote it believes that it does.
    ///
    /// ## Bad
    /// ```yaml
    /// paths:
    ///   /books:
    ///     get:
    ///       x-caveat-allow: missing-429
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// paths:
    ///   /books:
    ///     get:
    ///       summary: List the books
    /// ```
    ///
    /// ## References
    /// - [OpenAPI 3.1.1, §4.9 Specification Extensions](https://spec.openapis.org/oas/v3.1.1.html#specification-extensions)
    MalformedSuppression {
        id: "malformed-suppression",
        area: Structure,
        severity: Warning,
        needs: Presence,
        since: "0.1.0",
        summary: "a suppression is not written so that it holds",
    }
}

/// Suppressions are looked at when all other findings are there: `src/suppress` reports for this rule.
impl Rule for MalformedSuppression {}
