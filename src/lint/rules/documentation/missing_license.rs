use crate::lint::facts::texts::FINISHED;
use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds descriptions without `info.license`. A description with fewer than ten operations is taken for a sketch or a
    /// part and left alone.
    ///
    /// ## Why
    /// Whoever wants to generate a client from the description, or to publish it elsewhere, has to know whether they may.
    ///
    /// ## Bad
    /// ```yaml
    /// info:
    ///   license: null
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// info:
    ///   license: {name: MIT, identifier: MIT}
    /// ```
    ///
    /// ## References
    /// - [OpenAPI 3.1.1, §4.8.2 Info Object](https://spec.openapis.org/oas/v3.1.1.html#info-object)
    MissingLicense {
        id: "missing-license",
        area: Documentation,
        severity: Info,
        needs: Whole,
        since: "0.1.0",
        summary: "`info.license` is missing",
    }
}

impl Rule for MissingLicense {
    fn document(&self, cx: &mut Cx<'_>) {
        let (contract, info) = (cx.contract, &cx.contract.info);
        if let (Some(at), None, true) = (info.at, info.license, contract.operations.len() >= FINISHED) {
            cx.report(at, "no `license`", "`info` has no `license`, so nobody knows what may be done with this description")
                .help("name the licence, or write `name: Proprietary` if there is none for others");
        }
    }
}
