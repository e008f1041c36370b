//! Which configuration counts for which description.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::failure::Failure;
use super::{spectral, today};
use crate::config::{self, Config, FILE_NAMES, Places};
use crate::contract::Contract;
use crate::finding::Finding;
use crate::lint::Plan;
use crate::source::input::Input;
use crate::source::near::near;
use crate::spectral::{Note, Ruleset};
use crate::suppress::{Accepted, Ignores, REDOCLY_FILE};

/// A configuration, and the plan that it makes.
pub(super) struct Settings {
    pub(super) config: Arc<Config>,
    pub(super) plan: Plan,
}

/// What counts for one description.
pub(super) struct Counting {
    pub(super) settings: Arc<Settings>,
    /// What Redocly is told to ignore.
    pub(super) ignores: Option<Arc<Ignores>>,
    /// The rulesets of Spectral that run.
    pub(super) rulesets: Arc<Vec<Ruleset>>,
}

impl Counting {
    /// What is accepted beside what the description says itself.
    pub(super) fn accepted(&self) -> Accepted<'_> {
        let Settings { plan, config } = &*self.settings;
        Accepted { plan, allow: &config.allow, ignores: self.ignores.as_deref() }
    }

    /// Adds what rulesets find in a description, and gives each finding the level that counts in its place; `place` says
    /// where a document lies, by its name. Says what of the rulesets was not run.
    pub(super) fn complete(
        &self,
        findings: &mut Vec<Finding>,
        contract: &Contract,
        place: &dyn Fn(&str) -> PathBuf,
    ) -> BTreeSet<Note> {
        let config = &self.settings.config;
        let mut notes = BTreeSet::new();
        if !self.rulesets.is_empty() {
            let outcome = crate::spectral::run(contract, &self.rulesets);
            spectral::add(findings, outcome.findings, config);
            notes = outcome.notes;
        }
        config.adjust(findings, &Places::new(&contract.sources, contract.at.doc), place);
        notes
    }
}

/// The configurations of a run. Each file is read once.
pub(super) struct Configs {
    /// That of `--config`; it counts for everything.
    pub(super) forced: Option<PathBuf>,
    defaults: Arc<Settings>,
    /// The day on which sunset dates are judged.
    today: String,
    /// By file.
    read: BTreeMap<PathBuf, Read>,
    /// The file by the folder of a description.
    found: BTreeMap<PathBuf, Option<PathBuf>>,
    /// The rulesets that the command line names; they run on everything.
    asked: Vec<PathBuf>,
    /// Files that configurations extend or name.
    named: BTreeSet<PathBuf>,
    /// Rulesets by what names them; nothing where something is wrong with them, which was said.
    rulesets: BTreeMap<Vec<PathBuf>, Option<Arc<Vec<Ruleset>>>>,
    /// Ignore files of Redocly, by the folder of a description.
    ignores: BTreeMap<PathBuf, Option<Arc<Ignores>>>,
}

/// What a file says, or what is wrong with it, until somebody takes that to say it.
type Read = Result<Arc<Settings>, Option<Failure>>;

impl Configs {
    pub(super) fn new(forced: Option<PathBuf>) -> Self {
        Self::on(None, forced)
    }

    /// The same on a day that is not today.
    pub(super) fn on(day: Option<String>, forced: Option<PathBuf>) -> Self {
        let today = day.unwrap_or_else(today::now);
        let mut plan = Plan::default();
        plan.today = Some(today.clone());
        let defaults = Arc::new(Settings { config: Arc::default(), plan });
        Self {
            forced,
            defaults,
            today,
            read: BTreeMap::new(),
            found: BTreeMap::new(),
            asked: Vec::new(),
            named: BTreeSet::new(),
            rulesets: BTreeMap::new(),
            ignores: BTreeMap::new(),
        }
    }

    /// The same, with rulesets of Spectral that run on everything.
    pub(super) fn with_rulesets(mut self, files: &[PathBuf]) -> Self {
        self.asked = files.to_vec();
        self
    }

    /// What counts for a description, or what is wrong with that if it was not said yet.
    pub(super) fn for_input(&mut self, input: &Input) -> Result<Counting, Vec<Failure>> {
        let settings = self.of(input.folder()).map_err(|failure| Vec::from_iter(failure.take()))?;
        let settings = settings.within(input.path()).map_err(|failure| vec![failure])?;
        let rulesets = self.rulesets(&settings.config)?;
        Ok(Counting { settings, ignores: self.ignores(input.folder()), rulesets })
    }

    fn rulesets(&mut self, config: &Config) -> Result<Arc<Vec<Ruleset>>, Vec<Failure>> {
        let files: Vec<PathBuf> = self.asked.iter().chain(&config.spectral).cloned().collect();
        if let Some(known) = self.rulesets.get(&files) {
            return known.clone().ok_or_else(Vec::new);
        }
        let read = spectral::load(&files).map(Arc::new);
        self.rulesets.insert(files, read.as_ref().ok().cloned());
        read
    }

