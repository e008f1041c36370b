//! From a schema of a contract to a node: both dialects, all keywords, one projection at a time.

use hashbrown::{HashMap, HashSet};

use super::Projection;
use super::keywords::type_set;
use super::nodes::{ANYTHING, Atom, NOTHING, NodeId, Nodes, Text};
use crate::contract::keywords::Keyword;
use crate::contract::{At, Contract, Id, Name, Schema, SchemaView};

/// The deepest nesting of schemas in schemas that is compiled; what lies deeper is opaque.
const DEEPEST: u32 = 160;

/// Which of the two contracts.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(super) enum Side {
    Old,
    New,
}

/// How a schema is compiled: the projection, and the properties of the same place that do not exist in it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(super) struct Context {
    pub(super) side: Side,
    pub(super) projection: Projection,
    /// The number of a set of names; 0 is the empty set.
    pub(super) hidden: u32,
}

pub(super) type Key = (Context, Id<Schema>);

/// What compiling knows and has done.
pub(super) struct Compiler<'c> {
    pub(super) nodes: Nodes,
    contracts: [&'c Contract; 2],
    faulty: [HashSet<Id<Schema>>; 2],
    pub(super) knots: [HashSet<Id<Schema>>; 2],
    pub(super) projected: [[bool; 2]; 2],
    /// Whether a side has dynamic references.
    dynamic: [bool; 2],
    pub(super) memo: HashMap<Key, NodeId>,
    /// What holds references whose labels are not settled yet.
    pub(super) unsettled: Option<HashMap<Key, NodeId>>,
    pub(super) labels: HashMap<Key, u32>,
    /// Recursive schemas that were met, in order.
    pub(super) instances: Vec<Key>,
    pub(super) bodies: HashMap<u32, NodeId>,
    pub(super) pending: HashMap<u32, Key>,
    pub(super) last_label: u32,
    pub(super) hidden_sets: Vec<Vec<Name>>,
    pub(super) hidden_index: HashMap<Vec<Name>, u32>,
    pub(super) hidden_memo: HashMap<(Side, Projection, Id<Schema>), u32>,
    pub(super) shadowed: HashMap<(Side, Projection, Id<Schema>), bool>,
    /// What is opaque, and where.
    opaque: Vec<(Keyword, Side, At)>,
    opaque_index: HashMap<(Keyword, Side, At), u32>,
    depth: u32,
}

impl<'c> Compiler<'c> {
    pub(super) fn new(old: &'c Contract, new: &'c Contract) -> Self {
        let contracts = [old, new];
        let has =
            |contract: &Contract, keyword: Keyword| contract.schemas.ids().any(|id| contract.schema(id).has(keyword));
        let faulty = super::knots::faulty_schemas(old);
        let knots = super::knots::recursive_schemas(old);
        // One contract is often asked about by itself.
        let (also_faulty, also_knots) = if std::ptr::eq(old, new) {
            (faulty.clone(), knots.clone())
        } else {
            (super::knots::faulty_schemas(new), super::knots::recursive_schemas(new))
        };
        Compiler {
            nodes: Nodes::new(),
            contracts,
            faulty: [faulty, also_faulty],
            knots: [knots, also_knots],
            projected: contracts.map(|c| [has(c, Keyword::ReadOnly), has(c, Keyword::WriteOnly)]),
            dynamic: contracts.map(|c| has(c, Keyword::DynamicRef)),
            memo: HashMap::new(),
            unsettled: None,
            labels: HashMap::new(),
            instances: Vec::new(),
            bodies: HashMap::new(),
            pending: HashMap::new(),
            last_label: 0,
            hidden_sets: vec![Vec::new()],
            hidden_index: HashMap::from([(Vec::new(), 0)]),
            hidden_memo: HashMap::new(),
            shadowed: HashMap::new(),
            opaque: Vec::new(),
            opaque_index: HashMap::new(),
            depth: 0,
        }
    }

    /// Which side a schema is of. Where both contracts are one, everything is of the old side.
    pub(super) fn side_of(&self, schema: SchemaView<'c>) -> Side {
        if std::ptr::eq(schema.contract, self.contracts[0]) { Side::Old } else { Side::New }
    }

