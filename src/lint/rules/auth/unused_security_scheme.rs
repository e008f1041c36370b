use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds a security scheme that is defined and that nothing asks for, in an API that asks for others.
    ///
    /// ## Why
    /// Readers take it for a way in. Either it is the trace of an older API, or the operations that should ask for it
    /// are open.
    ///
    /// ## Bad
    /// ```yaml
    /// components:
    ///   securitySchemes:
    ///     shop:
    ///       type: http
    ///       description: A token that a shop is given for a day.
    ///       scheme: bearer
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// security:
    ///   - oauth: [orders:read]
    ///   - shop: []
    /// components:
    ///   securitySchemes:
    ///     shop:
    ///       type: http
    ///       description: A token that a shop is given for a day.
    ///       scheme: bearer
    /// ```
    ///
    /// ## References
    /// - [OpenAPI 3.1.1, §4.8.27 Security Scheme Object](https://spec.openapis.org/oas/v3.1.1.html#security-scheme-object)
    UnusedSecurityScheme {
        id: "unused-security-scheme",
        area: Auth,
        severity: Warning,
        needs: Whole,
        since: "0.1.0",
        summary: "nothing asks for a security scheme that is defined",
    }
}

impl Rule for UnusedSecurityScheme {
    fn component<'c>(&self, cx: &mut Cx<'c>, component: &'c Component) {
        // An API that asks for nothing at all is one fault, and has a rule of its own.
        let ours = component.kind == ComponentKind::SecurityScheme && cx.facts.security.any_demand;
        if ours && !component.used {
            let name = cx.contract.text(component.name);
            cx.report(component.key, "not asked for", format!("no operation asks for the security scheme `{name}`"))
                .help("remove it, or add it to `security` where it is meant");
        }
    }
}
