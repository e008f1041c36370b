//! Every check is met: the rows of structure by fixtures of their own, the product of the table of aspects by pairs
//! that are made up here. Every pair runs all checks, so that what else speaks up is seen as well.

// Tests read the environment, and print what they skip.
#![allow(clippy::print_stdout, clippy::print_stderr, clippy::disallowed_methods, clippy::unwrap_used)]

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use caveat::contract;
use caveat::diff::aspects::Aspect;
use caveat::diff::change::{Change, Direction, Effect, Subject};
use caveat::diff::checks::{self, Coordinate};
use caveat::diff::{self, Policy, Settings};
use caveat::source::loader::{NoFetch, Sources};

fn compare(old: &str, new: &str) -> (Vec<Change>, std::sync::Arc<Sources>) {
    compare_by(old, new, Policy::Strict)
}

fn compare_by(old: &str, new: &str, policy: Policy) -> (Vec<Change>, std::sync::Arc<Sources>) {
    let loader = contract::loader();
    let was = loader.add("old.yaml", "old.yaml", old.as_bytes().to_vec());
    let is = loader.add("new.yaml", "new.yaml", new.as_bytes().to_vec());
    let (old, new) = contract::load_both(loader, (was, &NoFetch), (is, &NoFetch))
        .unwrap_or_else(|e| panic!("{} in\n{old}\n{new}", e.0[0].1.message));
    let settings = Settings { today: Some("2026-01-01".into()), policy, ..Settings::default() };
    (diff::run(&old, &new, &settings).changes, old.sources)
}

fn shown(changes: &[Change], sources: &Sources) -> String {
    let mut text = String::new();
    for change in changes {
        let side = |side: &diff::change::Side| {
            let place = sources.doc(side.span.doc).place(side.span.start);
            format!("{}:{} {}", place.line, place.column, side.label)
        };
        let check = &checks::all()[change.check];
        let _ = writeln!(text, "{}[{}] {}", change.level.as_str(), check.id, change.message);
        let _ = writeln!(text, "    old {}\n    new {}", side(&change.old), side(&change.new));
        let _ = writeln!(text, "    affects {}", change.operations.join(", "));
    }
    text
}

/// `fixtures/diff/<check>/{old,new}.yaml`, with all changes beside them in `changes.txt`. What only a policy looks at
/// has its name in a file `policy`.
#[test]
fn every_row_of_structure_has_a_fixture_that_meets_it() {
    let update = std::env::var_os("UPDATE").is_some();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/diff");
    let mut faults = String::new();
    let rows: BTreeSet<&str> = checks::all().iter().filter(|c| c.effect.is_none()).map(|c| c.id.as_str()).collect();
    let folders: BTreeSet<String> =
        fs::read_dir(&folder).expect("fixtures").filter_map(|e| e.ok()?.file_name().into_string().ok()).collect();
    for surplus in folders.iter().filter(|f| !rows.contains(f.as_str())) {
        let _ = writeln!(faults, "fixtures/diff/{surplus} is no row of structure");
    }
    for row in rows {
        let read = |name: &str| fs::read_to_string(folder.join(row).join(name));
        let (Ok(old), Ok(new)) = (read("old.yaml"), read("new.yaml")) else {
            let _ = writeln!(faults, "{row} has no fixture");
            continue;
        };
        let policy = read("policy").unwrap_or_else(|_| "strict".to_owned());
        let policy = Policy::ALL.iter().find(|(name, _)| *name == policy.trim()).expect("a policy").1;
        let (changes, sources) = compare_by(&old, &new, policy);
        let shown = shown(&changes, &sources);
        if !changes.iter().any(|c| checks::all()[c.check].id == row) {
            let _ = writeln!(faults, "{row} is not met by its fixture:\n{shown}");
        }
        if update {
            fs::write(folder.join(row).join("changes.txt"), &shown).expect("a snapshot can be written");
        } else if read("changes.txt").unwrap_or_default() != shown {
            let _ = writeln!(faults, "{row}: the changes are others (UPDATE=1 accepts them):\n{shown}");
        }
    }
    assert!(faults.is_empty(), "{faults}");
}

