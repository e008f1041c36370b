use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds comments `# caveat: allow …` and entries of `x-caveat-allow` that name neither a rule nor an area.
    ///
    /// ## Why
    /// It suppresses nothing. Mostly the name is misspelt, and the finding is still there.
    ///
    /// ## Bad
    /// ```yaml
    /// info:
    ///   x-caveat-allow:
    ///     missing-contakt: the contact is added by the portal
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
    UnknownSuppression {
        id: "unknown-suppression",
        area: Structure,
        severity: Warning,
        needs: Presence,
        since: "0.1.0",
        summary: "a suppression names a rule that does not exist",
    }
}

/// Suppressions are looked at when all other findings are there: `src/suppress` reports for this rule.
impl Rule for UnknownSuppression {}
