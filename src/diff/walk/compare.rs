//! When two pieces are the same, and when two schemas have no value in common.

use std::borrow::Cow;

use crate::contract::keywords::Keyword;
use crate::contract::schema::MOST_CONJUNCTS;
use crate::contract::{Id, Schema, SchemaView, Types};
use crate::finding::ACCEPTING;
use crate::source::document::View;
use crate::source::names::Name;
use crate::source::scalar;
use crate::source::tape::Kind;

/// A value as a text that is equal for equal JSON values: numbers by value, objects without order.
pub(super) fn canonical(value: View<'_>) -> String {
    let mut text = String::new();
    // A value is written after what it holds: containers wait on the stack until their parts are done.
    enum Task<'a> {
        Value(View<'a>),
        Text(Cow<'a, str>),
    }
    let mut tasks = vec![Task::Value(value)];
    let mut budget = 100_000_u32;
    while let Some(task) = tasks.pop() {
        budget = budget.saturating_sub(1);
        if budget == 0 {
            // Aliases can make a value without end; where it is cut, only equal texts count as equal.
            text.push('…');
            break;
        }
        match task {
            Task::Text(piece) => text.push_str(&piece),
            Task::Value(view) => match view.kind() {
                Kind::Map => {
                    let mut members: Vec<_> = view.members().map(|m| (m.text(), m.value)).collect();
                    // What is said for linters says nothing of the API, wherever it stands.
                    members.retain(|(key, _)| !ACCEPTING.contains(&&**key));
                    members.sort_by(|a, b| a.0.cmp(&b.0));
                    tasks.push(Task::Text("}".into()));
                    for (key, value) in members.into_iter().rev() {
                        tasks.push(Task::Text(",".into()));
                        tasks.push(Task::Value(value));
                        tasks.push(Task::Text(format!("{key:?}:").into()));
                    }
                    tasks.push(Task::Text("{".into()));
                }
                Kind::Seq => {
                    let items: Vec<_> = view.items().collect();
                    tasks.push(Task::Text("]".into()));
                    for item in items.into_iter().rev() {
                        tasks.push(Task::Text(",".into()));
                        tasks.push(Task::Value(item));
                    }
                    tasks.push(Task::Text("[".into()));
                }
                Kind::String => text.push_str(&format!("{:?}", view.as_str().unwrap_or_default())),
                Kind::Number => {
                    let written = view.as_number().unwrap_or_default();
                    match scalar::decimal(&written) {
                        Some(number) => {
                            let sign = if number.negative { "-" } else { "" };
                            text.push_str(&format!("{sign}{}e{}", number.digits, number.exponent));
                        }
                        None => text.push_str(&written),
                    }
                }
                Kind::True => text.push_str("true"),
                Kind::False => text.push_str("false"),
                Kind::Null | Kind::Alias => text.push_str("null"),
            },
        }
    }
    text
}

/// Whether two nodes of one loader hold the same value: numbers by value, objects without order.
pub(super) fn same_value(a: View<'_>, b: View<'_>) -> bool {
    same_but(a, b, &[])
}

/// The same without the members of these names.
pub(super) fn same_but(a: View<'_>, b: View<'_>, aside: &[Name]) -> bool {
    let mut pending = vec![(a, b)];
    // Aliases can make a value without end: what is not settled by then counts as changed.
    let mut budget = 20_000_000_u32;
    while let Some((a, b)) = pending.pop() {
        budget -= 1;
        if budget == 0 {
            return false;
        }
        match (a.kind(), b.kind()) {
            (Kind::Map, Kind::Map) => {
                let members = |v: View<'_>| {
                    let counts = v.members().filter(|m| !aside.contains(&m.name));
                    counts.map(|m| (m.name, m.value.at)).collect::<Vec<_>>()
                };
                let (mut left, mut right) = (members(a), members(b));
                left.sort_unstable();
                right.sort_unstable();
                if left.len() != right.len() || left.iter().zip(&right).any(|(l, r)| l.0 != r.0) {
                    return false;
                }
                pending.extend(left.iter().zip(&right).map(|(l, r)| (a.doc.view(l.1), b.doc.view(r.1))));
            }
            (Kind::Seq, Kind::Seq) => {
                let (left, right): (Vec<_>, Vec<_>) = (a.items().collect(), b.items().collect());
                if left.len() != right.len() {
                    return false;
                }
                pending.extend(left.into_iter().zip(right));
            }
            (Kind::Number, Kind::Number) => {
                let (left, right) = (a.as_number().unwrap_or_default(), b.as_number().unwrap_or_default());
                let number = |t: &str| scalar::decimal(t);
                if left != right && (number(&left).is_none() || number(&left) != number(&right)) {
                    return false;
                }
            }
            (Kind::String, Kind::String) => {
                if a.as_str() != b.as_str() {
                    return false;
                }
            }
            (left, right) => {
                if left != right {
                    return false;
                }
            }
        }
    }
    true
}

