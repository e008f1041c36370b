use crate::lint::facts::pagination::Role;
use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds lists that come in pages and let the client choose no page size, where the other lists of this API do.
    ///
    /// ## Why
    /// A client that shows ten elements and one that copies everything want pages of different sizes. Where the size
    /// can not be chosen, both do with the server's choice, and generic clients fail on the one list that ignores it.
    ///
    /// ## Bad
    /// ```yaml
    /// paths:
    ///   /books:
    ///     get:
    ///       parameters:
    ///         - $ref: '#/components/parameters/cursor'
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// paths:
    ///   /books:
    ///     get:
    ///       parameters:
    ///         - $ref: '#/components/parameters/cursor'
    ///         - $ref: '#/components/parameters/limit'
    /// ```
    ///
    /// ## References
    /// - [AIP-158, Pagination](https://google.aip.dev/158)
    MissingPageSize {
        id: "missing-page-size",
        area: Pagination,
        severity: Warning,
        needs: Whole,
        since: "0.1.0",
        summary: "a list in pages takes no page size where the others do",
    }
}

impl Rule for MissingPageSize {
    fn document(&self, cx: &mut Cx<'_>) {
        let (contract, facts) = (cx.contract, &cx.facts.pagination);
        if facts.limited.dominant != Some(true) {
            return;
        }
        let name = facts.usual(Role::Limit);
        for listing in facts.listings.iter().filter(|l| l.styles().next().is_some()) {
            if !facts.has_other_style(contract, listing) && listing.parameter(Role::Limit).is_none() {
                let evidence = facts.limited.evidence();
                let message = format!("this list lets nobody choose the page size; {evidence} lists here take one");
                cx.report(contract.operations[listing.operation].at, format!("no `{name}`"), message)
                    .help(format!("add the query parameter `{name}`, as the others do"));
            }
        }
    }
}
