use std::collections::BTreeSet;

use crate::contract::keywords::Keyword;
use crate::lint::facts::Convention;
use crate::lint::facts::pagination::Role;
use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds page sizes, page numbers and offsets (`limit`, `page`, `offset`) that are strings. It is a warning where the
    /// others of this API are numbers, and advice elsewhere; where most are strings, one finding says so for all of them.
    ///
    /// What an `enum` or a `pattern` holds to digits is left alone, and so is a page that is an opaque position.
    ///
    /// ## Why
    /// The schema lets `limit=ten` pass, and generated clients ask for a text where people think of a number. A bound
    /// (`maximum`) says nothing about a string.
    ///
    /// ## Bad
    /// ```yaml
    /// components:
    ///   parameters:
    ///     limit:
    ///       schema: {type: string, format: null, minimum: null, maximum: null, default: null}
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
    /// - [Google AIP-158, Pagination: `page_size` is a number](https://google.aip.dev/158)
    MistypedPageParameter {
        id: "mistyped-page-parameter",
        area: Pagination,
        severity: Warning,
        needs: Presence,
        since: "0.1.0",
        summary: "a page size, a page number or an offset is a string",
    }
}

impl Rule for MistypedPageParameter {
    fn document(&self, cx: &mut Cx<'_>) {
        let contract = cx.contract;
        let listings = cx.facts.pagination.listings.iter().flat_map(|l| &l.parameters);
        let counting: BTreeSet<(Id<Parameter>, Role)> = listings
            .filter(|(role, _)| matches!(role, Role::Limit | Role::Page | Role::Offset))
            .map(|&(role, id)| (id, role))
            .collect();
        let found: Vec<_> =
            counting.into_iter().filter_map(|(id, role)| Some((id, role, is_text(contract, id)?))).collect();
        let numbers = Convention::infer(found.iter().map(|(.., text)| !text), &cx.facts.conventions);
        let texts = found.iter().filter(|(.., text)| *text).count();
        if numbers.dominant == Some(false) {
            let message = format!("{} page sizes, page numbers and offsets here are strings", numbers.evidence());
            cx.report(contract.paths.unwrap_or(contract.at), "strings", message).advice_if(true).help(HELP);
            return;
        }
        for (id, role, _) in found.iter().filter(|(.., text)| *text) {
            let parameter = &contract.parameters[*id];
            let what = match role {
                Role::Limit => "page size",
                Role::Page => "page number",
                _ => "offset",
            };
            let others = match found.len() - texts {
                0 => String::new(),
                1 => "; another here is a number".to_owned(),
                many => format!("; {many} others here are numbers"),
            };
            let message = format!(
                "the {what} `{}` is a string, so a client may send any text where a number is meant{others}",
                contract.text(parameter.name)
            );
            cx.report(parameter.name_at, "a string", message).advice_if(2 * texts > found.len()).help(HELP);
        }
    }
}

const HELP: &str = "write `type: integer`";

/// Whether a parameter is a string of any letters; nothing where it says no type, or has several or another.
fn is_text(contract: &Contract, id: Id<Parameter>) -> Option<bool> {
    let schema = contract.schema(contract.parameters[id].schema?).resolved();
    let types = schema.all_types().non_null();
    if types == Types::STRING {
        let held = [Keyword::Enum, Keyword::Const, Keyword::Pattern, Keyword::Format].iter().any(|k| schema.has(*k));
        return (!held).then_some(true);
    }
    types.overlaps(Types::INTEGER.with(Types::NUMBER)).then_some(false)
}
