//! Operations whose form a specification prescribes to whoever has them. What they do is no habit of the API, and no
//! departure from one.

use super::words::is_listed;
use crate::contract::{Contract, Operation};

/// Whether a path says that it belongs to a protocol that prescribes the rest of it, and how lists are read there: a
/// well-known address (RFC 8615), or SCIM (RFC 7644).
pub fn is_prescribed_path(path: &str) -> bool {
    path.split('/').any(|segment| segment == ".well-known" || segment.eq_ignore_ascii_case("scim"))
}

/// Whether a protocol prescribes what an operation answers: at a well-known address, at an endpoint of GraphQL, and at
/// one of OAuth that takes a form (RFC 6749, RFC 7009, RFC 7662). SCIM does so too, but in the ways of other APIs.
pub fn has_prescribed_answers(contract: &Contract, operation: &Operation) -> bool {
    let path = contract.text(operation.path).trim_end_matches('/');
    let last = path.rsplit('/').next().unwrap_or_default();
    let at_once = path.split('/').any(|segment| segment == ".well-known") || last.eq_ignore_ascii_case("graphql");
    at_once || is_oauth(contract, operation, last)
}

fn is_oauth(contract: &Contract, operation: &Operation, last: &str) -> bool {
    const ABOUT_TOKENS: &str = "introspect introspection revoke revocation";
    if contract.text(operation.method) != "POST" {
        return false;
    }
    let Some(body) = contract.request_body_of(operation) else { return false };
    let mut forms = contract
        .media_types_of(&body.content)
        .filter(|(name, _)| contract.text(name.name).starts_with("application/x-www-form-urlencoded"))
        .filter_map(|(_, media)| media.schema);
    forms.any(|form| {
        let fields = contract.schema(form).all_properties();
        let has = |field: &str| fields.iter().any(|f| contract.text(f.name) == field);
        has("grant_type") || (has("token") && is_listed(ABOUT_TOKENS, last))
    })
}
