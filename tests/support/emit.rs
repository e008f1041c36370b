//! A contract's schema as JSON Schema 2020-12. Every schema becomes a definition, and all others are referred to, so
//! that neither depth nor circles matter.

use std::collections::{BTreeSet, HashMap, VecDeque};

use caveat::contract::keywords::{Keyword, Shape};
use caveat::contract::schema::{Entry, Types};
use caveat::contract::{Contract, Dialect, Id, Name, Schema, SchemaView};
use caveat::schema::value::Value;
use caveat::schema::{Projection, strings};
use serde_json::{Map, json};

type Json = serde_json::Value;
type Object = Map<String, Json>;
type Names = BTreeSet<Name>;

/// Keywords whose schemas apply to the same value, and to which the same properties do not exist.
const CONJUNCTS: [Keyword; 3] = [Keyword::Ref, Keyword::DynamicRef, Keyword::AllOf];
const BRANCHES: [Keyword; 7] = [
    Keyword::AnyOf,
    Keyword::OneOf,
    Keyword::Not,
    Keyword::If,
    Keyword::Then,
    Keyword::Else,
    Keyword::DependentSchemas,
];

/// The least and the greatest value of formats of numbers, and whether they are whole.
const RANGES: [(&str, &str, &str, bool); 3] = [
    ("int32", "-2147483648", "2147483647", true),
    ("int64", "-9223372036854775808", "9223372036854775807", true),
    ("float", "-3.4028234663852886e38", "3.4028234663852886e38", false),
];

struct Emitter<'c> {
    contract: &'c Contract,
    flag: Option<Keyword>,
    numbers: HashMap<(Id<Schema>, Names), usize>,
    queue: VecDeque<(Id<Schema>, Names)>,
}

/// The schema, with all that it refers to under `$defs`. Fails where the contract does not know what it means.
pub(crate) fn emit(contract: &Contract, schema: Id<Schema>, projection: Projection) -> Result<Json, String> {
    let flag = match projection {
        Projection::Whole => None,
        Projection::Request => Some(Keyword::ReadOnly),
        Projection::Response => Some(Keyword::WriteOnly),
    };
    let mut emitter = Emitter { contract, flag, numbers: HashMap::new(), queue: VecDeque::new() };
    let root = emitter.inside(contract.schema(schema));
    let mut definitions = Object::new();
    while let Some((id, hidden)) = emitter.queue.pop_front() {
        let number = emitter.numbers[&(id, hidden.clone())];
        let written = emitter.schema(contract.schema(id), &hidden)?;
        definitions.insert(format!("s{number}"), written);
    }
    let mut root = root;
    root["$schema"] = json!("https://json-schema.org/draft/2020-12/schema");
    root["$defs"] = Json::Object(definitions);
    Ok(root)
}

impl<'c> Emitter<'c> {
    fn reference(&mut self, schema: Id<Schema>, hidden: Names) -> Json {
        let next = self.numbers.len();
        let key = (schema, hidden);
        let number = *self.numbers.entry(key.clone()).or_insert(next);
        if number == next {
            self.queue.push_back(key);
        }
        json!({ "$ref": format!("#/$defs/s{number}") })
    }

    /// A schema that applies to a place of its own.
    fn inside(&mut self, schema: SchemaView<'c>) -> Json {
        let hidden = self.hidden(schema);
        self.reference(schema.id, hidden)
    }

    /// A schema that applies to the same place as the one that holds it.
    fn here(&mut self, keyword: Keyword, schema: SchemaView<'c>, hidden: &Names) -> Json {
        let mut hidden = hidden.clone();
        if !CONJUNCTS.contains(&keyword) {
            hidden.extend(self.hidden(schema));
        }
        self.reference(schema.id, hidden)
    }

    /// The properties that do not exist, of those that a schema declares.
    fn hidden(&self, schema: SchemaView<'c>) -> Names {
        let Some(flag) = self.flag else { return Names::new() };
        let only = |property: SchemaView<'_>| property.conjuncts().iter().any(|c| c.flag(flag));
        schema.all_properties().into_iter().filter(|p| only(p.schema)).map(|p| p.name).collect()
    }

    fn schema(&mut self, schema: SchemaView<'c>, hidden: &Names) -> Result<Json, String> {
        if let Some(accepts) = schema.get().boolean {
            return Ok(Json::Bool(accepts));
        }
        let mut out = Object::new();
        let mut also: Vec<Json> = Vec::new();
        for entry in schema.entries() {
            self.keyword(schema, entry, hidden, &mut out, &mut also)?;
        }
        if !also.is_empty() {
            let all = out.entry("allOf").or_insert_with(|| json!([]));
            all.as_array_mut().ok_or("`allOf` is no list")?.extend(also);
        }
        // In 2019-09 `contains` evaluates nothing, which 2020-12 cannot say.
        let misses = |k: Keyword| schema.contract.all_schemas().any(|s| s.has(k));
        if schema.dialect() == Dialect::Draft2019_09
            && schema.has(Keyword::Contains)
            && misses(Keyword::UnevaluatedItems)
        {
            return Err("`contains` of 2019-09 beside `unevaluatedItems`".to_owned());
        }
        Ok(Json::Object(out))
    }

