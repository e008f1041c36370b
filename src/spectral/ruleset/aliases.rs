//! Aliases: names for paths, which may differ with the version of OpenAPI.

use std::collections::BTreeMap;

use crate::contract::SpecVersion;

/// Paths by their name.
pub(super) type Aliases = BTreeMap<String, Vec<Target>>;

/// Paths, for some versions or all.
#[derive(Clone, Debug)]
pub(super) struct Target {
    pub(super) formats: Option<Vec<SpecVersion>>,
    pub(super) given: Vec<String>,
}

/// How deep aliases may use each other, and how many paths one may come to.
const DEEPEST: usize = 20;
const MOST: usize = 1_000;

/// The paths that a text means in a version: itself, or those of the alias that it begins with.
pub(super) fn expand(aliases: &Aliases, text: &str, version: SpecVersion) -> Result<Vec<String>, String> {
    let mut done = Vec::new();
    let mut open = vec![(text.to_owned(), 0)];
    while let Some((text, depth)) = open.pop() {
        let Some(rest) = text.strip_prefix('#') else {
            done.push(text);
            continue;
        };
        let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))).unwrap_or(rest.len());
        let (name, rest) = rest.split_at(end);
        let targets = aliases.get(name).ok_or_else(|| format!("there is no alias `{name}`"))?;
        if depth == DEEPEST || open.len() + done.len() > MOST {
            return Err(format!("the alias `{name}` leads round in a circle, or to too many paths"));
        }
        // The last one that fits counts.
        let fits = |target: &&Target| target.formats.as_ref().is_none_or(|formats| formats.contains(&version));
        let given = targets.iter().rev().find(fits).map(|target| &target.given[..]).unwrap_or_default();
        open.extend(given.iter().rev().map(|given| (format!("{given}{rest}"), depth + 1)));
    }
    Ok(done)
}
