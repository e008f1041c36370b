use std::collections::BTreeMap;

use crate::lint::facts::templates::{mismatch, shorten};
use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds a variable of a path template that no path parameter fills.
    ///
    /// Where a path parameter of another name fits nothing else, one of the two is misspelt, and both are shown.
    ///
    /// ## Why
    /// Nobody knows what belongs in its place. Generated clients have no argument for it and send the braces.
    ///
    /// ## Bad
    /// ```yaml
    /// paths:
    ///   /books/{book_id}:
    ///     parameters: null
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// paths:
    ///   /books/{book_id}:
    ///     parameters:
    ///       - $ref: '#/components/parameters/book_id'
    /// ```
    ///
    /// ## References
    /// - [OpenAPI 3.1.1, §4.8.8 Paths Object](https://spec.openapis.org/oas/v3.1.1.html#paths-object)
    /// - [OpenAPI 3.1.1, §4.8.12 Parameter Object](https://spec.openapis.org/oas/v3.1.1.html#parameter-object): `name`
    ///   must correspond to a template expression in the path
    UndeclaredPathParameter {
        id: "undeclared-path-parameter",
        area: Http,
        severity: Error,
        needs: Whole,
        since: "0.1.0",
        summary: "a variable of a path is filled by no parameter",
    }
}

impl Rule for UndeclaredPathParameter {
    fn path_item<'c>(&self, cx: &mut Cx<'c>, item: &'c PathItem) {
        let contract = cx.contract;
        let mut missing: BTreeMap<&str, Vec<(&Operation, Option<&Parameter>)>> = BTreeMap::new();
        for operation in item.operations.iter().map(|&id| &contract.operations[id]) {
            for (variable, meant) in mismatch(contract, operation).undeclared {
                missing.entry(variable).or_default().push((operation, meant));
            }
        }
        for (variable, lacking) in missing {
            // What every operation lacks is missing once, at the path that they share.
            if lacking.len() > 1 && lacking.len() == item.operations.len() {
                let path = shorten(contract.text(item.name));
                let message = format!("no parameter fills `{{{variable}}}` of `{path}`, in none of its operations");
                report(cx, item.key, variable, lacking[0].1, message);
                continue;
            }
            for (operation, meant) in lacking {
                let (method, path) = (contract.text(operation.method), shorten(contract.text(operation.path)));
                let message = format!("no parameter of `{method} {path}` fills `{{{variable}}}`");
                report(cx, operation.at, variable, meant, message);
            }
        }
    }
}

fn report(cx: &mut Cx<'_>, at: At, variable: &str, meant: Option<&Parameter>, message: String) {
    let contract = cx.contract;
    let report = cx.report(at, format!("no parameter `{variable}`"), message).about(variable);
    let _ = match meant {
        Some(parameter) if parameter.place == ParameterIn::Path => report
            .related(parameter.name_at, "fits no variable")
            .help(format!("write `{variable}` in both places, or `{}`", contract.text(parameter.name))),
        Some(parameter) => report
            .related(parameter.name_at, format!("stands in the {}", parameter.place.as_str()))
            .help("write `in: path` and `required: true`"),
        None => report.help(format!("add a parameter `{variable}` with `in: path` and `required: true`")),
    };
}
