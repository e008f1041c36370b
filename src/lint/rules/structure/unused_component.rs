use hashbrown::{HashMap, HashSet};

use crate::contract::keywords::Keyword;
use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds components that no reference leads to.
    ///
    /// References in extensions and in unknown fields count. A schema that extends one with a `discriminator` is used by
    /// its name and needs no reference. A document without
    /// operations is a library for others, and nothing in it is called unused. Security schemes have a rule of their
    /// own.
    ///
    /// ## Why
    /// Readers and generators take it for a part of the API. Often it is the trace of a reference that was forgotten.
    ///
    /// ## Bad
    /// ```yaml
    /// components:
    ///   schemas:
    ///     voucher:
    ///       type: object
    ///       description: What somebody may pay with.
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// components:
    ///   schemas:
    ///     voucher:
    ///       type: object
    ///       description: What somebody may pay with.
    ///     new_order:
    ///       properties:
    ///         first_voucher:
    ///           $ref: '#/components/schemas/voucher'
    /// ```
    ///
    /// ## References
    /// - [OpenAPI 3.1.1, §4.8.7 Components Object](https://spec.openapis.org/oas/v3.1.1.html#components-object)
    UnusedComponent {
        id: "unused-component",
        area: Structure,
        severity: Info,
        needs: Whole,
        since: "0.1.0",
        summary: "no reference leads to a component",
    }
}

impl Rule for UnusedComponent {
    fn document(&self, cx: &mut Cx<'_>) {
        let contract = cx.contract;
        if contract.operations.is_empty() {
            return;
        }
        let bases: HashSet<_> =
            contract.all_schemas().filter(|s| s.has(Keyword::Discriminator)).map(|s| s.id).collect();
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
            let ours = ours && !cx.facts.structure.is_misplaced(component.at);
            // A reference that is misspelt is one fault, not two.
            let ours = ours && !meant.contains(contract.text(component.name));
            if component.used || !ours || component.schema.is_some_and(extends) {
                continue;
            }
            unused.push(component);
        }
        let elsewhere = referred_to_anywhere(contract, &unused);
        for component in unused.into_iter().filter(|c| !elsewhere.contains(&c.at)) {
            let (noun, name) = (component.kind.noun(), contract.text(component.name));
            cx.report(component.key, "not used", format!("the {noun} `{name}` is not used anywhere"))
                .help("remove it, or refer to it from where it is meant");
        }
    }
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
