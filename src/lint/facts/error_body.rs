//! What the body of an error looks like.

use hashbrown::HashSet;

use crate::contract::keywords::Keyword;
use crate::contract::schema::{Entry, NamedSchema};
use crate::contract::{Contract, Name, SchemaView, Types};
use crate::lint::facts::case::words;

/// The most schemas, and the most members, that are looked at in one body: more than any error has that somebody
/// wrote, and few enough for descriptions that are made to be slow.
const MOST_FIELDS: usize = 128;

/// What clients see of a body at first sight: what it is, and what its members are called.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Form {
    kind: Kind,
    members: Vec<(Name, Kind)>,
    required: Vec<Name>,
}

/// What a value is, as far as code that reads it must know.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
enum Kind {
    Object,
    Array,
    Scalar,
    Unknown,
}

impl Kind {
    fn of(parts: &[SchemaView<'_>]) -> Self {
        let types = parts.iter().map(|s| s.types().non_null()).find(|t| !t.is_empty()).unwrap_or_default();
        let has = |keyword| parts.iter().any(|s| s.has(keyword));
        match types {
            Types::OBJECT => Kind::Object,
            Types::ARRAY => Kind::Array,
            Types::NONE if has(Keyword::Properties) => Kind::Object,
            Types::NONE if has(Keyword::Items) => Kind::Array,
            Types::NONE => Kind::Unknown,
            types if types.overlaps(Types::OBJECT.with(Types::ARRAY)) => Kind::Unknown,
            _ => Kind::Scalar,
        }
    }

    fn fits(self, other: Kind) -> bool {
        self == other || self == Kind::Unknown || other == Kind::Unknown
    }
}

impl Form {
    /// The form of one alternative of a body.
    pub fn of(schema: SchemaView<'_>) -> Self {
        let parts = schema.conjuncts();
        let properties = parts.iter().flat_map(|s| s.properties()).take(MOST_FIELDS);
        let mut members: Vec<(Name, Kind)> = properties.map(|p| (p.name, Kind::of(&p.schema.conjuncts()))).collect();
        members.sort_unstable();
        members.dedup_by_key(|m| m.0);
        let mut required: Vec<Name> = parts.iter().flat_map(|s| s.required()).map(|(name, _)| name).collect();
        required.sort_unstable();
        required.dedup();
        Self { kind: Kind::of(&parts), members, required }
    }

    /// Whether code that reads the other form can read this one: what the other always has is here, and where it
    /// promises nothing, most of what it names.
    pub fn follows(&self, other: &Form) -> bool {
        let find = |name: Name| self.members.binary_search_by_key(&name, |m| m.0).ok();
        if self.clash(other).is_some() || !self.kind.fits(other.kind) {
            return false;
        }
        if !other.required.is_empty() {
            return other.required.iter().all(|name| find(*name).is_some());
        }
        let shared = other.members.iter().filter(|(name, _)| find(*name).is_some()).count();
        // Half of it is enough where nothing stands in place of the other half.
        shared * 2 > other.members.len() || shared * 2 == other.members.len() && shared == self.members.len()
    }

    /// A member that is an object or a list in one form and something else in the other.
    pub fn clash(&self, other: &Form) -> Option<Name> {
        let find = |name: Name| self.members.binary_search_by_key(&name, |m| m.0).ok().map(|at| self.members[at].1);
        other.members.iter().find(|(name, kind)| find(*name).is_some_and(|own| !own.fits(*kind))).map(|m| m.0)
    }

    /// The members that the other form always has, or else all that it names, and that are not here.
    pub fn lacks(&self, other: &Form) -> Vec<Name> {
        let asked: Vec<Name> = if other.required.is_empty() {
            other.members.iter().map(|m| m.0).collect()
        } else {
            other.required.clone()
        };
        asked.into_iter().filter(|name| self.members.binary_search_by_key(name, |m| m.0).is_err()).collect()
    }

