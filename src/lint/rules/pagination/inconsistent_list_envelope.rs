use std::collections::BTreeMap;

use crate::finding::Severity;
use crate::lint::facts::pagination::{Listing, Signal, Spelling, is_general};
use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Learns what this API calls the parts of the object that a list comes in (the elements, the cursor of the next
    /// page, whether there is more, the total), and finds lists that call them otherwise. Names that differ only by
    /// case are a matter of naming. Where the elements are called after what they are (`orders`, `customers`), a
    /// list that calls them `data` or `items` is the one that leaves the habit. `pagination.items`,
    /// `pagination.next`, `pagination.more` and `pagination.total` in the configuration pin a name.
    ///
    /// ## Why
    /// Whoever reads all lists of an API writes one loop, and the loop has to know these names.
    ///
    /// ## Bad
    /// ```yaml
    /// components:
    ///   schemas:
    ///     book_page:
    ///       required: [results]
    ///       properties:
    ///         items: null
    ///         results:
    ///           type: array
    ///           description: The books.
    ///           items: {$ref: '#/components/schemas/book'}
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// components:
    ///   schemas:
    ///     book_page:
    ///       required: [items]
    ///       properties:
    ///         items:
    ///           type: array
    ///           description: The books.
    ///           items: {$ref: '#/components/schemas/book'}
    /// ```
    ///
    /// ## References
    /// - [Zalando RESTful API Guidelines, rule 248](https://opensource.zalando.com/restful-api-guidelines/#248)
    /// - [AIP-132, Standard methods: List](https://google.aip.dev/132)
    InconsistentListEnvelope {
        id: "inconsistent-list-envelope",
        area: Pagination,
        severity: Warning,
        needs: Presence,
        since: "0.1.0",
        summary: "a list calls its elements or its next page otherwise than the other lists",
    }
}

impl Rule for InconsistentListEnvelope {
    fn document(&self, cx: &mut Cx<'_>) {
        let (contract, facts) = (cx.contract, &cx.facts.pagination);
        // One envelope that several lists share is one fault.
        let mut found: BTreeMap<At, (String, String, String)> = BTreeMap::new();
        for listing in &facts.listings {
            let mut add = |key: At, expected: &str, message: String| {
                let help = format!("call it `{expected}`, as the others do");
                found.entry(key).or_insert((format!("not `{expected}`"), message, help));
            };
            let answer = &listing.answer;
            if let Some((list, schema)) = answer.list.zip(answer.schema) {
                let fields = contract.schema(schema).all_properties();
                if let Some(field) = fields.iter().find(|f| Some(f.name) == list.envelope) {
                    let written = contract.text(field.name);
                    if let Some((expected, evidence)) = elements(cx, listing, written) {
                        add(field.key, &expected, format!("the elements of this list are called `{written}`; {evidence}"));
                    }
                }
            }
            for (signal, what) in [
                (Signal::Next, "the next page"),
                (Signal::Address, "the address of the next page"),
                (Signal::More, "whether there is more"),
                (Signal::Total, "the total"),
                (Signal::Pages, "the number of pages"),
            ] {
                let told = answer.field(contract, signal).filter(|_| !facts.has_other_style(contract, listing));
                let Some(told) = told else { continue };
                let (written, names) = (contract.text(told.name), &facts.fields[&signal]);
                if let Some(expected) = names.departure(written) {
                    let evidence = evidence(names, expected);
                    add(told.key, expected, format!("{what} is called `{written}`; {evidence}"));
                }
            }
        }
        for (at, (label, message, help)) in found {
            cx.report(at, label, message).help(help);
        }
        self.undecided(cx);
    }
}

impl InconsistentListEnvelope {
    #[allow(clippy::unused_self)] // A part of what the rule does.
    fn undecided(&self, cx: &mut Cx<'_>) {
        let facts = &cx.facts.pagination;
        let names = facts.items.convention.undecided(&facts.settings);
        let (Some(at), true) = (cx.contract.paths, names && facts.telling_items.undecided(&facts.settings)) else { return };
        let message = format!("the elements of lists have several names here and none dominates: {}", facts.items.tally());
        cx.report(at, "no dominant name", message)
            .help("settle on one name, for the new lists first; `pagination.items` in the configuration pins it")
            .at_most(Severity::Info);
    }
}

/// What the elements of a list should be called, and why, if this name is not it.
fn elements(cx: &Cx<'_>, listing: &Listing, written: &str) -> Option<(String, String)> {
    let facts = &cx.facts.pagination;
    if facts.items.convention.dominant.is_some() {
        let expected = facts.items.departure(written)?;
        return Some((expected.to_owned(), evidence(&facts.items, expected)));
    }
    if facts.telling_items.dominant != Some(true) || !is_general(written) {
        return None;
    }
    let resource = cx.facts.operation(listing.operation).shape.resource.clone().filter(|r| r != written)?;
    Some((resource, format!("{} lists here call them after what they are", facts.telling_items.evidence())))
}

fn evidence(names: &Spelling, expected: &str) -> String {
    match &names.convention.pinned {
        Some(by) => by.wants(&format!("`{expected}`")),
        None => format!("{} lists here call it `{expected}`", names.convention.evidence()),
    }
}