    /// The file that counts for descriptions in `folder`.
    pub(super) fn file(&mut self, folder: &Path) -> Option<PathBuf> {
        if self.forced.is_some() {
            return self.forced.clone();
        }
        self.found.entry(folder.to_owned()).or_insert_with(|| config::find(folder)).clone()
    }

    /// What counts in `folder`.
    pub(super) fn of(&mut self, folder: &Path) -> Result<Arc<Settings>, &mut Option<Failure>> {
        let (file, base) = match &self.forced {
            // What a person names on the command line is meant from where the person stands.
            Some(forced) => (forced.clone(), PathBuf::from(".")),
            None => {
                let found = self.found.entry(folder.to_owned()).or_insert_with(|| config::find(folder));
                let Some(file) = found else { return Ok(self.defaults.clone()) };
                (file.clone(), file.parent().unwrap_or(file).to_owned())
            }
        };
        let (today, named) = (&self.today, &mut self.named);
        let first = |file: &PathBuf| {
            let read = read(file, &base, today).map(Arc::new);
            named.extend(files_named(&read));
            read.map_err(Some)
        };
        match self.read.entry(file).or_insert_with_key(first) {
            Ok(settings) => Ok(settings.clone()),
            Err(failure) => Err(failure),
        }
    }

    /// The files that settings were read from, and those from which they would be if they were there.
    pub(super) fn files(&self) -> impl Iterator<Item = PathBuf> {
        let folders =
            self.found.keys().chain(self.ignores.keys()).filter_map(|folder| std::path::absolute(folder).ok());
        let above: BTreeSet<PathBuf> =
            folders.flat_map(|folder| folder.ancestors().map(Path::to_owned).collect::<Vec<_>>()).collect();
        let possible =
            move |above: PathBuf| FILE_NAMES.into_iter().chain([REDOCLY_FILE]).map(move |name| above.join(name));
        let read = self.forced.iter().chain(self.read.keys()).chain(&self.asked).chain(&self.named).cloned();
        read.chain(above.into_iter().flat_map(possible))
    }

    /// What Redocly is told to ignore in a description in `folder`, by the nearest file of it at or above that.
    fn ignores(&mut self, folder: &Path) -> Option<Arc<Ignores>> {
        let find = || {
            let folder = std::path::absolute(folder).ok()?;
            let above = folder.ancestors().find(|above| above.join(REDOCLY_FILE).is_file())?;
            let file = above.join(REDOCLY_FILE);
            let bytes = config::open(&file).ok()?;
            Some(Arc::new(Ignores::read(&shown(&file), bytes, above)))
        };
        self.ignores.entry(folder.to_owned()).or_insert_with(find).clone()
    }
}

impl Settings {
    fn new(config: Arc<Config>, today: &str) -> Result<Self, Failure> {
        let plan = plan(&config, today)?;
        Ok(Self { config, plan })
    }

    /// What counts for the description at `path`, where overrides say something else of it.
    pub(super) fn within(self: Arc<Self>, path: Option<&Path>) -> Result<Arc<Self>, Failure> {
        let Some(within) = self.config.within(path) else { return Ok(self) };
        let mut plan = plan(&within, "")?;
        plan.today.clone_from(&self.plan.today);
        Ok(Arc::new(Self { config: self.config.clone(), plan }))
    }
}

/// The files that a configuration is made of, and those that it names.
fn files_named(read: &Result<Arc<Settings>, Failure>) -> Vec<PathBuf> {
    match read {
        Ok(settings) => {
            let config = &settings.config;
            let extended = config.origins.values().map(|origin| PathBuf::from(&*origin.file));
            extended.chain(config.spectral.iter().chain(&config.baseline).cloned()).collect()
        }
        Err(Failure::Config(mistakes)) => mistakes.iter().map(|one| PathBuf::from(&one.document.name)).collect(),
        Err(_) => Vec::new(),
    }
}

fn plan(config: &Config, today: &str) -> Result<Plan, Failure> {
    let mut plan = Plan::new(&config.rules, config.conventions.clone())
        .map_err(|(rule, error)| Failure::new(format!("the options of `{rule}` cannot be used: {error}")))?;
    plan.today = Some(today.to_owned());
    Ok(plan)
}

/// The name to show for a file: its path from the current folder, if it lies there.
pub(super) fn shown(file: &Path) -> String {
    let here = std::env::current_dir().ok();
    here.as_deref().and_then(|here| file.strip_prefix(here).ok()).unwrap_or(file).display().to_string()
}

fn read(file: &Path, patterns: &Path, today: &str) -> Result<Settings, Failure> {
    let name = shown(file);
    let bytes = config::open(file).map_err(|why| {
        let near = near(Path::new("."), file).filter(|_| !file.exists());
        let message = format!("the configuration {name} cannot be read: {why}");
        near.map_or(Failure::new(&message), |near| Failure::with_help(&message, format!("did you mean `{near}`?")))
    })?;
    let folder = Path::new(&name).parent().unwrap_or(Path::new("")).to_owned();
    let source = config::Source { name, bytes, folder, patterns: patterns.to_owned() };
    Settings::new(Arc::new(config::read_source(source).map_err(Failure::Config)?), today)
}
