//! What to lint: stand-in.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::failure::Failure;
use super::settings::{Configs, Settings};

pub(super) struct Input {
    pub(super) name: String,
    pub(super) path: PathBuf,
    pub(super) explicit: bool,
    pub(super) settings: Arc<Settings>,
}

pub(super) fn gather(paths: &[OsString], configs: &mut Configs) -> (Vec<Input>, Vec<Failure>) {
    let mut inputs = Vec::new();
    let mut failures = Vec::new();
    let here = [OsString::from(".")];
    let paths = if paths.is_empty() { &here } else { paths };
    for path in paths {
        let path = Path::new(path);
        if path.is_dir() {
            let mut files: Vec<PathBuf> =
                walkdir::WalkDir::new(path).into_iter().filter_map(Result::ok).map(|e| e.into_path()).collect();
            files.retain(|f| f.extension().is_some_and(|e| e == "yaml" || e == "json" || e == "yml"));
            files.sort();
            for file in files {
                if let Some(settings) = configs.of(file.parent().unwrap_or(path)) {
                    if !settings.config.exclude.excludes(&file, false) {
                        inputs.push(Input { name: file.display().to_string(), path: file, explicit: false, settings });
                    }
                }
            }
        } else if path.is_file() {
            if let Some(settings) = configs.of(path.parent().filter(|p| p.as_os_str() != "").unwrap_or(Path::new(".")))
            {
                inputs.push(Input {
                    name: path.display().to_string(),
                    path: path.to_owned(),
                    explicit: true,
                    settings,
                });
            }
        } else {
            failures.push(Failure::new(format!("there is no file or folder {}", path.display())));
        }
    }
    (inputs, failures)
}
