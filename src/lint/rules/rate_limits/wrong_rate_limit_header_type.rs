use crate::contract::keywords::Keyword;
use crate::lint::facts::error_body::alternatives;
use crate::lint::facts::rate_limits::{Dialect, Part, read};
use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds headers about limits whose type can not be what is sent: `Retry-After` that is neither an integer (the
    /// seconds) nor a string with an HTTP date; a limit or a rest that is no integer; `RateLimit` and
    /// `RateLimit-Policy`, which are lists of items with parameters, that are no strings.
    ///
    /// When `X-RateLimit-Reset` says is not agreed on, so its type is not looked at.
    ///
    /// ## Why
    /// Generated clients read the header by its type: a fraction of a second is refused by the parser of integers, and
    /// an ISO date by that of HTTP dates. A limit that is a string is compared as one, and `"100"` is less than `"20"`.
    ///
    /// ## Bad
    /// ```yaml
    /// components:
    ///   headers:
    ///     retry_after:
    ///       schema: {type: string, format: date-time}
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// components:
    ///   headers:
    ///     retry_after:
    ///       schema: {type: integer, format: int32, minimum: 0}
    /// ```
    ///
    /// ## References
    /// - [RFC 9110, §10.2.3 Retry-After](https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3): "Retry-After =
    ///   HTTP-date / delay-seconds"
    /// - [RateLimit header fields for HTTP, draft-ietf-httpapi-ratelimit-headers](https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/)
    WrongRateLimitHeaderType {
        id: "wrong-rate-limit-header-type",
        area: RateLimits,
        severity: Warning,
        needs: Presence,
        since: "0.1.0",
        summary: "a header about limits has a type that it cannot have",
    }
}

/// What a header must be.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Asked {
    SecondsOrDate,
    Integer,
    Text,
}

impl Asked {
    fn of(header: &str) -> Option<Self> {
        if header.eq_ignore_ascii_case("Retry-After") {
            return Some(Asked::SecondsOrDate);
        }
        match read(header)? {
            (Dialect::Structured, _) => Some(Asked::Text),
            (_, Part::Limit | Part::Remaining) | (Dialect::Plain, Part::Reset) => Some(Asked::Integer),
            _ => None,
        }
    }

    fn types(self) -> Types {
        match self {
            Asked::SecondsOrDate => Types::INTEGER.with(Types::STRING),
            Asked::Integer => Types::INTEGER,
            Asked::Text => Types::STRING,
        }
    }

    /// The rest of "`Retry-After` is a boolean here; it is …".
    fn says(self) -> &'static str {
        match self {
            Asked::SecondsOrDate => "a whole number of seconds, or a string with an HTTP date",
            Asked::Integer => "a whole number, which clients compare",
            Asked::Text => "a list of items with parameters, and so a string",
        }
    }

    fn help(self) -> &'static str {
        match self {
            Asked::SecondsOrDate => "write `type: integer`, the seconds to wait",
            Asked::Integer => "write `type: integer`",
            Asked::Text => "write `type: string`",
        }
    }
}

impl Rule for WrongRateLimitHeaderType {
    fn response<'c>(&self, cx: &mut Cx<'c>, response: &'c Response) {
        let contract = cx.contract;
        for (named, header) in contract.headers_of(&response.headers) {
            let name = contract.text(named.name);
            let Some(asked) = Asked::of(name) else { continue };
            let Some(schema) = header.schema.map(|id| contract.schema(id)) else { continue };
            for branch in alternatives(schema) {
                let Some((keyword, found)) = fault(branch, asked) else { continue };
                let at = branch.value_at(keyword).unwrap_or(header.at);
                let message = format!("`{name}` is {found} here; it is {}", asked.says());
                cx.report(at, found, message).help(asked.help());
            }
        }
    }
}

/// What is wrong with a schema of such a header, and the keyword that says it.
fn fault(schema: SchemaView<'_>, asked: Asked) -> Option<(Keyword, String)> {
    let types = schema.all_types().non_null();
    if types.is_empty() {
        return None;
    }
    if !asked.types().contains(types) {
        let names: Vec<&str> = types.names().filter(|n| !asked.types().names().any(|a| a == *n)).collect();
        return Some((Keyword::Type, format!("of type {}", names.join(" or "))));
    }
    // Dates of HTTP are not those of RFC 3339, whose formats JSON Schema knows.
    let format = schema.conjuncts().into_iter().find_map(|s| s.text(Keyword::Format))?;
    let dated = asked == Asked::SecondsOrDate && matches!(format.as_ref(), "date-time" | "date" | "time" | "duration");
    dated.then(|| (Keyword::Format, format!("a string in the format `{format}`")))
}
