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
            for _ in 0..20 {
                let value = value(dice, 2);
                count.sampled += 1;
                if accepts_old.is_valid(&value) && !accepts_new.is_valid(&value) {
                    return fault(&format!("{value} was missed"));
                }
            }
        }
        Answer::Refuted(witness) => {
            count.refuted += 1;
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
    assert!(faults.is_empty(), "{}", faults[..faults.len().min(8)].join("\n"));
}
