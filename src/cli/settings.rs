//! Which configuration counts for which description.

use std::collections::BTreeMap;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::failure::Failure;
use super::today;
use crate::config::{self, Config};
use crate::lint::Plan;
use crate::source::fetch::without_number;
use crate::suppress::{Accepted, Ignores, REDOCLY_FILE};

/// Nobody writes as much; what goes on for ever, as some devices do, is not read for ever.
const LARGEST: u64 = 16 << 20;

/// A configuration, and the plan that it makes.
pub(super) struct Settings {
    pub(super) config: Config,
    pub(super) plan: Plan,
}

impl Settings {
    /// What is accepted beside what a description says itself.
    pub(super) fn accepted<'a>(&'a self, ignores: Option<&'a Ignores>) -> Accepted<'a> {
        Accepted { plan: &self.plan, allow: &self.config.allow, ignores }
    }
}

/// The configurations of a run. Each file is read once.
pub(super) struct Configs {
    /// That of `--config`; it counts for everything.
    forced: Option<PathBuf>,
    defaults: Arc<Settings>,
    /// The day on which sunset dates are judged.
    today: String,
    /// By file.
    read: BTreeMap<PathBuf, Read>,
    /// The file by the folder of a description.
    found: BTreeMap<PathBuf, Option<PathBuf>>,
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
        let defaults = Arc::new(Settings { config: Config::default(), plan });
        Self { forced, defaults, today, read: BTreeMap::new(), found: BTreeMap::new(), ignores: BTreeMap::new() }
    }

    /// What counts for a description in `folder`.
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
        let today = &self.today;
        match self.read.entry(file).or_insert_with_key(|file| read(file, &base, today).map(Arc::new).map_err(Some)) {
            Ok(settings) => Ok(settings.clone()),
            Err(failure) => Err(failure),
        }
    }

    /// What Redocly is told to ignore in a description in `folder`, by the nearest file of it at or above that.
    pub(super) fn ignores(&mut self, folder: &Path) -> Option<Arc<Ignores>> {
        let find = || {
            let folder = std::path::absolute(folder).ok()?;
            let above = folder.ancestors().find(|above| above.join(REDOCLY_FILE).is_file())?;
            let bytes = limited(&above.join(REDOCLY_FILE)).ok()?;
            let name = above.join(REDOCLY_FILE).display().to_string();
            Some(Arc::new(Ignores::read(&shown(&name), bytes, above)))
        };
        self.ignores.entry(folder.to_owned()).or_insert_with(find).clone()
    }
}

/// A path as it is shown: from here, where it is below.
fn shown(path: &str) -> String {
    let here = std::env::current_dir().ok();
    here.and_then(|here| Some(Path::new(path).strip_prefix(here).ok()?.display().to_string()))
        .unwrap_or_else(|| path.to_owned())
}

/// The bytes of a file that is not too long to be written by a person.
pub(super) fn limited(file: &Path) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    let length = std::fs::File::open(file).and_then(|file| file.take(LARGEST + 1).read_to_end(&mut bytes));
    if length.map_err(|error| without_number(&error))? as u64 > LARGEST {
        return Err("it has more than 16 MiB".into());
    }
    Ok(bytes)
}

fn read(file: &Path, folder: &Path, today: &str) -> Result<Settings, Failure> {
    let shown = shown(&file.display().to_string());
    let cannot = |why: String| Failure::new(format!("the configuration {shown} cannot be read: {why}"));
    let bytes = limited(file).map_err(cannot)?;
    let config = config::read(&shown, bytes, folder).map_err(Failure::Config)?;
    let mut plan = Plan::new(&config.rules, config.conventions.clone())
        .map_err(|(rule, error)| cannot(format!("the options of `{rule}`: {error}")))?;
    plan.today = Some(today.to_owned());
    Ok(Settings { config, plan })
}
