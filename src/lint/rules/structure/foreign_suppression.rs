use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Names the rules of other linters, ignored by `x-lint-ignore` (vacuum), `x-zally-ignore` (Zally) or the ignore file of
    /// Redocly, that no rule of caveat has the meaning of. It says so once for a description.
    ///
    /// ## Why
    /// Those that do have a counterpart are suppressed here as well. Of the others nobody must think so.
    ///
    /// ## Bad
    /// ```yaml
    /// x-zally-ignore: ['215', '219']
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// info:
    ///   x-zally-ignore: ['218']
    ///   contact: null
    /// ```
    ///
    /// ## References
    /// - [vacuum, ignoring rules](https://quobix.com/vacuum/ignoring/)
    /// - [Zally, ignoring rules](https://github.com/zalando/zally/blob/main/documentation/rule-development.md)
    /// - [Redocly CLI, lint: generate an ignore file](https://redocly.com/docs/cli/commands/lint)
    ForeignSuppression {
        id: "foreign-suppression",
        area: Structure,
        severity: Info,
        needs: Presence,
        since: "0.1.0",
        summary: "a suppression for another linter has no counterpart",
    }
}

/// Suppressions are looked at when all other findings are there: `src/suppress` reports for this rule.
impl Rule for ForeignSuppression {}
