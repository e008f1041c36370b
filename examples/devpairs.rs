#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::disallowed_methods)]
use caveat::contract::{self, Dialect};
use caveat::schema::{Answer, Projection, Prover, Senders};
use caveat::source::loader::NoFetch;
fn main() {
    let only: Option<usize> = std::env::args().nth(2).and_then(|n| n.parse().ok());
    let file = std::env::args().nth(1).unwrap();
    let json: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(&file).unwrap()).unwrap();
    let default = json["dialect"].as_str().unwrap_or("2020-12").to_owned();
    let (mut right, mut wrong, mut unknown, mut steps) = (0, 0, 0, 0);
    let start = std::time::Instant::now();
    for (i, pair) in json["pairs"].as_array().unwrap().iter().enumerate() {
        if only.is_some_and(|o| o != i) {
            continue;
        }
        let d = pair["dialect"].as_str().unwrap_or(&default);
        let dialect = match d.trim_start_matches("draft") {
            "4" => Dialect::Draft4,
            "6" => Dialect::Draft6,
            "7" => Dialect::Draft7,
            "2019-09" => Dialect::Draft2019_09,
            _ => Dialect::Draft2020_12,
        };
        let load = |v: &serde_json::Value| {
            let loader = contract::loader();
            let root = loader.add("schema.json", "schema.json", v.to_string().into_bytes());
            contract::load_schema(loader, root, dialect, &NoFetch).ok_or(())
        };
        let (Ok((lc, l)), Ok((rc, r))) = (load(&pair["lhs"]), load(&pair["rhs"])) else {
            println!("{i} cannot load");
            continue;
        };
        let mut prover = Prover::new(&lc, &rc, Senders::Any);
        for (key, a, b) in [("lhs_sub_rhs", lc.schema(l), rc.schema(r)), ("rhs_sub_lhs", rc.schema(r), lc.schema(l))] {
            let Some(expected) = pair[key].as_bool() else { continue };
            let t = std::time::Instant::now();
            let proof = prover.prove(a, b, Projection::Whole);
            if t.elapsed().as_millis() > 50 {
                println!("SLOW {i} {:?} steps {}", t.elapsed(), proof.steps);
            }
            steps = proof.steps.max(steps);
            let (got, why) = match &proof.answer {
                Answer::Included => (Some(true), String::new()),
                Answer::Refuted(v) => (Some(false), v.to_string()),
                Answer::Unknown(u) => (None, u.why.clone()),
            };
            if got == Some(expected) {
                right += 1;
                if only.is_none() {
                    continue;
                }
            } else if got.is_none() {
                unknown += 1
            } else {
                wrong += 1
            }
            println!(
                "{i} {key} expected {expected} got {got:?} {why} steps {}\n   {}\n   {}",
                proof.steps, pair["lhs"], pair["rhs"]
            );
            for p in lc.problems.iter().chain(&rc.problems) {
                println!("   problem {}", p.message);
            }
        }
    }
    println!(
        "right {right} wrong {wrong} unknown {unknown} of {} max steps {steps} {:?}",
        right + wrong + unknown,
        start.elapsed()
    );
}
