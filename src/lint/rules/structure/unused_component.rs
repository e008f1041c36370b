use crate::lint::facts::unused;
use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds components that no reference leads to.
    ///
    /// References in extensions and in unknown fields count. A schema that extends one with a `discriminator` is used by
    /// its name and needs no reference. A document without
    /// operations is a library for others, and nothing in it is called unused. Security schemes have a rule of their
    /// own.
    ///
    /// ## Why
    /// Readers and generators take it for a part of the API. Often it is the trace of a reference that was forgotten.
    ///
    /// ## Bad
    /// ```yaml
    /// components:
    ///   schemas:
    ///     voucher:
    ///       type: object
    ///       description: What somebody may pay with.
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// components:
    ///   schemas:
    ///     voucher:
    ///       type: object
    ///       description: What somebody may pay with.
    ///     new_order:
    ///       properties:
    ///         first_voucher:
    ///           $ref: '#/components/schemas/voucher'
    /// ```
    ///
    /// ## References
    /// - [OpenAPI 3.1.1, §4.8.7 Components Object](https://spec.openapis.org/oas/v3.1.1.html#components-object)
    UnusedComponent {
        id: "unused-component",
        area: Structure,
        severity: Info,
        needs: Whole,
        since: "0.1.0",
        summary: "no reference leads to a component",
    }
}

impl Rule for UnusedComponent {
    fn document(&self, cx: &mut Cx<'_>) {
        let contract = cx.contract;
        for component in unused::components(contract, &cx.facts.structure) {
            let (noun, name) = (component.kind.noun(), contract.text(component.name));
            cx.report(component.key, "not used", format!("the {noun} `{name}` is not used anywhere"))
                .help("remove it, or refer to it from where it is meant");
        }
    }
}
