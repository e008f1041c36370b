//! What of a witness is to blame. A value may be refused for several reasons, and of the alternatives of a union the
//! evaluator names the nearest one; the part to show is the one that the change is about.

use super::{Step, Walk};
use crate::diff::change::{Change, Direction};
use crate::schema::evaluate::Failure;
use crate::schema::value::Value;

/// The most parts of a value that are looked at.
const MOST_PARTS: usize = 100;

impl Walk<'_> {
    /// The failure of the part of a value that lies at the end of a way, by what refuses such a part there: if one of
    /// its failures is where the change was made, that one.
    pub(super) fn blamed(
        &self,
        change: &Change,
        way: &[Step],
        value: &Value,
        mut refusals: impl FnMut(&Value) -> Option<Vec<Failure>>,
    ) -> Option<Failure> {
        let received = if change.direction == Direction::Response { &change.old } else { &change.new };
        let mut other = None;
        for (pointer, part) in self.parts_at(way, value) {
            let Some(mut failures) = refusals(part) else { continue };
            for failure in &mut failures {
                failure.instance.insert_str(0, &pointer);
            }
            let is_it = |f: &&Failure| f.at == received.at;
            let is_about = |f: &&Failure| f.member.as_deref() == Some(&*change.about);
            let found = failures.iter().find(is_it).or_else(|| failures.iter().find(is_about));
            if found.is_some() {
                return found.cloned();
            }
            other = other.or(failures.into_iter().next());
        }
        other
    }

    /// The parts of a value at the end of a way, with their pointers.
    fn parts_at<'v>(&self, way: &[Step], value: &'v Value) -> Vec<(String, &'v Value)> {
        let escaped = |name: &str| name.replace('~', "~0").replace('/', "~1");
        way.iter().fold(vec![(String::new(), value)], |parts, step| {
            let inner = parts.into_iter().flat_map(|(pointer, part)| -> Vec<(String, &'v Value)> {
                let below = |name: &str, value: &'v Value| (format!("{pointer}/{}", escaped(name)), value);
                match (step, part) {
                    (Step::Property(name), _) => {
                        let name = self.old.text(*name);
                        part.get(name).map(|value| below(name, value)).into_iter().collect()
                    }
                    (Step::Items, Value::Array(items)) => {
                        items.iter().enumerate().map(|(number, item)| below(&number.to_string(), item)).collect()
                    }
                    (Step::Values, Value::Object(members)) => members.iter().map(|m| below(&m.0, &m.1)).collect(),
                    (Step::Items | Step::Values, _) => Vec::new(),
                    (Step::Root | Step::Parameter(..) | Step::Response | Step::Part, _) => vec![(pointer, part)],
                }
            });
            inner.take(MOST_PARTS).collect()
        })
    }
}
