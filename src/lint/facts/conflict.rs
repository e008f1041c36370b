//! Where the keywords of a schema may contradict each other. It is a suspicion that costs little; whether anything is
//! left for a value is for the prover to say.

use crate::contract::keywords::Keyword;
use crate::contract::schema::Entry;
use crate::contract::{At, Kind, SchemaView, Types};
use crate::schema::number::Number;
use crate::schema::value::Value;

/// What may contradict what.
pub struct Conflict {
    /// Why, as a sentence.
    pub why: String,
    /// The keywords.
    pub places: Vec<(Keyword, At)>,
}

/// Keywords without which nothing in a schema can contradict anything.
const SUSPICIOUS: [Keyword; 16] = [
    Keyword::AllOf,
    Keyword::AnyOf,
    Keyword::OneOf,
    Keyword::Not,
    Keyword::Ref,
    Keyword::Enum,
    Keyword::Const,
    Keyword::AdditionalProperties,
    Keyword::MaxProperties,
    Keyword::MaxItems,
    Keyword::MaxLength,
    Keyword::Maximum,
    Keyword::ExclusiveMaximum,
    Keyword::MinLength,
    Keyword::UniqueItems,
    Keyword::Pattern,
];

/// The type that bounds speak of, the lower ones, and the upper ones that may be below them.
const BOUNDS: [(Types, [Keyword; 2], [Keyword; 2]); 4] = [
    (Types::NUMBER, [Keyword::Minimum, Keyword::ExclusiveMinimum], [Keyword::Maximum, Keyword::ExclusiveMaximum]),
    (Types::STRING, [Keyword::MinLength; 2], [Keyword::MaxLength; 2]),
    (Types::ARRAY, [Keyword::MinItems; 2], [Keyword::MaxItems; 2]),
    (Types::OBJECT, [Keyword::MinProperties; 2], [Keyword::MaxProperties; 2]),
];

/// Keywords that may leave nothing of a list of values.
const NARROWING: [Keyword; 7] = [
    Keyword::Pattern,
    Keyword::MinLength,
    Keyword::MaxLength,
    Keyword::Minimum,
    Keyword::Maximum,
    Keyword::ExclusiveMinimum,
    Keyword::ExclusiveMaximum,
];

/// What in a schema may contradict what, apart from what its parts say by themselves.
pub fn of(schema: SchemaView<'_>) -> Option<Conflict> {
    if schema.resolved().id != schema.id || !schema.entries().iter().any(|e| SUSPICIOUS.contains(&e.keyword)) {
        return None;
    }
    let parts = schema.conjuncts();
    between(&parts).or_else(|| properties(&parts))
}

fn between(parts: &[SchemaView<'_>]) -> Option<Conflict> {
    let types = types(parts);
    kinds(parts, types)
        .or_else(|| bounds(parts, types))
        .or_else(|| values(parts, types))
        .or_else(|| closed(parts, types))
        .or_else(|| alternatives(parts, types))
        .or_else(|| texts(parts))
}

/// The entries of keywords in all parts, with the nodes of their values.
fn entries<'p>(
    parts: &'p [SchemaView<'p>],
    keywords: &'p [Keyword],
) -> impl Iterator<Item = (SchemaView<'p>, &'p Entry, At)> {
    parts.iter().flat_map(move |&part| {
        let listed = part.entries().iter().filter(|e| keywords.contains(&e.keyword));
        listed.map(move |e| (part, e, At { doc: part.at().doc, node: e.node }))
    })
}

fn conflict(why: impl Into<String>, places: &[(Keyword, At)]) -> Conflict {
    Conflict { why: why.into(), places: places.to_vec() }
}

