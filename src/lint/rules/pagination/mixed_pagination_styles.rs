use std::collections::BTreeMap;

use crate::finding::Severity;
use crate::lint::facts::pagination::{Listing, Style};
use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Learns how clients of this API go from one page to the next (by a cursor, a page number, an offset, or a `Link`
    /// header), and finds the lists that are read in another way. A list that offers the usual way beside another is
    /// none of them. Where the whole API agrees on no way and its parts each do (by the first tag, or the first segment of
    /// the path), each part is held to its own. `pagination.style` in the configuration (`cursor`, `page`, `offset` or `link`) pins the way.
    ///
    /// ## Why
    /// Each way of paging needs a loop of its own in every client: what counts up, when to stop, what happens when
    /// elements come and go meanwhile. One loop for the whole API is written once and is right everywhere.
    ///
    /// ## Bad
    /// ```yaml
    /// paths:
    ///   /books:
    ///     get:
    ///       parameters:
    ///         - $ref: '#/components/parameters/limit'
    ///         - name: page
    ///           in: query
    ///           description: The number of the page.
    ///           schema: {type: integer, format: int32, minimum: 1, maximum: 10000, default: 1}
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// paths:
    ///   /books:
    ///     get:
    ///       parameters:
    ///         - $ref: '#/components/parameters/limit'
    ///         - $ref: '#/components/parameters/cursor'
    /// ```
    ///
    /// ## References
    /// - [Zalando RESTful API Guidelines, rule 160](https://opensource.zalando.com/restful-api-guidelines/#160)
    /// - [RFC 8288, Web Linking](https://www.rfc-editor.org/rfc/rfc8288)
    MixedPaginationStyles {
        id: "mixed-pagination-styles",
        area: Pagination,
        severity: Warning,
        needs: Presence,
        since: "0.1.0",
        summary: "a list is paged in another way than the others",
    }
}

impl Rule for MixedPaginationStyles {
    fn document(&self, cx: &mut Cx<'_>) {
        let (contract, facts) = (cx.contract, &cx.facts.pagination);
        if facts.style.whole.undecided(&facts.settings) && !facts.style.is_split() {
            undecided(cx);
            return;
        }
        // A parameter that several lists share is one fault.
        let mut places: BTreeMap<At, (Style, &Listing, usize)> = BTreeMap::new();
        for listing in facts.listings.iter().filter(|l| facts.has_other_style(contract, l)) {
            if let Some(style) = listing.styles().next() {
                places.entry(place(contract, listing, style)).or_insert((style, listing, 0)).2 += 1;
            }
        }
        for (at, (style, listing, lists)) in places {
            let around = facts.style.around(contract, &contract.operations[listing.operation]);
            let Some((usual, whose)) = around else { continue };
            let Some(expected) = usual.dominant else { continue };
            let shared = if lists > 1 { format!("{lists} lists are") } else { "this list is".to_owned() };
            let evidence = match &usual.pinned {
                Some(by) => by.wants(expected.noun()),
                None => format!("{} lists {whose} go on by {}", usual.evidence(), expected.noun()),
            };
            let help = match expected.role() {
                Some(role) => format!("take `{}` instead, as the others do", facts.usual(role)),
                None => "answer with a `Link` header that leads to the next page, as the others do".to_owned(),
            };
            cx.report(at, style.noun(), format!("{shared} paged by {}; {evidence}", style.noun())).help(help);
        }
    }
}

/// The parameter that makes the style, or the operation where it is a header.
fn place(contract: &Contract, listing: &Listing, style: Style) -> At {
    use crate::lint::facts::pagination::Role;
    let parameter = style.role().and_then(|role| {
        let back = (role == Role::Cursor).then_some(Role::Back);
        listing.parameter(role).or_else(|| back.and_then(|role| listing.parameter(role)))
    });
    parameter.map_or(contract.operations[listing.operation].at, |id| contract.parameters[id].at)
}

fn undecided(cx: &mut Cx<'_>) {
    let style = &cx.facts.pagination.style.whole;
    let Some(at) = cx.contract.paths else { return };
    let ways: Vec<String> = style.tally.iter().map(|(s, count)| format!("{} ({count})", s.noun())).collect();
    let message = format!("{} lists here come in pages, and no way of paging dominates: {}", style.total, ways.join(", "));
    cx.report(at, "no dominant way of paging", message)
        .help("settle on one way, for the new lists first; `pagination.style` in the configuration pins it")
        .at_most(Severity::Info);
}
