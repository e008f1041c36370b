use crate::contract::keywords::Keyword;
use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds parameters, headers and media types with both `example` and `examples`.
    ///
    /// ## Why
    /// The specification lets one of them stand there only. Tools differ in which one they show, and some refuse the
    /// description.
    ///
    /// ## Bad
    /// ```yaml
    /// components:
    ///   parameters:
    ///     cursor:
    ///       example: bGFzdA
    ///       examples:
    ///         first: {summary: The first page., value: Zmlyc3Q}
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// components:
    ///   parameters:
    ///     cursor:
    ///       examples:
    ///         first: {summary: The first page., value: Zmlyc3Q}
    ///         last: {summary: The last page., value: bGFzdA}
    /// ```
    ///
    /// ## References
    /// - [OpenAPI 3.1.1, §4.8.12 Parameter Object](https://spec.openapis.org/oas/v3.1.1.html#parameter-object),
    ///   [§4.8.14 Media Type Object](https://spec.openapis.org/oas/v3.1.1.html#media-type-object)
    ConflictingExamples {
        id: "conflicting-examples",
        area: Examples,
        severity: Error,
        needs: Presence,
        since: "0.1.0",
        summary: "`example` and `examples` stand beside each other",
    }
}

impl Rule for ConflictingExamples {
    fn document(&self, cx: &mut Cx<'_>) {
        let contract = cx.contract;
        if contract.version == SpecVersion::V2_0 {
            return;
        }
        let parameters = contract.parameters.iter().chain(&contract.headers).map(|p| p.at);
        for at in parameters.chain(contract.media_types.iter().map(|m| m.at)) {
            let view = contract.view(at);
            let key = |keyword: Keyword| view.member(keyword.name()).map(|member| at.to(member.key));
            let (Some(one), Some(several)) = (key(Keyword::Example), key(Keyword::Examples)) else { continue };
            let message = "`example` and `examples` exclude each other, so nobody knows which of them is shown";
            cx.report(several, "excluded by `example`", message)
                .related(one, "`example` is here")
                .help("move the value of `example` into `examples`, under a name of its own");
        }
    }
}