    pub(super) fn contract(&self, side: Side) -> &'c Contract {
        self.contracts[side as usize]
    }

    pub(super) fn view(&self, side: Side, id: Id<Schema>) -> SchemaView<'c> {
        self.contracts[side as usize].schema(id)
    }

    /// What an opaque atom stands for.
    pub(super) fn opaque_at(&self, number: u32) -> (Keyword, Side, At) {
        self.opaque[number as usize]
    }

    /// A schema where a value starts: as a whole message, a property, an item.
    pub(super) fn place(&mut self, side: Side, projection: Projection, schema: SchemaView<'c>) -> NodeId {
        let schema = self.behind(schema);
        let hidden = self.hidden(side, projection, schema);
        self.in_place(Context { side, projection, hidden }, schema)
    }

    /// A schema that applies to the same value as another.
    pub(super) fn in_place(&mut self, context: Context, schema: SchemaView<'c>) -> NodeId {
        let schema = self.behind(schema);
        let key = (context, schema.id);
        if self.knots[context.side as usize].contains(&schema.id) {
            return self.knot(key);
        }
        self.compiled(key, schema)
    }

    /// The schema behind references that stand alone; dynamic ones are looked at one by one.
    fn behind(&self, schema: SchemaView<'c>) -> SchemaView<'c> {
        if self.dynamic[self.side_of(schema) as usize] { schema } else { schema.resolved() }
    }

    pub(super) fn compiled(&mut self, key: Key, schema: SchemaView<'c>) -> NodeId {
        if let Some(&known) = self.memo.get(&key).or_else(|| self.unsettled.as_ref()?.get(&key)) {
            return known;
        }
        if self.depth >= DEEPEST {
            return self.opaque(Keyword::Ref, key.0.side, schema.at());
        }
        self.depth += 1;
        let node = self.body(key.0, schema);
        self.depth -= 1;
        match &mut self.unsettled {
            Some(unsettled) if self.nodes.refers(node) => unsettled.insert(key, node),
            _ => self.memo.insert(key, node),
        };
        node
    }

    pub(super) fn body(&mut self, context: Context, schema: SchemaView<'c>) -> NodeId {
        match schema.get().boolean {
            Some(true) => return ANYTHING,
            Some(false) => return NOTHING,
            None => {}
        }
        let mut parts = Vec::with_capacity(schema.entries().len());
        if self.faulty[context.side as usize].contains(&schema.id) {
            parts.push(self.opaque(Keyword::Ref, context.side, schema.at()));
        }
        // A form of 2.0 has types without the keyword.
        if !schema.has(Keyword::Type) && !schema.types().is_empty() {
            parts.push(self.nodes.types(type_set(schema.types())));
        }
        for entry in schema.entries() {
            if schema.entry(entry.keyword).is_some_and(|last| std::ptr::eq(last, entry)) {
                parts.push(self.entry(context, schema, entry));
            }
        }
        self.nodes.and(parts)
    }

    pub(super) fn required(&mut self, side: Side, name: Name) -> NodeId {
        let name = self.name(side, name);
        self.nodes.atom(Atom::Required(name))
    }

    pub(super) fn name(&mut self, side: Side, name: Name) -> Text {
        let text = self.contracts[side as usize].sources.names.text(name);
        self.nodes.text(text)
    }

    pub(super) fn names(&mut self, side: Side, names: Vec<Name>) -> Box<[Text]> {
        let mut texts: Vec<Text> = names.into_iter().map(|name| self.name(side, name)).collect();
        texts.sort_unstable();
        texts.dedup();
        texts.into()
    }

    pub(super) fn opaque(&mut self, keyword: Keyword, side: Side, at: At) -> NodeId {
        let place = (keyword, side, at);
        let number = *self.opaque_index.entry(place).or_insert(self.opaque.len() as u32);
        if number as usize == self.opaque.len() {
            self.opaque.push(place);
        }
        self.nodes.atom(Atom::Opaque(keyword, number))
    }

    /// Whether a dynamic reference can lead nowhere but to this target: no other schema has its anchor.
    pub(super) fn one_scope(&self, side: Side, target: SchemaView<'c>) -> bool {
        let Some(anchor) = target.text(Keyword::DynamicAnchor) else { return true };
        let contract = self.contracts[side as usize];
        let others = contract.schemas.ids().map(|id| contract.schema(id));
        others.filter(|s| s.text(Keyword::DynamicAnchor).is_some_and(|a| a == anchor)).count() == 1
    }
}
