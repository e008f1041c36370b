//! Who may call what: what each operation asks of its caller, and what the API does most of the time.

use super::case::words;
use super::{Convention, ConventionSettings};
use crate::contract::keywords::name;
use crate::contract::{At, Contract, Id, Operation, Place, Response, Security, Status};

/// What an operation asks of its caller.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Demand {
    /// Neither the operation nor the API says anything.
    Unsaid,
    /// It says that nothing is asked: `security: []`, or nothing but `{}`.
    Waived,
    /// Nobody need prove anything, and whoever does is known: `{}` beside other alternatives.
    Optional,
    /// A scheme must be met.
    Required,
}

/// The access facts of one operation.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct OperationAccess {
    /// What it asks.
    pub demand: Demand,
    /// Whether its method changes things (RFC 9110 §9.2.1).
    pub write: bool,
    /// Whether it is open by its nature: it is how one gets credentials, or tells whether the service lives.
    pub open: bool,
    /// Whether any alternative asks for scopes.
    pub scoped: bool,
    /// Whether the API is the server, so that it is the API that asks.
    pub served: bool,
}

/// The access facts of an API.
pub struct Access {
    operations: Vec<OperationAccess>,
    /// Whether any operation, or the API as a whole, asks for a scheme.
    pub any_demand: bool,
    /// Whether operations ask for a scheme; those that are open by their nature are no samples.
    pub secured: Convention<bool>,
    /// The same of operations that change things.
    pub secured_writes: Convention<bool>,
    /// Whether operations that ask for a scheme say what a 401 is.
    pub unauthorized: Convention<bool>,
    /// Whether operations that ask for scopes say what a 403 is.
    pub forbidden: Convention<bool>,
    /// Whether 401 responses have `WWW-Authenticate`.
    pub challenge: Convention<bool>,
    /// The 401 responses, each once, with the number of operations that answer with it.
    pub challenges: Vec<(Id<Response>, usize)>,
}

impl Access {
    /// Collects the facts of a contract.
    pub fn of(contract: &Contract, settings: &ConventionSettings) -> Self {
        let operations: Vec<_> = contract.operations.iter().map(|o| access(contract, o)).collect();
        let served = || contract.operations.iter().zip(&operations).filter(|(_, a)| a.served);
        let samples = || served().filter(|(_, a)| !a.open);
        let secured = |a: &OperationAccess| matches!(a.demand, Demand::Required | Demand::Optional);
        let asked = |security: &Security| security.alternatives.iter().any(|a| !a.schemes.is_empty());
        let any_demand = contract.security.as_ref().is_some_and(asked) || served().any(|(_, a)| secured(a));
        let required = || samples().filter(|(_, a)| a.demand == Demand::Required);
        let answers = |operation: &Operation, code: u16| declares(operation, code);
        let (challenge, challenges) = challenges(contract, settings);
        Self {
            any_demand,
            secured: Convention::infer(samples().map(|(_, a)| secured(a)), settings),
            secured_writes: Convention::infer(samples().filter(|(_, a)| a.write).map(|(_, a)| secured(a)), settings),
            unauthorized: Convention::infer(required().filter_map(|(o, _)| answers(o, 401)), settings),
            forbidden: Convention::infer(
                required().filter(|(_, a)| a.scoped).filter_map(|(o, _)| answers(o, 403)),
                settings,
            ),
            challenge,
            challenges,
            operations,
        }
    }

    /// The facts of one operation.
    pub fn operation(&self, id: Id<Operation>) -> OperationAccess {
        self.operations[id.index()]
    }

    /// All operations with their facts.
    pub fn operations<'f>(
        &'f self,
        contract: &'f Contract,
    ) -> impl Iterator<Item = (&'f Operation, OperationAccess)> + Clone {
        contract.operations.iter().zip(self.operations.iter().copied())
    }
}

/// Whether an operation says what a status means; nothing where `default` or a range may mean it.
pub fn declares(operation: &Operation, code: u16) -> Option<bool> {
    if operation.responses.iter().any(|r| r.status == Status::Code(code)) {
        return Some(true);
    }
    let class = (code / 100) as u8;
    let vague =
        operation.responses.iter().any(|r| matches!(r.status, Status::Default) || r.status == Status::Range(class));
    (!vague).then_some(false)
}

