use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds a description whose `info` has no `version`, or an empty one.
    ///
    /// ## Why
    /// The field is required. Without it nobody can say which description a client was generated from, and no tool can tell
    /// whether a new one is a step ahead or back.
    ///
    /// ## Bad
    /// ```yaml
    /// info:
    ///   version: null
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// info:
    ///   version: 2.3.0
    /// ```
    ///
    /// ## References
    /// - [OpenAPI 3.1.1, §4.8.2 Info Object](https://spec.openapis.org/oas/v3.1.1.html#info-object)
    MissingInfoVersion {
        id: "missing-info-version",
        area: Versioning,
        severity: Error,
        needs: Whole,
        since: "0.1.0",
        summary: "`info.version` is missing",
    }
}

impl Rule for MissingInfoVersion {
    fn document(&self, cx: &mut Cx<'_>) {
        let (contract, info) = (cx.contract, &cx.contract.info);
        let Some(at) = info.at else { return };
        let help = "write the version of the API, such as `1.0.0`";
        match info.version {
            None => {
                cx.report(
                    at,
                    "no `version`",
                    "`info` has no `version`, which is required: nobody can tell which state of the API this describes",
                )
                .help(help);
            }
            Some(version)
                if contract.text_at(version).trim().is_empty()
                    && !contract.view(version).is_map()
                    && !contract.view(version).is_seq() =>
            {
                cx.report(
                    version,
                    "empty",
                    "`info.version` is empty: nobody can tell which state of the API this describes",
                )
                .help(help);
            }
            Some(_) => {}
        }
    }
}
