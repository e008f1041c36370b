//! Where a configuration lies.

use std::path::{Path, PathBuf};

use super::patterns::without_dots;

/// The names of configuration files. Of several in one folder the first one counts.
pub const FILE_NAMES: [&str; 3] = ["caveat.yaml", "caveat.yml", "caveat.json"];

/// The configuration for what lies in `folder`: in it, or in the nearest folder above it that has one.
pub fn find(folder: &Path) -> Option<PathBuf> {
    let folder = without_dots(&std::path::absolute(folder).ok()?);
    folder
        .ancestors()
        .find_map(|above| FILE_NAMES.iter().map(|name| above.join(name)).find(|candidate| candidate.is_file()))
}
