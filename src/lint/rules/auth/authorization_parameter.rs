use crate::finding::Severity;
use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds the header `Authorization` declared as a parameter.
    ///
    /// ## Why
    /// OpenAPI 3 says that such a parameter is ignored: credentials are described by security schemes. Generated
    /// clients either leave it out, or have the caller pass a token by hand to every call. In Swagger 2.0 nothing says
    /// that it is ignored, so there it is only noted.
    ///
    /// ## Bad
    /// ```yaml
    /// paths:
    ///   /books/{book_id}:
    ///     get:
    ///       parameters:
    ///         - name: Authorization
    ///           in: header
    ///           description: A bearer token.
    ///           schema: {type: string, maxLength: 200}
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// paths:
    ///   /books/{book_id}:
    ///     get:
    ///       security:
    ///         - oauth: [orders:read]
    /// ```
    ///
    /// ## References
    /// - [OpenAPI 3.1.1, §4.8.12.2 Fixed Fields of a Parameter Object](https://spec.openapis.org/oas/v3.1.1.html#parameter-object):
    ///   the definition of a header `Accept`, `Content-Type` or `Authorization` is ignored
    AuthorizationParameter {
        id: "authorization-parameter",
        area: Auth,
        severity: Warning,
        needs: Presence,
        since: "0.1.0",
        summary: "a credential is declared as a parameter",
    }
}

impl Rule for AuthorizationParameter {
    fn document(&self, cx: &mut Cx<'_>) {
        let contract = cx.contract;
        let is_credential =
            |p: &&Parameter| p.place == ParameterIn::Header && contract.text(p.name).eq_ignore_ascii_case("Authorization");
        let found: Vec<At> = contract.parameters.iter().filter(is_credential).map(|p| p.name_at).collect();
        // Who declares the same parameter at every operation made one decision, not a hundred.
        let Some(&first) = found.iter().min() else { return };
        let old = contract.version == SpecVersion::V2_0;
        let places = if found.len() > 1 { format!(" (in {} places)", found.len()) } else { String::new() };
        let (message, severity, schemes) = if old {
            let message = format!("`Authorization` is a parameter here{places}, so tools do not know that it is a credential");
            (message, Severity::Info, "securityDefinitions")
        } else {
            let message = format!("`Authorization` as a parameter{places} is ignored, so clients send no credential");
            (message, Severity::Warning, "components/securitySchemes")
        };
        cx.report(first, "a credential", message)
            .at_most(severity)
            .help(format!("remove it, define a scheme under `{schemes}` and ask for it in `security`"));
    }
}
