//! How long reading, lowering, linting, comparing and rendering take, and how much memory they need at most:
//! `cargo bench --bench speed [-- FILE...]`; `-- --editor FILE` measures only how long an editor waits,
//! `-- --rules FILE` each rule.
//!
//! Every time stands beside its ratio to `serde_json` parsing the same document into a `Value`, measured in turns with
//! it in the same run, so that figures of different machines and days can be compared. `serde_json` reads no YAML: a
//! YAML document is compared with itself written as JSON.
//!
//! Peak memory is measured in a process of its own for each document or pair, which does what the command does.
#![allow(clippy::exit, clippy::print_stdout, clippy::print_stderr, clippy::disallowed_methods, clippy::unwrap_used)] // A bench is a program that prints.

mod comparison;
mod editor;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};
use std::{env, fs, hint, io};

use caveat::contract::{self, Contract};
use caveat::finding::{Finding, Severity};
use caveat::lint::facts::ConventionSettings;
use caveat::lint::facts::Facts;
use caveat::lint::{self, Plan};
use caveat::report::text::TextOptions;
use caveat::report::{Report, Root, json, text};
use caveat::source::document::View;
use caveat::source::loader::{Loader, NoFetch};
use caveat::source::tape::Kind;
use serde_json::Value;

/// Measured runs of each phase; the median counts.
const RUNS: usize = 9;

fn main() {
    let arguments: Vec<String> = env::args().skip(1).filter(|a| a != "--bench").collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["--peak", file] => return peak(file),
        ["--peak-diff", old, new] => return comparison::peak(old, new),
        ["--editor", file] => return editor::run(Path::new(file)),
        ["--rules", file] => return rules(Path::new(file)),
        _ => {}
    }
    let files: Vec<PathBuf> =
        if arguments.is_empty() { largest() } else { arguments.iter().map(PathBuf::from).collect() };
    println!(
        "Medians of {RUNS} runs. In brackets: the ratio to serde_json parsing the same document into a Value.\n\
         \"whole\" is what the command does with `--format json`: read, lower, lint or compare, render as JSON.\n"
    );
    for file in &files {
        times(file);
        program("--peak", &[file]);
        editor::run(file);
    }
    comparison::run(&files);
    if let Some(file) = files.iter().find(|f| f.extension().is_some_and(|e| e == "json")) {
        many_findings(file);
    }
}

/// The largest documents of the corpus, or one that is made here where there is no corpus.
fn largest() -> Vec<PathBuf> {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus/specs");
    let mut files: Vec<(u64, PathBuf)> = walkdir::WalkDir::new(corpus)
        .into_iter()
        .filter_map(Result::ok)
        .filter(|e| e.path().extension().is_some_and(|e| e == "json" || e == "yaml"))
        .filter_map(|e| Some((e.metadata().ok()?.len(), e.into_path())))
        .collect();
    files.sort();
    let largest: Vec<PathBuf> = files.into_iter().rev().take(5).map(|(_, file)| file).collect();
    if !largest.is_empty() {
        return largest;
    }
    println!("../shared/corpus is not there: a document that is made here stands in for it.\n");
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join("generated.json");
    fs::write(&file, generated(4000)).unwrap();
    vec![file]
}

/// A description with `count` resources, about 2 KB each.
fn generated(count: usize) -> String {
    let schema = |name: &str| serde_json::json!({"$ref": format!("#/components/schemas/{name}")});
    let (mut paths, mut schemas) = (serde_json::Map::new(), serde_json::Map::new());
    for n in 0..count {
        let name = format!("resource_{n}");
        let answer = |name: &str| {
            serde_json::json!({
                "200": {"description": "The answer.", "content": {"application/json": {"schema": schema(name)}}},
                "404": {"description": "There is no such thing."},
                "429": {"description": "Too many requests.", "headers": {"Retry-After": {"schema": {"type": "integer"}}}}
            })
        };
        let id = serde_json::json!({"name": "id", "in": "path", "required": true, "schema": {"type": "string"}});
        paths.insert(
            format!("/{name}/{{id}}"),
            serde_json::json!({
                "parameters": [id],
                "get": {"operationId": format!("get_{name}"), "summary": "Get one", "responses": answer(&name)},
                "put": {
                    "operationId": format!("put_{name}"),
                    "requestBody": {"content": {"application/json": {"schema": schema(&name)}}},
                    "responses": answer(&name)
                }
            }),
        );
        let property = |kind: &str| serde_json::json!({"type": kind, "description": "One of its properties."});
        let properties = serde_json::json!({
            "id": property("string"), "display_name": property("string"), "item_count": property("integer"),
            "is_open": property("boolean"), "next_resource": schema(&format!("resource_{}", (n + 1) % count)),
            "tagNames": {"type": "array", "items": property("string")}
        });
        schemas.insert(name, serde_json::json!({"type": "object", "required": ["id"], "properties": properties}));
    }
    serde_json::json!({
        "openapi": "3.1.0", "info": {"title": "Generated", "version": "1.0.0"},
        "paths": paths, "components": {"schemas": schemas}
    })
    .to_string()
}

