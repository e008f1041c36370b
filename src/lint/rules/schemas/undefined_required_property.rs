use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use crate::contract::keywords::Keyword;
use crate::contract::schema;
use crate::lint::facts::parts;
use crate::lint::judge::shortened;
use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds names in `required` that are no property of the schema, of what it is composed of, or of what it is a part of.
    /// Silent where `additionalProperties` or `patternProperties` describe other properties.
    /// Where `additionalProperties: false` forbids what is required, [`impossible-schema`](impossible-schema.md) says so.
    ///
    /// ## Why
    /// The property must be sent, and nobody knows what it is; generated code has no field for it. Mostly the name is
    /// misspelled or the property was renamed, and what was meant is not required.
    ///
    /// ## Bad
    /// ```yaml
    /// components:
    ///   schemas:
    ///     book:
    ///       required: [id, full_titel]
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// components:
    ///   schemas:
    ///     book:
    ///       required: [id, full_title]
    /// ```
    ///
    /// ## References
    /// - [JSON Schema 2020-12, §6.5.3 "required"](https://json-schema.org/draft/2020-12/json-schema-validation#section-6.5.3)
    UndefinedRequiredProperty {
        id: "undefined-required-property",
        area: Schemas,
        severity: Warning,
        needs: Whole,
        since: "0.1.0",
        summary: "`required` names a property that nothing describes",
    }
}

impl Rule for UndefinedRequiredProperty {
    fn document(&self, cx: &mut Cx<'_>) {
        let contract = cx.contract;
        let parts = parts::of(contract);
        // A part may be of several wholes; one that describes the property is enough.
        let mut described: BTreeSet<At> = BTreeSet::new();
        let mut missing: BTreeMap<At, (Name, Option<String>)> = BTreeMap::new();
        for schema in contract.all_schemas().filter(|s| !parts[s.id.index()]) {
            if schema.resolved().id != schema.id || !schema.entries().iter().any(|e| may_require(e.keyword)) {
                continue;
            }
            // Of what is no object, the keyword itself is misapplied.
            if !schema.types().is_empty() && !schema.types().contains(Types::OBJECT) {
                continue;
            }
            let all = parts::in_place(schema);
            let required = schema.conjuncts().into_iter().flat_map(SchemaView::required);
            if all.len() >= schema::MOST_CONJUNCTS || all.iter().any(|part| is_open(*part)) {
                described.extend(required.map(|r| r.1));
                continue;
            }
            let known: BTreeSet<Name> = all.iter().flat_map(|part| part.properties()).map(|p| p.name).collect();
            for (name, at) in required {
                if known.contains(&name) {
                    described.insert(at);
                } else if let Entry::Vacant(free) = missing.entry(at) {
                    let names: Vec<&str> = known.iter().map(|&name| contract.text(name)).collect();
                    let few = if names.len() <= MOST_NAMES { &names[..] } else { &[] };
                    let near = similar::get_close_matches(contract.text(name), few, 1, 0.75).first().copied();
                    free.insert((name, near.map(str::to_owned)));
                }
            }
        }
        for (at, (name, near)) in missing {
            if described.contains(&at) {
                continue;
            }
            let name = shortened(contract.text(name));
            let message = format!("`{name}` is required, and nothing says what it is: no property has this name");
            let help = match near {
                Some(near) => format!("did you mean `{}`?", shortened(&near)),
                None => format!("describe `{name}` in `properties`, or remove it from `required`"),
            };
            cx.report(at, "no such property", message).help(help);
        }
    }
}

/// The most names of which the nearest is looked for.
const MOST_NAMES: usize = 200;

fn may_require(keyword: Keyword) -> bool {
    keyword == Keyword::Required || keyword.is_composition()
}

/// Whether a part describes properties that it does not name, or says itself that there are others.
fn is_open(part: SchemaView<'_>) -> bool {
    let keywords = [Keyword::AdditionalProperties, Keyword::PatternProperties, Keyword::UnevaluatedProperties];
    let lost = part.has(Keyword::Ref) && part.reference().is_none();
    lost || part.has(Keyword::DynamicRef) || keywords.into_iter().any(|keyword| part.has(keyword))
}
