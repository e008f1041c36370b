//! Path templates and the parameters that fill them.

use std::collections::{BTreeMap, BTreeSet};

use crate::contract::{Contract, Operation, Parameter, ParameterIn, PathItem, Place, Use};

/// The variables of a path template in their order. What stands behind `?` or `#` is no path, and filled by no path
/// parameter.
pub fn variables(path: &str) -> Vec<&str> {
    let path = path.split(['?', '#']).next().unwrap_or(path);
    path.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name).collect()
}

/// The template with the names of its variables left out: `/books/{}`.
pub fn shape(path: &str) -> String {
    let mut shape = String::with_capacity(path.len());
    let mut rest = path;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((_, behind)) = after.split_once('}') else { break };
        shape.push_str(before);
        shape.push_str("{}");
        rest = behind;
    }
    shape.push_str(rest);
    shape
}

/// How the path parameters that apply somewhere differ from the variables of the template.
#[derive(Default)]
pub struct Mismatch<'c> {
    /// Variables that no parameter fills, each with the parameter that seems to be meant for it.
    pub undeclared: Vec<(&'c str, Option<&'c Parameter>)>,
    /// Path parameters that fill no variable and seem to be meant for none, with the place that uses them.
    pub unused: Vec<(Use<Parameter>, &'c Parameter)>,
}

/// Compares a template with the parameters that apply to an operation. Nothing, if a reference among them leads
/// nowhere: what stands there may be what is missed.
pub fn mismatch<'c>(contract: &'c Contract, operation: &'c Operation) -> Mismatch<'c> {
    if operation.place != Place::Path || operation.parameters.iter().any(|p| p.id.is_none()) {
        return Mismatch::default();
    }
    compare(contract, contract.text(operation.path), &operation.parameters)
}

/// The path parameters of a path item without operations that fill no variable.
pub fn unused_by_item<'c>(contract: &'c Contract, item: &'c PathItem) -> Vec<(Use<Parameter>, &'c Parameter)> {
    if item.place != Place::Path || !item.operations.is_empty() {
        return Vec::new();
    }
    let variables = variables(contract.text(item.name));
    let parameters = item.parameters.iter().filter_map(|u| u.id.map(|id| (*u, &contract.parameters[id])));
    parameters.filter(|(_, p)| p.place == ParameterIn::Path && !variables.contains(&contract.text(p.name))).collect()
}

/// How many pairs of a variable and a parameter are looked at for a slip of the pen.
const PAIRS: usize = 400;

fn compare<'c>(contract: &'c Contract, path: &'c str, uses: &[Use<Parameter>]) -> Mismatch<'c> {
    let variables: BTreeSet<&'c str> = variables(path).into_iter().collect();
    let parameters: Vec<_> = uses.iter().filter_map(|u| u.id.map(|id| (*u, &contract.parameters[id]))).collect();
    let name = |parameter: &Parameter| contract.text(parameter.name);
    let (in_path, others): (Vec<_>, Vec<_>) = parameters.into_iter().partition(|(_, p)| p.place == ParameterIn::Path);
    let (fitting, mut unused): (Vec<_>, Vec<_>) = in_path.into_iter().partition(|(_, p)| variables.contains(name(p)));
    let filled: BTreeSet<&str> = fitting.iter().map(|(_, p)| name(p)).collect();
    let missing: Vec<&'c str> = variables.into_iter().filter(|v| !filled.contains(v)).collect();
    let elsewhere: BTreeMap<&str, &'c Parameter> = others.into_iter().map(|(_, p)| (name(p), p)).collect();
    let lone = missing.len() == 1 && unused.len() == 1;
    let few = missing.len().saturating_mul(unused.len()) <= PAIRS;
    let mut mismatch = Mismatch::default();
    for variable in missing {
        // A variable and a parameter that fit nothing else are one fault: one of the two is misspelt.
        let near = |parameter: &Parameter| {
            let name = name(parameter);
            lone || name.eq_ignore_ascii_case(variable)
                || !similar::get_close_matches(variable, &[name], 1, 0.75).is_empty()
        };
        let meant = unused.iter().position(|(_, p)| few && near(p)).map(|at| unused.remove(at).1);
        mismatch.undeclared.push((variable, meant.or_else(|| elsewhere.get(variable).copied())));
    }
    mismatch.unused = unused;
    mismatch
}

/// A path as a message shows it.
pub fn shorten(path: &str) -> std::borrow::Cow<'_, str> {
    const MOST: usize = 120;
    if path.len() <= MOST {
        return path.into();
    }
    format!("{}…", path.chars().take(MOST).collect::<String>()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_are_what_stands_in_braces() {
        assert_eq!(variables("/a/{b}/c-{d}.{e}"), ["b", "d", "e"]);
        assert_eq!(variables("/a?x={y}"), Vec::<&str>::new());
        assert_eq!(variables("/a/{b"), Vec::<&str>::new());
        assert_eq!(shape("/a/{b}/c-{d}.json"), "/a/{}/c-{}.json");
        assert_eq!(shape("/a/{b"), "/a/{b");
    }
}