fn read(file: &str, bytes: Vec<u8>) -> (Loader, contract::DocId) {
    let loader = contract::loader();
    let root = loader.add(file, file, bytes);
    (loader, root)
}

fn load(file: &str, bytes: Vec<u8>) -> Contract {
    let (loader, root) = read(file, bytes);
    contract::load(loader, root, &NoFetch).unwrap_or_else(|e| panic!("{file}: {}", e.0.message))
}

fn report<'a>(contract: &'a Contract, findings: &'a [Finding]) -> Report<'a> {
    Report::new(&[Root { sources: &contract.sources, doc: contract.at.doc, findings, suppressed: &[] }])
}

/// The last two parts of a path: many descriptions are called `openapi.yaml`.
fn title(file: &Path) -> String {
    let parts: Vec<_> = file.iter().rev().take(2).map(|p| p.to_string_lossy()).collect();
    parts.iter().rev().map(|p| &**p).collect::<Vec<_>>().join("/")
}

/// Renders ten thousand findings, of a document as it is and on one line. They are real ones: a case is asked for that
/// the document does not use.
fn many_findings(file: &Path) {
    const COUNT: usize = 10_000;
    let name = title(file);
    let bytes = fs::read(file).unwrap();
    let minified = serde_json::to_vec(&serde_json::from_slice::<Value>(&bytes).unwrap()).unwrap();
    let pinned = BTreeMap::from([("naming.property".to_owned(), "kebab-case".to_owned())]);
    let plan = Plan::new(&BTreeMap::new(), ConventionSettings { pinned, ..ConventionSettings::default() }).unwrap();
    for (form, bytes) in [("as it is", bytes), ("on one line", minified)] {
        let mut clock = Clock::default();
        let mut rendered = 0;
        for _ in 0..RUNS {
            // The line table is made by whoever first asks for a place, so each run begins with a fresh document.
            let contract = load(&name, bytes.clone());
            let mut findings = lint::run(&contract, &plan).findings;
            findings.truncate(COUNT);
            rendered = findings.len();
            let options = TextOptions { width: 80, color: false, unicode: true, show: Severity::Info, summary: true };
            clock.run("render text", || text::write(&mut io::sink(), &report(&contract, &findings), &options).unwrap());
            let contract = load(&name, bytes.clone());
            clock.run("render json", || json::write(&mut io::sink(), &report(&contract, &findings)).unwrap());
        }
        let times = ["render text", "render json"].map(|phase| format!("{phase} {:.0} ms", clock.median(phase) * 1e3));
        println!("{name}, {form}: {rendered} findings: {}", times.join(", "));
    }
}

