//! The prover against other opinions, over random pairs of schemas: `jsonschema`'s own containment, its validator as
//! the judge of each witness, and samples of values that are made to find what the prover missed.
//!
//! `CASES=100000 cargo nextest run --release --test inclusion --no-capture` runs the full size.

#![allow(clippy::unwrap_used, clippy::print_stdout)]

#[path = "common/dice.rs"]
mod dice;

use caveat::contract::{self, Contract, Dialect, Id, Schema};
use caveat::schema::{Answer, Projection, Prover, Senders};
use caveat::source::loader::NoFetch;
use dice::{Dice, cases};
use jsonschema::canonical::{self, Containment};
use serde_json::{Value, json};

/// The samples that are drawn of each pair.
const SHOTS: usize = 60;

const NAMES: [&str; 4] = ["a", "b", "ab", "x-1"];
const PATTERNS: [&str; 7] = ["^a", "b$", "^[ab]*$", "^.{2,3}$", "[0-9]", "^x-", "^(ab)+$"];

/// A schema over a few names, numbers and texts, so that pairs have much to do with each other.
fn schema(dice: &mut Dice, depth: u32) -> Value {
    let mut object = serde_json::Map::new();
    let words = 1 + dice.below(3);
    for _ in 0..words {
        let (key, value): (&str, Value) = match dice.below(if depth == 0 { 17 } else { 34 }) {
            0..=3 => {
                ("type", json!(*dice.pick(&["integer", "number", "string", "array", "object", "boolean", "null"])))
            }
            4 => {
                let first = *dice.pick(&["integer", "string", "object"]);
                ("type", json!([first, *dice.pick(&["null", "array", "boolean"])]))
            }
            5 => ("minimum", json!(dice.below(6) as i64 - 2)),
            6 => ("maximum", json!(dice.below(6))),
            7 => ("exclusiveMinimum", json!(dice.below(4))),
            8 => ("multipleOf", json!(*dice.pick(&[1.0, 2.0, 3.0, 0.5, 1.5]))),
            9 => ("minLength", json!(dice.below(4))),
            10 => ("maxLength", json!(dice.below(4))),
            11 => ("pattern", json!(*dice.pick(&PATTERNS))),
            12 => ("enum", (0..=dice.below(3)).map(|_| value(dice, 1)).collect()),
            13 => ("const", value(dice, 1)),
            14 => ("required", json!([*dice.pick(&NAMES)])),
            15 => (*dice.pick(&["minItems", "maxItems", "minProperties", "maxProperties"]), json!(dice.below(4))),
            16 => ("uniqueItems", json!(true)),
            17..=19 => {
                let mut map = serde_json::Map::new();
                for _ in 0..=dice.below(2) {
                    map.insert((*dice.pick(&NAMES)).to_owned(), schema(dice, depth - 1));
                }
                ("properties", Value::Object(map))
            }
            20 => ("additionalProperties", sub(dice, depth)),
            21 => ("patternProperties", json!({ *dice.pick(&PATTERNS): sub(dice, depth) })),
            22 => ("propertyNames", sub(dice, depth)),
            23 => ("items", sub(dice, depth)),
            24 => ("prefixItems", (0..=dice.below(2)).map(|_| sub(dice, depth)).collect()),
            25 => {
                if dice.one_in(2) {
                    object.insert((*dice.pick(&["minContains", "maxContains"])).into(), json!(dice.below(3)));
                }
                ("contains", sub(dice, depth))
            }
            26 => ("allOf", json!([sub(dice, depth), sub(dice, depth)])),
            27 => ("anyOf", json!([sub(dice, depth), sub(dice, depth)])),
            28 => ("oneOf", (0..2 + dice.below(2)).map(|_| sub(dice, depth)).collect()),
            29 => ("not", sub(dice, depth)),
            30 => {
                object.insert("then".into(), sub(dice, depth));
                if dice.one_in(2) {
                    object.insert("else".into(), sub(dice, depth));
                }
                ("if", sub(dice, depth))
            }
            31 => ("dependentRequired", json!({ *dice.pick(&NAMES): [*dice.pick(&NAMES)] })),
            32 => ("dependentSchemas", json!({ *dice.pick(&NAMES): sub(dice, depth) })),
            _ => (*dice.pick(&["unevaluatedProperties", "unevaluatedItems"]), sub(dice, depth)),
        };
        object.insert(key.to_owned(), value);
    }
    Value::Object(object)
}

