//! A ruleset from its file, and what it extends from the files beside it.

use std::path::Path;

use hashbrown::HashSet;

use super::read::{self, Extends};
use super::reader::Reader;
use super::{Entry, Extended, File, Layer, Note, Patch, Ruleset, Take};
use crate::config::Mistakes;
use crate::source::fetch::Files;
use crate::source::loader::{Fetch as _, Refusal, Target};
use crate::source::names::Interner;

/// How deep rulesets may extend each other.
const DEEPEST: usize = 20;
/// How many files one ruleset may be made of.
const MOST_FILES: usize = 200;
/// How many times rulesets may be extended in all: two that each extend another twice are doubled each time.
const MOST_LAYERS: usize = 2_000;

/// Why a ruleset was not read.
pub enum Failed {
    /// The file cannot be read, and why.
    Unreadable(String),
    /// Files with mistakes.
    Mistakes(Vec<Mistakes>),
}

/// Reads a ruleset from a file. Only files in its folder, and in folders below, are read for it.
///
/// # Errors
///
/// A ruleset with a mistake is no ruleset.
pub fn load(path: &Path) -> Result<Ruleset, Failed> {
    let name = path.display().to_string();
    let cannot = |why: &str| Failed::Unreadable(format!("the ruleset {name} cannot be read: {why}"));
    if path.extension().is_some_and(|e| ["js", "mjs", "cjs", "ts"].iter().any(|script| e.eq_ignore_ascii_case(script)))
    {
        return Err(cannot("it is written in JavaScript, and only YAML and JSON are read"));
    }
    let (files, key) = Files::around(path, &name, false).map_err(|_| cannot("there is no such file"))?;
    let mut loading = Loading {
        fetch: &files,
        files: HashSet::new(),
        open: Vec::new(),
        mistakes: Vec::new(),
        notes: Vec::new(),
        layers: 0,
        root: name.clone(),
    };
    let target = Target { key, name: name.clone() };
    let layer = loading.layer(&target, 0).map_err(|why| cannot(&why))?;
    let Loading { mistakes, mut notes, .. } = loading;
    if !mistakes.is_empty() {
        return Err(Failed::Mistakes(mistakes));
    }
    notes.sort();
    notes.dedup();
    let folder = path.parent().unwrap_or(path).to_owned();
    Ok(Ruleset { name, notes, folder, layer })
}

struct Loading<'f> {
    fetch: &'f Files,
    /// Files that were read, and those of them that are being read.
    files: HashSet<String>,
    open: Vec<String>,
    mistakes: Vec<Mistakes>,
    notes: Vec<Note>,
    layers: usize,
    root: String,
}

/// What a layer has, by name: for entries that change what is inherited.
#[derive(Default)]
struct Inherited {
    names: std::collections::BTreeSet<String>,
    /// What is extended and not run.
    unread: Vec<(String, Option<Take>)>,
}

