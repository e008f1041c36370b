use crate::lint::rules::prelude::*;

use crate::lint::facts::twins::Sort;

rule! {
    /// ## What it does
    /// Finds two names in one object that are the same but for case and separators: two properties (its own and those it takes
    /// over by `allOf`), two parameters or headers of one operation, two components of one sort.
    ///
    /// ## Why
    /// Which of `userId` and `userid` holds the value is anybody's guess, and many languages cannot even hold both: JSON readers
    /// that ignore case, generated classes with one field for each, file systems that keep one of two files.
    ///
    /// ## Bad
    /// ```yaml
    /// components:
    ///   schemas:
    ///     customer:
    ///       properties:
    ///         emailAddress:
    ///           type: string
    ///           description: Where letters go.
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// components:
    ///   schemas:
    ///     customer:
    ///       properties:
    ///         second_email_address:
    ///           type: string
    ///           description: Where letters go if nobody answers.
    /// ```
    ///
    /// ## References
    /// - [RFC 8259, §4: names within an object should be unique](https://www.rfc-editor.org/rfc/rfc8259#section-4)
    /// - [RFC 9110, §5.1: names of fields are compared without case](https://www.rfc-editor.org/rfc/rfc9110#section-5.1)
    CaseTwins {
        id: "case-twins",
        area: Naming,
        severity: Warning,
        needs: Presence,
        since: "0.1.0",
        summary: "two names in one object are the same but for case",
    }
}

impl Rule for CaseTwins {
    fn document(&self, cx: &mut Cx<'_>) {
        let (contract, facts) = (cx.contract, cx.facts);
        for twin in &facts.twins.found {
            let leaves = |(name, _): (Name, At)| facts.names.leaves(twin.sort, contract.text(name));
            // The fault is the name that nobody else would write; of two equals it is the later one.
            let (odd, other) = if leaves(twin.first) && !leaves(twin.second) {
                (twin.first, twin.second)
            } else {
                (twin.second, twin.first)
            };
            let (odd_name, other_name) = (contract.text(odd.0), contract.text(other.0));
            let same_letters = odd_name.eq_ignore_ascii_case(other_name);
            let but = if same_letters { "case" } else { "case and separators" };
            let (what, harm) = match twin.sort {
                Sort::Property if same_letters => ("properties of one object", "readers that ignore case mix them up"),
                Sort::Property => ("properties of one object", "people mix them up"),
                Sort::Parameter => ("parameters of one operation", "callers mix them up"),
                Sort::Header if same_letters => ("headers of one response", "HTTP takes them for the same field"),
                Sort::Header => ("headers of one response", "people mix them up"),
                Sort::Component(_) => ("components", "generated code has one name for both"),
            };
            cx.report(
                odd.1,
                format!("a twin of `{other_name}`"),
                format!("`{odd_name}` and `{other_name}` are two {what} that differ in nothing but {but}; {harm}"),
            )
            .related(other.1, format!("`{other_name}` is here"))
            .help("keep one of them, or give them names that say how they differ")
            .about(odd_name);
        }
    }
}
