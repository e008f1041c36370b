use crate::lint::facts::security::Demand;
use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds an operation that asks for no credential and answers 401, "the credential is missing", in an API that
    /// has security schemes.
    ///
    /// Login and its like answer 401 to a wrong password and are no fault.
    ///
    /// ## Why
    /// One of the two is wrong: either a credential is needed and clients are not told to send it, or the response
    /// never comes.
    ///
    /// ## Bad
    /// ```yaml
    /// paths:
    ///   /books:
    ///     get:
    ///       security: []
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// paths:
    ///   /books:
    ///     get:
    ///       security:
    ///         - oauth: [orders:read]
    /// ```
    ///
    /// ## References
    /// - [RFC 9110, §15.5.2 401 Unauthorized](https://www.rfc-editor.org/rfc/rfc9110#section-15.5.2)
    UnexpectedUnauthorizedResponse {
        id: "unexpected-unauthorized-response",
        area: Auth,
        severity: Warning,
        needs: Whole,
        since: "0.1.0",
        summary: "an open operation answers 401",
    }
}

impl Rule for UnexpectedUnauthorizedResponse {
    fn document(&self, cx: &mut Cx<'_>) {
        let (contract, access) = (cx.contract, &cx.facts.security);
        if !access.any_demand {
            return;
        }
        for (operation, facts) in access.operations(contract) {
            // That a write is open, or that `security` was forgotten, is told already.
            let told = match facts.demand {
                Demand::Waived => facts.write,
                Demand::Unsaid => {
                    access.secured.dominant == Some(true)
                        || (facts.write && access.secured_writes.dominant == Some(true))
                }
                Demand::Optional | Demand::Required => true,
            };
            if told || facts.open || !facts.served {
                continue;
            }
            let Some(response) = operation.responses.iter().find(|r| r.status == Status::Code(401)) else { continue };
            let title = contract.title(operation);
            let message = format!("`{title}` asks for no credential and yet answers that it is missing");
            let report = cx
                .report(response.key, "401 without `security`", message)
                .help("add `security` if a credential is needed, or remove the 401");
            let _ = match &operation.security {
                Some(security) => report.related(security.at, "nothing is asked for"),
                None => report,
            };
        }
    }
}