fn times(file: &Path) {
    let name = title(file);
    let bytes = fs::read(file).unwrap_or_else(|e| panic!("{}: {e}", file.display()));
    let contract = load(&name, bytes.clone());
    let as_json = as_json(file, &bytes);
    let plan = Plan::default();
    let outcome = lint::run(&contract, &plan);
    assert!(outcome.failures.is_empty(), "{:?}", outcome.failures);
    let options = TextOptions { width: 80, color: false, unicode: true, show: Severity::Info, summary: true };
    println!(
        "{name}: {:.2} MB, {} nodes, {} operations, {} schemas, {} findings",
        bytes.len() as f64 / 1e6,
        contract.sources.docs[0].tape.nodes.len(),
        contract.operations.len(),
        contract.schemas.len(),
        outcome.findings.len()
    );
    let mut clock = Clock::default();
    for _ in 0..RUNS {
        clock.run("serde_json", || serde_json::from_slice::<Value>(&as_json).unwrap());
        // What goes in is made, and what comes out is dropped, outside the measured time.
        let copy = bytes.clone();
        let (loader, root) = clock.run("read", || read(&name, copy));
        let lowered = clock.run("lower", || contract::lower(&loader, root, &NoFetch));
        drop((lowered, loader));
        clock.run("lint", || lint::run(&contract, &plan));
        clock.run("render text", || {
            let mut sink = io::sink();
            text::write(&mut sink, &report(&contract, &outcome.findings), &options).unwrap();
        });
        clock.run("render json", || {
            let mut sink = io::sink();
            json::write(&mut sink, &report(&contract, &outcome.findings)).unwrap();
        });
        let copy = bytes.clone();
        clock.run("whole", || {
            let contract = load(&name, copy);
            let outcome = lint::run(&contract, &plan);
            json::write(&mut io::sink(), &report(&contract, &outcome.findings)).unwrap();
            contract
        });
    }
    clock.print("serde_json");
    slowest_rules(&contract);
}

/// A document in the form that `serde_json` reads.
fn as_json(file: &Path, bytes: &[u8]) -> Vec<u8> {
    if file.extension().is_some_and(|e| e == "json") {
        return bytes.to_vec();
    }
    let contract = load(&title(file), bytes.to_vec());
    serde_json::to_vec(&value(contract.sources.docs[0].root().unwrap())).unwrap()
}

/// The time of each rule on a file, beside what they share and what reading takes.
fn rules(file: &Path) {
    let bytes = fs::read(file).expect("the file");
    let start = Instant::now();
    let contract = load(&title(file), bytes);
    println!("read and lower {:.2} ms", start.elapsed().as_secs_f64() * 1e3);
    let (facts, rules) = shares(&contract);
    println!("facts {facts:.2} ms");
    for (ms, id) in rules {
        println!("{id} {ms:.2} ms");
    }
}

/// Where the time of lint goes: the facts, which rules that ask for them share, and each rule by itself.
fn slowest_rules(contract: &Contract) {
    let (facts, rules) = shares(contract);
    let (slowest, others) = rules.split_at(SHOWN.min(rules.len()));
    let shown: Vec<String> = slowest.iter().map(|(ms, id)| format!("{id} {ms:.2}")).collect();
    let rest: f64 = others.iter().map(|rule| rule.0).sum();
    println!(
        "  of lint, in ms: the facts {facts:.2}, {}, the other {} rules {rest:.2}",
        shown.join(", "),
        others.len()
    );
}

