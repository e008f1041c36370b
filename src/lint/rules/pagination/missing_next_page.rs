use std::collections::BTreeMap;

use crate::finding::Severity::{self, Info, Warning};
use crate::lint::facts::pagination::{Listing, Pagination, Role, Signal, Style, spoken};
use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds lists whose answer lacks what a client needs to go on. A list that is paged by an opaque cursor must tell
    /// the next one, or an address, or at least whether there is more; a list that is paged by numbers should tell how
    /// much there is, or where the next page is. Where the other lists of this API tell something (the next page,
    /// whether there is more, the total, a `Link` header), each list is held to it; where hardly any tells anything, one
    /// finding says so for all of them.
    ///
    /// ## Why
    /// Without the next cursor the second page can not be asked for, and without an end a client reads on until an
    /// empty page comes, one request too many each time.
    ///
    /// ## Bad
    /// ```yaml
    /// components:
    ///   schemas:
    ///     book_page:
    ///       properties:
    ///         next_cursor: null
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// components:
    ///   schemas:
    ///     book_page:
    ///       properties:
    ///         next_cursor: {type: [string, 'null'], description: Where the next page begins.}
    /// ```
    ///
    /// ## References
    /// - [AIP-158, Pagination](https://google.aip.dev/158)
    /// - [Zalando RESTful API Guidelines, rule 248](https://opensource.zalando.com/restful-api-guidelines/#248)
    /// - [RFC 8288, Web Linking](https://www.rfc-editor.org/rfc/rfc8288)
    MissingNextPage {
        id: "missing-next-page",
        area: Pagination,
        severity: Warning,
        needs: Whole,
        since: "0.1.0",
        summary: "the answer of a list does not tell how to go on",
    }
}

/// What is missing in an answer.
struct Gap {
    /// What the answer does not do, as the end of a sentence.
    lack: String,
    /// What the others do, if that is why.
    evidence: Option<String>,
    help: String,
    severity: Severity,
    lists: usize,
}

impl Rule for MissingNextPage {
    fn document(&self, cx: &mut Cx<'_>) {
        let (contract, facts) = (cx.contract, &cx.facts.pagination);
        if facts.telling.dominant == Some(false)
            && let Some(at) = contract.paths
        {
            let evidence = facts.telling.evidence();
            let message = format!("{evidence} lists in pages tell neither how much there is nor whether more follows");
            cx.report(at, "nothing about pages", message)
                .help("answer with the total, with whether there is more, or with a `Link` header")
                .at_most(Info);
        }
        // An envelope that several lists share is one fault.
        let mut gaps: BTreeMap<At, Gap> = BTreeMap::new();
        for listing in &facts.listings {
            let answer = &listing.answer;
            let Some((response, schema)) = answer.response.zip(answer.schema) else { continue };
            // These have one fault, and it is not this one.
            let other_fault =
                (answer.is_bare() && facts.wrapped.dominant == Some(true)) || facts.has_other_style(contract, listing);
            if answer.list.is_none() || answer.vague || other_fault || !listing.is_paged() {
                continue;
            }
            let at = if answer.is_bare() {
                let response = &contract.responses[response];
                response.headers_at.unwrap_or(response.at)
            } else {
                contract.schema(schema).at()
            };
            if let Some(gap) = outlier(facts, listing).or_else(|| own_gap(contract, facts, listing)) {
                gaps.entry(at).or_insert(gap).lists += 1;
            }
        }
        for (at, gap) in gaps {
            let of = if gap.lists > 1 { format!(" of {} lists", gap.lists) } else { String::new() };
            let evidence = gap.evidence.map(|e| format!("; {e}")).unwrap_or_default();
            cx.report(at, "does not tell how to go on", format!("the answer{of} {}{evidence}", gap.lack))
                .help(gap.help)
                .at_most(gap.severity);
        }
    }
}

/// What the other lists tell and this one does not.
fn outlier(facts: &Pagination, listing: &Listing) -> Option<Gap> {
    for (signal, what) in [
        (Signal::Next, "where the next page begins"),
        (Signal::More, "whether there is more"),
        (Signal::Total, "how much there is"),
        (Signal::Pages, "how many pages there are"),
        (Signal::Links, "where the other pages are"),
    ] {
        let told = &facts.told[&signal];
        if told.dominant != Some(true) || listing.answer.tells(signal) {
            continue;
        }
        let help = match facts.fields[&signal].expected() {
            Some(name) if !listing.answer.is_bare() => format!("add `{name}`, as the others do"),
            _ if signal == Signal::Links => "add the header `Link`, as the others do".to_owned(),
            _ => format!("tell {what}, as the others do"),
        };
        let evidence = Some(format!("{} lists here do", told.evidence()));
        return Some(Gap { lack: format!("does not tell {what}"), evidence, help, severity: Warning, lists: 0 });
    }
    None
}

/// What this way of paging needs, whatever the other lists do.
fn own_gap(contract: &Contract, facts: &Pagination, listing: &Listing) -> Option<Gap> {
    let answer = &listing.answer;
    match listing.styles().next()? {
        Style::Cursor if [Signal::Next, Signal::More, Signal::Links].into_iter().any(|s| answer.tells(s)) => None,
        Style::Cursor => {
            let parameter = contract.text(contract.parameters[listing.parameter(Role::Cursor)?].name);
            // `after` may take the id of the last element, which stands in the answer.
            let element = ["after", "starting after", "start after", "after id", "page after"];
            if element.contains(&spoken(parameter).as_str()) {
                return None;
            }
            let lack = format!("does not tell the next `{parameter}`, so nobody gets to the second page");
            let help = format!("answer with the value to send as `{parameter}` for the next page, as `next_cursor` or the like");
            Some(Gap { lack, evidence: None, help, severity: Warning, lists: 0 })
        }
        Style::Page | Style::Offset if facts.telling.dominant != Some(false) && !answer.is_telling() => {
            let lack = "tells neither how much there is nor whether more follows".to_owned();
            let help = "answer with the total, with whether there is more, or with a `Link` header".to_owned();
            let others = facts.telling.dominant == Some(true);
            let evidence = others.then(|| format!("{} lists here do", facts.telling.evidence()));
            Some(Gap { lack, evidence, help, severity: Info, lists: 0 })
        }
        _ => None,
    }
}
