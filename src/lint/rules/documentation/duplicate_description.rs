use crate::lint::facts::texts::repeated;
use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds operations whose `description` is that of another operation, where four of five operations of the API have one of
    /// their own. Two methods of one path may share it, and two versions of one path.
    ///
    /// ## Why
    /// A description that two operations have says of at least one of them what is true of the other.
    ///
    /// ## Bad
    /// ```yaml
    /// paths:
    ///   /books/{book_id}:
    ///     get:
    ///       description: Returns one order.
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// paths:
    ///   /books/{book_id}:
    ///     get:
    ///       description: Something that only this operation does.
    /// ```
    ///
    /// ## References
    /// - [OpenAPI 3.1.1, §4.8.10 Operation Object](https://spec.openapis.org/oas/v3.1.1.html#operation-object)
    DuplicateDescription {
        id: "duplicate-description",
        area: Documentation,
        severity: Info,
        needs: Presence,
        since: "0.1.0",
        summary: "two operations have the same description",
    }
}

impl Rule for DuplicateDescription {
    fn document(&self, cx: &mut Cx<'_>) {
        let (contract, settings) = (cx.contract, &cx.facts.conventions);
        let repeated = repeated(contract, |operation| operation.description);
        let usual = repeated.distinct as f64 >= settings.agreement * repeated.total as f64;
        if repeated.total < settings.samples || !usual {
            return;
        }
        for (operation, at, first) in repeated.twins {
            let message = format!(
                "`{}` has the description of `{}`, so readers cannot tell them apart",
                contract.title(operation),
                contract.title(first)
            );
            cx.report(at, "not its own", message)
                .related(first.description.unwrap_or(first.at), "the other")
                .help("say what only this operation does");
        }
    }
}
