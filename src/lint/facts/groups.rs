//! Which part of the API each schema and each parameter belongs to: the only tag, or the only first path segment, that leads to it.

use hashbrown::HashMap;

use super::version::of_segment;
use crate::contract::{Contract, Id, MediaType, Named, Operation, Parameter, Place, Schema};

/// What makes a part of the API.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Key {
    /// The first segment of the path that is no version.
    Prefix,
    /// The first tag.
    Tag,
}

/// The parts, and the part of each schema.
pub struct Groups {
    labels: Vec<String>,
    of_schema: Vec<u32>,
    of_parameter: Vec<u32>,
}

const NONE: u32 = u32::MAX;
const SHARED: u32 = u32::MAX - 1;

impl Groups {
    /// Sorts the schemas and parameters of a contract into parts.
    pub fn of(contract: &Contract, key: Key) -> Self {
        let mut groups = Self {
            labels: Vec::new(),
            of_schema: vec![NONE; contract.schemas.len()],
            of_parameter: vec![NONE; contract.parameters.len()],
        };
        let mut known: HashMap<String, u32> = HashMap::new();
        let mut pending = Vec::new();
        for operation in contract.operations.iter().filter(|o| o.place == Place::Path) {
            let label = match key {
                Key::Prefix => prefix(contract.text(operation.path)).map(|p| format!("under `{p}`")),
                Key::Tag => operation.tags.first().map(|(tag, _)| format!("with the tag `{}`", contract.text(*tag))),
            };
            let group = label.map_or(SHARED, |label| {
                *known.entry(label).or_insert_with_key(|label| {
                    groups.labels.push(label.clone());
                    groups.labels.len() as u32 - 1
                })
            });
            for id in operation.parameters.iter().filter_map(|p| p.id) {
                let here = &mut groups.of_parameter[id.index()];
                *here = if *here == NONE || *here == group { group } else { SHARED };
            }
            roots(contract, operation, &mut |schema| pending.push((schema, group)));
            groups.color(contract, &mut pending);
        }
        groups
    }

    /// Gives each schema its part. A schema changes at most twice: when it is first met, and when another part meets
    /// it as well.
    fn color(&mut self, contract: &Contract, pending: &mut Vec<(Id<Schema>, u32)>) {
        while let Some((id, color)) = pending.pop() {
            let here = &mut self.of_schema[id.index()];
            if *here == color || *here == SHARED {
                continue;
            }
            *here = if *here == NONE { color } else { SHARED };
            let color = *here;
            let schema = contract.schema(id);
            pending.extend(schema.inner().map(|(_, _, inner)| (inner.id, color)));
            pending.extend(schema.reference().map(|target| (target.id, color)));
        }
    }

    /// How many parts there are.
    pub fn count(&self) -> usize {
        self.labels.len()
    }

    /// The part that alone leads to a schema.
    pub fn of_schema(&self, schema: Id<Schema>) -> Option<usize> {
        let group = self.of_schema[schema.index()] as usize;
        (group < self.labels.len()).then_some(group)
    }

    /// The part whose operations alone take a parameter.
    pub fn of_parameter(&self, parameter: Id<Parameter>) -> Option<usize> {
        let group = self.of_parameter[parameter.index()] as usize;
        (group < self.labels.len()).then_some(group)
    }

    /// The words for a part: ``under `/scim` ``.
    pub fn label(&self, group: usize) -> &str {
        &self.labels[group]
    }
}

/// The first segment of a path that is neither a parameter nor a version, with its slash.
fn prefix(path: &str) -> Option<String> {
    path.split('/')
        .find(|s| !s.is_empty() && !s.contains('{') && of_segment(s).is_none())
        .map(|segment| format!("/{segment}"))
}

/// The schemas that an operation names itself.
fn roots(contract: &Contract, operation: &Operation, found: &mut dyn FnMut(Id<Schema>)) {
    contract.parameters_of(operation).filter_map(|p| p.schema).for_each(&mut *found);
    let mut content = |content: &[Named<MediaType>]| {
        for (_, media) in contract.media_types_of(content) {
            media.schema.into_iter().chain(media.item_schema).for_each(&mut *found);
        }
    };
    for parameter in contract.parameters_of(operation) {
        content(&parameter.content);
    }
    if let Some(body) = contract.request_body_of(operation) {
        content(&body.content);
    }
    for (_, response) in contract.responses_of(operation) {
        content(&response.content);
    }
}