fn access(contract: &Contract, operation: &Operation) -> OperationAccess {
    let security = contract.security_of(operation);
    let demand = match security {
        None => Demand::Unsaid,
        Some(security) => {
            let anybody = security.alternatives.iter().filter(|a| a.schemes.is_empty()).count();
            // `security: []` of the whole API says as little as none.
            match (security.alternatives.len(), anybody) {
                (0, _) if operation.security.is_none() => Demand::Unsaid,
                (all, anybody) if all == anybody => Demand::Waived,
                (_, 0) => Demand::Required,
                _ => Demand::Optional,
            }
        }
    };
    let scoped = security.is_some_and(|s| s.alternatives.iter().flat_map(|a| &a.schemes).any(|u| !u.scopes.is_empty()));
    OperationAccess {
        demand,
        write: is_write(contract.text(operation.method)),
        open: is_open(contract, operation) || is_unread(contract, operation.at, operation.security.as_ref()),
        scoped,
        served: operation.place == Place::Path,
    }
}

/// Whether something is said about security that could not be read, so that nothing is known of it.
pub fn is_unread(contract: &Contract, at: At, security: Option<&Security>) -> bool {
    security.is_none() && contract.view(at).get(name::SECURITY).is_some()
}

/// Whether a method may change things. Methods that nobody knows may.
pub fn is_write(method: &str) -> bool {
    !matches!(method, "GET" | "HEAD" | "OPTIONS" | "TRACE" | "QUERY")
}

/// Words of operations that have to be open: those by which one gets credentials, and those that receive calls of
/// others, who prove themselves by a signature.
const OPEN: &[&str] = &[
    "login",
    "logon",
    "logout",
    "signin",
    "signup",
    "signon",
    "register",
    "registration",
    "registrations",
    "authenticate",
    "authentication",
    "authorize",
    "authorization",
    "oauth",
    "oauth2",
    "oidc",
    "openid",
    "saml",
    "sso",
    "passwordless",
    "otp",
    "mfa",
    "captcha",
    "csrf",
    "jwks",
    "forgot",
    "webhook",
    "webhooks",
    "callback",
    "callbacks",
    "recovery",
    "verify",
    "verification",
    "confirm",
    "activate",
    "activation",
    "public",
    "unsubscribe",
];

/// Words of operations that may be open because they only tell how the service is.
const OPEN_READS: &[&str] = &[
    "health",
    "healthz",
    "healthcheck",
    "ping",
    "live",
    "livez",
    "liveness",
    "ready",
    "readyz",
    "readiness",
    "heartbeat",
    "status",
    "version",
    "versions",
    "alive",
    "up",
    "metrics",
    "robots",
    "favicon",
    "openapi",
    "swagger",
    "docs",
    "wellknown",
    "metadata",
    "info",
    "time",
];

fn is_open(contract: &Contract, operation: &Operation) -> bool {
    let path = contract.text(operation.path).to_ascii_lowercase();
    let id = operation.operation_id.map(|(name, _)| contract.text(name)).unwrap_or_default();
    if path.contains("/.well-known/") {
        return true;
    }
    let write = is_write(contract.text(operation.method));
    let segments: Vec<&str> = path.split('/').filter(|s| !s.is_empty() && !s.starts_with('{')).collect();
    // The last two segments name the thing and what is done to it.
    let named: Vec<&str> = segments.iter().rev().take(2).flat_map(|s| words(s)).chain(words(id)).collect();
    let lower: Vec<String> = named.iter().map(|w| w.to_ascii_lowercase()).collect();
    let has = |list: &[&str]| lower.iter().any(|w| list.contains(&w.as_str()));
    let pair =
        |first: &str, second: &[&str]| lower.windows(2).any(|w| w[0] == first && second.contains(&w[1].as_str()));
    // `/auth/token`, `/token`, `/sessions`: the place where a credential is made.
    let makes = write
        && operation.method_is_post(contract)
        && segments
            .last()
            .is_some_and(|s| matches!(*s, "token" | "tokens" | "session" | "sessions" | "auth" | "refresh"));
    has(OPEN)
        || (!write && has(OPEN_READS))
        || pair("sign", &["in", "up", "on"])
        || pair("log", &["in", "on"])
        || pair("reset", &["password"])
        || pair("password", &["reset", "recovery", "forgot"])
        || makes
}

