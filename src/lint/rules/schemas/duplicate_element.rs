use std::borrow::Cow;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use crate::contract::keywords::Keyword;
use crate::lint::fixes;
use crate::lint::judge::cut;
use crate::lint::rules::prelude::*;
use crate::schema::number::Number;

rule! {
    /// ## What it does
    /// Finds a value that stands twice in one `enum`, `required` or `type`. Values are compared as JSON: `1` and `1.0` are one.
    ///
    /// ## Why
    /// The second one says nothing, so it is a slip, and often another value was meant. Generators make of it two constants of
    /// one name, which does not compile; JSON Schema forbids it in `required` and `type`.
    ///
    /// ## Bad
    /// ```yaml
    /// components:
    ///   schemas:
    ///     book:
    ///       properties:
    ///         binding:
    ///           type: string
    ///           description: How it is bound.
    ///           enum: [paperback, hardcover, paperback]
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// components:
    ///   schemas:
    ///     book:
    ///       properties:
    ///         binding:
    ///           type: string
    ///           description: How it is bound.
    ///           enum: [paperback, hardcover]
    /// ```
    ///
    /// ## References
    /// - [JSON Schema 2020-12, §6.1.2 "enum"](https://json-schema.org/draft/2020-12/json-schema-validation#section-6.1.2), [§6.5.3 "required"](https://json-schema.org/draft/2020-12/json-schema-validation#section-6.5.3)
    DuplicateElement {
        id: "duplicate-element",
        area: Schemas,
        severity: Warning,
        needs: Presence,
        since: "0.1.0",
        summary: "a value stands twice in `enum`, `required` or `type`",
    }
}

/// The lists in which nothing stands twice.
const LISTS: [Keyword; 3] = [Keyword::Enum, Keyword::Required, Keyword::Type];

/// The most elements that one mend takes away. No person wrote more.
const MOST_MENDED: usize = 1000;

/// Whether an element may stand twice: in most lists no two texts are equal as they are written, which is quickly seen.
fn may_repeat(list: View<'_>) -> bool {
    /// Longer lists are sorted, and not compared each with each.
    const SHORT: usize = 32;
    let mut texts: Vec<Cow<'_, str>> = Vec::new();
    for item in list.items() {
        match item.as_str() {
            Some(text) if texts.len() < SHORT && !texts.contains(&text) => texts.push(text),
            // `1` and `1.0` are the same number.
            _ => return true,
        }
    }
    false
}

impl Rule for DuplicateElement {
    fn schema<'c>(&self, cx: &mut Cx<'c>, schema: SchemaView<'c>) {
        let contract = cx.contract;
        for keyword in LISTS {
            let Some(list) = schema.value_at(keyword).filter(|&list| may_repeat(contract.view(list))) else { continue };
            // Only scalars are compared: what is none stands in few lists, and each comparison of it takes its time.
            let mut seen: BTreeMap<(&str, String), At> = BTreeMap::new();
            let mut edits = Vec::new();
            let mut twice: Option<(At, At, String)> = None;
            let mut count = 0;
            let mut before = None;
            for item in contract.view(list).items() {
                let previous = before.replace(item);
                let Some(written) = item.as_scalar() else { continue };
                let value = match Number::parse(&written).filter(|_| item.kind() == Kind::Number) {
                    Some(number) => number.to_string(),
                    None => written.to_string(),
                };
                let at = list.to(item.at);
                match seen.entry((item.kind().noun(), value)) {
                    Entry::Vacant(free) => {
                        free.insert(at);
                    }
                    Entry::Occupied(first) => {
                        count += 1;
                        let edit = previous.and_then(|p| fixes::removed(&contract.sources, list, p, item));
                        edits.push(edit.filter(|_| count <= MOST_MENDED));
                        twice.get_or_insert((at, *first.get(), written.into_owned()));
                    }
                }
            }
            let Some((at, first, written)) = twice else { continue };
            let name = keyword.as_str();
            let written = cut(&written, 60);
            let message = match count {
                1 => format!("`{written}` stands twice in this `{name}`"),
                _ => format!("{count} elements of this `{name}` repeat others, such as `{written}`"),
            };
            cx.report(at, "the same again", message)
                .related(first, "it stands here already")
                .help("remove it, or write the value that was meant")
                .fix(format!("remove what stands twice in `{name}`"), edits);
        }
    }
}
