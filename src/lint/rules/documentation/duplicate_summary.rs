use crate::lint::facts::texts::repeated;
use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds operations whose `summary` is that of another operation, where four of five operations of the API have one of
    /// their own. Two methods of one path may share it, and two versions of one path.
    ///
    /// ## Why
    /// Summaries are the entries of a list of operations. Of two that are the same one is probably copied and wrong.
    ///
    /// ## Bad
    /// ```yaml
    /// paths:
    ///   /books/{book_id}:
    ///     get:
    ///       summary: Get an order
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// paths:
    ///   /books/{book_id}:
    ///     get:
    ///       summary: Something that only this operation does.
    /// ```
    ///
    /// ## References
    /// - [OpenAPI 3.1.1, §4.8.10 Operation Object](https://spec.openapis.org/oas/v3.1.1.html#operation-object)
    DuplicateSummary {
        id: "duplicate-summary",
        area: Documentation,
        severity: Info,
        needs: Presence,
        since: "0.1.0",
        summary: "two operations have the same summary",
    }
}

impl Rule for DuplicateSummary {
    fn document(&self, cx: &mut Cx<'_>) {
        let (contract, settings) = (cx.contract, &cx.facts.conventions);
        let repeated = repeated(contract, |operation| operation.summary);
        let usual = repeated.distinct as f64 >= settings.agreement * repeated.total as f64;
        if repeated.total < settings.samples || !usual {
            return;
        }
        for (operation, at, first) in repeated.twins {
            let message = format!(
                "`{}` has the summary of `{}`, so readers cannot tell them apart",
                contract.title(operation),
                contract.title(first)
            );
            cx.report(at, "not its own", message)
                .related(first.summary.unwrap_or(first.at), "the other")
                .help("say what only this operation does");
        }
    }
}
