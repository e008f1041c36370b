use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds comments `# caveat: allow …` without `because`, and entries of `x-caveat-allow` without a reason. They hold all
    /// the same.
    ///
    /// ## Why
    /// Whoever finds it in a year cannot tell whether the reason is still there, and leaves it for ever.
    ///
    /// ## Bad
    /// ```yaml
    /// info:
    ///   x-caveat-allow:
    ///     missing-contact: ''
    ///   contact: null
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// info:
    ///   x-caveat-allow:
    ///     missing-contact: the contact is added when the portal publishes the description
    ///   contact: null
    /// ```
    ///
    /// ## References
    /// - [OpenAPI 3.1.1, §4.9 Specification Extensions](https://spec.openapis.org/oas/v3.1.1.html#specification-extensions)
    UnexplainedSuppression {
        id: "unexplained-suppression",
        area: Structure,
        severity: Warning,
        needs: Presence,
        since: "0.1.0",
        summary: "a suppression does not say why",
    }
}

/// Suppressions are looked at when all other findings are there: `src/suppress` reports for this rule.
impl Rule for UnexplainedSuppression {}
