use std::collections::BTreeSet;

use crate::lint::facts::names::has_a_habit;
use crate::lint::facts::unused;
use crate::lint::fixes;
use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Learns in which case this API writes the names of its components, each sort (schemas, parameters, responses, ...) on its
    /// own, and finds the names that leave it.
    ///
    /// ## Why
    /// The names of components become names of classes and files in generated code, and headings in documentation. An exception
    /// looks like a mistake there, and is hard to find in a list.
    ///
    /// ## Bad
    /// ```yaml
    /// components:
    ///   schemas:
    ///     BookCover:
    ///       type: string
    ///       description: What is on the cover.
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// components:
    ///   schemas:
    ///     book:
    ///       properties:
    ///         cover_text:
    ///           type: string
    ///           description: What is on the cover.
    /// ```
    ///
    /// ## References
    /// - [OpenAPI 3.1.1, §4.8.7 Components Object](https://spec.openapis.org/oas/v3.1.1.html#components-object)
    ComponentCase {
        id: "component-case",
        area: Naming,
        severity: Info,
        needs: Presence,
        since: "0.1.0",
        summary: "a component is not written in the case of the others of its sort",
    }
}

impl Rule for ComponentCase {
    fn document(&self, cx: &mut Cx<'_>) {
        let contract = cx.contract;
        // Nobody calls these by their names, so a name may change.
        let mut free: Option<BTreeSet<At>> = None;
        for component in &contract.components {
            // Of twins it is said that they are twins.
            if !has_a_habit(component) || cx.facts.twins.contains(component.key) {
                continue;
            }
            let name = contract.text(component.name);
            let case = cx.facts.names.component_case(component.kind);
            let Some(departure) = case.and_then(|c| c.departure(name)) else { continue };
            let edit = (!component.used).then(|| {
                let all = || unused::components(contract, &cx.facts.structure).into_iter().map(|c| c.key).collect();
                let free = free.get_or_insert_with(all).contains(&component.key);
                free.then(|| fixes::respelled(&contract.sources, component.key, name, &departure.apply(name)))
            });
            let report = cx
                .report(component.key, departure.label(name), departure.message(name))
                .advice_if(departure.is_thin)
                .help(departure.help(name));
            if let Some(edit) = edit.flatten() {
                report.fix(departure.help(name), [edit]);
            }
        }
    }
}