/// Keywords that say nothing about values.
pub(super) fn is_prose(keyword: Keyword) -> bool {
    matches!(
        keyword,
        Keyword::Description
            | Keyword::Title
            | Keyword::Example
            | Keyword::Examples
            | Keyword::Deprecated
            | Keyword::ExternalDocs
            | Keyword::Comment
            | Keyword::SchemaUri
            | Keyword::Vocabulary
            | Keyword::Id
            | Keyword::Anchor
            | Keyword::DynamicAnchor
            | Keyword::Defs
            | Keyword::Definitions
            | Keyword::Nullable
    )
}

/// What stands behind references, and behind an `allOf` of one schema with nothing but prose beside it, which is how a
/// description is put beside a reference.
fn unwrapped(schema: SchemaView<'_>) -> SchemaView<'_> {
    let mut inner = schema.resolved();
    for _ in 0..MOST_CONJUNCTS {
        let mut speaking = inner.entries().iter().filter(|e| !is_prose(e.keyword));
        let only = speaking.next().filter(|e| e.keyword == Keyword::AllOf && speaking.next().is_none());
        match only.map(|_| inner.children(Keyword::AllOf).collect::<Vec<_>>()).as_deref() {
            Some([one]) => inner = one.resolved(),
            _ => break,
        }
    }
    inner
}

/// Whether two schemas are the same but for prose and for where their references stand. Bounded: a pair that takes
/// too many steps counts as different, which is never wrong, only less sharp.
pub(super) fn same_schema(a: SchemaView<'_>, b: SchemaView<'_>) -> bool {
    let mut pending = vec![(a.id, b.id)];
    let mut assumed: hashbrown::HashSet<(Id<Schema>, Id<Schema>)> = hashbrown::HashSet::new();
    let mut budget = 2_000_u32;
    while let Some((left, right)) = pending.pop() {
        let (left, right) = (unwrapped(a.contract.schema(left)), unwrapped(b.contract.schema(right)));
        if !assumed.insert((left.id, right.id)) {
            continue;
        }
        budget -= 1;
        if budget == 0 || left.types() != right.types() || left.get().boolean != right.get().boolean {
            return false;
        }
        let entries = |s: SchemaView<'_>| {
            let mut entries: Vec<_> = s.entries().iter().copied().filter(|e| !is_prose(e.keyword)).collect();
            entries.sort_by_key(|e| e.keyword);
            entries
        };
        let (left_entries, right_entries) = (entries(left), entries(right));
        if left_entries.len() != right_entries.len() {
            return false;
        }
        for (l, r) in left_entries.iter().zip(&right_entries) {
            if l.keyword != r.keyword {
                return false;
            }
            let (l_members, r_members) = (left.members(l), right.members(r));
            if l.keyword == Keyword::Type {
                continue;
            }
            if l_members.is_empty() && r_members.is_empty() {
                let (l_value, r_value) = (left.value(l.keyword), right.value(r.keyword));
                let same = match (l_value, r_value) {
                    (Some(l), Some(r)) => same_value(l, r),
                    _ => false,
                };
                if !same {
                    return false;
                }
                continue;
            }
            if l_members.len() != r_members.len() {
                return false;
            }
            let mut r_sorted: Vec<_> = r_members.iter().collect();
            let mut l_sorted: Vec<_> = l_members.iter().collect();
            // Lists have no names and keep their order; objects and `required` have none.
            l_sorted.sort_by_key(|m| m.name);
            r_sorted.sort_by_key(|m| m.name);
            for (l, r) in l_sorted.into_iter().zip(r_sorted) {
                if l.name != r.name {
                    return false;
                }
                match (left.member_schema(l), right.member_schema(r)) {
                    (Some(l), Some(r)) => pending.push((l.id, r.id)),
                    (None, None) => {}
                    _ => return false,
                }
            }
        }
    }
    true
}

