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
    fn parameter<'c>(&self, cx: &mut Cx<'c>, parameter: &'c Parameter) {
        let contract = cx.contract;
        let authorization = contract.text(parameter.name).eq_ignore_ascii_case("Authorization");
        if parameter.place != ParameterIn::Header || !authorization {
            return;
        }
        let (message, severity) = if contract.version == SpecVersion::V2_0 {
            ("`Authorization` is a parameter here, so tools do not know that it is a credential", Severity::Info)
        } else {
            ("`Authorization` as a parameter is ignored, so clients send no credential", Severity::Warning)
        };
        let schemes =
            if contract.version == SpecVersion::V2_0 { "securityDefinitions" } else { "components/securitySchemes" };
        cx.report(parameter.name_at, "a credential", message)
            .at_most(severity)
            .help(format!("remove it, define a scheme under `{schemes}` and ask for it in `security`"));
    }
}
