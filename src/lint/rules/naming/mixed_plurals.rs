use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Learns whether this API calls its collections in the plural (`/orders/{order_id}`) or in the singular (`/order/{id}`),
    /// and finds the collections that are called otherwise. A collection is a segment before the parameter that picks one of its
    /// elements, or the last segment of a path that answers with a list.
    ///
    /// ## Why
    /// Paths are guessed more often than they are read: `/order/17` is a 404 where everything else is plural.
    ///
    /// ## Bad
    /// ```yaml
    /// paths:
    ///   /voucher/{voucher_id}:
    ///     parameters:
    ///       - name: voucher_id
    ///         in: path
    ///         description: The id of a voucher.
    ///         required: true
    ///         schema: {type: string, format: uuid, maxLength: 36}
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// paths:
    ///   /vouchers/{voucher_id}:
    ///     parameters:
    ///       - name: voucher_id
    ///         in: path
    ///         description: The id of a voucher.
    ///         required: true
    ///         schema: {type: string, format: uuid, maxLength: 36}
    /// ```
    ///
    /// ## References
    /// - [Zalando RESTful API Guidelines, rule 134](https://opensource.zalando.com/restful-api-guidelines/#134)
    /// - [Google AIP-122: collection identifiers are plural](https://google.aip.dev/122)
    MixedPlurals {
        id: "mixed-plurals",
        area: Naming,
        severity: Warning,
        needs: Presence,
        since: "0.1.0",
        summary: "a collection is singular among plural ones, or plural among singular ones",
    }
}

impl Rule for MixedPlurals {
    fn document(&self, cx: &mut Cx<'_>) {
        let (contract, paths) = (cx.contract, &cx.facts.paths);
        let Some(usual) = paths.number.dominant else { return };
        for collection in paths.collections.iter().filter(|c| c.number != usual) {
            let item = &contract.path_items[collection.item];
            let (text, found) = (&collection.text, collection.number.as_str());
            cx.report(
                item.key,
                format!("`{text}` is {found}"),
                format!(
                    "the collection `{text}` is {found}; {} collections here are {}",
                    paths.number.evidence(),
                    usual.as_str()
                ),
            )
            .advice_if(paths.number.is_thin())
            .help(format!("write `{}`", usual.apply(text)))
            .about(text);
        }
    }
}
