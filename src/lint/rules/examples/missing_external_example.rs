use crate::lint::judge::shortened;
use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds `externalValue` with a relative reference to a file that does not exist beside the description. Addresses in the
    /// network are not asked, and neither is what lies outside the folder.
    ///
    /// ## Why
    /// Readers and mock servers find nothing where the example should be; mostly the file was moved or never added.
    ///
    /// ## Bad
    /// ```yaml
    /// components:
    ///   responses:
    ///     not_found:
    ///       content:
    ///         application/problem+json:
    ///           examples:
    ///             no_book: {summary: There is no such book., externalValue: examples/no_book.json}
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// components:
    ///   responses:
    ///     not_found:
    ///       content:
    ///         application/problem+json:
    ///           examples:
    ///             no_book: {summary: There is no such book., externalValue: 'https://lantern.example/no_book.json'}
    /// ```
    ///
    /// ## References
    /// - [OpenAPI 3.1.1, §4.8.19 Example Object](https://spec.openapis.org/oas/v3.1.1.html#example-object)
    MissingExternalExample {
        id: "missing-external-example",
        area: Examples,
        severity: Warning,
        needs: Presence,
        since: "0.1.0",
        summary: "an example is in a file that is not there",
    }
}

impl Rule for MissingExternalExample {
    fn document(&self, cx: &mut Cx<'_>) {
        let contract = cx.contract;
        for at in contract.examples.iter().filter(|e| e.external_missing).filter_map(|e| e.external_value) {
            let file = shortened(&contract.text_at(at));
            let message = format!("the example is said to be in `{file}`, and there is no such file");
            cx.report(at, "no such file", message).help("add the file, or write the example as `value`");
        }
    }
}
