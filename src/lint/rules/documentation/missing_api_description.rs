use crate::lint::facts::texts::{FINISHED, says};
use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds descriptions without a text that says what the API is for: neither `info.description` nor `info.summary`. A
    /// description with fewer than ten operations is taken for a sketch or a part and left alone.
    ///
    /// ## Why
    /// It is the first thing that a reader looks for, and the only place for what is true of all operations.
    ///
    /// ## Bad
    /// ```yaml
    /// info:
    ///   summary: null
    ///   description: ''
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// info:
    ///   summary: null
    ///   description: Browse a bookshop and place orders.
    /// ```
    ///
    /// ## References
    /// - [OpenAPI 3.1.1, §4.8.2 Info Object](https://spec.openapis.org/oas/v3.1.1.html#info-object)
    MissingApiDescription {
        id: "missing-api-description",
        area: Documentation,
        severity: Info,
        needs: Whole,
        since: "0.1.0",
        summary: "no text says what the API is for",
    }
}

impl Rule for MissingApiDescription {
    fn document(&self, cx: &mut Cx<'_>) {
        let (contract, info) = (cx.contract, &cx.contract.info);
        let Some(at) = info.at.filter(|_| contract.operations.len() >= FINISHED) else { return };
        if !says(contract, info.description) && !says(contract, info.summary) {
            cx.report(info.description.unwrap_or(at), "no description", "no text in `info` says what this API is for")
                .help("say under `info.description` what the API is for and how to begin");
        }
    }
}
