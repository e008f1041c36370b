use std::fmt::Write as _;
use super::unbounded_page_size::{habit, page_sizes, says_number};
use crate::finding::Severity;
use crate::lint::facts::pagination::has_default;
use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds optional page sizes (`limit`, `per_page` and the like) whose schema states no `default`. It is advice,
    /// unless most page sizes of this API state one and the description of this one does not either. Where hardly any does, one finding says so for all of them.
    ///
    /// ## Why
    /// Most clients never send a page size. What they get then is decided by the server alone, and a new version that
    /// decides otherwise breaks clients without a trace in the description.
    ///
    /// ## Bad
    /// ```yaml
    /// components:
    ///   parameters:
    ///     limit:
    ///       schema: {type: integer, format: int32, minimum: 1, maximum: 100, default: null}
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
    /// - [AIP-158, Pagination](https://google.aip.dev/158)
    /// - [OpenAPI 3.1.1, §4.8.24 Schema Object](https://spec.openapis.org/oas/v3.1.1.html#schema-object)
    MissingDefaultPageSize {
        id: "missing-default-page-size",
        area: Pagination,
        severity: Warning,
        needs: Whole,
        since: "0.1.0",
        summary: "a page size has no default",
    }
}

impl Rule for MissingDefaultPageSize {
    fn document(&self, cx: &mut Cx<'_>) {
        let (contract, defaulted) = (cx.contract, &cx.facts.pagination.defaulted);
        if defaulted.dominant == Some(false) {
            let message = format!("{} page sizes here have no default", defaulted.evidence());
            return habit(cx, "no default", &message, "state the page size that the server takes, like `default: 20`");
        }
        for (id, uses) in page_sizes(cx.facts) {
            let parameter = &contract.parameters[id];
            if parameter.required || has_default(contract, parameter) {
                continue;
            }
            let name = contract.text(parameter.name);
            let described = says_number(contract, parameter, &["default"]);
            let mut message = if described {
                format!("the description of `{name}` states the usual page size and its schema does not")
            } else {
                format!("how long a page is without `{name}` is not said")
            };
            message.push_str(&uses.text());
            let outlier = defaulted.dominant == Some(true) && uses.paged && !described;
            if outlier {
                let _ = write!(message, "; {} page sizes here have a default", defaulted.evidence());
            }
            let report = cx
                .report(parameter.name_at, "no default", message)
                .help("state the page size that the server takes, like `default: 20`");
            if !outlier {
                report.at_most(Severity::Info);
            }
        }
    }
}
