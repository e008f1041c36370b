use std::collections::BTreeSet;

use crate::finding::Severity;
use crate::lint::facts::pagination::Role;
use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Learns what this API calls the query parameters that pages are asked for with (the page size, the cursor, the
    /// page number, the offset), and finds those that are called otherwise. Names that differ only by case are a
    /// matter of naming. `pagination.limit`, `pagination.cursor`, `pagination.page` and `pagination.offset` in the
    /// configuration pin a name.
    ///
    /// ## Why
    /// Servers ignore query parameters that they do not know. Who sends `limit` to the one list that calls it
    /// `page_size` gets an answer, only not the one they asked for.
    ///
    /// ## Bad
    /// ```yaml
    /// paths:
    ///   /books:
    ///     get:
    ///       parameters:
    ///         - name: page_size
    ///           in: query
    ///           description: How many books a page has at most.
    ///           schema: {type: integer, format: int32, minimum: 1, maximum: 100, default: 20}
    ///         - $ref: '#/components/parameters/cursor'
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// paths:
    ///   /books:
    ///     get:
    ///       parameters:
    ///         - name: limit
    ///           in: query
    ///           description: How many books a page has at most.
    ///           schema: {type: integer, format: int32, minimum: 1, maximum: 100, default: 20}
    ///         - $ref: '#/components/parameters/cursor'
    /// ```
    ///
    /// ## References
    /// - [Zalando RESTful API Guidelines, rule 137](https://opensource.zalando.com/restful-api-guidelines/#137)
    /// - [AIP-158, Pagination](https://google.aip.dev/158)
    InconsistentPageParameter {
        id: "inconsistent-page-parameter",
        area: Pagination,
        severity: Warning,
        needs: Presence,
        since: "0.1.0",
        summary: "a parameter for pages is called otherwise than in the other lists",
    }
}

impl Rule for InconsistentPageParameter {
    fn document(&self, cx: &mut Cx<'_>) {
        for (role, what) in [
            (Role::Limit, "the page size"),
            (Role::Cursor, "the cursor"),
            (Role::Page, "the page number"),
            (Role::Offset, "the offset"),
        ] {
            departures(cx, role, what);
        }
    }
}

/// Reports each parameter that plays a part in a list under another name than most do, once at its definition; or
/// once that no name dominates.
pub(super) fn departures(cx: &mut Cx<'_>, role: Role, what: &str) {
    let (contract, facts) = (cx.contract, &cx.facts.pagination);
    let Some(names) = facts.names.get(&role) else { return };
    let convention = &names.convention;
    if convention.undecided(&facts.settings) {
        let Some(at) = contract.paths else { return };
        let message = format!("{what} has several names here and none dominates: {}", names.tally());
        cx.report(at, "no dominant name", message)
            .help("settle on one name, for the new lists first")
            .about(what)
            .at_most(Severity::Info);
        return;
    }
    let expects = |id: Id<Parameter>| names.departure(contract.text(contract.parameters[id].name)).is_none();
    // An old name may stand beside the usual one.
    let outliers = facts.listings.iter().filter(|l| !l.parameters.iter().any(|&(r, id)| r == role && expects(id)));
    let used: BTreeSet<_> = outliers.filter_map(|l| l.parameter(role)).collect();
    for id in used {
        let parameter = &contract.parameters[id];
        let name = contract.text(parameter.name);
        let Some(expected) = names.departure(name) else { continue };
        let evidence = match &convention.pinned {
            Some(by) => by.wants(&format!("`{expected}`")),
            None => format!("{} lists here call it `{expected}`", convention.evidence()),
        };
        cx.report(parameter.name_at, format!("not `{expected}`"), format!("{what} is called `{name}`; {evidence}"))
            .help(format!("call it `{expected}`; an old name can stay beside it, marked as deprecated"));
    }
}
