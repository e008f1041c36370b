//! `caveat config`: the settings that count, and where each comes from.

use std::fmt::Write as _;
use std::io;
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::Done;
use super::args::{self, Format};
use super::descriptions::unopened;
use super::exit::Exit;
use super::failure::Failure;
use super::settings::{Configs, shown};
use super::terminal::Terminal;
use crate::config::{self, Origin, Setting};
use crate::lint::Plan;
use crate::report::escape;
use crate::report::frame::{Pen, Tone};
use crate::report::json::document;
use crate::source::input::InputError;
use crate::source::near::near;

/// Changes only when a key changes its meaning or goes away.
const VERSION: u32 = 1;
/// Values that are longer push what stands behind them to the right.
const WIDEST: usize = 24;

pub(super) fn run(args: &args::Config, terminal: Terminal, out: &mut dyn io::Write) -> Done {
    let written = if args.schema {
        document(out, &config::schema())
    } else {
        match Asked::of(args) {
            Ok(asked) => match (args.format, args.explain) {
                (Format::Json, _) => document(out, &asked.json()),
                (Format::Text, true) => out.write_all(asked.table(terminal).as_bytes()),
                (Format::Text, false) => out.write_all(asked.yaml().as_bytes()),
            },
            Err(failure) => return Done { exit: Exit::Failed, written: None, failures: Vec::from_iter(failure) },
        }
    };
    Done { exit: Exit::Clean, written: Some(written), failures: Vec::new() }
}

/// What counts for a path.
struct Asked {
    path: String,
    /// The configuration that counts, unless there is none.
    file: Option<String>,
    /// Each setting, with the flag that sets it if one does.
    settings: Vec<(Setting, Option<&'static str>)>,
}

impl Asked {
    fn of(args: &args::Config) -> Result<Self, Option<Failure>> {
        let path = args.path.as_ref().map_or_else(|| PathBuf::from("."), PathBuf::from);
        let name = path.display().to_string();
        if !path.exists() {
            let missing = InputError::Missing { near: near(Path::new("."), &path), name };
            return Err(Some(unopened(&missing)));
        }
        let folder = if path.is_dir() { path.clone() } else { path.parent().unwrap_or(&path).to_owned() };
        let mut configs = Configs::new(args.config.clone());
        let settings = configs.of(&folder).map_err(Option::take)?;
        let mut config = if path.is_dir() { (*settings.config).clone() } else { settings.config.at(&path) };
        // A configuration that no plan can be made of is none.
        Plan::new(&config.rules, config.conventions.clone())
            .map_err(|(rule, error)| Some(Failure::new(format!("the options of `{rule}` cannot be used: {error}"))))?;
        let mut flags = Vec::new();
        if args.fail_on.is_some() {
            config.fail_on = args.fail_on;
            flags.push(("fail-on", "--fail-on"));
        }
        if args.show.is_some() {
            config.show = args.show;
            flags.push(("show", "--show"));
        }
        let flag = |setting: &Setting| flags.iter().find(|(name, _)| *name == setting.name).map(|(_, flag)| *flag);
        let settings = config::effective(&config).into_iter().map(|setting| (flag(&setting), setting));
        let settings = settings.map(|(flag, setting)| (setting, flag)).collect();
        Ok(Self { path: name, file: configs.file(&folder).map(|file| shown(&file)), settings })
    }

    /// Which configuration counts, in a sentence without a full stop.
    fn counts(&self) -> String {
        let path = escape::words(&self.path);
        match &self.file {
            Some(file) => format!("{} counts for {path}", escape::words(file)),
            None => format!("no configuration counts for {path}, so everything has its default"),
        }
    }

    fn yaml(&self) -> String {
        let settings: Vec<Setting> = self.settings.iter().map(|(setting, _)| setting.clone()).collect();
        format!("# {}\n{}", self.counts(), config::yaml(&settings))
    }

    /// What is set, and the defaults of what is no rule.
    fn table(&self, terminal: Terminal) -> String {
        let pen = Pen::new(terminal.width, terminal.color, terminal.unicode);
        let mut out = format!("{}\n\n", self.counts());
        let is_default = |setting: &Setting, flag: Option<&str>| setting.origin.is_none() && flag.is_none();
        let (rows, silent): (Vec<_>, Vec<_>) = self
            .settings
            .iter()
            .partition(|(setting, flag)| !(is_default(setting, *flag) && setting.name.starts_with("rules.")));
        let rows: Vec<[String; 3]> = rows
            .iter()
            .map(|(setting, flag)| {
                let from = match (flag, &setting.origin) {
                    (Some(flag), _) => (*flag).to_owned(),
                    (None, Some(origin)) => origin.to_string(),
                    (None, None) => "default".to_owned(),
                };
                [setting.name.clone(), value(setting), from].map(|text| escape::words(&text).into_owned())
            })
            .collect();
        let widest = |column: usize, most: usize| {
            rows.iter().map(|row| row[column].chars().count()).filter(|width| *width <= most).max().unwrap_or(0)
        };
        let (names, values) = (widest(0, usize::MAX), widest(1, WIDEST));
        for [name, value, from] in &rows {
            let tone = if from == "default" { Tone::Info } else { Tone::Strong };
            let name = format!("{name:names$}");
            let _ = writeln!(out, "{}  {value:values$}  {from}", pen.tint(tone, &name));
        }
        let rules = silent.len();
        if rules > 0 {
            let what = if rules == 1 { "setting of rules has its" } else { "settings of rules have their" };
            let _ = writeln!(out, "\n{rules} {what} default; `caveat config` prints all");
        }
        out
    }

    fn json(&self) -> Out<'_> {
        let settings = self.settings.iter().map(|(setting, flag)| SettingOut {
            name: &setting.name,
            value: serde_json::to_value(&setting.value).unwrap_or_default(),
            from: FromOut::new(setting.origin.as_ref(), *flag),
        });
        Out { version: VERSION, path: &self.path, file: self.file.as_deref(), settings: settings.collect() }
    }
}

/// A value on one line.
fn value(setting: &Setting) -> String {
    match setting.value.as_str() {
        Some(text) => text.to_owned(),
        None => serde_json::to_string(&setting.value).unwrap_or_default(),
    }
}

#[derive(Serialize)]
struct Out<'a> {
    version: u32,
    path: &'a str,
    file: Option<&'a str>,
    settings: Vec<SettingOut<'a>>,
}

#[derive(Serialize)]
struct SettingOut<'a> {
    name: &'a str,
    value: serde_json::Value,
    from: FromOut<'a>,
}

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
enum FromOut<'a> {
    Default,
    Flag { flag: &'a str },
    Preset { preset: &'a str, file: &'a str, line: u32 },
    File { file: &'a str, line: u32 },
}

impl<'a> FromOut<'a> {
    fn new(origin: Option<&'a Origin>, flag: Option<&'a str>) -> Self {
        match (flag, origin) {
            (Some(flag), _) => FromOut::Flag { flag },
            (None, None) => FromOut::Default,
            (None, Some(Origin { file, line, preset: Some(preset) })) => FromOut::Preset { preset, file, line: *line },
            (None, Some(Origin { file, line, preset: None })) => FromOut::File { file, line: *line },
        }
    }
}