impl Loading<'_> {
    fn note(&mut self, what: &str, why: String) {
        self.notes.push(Note { ruleset: self.root.clone(), what: what.to_owned(), why });
    }

    fn layer(&mut self, target: &Target, depth: usize) -> Result<Layer, String> {
        self.read(target, depth).map(|(layer, _)| layer)
    }

    /// Reads a file. Recurses as deep as rulesets extend each other, which is bounded.
    fn read(&mut self, target: &Target, depth: usize) -> Result<(Layer, Inherited), String> {
        self.layers += 1;
        if depth > DEEPEST || self.layers > MOST_LAYERS || self.files.len() > MOST_FILES {
            return Err("too many rulesets extend each other".to_owned());
        }
        if self.open.contains(&target.key) {
            return Err("rulesets extend each other in a circle".to_owned());
        }
        let bytes = self.fetch.read(target).map_err(|refusal| refusal.to_string())?;
        self.open.push(target.key.clone());
        let first = self.files.insert(target.key.clone());
        let document = crate::source::read(target.name.clone(), bytes, &mut Interner::default());
        let file = File { document, key: target.key.clone() };
        let mut reader = Reader::of(&file.document);
        let root = file.document.root().filter(|_| !file.document.broken());
        let mut layer = Layer::default();
        let mut inherited = Inherited::default();
        if let Some(root) = root {
            let mut read = read::file(&mut reader, root);
            for key in read.unused {
                self.note(&format!("`{key}`"), "this key has no meaning here".to_owned());
            }
            layer = std::mem::take(&mut read.layer);
            layer.extends = self.extends(&file, &mut reader, &read.extends, &mut inherited, depth);
            for ((name, entry), &place) in layer.entries.iter().zip(&read.places) {
                self.inherits(&mut reader, &mut inherited, name, entry, place);
            }
            let overridden = std::mem::take(&mut read.overridden);
            for (over, extends) in layer.overrides.iter_mut().zip(overridden) {
                over.layer.extends = self.extends(&file, &mut reader, &extends, &mut inherited, depth);
                for (name, entry) in &over.layer.entries {
                    self.inherits(&mut reader, &mut inherited, name, entry, root.at);
                }
            }
            if depth > 0 && !layer.overrides.is_empty() {
                self.note(
                    &format!("`overrides` of {}", target.name),
                    "they count only for a ruleset that is named itself".to_owned(),
                );
                layer.overrides.clear();
            }
        } else if reader.mistakes.is_empty() {
            reader.mistakes.push(crate::config::Mistake {
                start: 0,
                end: 0,
                label: String::new(),
                message: "this ruleset is empty".to_owned(),
                help: Some("write `rules:`, and rules below it".to_owned()),
            });
        }
        let mut list = std::mem::take(&mut reader.mistakes);
        if !list.is_empty() && first {
            list.sort_by_key(|mistake| (mistake.start, mistake.end));
            self.mistakes.push(Mistakes { document: file.document, list });
        }
        self.open.pop();
        Ok((layer, inherited))
    }

    fn extends(
        &mut self,
        file: &File,
        reader: &mut Reader<'_>,
        extends: &Extends,
        inherited: &mut Inherited,
        depth: usize,
    ) -> Vec<Extended> {
        let mut layers = Vec::new();
        for (place, name, take) in extends {
            if let Some(why) = foreign(name) {
                if *take != Some(Take::Off) {
                    self.note(&format!("`{name}`"), why.to_owned());
                }
                inherited.unread.push((name.clone(), *take));
                continue;
            }
            let resolved = self.fetch.resolve(&file.key, name).map_err(|refusal| match refusal {
                Refusal::Outside => "it leads out of the ruleset's folder".to_owned(),
                other => other.to_string(),
            });
            match resolved.and_then(|target| self.read(&target, depth + 1)) {
                Ok((layer, below)) => {
                    inherited.names.extend(below.names);
                    inherited.unread.extend(below.unread);
                    layers.push(Extended { layer, take: *take });
                }
                Err(why) => {
                    let help = "name a file in the folder of the ruleset that was named, or below it".to_owned();
                    reader.mistake(*place, "not read", format!("`{name}` cannot be extended: {why}"), Some(help));
                }
            }
        }
        layers
    }

    /// Checks that what an entry changes is there.
    fn inherits(&mut self, reader: &mut Reader<'_>, inherited: &mut Inherited, name: &str, entry: &Entry, place: u32) {
        if let Entry::Rule(patch) = entry {
            if !inherited.names.contains(name) && !whole(patch) {
                if let Some((from, _)) = inherited.unread.first() {
                    self.note(&format!("`{name}`"), format!("it changes a rule of `{from}`, which is not run"));
                } else {
                    let help = Some("write both".to_owned());
                    reader.mistake(place, "not whole", format!("the rule `{name}` has no `given` or no `then`"), help);
                }
                return;
            }
            inherited.names.insert(name.to_owned());
            return;
        }
        if inherited.names.contains(name) {
            return;
        }
        match inherited.unread.first() {
            Some(_) if matches!(entry, Entry::On(false) | Entry::Level(None)) => {}
            Some((from, _)) => self.note(&format!("`{name}`"), format!("it is a rule of `{from}`, which is not run")),
            None => {
                let known: Vec<&str> = inherited.names.iter().map(String::as_str).collect();
                if known.is_empty() {
                    let help = Some("write the rule, or extend the ruleset that has it".to_owned());
                    reader.mistake(place, "nothing to change", format!("there is no rule `{name}` to change"), help);
                } else {
                    reader.unknown(place, name, "rule that is inherited", &known);
                }
            }
        }
    }
}

fn whole(patch: &Patch) -> bool {
    patch.given.is_some() && patch.then.is_some()
}

/// Why a ruleset that is extended is not read, if it is no file.
fn foreign(name: &str) -> Option<&'static str> {
    let ends = |suffixes: &[&str]| suffixes.iter().any(|suffix| name.to_ascii_lowercase().ends_with(suffix));
    if name.starts_with("spectral:oas") {
        Some("caveat's own rules look for the same: `caveat rules` lists them")
    } else if name.starts_with("spectral:") {
        Some("it is not about OpenAPI")
    } else if name.contains("://") {
        Some("nothing is fetched from the network: save it beside this ruleset")
    } else if ends(&[".js", ".mjs", ".cjs", ".ts"]) {
        Some("it is written in JavaScript")
    } else if ends(&[".yaml", ".yml", ".json"]) || name.starts_with(['.', '/']) {
        None
    } else {
        Some("it is a package of npm: name the file of its ruleset, as `./node_modules/…`")
    }
}