    /// What it is, in words: `{code, message}`, `an array`.
    pub fn describe(&self, contract: &Contract) -> String {
        const MOST: usize = 5;
        let names: Vec<&str> = self.members.iter().take(MOST).map(|m| contract.text(m.0)).collect();
        match self.kind {
            _ if !names.is_empty() => {
                let more = if self.members.len() > MOST { ", …" } else { "" };
                format!("`{{{}{more}}}`", names.join(", "))
            }
            Kind::Array => "an array".to_owned(),
            Kind::Scalar => "a single value".to_owned(),
            Kind::Object | Kind::Unknown => "an object of any members".to_owned(),
        }
    }
}

/// The alternatives that a body may be: the branches of `oneOf` or `anyOf`, or itself where it has none. What stands
/// beside the branches holds for each of them; there the whole is looked at as one.
pub fn alternatives(body: SchemaView<'_>) -> Vec<SchemaView<'_>> {
    let mut found: Vec<SchemaView<'_>> = Vec::new();
    let mut open = vec![body.resolved()];
    let mut looked_at = 0;
    while let Some(next) = open.pop() {
        looked_at += 1;
        let alone = !next.has(Keyword::Properties) && !next.has(Keyword::AllOf) && looked_at < MOST_FIELDS;
        let branches = next.children(Keyword::OneOf).chain(next.children(Keyword::AnyOf)).filter(|_| alone);
        let branches: Vec<_> = branches.filter(|s| s.types() != Types::NULL).map(SchemaView::resolved).collect();
        if !branches.is_empty() {
            open.extend(branches.into_iter().rev());
        } else if !found.iter().any(|f| f.id == next.id) {
            found.push(next);
        }
    }
    found
}

/// Whether a reference that leads nowhere is a part of a body, so that anything may be in it.
pub fn dangles(body: SchemaView<'_>) -> bool {
    body.conjuncts().iter().any(|s| s.has(Keyword::Ref) && s.reference().is_none())
}

/// Whether a schema says nothing about what is in a body: any value, or an object of any members.
pub fn says_nothing(body: SchemaView<'_>) -> bool {
    use Keyword as K;
    let body = body.resolved();
    let types = body.types().non_null();
    let silent = |entry: &Entry| match entry.keyword {
        K::Type
        | K::Nullable
        | K::Description
        | K::Title
        | K::Example
        | K::Examples
        | K::Default
        | K::Deprecated
        | K::ExternalDocs
        | K::Xml
        | K::Comment => true,
        K::Properties => body.members(entry).is_empty(),
        K::AdditionalProperties => body.child(K::AdditionalProperties).is_none_or(|s| s.entries().is_empty()),
        _ => false,
    };
    body.get().boolean != Some(false)
        && (types.is_empty() || types == Types::OBJECT)
        && body.entries().iter().all(silent)
}

/// A member of a body, however deep.
#[derive(Clone, Copy)]
pub struct Field<'c> {
    /// The property.
    pub property: NamedSchema<'c>,
    /// How many properties stand above it.
    pub depth: usize,
}

/// The members of a body down to the third level, through lists, `allOf` and alternatives, each schema once.
pub fn fields<'c>(body: SchemaView<'c>) -> Vec<Field<'c>> {
    const DEEPEST: usize = 3;
    let mut found = Vec::new();
    let mut known: HashSet<_> = [body.resolved().id].into_iter().collect();
    let mut open = vec![(body.resolved(), 0)];
    let mut next = 0;
    while let Some(&(schema, depth)) = open.get(next) {
        next += 1;
        let mut add = |schema: SchemaView<'c>, depth| {
            let schema = schema.resolved();
            if open.len() < MOST_FIELDS && depth < DEEPEST && known.insert(schema.id) {
                open.push((schema, depth));
            }
        };
        for part in [Keyword::AllOf, Keyword::OneOf, Keyword::AnyOf, Keyword::Items] {
            schema.children(part).for_each(|s| add(s, depth));
        }
        schema.reference().into_iter().for_each(|s| add(s, depth));
        for property in schema.properties().take(MOST_FIELDS - found.len()) {
            found.push(Field { property, depth });
            add(property.schema, depth + 1);
        }
    }
    found
}

/// A name without its separators, in lower case: `request_id`, `requestId` and `X-Request-Id` end alike.
pub fn squeezed(name: &str) -> String {
    words(name).concat().to_ascii_lowercase()
}

/// Whether a name is that of an id by which one failed request can be found again.
pub fn is_request_id(name: &str) -> bool {
    const NAMES: [&str; 22] = [
        "requestid",
        "reqid",
        "requestuuid",
        "requestguid",
        "requesttoken",
        "requestreference",
        "traceid",
        "tracingid",
        "traceparent",
        "tracecontext",
        "trace",
        "spanid",
        "correlationid",
        "correlationtoken",
        "errorid",
        "incidentid",
        "supportid",
        "activityid",
        "transactionid",
        "debugid",
        "logid",
        "eventid",
    ];
    let name = squeezed(name);
    NAMES.iter().any(|n| name == *n || n.len() > 5 && name.ends_with(n))
}

/// Whether a body has the form that OAuth fixes for its errors (RFC 6749, §5.2): `error` is a text, and
/// `error_description` stands beside it.
pub fn is_of_oauth<'c>(fields: &[Field<'c>]) -> bool {
    let own = |name: &str| {
        fields.iter().filter(|f| f.depth == 0).find(|f| f.property.schema.contract.text(f.property.name) == name)
    };
    let is_text = |field: &Field<'c>| field.property.schema.all_types().contains(Types::STRING);
    own("error_description").is_some() && own("error").is_some_and(is_text)
}

/// Whether a member of a body tells programs which error it is. What only repeats the status of HTTP does not.
pub fn carries_code<'c>(fields: &[Field<'c>]) -> bool {
    const WORDS: [&str; 12] =
        ["code", "codes", "errno", "reason", "reasons", "type", "kind", "key", "slug", "category", "subcode", "name"];
    const SENTENCES: [&str; 6] = ["message", "msg", "description", "detail", "details", "title"];
    let name = |field: &Field<'c>| field.property.schema.contract.text(field.property.name);
    let has_word = |field: &Field<'c>, list: &[&str]| {
        words(name(field)).iter().any(|w| list.contains(&w.to_ascii_lowercase().as_str()))
    };
    // `error` beside a sentence is the code of OAuth, and with a closed list of values it is one as well; else it is
    // the sentence.
    let sentence = || fields.iter().any(|f| has_word(f, &SENTENCES));
    fields.iter().any(|field| {
        let schema = field.property.schema;
        let is_text = || schema.all_types().contains(Types::STRING);
        match squeezed(name(field)).as_str() {
            "id" => is_text(),
            "error" => is_text() && (sentence() || schema.resolved().enum_values().next().is_some()),
            "status" => schema.enum_values().any(|v| v.as_str().is_some_and(|s| s.parse::<u16>().is_err())),
            "statuscode" | "httpcode" | "httpstatuscode" | "httpstatus" => false,
            _ => has_word(field, &WORDS),
        }
    })
}
