//! Compares two files and prints the changes, one line each: `cargo run --example trydiff -- OLD NEW [LEVEL]`. For
//! development only.
#![allow(clippy::print_stdout, clippy::unwrap_used, clippy::disallowed_methods)]

use caveat::{contract, diff, source::loader::NoFetch};

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let loader = contract::loader();
    let roots: Vec<_> = args[..2].iter().map(|p| loader.add(p, p, std::fs::read(p).unwrap())).collect();
    let (old, new) = match contract::load_both(loader, (roots[0], &NoFetch), (roots[1], &NoFetch)) {
        Ok(both) => both,
        Err(e) => {
            println!("{}", e.0[0].1.message);
            return;
        }
    };
    let start = std::time::Instant::now();
    let comparison = diff::run(&old, &new, &diff::Settings::default());
    println!(
        "{} breaking {} unproven {} risky {} safe {} in {:?} bump {:?} declared {:?}",
        comparison.compatibility().as_str(),
        comparison.count(diff::Level::Breaking),
        comparison.count(diff::Level::Unproven),
        comparison.count(diff::Level::Risky),
        comparison.count(diff::Level::Safe),
        start.elapsed(),
        comparison.versions.required,
        comparison.versions.declared
    );
    for c in &comparison.changes {
        if args.get(2).is_some_and(|l| !l.contains(c.level.as_str())) {
            continue;
        }
        let check = &diff::checks::all()[c.check];
        let doc = |s: &diff::change::Side| {
            let d = old.sources.doc(s.span.doc);
            format!("{}:{} {}", d.place(s.span.start).line, s.label, d.pointer(s.at.node))
        };
        println!(
            "  {} {} | {} | {} || {} | {:?}",
            c.level.as_str(),
            check.id,
            c.message,
            doc(&c.old),
            doc(&c.new),
            c.operations.iter().take(3).collect::<Vec<_>>()
        );
        if let Some(w) = &c.witness {
            println!("      {} at {:?}", w.value, w.pointer);
        }
        if let Some(why) = &c.unproven {
            println!("      not proved: {why}");
        }
    }
}
