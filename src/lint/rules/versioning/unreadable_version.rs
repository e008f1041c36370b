use crate::lint::rules::prelude::*;

use crate::lint::facts::version::Version;

rule! {
    /// ## What it does
    /// Finds an `info.version` that is neither a semantic version (`2.3.0`), nor numbers (`2`, `2.3`), nor a date
    /// (`2024-01-15`), each with or without a `v` before and a stage behind (`-beta`).
    ///
    /// ## Why
    /// Tools compare versions to tell which of two descriptions is newer and whether a change was announced as a breaking one.
    /// `latest`, `TBD` or `2024-13-01` has no place in any order.
    ///
    /// ## Bad
    /// ```yaml
    /// info:
    ///   version: latest
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// info:
    ///   version: 2.3.0-beta.1
    /// ```
    ///
    /// ## References
    /// - [Semantic Versioning 2.0.0](https://semver.org/spec/v2.0.0.html)
    /// - [Calendar Versioning](https://calver.org)
    /// - [OpenAPI 3.1.1, §4.8.2 Info Object](https://spec.openapis.org/oas/v3.1.1.html#info-object)
    UnreadableVersion {
        id: "unreadable-version",
        area: Versioning,
        severity: Warning,
        needs: Presence,
        since: "0.1.0",
        summary: "`info.version` is no version that can be compared",
    }
}

impl Rule for UnreadableVersion {
    fn document(&self, cx: &mut Cx<'_>) {
        let contract = cx.contract;
        let Some(at) = contract.info.version else { return };
        let view = contract.view(at);
        let text = view.as_scalar().filter(|t| view.kind() != Kind::Null && !t.trim().is_empty());
        let Some(text) = text else { return };
        if Version::parse(&text).is_none() {
            cx.report(at, "no version", format!("`{text}` is no version that can be compared: it is neither a semantic version, nor a date, nor numbers"))
                .help("write a semantic version such as `1.4.0`, or a date such as `2024-01-15`");
        }
    }
}
