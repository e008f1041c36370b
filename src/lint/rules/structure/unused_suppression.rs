use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds comments `# caveat: allow …`, entries of `x-caveat-allow`, and entries of `allow` in the configuration that
    /// accept no finding. Those of rules that do not run are passed over.
    ///
    /// ## Why
    /// The fault is mended, or it stands elsewhere. What is left would hide the next one of its kind.
    ///
    /// ## Bad
    /// ```yaml
    /// info:
    ///   x-caveat-allow:
    ///     missing-contact: the contact is added by the portal
    ///   contact: {name: The library, email: library@example.org}
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// info:
    ///   x-caveat-allow:
    ///     missing-contact: the contact is added by the portal
    ///   contact: null
    /// ```
    ///
    /// ## References
    /// - [OpenAPI 3.1.1, §4.9 Specification Extensions](https://spec.openapis.org/oas/v3.1.1.html#specification-extensions)
    UnusedSuppression {
        id: "unused-suppression",
        area: Structure,
        severity: Warning,
        needs: Whole,
        since: "0.1.0",
        summary: "a suppression suppresses nothing",
    }
}

/// Suppressions are looked at when all other findings are there: `src/suppress` reports for this rule.
impl Rule for UnusedSuppression {}