    fn keyword(
        &mut self,
        schema: SchemaView<'c>,
        entry: &'c Entry,
        hidden: &Names,
        out: &mut Object,
        also: &mut Vec<Json>,
    ) -> Result<(), String> {
        let keyword = entry.keyword;
        let word = keyword.as_str().to_owned();
        let children: Vec<Option<SchemaView<'c>>> =
            schema.members(entry).iter().map(|m| schema.member_schema(m)).collect();
        let text = |name: Name| schema.contract.text(name).to_owned();
        match (keyword, keyword.shape()) {
            (Keyword::Defs | Keyword::Definitions | Keyword::ContentSchema, _) => {}
            (Keyword::Ref | Keyword::DynamicRef, _) => {
                if let Some(anchor) = schema.dynamic_reference()
                    && schema.contract.schemas.dynamic_anchors(anchor).count() > 1
                {
                    return Err("a `$dynamicRef` with several scopes".to_owned());
                }
                let target = children.first().copied().flatten().ok_or("a reference leads nowhere")?;
                also.push(self.here(keyword, target, hidden));
            }
            (Keyword::Properties, _) => {
                let properties: Vec<_> = schema.properties().filter(|p| !hidden.contains(&p.name)).collect();
                let members = properties.into_iter().map(|p| (text(p.name), self.inside(p.schema)));
                out.insert(word, Json::Object(members.collect()));
            }
            (Keyword::DependentSchemas, _) => {
                let named: Vec<_> = schema.named(keyword).collect();
                let members = named.into_iter().map(|p| (text(p.name), self.here(keyword, p.schema, hidden)));
                out.insert(word, Json::Object(members.collect()));
            }
            (_, Shape::SchemaMap) => {
                let named: Vec<_> = schema.named(keyword).collect();
                let members = named.into_iter().map(|p| (text(p.name), self.inside(p.schema)));
                out.insert(word, Json::Object(members.collect()));
            }
            (_, Shape::Schemas | Shape::Schema) => {
                let same_place = CONJUNCTS.contains(&keyword) || BRANCHES.contains(&keyword);
                let written = children
                    .into_iter()
                    .flatten()
                    .map(|child| if same_place { self.here(keyword, child, hidden) } else { self.inside(child) });
                let mut written: Vec<Json> = written.collect();
                match keyword.shape() {
                    // Beside an empty list nothing can be said; the crate takes none.
                    Shape::Schemas if written.is_empty() => match keyword {
                        Keyword::AnyOf | Keyword::OneOf => also.push(Json::Bool(false)),
                        _ => {}
                    },
                    Shape::Schemas => drop(out.insert(word, Json::Array(written))),
                    _ => drop(written.pop().map(|only| out.insert(word, only))),
                }
            }
            (Keyword::Required, _) => {
                let names: BTreeSet<Name> = schema.required().map(|r| r.0).filter(|n| !hidden.contains(n)).collect();
                out.insert(word, names.into_iter().map(text).collect());
            }
            (Keyword::Type, _) => {
                let types = schema.types();
                if types.is_empty() {
                    return Err("a `type` that is none".to_owned());
                }
                let types = if types.contains(Types::NUMBER) { types.minus(Types::INTEGER) } else { types };
                out.insert(word, types.names().collect());
            }
            (Keyword::Format, _) => format(schema, out, also),
            (Keyword::ContentEncoding, _) if schema.is_base64() => also.push(json!({ "format": "byte" })),
            (Keyword::DependentRequired, _) => {
                let value = schema.contract.view(schema.at().to(entry.node));
                let lists = value.members().filter(|m| m.value.is_seq()).map(|m| {
                    let listed = m.value.items().filter_map(caveat::contract::View::as_scalar);
                    let shown = listed
                        .filter(|t| schema.contract.sources.names.find(t).is_none_or(|name| !hidden.contains(&name)));
                    (m.text().into_owned(), shown.map(std::borrow::Cow::into_owned).collect::<Json>())
                });
                also.push(json!({ word: Json::Object(lists.collect()) }));
            }
            (keyword, Shape::Data) if ASSERTING.contains(&keyword) => {
                let value = Value::read(schema.contract.view(schema.at().to(entry.node)));
                let value = value.ok_or_else(|| format!("a `{word}` that cannot be read"))?;
                out.insert(word, value.to_json());
            }
            _ => {}
        }
        Ok(())
    }
}

/// Keywords whose values mean the same in 2020-12.
const ASSERTING: [Keyword; 18] = [
    Keyword::Enum,
    Keyword::Const,
    Keyword::Minimum,
    Keyword::Maximum,
    Keyword::ExclusiveMinimum,
    Keyword::ExclusiveMaximum,
    Keyword::MultipleOf,
    Keyword::MinLength,
    Keyword::MaxLength,
    Keyword::Pattern,
    Keyword::MinItems,
    Keyword::MaxItems,
    Keyword::UniqueItems,
    Keyword::MinProperties,
    Keyword::MaxProperties,
    Keyword::MinContains,
    Keyword::MaxContains,
    Keyword::Comment,
];

fn format(schema: SchemaView<'_>, out: &mut Object, also: &mut Vec<Json>) {
    let Some(format) = schema.format() else { return };
    if let Some((_, least, most, whole)) = RANGES.iter().find(|r| r.0 == format) {
        let number = |text: &str| text.parse::<serde_json::Number>().map_or(Json::Null, Json::Number);
        also.push(json!({ "minimum": number(least), "maximum": number(most) }));
        if *whole {
            also.push(json!({ "if": { "type": "number" }, "then": { "type": "integer" } }));
        }
    } else if strings::is_format(&format) {
        out.insert("format".to_owned(), json!(format));
    }
}
