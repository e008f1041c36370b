//! What a configuration is made of: the presets and files that it extends, and what stands in it.
//!
//! All of them are read in one order, the lowest first, into one configuration; what is read later replaces what was
//! there. So the order in which `extends` names things is the order in which they count, and nothing else is.

use std::collections::BTreeSet;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::vec::IntoIter;

use super::presets::{self, Preset};
use super::read::Reader;
use super::{Config, Mistake, Mistakes, Origin};
use crate::source::document::{Document, View};
use crate::source::fetch::without_number;
use crate::source::names::Interner;
use crate::source::near::near;

/// Nobody writes as much; what goes on for ever, as some devices do, is not read for ever.
const LARGEST: u64 = 16 << 20;
/// How many files a configuration may be made of: names that double in each file would be without end.
const MOST_FILES: usize = 100;
/// What stands before the file of a Spectral ruleset.
const SPECTRAL: &str = "spectral:";

/// A file of a configuration, with its bytes.
pub struct Source {
    /// The name to show.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// The folder that it lies in, where paths in `extends` begin.
    pub folder: PathBuf,
    /// The folder where its patterns begin.
    pub patterns: PathBuf,
}

/// Something that is extended.
enum Extended {
    Preset(&'static Preset),
    File(PathBuf),
    Spectral(PathBuf),
}

/// A file that is being read: its turn comes when all that it extends was read.
struct Open {
    document: Document,
    patterns: PathBuf,
    /// Where it lies, behind all links.
    path: Option<PathBuf>,
    mistakes: Vec<Mistake>,
    todo: IntoIter<(Extended, u32)>,
}

impl Open {
    fn new(source: Source, path: Option<PathBuf>) -> Self {
        let document = crate::source::read(source.name, source.bytes, &mut Interner::default());
        let mut reader = Reader::new(&document, &source.folder, Config::default());
        reader.syntax();
        let extended = if document.broken() { Vec::new() } else { reader.extended() };
        let mistakes = reader.mistakes;
        Self { document, patterns: source.patterns, path, mistakes, todo: extended.into_iter() }
    }

    fn mistake(&mut self, node: u32, label: &str, message: String, help: Option<String>) {
        let mut reader = Reader::new(&self.document, &self.patterns, Config::default());
        reader.mistake(node, label, message, help);
        self.mistakes.append(&mut reader.mistakes);
    }
}

/// Reads the bytes of a configuration.
pub fn open(path: &Path) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    let file = std::fs::File::open(path).and_then(|file| file.take(LARGEST + 1).read_to_end(&mut bytes));
    let length = file.map_err(|error| without_number(&error))? as u64;
    if length > LARGEST { Err("it has more than 16 MiB".to_owned()) } else { Ok(bytes) }
}

/// Reads a configuration that lies in `folder`, where its patterns begin as well.
pub fn read(name: &str, bytes: Vec<u8>, folder: &Path) -> Result<Config, Vec<Mistakes>> {
    let (name, folder) = (name.to_owned(), folder.to_owned());
    read_source(Source { name, bytes, patterns: folder.clone(), folder })
}

/// Reads a configuration with all that it extends. The mistakes stand by file, those of the first one first.
pub fn read_source(source: Source) -> Result<Config, Vec<Mistakes>> {
    let mut config = Config::default();
    let mut wrong: Vec<Mistakes> = Vec::new();
    let mut files = 1;
    let path = source.folder.join(Path::new(&source.name).file_name().unwrap_or_default()).canonicalize().ok();
    let mut open = vec![Open::new(source, path)];
    while let Some(mut top) = open.pop() {
        let Some((extended, node)) = top.todo.next() else {
            let Open { document, patterns, mut mistakes, .. } = top;
            let mut reader = Reader::new(&document, &patterns, config);
            if !document.broken() {
                reader.document();
            }
            mistakes.append(&mut reader.mistakes);
            config = reader.config;
            if !mistakes.is_empty() {
                mistakes.sort_by_key(|m| (m.start, m.end));
                wrong.push(Mistakes { document, list: mistakes });
            }
            continue;
        };
        let origin = Origin::of(&top.document, node);
        match extended {
            Extended::Preset(preset) => presets::apply(preset, &mut config, &origin),
            Extended::Spectral(file) => {
                config.origins.insert(format!("extends.{SPECTRAL}{}", file.display()), origin);
                config.spectral.push(file);
            }
            Extended::File(file) => {
                files += 1;
                match next(&top, &open, &file, files) {
                    Ok(below) => {
                        open.push(top);
                        open.push(below);
                        continue;
                    }
                    Err((label, message, help)) => top.mistake(node, label, message, help),
                }
            }
        }
        open.push(top);
    }
    wrong.reverse();
    if wrong.is_empty() { Ok(config) } else { Err(wrong) }
}

