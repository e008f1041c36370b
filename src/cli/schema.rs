//! `caveat schema`: whether one JSON Schema accepts everything that another accepts.

use std::ffi::OsStr;
use std::io;
use std::path::Path;
use std::sync::Arc;

use super::Done;
use super::args::{Direction, Format, Schema};
use super::descriptions::{broken, unopened};
use super::exit::Exit;
use super::failure::Failure;
use super::progress::Progress;
use super::settings::Configs;
use super::terminal::Terminal;
use crate::contract::sniff::ROOT_KEYS;
use crate::contract::{self, At, Contract, Dialect};
use crate::diff::Level;
use crate::report::schema as report;
use crate::report::schema::Question;
use crate::schema::inclusion::{self, Comparison, Inclusion};
use crate::source::document::{Syntax, View};
use crate::source::input::{self, Input, STDIN};
use crate::source::loader::{Loader, NoFetch};

/// Two schemas, compared.
struct Compared {
    old: Contract,
    new: Contract,
    comparison: Comparison,
    fail_on: Option<Level>,
}

/// Compares, writes the answers, and gives what could not be done.
pub(super) fn run(args: &Schema, stdout: Terminal, stderr: Terminal, out: &mut dyn io::Write) -> Done {
    let failed = |failures| Done { exit: Exit::Failed, written: None, failures };
    if let Some(pairs) = &args.pairs {
        if args.format != Format::Json {
            let message = "the answers to --pairs are lines of JSON";
            return failed(vec![Failure::with_help(message, "add `--format json`")]);
        }
        return match read_pairs(args, pairs, out) {
            Ok((exit, written)) => Done { exit, written: Some(written), failures: Vec::new() },
            Err(failure) => failed(vec![failure]),
        };
    }
    let progress = Progress::new("comparing");
    let compared = progress.during(stderr.animates().then_some(stderr), || compare(args));
    match compared {
        Ok(Compared { old, new, comparison, fail_on }) => {
            let exit = exit(&comparison, args.direction, fail_on);
            let compared = report::Compared { old: &old, new: &new, comparison: &comparison };
            let written = match args.format {
                Format::Json => report::json::write(out, &compared),
                Format::Text => {
                    let Terminal { width, color, unicode, .. } = stdout;
                    let questions = args.direction.questions();
                    report::text::write(out, &compared, &report::text::TextOptions { width, color, unicode, questions })
                }
            };
            Done { exit, written: Some(written), failures: Vec::new() }
        }
        Err(failures) => failed(failures),
    }
}

/// A `no` is breaking and what is not known is unproven, in the directions that were asked for.
fn exit(comparison: &Comparison, direction: Direction, fail_on: Option<Level>) -> Exit {
    let level = |question: &Question| match question.of(comparison) {
        Inclusion::Holds => None,
        Inclusion::Fails(_) => Some(Level::Breaking),
        Inclusion::Unknown(_) => Some(Level::Unproven),
    };
    let worst = direction.questions().iter().filter_map(level).max();
    if worst.zip(fail_on).is_some_and(|(worst, limit)| worst >= limit) { Exit::Found } else { Exit::Clean }
}

fn compare(args: &Schema) -> Result<Compared, Vec<Failure>> {
    let (Some(old), Some(new)) = (&args.old, &args.new) else {
        return Err(vec![Failure::with_help("there are two schemas to compare", "name both, OLD and NEW")]);
    };
    if old == STDIN && new == STDIN {
        return Err(vec![Failure::new("only one of both can come from standard input")]);
    }
    let inputs = [find(old), find(new)];
    let [old, new] = collect(inputs)?;
    let settings = Configs::new(args.config.clone());
    let fail_on = limit(args, settings, &new)?;
    let open = |input: &Input| input.open(&mut io::stdin(), args.allow_outside).map_err(|error| unopened(&error));
    let [old, new] = collect([open(&old), open(&new)])?;
    let loader = contract::loader();
    let roots = [&old, &new].map(|opened| loader.add(&opened.key, &opened.name, opened.bytes.clone()));
    let lowered = [(roots[0], &*old.fetch), (roots[1], &*new.fetch)].map(|(doc, fetch)| {
        let root = loader.doc(doc).root().filter(|root| is_schema(*root) && !loader.doc(doc).broken())?;
        Some(contract::lower_schema(&loader, At { doc, node: root.at }, dialect(args), fetch))
    });
    let sources = loader.finish();
    let [Some((old, old_root)), Some((new, new_root))] = lowered else {
        let documents = sources.docs.into_iter().take(2);
        return Err(documents.filter_map(no_schema).collect());
    };
    let sources = Arc::new(sources);
    let (old, new) = (old.with(Arc::clone(&sources)), new.with(sources));
    let comparison = {
        let (old, new) = (old.schema(old_root), new.schema(new_root));
        inclusion::compare(old, new, args.senders, args.direction.projection())
    };
    Ok(Compared { old, new, comparison, fail_on })
}

fn dialect(args: &Schema) -> Dialect {
    args.dialect.unwrap_or(Dialect::Draft2020_12)
}

fn limit(args: &Schema, mut configs: Configs, new: &Input) -> Result<Option<Level>, Vec<Failure>> {
    let settings = configs.of(new.folder()).map_err(|failure| failure.take().into_iter().collect::<Vec<_>>())?;
    Ok(args.fail_on.or(settings.config.diff.fail_on).unwrap_or(Some(Level::Unproven)))
}

