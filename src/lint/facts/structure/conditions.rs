//! What the table of fields cannot say: values, keys, and fields that depend on other fields.

use std::collections::BTreeSet;

use super::walk::{Place, Walk};
use super::{Fault, FaultKind, traps};
use crate::contract::grammar::{CONFLICTS, Object, Value, styles};
use crate::contract::keywords::{Keyword, name};
use crate::contract::{At, SpecVersion};
use crate::finding::Severity;
use crate::source::document::{Member, View};

/// Words as a person lists them: `a, b and c`.
pub(super) fn list(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// Which sort of object a node is, where a field of it tells.
pub(super) fn variant(object: Object, view: View<'_>, version: SpecVersion) -> Object {
    let text = |field| view.get(field).and_then(View::as_str);
    let old = version == SpecVersion::V2_0;
    match object {
        Object::Parameter if old => {
            if text(name::IN).as_deref() == Some("body") {
                Object::Body2
            } else {
                Object::Parameter2
            }
        }
        Object::Scheme => match text(Keyword::Type.name()).as_deref() {
            Some("apiKey") => Object::ApiKey,
            Some("http") if !old => Object::HttpScheme,
            Some("oauth2") if old => Object::OAuth2,
            Some("oauth2") => Object::OAuth,
            Some("openIdConnect") if !old => Object::OpenIdScheme,
            Some("basic") if old => Object::PlainScheme,
            Some("mutualTLS") if version >= SpecVersion::V3_1 => Object::PlainScheme,
            _ => object,
        },
        _ => object,
    }
}

/// Conditions of whole objects.
pub(super) fn object(walk: &mut Walk<'_>, at: At, view: View<'_>, object: Object) {
    let version = walk.version(at.doc);
    for (_, _, [first, second]) in CONFLICTS.iter().filter(|c| c.0 == object && c.1.contains(version)) {
        if let (Some(one), Some(other)) = (key_node(view, first), key_node(view, second)) {
            conflict(walk, at, one, other);
        }
    }
    match object {
        Object::Root => root(walk, at, view),
        Object::Parameter => parameter(walk, at, view),
        Object::Header => one_entry(walk, at, view),
        Object::ServerVariable => server_variable(walk, at, view),
        Object::Server => server(walk, at, view),
        Object::OAuth2 => flow(walk, at, view),
        Object::Responses if view.members().all(|m| m.text().starts_with("x-")) => {
            walk.push(Fault {
                kind: FaultKind::MissingField,
                at,
                severity: Severity::Error,
                label: "empty".into(),
                message: "the responses of an operation must not be empty: nobody knows what it answers".into(),
                help: Some("add the response of success, such as `200` or `204`".into()),
                about: String::new(),
                related: None,
                mend: None,
            });
        }
        Object::HttpScheme => {
            let bearer = view.get(name::SCHEME).and_then(View::as_str).is_none_or(|s| s.eq_ignore_ascii_case("bearer"));
            if !bearer && let Some(format) = view.member(name::BEARER_FORMAT) {
                let message = "`bearerFormat` says nothing of a scheme other than `bearer`";
                wrong(walk, at.to(format.key), "not for this scheme", message, None, Severity::Warning);
            }
        }
        _ => {}
    }
}

fn key_node(view: View<'_>, name: &str) -> Option<u32> {
    view.members().find(|m| m.text() == name).map(|m| m.key)
}

/// Keys of maps: components, headers, operations of other methods.
pub(super) fn key(walk: &mut Walk<'_>, place: Place, member: Member<'_>) {
    let at = place.at.to(member.key);
    let text = walk.names().text(member.name);
    let shown = || text.chars().take(60).collect::<String>();
    let version = walk.version(place.at.doc);
    let word = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_');
    match place.value {
        Value::Group(_) if version != SpecVersion::V2_0 && (text.is_empty() || !text.bytes().all(word)) => {
            let message = format!("`{}` cannot be the name of a component", shown());
            let help = "use only letters, digits, `.`, `-` and `_`";
            wrong(walk, at, "not a component's name", &message, Some(help), Severity::Error);
        }
        Value::Headers(_) if !is_token(text) => header_name(walk, at, &shown()),
        Value::Map(Value::Schema) => traps::property(walk, at),
        Value::Map(Value::Object(Object::Operation)) => {
            let known = ["GET", "PUT", "POST", "DELETE", "OPTIONS", "HEAD", "PATCH", "TRACE", "QUERY"];
            if known.contains(&text) {
                let message = format!("{} has a field of its own and cannot stand in `additionalOperations`", shown());
                let help = format!("write it as `{}` of the path item", text.to_ascii_lowercase());
                wrong(walk, at, "not an additional method", &message, Some(&help), Severity::Error);
            } else if !is_token(text) {
                let message = format!("`{}` cannot be the name of an HTTP method", shown());
                wrong(walk, at, "not a method", &message, None, Severity::Error);
            }
        }
        _ => {}
    }
}

/// Keys of the paths object.
pub(super) fn path_key(walk: &mut Walk<'_>, of: At, member: Member<'_>) {
    let text = walk.names().text(member.name);
    if !text.starts_with('/') {
        let shown: String = text.chars().take(60).collect();
        let message = format!("the path `{shown}` does not begin with `/`");
        let help = if text.contains("://") {
            "write the host in `servers` and the rest, from its first `/`, here".to_owned()
        } else {
            format!("write `/{shown}`")
        };
        let at = of.to(member.key);
        wrong(walk, at, "no `/` at its start", &message, Some(&help), Severity::Error);
    }
}

/// A list of parameters in 3.2: the whole query is described once, and then not by parts.
pub(super) fn parameter_list(walk: &mut Walk<'_>, at: At, view: View<'_>) {
    if walk.version(at.doc) < SpecVersion::V3_2 {
        return;
    }
    let place = |item: View<'_>| item.get(name::IN).and_then(View::as_str).map(std::borrow::Cow::into_owned);
    let mut whole = view.items().filter(|&i| place(i).as_deref() == Some("querystring"));
    let Some(first) = whole.next() else { return };
    let other = whole.next().or_else(|| view.items().find(|&i| place(i).as_deref() == Some("query")));
    if let Some(other) = other {
        conflict(walk, at, first.at, other.at);
    }
}

fn conflict(walk: &mut Walk<'_>, of: At, first: u32, second: u32) {
    let (first, second) = (first.min(second), first.max(second));
    let name = |node: u32| {
        let view = walk.contract.sources.doc(of.doc).view(node);
        let place = view.get(name::IN).and_then(View::as_str).map(|place| format!("a parameter in `{place}`"));
        place.unwrap_or_else(|| format!("`{}`", view.as_scalar().unwrap_or_default()))
    };
    let (one, other) = (name(first), name(second));
    let message = if one == other {
        format!("{one} stands here twice, and the whole query can be described only once")
    } else {
        format!("{one} and {other} exclude each other, so no tool can tell which one is meant")
    };
    walk.push(Fault {
        kind: FaultKind::ConflictingFields,
        at: of.to(second),
        severity: Severity::Error,
        label: "excluded by the other".into(),
        message,
        help: Some("keep one of them".into()),
        about: String::new(),
        related: Some((of.to(first), "the other".into())),
        mend: None,
    });
}

pub(super) fn wrong(walk: &mut Walk<'_>, at: At, label: &str, message: &str, help: Option<&str>, severity: Severity) {
    walk.push(Fault {
        kind: FaultKind::WrongValue,
        at,
        severity,
        label: label.to_owned(),
        message: message.to_owned(),
        help: help.map(str::to_owned),
        about: String::new(),
        related: None,
        mend: None,
    });
}

fn root(walk: &mut Walk<'_>, at: At, view: View<'_>) {
    let said = if walk.version(at.doc) == SpecVersion::V2_0 { name::SWAGGER } else { name::OPENAPI };
    if let Some(version) = view.get(said) {
        traps::version(walk, at.to(version.at), version);
    }
    if walk.version(at.doc) != SpecVersion::V2_0 {
        return;
    }
    if let Some(host) = view.get(name::HOST)
        && host.as_str().is_some_and(|h| h.contains(['/', '{', ' ']))
    {
        let help = "write only the host; the scheme belongs in `schemes`, the path in `basePath`";
        let message = "`host` must be a host name with nothing around it";
        wrong(walk, at.to(host.at), "more than a host", message, Some(help), Severity::Error);
    }
    if let Some(base) = view.get(name::BASE_PATH)
        && base.as_str().is_some_and(|b| !b.starts_with('/'))
    {
        wrong(walk, at.to(base.at), "no `/` at its start", "`basePath` must begin with `/`", None, Severity::Error);
    }
}

fn parameter(walk: &mut Walk<'_>, at: At, view: View<'_>) {
    let version = walk.version(at.doc);
    one_entry(walk, at, view);
    let Some(place) = view.get(name::IN).and_then(View::as_str) else { return };
    if let Some(parameter_name) = view.get(name::NAME)
        && let Some(text) = parameter_name.as_str()
    {
        let shown: String = text.chars().take(60).collect();
        let name_at = at.to(parameter_name.at);
        if place == "header" && !is_token(&text) {
            header_name(walk, name_at, &shown);
        } else if place == "path" && text.contains(['{', '}']) {
            let message = format!("the name of a path parameter stands without braces, unlike in `{shown}`");
            let help = format!("write `{}`", shown.replace(['{', '}'], ""));
            wrong(walk, name_at, "braces", &message, Some(&help), Severity::Error);
        }
    }
    if let Some(style) = view.get(name::STYLE)
        && let Some(text) = style.as_str()
    {
        let fitting = styles(&place, version);
        let known = ["query", "header", "path", "cookie"].iter().any(|p| styles(p, version).contains(&&*text));
        if known && !fitting.is_empty() && !fitting.contains(&&*text) {
            let fitting: Vec<String> = fitting.iter().map(|s| format!("`{s}`")).collect();
            let message = format!("a parameter in `{place}` cannot have the style `{text}`");
            let help = format!("write {}", fitting.join(" or "));
            wrong(walk, at.to(style.at), "no such style here", &message, Some(&help), Severity::Error);
        }
    }
    if place == "querystring"
        && version >= SpecVersion::V3_2
        && let Some(schema) = view.member(name::SCHEMA)
    {
        let message = "a parameter in `querystring` is described by `content`, never by `schema`";
        let help = "write the schema under `content` and the media type of the query";
        wrong(walk, at.to(schema.key), "not for `querystring`", message, Some(help), Severity::Error);
    }
    // Before 3.1 the specification says so in words, and its JSON Schema lets it pass.
    let severity = if version >= SpecVersion::V3_1 { Severity::Error } else { Severity::Warning };
    let cookie_style = view.get(name::STYLE).and_then(View::as_str).is_some_and(|s| s == "cookie");
    let reserved_fits = match &*place {
        "query" => true,
        "path" => version >= SpecVersion::V3_2,
        "cookie" => version >= SpecVersion::V3_2 && !cookie_style,
        _ => false,
    };
    for (field, fits) in [(name::ALLOW_RESERVED, reserved_fits), (name::ALLOW_EMPTY_VALUE, place == "query")] {
        if !fits && let Some(member) = view.member(field) {
            let message = format!("`{}` means nothing on a parameter in `{place}`", walk.names().text(field));
            wrong(walk, at.to(member.key), "means nothing here", &message, Some("remove it"), severity);
        }
    }
}

/// `content` of a parameter or a header has one media type.
fn one_entry(walk: &mut Walk<'_>, at: At, view: View<'_>) {
    let Some(content) = view.get(name::CONTENT).filter(|c| c.is_map()) else { return };
    let count = content.members().count();
    if count != 1 {
        let message =
            format!("`content` of a parameter or a header has exactly one media type, and here it has {count}");
        wrong(walk, at.to(content.at), "not one media type", &message, None, Severity::Error);
    }
}

fn server_variable(walk: &mut Walk<'_>, at: At, view: View<'_>) {
    let severity = if walk.version(at.doc) >= SpecVersion::V3_1 { Severity::Error } else { Severity::Warning };
    let Some(values) = view.get(Keyword::Enum.name()).filter(|v| v.is_seq()) else { return };
    let values: Vec<_> = values.items().filter_map(View::as_scalar).collect();
    if values.is_empty() {
        let at = at.to(view.get(Keyword::Enum.name()).map_or(at.node, |v| v.at));
        let message = "this `enum` is empty, so the variable can have no value";
        wrong(walk, at, "no value", message, Some("list the values, or leave `enum` out"), severity);
    } else if let Some(default) = view.get(Keyword::Default.name())
        && let Some(text) = default.as_scalar()
        && !values.contains(&text)
    {
        let message = format!("the default `{text}` is none of the values in `enum`");
        wrong(walk, at.to(default.at), "not in `enum`", &message, None, severity);
    }
}

/// Lists of a schema that are empty: they are met by everything, or by nothing, and are always a slip.
pub(super) fn not_empty(walk: &mut Walk<'_>, place: Place, view: View<'_>) {
    if view.items().next().is_some() {
        return;
    }
    // What JSON Schema allows from 2020-12 on, or what does no harm, is a lesser fault.
    let old = walk.version(place.at.doc) < SpecVersion::V3_1;
    let (what, severity) = match Keyword::of(place.field) {
        Some(Keyword::Enum) if old => ("a value", Severity::Error),
        Some(Keyword::Enum) => ("a value", Severity::Warning),
        Some(Keyword::Required) if old => ("a name", Severity::Warning),
        Some(Keyword::Required) => return,
        _ => ("a schema", Severity::Error),
    };
    let message = format!("`{}` is an empty list, and must have {what} at least", walk.names().text(place.field));
    let help = format!("add {what}, or leave the keyword out");
    wrong(walk, place.at, "empty", &message, Some(&help), severity);
}

/// Variables of a server's address and their definitions must meet.
fn server(walk: &mut Walk<'_>, at: At, view: View<'_>) {
    let Some(url) = view.get(name::URL) else { return };
    let Some(text) = url.as_str() else { return };
    let variables = view.get(name::VARIABLES);
    let used: BTreeSet<&str> =
        text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(n, _)| n).collect();
    let defined: BTreeSet<String> =
        variables.into_iter().flat_map(View::members).map(|m| m.text().into_owned()).collect();
    for variable in &used {
        if !defined.contains(*variable) {
            let shown: String = variable.chars().take(60).collect();
            walk.push(Fault {
                kind: FaultKind::WrongValue,
                at: at.to(url.at),
                severity: Severity::Error,
                label: "an undefined variable".into(),
                message: format!("`{{{shown}}}` is no variable of this server, so nobody can work out the address"),
                help: Some(format!("define `{shown}` with a `default` under `variables`")),
                about: (*variable).to_owned(),
                related: None,
                mend: None,
            });
        }
    }
    for member in variables.into_iter().flat_map(View::members) {
        let variable = member.text();
        if !variable.starts_with("x-") && !used.contains(&&*variable) {
            let shown: String = variable.chars().take(60).collect();
            let message = format!("the variable `{shown}` does not occur in the address of its server");
            let help = format!("write `{{{shown}}}` in `url`, or remove the variable");
            wrong(walk, at.to(member.key), "not in `url`", &message, Some(&help), Severity::Warning);
        }
    }
}

