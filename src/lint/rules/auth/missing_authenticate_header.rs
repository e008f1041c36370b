use crate::finding::Severity;
use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds 401 responses without the header `WWW-Authenticate`, where most others here have it. Where none has it,
    /// that is noted once.
    ///
    /// ## Why
    /// HTTP demands the header: it tells a client which scheme to use and, with OAuth, whether the token has expired or
    /// a scope is missing. Generic clients ask for nothing when it is not there.
    ///
    /// ## Bad
    /// ```yaml
    /// components:
    ///   responses:
    ///     unauthorized:
    ///       headers: null
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// components:
    ///   responses:
    ///     unauthorized:
    ///       headers:
    ///         WWW-Authenticate: {$ref: '#/components/headers/www_authenticate'}
    /// ```
    ///
    /// ## References
    /// - [RFC 9110, §11.6.1 WWW-Authenticate](https://www.rfc-editor.org/rfc/rfc9110#section-11.6.1)
    /// - [RFC 6750, §3 The WWW-Authenticate Response Header Field](https://www.rfc-editor.org/rfc/rfc6750#section-3)
    MissingAuthenticateHeader {
        id: "missing-authenticate-header",
        area: Auth,
        severity: Warning,
        needs: Whole,
        since: "0.1.0",
        summary: "a 401 response lacks `WWW-Authenticate`",
    }
}

impl Rule for MissingAuthenticateHeader {
    fn document(&self, cx: &mut Cx<'_>) {
        let (contract, access) = (cx.contract, &cx.facts.security);
        let lacks = |id: Id<Response>| !contract.has_header(&contract.responses[id], "WWW-Authenticate");
        let lacking: Vec<_> = access.challenges.iter().copied().filter(|c| lacks(c.0)).collect();
        let Some(&(first, _)) = lacking.iter().min_by_key(|c| contract.responses[c.0].at) else { return };
        let place = |id: Id<Response>| {
            let response = &contract.responses[id];
            response.headers_at.unwrap_or(response.at)
        };
        let help = "add the header `WWW-Authenticate`, such as `Bearer`";
        if access.challenge.dominant == Some(true) {
            let evidence = access.challenge.evidence();
            for (id, uses) in lacking {
                let used = if uses > 1 { format!(" (used by {uses} operations)") } else { String::new() };
                let message = format!(
                    "this 401 response{used} does not tell how to authenticate; {evidence} here have `WWW-Authenticate`"
                );
                cx.report(place(id), "no `WWW-Authenticate`", message).help(help);
            }
        } else {
            let uses: usize = lacking.iter().map(|c| c.1).sum();
            let total: usize = access.challenges.iter().map(|c| c.1).sum();
            let message = if total == 1 {
                "the one 401 response here does not tell how to authenticate, as HTTP demands".to_owned()
            } else {
                format!("{uses} of {total} 401 responses here do not tell how to authenticate, as HTTP demands")
            };
            cx.report(place(first), "no `WWW-Authenticate`", message).at_most(Severity::Info).help(help).of_all();
        }
    }
}
