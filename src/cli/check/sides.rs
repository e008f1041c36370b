//! Which descriptions a check looks at, and what each is compared with.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

use crate::cli::args::Check;
use crate::cli::descriptions::unopened;
use crate::cli::diff::{both, find};
use crate::cli::failure::Failure;
use crate::cli::settings::{Configs, Counting};
use crate::contract::sniff::ROOT_KEYS;
use crate::source::fetch::Git;
use crate::source::input::{self, Input, InputError, Inputs, Skipped};

/// A description, with the one of before.
pub(super) struct Sides {
    /// Nothing if it is new.
    pub(super) old: Option<Input>,
    pub(super) new: Input,
    pub(super) counting: Counting,
}

/// What there is to do.
#[derive(Default)]
pub(super) struct Job {
    pub(super) sides: Vec<Sides>,
    /// Descriptions of before of which there is none now, by their paths.
    pub(super) gone: Vec<String>,
    pub(super) failures: Vec<Failure>,
    /// The files that settings come from.
    pub(super) files: Vec<PathBuf>,
}

impl Job {
    /// What the arguments ask for.
    pub(super) fn of(args: &Check) -> Self {
        let mut configs = Configs::on(args.judging.today.clone(), args.config.clone());
        if args.config.is_some()
            && let Err(failure) = configs.of(Path::new("."))
        {
            return Self { failures: failure.take().into_iter().collect(), ..Self::default() };
        }
        let here = [OsString::from(".")];
        let paths = if args.paths.is_empty() { &here } else { &*args.paths };
        let mut job = Self::default();
        match (&args.since, &args.against) {
            (Some(revision), _) => match Repository::here(revision) {
                Ok(repository) => job.since(&repository, revision, paths, &mut configs),
                Err(failure) => job.failures.push(failure),
            },
            (None, old) => job.against(old.as_deref().unwrap_or_default(), paths, &mut configs),
        }
        job.files = configs.files().collect();
        job
    }

    fn against(&mut self, old: &OsStr, paths: &[OsString], configs: &mut Configs) {
        let [path] = paths else {
            let message = format!("`--against` compares one description, and {} paths are given", paths.len());
            return self.failures.push(Failure::with_help(message, "`--since` compares many"));
        };
        if path == input::STDIN && old == input::STDIN {
            return self.failures.push(Failure::new("only one of both can come from standard input"));
        }
        match both(find(&old.to_owned(), configs), find(path, configs)) {
            Ok((old, new)) => self.add(Some(old), new, configs),
            Err(failures) => self.failures.extend(failures),
        }
    }

    fn since(&mut self, repository: &Repository, revision: &str, paths: &[OsString], configs: &mut Configs) {
        let mut olds: BTreeMap<String, Input> = BTreeMap::new();
        let mut news: BTreeMap<String, Input> = BTreeMap::new();
        for argument in paths {
            let Some(place) = repository.place(Path::new(argument)) else {
                let message = format!("`{}` is not in the git repository of this folder", argument.display());
                self.failures.push(Failure::with_help(message, "compare it with a file: --against FILE"));
                continue;
            };
            let found = gather(argument, configs);
            let was = gather(&OsString::from(format!("{revision}:{place}")), configs);
            // What is gone leads nowhere now, and is said otherwise.
            let missing = |e: &&InputError| matches!(e, InputError::Missing { .. } | InputError::Nothing(_));
            let gone = found.errors.iter().all(|error| missing(&error)) && !was.inputs.is_empty();
            let absent = |e: &&InputError| matches!(e, InputError::NotInRevision(..) | InputError::Nothing(_));
            let errors = found.errors.iter().filter(|_| !gone).chain(was.errors.iter().filter(|e| !absent(e)));
            self.failures.extend(errors.map(unopened));
            for Skipped { name, why, .. } in found.skipped.iter().filter(|skipped| !skipped.link) {
                self.failures.push(Failure::new(format!("{name} cannot be read: {why}")));
            }
            for input in found.inputs {
                if let Some(place) = input.path().and_then(|path| repository.place(path)) {
                    news.entry(place).or_insert(input);
                }
            }
            for input in was.inputs {
                if let Some(place) = input.path().and_then(|path| repository.place(path)) {
                    olds.entry(place).or_insert(input);
                }
            }
        }
        let mut same: BTreeMap<String, Input> =
            news.keys().filter_map(|place| Some((place.clone(), olds.remove(place)?))).collect();
        for (place, new) in news {
            // The same in another format: `api.json` is `api.yaml` now.
            let stem = |place: &str| Path::new(place).with_extension("");
            let moved = |olds: &BTreeMap<String, Input>| {
                olds.keys().find(|old| stem(old) == stem(&place) && !repository.has(old)).cloned()
            };
            let old = same.remove(&place).or_else(|| olds.remove(&moved(&olds)?));
            self.add(old, new, configs);
        }
        // What is there and was not found is hidden, unless it is no description any more.
        let hidden = |old: &Input| old.path().is_some_and(|path| input::is_root(path, ROOT_KEYS));
        self.gone.extend(olds.into_iter().filter(|(_, old)| !hidden(old)).map(|(place, _)| place));
    }

