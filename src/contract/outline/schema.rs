//! What is written of a schema.

use super::{Outline, Task, What};
use crate::contract::keywords::{Keyword, Shape};
use crate::contract::schema::{Entry, SchemaView};
use crate::contract::{At, Element, Name};

impl Outline<'_> {
    pub(super) fn schema(&mut self, depth: usize, label: &str, schema: SchemaView<'_>) {
        if let Some(boolean) = schema.get().boolean {
            return self.line(depth, &format!("{label} {boolean}"));
        }
        let types: Vec<&str> = schema.types().names().collect();
        let types = if types.is_empty() { String::new() } else { format!(" {}", types.join("|")) };
        self.line(depth, &format!("{label}{types}"));
        let inner = depth + 1;
        // A parameter of 2.0 is its own schema, and its extensions are those of the parameter.
        if !self.bare.contains(&schema.id) {
            self.extensions(inner, schema.at());
        }
        let mut tasks: Vec<Task> = Vec::new();
        let mut entries: Vec<(usize, &Entry)> = schema.entries().iter().enumerate().collect();
        entries.sort_by_key(|(number, e)| (e.keyword, *number));
        for (position, (_, entry)) in entries.iter().enumerate() {
            let keyword = entry.keyword;
            // Of keywords that stand twice the last counts; examples may be several.
            let shadowed = entries.get(position + 1).is_some_and(|next| next.1.keyword == keyword);
            if matches!(keyword, Keyword::Type | Keyword::Nullable | Keyword::Format)
                || (shadowed && keyword != Keyword::Example)
            {
                continue;
            }
            self.keyword(inner, schema, entry, &mut tasks);
        }
        if let Some(format) = schema.format() {
            tasks.push(Task { depth: inner, label: format!("format {format:?}"), what: What::Label });
        }
        tasks.sort_by(|a, b| a.label.cmp(&b.label));
        self.push(tasks);
    }

    fn keyword(&mut self, depth: usize, schema: SchemaView<'_>, entry: &Entry, tasks: &mut Vec<Task>) {
        let keyword = entry.keyword;
        let word = keyword.as_str();
        let value = At { doc: schema.at().doc, node: entry.node };
        let members = schema.members(entry);
        match keyword.shape() {
            Shape::Data if keyword == Keyword::Discriminator => {
                let Some(discriminator) = schema.discriminator() else { return };
                let mut mapping: Vec<String> = discriminator
                    .mapping
                    .iter()
                    .map(|(key, value)| format!("{}: {}", self.data(*key), self.data(*value)))
                    .collect();
                mapping.sort();
                let property = discriminator.property.map(|at| self.data(at)).unwrap_or_default();
                let default = discriminator.default_mapping.map(|at| self.data(at)).unwrap_or_default();
                let label = format!("{word} {property} {{{}}} {default}", mapping.join(", "));
                tasks.push(Task { depth, label, what: What::Label });
            }
            Shape::Data => {
                let data = match keyword {
                    // The elements of an enum are a set.
                    Keyword::Enum => {
                        let mut values: Vec<String> = schema.enum_values().map(super::data::canonical).collect();
                        values.sort();
                        values.join(" or ")
                    }
                    _ => self.data(value),
                };
                tasks.push(Task { depth, label: format!("{word} {data}"), what: What::Label });
            }
            Shape::Names => {
                let mut names: Vec<&str> = members.iter().filter_map(|m| m.name).map(|n| self.c.text(n)).collect();
                names.sort_unstable();
                tasks.push(Task { depth, label: format!("{word} {names:?}"), what: What::Label });
            }
            Shape::Reference => {
                let element = members.first().and_then(|m| schema.member_schema(m)).map(|s| Element::Schema(s.id));
                // The text of a reference is never the node of a schema, so this is always written as a name.
                tasks.push(Task { depth, label: word.to_owned(), what: What::Used { at: value, element } });
            }
            Shape::Schema => {
                let child = members.first().and_then(|m| schema.member_schema(m));
                tasks.extend(child.map(|child| Task::schema(depth, word, child.id)));
            }
            Shape::Schemas => {
                // The order of alternatives is kept, for people read them in it.
                for (number, member) in members.iter().enumerate() {
                    let child = schema.member_schema(member);
                    tasks.extend(child.map(|child| Task::schema(depth, &format!("{word} {number:06}"), child.id)));
                }
            }
            Shape::SchemaMap => {
                let mut names: Vec<(Name, SchemaView<'_>)> =
                    members.iter().filter_map(|m| Some((m.name?, schema.member_schema(m)?))).collect();
                names.reverse();
                names.sort_by_key(|(name, _)| self.c.text(*name));
                names.dedup_by_key(|(name, _)| *name);
                for (name, child) in names {
                    let label = format!("{word} {:?}", self.c.text(name));
                    tasks.push(Task::schema(depth, &label, child.id));
                }
            }
        }
    }
}
