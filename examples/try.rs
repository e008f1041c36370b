//! Lints files and prints what it finds, one line each: `cargo run --example try -- FILE...`. For development only.
#![allow(clippy::print_stdout, clippy::unwrap_used, clippy::disallowed_methods)]

use caveat::{contract, lint, source::loader::NoFetch};

fn main() {
    let (only, files): (Vec<_>, Vec<_>) = std::env::args().skip(1).partition(|a| a.starts_with("--rule="));
    for path in files {
        let loader = contract::loader();
        let root = loader.add(&path, &path, std::fs::read(&path).unwrap());
        let c = match contract::load(loader, root, &NoFetch) {
            Ok(c) => c,
            Err(e) => {
                println!("{path}: {}", e.0.message);
                continue;
            }
        };
        let start = std::time::Instant::now();
        let outcome = lint::run(&c, &lint::Plan::default());
        println!("{path}: {} findings in {:?}, failed {:?}", outcome.findings.len(), start.elapsed(), outcome.failures);
        for f in &outcome.findings {
            if !only.is_empty() && !only.iter().any(|o| o[7..] == *f.rule) {
                continue;
            }
            let doc = c.sources.doc(f.primary.span.doc);
            let place = doc.place(f.primary.span.start);
            let pointer = f.primary.span.node.map_or_else(String::new, |n| doc.pointer(n));
            println!(
                "  {}:{} {}[{}] {} | {} | {pointer} | {:?}",
                place.line,
                place.column,
                f.severity.as_str(),
                f.rule,
                f.message,
                f.primary.text,
                f.help
            );
        }
    }
}
