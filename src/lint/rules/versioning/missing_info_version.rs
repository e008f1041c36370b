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
        let (at, label, says) = match info.version.map(|version| (version, contract.view(version))) {
            None => (at, "no `version`", "`info` has no `version`, which is required"),
            Some((version, view)) => {
                let empty = view.as_scalar().is_some_and(|text| text.trim().is_empty());
                if view.kind() != Kind::Null && !empty {
                    return;
                }
                (version, "empty", "`info.version` is empty")
            }
        };
        cx.report(at, label, format!("{says}: nobody can tell which state of the API this describes"))
            .help("write the version of the API, such as `1.0.0`");
    }
}