fn sub(dice: &mut Dice, depth: u32) -> Value {
    if dice.one_in(8) { json!(dice.one_in(2)) } else { schema(dice, depth - 1) }
}

/// A value of the same little world.
fn value(dice: &mut Dice, depth: u32) -> Value {
    match dice.below(if depth == 0 { 9 } else { 13 }) {
        0 => Value::Null,
        1 => json!(dice.one_in(2)),
        2..=3 => json!(dice.below(8) as i64 - 2),
        4 => json!(*dice.pick(&[0.5, 1.5, 2.5, 0.25])),
        5..=8 => json!(*dice.pick(&["", "a", "b", "ab", "aab", "x-1", "abab", "c", "1"])),
        9..=10 => (0..dice.below(4)).map(|_| value(dice, depth - 1)).collect(),
        _ => {
            let count = dice.below(4);
            let mut map = serde_json::Map::new();
            for _ in 0..count {
                map.insert((*dice.pick(&["a", "b", "ab", "x-1", "c"])).to_owned(), value(dice, depth - 1));
            }
            Value::Object(map)
        }
    }
}

/// A value that a schema has in mind: at its bounds and just beyond them, with its names and its listed values.
fn directed(dice: &mut Dice, of: &Value, depth: u32) -> Value {
    let Some(map) = of.as_object().filter(|_| depth > 0 && !dice.one_in(12)) else { return value(dice, depth.min(2)) };
    let listed = |key: &str| map.get(key).and_then(Value::as_array).filter(|all| !all.is_empty());
    if let Some(values) = listed("enum").filter(|_| !dice.one_in(4)) {
        return dice.pick(values).clone();
    }
    if let Some(one) = map.get("const").filter(|_| !dice.one_in(4)) {
        return one.clone();
    }
    let own = shaped(dice, map, depth);
    // What composes it has its word as well: one of those, laid over what it says itself.
    let words = ["allOf", "anyOf", "oneOf"].into_iter().filter_map(listed).flatten();
    let singles = ["not", "if", "then", "else"].into_iter().filter_map(|key| map.get(key));
    let dependent = map.get("dependentSchemas").and_then(Value::as_object).into_iter().flat_map(|m| m.values());
    let parts: Vec<&Value> = words.chain(singles).chain(dependent).collect();
    if parts.is_empty() || dice.one_in(3) {
        return own;
    }
    let mut mixed = own;
    for _ in 0..=dice.below(parts.len()) {
        let one = *dice.pick(&parts);
        let part = directed(dice, one, depth - 1);
        mixed = match (mixed, part) {
            (Value::Object(mut all), Value::Object(more)) => {
                all.extend(more);
                Value::Object(all)
            }
            (_, part) => part,
        };
    }
    mixed
}

