//! Which configuration counts for which description.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::failure::Failure;
use crate::config::{self, Config};
use crate::lint::Plan;

/// A configuration, and the plan that it makes.
pub(super) struct Settings {
    pub(super) config: Config,
    pub(super) plan: Plan,
}

/// The configurations of a run. Each file is read once, and its mistakes are said once.
pub(super) struct Configs {
    /// That of `--config`; it counts for everything.
    forced: Option<PathBuf>,
    defaults: Arc<Settings>,
    /// By file; nothing where a file has mistakes.
    read: BTreeMap<PathBuf, Option<Arc<Settings>>>,
    found: BTreeMap<PathBuf, Option<PathBuf>>,
    /// What is wrong with them.
    pub(super) failures: Vec<Failure>,
}

impl Configs {
    pub(super) fn new(forced: Option<PathBuf>) -> Self {
        let defaults = Arc::new(Settings { config: Config::default(), plan: Plan::default() });
        Self { forced, defaults, read: BTreeMap::new(), found: BTreeMap::new(), failures: Vec::new() }
    }

    /// What counts for a description in `folder`; nothing if that has mistakes.
    pub(super) fn of(&mut self, folder: &Path) -> Option<Arc<Settings>> {
        if let Some(forced) = self.forced.clone() {
            // What a person names on the command line is meant from where the person stands.
            return self.settings(&forced, Path::new("."), &forced);
        }
        let found = self.found.entry(folder.to_owned()).or_insert_with(|| config::find(folder)).clone();
        let Some(file) = found else { return Some(self.defaults.clone()) };
        let here = std::env::current_dir().ok();
        let shown = here.as_deref().and_then(|here| file.strip_prefix(here).ok()).unwrap_or(&file).to_owned();
        let folder = file.parent().unwrap_or(&file).to_owned();
        self.settings(&file, &folder, &shown)
    }

    fn settings(&mut self, file: &Path, folder: &Path, shown: &Path) -> Option<Arc<Settings>> {
        if let Some(known) = self.read.get(file) {
            return known.clone();
        }
        let settings = match read(file, folder, shown) {
            Ok(settings) => Some(Arc::new(settings)),
            Err(failure) => {
                self.failures.push(failure);
                None
            }
        };
        self.read.insert(file.to_owned(), settings.clone());
        settings
    }
}

fn read(file: &Path, folder: &Path, shown: &Path) -> Result<Settings, Failure> {
    let shown = shown.display().to_string();
    let cannot = |why: &dyn std::fmt::Display| Failure::new(format!("the configuration {shown} cannot be read: {why}"));
    let bytes = std::fs::read(file).map_err(|error| cannot(&error))?;
    let config = config::read(&shown, bytes, folder).map_err(Failure::Config)?;
    let plan = Plan::new(&config.rules, config.conventions.clone())
        .map_err(|(rule, error)| cannot(&format!("the options of `{rule}`: {error}")))?;
    Ok(Settings { config, plan })
}