impl Operation {
    fn method_is_post(&self, contract: &Contract) -> bool {
        contract.text(self.method) == "POST"
    }
}

fn challenges(contract: &Contract, settings: &ConventionSettings) -> (Convention<bool>, Vec<(Id<Response>, usize)>) {
    let mut uses = std::collections::BTreeMap::new();
    // The headers of a HEAD are those of its GET (RFC 9110, §9.3.2), and need not be told twice.
    let told = |o: &&Operation| o.place == Place::Path && contract.text(o.method) != "HEAD";
    for operation in contract.operations.iter().filter(told) {
        let responses = operation.responses.iter().filter(|r| r.status == Status::Code(401));
        for id in responses.filter_map(|r| r.used.id) {
            *uses.entry(id).or_insert(0) += 1;
        }
    }
    let has = |id: Id<Response>| contract.has_header(&contract.responses[id], "WWW-Authenticate");
    let samples = uses.iter().flat_map(|(&id, &count)| std::iter::repeat_n(has(id), count));
    (Convention::infer(samples, settings), uses.into_iter().collect())
}

/// What a scope allows, by its words.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ScopeKind {
    /// It allows to look.
    Read,
    /// It allows to change.
    Write,
    /// Its words do not tell.
    Other,
}

const READ: &[&str] = &["read", "readonly", "view", "viewer", "get", "list", "reader"];
const WRITE: &[&str] = &[
    "write",
    "readwrite",
    "edit",
    "editor",
    "modify",
    "manage",
    "create",
    "update",
    "delete",
    "admin",
    "all",
    "full",
    "writer",
    "insert",
    "upload",
    "post",
    "put",
    "remove",
    "send",
    "cancel",
    "execute",
    "owner",
    "add",
];

/// What a scope allows, by its words: `orders:read`, `read_orders`, `https://…/auth/orders.readonly`.
pub fn scope_kind(scope: &str) -> ScopeKind {
    let lower: Vec<String> = words(scope).iter().map(|w| w.to_ascii_lowercase()).collect();
    let has = |list: &[&str]| lower.iter().any(|w| list.contains(&w.as_str()));
    if has(WRITE) {
        ScopeKind::Write
    } else if has(READ) {
        ScopeKind::Read
    } else {
        ScopeKind::Other
    }
}

/// The scope of `declared` that allows to change what `scope` allows to look at: the same but for that word.
pub fn write_twin<'s>(scope: &str, declared: &[&'s str]) -> Option<&'s str> {
    let rest = |text: &str, list: &[&str]| {
        let lower = words(text).iter().map(|w| w.to_ascii_lowercase()).collect::<Vec<_>>();
        lower.into_iter().filter(|w| !list.contains(&w.as_str())).collect::<Vec<_>>()
    };
    let wanted = rest(scope, READ);
    declared.iter().find(|d| scope_kind(d) == ScopeKind::Write && rest(d, WRITE) == wanted).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scopes_are_told_by_their_words() {
        for (scope, kind) in [
            ("orders:read", ScopeKind::Read),
            ("read_orders", ScopeKind::Read),
            ("https://www.example.com/auth/orders.readonly", ScopeKind::Read),
            ("orders:write", ScopeKind::Write),
            ("ReadWrite.All", ScopeKind::Write),
            ("orders", ScopeKind::Other),
            ("thread", ScopeKind::Other),
        ] {
            assert_eq!(scope_kind(scope), kind, "{scope}");
        }
        assert_eq!(write_twin("orders:read", &["books:write", "orders:read", "orders:write"]), Some("orders:write"));
        assert_eq!(write_twin("read:orders", &["orders"]), None);
    }
}