/// For each aspect and effect a schema before and after. What narrows one way widens the other.
const SCHEMAS: &[(Aspect, Effect, &str, &str)] = &[
    (Aspect::Type, Effect::Narrows, "{type: [boolean, array]}", "{type: boolean}"),
    (Aspect::Type, Effect::Widens, "{type: boolean}", "{type: [boolean, array]}"),
    (Aspect::Type, Effect::Replaces, "{type: boolean}", "{type: array}"),
    (Aspect::Type, Effect::Rewrites, "{type: string, pattern: '^[0-9]+$'}", "{type: integer}"),
    (Aspect::Null, Effect::Narrows, "{type: [string, 'null']}", "{type: string}"),
    (Aspect::Null, Effect::Widens, "{type: string}", "{type: [string, 'null']}"),
    (Aspect::Enum, Effect::Narrows, "{enum: [a, b]}", "{enum: [a]}"),
    (Aspect::Enum, Effect::Widens, "{enum: [a]}", "{enum: [a, b]}"),
    (Aspect::Closed, Effect::Narrows, "{type: string}", "{type: string, enum: [a]}"),
    (Aspect::Closed, Effect::Widens, "{type: string, const: a}", "{type: string}"),
    (Aspect::Maximum, Effect::Narrows, "{type: number, maximum: 5}", "{type: number, exclusiveMaximum: 5}"),
    (Aspect::Maximum, Effect::Widens, "{type: number, maximum: 5}", "{type: number}"),
    (Aspect::Minimum, Effect::Narrows, "{type: integer}", "{type: integer, minimum: 0}"),
    (Aspect::Minimum, Effect::Widens, "{type: number, minimum: 0.2}", "{type: number, minimum: 0.1}"),
    (Aspect::MultipleOf, Effect::Narrows, "{type: number, multipleOf: 0.5}", "{type: number, multipleOf: 1.5}"),
    (Aspect::MultipleOf, Effect::Widens, "{type: integer, multipleOf: 10}", "{type: integer, multipleOf: 5}"),
    (Aspect::MultipleOf, Effect::Replaces, "{type: integer, multipleOf: 2}", "{type: integer, multipleOf: 3}"),
    (Aspect::MaxLength, Effect::Narrows, "{type: string, maxLength: 10}", "{type: string, maxLength: 5}"),
    (Aspect::MaxLength, Effect::Widens, "{type: string, maxLength: 10}", "{type: string}"),
    (Aspect::MinLength, Effect::Narrows, "{type: string, minLength: 0}", "{type: string, minLength: 1}"),
    (Aspect::MinLength, Effect::Widens, "{type: string, minLength: 2}", "{type: string, minLength: 1}"),
    (Aspect::Pattern, Effect::MayNarrow, "{type: string}", "{type: string, pattern: '^a'}"),
    (Aspect::Pattern, Effect::MayWiden, "{type: string, pattern: '^a'}", "{type: string}"),
    (Aspect::Pattern, Effect::Rewrites, "{type: string, pattern: '^a'}", "{type: string, pattern: '^b'}"),
    (Aspect::Format, Effect::Narrows, "{type: integer, format: int64}", "{type: integer, format: int32}"),
    (Aspect::Format, Effect::Widens, "{type: string, format: date}", "{type: string}"),
    (Aspect::Format, Effect::Replaces, "{type: string, format: date}", "{type: string, format: uuid}"),
    (Aspect::Format, Effect::Annotates, "{type: string, format: password}", "{type: string, format: color}"),
    (Aspect::MaxItems, Effect::Narrows, "{type: array}", "{type: array, maxItems: 5}"),
    (Aspect::MaxItems, Effect::Widens, "{type: array, maxItems: 5}", "{type: array, maxItems: 6}"),
    (Aspect::MinItems, Effect::Narrows, "{type: array}", "{type: array, minItems: 1}"),
    (Aspect::MinItems, Effect::Widens, "{type: array, minItems: 1}", "{type: array}"),
    (Aspect::UniqueItems, Effect::Narrows, "{type: array}", "{type: array, uniqueItems: true}"),
    (Aspect::UniqueItems, Effect::Widens, "{type: array, uniqueItems: true}", "{type: array, uniqueItems: false}"),
    (Aspect::Items, Effect::MayNarrow, "{type: array}", "{type: array, items: {type: string}}"),
    (Aspect::Items, Effect::MayWiden, "{type: array, items: {type: string}}", "{type: array}"),
    (
        Aspect::Items,
        Effect::Rewrites,
        "{type: array, prefixItems: [{const: 1}]}",
        "{type: array, prefixItems: [{const: 2}, {}]}",
    ),
    (Aspect::MaxProperties, Effect::Narrows, "{type: object}", "{type: object, maxProperties: 3}"),
    (Aspect::MaxProperties, Effect::Widens, "{type: object, maxProperties: 3}", "{type: object, maxProperties: 4}"),
    (Aspect::MinProperties, Effect::Narrows, "{type: object}", "{type: object, minProperties: 1}"),
    (Aspect::MinProperties, Effect::Widens, "{type: object, minProperties: 2}", "{type: object, minProperties: 1}"),
    (
        Aspect::AdditionalProperties,
        Effect::Narrows,
        "{type: object, additionalProperties: true}",
        "{type: object, additionalProperties: false}",
    ),
    (
        Aspect::AdditionalProperties,
        Effect::Widens,
        "{type: object, additionalProperties: false}",
        "{type: object, additionalProperties: {type: string}}",
    ),
    (
        Aspect::AdditionalProperties,
        Effect::MayNarrow,
        "{type: object, additionalProperties: true}",
        "{type: object, additionalProperties: {type: string}}",
    ),
    (
        Aspect::AdditionalProperties,
        Effect::MayWiden,
        "{type: object, additionalProperties: {type: string}}",
        "{type: object, additionalProperties: true}",
    ),
    (
        Aspect::AdditionalProperties,
        Effect::Rewrites,
        "{type: object, additionalProperties: {type: string}}",
        "{allOf: [{type: object, additionalProperties: {type: integer}}, {type: object, additionalProperties: {minimum: 1}}]}",
    ),
    (
        Aspect::UndescribedProperties,
        Effect::Narrows,
        "{type: object, properties: {a: {}}}",
        "{type: object, properties: {a: {}}, additionalProperties: false}",
    ),
    (
        Aspect::UndescribedProperties,
        Effect::Widens,
        "{type: object, properties: {a: {}}, additionalProperties: false}",
        "{type: object, properties: {a: {}}}",
    ),
    (
        Aspect::Union,
        Effect::Narrows,
        "{anyOf: [{type: string}, {type: integer}, {type: boolean}]}",
        "{anyOf: [{type: integer}, {type: boolean}]}",
    ),
    (
        Aspect::Union,
        Effect::Widens,
        "{oneOf: [{type: integer}, {type: boolean}]}",
        "{oneOf: [{type: string}, {type: integer}, {type: boolean}]}",
    ),
    (
        Aspect::Union,
        Effect::MayNarrow,
        "{anyOf: [{title: A, maxLength: 1}, {title: B, maxLength: 2}, {title: C, maxLength: 3}]}",
        "{anyOf: [{title: A, maxLength: 1}, {title: B, maxLength: 2}]}",
    ),
    (
        Aspect::Union,
        Effect::MayWiden,
        "{anyOf: [{title: A, maxLength: 1}, {title: B, maxLength: 2}]}",
        "{anyOf: [{title: A, maxLength: 1}, {title: B, maxLength: 2}, {title: C, maxLength: 3}]}",
    ),
    (
        Aspect::Union,
        Effect::Rewrites,
        "{anyOf: [{title: A, maxLength: 1}, {title: B, minLength: 4}]}",
        "{oneOf: [{title: A, maxLength: 2}, {title: B, minLength: 1}]}",
    ),
    (Aspect::Not, Effect::MayNarrow, "{type: string}", "{type: string, not: {const: a}}"),
    (Aspect::Not, Effect::MayWiden, "{type: string, not: {const: a}}", "{type: string}"),
    (Aspect::Not, Effect::Rewrites, "{type: string, not: {const: a}}", "{type: string, not: {const: b}}"),
    (Aspect::Condition, Effect::MayNarrow, "{type: string}", "{type: string, if: {const: a}, then: false}"),
    (Aspect::Condition, Effect::MayWiden, "{type: string, if: {const: a}, then: false}", "{type: string}"),
    (
        Aspect::Condition,
        Effect::Rewrites,
        "{type: string, if: {const: a}, then: false}",
        "{type: string, if: {const: b}, then: false}",
    ),
    (Aspect::Contains, Effect::MayNarrow, "{type: array}", "{type: array, contains: {const: 1}}"),
    (Aspect::Contains, Effect::MayWiden, "{type: array, contains: {const: 1}}", "{type: array}"),
    (
        Aspect::Contains,
        Effect::Rewrites,
        "{type: array, contains: {const: 1}}",
        "{type: array, contains: {const: 2}, minContains: 2}",
    ),
    (
        Aspect::Contains,
        Effect::Rewrites,
        "{type: array, items: {type: string}, contains: {type: string}, minContains: 1, maxContains: 3}",
        "{type: array, items: {type: string}, contains: {type: string}, minContains: 2, maxContains: 5}",
    ),
    (Aspect::PropertyNames, Effect::MayNarrow, "{type: object}", "{type: object, propertyNames: {maxLength: 3}}"),
    (Aspect::PropertyNames, Effect::MayWiden, "{type: object, propertyNames: {maxLength: 3}}", "{type: object}"),
    (
        Aspect::PropertyNames,
        Effect::Rewrites,
        "{type: object, propertyNames: {maxLength: 3}}",
        "{type: object, propertyNames: {minLength: 2}}",
    ),
    (
        Aspect::PatternProperties,
        Effect::MayNarrow,
        "{type: object}",
        "{type: object, patternProperties: {a: {type: string}}}",
    ),
    (
        Aspect::PatternProperties,
        Effect::MayWiden,
        "{type: object, patternProperties: {a: {type: string}}}",
        "{type: object}",
    ),
    (
        Aspect::PatternProperties,
        Effect::Rewrites,
        "{type: object, patternProperties: {a: {type: string}}}",
        "{type: object, patternProperties: {a: {type: integer}}}",
    ),
    (Aspect::Dependent, Effect::MayNarrow, "{type: object}", "{type: object, dependentRequired: {a: [b]}}"),
    (Aspect::Dependent, Effect::MayWiden, "{type: object, dependentRequired: {a: [b]}}", "{type: object}"),
    (
        Aspect::Dependent,
        Effect::Rewrites,
        "{type: object, dependentRequired: {a: [b]}}",
        "{type: object, dependentRequired: {a: [c]}}",
    ),
    (Aspect::Unevaluated, Effect::MayNarrow, "{type: object}", "{type: object, unevaluatedProperties: false}"),
    (Aspect::Unevaluated, Effect::MayWiden, "{type: object, unevaluatedProperties: false}", "{type: object}"),
    (
        Aspect::Unevaluated,
        Effect::Rewrites,
        "{type: object, unevaluatedProperties: {type: integer}}",
        "{type: object, unevaluatedProperties: {type: string}}",
    ),
    (
        Aspect::Content,
        Effect::Rewrites,
        "{type: string, contentEncoding: base64}",
        "{type: string, contentEncoding: base32}",
    ),
    (Aspect::Xml, Effect::Rewrites, "{type: object, xml: {name: a}}", "{type: object, xml: {name: b}}"),
    (
        Aspect::Discriminator,
        Effect::Narrows,
        "{type: object, discriminator: {propertyName: k, mapping: {a: A, b: B}}}",
        "{type: object, discriminator: {propertyName: k, mapping: {a: A}}}",
    ),
    (
        Aspect::Discriminator,
        Effect::Widens,
        "{type: object, discriminator: {propertyName: k, mapping: {a: A}}}",
        "{type: object, discriminator: {propertyName: k, mapping: {a: A, b: B}}}",
    ),
    (
        Aspect::Discriminator,
        Effect::Replaces,
        "{type: object, discriminator: {propertyName: k}}",
        "{type: object, discriminator: {propertyName: l}}",
    ),
    (
        Aspect::Discriminator,
        Effect::Rewrites,
        "{type: object, discriminator: {propertyName: k, mapping: {a: one}}}",
        "{type: object, discriminator: {propertyName: k, mapping: {a: two}}}",
    ),
    (Aspect::Discriminator, Effect::Annotates, "{type: object}", "{type: object, discriminator: {propertyName: k}}"),
    (Aspect::Boolean, Effect::Narrows, "{type: string}", "false"),
    (Aspect::Boolean, Effect::Widens, "false", "{type: string}"),
    (Aspect::Default, Effect::Annotates, "{type: string, default: a}", "{type: string, default: b}"),
    (
        Aspect::Conjunction,
        Effect::MayNarrow,
        "{type: object, properties: {a: {type: string}}}",
        "{allOf: [{type: object, properties: {a: {type: string}}}, {properties: {a: {maxLength: 5}}}]}",
    ),
    (
        Aspect::Conjunction,
        Effect::MayWiden,
        "{allOf: [{type: object, properties: {a: {type: string}}}, {properties: {a: {maxLength: 5}}}]}",
        "{type: object, properties: {a: {type: string}}}",
    ),
    (
        Aspect::Presence,
        Effect::Rewrites,
        "{allOf: [{properties: {a: {type: string}}}, {properties: {a: {maxLength: 5}}}]}",
        "{allOf: [{properties: {a: {type: string}}}, {properties: {a: {minLength: 2}}}, {properties: {a: {not: {const: z}}}}]}",
    ),
    (
        Aspect::DynamicReference,
        Effect::Rewrites,
        "{$dynamicRef: '#/components/schemas/one', maxLength: 5}",
        "{$dynamicRef: '#/components/schemas/two', maxLength: 5}",
    ),
];

