//! Components that nothing leads to.

use hashbrown::{HashMap, HashSet};

use super::structure::Structure;
use crate::contract::keywords::Keyword;
use crate::contract::{At, Component, ComponentKind, Contract, Id, ProblemKind, Schema};

/// The components that no reference leads to. A document without operations is a library for others, and security
/// schemes are used by their names.
pub fn components<'c>(contract: &'c Contract, structure: &Structure) -> Vec<&'c Component> {
    if contract.operations.is_empty() {
        return Vec::new();
    }
    let bases: HashSet<_> = contract.all_schemas().filter(|s| s.has(Keyword::Discriminator)).map(|s| s.id).collect();
    let unresolved = contract.problems.iter().filter(|p| p.kind == ProblemKind::UnresolvedReference);
    let meant: HashSet<&str> = unresolved.filter_map(|p| suggestion(p.help.as_deref()?)).collect();
    // What extends a schema with a discriminator stands for one of its values by name alone.
    let extends = |id: Id<Schema>| {
        !bases.is_empty() && contract.schema(id).conjuncts().iter().any(|s| s.id != id && bases.contains(&s.id))
    };
    let mut unused = Vec::new();
    for component in &contract.components {
        let ours = component.kind != ComponentKind::SecurityScheme;
        // A misplaced `$ref` is no component.
        let ours = ours && !structure.is_misplaced(component.at);
        // A reference that is misspelt is one fault, not two.
        let ours = ours && !meant.contains(contract.text(component.name));
        if component.used || !ours || component.schema.is_some_and(extends) {
            continue;
        }
        unused.push(component);
    }
    let elsewhere = referred_to_anywhere(contract, &unused);
    unused.retain(|component| !elsewhere.contains(&component.at));
    unused
}

/// Those of the components that a `$ref` names at a place that is not read: in an extension, under a key that is
/// misspelt. Whoever mends that needs them.
fn referred_to_anywhere(contract: &Contract, components: &[&Component]) -> HashSet<At> {
    if components.is_empty() {
        return HashSet::new();
    }
    let pointer = |c: &Component| format!("#{}", contract.sources.doc(c.at.doc).pointer(c.at.node));
    let targets: HashMap<String, At> = components.iter().map(|c| (pointer(c), c.at)).collect();
    let mut found = HashSet::new();
    let doc = contract.sources.doc(contract.at.doc);
    for (index, node) in doc.tape.nodes.iter().enumerate() {
        let reference = node.is_key() && doc.tape.key(index as u32) == Keyword::Ref.name();
        if !reference || node.next as usize >= doc.tape.nodes.len() {
            continue;
        }
        let Some(&at) = targets.get(&*doc.scalar(node.next)) else { continue };
        let own = at.node..doc.tape.nodes[at.node as usize].next;
        if !own.contains(&(index as u32)) {
            found.insert(at);
        }
    }
    found
}

/// The name at the end of the reference that a text puts between backticks.
fn suggestion(help: &str) -> Option<&str> {
    help.split('`').nth(1)?.rsplit('/').next()
}
