//! Operations whose form a specification prescribes to whoever has them. What they do is no habit of the API, and no
//! departure from one.

use super::words::is_listed;
use crate::contract::{At, Contract, Operation};

/// Whether an operation belongs to a published protocol: a well-known address (RFC 8615), SCIM (RFC 7644), an endpoint
/// of GraphQL, or one of OAuth that takes a form (RFC 6749, RFC 7009, RFC 7662).
pub fn is_prescribed(contract: &Contract, operation: &Operation) -> bool {
    let path = contract.text(operation.path).trim_end_matches('/');
    let last = path.rsplit('/').next().unwrap_or_default();
    has_protocol(path) || last.eq_ignore_ascii_case("graphql") || is_oauth(contract, operation, last)
}

/// Whether a path says that it belongs to a protocol that prescribes the rest of it.
pub fn has_protocol(path: &str) -> bool {
    path.split('/').any(|s| s == ".well-known" || s.eq_ignore_ascii_case("scim"))
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

/// The parts of the text in which operations of published protocols are described.
pub struct Prescribed {
    /// The node of each such operation and the node after it, in the order of the text.
    ranges: Vec<(At, u32)>,
}

impl Prescribed {
    /// Collects them.
    pub fn of(contract: &Contract) -> Self {
        let operations = contract.operations.iter().filter(|o| is_prescribed(contract, o));
        let end = |at: At| contract.sources.doc(at.doc).tape.nodes.get(at.node as usize).map(|node| node.next);
        let mut ranges: Vec<_> = operations.filter_map(|o| Some((o.at, end(o.at)?))).collect();
        ranges.sort_unstable();
        Self { ranges }
    }

    /// Whether a node stands in one of them. A component that they refer to does not.
    pub fn holds(&self, at: At) -> bool {
        let after = self.ranges.partition_point(|(start, _)| *start <= at);
        after.checked_sub(1).is_some_and(|p| self.ranges[p].0.doc == at.doc && at.node < self.ranges[p].1)
    }
}
