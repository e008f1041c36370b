use crate::lint::facts::habit::OperationHabit;
use crate::lint::facts::texts::says;
use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds operations without a `summary`, where the other operations of the API have one. It is advice where
    /// the operation has a `description`.
    ///
    /// ## Why
    /// The summary is the line that readers see in a list of operations, and the one without stands there as a path.
    ///
    /// ## Bad
    /// ```yaml
    /// paths:
    ///   /books/{book_id}:
    ///     get:
    ///       summary: null
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// paths:
    ///   /books/{book_id}:
    ///     get:
    ///       summary: Get one book
    /// ```
    ///
    /// ## References
    /// - [OpenAPI 3.1.1, §4.8.10 Operation Object](https://spec.openapis.org/oas/v3.1.1.html#operation-object)
    MissingSummary {
        id: "missing-summary",
        area: Documentation,
        severity: Warning,
        needs: Whole,
        since: "0.1.0",
        summary: "an operation has no summary, where the others do",
    }
}

impl Rule for MissingSummary {
    fn document(&self, cx: &mut Cx<'_>) {
        let contract = cx.contract;
        let operations = || contract.operations.iter().filter(|o| o.place == Place::Path);
        let described = |operation: &Operation| says(contract, operation.summary);
        let habit = OperationHabit::of(contract, operations(), described, &cx.facts.conventions);
        for operation in operations().filter(|o| !described(o)) {
            let Some(others) = habit.others(contract, operation) else { continue };
            let at = operation.summary.unwrap_or(operation.at);
            let message = format!("`{}` has no summary; {others} have one, and readers of a list see a path instead", contract.title(operation));
            let report = cx.report(at, "no summary", message).help("write what the operation does in a few words, such as `List orders`");
            if says(contract, operation.description) {
                let _ = report.at_most(Severity::Info);
            }
        }
    }
}
