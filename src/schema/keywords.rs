//! What each keyword says.

use super::compile::{Compiler, Context};
use super::nodes::{ANYTHING, Atom, Listed, NodeId, Type, TypeSet};
use super::number::Number;
use super::strings;
use super::value::Value;
use crate::contract::keywords::Keyword;
use crate::contract::schema::{Entry, SchemaMember};
use crate::contract::{At, Name, SchemaView, Types};

impl<'c> Compiler<'c> {
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
                if keyword == Keyword::Enum && !view.is_seq() {
                    return self.opaque(keyword, context.side, at);
                }
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
            Keyword::ContentEncoding if schema.is_base64() => self.format("byte"),
            Keyword::UniqueItems if schema.flag(keyword) => self.nodes.atom(Atom::Unique),
            Keyword::AllOf | Keyword::AnyOf | Keyword::OneOf => {
                let parts: Vec<_> = schema.children(keyword).collect();
                let part = |part| match keyword {
                    Keyword::AllOf => self.in_place(context, part),
                    _ => self.branch(context, part),
                };
                let parts: Vec<_> = parts.into_iter().map(part).collect();
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
                    let inner = self.branch(context, child);
                    self.nodes.not(inner)
                }
                None => ANYTHING,
            },
            Keyword::If => {
                let mut child = |keyword| schema.child(keyword).map_or(ANYTHING, |child| self.branch(context, child));
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
                    let then = self.branch(context, dependent.schema);
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
            // `double` says how precise a number is; nobody sends one that it bounds.
            // What a format outside the table asserts nobody is held to (Validation §7.2.1).
            _ if !strings::is_format(format) => return ANYTHING,
            _ => {
                let format = self.nodes.text(format);
                return self.nodes.atom(Atom::Format(format));
            }
        };
        let (Some(low), Some(high)) = (Number::parse(bounds.0), Number::parse(bounds.1)) else { return ANYTHING };
        let (low, high) = (self.nodes.atom(Atom::Minimum(low, false)), self.nodes.atom(Atom::Maximum(high, false)));
        let mut parts = vec![low, high];
        if format.starts_with("int") {
            parts.push(self.nodes.types(TypeSet::NONE.with(Type::Fraction).others()));
        }
        self.nodes.and(parts)
    }
}

fn number(schema: SchemaView<'_>, at: At) -> Option<Number> {
    Number::parse(&schema.contract.view(at).as_number()?)
}

pub(super) fn type_set(types: Types) -> TypeSet {
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
