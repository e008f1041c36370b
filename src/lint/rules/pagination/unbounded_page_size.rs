use std::fmt::Write as _;
use std::collections::BTreeMap;

use crate::finding::Severity;
use crate::lint::facts::pagination::{Role, is_bounded};
use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds page sizes (`limit`, `per_page` and the like) whose schema states no `maximum`. Where the description
    /// names a bound that the schema does not, and where a list can only be cut off and not read in pages, the finding
    /// is advice. Where hardly any page size of this API has a maximum, one finding says so for all of them.
    ///
    /// ## Why
    /// A client that may ask for any number of elements will one day ask for all of them. Servers have a bound anyway,
    /// and either refuse more or silently answer with less; the client learns of it in production.
    ///
    /// ## Bad
    /// ```yaml
    /// components:
    ///   parameters:
    ///     limit:
    ///       schema: {type: integer, format: int32, minimum: 1, maximum: null, default: 20}
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// components:
    ///   parameters:
    ///     limit:
    ///       schema: {type: integer, format: int32, minimum: 1, maximum: 100, default: 20}
    /// ```
    ///
    /// ## References
    /// - [OWASP API4:2023, Unrestricted Resource Consumption](https://owasp.org/API-Security/editions/2023/en/0xa4-unrestricted-resource-consumption/)
    /// - [JSON Schema 2020-12 Validation, §6.2.2 maximum](https://json-schema.org/draft/2020-12/json-schema-validation#section-6.2.2)
    UnboundedPageSize {
        id: "unbounded-page-size",
        area: Pagination,
        severity: Warning,
        needs: Whole,
        since: "0.1.0",
        summary: "a page size has no maximum",
    }
}

impl Rule for UnboundedPageSize {
    fn document(&self, cx: &mut Cx<'_>) {
        let (contract, bounded) = (cx.contract, &cx.facts.pagination.bounded);
        if bounded.dominant == Some(false) {
            let message = format!("{} page sizes here have no maximum", bounded.evidence());
            return habit(cx, "no maximum", &message, "state the bound that the server has anyway, like `maximum: 100`");
        }
        for (id, uses) in page_sizes(cx.facts) {
            let parameter = &contract.parameters[id];
            if is_bounded(contract, parameter) {
                continue;
            }
            let name = contract.text(parameter.name);
            let described = says_bound(contract, parameter);
            let mut message = if described {
                format!("the description of `{name}` bounds the page size and its schema does not")
            } else {
                format!("a client may ask for pages of any size by `{name}`")
            };
            message.push_str(&uses.text());
            if bounded.dominant == Some(true) {
                let _ = write!(message, "; {} page sizes here have a maximum", bounded.evidence());
            }
            let report = cx
                .report(parameter.name_at, "no maximum", message)
                .help("state the bound that the server has anyway, like `maximum: 100`");
            if described || !uses.paged {
                report.at_most(Severity::Info);
            }
        }
    }
}

/// How a page size is used.
#[derive(Default)]
pub(super) struct Uses {
    lists: usize,
    /// Whether any of the lists comes in pages; elsewhere it only cuts a list off.
    pub(super) paged: bool,
}

impl Uses {
    /// `, in 14 lists`, if there are several.
    pub(super) fn text(&self) -> String {
        if self.lists > 1 { format!(", in {} lists", self.lists) } else { String::new() }
    }
}

/// The definitions of page sizes with their uses.
pub(super) fn page_sizes(facts: &crate::lint::facts::Facts) -> BTreeMap<Id<Parameter>, Uses> {
    let mut used: BTreeMap<Id<Parameter>, Uses> = BTreeMap::new();
    for listing in &facts.pagination.listings {
        let Some(id) = listing.parameter(Role::Limit) else { continue };
        let uses = used.entry(id).or_default();
        uses.lists += 1;
        uses.paged |= listing.is_paged();
    }
    used
}

/// Says once what holds for hardly any of them.
pub(super) fn habit(cx: &mut Cx<'_>, label: &str, message: &str, help: &str) {
    if let Some(at) = cx.contract.paths {
        cx.report(at, label, message).help(help).at_most(Severity::Info);
    }
}

/// Whether a description states a bound: "max 100", "between 1 and 100", "up to 50".
fn says_bound(contract: &Contract, parameter: &Parameter) -> bool {
    let phrases = ["max", "between", "range", "up to", "at most", "no more than", "cannot exceed", "upper limit"];
    says_number(contract, parameter, &phrases)
}

/// Whether a number follows one of these phrases in a parameter's description.
pub(super) fn says_number(contract: &Contract, parameter: &Parameter, phrases: &[&str]) -> bool {
    let Some(at) = parameter.description else { return false };
    let text = contract.text_at(at).to_lowercase();
    let mut after = phrases.iter().filter_map(|p| text.find(p).map(|at| &text[at..]));
    after.any(|rest| rest.bytes().any(|b| b.is_ascii_digit()))
}
