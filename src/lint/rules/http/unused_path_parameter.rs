use std::collections::{BTreeMap, BTreeSet};

use crate::lint::facts::templates::{mismatch, shorten, unused_by_item};
use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds a path parameter that fills no variable of the path it is used with.
    ///
    /// It is shown where it is defined; where it is shared and fits other paths, at the reference that is one too many.
    ///
    /// ## Why
    /// The value goes nowhere: clients demand an argument that no request contains, or refuse the description.
    ///
    /// ## Bad
    /// ```yaml
    /// paths:
    ///   /books:
    ///     parameters:
    ///       - $ref: '#/components/parameters/book_id'
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
    /// - [OpenAPI 3.1.1, §4.8.12 Parameter Object](https://spec.openapis.org/oas/v3.1.1.html#parameter-object): `name`
    ///   must correspond to a template expression in the path
    UnusedPathParameter {
        id: "unused-path-parameter",
        area: Http,
        severity: Error,
        needs: Presence,
        since: "0.1.0",
        summary: "a path parameter fills no variable of its path",
    }
}

impl Rule for UnusedPathParameter {
    fn document(&self, cx: &mut Cx<'_>) {
        let contract = cx.contract;
        let mut unused: BTreeMap<At, (&Parameter, Name)> = BTreeMap::new();
        let mut fitting: BTreeSet<At> = BTreeSet::new();
        for operation in &contract.operations {
            let found = mismatch(contract, operation);
            let places: BTreeSet<At> = found.unused.iter().map(|(used, _)| used.at).collect();
            let fits = operation.parameters.iter().filter(|p| !places.contains(&p.at)).filter_map(|p| p.id);
            fitting.extend(fits.map(|id| contract.parameters[id].at));
            unused.extend(found.unused.into_iter().map(|(used, p)| (used.at, (p, operation.path))));
        }
        for item in &contract.path_items {
            unused.extend(unused_by_item(contract, item).into_iter().map(|(used, p)| (used.at, (p, item.name))));
        }
        for (used, (parameter, path)) in unused {
            let shared_elsewhere = used != parameter.at && fitting.contains(&parameter.at);
            let (name, path) = (contract.text(parameter.name), shorten(contract.text(path)));
            let at = if shared_elsewhere { used } else { parameter.at };
            let message = format!("the path parameter `{name}` fills no variable of `{path}`, so its value goes nowhere");
            cx.report(at, "fills no variable", message)
                .help(format!("write `{{{name}}}` in the path, or `in: query`, or remove the parameter"));
        }
    }
}
