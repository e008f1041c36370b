use hashbrown::HashMap;

use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds two parameters of one list with the same name and the same place. Names of headers are compared without
    /// case.
    ///
    /// An operation that describes a parameter of its path item anew is no fault.
    ///
    /// ## Why
    /// One of the two is lost, and with it what it says about the values.
    ///
    /// ## Bad
    /// ```yaml
    /// paths:
    ///   /books/{book_id}:
    ///     parameters:
    ///       - $ref: '#/components/parameters/book_id'
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
    /// - [OpenAPI 3.1.1, §4.8.10 Operation Object](https://spec.openapis.org/oas/v3.1.1.html#operation-object): the list
    ///   must not include duplicated parameters
    DuplicateParameter {
        id: "duplicate-parameter",
        area: Http,
        severity: Error,
        needs: Presence,
        since: "0.1.0",
        summary: "two parameters have the same name and place",
    }
}

impl Rule for DuplicateParameter {
    fn path_item<'c>(&self, cx: &mut Cx<'c>, item: &'c PathItem) {
        check(cx, &item.parameters);
    }

    fn operation<'c>(&self, cx: &mut Cx<'c>, operation: &'c Operation) {
        check(cx, &operation.parameters[..operation.own_parameters]);
    }
}

fn check(cx: &mut Cx<'_>, list: &[Use<Parameter>]) {
    let contract = cx.contract;
    if list.len() < 2 {
        return;
    }
    let mut first: HashMap<(ParameterIn, String), At> = HashMap::new();
    for used in list {
        let Some(id) = used.id else { continue };
        let parameter = &contract.parameters[id];
        let name = contract.text(parameter.name);
        let key = if parameter.place == ParameterIn::Header { name.to_ascii_lowercase() } else { name.to_owned() };
        match first.get(&(parameter.place, key.clone())) {
            None => {
                first.insert((parameter.place, key), used.at);
            }
            Some(&earlier) => {
                let place = parameter.place.as_str();
                let message = format!("`{name}` stands twice among the {place} parameters here, so one of the two is lost");
                cx.report(used.at, "again", message)
                    .related(earlier, "first")
                    .about(name)
                    .help("keep one of the two");
            }
        }
    }
}