/// Which addresses an OAuth scheme of 2.0 must have, its flow tells.
fn flow(walk: &mut Walk<'_>, at: At, view: View<'_>) {
    let flow = view.get(name::FLOW).and_then(View::as_str).unwrap_or_default();
    let needed: &[_] = match &*flow {
        "implicit" => &[(name::AUTHORIZATION_URL, "authorizationUrl")],
        "password" | "application" => &[(name::TOKEN_URL, "tokenUrl")],
        "accessCode" => &[(name::AUTHORIZATION_URL, "authorizationUrl"), (name::TOKEN_URL, "tokenUrl")],
        _ => &[],
    };
    for (field, text) in needed {
        if view.get(*field).is_none() {
            walk.missing(at, &format!("an OAuth scheme with the flow `{flow}`"), &[text]);
        }
    }
}

fn header_name(walk: &mut Walk<'_>, at: At, shown: &str) {
    let message = format!("`{shown}` cannot be the name of an HTTP header");
    let help = "use only letters, digits and the signs of RFC 9110 §5.6.2, `-` among them";
    wrong(walk, at, "not a header's name", &message, Some(help), Severity::Error);
}

/// Whether a text is a token of RFC 9110 §5.6.2, as names of headers and methods are.
fn is_token(text: &str) -> bool {
    let sign = |b: u8| b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&b);
    !text.is_empty() && text.bytes().all(sign)
}
