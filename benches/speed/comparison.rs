//! How long comparing two descriptions takes: two that have little in common, and one with a copy of it in which a
//! little is changed.

use std::path::{Path, PathBuf};
use std::{env, fs, io};

use caveat::contract::{self, Contract};
use caveat::diff::{self, Comparison, Level, Settings};
use caveat::report::diff::{Diff, json, text};
use caveat::source::loader::NoFetch;
use serde_json::Value;

use super::{Clock, RUNS, as_json, high_water, program, title};

/// Of this many places in the copy one is changed.
const EVERY: usize = 200;

/// The comparisons of the largest documents, with their peak memory.
pub(crate) fn run(files: &[PathBuf]) {
    let Some(largest) = files.first() else { return };
    if let Some(second) = files.get(1) {
        measure(second, largest);
    }
    measure(largest, &changed(largest));
    for branches in [20, 60] {
        measure(&unions(branches, 40), &unions(branches, 30));
    }
    // Canvas nodes and chat components: real unions of many objects that overlap.
    let pairs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus/pairs");
    for (pair, extension) in [("figma/011", "yaml"), ("figma/025", "yaml"), ("discord/007", "json")] {
        let side = |name: &str| pairs.join(pair).join(format!("{name}.{extension}"));
        if side("old").is_file() {
            measure(&side("old"), &side("new"));
        }
    }
}

/// A description whose messages are one of many objects that have most of their properties in common, and hold such
/// objects again. The length of one text tells the versions apart.
fn unions(branches: usize, length: usize) -> PathBuf {
    let mut schemas = String::new();
    let mut all = Vec::new();
    for number in 0..branches {
        let kind = if number % 3 == 0 { format!("\"kind\":{{\"const\":\"k{number}\"}},") } else { String::new() };
        let longest = if number == branches / 2 { length } else { 50 };
        schemas.push_str(&format!(
            "\"B{number}\":{{\"type\":\"object\",\"required\":[\"kind\",\"own{number}\"],\"properties\":{{{kind}\
             \"own{number}\":{{\"type\":\"string\",\"maxLength\":{longest}}},\"name\":{{\"type\":\"string\"}},\
             \"size\":{{\"type\":\"integer\",\"minimum\":{number}}},\
             \"children\":{{\"type\":\"array\",\"items\":{{\"$ref\":\"#/components/schemas/Node\"}}}}}}}},"
        ));
        all.push(format!("{{\"$ref\":\"#/components/schemas/B{number}\"}}"));
    }
    let word = if branches > 30 { "oneOf" } else { "anyOf" };
    let text = format!(
        "{{\"openapi\":\"3.1.0\",\"info\":{{\"title\":\"T\",\"version\":\"1\"}},\"paths\":{{\"/it\":{{\"post\":{{\
         \"requestBody\":{{\"content\":{{\"application/json\":{{\"schema\":{{\"$ref\":\"#/components/schemas/Node\"}}}}}}}},\
         \"responses\":{{\"204\":{{\"description\":\"d\"}}}}}}}}}},\
         \"components\":{{\"schemas\":{{{schemas}\"Node\":{{\"{word}\":[{}]}}}}}}}}",
        all.join(",")
    );
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("union-of-{branches}-{length}.json"));
    fs::write(&path, text).unwrap();
    path
}

/// A copy in which some integers are numbers: a change of a type here and there, as a new version has it.
fn changed(file: &Path) -> PathBuf {
    let text = fs::read_to_string(file).unwrap();
    let mut copy = String::with_capacity(text.len());
    for (number, piece) in text.split("integer").enumerate() {
        if number > 0 {
            copy.push_str(if number % EVERY == 1 { "number" } else { "integer" });
        }
        copy.push_str(piece);
    }
    let name = format!("changed-{}", file.file_name().unwrap_or_default().to_string_lossy());
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::write(&path, copy).unwrap();
    path
}

fn load(files: [&Path; 2], [old, new]: [Vec<u8>; 2]) -> (Contract, Contract) {
    let loader = contract::loader();
    let [was, is] = files.map(|file| file.to_string_lossy());
    let (old, new) = (loader.add(&was, &was, old), loader.add(&is, &is, new));
    contract::load_both(loader, (old, &NoFetch), (new, &NoFetch)).unwrap_or_else(|e| panic!("{}", e.0[0].1.message))
}

fn compare((old, new): &(Contract, Contract)) -> Comparison {
    diff::run(old, new, &Settings::default())
}

fn diff<'a>((old, new): &'a (Contract, Contract), comparison: &'a Comparison) -> Diff<'a> {
    Diff { old, new, comparison }
}

fn measure(old: &Path, new: &Path) {
    let files = [old, new];
    let bytes = files.map(|file| fs::read(file).unwrap_or_else(|e| panic!("{}: {e}", file.display())));
    // The larger side is the one that `serde_json` reads.
    let larger = usize::from(bytes[0].len() <= bytes[1].len());
    let parsed = as_json(files[larger], &bytes[larger]);
    let both = load(files, bytes.clone());
    let comparison = compare(&both);
    println!(
        "{} against {}: {:.2} and {:.2} MB, {} breaking, {} unproven, {} risky, {} safe",
        title(old),
        title(new),
        bytes[0].len() as f64 / 1e6,
        bytes[1].len() as f64 / 1e6,
        comparison.count(Level::Breaking),
        comparison.count(Level::Unproven),
        comparison.count(Level::Risky),
        comparison.count(Level::Safe),
    );
    let options =
        text::TextOptions { width: 80, color: false, unicode: true, show: Level::Safe, all: false, summary: true };
    let mut clock = Clock::default();
    for _ in 0..RUNS {
        clock.run("serde_json", || serde_json::from_slice::<Value>(&parsed).unwrap());
        // What goes in is made, and what comes out is dropped, outside the measured time.
        let copy = bytes.clone();
        let loaded = clock.run("read, lower", || load(files, copy));
        drop(loaded);
        clock.run("diff", || compare(&both));
        let diff = diff(&both, &comparison);
        clock.run("render text", || text::write(&mut io::sink(), &diff, &options).unwrap());
        clock.run("render json", || json::write(&mut io::sink(), &diff).unwrap());
        let copy = bytes.clone();
        clock.run("whole", || {
            let both = load(files, copy);
            let comparison = compare(&both);
            json::write(&mut io::sink(), &self::diff(&both, &comparison)).unwrap();
            (both, comparison)
        });
    }
    clock.print("serde_json");
    program("--peak-diff", &files);
    println!();
}

/// Compares two files as the command line does, and says how high the memory of this process was after each phase.
pub(crate) fn peak(old: &str, new: &str) {
    let Some(before) = high_water() else { std::process::exit(1) };
    let files = [Path::new(old), Path::new(new)];
    let bytes = files.map(|file| fs::read(file).unwrap());
    let size = bytes.iter().map(Vec::len).sum::<usize>() as f64;
    let used = || high_water().unwrap_or_default().saturating_sub(before) as f64 / size;
    let both = load(files, bytes);
    let lowered = used();
    let comparison = compare(&both);
    let compared = used();
    json::write(&mut io::sink(), &diff(&both, &comparison)).unwrap();
    println!(
        "  peak memory, bytes a byte of both inputs (without the program itself): lower {lowered:.2} diff \
         {compared:.2} render {:.2}; the whole process {:.1} MB",
        used(),
        high_water().unwrap_or_default() as f64 / 1e6
    );
}