const COMPONENTS: &str = "components:\n  schemas:\n    one: {type: string}\n    two: {type: integer}\n";

/// A document in which a schema is the one thing of a direction and subject.
fn document(direction: Direction, subject: Subject, schema: &str) -> String {
    let head = "openapi: 3.1.0\ninfo: {title: T, version: '1'}\n";
    let body = |schema: &str| format!("{{application/json: {{schema: {schema}}}}}");
    let property = format!("{{type: object, properties: {{it: {schema}}}}}");
    let operation = match (direction, subject) {
        (Direction::Request, Subject::Body) => format!("requestBody: {{content: {}}}", body(schema)),
        (Direction::Request, Subject::Property) => format!("requestBody: {{content: {}}}", body(&property)),
        (_, Subject::Parameter) => format!("parameters: [{{name: it, in: query, schema: {schema}}}]"),
        (_, Subject::Header) => {
            format!("responses: {{'200': {{description: d, headers: {{It: {{schema: {schema}}}}}}}}}")
        }
        (_, Subject::Body) => format!("responses: {{'200': {{description: d, content: {}}}}}", body(schema)),
        (_, Subject::Property) => format!("responses: {{'200': {{description: d, content: {}}}}}", body(&property)),
    };
    // A parameter that the API sends, and a header that it is sent, exist where the API is the client.
    let turned = matches!(
        (direction, subject),
        (Direction::Response, Subject::Parameter) | (Direction::Request, Subject::Header)
    );
    let place = if turned { "webhooks:\n  hook:" } else { "paths:\n  /it:" };
    format!("{head}{place}\n    post:\n      {operation}\n{COMPONENTS}")
}