fn collect<T>(both: [Result<T, Failure>; 2]) -> Result<[T; 2], Vec<Failure>> {
    match both {
        [Ok(old), Ok(new)] => Ok([old, new]),
        both => Err(both.into_iter().filter_map(Result::err).collect()),
    }
}

/// The one file that an argument leads to.
fn find(argument: &OsStr) -> Result<Input, Failure> {
    if Path::new(argument).is_dir() {
        let message = format!("`{}` is a folder", argument.display());
        return Err(Failure::with_help(message, "name one schema in it"));
    }
    let found = input::gather(Path::new("."), &[argument.to_owned()], ROOT_KEYS, &mut |_, _| false);
    let error = found.errors.first().map(unopened);
    let nothing = || Failure::new(format!("there is no schema at `{}`", argument.display()));
    found.inputs.into_iter().next().ok_or_else(|| error.unwrap_or_else(nothing))
}

/// Whether the root of a document can be a schema, and is no description of an API.
fn is_schema(root: View<'_>) -> bool {
    use crate::source::tape::Kind;
    let description = ["openapi", "swagger"].iter().any(|key| root.get_text(key).is_some());
    matches!(root.kind(), Kind::Map | Kind::True | Kind::False) && !description
}

/// What is wrong with a document that should be a schema; nothing if it is one.
fn no_schema(document: crate::source::document::Document) -> Option<Failure> {
    let document = match broken(document) {
        Ok(failure) => return Some(failure),
        Err(document) => document,
    };
    let name = &document.name;
    let Some(root) = document.root() else {
        return Some(Failure::new(format!("{name} is no JSON Schema: it is empty")));
    };
    if is_schema(root) {
        return None;
    }
    Some(if root.is_map() {
        let message = format!("{name} is an OpenAPI description, and no bare JSON Schema");
        Failure::with_help(message, "`caveat diff OLD NEW` compares descriptions")
    } else {
        Failure::new(format!("{name} is no JSON Schema: this is {}", root.kind().noun()))
    })
}

/// Answers for each pair of a list, one line a pair.
fn read_pairs(args: &Schema, pairs: &OsStr, out: &mut dyn io::Write) -> Result<(Exit, io::Result<()>), Failure> {
    let input = find(pairs)?;
    let fail_on = limit(args, Configs::new(args.config.clone()), &input)
        .map_err(|mut failures| failures.pop().unwrap_or_else(|| Failure::new("the configuration cannot be read")))?;
    let opened = input.open(&mut io::stdin(), args.allow_outside).map_err(|error| unopened(&error))?;
    let loader = Loader::default();
    let doc = loader.add(&opened.key, &opened.name, opened.bytes);
    let sources = loader.finish();
    if sources.doc(doc).broken() {
        let document = sources.docs.into_iter().next();
        return Err(document.and_then(no_schema).unwrap_or_else(|| Failure::new("the list cannot be read")));
    }
    let document = sources.doc(doc);
    let name = &document.name;
    let fault = |message: &str| Failure::new(format!("{name} is no list of pairs: {message}"));
    let root = document.root().ok_or_else(|| fault("it is empty"))?;
    let list = root.get_text("pairs").unwrap_or(root);
    if !list.is_seq() || document.syntax != Syntax::Json {
        return Err(fault("it must be JSON, with a list under `pairs`"));
    }
    let default = named_dialect(root).unwrap_or(dialect(args));
    let mut worst = Exit::Clean;
    for (index, pair) in list.items().enumerate() {
        let sides = [pair.get_text("lhs"), pair.get_text("rhs")];
        let [Some(old), Some(new)] = sides else {
            return Err(fault(&format!("the pair with the index {index} has no `lhs` or no `rhs`")));
        };
        let dialect = named_dialect(pair).unwrap_or(default);
        let Some(comparison) = compare_pair(args, dialect, document.written(old.at), document.written(new.at)) else {
            return Err(fault(&format!("the pair with the index {index} has an empty side")));
        };
        worst = worst.max(exit(&comparison, args.direction, fail_on));
        let id = pair.get_text("id").and_then(View::as_scalar);
        if let Err(error) = report::json::write_pair(out, index, id.as_deref(), &comparison) {
            return Ok((worst, Err(error)));
        }
    }
    Ok((worst, out.flush()))
}

fn named_dialect(view: View<'_>) -> Option<Dialect> {
    Dialect::parse(&view.get_text("dialect")?.as_scalar()?)
}

/// Each pair is a world of its own: it neither sees nor keeps what others define.
fn compare_pair(args: &Schema, dialect: Dialect, old: &str, new: &str) -> Option<Comparison> {
    let loader = contract::loader();
    let lowered = [("old", old), ("new", new)].map(|(name, text)| {
        let doc = loader.add(name, name, text.as_bytes().to_vec());
        let root = loader.doc(doc).root()?;
        Some(contract::lower_schema(&loader, At { doc, node: root.at }, dialect, &NoFetch))
    });
    let sources = Arc::new(loader.finish());
    let [old, new] = lowered.map(|lowered| lowered.map(|(lowered, root)| (lowered.with(Arc::clone(&sources)), root)));
    let ((old, old_root), (new, new_root)) = (old?, new?);
    let (old, new) = (old.schema(old_root), new.schema(new_root));
    Some(inclusion::compare(old, new, args.senders, args.direction.projection()))
}
