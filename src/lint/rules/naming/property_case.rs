use std::collections::{BTreeMap, BTreeSet};

use crate::finding::Severity;
use crate::lint::facts::case_habit::{Departure, Sample};
use crate::lint::facts::convention::Authority;
use crate::lint::facts::property_names::{is_foreign, is_foreign_table, is_language_tag};
use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Learns in which case this API writes the names of its properties, and finds the names that leave it.
    ///
    /// Words that fit every case (`id`, `name`) are no sample. A convention holds when at least 80 % of at least 5
    /// samples agree; `naming.property` in the configuration pins one instead. Where the whole API has no convention, the
    /// parts that one tag or one first path segment leads to may have one each, and a part of an API that has another
    /// convention than the whole (`/scim`) is judged by its own. Fields of forms are judged apart from JSON.
    ///
    /// A schema whose names nearly all leave the convention is one finding, as advice. Names of header fields, languages
    /// and codes in a table of such are not judged.
    ///
    /// ## Why
    /// People who write a client guess the next name from the last one. Each exception is a bug that waits in
    /// somebody's code, and a mapping that a generator must carry along.
    ///
    /// ## Bad
    /// ```yaml
    /// components:
    ///   schemas:
    ///     customer:
    ///       properties:
    ///         billingAddress:
    ///           type: string
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// components:
    ///   schemas:
    ///     customer:
    ///       properties:
    ///         billing_address:
    ///           type: string
    /// ```
    ///
    /// ## References
    /// - [Zalando RESTful API Guidelines, rule 118](https://opensource.zalando.com/restful-api-guidelines/#118)
    PropertyCase {
        id: "property-case",
        area: Naming,
        severity: Warning,
        needs: Presence,
        since: "0.1.0",
        summary: "a property is not written in the case of the others",
    }
}

impl Rule for PropertyCase {
    fn document(&self, cx: &mut Cx<'_>) {
        let (contract, facts) = (cx.contract, cx.facts);
        if let Some(message) = facts.names.properties.indecision() {
            cx.report(contract.components_at.unwrap_or(contract.at), "no dominant case", message)
                .at_most(Severity::Info)
                .help("choose one case for new properties; `naming.property` in the configuration pins it");
        }
        let mut strays = Vec::new();
        for schema in contract.all_schemas() {
            let mut foreign = None;
            for property in schema.properties() {
                let name = contract.text(property.name);
                let Some(departure) = facts.names.properties.departure(schema.id, name) else { continue };
                // Of twins in one object it is said that they are twins.
                let skip = is_language_tag(name)
                    || is_of_scim(schema, name)
                    || is_foreign(name) && *foreign.get_or_insert_with(|| is_foreign_table(schema))
                    || facts.twins.contains(property.key);
                if !skip {
                    strays.push(Stray { key: property.key, name, departure, schema });
                }
            }
        }
        report(cx, &strays);
    }
}

struct Stray<'c> {
    key: At,
    name: &'c str,
    departure: Departure,
    schema: SchemaView<'c>,
}

/// Reports each name, but one finding for a component in which nearly all names leave the convention: somebody took it
/// over from elsewhere as it was.
fn report(cx: &mut Cx<'_>, strays: &[Stray<'_>]) {
    let contract = cx.contract;
    let owners = if strays.is_empty() { Vec::new() } else { owners(contract) };
    let owner = |at: At| {
        let after = owners.partition_point(|(start, _)| (start.doc, start.node) <= (at.doc, at.node));
        let position = after.checked_sub(1)?;
        (owners[position].0.doc == at.doc && at.node < owners[position].1).then_some(position)
    };
    let mut by_owner: BTreeMap<usize, Vec<&Stray<'_>>> = BTreeMap::new();
    for stray in strays {
        match owner(stray.schema.at()) {
            // What the configuration asks for is asked of every name.
            Some(position) if stray.departure.pinned != Some(Authority::Configuration) => by_owner.entry(position).or_default().push(stray),
            _ => report_one(cx, stray),
        }
    }
    let mut agreeing: BTreeMap<usize, usize> = BTreeMap::new();
    let many: BTreeSet<usize> = by_owner.iter().filter(|(_, s)| s.len() >= MANY).map(|(p, _)| *p).collect();
    for schema in contract.all_schemas() {
        let Some(position) = owner(schema.at()).filter(|p| many.contains(p)) else { continue };
        let has_case = schema.properties().filter(|p| Sample::of(contract.text(p.name)).has_case()).count();
        *agreeing.entry(position).or_default() += has_case;
    }
    for (position, strays) in by_owner {
        let with_case = strays.iter().filter(|s| s.departure.found.is_some()).count();
        let agreeing = agreeing.get(&position).map_or(0, |n| n.saturating_sub(with_case));
        if strays.len() < MANY || 4 * agreeing > strays.len() {
            for stray in strays {
                report_one(cx, stray);
            }
            continue;
        }
        let (first, count) = (strays[0], strays.len());
        let message = format!(
            "{count} property names of this schema are not {}, among them `{}`; {} are",
            first.departure.expected,
            first.name,
            first.departure.others()
        );
        // What was not there before can still be written as the rest is.
        cx.report(owners[position].0, "written as in another API", message)
            .advice_if(first.departure.pinned.is_none() || first.departure.is_thin)
            .help("rename the properties, or keep them if the schema is a published format");
    }
}

fn report_one(cx: &mut Cx<'_>, stray: &Stray<'_>) {
    let Stray { key, name, departure, .. } = stray;
    cx.report(*key, departure.label(name), departure.message(name))
        .advice_if(departure.is_thin)
        .help(departure.help(name));
}

/// From how many names on a component may be taken for one fault.
const MANY: usize = 4;

/// The components that are schemas, in the order of the text, with the node after each.
fn owners(contract: &Contract) -> Vec<(At, u32)> {
    let schemas = contract.components.iter().filter(|c| c.schema.is_some());
    let mut owners: Vec<_> = schemas
        .filter_map(|c| Some((c.at, contract.sources.doc(c.at.doc).tape.nodes.get(c.at.node as usize)?.next)))
        .collect();
    owners.sort_unstable_by_key(|(at, _)| (at.doc, at.node));
    owners
}

/// Whether a property is one that SCIM names in lists and changes (RFC 7644, §3.4.2 and §3.5.2), beside its `schemas`.
fn is_of_scim(schema: SchemaView<'_>, name: &str) -> bool {
    const NAMES: [&str; 5] = ["Operations", "Resources", "totalResults", "startIndex", "itemsPerPage"];
    NAMES.contains(&name) && schema.property("schemas").is_some()
}
