use crate::finding::Severity;
use crate::lint::facts::convention::thousands;
use crate::lint::facts::pagination::{Listing, Role, Signal, Style};
use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds lists that come whole where the other lists of this API come in pages: no cursor, page number or offset
    /// among the parameters, no `Link` header, no address of a next page in the answer. A list that takes a page size
    /// and nothing that leads on is one of them, and one that answers with a cursor that no parameter takes.
    ///
    /// Lists of a fixed set (`/currencies`, elements from an `enum`, `maxItems`), exports, feeds and streams, lists for
    /// given ids or a given span of time, and single things are none. Where this API has no habit to cut lists into
    /// pages, one finding says so for all of them.
    ///
    /// ## Why
    /// A list that comes whole grows until it is too slow for the server and too large for the client. To cut it into
    /// pages later breaks every client that took the first answer for the whole.
    ///
    /// ## Bad
    /// ```yaml
    /// paths:
    ///   /books/{book_id}/reviews:
    ///     get:
    ///       parameters: []
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// paths:
    ///   /books/{book_id}/reviews:
    ///     get:
    ///       parameters:
    ///         - $ref: '#/components/parameters/limit'
    ///         - $ref: '#/components/parameters/cursor'
    /// ```
    ///
    /// ## References
    /// - [OWASP API4:2023, Unrestricted Resource Consumption](https://owasp.org/API-Security/editions/2023/en/0xa4-unrestricted-resource-consumption/)
    /// - [AIP-158, Pagination](https://google.aip.dev/158)
    /// - [Zalando RESTful API Guidelines, rule 159](https://opensource.zalando.com/restful-api-guidelines/#159)
    UnpaginatedCollection {
        id: "unpaginated-collection",
        area: Pagination,
        severity: Warning,
        needs: Whole,
        since: "0.1.0",
        summary: "a list comes whole where the others come in pages",
    }
}

impl Rule for UnpaginatedCollection {
    fn document(&self, cx: &mut Cx<'_>) {
        let facts = &cx.facts.pagination;
        match facts.paged.dominant {
            Some(true) => facts.listings.iter().filter(|l| facts.is_unpaginated(l)).for_each(|l| outlier(cx, l)),
            _ if facts.paged.total >= facts.settings.samples => {
                let total = facts.paged.total;
                let count = facts.listings.iter().filter(|l| l.grows && !l.is_paged()).count();
                let Some(at) = cx.contract.paths.filter(|_| count > 0) else { return };
                let message = if count == total {
                    format!("none of the {} lists here comes in pages, so each answer grows with the data", thousands(total))
                } else {
                    let (paged, total) = (thousands(total - count), thousands(total));
                    format!("only {paged} of {total} lists here come in pages, so clients can not rely on it")
                };
                cx.report(at, format!("{} lists come whole", thousands(count)), message)
                    .help("let each list that grows take `limit` and `cursor`, and answer with where the next page begins")
                    .at_most(Severity::Info);
            }
            _ => {}
        }
    }
}

fn outlier(cx: &mut Cx<'_>, listing: &Listing) {
    let (contract, facts) = (cx.contract, &cx.facts.pagination);
    let operation = &contract.operations[listing.operation];
    let evidence = format!("{} lists here come in pages", facts.paged.evidence());
    let next = listing.answer.field(contract, Signal::Next).map(|told| contract.text(told.name));
    let limit = listing.parameter(Role::Limit).map(|id| contract.text(contract.parameters[id].name));
    let (label, message) = match (next, limit) {
        (Some(next), _) => (
            "no way to the next page",
            format!("this list answers with `{next}` and no parameter takes it back; {evidence}"),
        ),
        (None, Some(limit)) => (
            "no way to the next page",
            format!("`{limit}` cuts this list off and nothing leads to the rest of it; {evidence}"),
        ),
        (None, None) => ("no pages", format!("this list comes whole, however long it grows; {evidence}")),
    };
    let help = match (facts.usual_style().and_then(Style::role), limit) {
        (Some(role), None) => {
            format!("add the query parameters `{}` and `{}`, as the others do", facts.usual(Role::Limit), facts.usual(role))
        }
        (Some(role), Some(_)) => format!("add the query parameter `{}`, as the others do", facts.usual(role)),
        (None, _) => "add a `Link` header that leads to the next page, as the others do".to_owned(),
    };
    cx.report(operation.at, label, message).help(help);
}
