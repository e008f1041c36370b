use crate::lint::facts::texts::FINISHED;
use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds descriptions without `info.termsOfService`. A description with fewer than ten operations is taken for a sketch
    /// or a part and left alone.
    ///
    /// ## Why
    /// What clients may do with an API, and what they may rely on, is said there or nowhere.
    ///
    /// ## Bad
    /// ```yaml
    /// info:
    ///   termsOfService: null
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// info:
    ///   termsOfService: https://lantern.example/terms
    /// ```
    ///
    /// ## References
    /// - [OpenAPI 3.1.1, §4.8.2 Info Object](https://spec.openapis.org/oas/v3.1.1.html#info-object)
    MissingTermsOfService {
        id: "missing-terms-of-service",
        area: Documentation,
        severity: Info,
        needs: Whole,
        since: "0.1.0",
        summary: "`info.termsOfService` is missing",
    }
}

impl Rule for MissingTermsOfService {
    fn document(&self, cx: &mut Cx<'_>) {
        let (contract, info) = (cx.contract, &cx.contract.info);
        if let (Some(at), None, true) = (info.at, info.terms_of_service, contract.operations.len() >= FINISHED) {
            cx.report(at, "no `termsOfService`", "`info` has no `termsOfService`, so clients do not know on which terms they call this API")
                .help("write the address of the terms");
        }
    }
}