/// The levels that a change may have by the law alone, from what a pair does to the language of its messages:
///
/// 1. A request that an old client may send must still be accepted: none of the old ones may be lost.
/// 2. A response that the new server may send must have been allowed before: none may be gained.
/// 3. In callbacks and webhooks both turn round, which the direction of a coordinate says already.
fn demanded(direction: Direction, effect: Effect) -> &'static [&'static str] {
    let loses = matches!(effect, Effect::Narrows | Effect::MayNarrow | Effect::Replaces | Effect::Rewrites);
    let gains = matches!(effect, Effect::Widens | Effect::MayWiden | Effect::Replaces | Effect::Rewrites);
    let breaks = if direction == Direction::Request { loses } else { gains };
    match (breaks, effect) {
        (false, _) => &["safe"],
        (true, Effect::MayNarrow | Effect::MayWiden | Effect::Rewrites) => &["breaking", "unproven"],
        (true, _) => &["breaking"],
    }
}

/// Where policy departs from the law: the coordinates, the level, and nothing else.
const DEPARTURES: &[(Option<Direction>, Aspect, Effect, &str)] = &[
    (Some(Direction::Request), Aspect::UndescribedProperties, Effect::Narrows, "risky"),
    (Some(Direction::Response), Aspect::UndescribedProperties, Effect::Widens, "safe"),
    (Some(Direction::Request), Aspect::Default, Effect::Annotates, "risky"),
    (None, Aspect::Format, Effect::Annotates, "risky"),
    (None, Aspect::Discriminator, Effect::Annotates, "risky"),
];