/// The milliseconds of the facts, and of each rule by itself, the slowest first.
fn shares(contract: &Contract) -> (f64, Vec<(f64, &'static str)>) {
    let least = |work: &dyn Fn()| {
        let mut times: Vec<f64> = Vec::new();
        for _ in 0..5 {
            let start = Instant::now();
            work();
            times.push(start.elapsed().as_secs_f64() * 1e3);
        }
        times.into_iter().fold(f64::MAX, f64::min)
    };
    let settings = lint::facts::ConventionSettings::default();
    let facts = least(&|| drop(hint::black_box(Facts::of(contract, &settings))));
    let alone = |id: &str| {
        let plan = Plan::default().only(id);
        let whole = least(&|| drop(hint::black_box(lint::run(contract, &plan))));
        // A rule that asks for facts takes as long as they do, at least.
        if whole > facts * 0.7 { (whole - facts).max(0.0) } else { whole }
    };
    let mut rules: Vec<_> = lint::rules::all().iter().map(|e| (alone(e.meta.id), e.meta.id)).collect();
    rules.sort_by(|a, b| b.0.total_cmp(&a.0));
    (facts, rules)
}

/// How many rules are named.
const SHOWN: usize = 10;

/// Times by phase, in the order in which the phases were first met.
#[derive(Default)]
struct Clock {
    order: Vec<&'static str>,
    times: BTreeMap<&'static str, Vec<Duration>>,
}

impl Clock {
    fn run<T>(&mut self, phase: &'static str, work: impl FnOnce() -> T) -> T {
        let start = Instant::now();
        let result = hint::black_box(work());
        let took = start.elapsed();
        if !self.times.contains_key(phase) {
            self.order.push(phase);
        }
        self.times.entry(phase).or_default().push(took);
        result
    }

    fn median(&self, phase: &str) -> f64 {
        let mut times = self.times[phase].clone();
        times.sort();
        times[times.len() / 2].as_secs_f64()
    }

    fn print(&self, unit: &str) {
        let unit = self.median(unit);
        let mut line = String::new();
        for phase in &self.order {
            let time = self.median(phase);
            let _ = writeln!(line, "  {phase:<12} {:>9.2} ms  ({:.2})", time * 1e3, time / unit);
        }
        print!("{line}");
    }
}

/// A document as a `Value`. Like the tape, it is walked without recursion: the depth is the document's.
fn value(root: View<'_>) -> Value {
    enum Step<'a> {
        Enter(View<'a>),
        Leave(Vec<Option<String>>, bool),
    }
    let mut steps = vec![Step::Enter(root)];
    let mut done: Vec<Value> = Vec::new();
    while let Some(step) = steps.pop() {
        match step {
            Step::Enter(view) if view.is_map() => {
                let members: Vec<_> = view.members().collect();
                let keys = members.iter().map(|m| Some(m.text().into_owned())).collect();
                steps.push(Step::Leave(keys, true));
                steps.extend(members.iter().rev().map(|m| Step::Enter(m.value)));
            }
            Step::Enter(view) if view.is_seq() => {
                let items: Vec<_> = view.items().collect();
                steps.push(Step::Leave(vec![None; items.len()], false));
                steps.extend(items.into_iter().rev().map(Step::Enter));
            }
            Step::Enter(view) => {
                let text = view.as_scalar().unwrap_or_default();
                done.push(match view.kind() {
                    Kind::Null => Value::Null,
                    Kind::True => Value::Bool(true),
                    Kind::False => Value::Bool(false),
                    Kind::Number => serde_json::from_str(&text).unwrap_or_else(|_| Value::String(text.into_owned())),
                    _ => Value::String(text.into_owned()),
                });
            }
            Step::Leave(keys, map) => {
                let values = done.split_off(done.len() - keys.len());
                done.push(if map {
                    Value::Object(keys.into_iter().flatten().zip(values).collect())
                } else {
                    Value::Array(values)
                });
            }
        }
    }
    done.pop().unwrap_or_default()
}

// --------------------------------------------------------------------------------------------------------- Memory

/// Runs this program again for a document or two, and prints what it says.
fn program(flag: &str, files: &[&Path]) {
    let Ok(program) = env::current_exe() else { return };
    let output = Command::new(program).arg(flag).args(files).output();
    match output {
        Ok(output) if output.status.success() => print!("{}", String::from_utf8_lossy(&output.stdout)),
        _ => println!("  peak memory is not measured on this system"),
    }
}

/// Lints one file as the command line does, and says how high the memory of this process was after each phase.
fn peak(file: &str) {
    let Some(before) = high_water() else { std::process::exit(1) };
    let bytes = fs::read(file).unwrap();
    let size = bytes.len() as f64;
    let mut line = String::from("  peak memory, bytes a byte of input (without the program itself):");
    let mut say = |phase: &str| {
        let used = high_water().unwrap_or_default().saturating_sub(before);
        let _ = write!(line, " {phase} {:.2}", used as f64 / size);
    };
    let (loader, root) = read(file, bytes);
    say("read");
    let contract = contract::load(loader, root, &NoFetch).unwrap_or_else(|e| panic!("{}", e.0.message));
    say("lower");
    let outcome = lint::run(&contract, &Plan::default());
    say("lint");
    json::write(&mut io::sink(), &report(&contract, &outcome.findings)).unwrap();
    say("render");
    println!("{line}; the whole process {:.1} MB", high_water().unwrap_or_default() as f64 / 1e6);
}

/// The most memory that this process ever held, in bytes, as Linux counts it.
fn high_water() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:"))?;
    line.trim().trim_end_matches("kB").trim().parse::<u64>().ok().map(|kilobytes| kilobytes * 1024)
}