/// The types that a schema allows, those of its enum included; all where nothing is said.
pub(super) fn types_of(schema: SchemaView<'_>) -> Types {
    let mut types = schema.all_types();
    if types.is_empty() {
        for part in schema.conjuncts() {
            let values = part.enum_values().chain(part.value(Keyword::Const));
            types = values.fold(types, |types, value| types.with(type_of(value)));
            if part.get().boolean == Some(false) {
                return Types::NONE;
            }
        }
    }
    if types.is_empty() {
        Types::every()
    } else if types.contains(Types::NUMBER) {
        types.with(Types::INTEGER)
    } else {
        types
    }
}

/// The type of a value.
pub(super) fn type_of(value: View<'_>) -> Types {
    match value.kind() {
        Kind::Null | Kind::Alias => Types::NULL,
        Kind::True | Kind::False => Types::BOOLEAN,
        Kind::String => Types::STRING,
        Kind::Seq => Types::ARRAY,
        Kind::Map => Types::OBJECT,
        Kind::Number => {
            let whole = value.as_number().and_then(|n| scalar::decimal(&n)).is_some_and(|d| d.exponent >= 0);
            if whole { Types::INTEGER } else { Types::NUMBER }
        }
    }
}

/// Whether two schemas surely have no value in common: by type, or by a required property (or the value itself) that
/// each fixes to other values. `false` where it is not sure.
pub(super) fn disjoint(a: SchemaView<'_>, b: SchemaView<'_>) -> bool {
    if !types_of(a).overlaps(types_of(b)) {
        return true;
    }
    if let (Some(left), Some(right)) = (values_of(a), values_of(b))
        && left.iter().all(|l| !right.contains(l))
    {
        return true;
    }
    let required = |s: SchemaView<'_>| {
        let parts = s.conjuncts();
        parts.iter().flat_map(|p| p.required().map(|r| r.0).collect::<Vec<_>>()).collect::<Vec<_>>()
    };
    let only_objects = types_of(a) == Types::OBJECT && types_of(b) == Types::OBJECT;
    if !only_objects {
        return false;
    }
    let (left, right) = (required(a), required(b));
    left.iter().filter(|name| right.contains(name)).any(|name| {
        let find = |s: SchemaView<'_>| {
            let properties = s.conjuncts();
            let found: Vec<_> = properties
                .iter()
                .flat_map(|p| p.properties().filter(|p| p.name == *name).map(|p| p.schema.id).collect::<Vec<_>>())
                .collect();
            found.first().copied()
        };
        let (Some(left), Some(right)) = (find(a), find(b)) else { return false };
        match (values_of(a.contract.schema(left)), values_of(b.contract.schema(right))) {
            (Some(left), Some(right)) => left.iter().all(|l| !right.contains(l)),
            _ => false,
        }
    })
}

/// The closed list of values of a schema, if it has one.
pub(super) fn values_of(schema: SchemaView<'_>) -> Option<Vec<String>> {
    let parts = schema.conjuncts();
    let part = parts.iter().find(|p| p.has(Keyword::Enum) || p.has(Keyword::Const))?;
    Some(part.value(Keyword::Const).into_iter().chain(part.enum_values()).map(canonical).collect())
}