/// What is wrong with the change that a pair must show at a coordinate.
fn fault(coordinate: Coordinate, old: &str, new: &str) -> Option<String> {
    let Coordinate::Schema(direction, _, aspect, effect) = coordinate else { return None };
    let check = checks::of(coordinate).expect("the table has it");
    let id = &checks::all()[check].id;
    let (changes, sources) = compare(old, new);
    let departs = |d: &&(Option<Direction>, Aspect, Effect, &str)| {
        d.0.is_none_or(|d| d == direction) && (d.1, d.2) == (aspect, effect)
    };
    let departure = DEPARTURES.iter().find(departs).map(|d| [d.3]);
    let levels = departure.as_ref().map_or(demanded(direction, effect), |level| &level[..]);
    let found: Vec<&str> = changes.iter().filter(|c| c.check == check).map(|c| c.level.as_str()).collect();
    let fits = !found.is_empty() && found.iter().all(|level| levels.contains(level));
    (!fits).then(|| format!("{id} is {found:?} and not {levels:?}:\n{old}\n{new}\n{}", shown(&changes, &sources)))
}

/// Pairs of whole descriptions for what is said in places of its own: whether something must be there, and whether
/// it is described at all.
fn placed() -> Vec<(Coordinate, String, String)> {
    let mut pairs = Vec::new();
    for direction in [Direction::Request, Direction::Response] {
        for subject in Subject::ALL {
            let side = |schema: &str| document(direction, subject, schema);
            let required = |required: bool| {
                let word = format!("required: {required}, ");
                match subject {
                    Subject::Body => turned_body(direction, "{}").replace("Body: {", &format!("Body: {{{word}")),
                    Subject::Property if required => side("{}").replace("type: object", "type: object, required: [it]"),
                    Subject::Property => side("{}"),
                    Subject::Parameter => side("{}").replace("in: query, ", &format!("in: query, {word}")),
                    Subject::Header => side("{}").replace("It: {", &format!("It: {{{word}")),
                }
            };
            let of = |aspect, effect| Coordinate::Schema(direction, subject, aspect, effect);
            pairs.push((of(Aspect::Required, Effect::Narrows), required(false), required(true)));
            pairs.push((of(Aspect::Required, Effect::Widens), required(true), required(false)));
            if subject == Subject::Body {
                let described = turned_body(direction, "{type: object}");
                let bare = described.replace("{schema: {type: object}}", "{}");
                pairs.push((of(Aspect::Presence, Effect::MayNarrow), bare.clone(), described.clone()));
                pairs.push((of(Aspect::Presence, Effect::MayWiden), described, bare));
                continue;
            }
            // A property of the object that the subject is, or of the body that a property is in.
            let object = |schema: &str| match subject {
                Subject::Property => document(direction, Subject::Body, schema),
                _ => side(schema),
            };
            let closed = object("{type: object, properties: {a: {}}, additionalProperties: false}");
            let closed_more =
                object("{type: object, properties: {a: {}, b: {type: string}}, additionalProperties: false}");
            let any = object("{type: object, properties: {a: {}}, additionalProperties: true}");
            let any_more = object("{type: object, properties: {a: {}, b: {type: string}}, additionalProperties: true}");
            if matches!(subject, Subject::Parameter | Subject::Header) {
                let content = side("{type: string}")
                    .replace("schema: {type: string}", "content: {application/json: {schema: {type: string}}}");
                let bare = content.replace("{schema: {type: string}}", "{}");
                pairs.push((of(Aspect::Presence, Effect::MayNarrow), bare.clone(), content.clone()));
                pairs.push((of(Aspect::Presence, Effect::MayWiden), content, bare));
            }
            // What keeps the law has a row of structure.
            let presence = match direction {
                Direction::Request => [(Effect::Narrows, closed_more, closed), (Effect::MayNarrow, any, any_more)],
                _ => [(Effect::Widens, closed, closed_more), (Effect::MayWiden, any_more, any)],
            };
            pairs.extend(presence.map(|(effect, old, new)| (of(Aspect::Presence, effect), old, new)));
        }
    }
    pairs
}

