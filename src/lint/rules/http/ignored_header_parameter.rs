use crate::finding::Severity;
use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds the headers `Accept` and `Content-Type` declared as parameters.
    ///
    /// ## Why
    /// OpenAPI 3 says that such a parameter is ignored: what may be sent and received is described by the keys of
    /// `content`. What the parameter says, an `enum` of versions perhaps, is lost. In Swagger 2.0 `consumes` and
    /// `produces` say it; there it is only noted.
    ///
    /// ## Bad
    /// ```yaml
    /// paths:
    ///   /books/{book_id}:
    ///     get:
    ///       parameters:
    ///         - name: Accept
    ///           in: header
    ///           description: What to answer with.
    ///           schema: {type: string, maxLength: 100}
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// paths:
    ///   /books/{book_id}:
    ///     get:
    ///       parameters:
    ///         - name: Accept-Language
    ///           in: header
    ///           description: In which language to answer.
    ///           schema: {type: string, maxLength: 100}
    /// ```
    ///
    /// ## References
    /// - [OpenAPI 3.1.1, §4.8.12 Parameter Object](https://spec.openapis.org/oas/v3.1.1.html#parameter-object): the
    ///   definition of a header `Accept`, `Content-Type` or `Authorization` is ignored
    IgnoredHeaderParameter {
        id: "ignored-header-parameter",
        area: Http,
        severity: Warning,
        needs: Presence,
        since: "0.1.0",
        summary: "`Accept` or `Content-Type` is a parameter",
    }
}

impl Rule for IgnoredHeaderParameter {
    fn document(&self, cx: &mut Cx<'_>) {
        let contract = cx.contract;
        for (header, in_v2, in_v3) in [
            ("accept", "produces", "the keys of `content` of each response"),
            ("content-type", "consumes", "the keys of `content` of the request body"),
        ] {
            let same =
                |p: &&Parameter| p.place == ParameterIn::Header && contract.text(p.name).eq_ignore_ascii_case(header);
            let found: Vec<&Parameter> = contract.parameters.iter().filter(same).collect();
            // Who declares the same parameter at every operation made one decision, not a hundred.
            let Some(first) = found.iter().min_by_key(|p| p.name_at) else { continue };
            let name = contract.text(first.name);
            let places = if found.len() > 1 { format!(" (in {} places)", found.len()) } else { String::new() };
            let (message, help, severity) = if contract.version == SpecVersion::V2_0 {
                let message = format!("`{name}` is a parameter here{places}, although `{in_v2}` says the same");
                (message, format!("list the media types in `{in_v2}`"), Severity::Info)
            } else {
                let message = format!("`{name}` as a parameter{places} is ignored, so tools never see what it says");
                (message, format!("list the media types as {in_v3}"), Severity::Warning)
            };
            cx.report(first.name_at, "ignored", message).at_most(severity).help(help).about(header).of_all();
        }
    }
}
