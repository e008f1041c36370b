use crate::lint::fixes;
use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds a path parameter without `required: true`.
    ///
    /// ## Why
    /// A path without one of its parts is another path, so the specification demands the word. Tools that take it
    /// seriously refuse the description; others generate an argument that may be null and send `/books/null`.
    ///
    /// ## Bad
    /// ```yaml
    /// components:
    ///   parameters:
    ///     book_id:
    ///       required: false
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// components:
    ///   parameters:
    ///     book_id:
    ///       required: true
    /// ```
    ///
    /// ## References
    /// - [OpenAPI 3.1.1, §4.8.12 Parameter Object](https://spec.openapis.org/oas/v3.1.1.html#parameter-object): in a
    ///   path, `required` is required and its value must be true
    OptionalPathParameter {
        id: "optional-path-parameter",
        area: Http,
        severity: Error,
        needs: Whole,
        since: "0.1.0",
        summary: "a path parameter is not required",
    }
}

impl Rule for OptionalPathParameter {
    fn parameter<'c>(&self, cx: &mut Cx<'c>, parameter: &'c Parameter) {
        if parameter.place != ParameterIn::Path || parameter.required {
            return;
        }
        // What is neither true nor false is a fault of structure.
        let said = parameter.required_at.map(|at| cx.contract.view(at));
        if said.is_some_and(|said| said.as_bool().is_none()) {
            return;
        }
        let name = cx.contract.text(parameter.name);
        let (at, label) = match parameter.required_at {
            Some(at) => (at, "not true"),
            None => (parameter.at, "no `required: true`"),
        };
        let message = format!("the path parameter `{name}` is not required, and no path can do without it");
        let sources = &cx.contract.sources;
        let edit = match parameter.required_at {
            Some(at) => fixes::replaced(sources, at, "true"),
            None => fixes::inserted(sources, parameter.at, "required", "true"),
        };
        cx.report(at, label, message).help("write `required: true`").fix("write `required: true`", [edit]);
    }
}