    fn add(&mut self, old: Option<Input>, new: Input, configs: &mut Configs) {
        match configs.for_input(&new) {
            Ok(counting) => self.sides.push(Sides { old, new, counting }),
            // Said once, for the first description that it counts for.
            Err(failure) => self.failures.extend(failure),
        }
    }
}

fn gather(argument: &OsString, configs: &mut Configs) -> Inputs {
    input::gather(Path::new("."), std::slice::from_ref(argument), ROOT_KEYS, &mut |path, is_folder| {
        let settings = path.parent().and_then(|folder| configs.of(folder).ok());
        settings.is_some_and(|settings| settings.config.exclude.matches(path, is_folder))
    })
}

/// The git repository of the current folder.
struct Repository {
    /// Where its working tree begins.
    root: PathBuf,
}

impl Repository {
    /// The one that this folder is in, if it has the revision.
    fn here(revision: &str) -> Result<Self, Failure> {
        let here = Path::new(".");
        let git = Git::new(here);
        let cannot = |why: String| Failure::with_help(why, "compare with a file: --against FILE");
        let prefix = git.prefix().map_err(|refusal| cannot(refusal.to_string()))?;
        let prefix = prefix.ok_or_else(|| cannot("this folder is in no git repository".to_owned()))?;
        if !git.has(revision).map_err(|refusal| cannot(refusal.to_string()))? {
            let message = format!("there is no git revision `{revision}`");
            let help = "fetch it first; a checkout in CI often has no other branch and no history";
            return Err(Failure::with_help(message, help));
        }
        let above = prefix.split('/').filter(|folder| !folder.is_empty()).map(|_| "..");
        let root = above.fold(here.to_owned(), |folder, up| folder.join(up));
        let root = root.canonicalize().map_err(|error| cannot(format!("this folder cannot be read: {error}")))?;
        Ok(Self { root })
    }

    /// The path from the root of the repository, with `/`; nothing for what lies elsewhere.
    fn place(&self, path: &Path) -> Option<String> {
        let path = std::path::absolute(path).ok()?;
        // Links lead to where git knows a file; but a file that is a link itself is known under its own name.
        let whole = if path.is_dir() { path.canonicalize().ok()? } else { resolved(&path)? };
        let steps = whole.strip_prefix(&self.root).ok()?.components();
        Some(steps.map(|step| step.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/"))
    }

    fn has(&self, place: &str) -> bool {
        self.root.join(place).exists()
    }
}

/// A path with the links on the way to it resolved, as far as it exists.
fn resolved(path: &Path) -> Option<PathBuf> {
    let (folder, real) = path.ancestors().skip(1).find_map(|folder| Some((folder, folder.canonicalize().ok()?)))?;
    Some(real.join(path.strip_prefix(folder).ok()?))
}