/// The types that all parts allow; those that are numbers are integers too.
fn types(parts: &[SchemaView<'_>]) -> Types {
    let written = parts.iter().map(|part| part.types()).filter(|types| !types.is_empty());
    written.fold(Types::every(), |all, types| all.both(widened(types)))
}

fn widened(types: Types) -> Types {
    if types.contains(Types::NUMBER) { types.with(Types::INTEGER) } else { types }
}

fn named(types: Types) -> String {
    types.names().collect::<Vec<_>>().join(" or ")
}

/// Bounds of a schema that cross, where values of a type are left that does not know them.
pub fn crossed(schema: SchemaView<'_>) -> Option<Conflict> {
    let types = if schema.types().is_empty() { Types::every() } else { widened(schema.types()) };
    crossing(&[schema], types, |kind| types.overlaps(kind) && !types.minus(kind).is_empty())
}

fn bounds(parts: &[SchemaView<'_>], types: Types) -> Option<Conflict> {
    // What is of another type does not know these bounds.
    crossing(parts, types, |kind| types.minus(kind).is_empty())
}

/// Bounds that leave nothing between them, of the types that are asked for.
fn crossing(parts: &[SchemaView<'_>], types: Types, asked: impl Fn(Types) -> bool) -> Option<Conflict> {
    for (kind, lower, upper) in &BOUNDS {
        if !asked(widened(*kind)) {
            continue;
        }
        let number = |(part, entry, at): (SchemaView<'_>, &Entry, At)| {
            let number = Number::parse(&part.contract.view(at).as_number()?)?;
            let exclusive = matches!(entry.keyword, Keyword::ExclusiveMinimum | Keyword::ExclusiveMaximum);
            Some((number, exclusive, (entry.keyword, at)))
        };
        let least = entries(parts, lower).filter_map(number).max_by(|a, b| (&a.0, a.1).cmp(&(&b.0, b.1)));
        let most = entries(parts, upper).filter_map(number).min_by(|a, b| (&a.0, !a.1).cmp(&(&b.0, !b.1)));
        let (Some((least, open, low)), Some((most, shut, high))) = (least, most) else { continue };
        let said = |(keyword, _): (Keyword, At), number| format!("`{}: {number}`", keyword.as_str());
        let (a, b) = (said(low, &least), said(high, &most));
        if least > most {
            return Some(conflict(format!("{a} is above {b}"), &[low, high]));
        }
        if least == most && (open || shut) {
            return Some(conflict(format!("{a} and {b} leave nothing between them"), &[low, high]));
        }
        if !types.contains(Types::NUMBER) && least.ceil() > most.floor() {
            return Some(conflict(format!("there is no integer between {a} and {b}"), &[low, high]));
        }
    }
    None
}

fn kinds(parts: &[SchemaView<'_>], types: Types) -> Option<Conflict> {
    if !types.is_empty() {
        return None;
    }
    let typed = || parts.iter().filter(|part| !part.types().is_empty());
    let first = typed().next()?;
    let second = typed().find(|part| !widened(part.types()).overlaps(widened(first.types())));
    let places = |parts: &[&SchemaView<'_>]| -> Vec<_> {
        parts.iter().filter_map(|part| Some((Keyword::Type, part.value_at(Keyword::Type)?))).collect()
    };
    match second {
        Some(second) => {
            let why =
                format!("it must be of type {} and of type {} at once", named(first.types()), named(second.types()));
            Some(conflict(why, &places(&[first, second])))
        }
        None => Some(conflict("its parts have no type in common", &places(&typed().collect::<Vec<_>>()))),
    }
}

fn values(parts: &[SchemaView<'_>], types: Types) -> Option<Conflict> {
    let lists = || entries(parts, &[Keyword::Enum, Keyword::Const]);
    let (part, entry, at) = lists().next()?;
    let view = part.contract.view(at);
    let one = entry.keyword == Keyword::Const;
    // That an `enum` is empty is a fault of the document, and told as one.
    if !one && view.is_seq() && view.items().next().is_none() {
        return None;
    }
    let fits = |kind: Kind| types.overlaps(kind_types(kind));
    if (one && !fits(view.kind())) || (!one && !view.items().any(|item| fits(item.kind()))) {
        let why = format!("no value of `{}` is of type {}", entry.keyword.as_str(), named(types));
        let typed = parts.iter().find_map(|part| part.value_at(Keyword::Type));
        let places: Vec<_> = [(entry.keyword, at)].into_iter().chain(typed.map(|at| (Keyword::Type, at))).collect();
        return Some(conflict(why, &places));
    }
    if let Some((other, second, place)) = lists().nth(1) {
        let read = |part: SchemaView<'_>, entry: &Entry, at: At| -> Vec<Value> {
            let view = part.contract.view(at);
            if entry.keyword == Keyword::Const {
                return Value::read(view).into_iter().collect();
            }
            view.items().filter_map(Value::read).collect()
        };
        let (ours, theirs) = (read(part, entry, at), read(other, second, place));
        if !ours.iter().any(|value| theirs.contains(value)) {
            return Some(conflict(
                "its lists of values have none in common",
                &[(entry.keyword, at), (second.keyword, place)],
            ));
        }
    }
    entries(parts, &NARROWING).next()?;
    let why = format!("no value of `{}` is accepted by the rest of it", entry.keyword.as_str());
    Some(conflict(why, &[(entry.keyword, at)]))
}

fn kind_types(kind: Kind) -> Types {
    match kind {
        Kind::Null => Types::NULL,
        Kind::True | Kind::False => Types::BOOLEAN,
        Kind::Number => Types::NUMBER.with(Types::INTEGER),
        Kind::String | Kind::Alias => Types::STRING,
        Kind::Seq => Types::ARRAY,
        Kind::Map => Types::OBJECT,
    }
}

/// A required property that a part without further properties does not have.
fn closed(parts: &[SchemaView<'_>], types: Types) -> Option<Conflict> {
    if types != Types::OBJECT {
        return None;
    }
    for (part, _, at) in entries(parts, &[Keyword::AdditionalProperties]) {
        let shut = part.child(Keyword::AdditionalProperties).is_some_and(|s| s.get().boolean == Some(false));
        if !shut || part.has(Keyword::PatternProperties) {
            continue;
        }
        for (name, key) in parts.iter().flat_map(|part| part.required()) {
            if !part.properties().any(|property| property.name == name) {
                let name = crate::lint::judge::shortened(part.contract.text(name));
                let why = format!("`{name}` is required, and `additionalProperties: false` forbids it");
                return Some(conflict(why, &[(Keyword::Required, key), (Keyword::AdditionalProperties, at)]));
            }
        }
    }
    None
}

fn alternatives(parts: &[SchemaView<'_>], types: Types) -> Option<Conflict> {
    for (part, entry, at) in entries(parts, &[Keyword::OneOf, Keyword::AnyOf, Keyword::Not]) {
        if entry.keyword == Keyword::Not {
            return Some(conflict("`not` excludes all that the rest of it accepts", &[(Keyword::Not, at)]));
        }
        let mut branches = part.children(entry.keyword);
        let apart = |branch: SchemaView<'_>| {
            let own = branch.all_types();
            !own.is_empty() && !widened(own).overlaps(types)
        };
        if branches.all(apart) {
            let why = format!("no alternative of `{}` is of type {}", entry.keyword.as_str(), named(types));
            return Some(conflict(why, &[(entry.keyword, at)]));
        }
        let mut same = part.children(entry.keyword).map(|branch| branch.resolved().id);
        let first = same.next();
        let mut rest = same.peekable();
        if entry.keyword == Keyword::OneOf && rest.peek().is_some() && rest.all(|id| Some(id) == first) {
            return Some(conflict("all alternatives of `oneOf` are one and the same", &[(Keyword::OneOf, at)]));
        }
    }
    None
}

/// Patterns that contradict each other, or a length.
fn texts(parts: &[SchemaView<'_>]) -> Option<Conflict> {
    let mut patterns = entries(parts, &[Keyword::Pattern]);
    let (_, _, at) = patterns.next()?;
    let (other, place) = match patterns.next() {
        Some((_, _, second)) => (Keyword::Pattern, second),
        None => entries(parts, &[Keyword::MaxLength, Keyword::MinLength]).next().map(|e| (e.1.keyword, e.2))?,
    };
    let why = match other {
        Keyword::Pattern => "no text matches both patterns and meets the rest of it".to_owned(),
        _ => format!("no text meets `pattern`, `{}` and the rest of it", other.as_str()),
    };
    Some(conflict(why, &[(Keyword::Pattern, at), (other, place)]))
}

/// A required property that several parts describe in ways that contradict each other.
fn properties(parts: &[SchemaView<'_>]) -> Option<Conflict> {
    if parts.len() < 2 {
        return None;
    }
    for (name, _) in parts.iter().flat_map(|part| part.required()) {
        let described = parts.iter().flat_map(|part| part.properties()).filter(|property| property.name == name);
        let mut described: Vec<_> = described.map(|property| property.schema.resolved()).collect();
        described.dedup_by_key(|schema| schema.id);
        if let [first, .., last] = &described[..]
            && let Some(conflict) = between(&[first.conjuncts(), last.conjuncts()].concat())
        {
            let name = crate::lint::judge::shortened(first.contract.text(name));
            return Some(Conflict { why: format!("in `{name}`, which is required, {}", conflict.why), ..conflict });
        }
    }
    None
}
