//! What was meant by a path that leads nowhere.

use std::path::Path;

use super::input::shown;

/// The file in the same folder whose name is most like that of a path, if any is much like it.
pub fn near(current: &Path, argument: &Path) -> Option<String> {
    let name = argument.file_name()?.to_str()?;
    let folder = argument.parent()?;
    let entries = std::fs::read_dir(current.join(folder)).ok()?;
    let mut names: Vec<String> = entries
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| !name.starts_with('.'))
        .collect();
    names.sort();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let best = similar::get_close_matches(name, &names, 1, 0.7).first().copied()?;
    Some(shown(&folder.join(best)))
}
