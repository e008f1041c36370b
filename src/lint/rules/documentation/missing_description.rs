use crate::lint::facts::habit::OperationHabit;
use crate::lint::facts::texts::says;
use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds operations without a `description`, where the other operations of the API have one. It is advice where
    /// the operation has a `summary`.
    ///
    /// ## Why
    /// Where everything else is explained, the one operation that is not looks unfinished, and its users have to try what
    /// it does.
    ///
    /// ## Bad
    /// ```yaml
    /// paths:
    ///   /books/{book_id}:
    ///     get:
    ///       description: null
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// paths:
    ///   /books/{book_id}:
    ///     get:
    ///       description: Returns one book, also if it is out of print.
    /// ```
    ///
    /// ## References
    /// - [OpenAPI 3.1.1, §4.8.10 Operation Object](https://spec.openapis.org/oas/v3.1.1.html#operation-object)
    MissingDescription {
        id: "missing-description",
        area: Documentation,
        severity: Warning,
        needs: Whole,
        since: "0.1.0",
        summary: "an operation has no description, where the others do",
    }
}

impl Rule for MissingDescription {
    fn document(&self, cx: &mut Cx<'_>) {
        let contract = cx.contract;
        let operations = || contract.operations.iter().filter(|o| o.place == Place::Path);
        let described = |operation: &Operation| says(contract, operation.description);
        let habit = OperationHabit::of(contract, operations(), described, &cx.facts.conventions);
        for operation in operations().filter(|o| !described(o)) {
            let Some(others) = habit.others(contract, operation) else { continue };
            let at = operation.description.unwrap_or(operation.at);
            let message = format!("`{}` has no description; {others} have one", contract.title(operation));
            let report = cx.report(at, "no description", message).help("say what the operation does, and what one has to know before one calls it");
            if says(contract, operation.summary) {
                let _ = report.at_most(Severity::Info);
            }
        }
    }
}