/// The same as `document` with a body, as a request body where the API is the client.
fn turned_body(direction: Direction, schema: &str) -> String {
    let request = document(Direction::Request, Subject::Body, schema);
    if direction == Direction::Request { request } else { request.replace("paths:\n  /it:", "webhooks:\n  hook:") }
}

#[test]
#[allow(clippy::print_stdout)]
fn every_coordinate_of_schemas_is_met_and_has_the_level_of_the_law() {
    let mut faults = String::new();
    let mut met: BTreeSet<Coordinate> = BTreeSet::new();
    let mut pairs = placed();
    for &(aspect, effect, old, new) in SCHEMAS {
        for direction in [Direction::Request, Direction::Response] {
            for subject in Subject::ALL {
                // A property of a body's object is a property; what is said of the whole of it is not.
                let inner = matches!(aspect, Aspect::Conjunction | Aspect::Presence);
                let expected_subject = if inner && subject == Subject::Body { Subject::Property } else { subject };
                let coordinate = Coordinate::Schema(direction, expected_subject, aspect, effect);
                // One type's texts may be another's only where values are bare texts.
                let media_type = match (aspect, effect, subject) {
                    (Aspect::Type, Effect::Rewrites, Subject::Body) => "text/plain",
                    (Aspect::Type, Effect::Rewrites, Subject::Property) => "application/x-www-form-urlencoded",
                    _ => "application/json",
                };
                let side = |schema| document(direction, subject, schema).replace("application/json", media_type);
                pairs.push((coordinate, side(old), side(new)));
            }
        }
    }
    let count = pairs.len();
    for (coordinate, old, new) in pairs {
        match fault(coordinate, &old, &new) {
            None => drop(met.insert(coordinate)),
            Some(fault) => faults += &fault,
        }
    }
    let all: Vec<Coordinate> = checks::coordinates().filter(|c| matches!(c, Coordinate::Schema(..))).collect();
    for coordinate in all.iter().filter(|c| !met.contains(*c)) {
        let _ = writeln!(faults, "no pair meets {coordinate:?}");
    }
    println!("{} of {} coordinates of schemas have the level of the law, by {count} pairs", met.len(), all.len());
    assert!(faults.is_empty(), "{faults}");
}

