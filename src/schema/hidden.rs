//! Properties that do not exist in a projection: `readOnly` ones in requests, `writeOnly` ones in responses.

use hashbrown::HashSet;

use super::Projection;
use super::compile::{Compiler, Context, Side};
use super::nodes::NodeId;
use crate::contract::keywords::Keyword;
use crate::contract::{Id, Name, Schema, SchemaView};

/// The keywords whose schemas apply to the same value as the schema that holds them, whatever the value is.
const IN_PLACE: [Keyword; 3] = [Keyword::Ref, Keyword::DynamicRef, Keyword::AllOf];

impl<'c> Compiler<'c> {
    pub(super) fn is_hidden(&self, context: Context, name: Name) -> bool {
        context.hidden != 0 && self.hidden_sets[context.hidden as usize].contains(&name)
    }

    /// The properties of a place that do not exist in a projection.
    pub(super) fn hidden(&mut self, side: Side, projection: Projection, schema: SchemaView<'c>) -> u32 {
        let keyword = match projection {
            Projection::Whole => return 0,
            Projection::Request => Keyword::ReadOnly,
            Projection::Response => Keyword::WriteOnly,
        };
        if !self.projected[side as usize][usize::from(keyword == Keyword::WriteOnly)] {
            return 0;
        }
        if let Some(&known) = self.hidden_memo.get(&(side, projection, schema.id)) {
            return known;
        }
        let mut names = Vec::new();
        for part in in_place_schemas(schema) {
            for property in part.properties() {
                if self.is_shadowed(side, projection, keyword, property.schema) {
                    names.push(property.name);
                }
            }
        }
        let set = self.hidden_set(names);
        self.hidden_memo.insert((side, projection, schema.id), set);
        set
    }

    fn hidden_set(&mut self, mut names: Vec<Name>) -> u32 {
        names.sort_unstable();
        names.dedup();
        let next = self.hidden_sets.len() as u32;
        let set = *self.hidden_index.entry(names.clone()).or_insert(next);
        if set == next {
            self.hidden_sets.push(names);
        }
        set
    }

    /// A schema that applies to the same value as another under some condition. What it hides is hidden in it alone:
    /// of two alternatives one may have a property that the other only lets be read.
    pub(super) fn branch(&mut self, context: Context, schema: SchemaView<'c>) -> NodeId {
        let own = self.hidden(context.side, context.projection, schema);
        if own == 0 || own == context.hidden {
            return self.in_place(context, schema);
        }
        let both = [context.hidden, own].map(|set| self.hidden_sets[set as usize].clone()).concat();
        let hidden = self.hidden_set(both);
        self.in_place(Context { hidden, ..context }, schema)
    }

    fn is_shadowed(&mut self, side: Side, projection: Projection, keyword: Keyword, schema: SchemaView<'c>) -> bool {
        if let Some(&known) = self.shadowed.get(&(side, projection, schema.id)) {
            return known;
        }
        let shadowed = schema.conjuncts().iter().any(|part| part.flag(keyword));
        self.shadowed.insert((side, projection, schema.id), shadowed);
        shadowed
    }
}

/// A schema and all that apply to the same value together with it.
fn in_place_schemas(schema: SchemaView<'_>) -> Vec<SchemaView<'_>> {
    let mut found = vec![schema];
    let mut known: HashSet<Id<Schema>> = HashSet::new();
    known.insert(schema.id);
    let mut next = 0;
    while let Some(&part) = found.get(next) {
        next += 1;
        for child in IN_PLACE.into_iter().flat_map(|keyword| part.children(keyword)) {
            let child = child.resolved();
            if known.insert(child.id) {
                found.push(child);
            }
        }
    }
    found
}
