use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Learns in which case this API writes the names of its properties, and finds the names that leave it.
    ///
    /// Words that fit every case (`id`, `name`) are no sample. A convention holds when at least 80 % of at least 5
    /// samples agree; `naming.property` in the configuration pins one instead.
    ///
    /// ## Why
    /// People who write a client guess the next name from the last one. Each exception is a bug that waits in
    /// somebody's code, and a mapping that a generator must carry along.
    ///
    /// ## Bad
    /// ```yaml
    /// components:
    ///   schemas:
    ///     customer:
    ///       properties:
    ///         billingAddress:
    ///           type: string
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// components:
    ///   schemas:
    ///     customer:
    ///       properties:
    ///         billing_address:
    ///           type: string
    /// ```
    ///
    /// ## References
    /// - [Zalando RESTful API Guidelines, rule 118](https://opensource.zalando.com/restful-api-guidelines/#118)
    PropertyCase {
        id: "property-case",
        area: Naming,
        severity: Warning,
        needs: Presence,
        since: "0.1.0",
        summary: "a property is not written in the case of the others",
    }
}

impl Rule for PropertyCase {
    fn document(&self, cx: &mut Cx<'_>) {
        let (contract, facts) = (cx.contract, cx.facts);
        for schema in contract.all_schemas() {
            for property in schema.properties() {
                let name = contract.text(property.name);
                let Some(departure) = facts.names.properties.departure(name) else { continue };
                cx.report(property.key, departure.label(), departure.message(name, "property names"))
                    .help(format!("write `{}`", departure.expected.apply(name)));
            }
        }
    }
}
