//! From a schema of a contract to a node: both dialects, all keywords, one projection at a time.

use hashbrown::{HashMap, HashSet};

use super::Projection;
use super::nodes::{ANYTHING, Atom, Listed, NOTHING, NodeId, Nodes, Text, Type, TypeSet};
use super::number::Number;
use super::strings;
use super::value::Value;
use crate::contract::keywords::Keyword;
use crate::contract::schema::{Entry, SchemaMember};
use crate::contract::{At, Contract, Id, Name, Schema, SchemaView, Types};

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
    projected: [[bool; 2]; 2],
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
    hidden_sets: Vec<Vec<Name>>,
    hidden_index: HashMap<Vec<Name>, u32>,
    hidden_memo: HashMap<(Side, Projection, Id<Schema>), u32>,
    shadowed: HashMap<(Side, Projection, Id<Schema>), bool>,
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
        Compiler {
            nodes: Nodes::new(),
            contracts,
            faulty: contracts.map(super::knots::faulty_schemas),
            knots: contracts.map(super::knots::recursive_schemas),
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

    /// What one keyword says, with those beside it that it works together with.
    pub(super) fn entry(&mut self, context: Context, schema: SchemaView<'c>, entry: &'c Entry) -> NodeId {
        let at = At { doc: schema.at().doc, node: entry.node };
        let keyword = entry.keyword;
        match keyword {
            Keyword::Type => {
                let types = schema.types();
                if types.is_empty() { ANYTHING } else { self.nodes.types(type_set(types)) }
            }
            Keyword::Ref => match schema.child(Keyword::Ref) {
                Some(target) => self.in_place(context, target),
                None => self.opaque(keyword, context.side, at),
            },
            Keyword::DynamicRef => match schema.child(Keyword::DynamicRef) {
                Some(target) if self.one_scope(context.side, target) => self.in_place(context, target),
                _ => self.opaque(keyword, context.side, at),
            },
            Keyword::Enum | Keyword::Const => {
                let view = schema.contract.view(at);
                let values: Vec<_> = if keyword == Keyword::Enum { view.items().collect() } else { vec![view] };
                match values.into_iter().map(Value::read).collect::<Option<Vec<_>>>() {
                    Some(values) => {
                        let listed: Vec<Listed> = values.iter().map(|v| self.nodes.value(v)).collect();
                        self.nodes.listed(listed)
                    }
                    None => self.opaque(keyword, context.side, at),
                }
            }
            Keyword::Minimum | Keyword::ExclusiveMinimum | Keyword::Maximum | Keyword::ExclusiveMaximum => {
                let Some(number) = number(schema, at) else { return self.opaque(keyword, context.side, at) };
                self.nodes.atom(match keyword {
                    Keyword::Minimum => Atom::Minimum(number, false),
                    Keyword::ExclusiveMinimum => Atom::Minimum(number, true),
                    Keyword::Maximum => Atom::Maximum(number, false),
                    _ => Atom::Maximum(number, true),
                })
            }
            Keyword::MultipleOf => match number(schema, at) {
                Some(step) if !step.is_negative() && !step.is_zero() => self.nodes.atom(Atom::MultipleOf(step)),
                _ => self.opaque(keyword, context.side, at),
            },
            Keyword::MinLength
            | Keyword::MaxLength
            | Keyword::MinItems
            | Keyword::MaxItems
            | Keyword::MinProperties
            | Keyword::MaxProperties => {
                let Some(count) = number(schema, at).and_then(|n| n.to_u64()) else {
                    return self.opaque(keyword, context.side, at);
                };
                self.nodes.atom(match keyword {
                    Keyword::MinLength => Atom::MinLength(count),
                    Keyword::MaxLength => Atom::MaxLength(count),
                    Keyword::MinItems => Atom::MinItems(count),
                    Keyword::MaxItems => Atom::MaxItems(count),
                    Keyword::MinProperties => Atom::MinProperties(count),
                    _ => Atom::MaxProperties(count),
                })
            }
            Keyword::Pattern => match schema.contract.view(at).as_str() {
                Some(pattern) => {
                    let pattern = self.nodes.text(&pattern);
                    self.nodes.atom(Atom::Pattern(pattern))
                }
                None => self.opaque(keyword, context.side, at),
            },
            Keyword::Format => match schema.text(Keyword::Format) {
                Some(format) => self.format(&format),
                None => ANYTHING,
            },
            Keyword::UniqueItems if schema.flag(keyword) => self.nodes.atom(Atom::Unique),
            Keyword::AllOf | Keyword::AnyOf | Keyword::OneOf => {
                let parts: Vec<_> = schema.children(keyword).collect();
                let parts: Vec<_> = parts.into_iter().map(|part| self.in_place(context, part)).collect();
                match keyword {
                    Keyword::AllOf => self.nodes.and(parts),
                    // An empty list is a fault of its own and says nothing.
                    _ if parts.is_empty() => ANYTHING,
                    Keyword::AnyOf => self.nodes.or(parts),
                    _ => self.nodes.one(parts),
                }
            }
            Keyword::Not => match schema.child(keyword) {
                Some(child) => {
                    let inner = self.in_place(context, child);
                    self.nodes.not(inner)
                }
                None => ANYTHING,
            },
            Keyword::If => {
                let mut child = |keyword| schema.child(keyword).map_or(ANYTHING, |child| self.in_place(context, child));
                let (condition, then, otherwise) = (child(keyword), child(Keyword::Then), child(Keyword::Else));
                self.nodes.conditional(condition, then, otherwise)
            }
            Keyword::PrefixItems => {
                let parts: Vec<_> = schema.children(keyword).collect();
                let mut items = Vec::with_capacity(parts.len());
                for (at, part) in parts.into_iter().enumerate() {
                    let item = self.place(context.side, context.projection, part);
                    items.push(self.nodes.atom(Atom::Item(at as u32, item)));
                }
                self.nodes.and(items)
            }
            Keyword::Items => match schema.child(keyword) {
                Some(child) => {
                    let item = self.place(context.side, context.projection, child);
                    let from = schema.children(Keyword::PrefixItems).count() as u32;
                    self.nodes.atom(Atom::ItemsFrom(from, item))
                }
                None => ANYTHING,
            },
            Keyword::Contains => self.contains(context, schema),
            Keyword::Properties => {
                let mut parts = Vec::new();
                for property in schema.properties() {
                    if !self.is_hidden(context, property.name) {
                        let node = self.place(context.side, context.projection, property.schema);
                        let name = self.name(context.side, property.name);
                        parts.push(self.nodes.atom(Atom::Property(name, node)));
                    }
                }
                self.nodes.and(parts)
            }
            Keyword::PatternProperties => {
                let mut parts = Vec::new();
                for property in schema.named(keyword) {
                    let node = self.place(context.side, context.projection, property.schema);
                    let pattern = self.name(context.side, property.name);
                    parts.push(self.nodes.atom(Atom::PatternProperty(pattern, node)));
                }
                self.nodes.and(parts)
            }
            Keyword::AdditionalProperties => match schema.child(keyword) {
                Some(child) => {
                    let node = self.place(context.side, context.projection, child);
                    let names = schema.properties().map(|p| p.name).filter(|n| !self.is_hidden(context, *n)).collect();
                    let names = self.names(context.side, names);
                    let patterns = schema.named(Keyword::PatternProperties).map(|p| p.name).collect();
                    let patterns = self.names(context.side, patterns);
                    self.nodes.atom(Atom::Additional(names, patterns, node))
                }
                None => ANYTHING,
            },
            Keyword::PropertyNames => match schema.child(keyword) {
                Some(child) => {
                    let node = self.place(context.side, context.projection, child);
                    self.nodes.atom(Atom::PropertyNames(node))
                }
                None => ANYTHING,
            },
            Keyword::Required => {
                let names: Vec<Name> =
                    schema.required().map(|r| r.0).filter(|name| !self.is_hidden(context, *name)).collect();
                let parts = names.into_iter().map(|name| self.required(context.side, name)).collect();
                self.nodes.and(parts)
            }
            Keyword::DependentRequired => {
                let mut parts = Vec::new();
                for member in schema.contract.view(at).members() {
                    let name = self.nodes.text(&member.text());
                    let asked = self.nodes.atom(Atom::Required(name));
                    let without = self.nodes.not(asked);
                    let mut all = Vec::new();
                    for item in member.value.items() {
                        let Some(item) = item.as_str() else { return self.opaque(keyword, context.side, at) };
                        let item = self.nodes.text(&item);
                        all.push(self.nodes.atom(Atom::Required(item)));
                    }
                    let all = self.nodes.and(all);
                    parts.push(self.only_objects(vec![without, all]));
                }
                self.nodes.and(parts)
            }
            Keyword::DependentSchemas => {
                let mut parts = Vec::new();
                for dependent in schema.named(keyword) {
                    let asked = self.required(context.side, dependent.name);
                    let without = self.nodes.not(asked);
                    let then = self.in_place(context, dependent.schema);
                    parts.push(self.only_objects(vec![without, then]));
                }
                self.nodes.and(parts)
            }
            Keyword::UnevaluatedProperties => self.unevaluated_properties(context, schema),
            Keyword::UnevaluatedItems => self.unevaluated_items(context, schema),
            _ => ANYTHING,
        }
    }

    /// One of the names or values that a keyword lists: `required`, one property.
    pub(super) fn member(&mut self, context: Context, keyword: Keyword, member: &SchemaMember) -> NodeId {
        match (keyword, member.name) {
            (Keyword::Required, Some(name)) if !self.is_hidden(context, name) => self.required(context.side, name),
            _ => ANYTHING,
        }
    }

    /// A demand that concerns objects alone: an atom of objects accepts all else, but its negation does not.
    fn only_objects(&mut self, mut parts: Vec<NodeId>) -> NodeId {
        parts.push(self.nodes.types(TypeSet::ALL.both(TypeSet::NONE.with(Type::Object).others())));
        self.nodes.or(parts)
    }

    fn contains(&mut self, context: Context, schema: SchemaView<'c>) -> NodeId {
        let Some(child) = schema.child(Keyword::Contains) else { return ANYTHING };
        let item = self.place(context.side, context.projection, child);
        let mut parts = Vec::new();
        for (keyword, otherwise) in [(Keyword::MinContains, Some(1)), (Keyword::MaxContains, None)] {
            let count = match schema.value_at(keyword) {
                Some(at) => match number(schema, at).and_then(|n| n.to_u64()) {
                    Some(count) => Some(count),
                    None => return self.opaque(keyword, context.side, at),
                },
                None => otherwise,
            };
            if let Some(count) = count {
                parts.push(self.nodes.atom(if keyword == Keyword::MinContains {
                    Atom::Contains(count, item)
                } else {
                    Atom::ContainsAtMost(count, item)
                }));
            }
        }
        self.nodes.and(parts)
    }

    fn format(&mut self, format: &str) -> NodeId {
        let bounds = match format {
            "int32" => ("-2147483648", "2147483647"),
            "int64" => ("-9223372036854775808", "9223372036854775807"),
            "float" => ("-3.4028234663852886e38", "3.4028234663852886e38"),
            // What a format outside the table asserts nobody is held to (Validation §7.2.1).
            _ if !strings::is_format(format) => return ANYTHING,
            _ => {
                let format = self.nodes.text(format);
                return self.nodes.atom(Atom::Format(format));
            }
        };
        let (Some(low), Some(high)) = (Number::parse(bounds.0), Number::parse(bounds.1)) else { return ANYTHING };
        let (low, high) = (self.nodes.atom(Atom::Minimum(low, false)), self.nodes.atom(Atom::Maximum(high, false)));
        self.nodes.both(low, high)
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
    fn one_scope(&self, side: Side, target: SchemaView<'c>) -> bool {
        let Some(anchor) = target.text(Keyword::DynamicAnchor) else { return true };
        let contract = self.contracts[side as usize];
        let others = contract.schemas.ids().map(|id| contract.schema(id));
        others.filter(|s| s.text(Keyword::DynamicAnchor).is_some_and(|a| a == anchor)).count() == 1
    }

    fn is_hidden(&self, context: Context, name: Name) -> bool {
        context.hidden != 0 && self.hidden_sets[context.hidden as usize].contains(&name)
    }

    /// The properties of a place that do not exist in a projection.
    fn hidden(&mut self, side: Side, projection: Projection, schema: SchemaView<'c>) -> u32 {
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
        names.sort_unstable();
        names.dedup();
        let next = self.hidden_sets.len() as u32;
        let set = *self.hidden_index.entry(names.clone()).or_insert(next);
        if set == next {
            self.hidden_sets.push(names);
        }
        self.hidden_memo.insert((side, projection, schema.id), set);
        set
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

/// The keywords whose schemas apply to the same value as the schema that holds them.
pub(super) const IN_PLACE: [Keyword; 8] = [
    Keyword::Ref,
    Keyword::DynamicRef,
    Keyword::AllOf,
    Keyword::AnyOf,
    Keyword::OneOf,
    Keyword::If,
    Keyword::Then,
    Keyword::Else,
];

/// A schema and all that apply, or may apply, to the same value.
fn in_place_schemas(schema: SchemaView<'_>) -> Vec<SchemaView<'_>> {
    let mut found = vec![schema];
    let mut known: HashSet<Id<Schema>> = HashSet::new();
    known.insert(schema.id);
    let mut next = 0;
    while let Some(&part) = found.get(next) {
        next += 1;
        let inner = IN_PLACE.into_iter().chain([Keyword::DependentSchemas]);
        for child in inner.flat_map(|keyword| part.children(keyword)) {
            let child = child.resolved();
            if known.insert(child.id) {
                found.push(child);
            }
        }
    }
    found
}

fn number(schema: SchemaView<'_>, at: At) -> Option<Number> {
    Number::parse(&schema.contract.view(at).as_number()?)
}

fn type_set(types: Types) -> TypeSet {
    let table = [
        (Types::NULL, Type::Null),
        (Types::BOOLEAN, Type::Boolean),
        (Types::INTEGER, Type::Integer),
        (Types::NUMBER, Type::Integer),
        (Types::NUMBER, Type::Fraction),
        (Types::STRING, Type::String),
        (Types::ARRAY, Type::Array),
        (Types::OBJECT, Type::Object),
    ];
    let set = table.iter().filter(|(written, _)| types.contains(*written));
    set.fold(TypeSet::NONE, |set, (_, one)| set.with(*one))
}