/// The value that the keywords of one schema have in mind, without those that compose it.
fn shaped(dice: &mut Dice, map: &serde_json::Map<String, Value>, depth: u32) -> Value {
    let speaks = |keys: &[&str]| keys.iter().any(|key| map.contains_key(*key));
    let mut kinds: Vec<&str> = match map.get("type") {
        Some(Value::String(one)) => vec![one],
        Some(Value::Array(all)) => all.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    if kinds.is_empty() {
        let table: [(&str, &[&str]); 4] = [
            ("number", &["minimum", "maximum", "exclusiveMinimum", "multipleOf"]),
            ("string", &["minLength", "maxLength", "pattern"]),
            ("array", &["items", "prefixItems", "contains", "minItems", "maxItems", "uniqueItems", "unevaluatedItems"]),
            (
                "object",
                &[
                    "properties",
                    "required",
                    "additionalProperties",
                    "patternProperties",
                    "propertyNames",
                    "minProperties",
                    "maxProperties",
                    "dependentRequired",
                    "dependentSchemas",
                    "unevaluatedProperties",
                ],
            ),
        ];
        kinds = table.iter().filter(|(_, keys)| speaks(keys)).map(|(kind, _)| *kind).collect();
    }
    if kinds.is_empty() || dice.one_in(8) {
        return value(dice, depth.min(2));
    }
    let near = |dice: &mut Dice, keys: &[&str]| {
        let bounds: Vec<f64> = keys.iter().filter_map(|key| map.get(*key)?.as_f64()).collect();
        let bound = if bounds.is_empty() { dice.below(4) as f64 } else { *dice.pick(&bounds) };
        bound + dice.below(3) as f64 - 1.0
    };
    match *dice.pick(&kinds) {
        "null" => Value::Null,
        "boolean" => json!(dice.one_in(2)),
        "integer" => json!(near(dice, &["minimum", "maximum", "exclusiveMinimum", "multipleOf"]) as i64),
        "number" => {
            let at = near(dice, &["minimum", "maximum", "exclusiveMinimum", "multipleOf"]);
            if dice.one_in(2) { json!(at as i64) } else { json!(at + *dice.pick(&[0.5, 0.25, -0.5])) }
        }
        "string" => {
            let length = near(dice, &["minLength", "maxLength"]).max(0.0) as usize;
            let text = *dice.pick(&["a", "b", "ab", "x-", "1", "ba", "c"]);
            json!(text.chars().cycle().take(length).collect::<String>())
        }
        "array" => {
            let count = near(dice, &["minItems", "maxItems", "minContains", "maxContains"]).clamp(0.0, 6.0) as usize;
            let prefix = map.get("prefixItems").and_then(Value::as_array);
            let same = dice.one_in(4).then(|| value(dice, 1));
            (0..count)
                .map(|at| {
                    if let Some(same) = &same {
                        return same.clone();
                    }
                    let rest = ["items", "contains", "unevaluatedItems"].into_iter().filter_map(|key| map.get(key));
                    let mut choices: Vec<&Value> = rest.collect();
                    choices.extend(prefix.and_then(|all| all.get(at)));
                    if choices.is_empty() {
                        value(dice, 1)
                    } else {
                        let one = *dice.pick(&choices);
                        directed(dice, one, depth - 1)
                    }
                })
                .collect()
        }
        _ => {
            let mut object = serde_json::Map::new();
            let required =
                map.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
            let mut names: Vec<&str> = required.collect();
            names.retain(|_| !dice.one_in(8));
            let wanted = near(dice, &["minProperties", "maxProperties"]).clamp(0.0, 6.0) as usize;
            for name in ["a", "b", "ab", "x-1", "c", "aa", "1b"] {
                if dice.one_in(3) || (names.len() < wanted && dice.one_in(2)) {
                    names.push(name);
                }
            }
            for name in names {
                let own = map.get("properties").and_then(|all| all.get(name));
                let others =
                    ["additionalProperties", "unevaluatedProperties"].into_iter().filter_map(|key| map.get(key));
                let matched =
                    map.get("patternProperties").and_then(Value::as_object).into_iter().flat_map(|m| m.values());
                let choices: Vec<&Value> = own.into_iter().chain(others).chain(matched).collect();
                let member = if choices.is_empty() {
                    value(dice, 1)
                } else {
                    let one = *dice.pick(&choices);
                    directed(dice, one, depth - 1)
                };
                object.insert(name.to_owned(), member);
            }
            Value::Object(object)
        }
    }
}

/// A schema that differs from another in a little.
fn neighbour(dice: &mut Dice, from: &Value) -> Value {
    let mut to = from.clone();
    if let Value::Object(map) = &mut to {
        let keys: Vec<String> = map.keys().cloned().collect();
        if keys.is_empty() || dice.one_in(4) {
            if let Value::Object(more) = schema(dice, 1) {
                map.extend(more);
            }
            return to;
        }
        let key = dice.pick(&keys).clone();
        if dice.one_in(3) {
            map.remove(&key);
        } else if let Some(inner) = map.get_mut(&key) {
            match inner {
                Value::Number(_) if key != "const" => *inner = json!(dice.below(5) + usize::from(key == "multipleOf")),
                Value::Array(all) if !all.is_empty() && key.ends_with("Of") => {
                    let at = dice.below(all.len());
                    all[at] = neighbour(dice, &all[at].clone());
                }
                Value::Object(named)
                    if matches!(key.as_str(), "properties" | "patternProperties" | "dependentSchemas") =>
                {
                    if let Some(first) = named.values_mut().next() {
                        *first = neighbour(dice, &first.clone());
                    }
                }
                Value::Object(_) if !matches!(key.as_str(), "dependentRequired" | "const") => {
                    *inner = neighbour(dice, &inner.clone());
                }
                _ => {}
            }
        }
    }
    to
}

fn load(schema: &Value) -> (Contract, Id<Schema>) {
    let loader = contract::loader();
    let root = loader.add("schema.json", "schema.json", schema.to_string().into_bytes());
    contract::load_schema(loader, root, Dialect::Draft2020_12, &NoFetch).unwrap()
}

#[derive(Default, Debug)]
struct Count {
    included: usize,
    refuted: usize,
    unknown: usize,
    second_opinions: usize,
    sampled: usize,
    /// Of pairs that are known to differ, those that the samples tell apart as well: how sharp they are.
    killed: usize,
    to_kill: usize,
}

fn look_at(dice: &mut Dice, count: &mut Count, old: &Value, new: &Value) -> Result<(), String> {
    let ((old_contract, old_id), (new_contract, new_id)) = (load(old), load(new));
    let mut prover = Prover::new(&old_contract, &new_contract, Senders::Any);
    let proof = prover.prove(old_contract.schema(old_id), new_contract.schema(new_id), Projection::Whole);
    let (accepts_old, accepts_new) =
        (jsonschema::draft202012::new(old).unwrap(), jsonschema::draft202012::new(new).unwrap());
    let canonical = |schema| canonical::options().offline().canonicalize(schema).ok();
    let second = canonical(new).zip(canonical(old)).and_then(|(new, old)| new.covers(&old).ok());
    let fault = |what: &str| Err(format!("{what}\n  old {old}\n  new {new}\n  answer {:?}", proof.answer));
    count.second_opinions += usize::from(matches!(second, Some(Containment::Yes | Containment::No)));
    match &proof.answer {
        Answer::Included => {
            count.included += 1;
            if matches!(second, Some(Containment::No)) {
                return fault("the second opinion says no");
            }
            for turn in 0..SHOTS {
                let value = directed(dice, if turn % 2 == 0 { old } else { new }, 4);
                count.sampled += 1;
                if accepts_old.is_valid(&value) && !accepts_new.is_valid(&value) {
                    return fault(&format!("{value} was missed"));
                }
            }
        }
        Answer::Refuted(witness) => {
            count.refuted += 1;
            if count.refuted.is_multiple_of(10) {
                count.to_kill += 1;
                count.killed += usize::from((0..SHOTS).any(|turn| {
                    let value = directed(dice, if turn % 2 == 0 { old } else { new }, 4);
                    accepts_old.is_valid(&value) && !accepts_new.is_valid(&value)
                }));
            }
            let witness = witness.to_json();
            if !accepts_old.is_valid(&witness) || accepts_new.is_valid(&witness) {
                return fault("the judge does not agree with the witness");
            }
            if matches!(second, Some(Containment::Yes)) {
                return fault("the second opinion says yes, and the judge that the witness is right");
            }
        }
        Answer::Unknown(_) => count.unknown += 1,
    }
    Ok(())
}

#[test]
fn random_pairs_are_judged_as_others_judge_them() {
    let mut dice = Dice::new(2_026);
    let (mut count, mut faults) = (Count::default(), Vec::new());
    let all = cases(1_500);
    for _ in 0..all {
        let depth = 1 + dice.below(3) as u32;
        let old = schema(&mut dice, depth);
        let new = if dice.one_in(4) { schema(&mut dice, depth) } else { neighbour(&mut dice, &old) };
        if let Err(fault) = look_at(&mut dice, &mut count, &old, &new) {
            faults.push(fault);
        }
    }
    println!("{all} pairs: {count:?}, {} contradictions", faults.len());
    let rate = count.killed as f64 / count.to_kill.max(1) as f64;
    println!("samples tell {:.1} % of known differences, at {SHOTS} a pair", rate * 100.0);
    assert!(rate > 0.9, "the samples are blunt");
    assert!(faults.is_empty(), "{}", faults[..faults.len().min(8)].join("\n"));
}