/// What is wrong with an entry: a few words for its place, a sentence, and a way out.
type Wrong = (&'static str, String, Option<String>);

/// Opens a file that is extended.
fn next(by: &Open, open: &[Open], file: &Path, files: usize) -> Result<Open, Wrong> {
    let shown = file.display();
    if files > MOST_FILES {
        let message = format!("the configuration is made of more than {MOST_FILES} files");
        return Err(("too much", message, Some("extend a file once".to_owned())));
    }
    if !file.exists() {
        return Err(missing(file));
    }
    let path = file.canonicalize().ok();
    if open.iter().chain([by]).any(|above| path.is_some() && above.path == path) {
        let message = format!("`{shown}` extends itself, so that nothing of it counts before the rest");
        return Err(("a circle", message, Some("take the entry away in one of the files".to_owned())));
    }
    let cannot = |why: &str| ("unreadable", format!("`{shown}` cannot be read: {why}"), None);
    // Opening a named pipe would wait for its writer.
    if !file.is_file() {
        return Err(cannot("it is no file"));
    }
    let bytes = self::open(file).map_err(|why| cannot(&why))?;
    let folder = file.parent().unwrap_or(Path::new("")).to_owned();
    let name = shown.to_string().replace('\\', "/");
    Ok(Open::new(Source { name, bytes, patterns: folder.clone(), folder }, path))
}

fn missing(file: &Path) -> Wrong {
    let help = near(Path::new("."), file).map(|near| format!("did you mean `{near}`?"));
    let help = help.or_else(|| Some("a path begins in the folder of the file that it stands in".to_owned()));
    ("missing", format!("there is no file `{}`", file.display()), help)
}

impl Reader<'_> {
    /// What the file extends, the lowest first.
    fn extended(&mut self) -> Vec<(Extended, u32)> {
        let mut found = Vec::new();
        let Some(root) = self.doc.root() else { return found };
        let mut seen = BTreeSet::new();
        for key in ["presets", "extends"] {
            for (_, _, value) in self.doc_members(root).into_iter().filter(|(name, ..)| name == key) {
                if !value.is_seq() && (key == "presets" || value.as_str().is_none()) {
                    let help = value.as_str().map(|name| format!("write `{key}: [{name}]`"));
                    self.wrong_type(value, &format!("`{key}`"), "a list", help);
                    continue;
                }
                // A text is a list of one.
                let items: Vec<View<'_>> = if value.is_seq() { value.items().collect() } else { vec![value] };
                for item in items {
                    let entry = if key == "presets" { self.preset(item) } else { self.entry(item) };
                    if let Some(entry) = entry {
                        if key == "extends" && !seen.insert(item.as_str()) {
                            let message = format!("`{}` stands twice in `extends`", item.as_str().unwrap_or_default());
                            self.mistake(item.at, "again", message, Some("remove one of them".into()));
                        }
                        found.push((entry, item.at));
                    }
                }
            }
        }
        found
    }

    fn preset(&mut self, item: View<'_>) -> Option<Extended> {
        self.word(item, "preset", &presets::words()).map(Extended::Preset)
    }

    /// A preset by its name, a ruleset of Spectral, or else a file, which has a dot or a slash in its name.
    fn entry(&mut self, item: View<'_>) -> Option<Extended> {
        let text = self.text(item, "an entry of `extends`")?;
        if text.contains("://") {
            let message = format!("`{text}` is a network address, which is never read");
            self.mistake(item.at, "an address", message, Some("download it and give the file".into()));
            return None;
        }
        if let Some(file) = text.strip_prefix(SPECTRAL) {
            let file = self.beside(file);
            if !file.is_file() {
                let (label, message, help) = missing(&file);
                self.mistake(item.at, label, message, help);
                return None;
            }
            return Some(Extended::Spectral(file));
        }
        let is_path = text.contains(['/', '\\', '.']);
        if is_path {
            return Some(Extended::File(self.beside(&text)));
        }
        let words: Vec<&str> = presets::PRESETS.iter().map(|preset| preset.name).collect();
        match presets::PRESETS.iter().find(|preset| preset.name == text) {
            Some(preset) => Some(Extended::Preset(preset)),
            None => {
                let others = format!("the presets are {}; a file of that name is `./{text}`", words.join(", "));
                self.unknown(item.at, &text, "preset", &words, Some(&others));
                None
            }
        }
    }

    /// A path that begins in the folder of the file, as short as it can be.
    fn beside(&self, path: &str) -> PathBuf {
        let joined = self.folder.join(path);
        let mut short = PathBuf::new();
        for component in joined.components() {
            match component {
                std::path::Component::CurDir => {}
                std::path::Component::ParentDir
                    if matches!(short.components().next_back(), Some(std::path::Component::Normal(_))) =>
                {
                    short.pop();
                }
                other => short.push(other),
            }
        }
        short
    }
}