/// What nobody sends is no witness, and what a witness can do without is not in it.
#[test]
fn witnesses_are_small() {
    let request = |schema: &str| document(Direction::Request, Subject::Body, schema);
    let was = "{type: object, properties: {n: {type: number}, m: {type: integer}}}";
    let is = "{type: object, properties: {n: {type: number, format: double}, m: {type: integer, maximum: 9}}}";
    let (changes, sources) = compare(&request(was), &request(is));
    let breaking: Vec<_> = changes.iter().filter_map(|c| Some(c.witness.as_ref()?.value.to_string())).collect();
    assert_eq!(breaking, [r#"{"m":10}"#], "{}", shown(&changes, &sources));
}

/// In a parameter a value is a bare text: `5` is a string as well as a number, and in JSON it is not.
#[test]
fn bare_texts_are_of_several_types() {
    let parameter = |schema: &str| document(Direction::Request, Subject::Parameter, schema);
    let header = |schema: &str| document(Direction::Response, Subject::Header, schema);
    let json = |schema: &str| {
        document(Direction::Request, Subject::Parameter, schema)
            .replace("schema: ", "content: {application/json: {schema: ")
            .replace("}]\n", "}}}]\n")
    };
    let field = |schema: &str| {
        document(Direction::Request, Subject::Property, schema)
            .replace("application/json", "application/x-www-form-urlencoded")
    };
    type Document<'a> = &'a dyn Fn(&str) -> String;
    let cases: &[(Document<'_>, &str, &str, Option<&str>)] = &[
        (&parameter, "{type: integer}", "{type: string}", Some("safe")),
        (&parameter, "{type: string}", "{type: integer}", Some("breaking")),
        (&parameter, "{type: string, pattern: '^[0-9]+$'}", "{type: integer}", Some("unproven")),
        (&parameter, "{type: integer}", "{type: string, pattern: '^[0-9]+$'}", Some("unproven")),
        (&parameter, "{type: integer}", "{type: string, maxLength: 3}", Some("unproven")),
        (&parameter, "{type: string, enum: [a, b]}", "{type: integer}", Some("breaking")),
        (&parameter, "{type: string, enum: ['1', '2']}", "{type: integer}", Some("unproven")),
        (&parameter, "{type: string, format: date}", "{type: integer}", Some("breaking")),
        (&parameter, "{type: string, pattern: a}", "{type: string}", Some("safe")),
        (&header, "{type: string, pattern: a}", "{type: string}", Some("unproven")),
        (&header, "{type: integer}", "{type: string}", Some("breaking")),
        (&header, "{type: string}", "{type: integer}", Some("safe")),
        (&field, "{type: integer}", "{type: string}", Some("safe")),
        (&json, "{type: integer}", "{type: string}", Some("breaking")),
        (&json, "{type: integer}", "{type: integer}", None),
    ];
    for (document, old, new, level) in cases {
        let (changes, sources) = compare(&document(old), &document(new));
        let worst = changes.iter().map(|c| c.level).max().map(diff::Level::as_str);
        assert_eq!(worst, *level, "{old} -> {new}:\n{}", shown(&changes, &sources));
    }
}

/// A schema that a body and a parameter share is looked at in both, for the same text means other values there.
#[test]
fn a_schema_that_bodies_and_parameters_share_is_judged_in_both() {
    let side = |kind: &str| {
        format!(
            "openapi: 3.1.0\ninfo: {{title: T, version: '1'}}\npaths:\n  /it:\n    post:\n      \
             parameters: [{{name: it, in: query, schema: {{$ref: '#/components/schemas/it'}}}}]\n      \
             requestBody: {{content: {{application/json: {{schema: {{$ref: '#/components/schemas/it'}}}}}}}}\n\
             components: {{schemas: {{it: {{type: {kind}}}}}}}\n"
        )
    };
    let (changes, sources) = compare(&side("integer"), &side("string"));
    let found: Vec<_> = changes.iter().map(|c| (c.level.as_str(), checks::all()[c.check].id.as_str())).collect();
    let expected = [("breaking", "request-body-type-changed"), ("safe", "request-parameter-type-widened")];
    assert_eq!(found, expected, "{}", shown(&changes, &sources));
}
