use hashbrown::HashSet;

use crate::contract::keywords::Keyword;
use crate::lint::facts::sent::bodies;
use crate::lint::facts::habit::Habit;
use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds request bodies that are objects with named properties and take any other as well: `additionalProperties` is
    /// `true` or `{}` beside `properties`; and those that do not close their object where the other request bodies of the API
    /// do. Objects without named properties are maps, and are left alone.
    ///
    /// ## Why
    /// Code that copies what it is sent into a record writes every property that the record has: also `is_admin`, if a
    /// client thinks of it. An object that takes what it names has no such hole.
    ///
    /// ## Bad
    /// ```yaml
    /// components:
    ///   schemas:
    ///     new_order:
    ///       additionalProperties: true
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// components:
    ///   schemas:
    ///     new_order:
    ///       additionalProperties: false
    /// ```
    ///
    /// ## References
    /// - [OWASP API3:2023, Broken Object Property Level Authorization](https://owasp.org/API-Security/editions/2023/en/0xa3-broken-object-property-level-authorization/)
    OpenRequestObject {
        id: "open-request-object",
        area: Security,
        severity: Info,
        needs: Whole,
        since: "0.1.0",
        summary: "a request body takes properties that nobody names",
    }
}

impl Rule for OpenRequestObject {
    fn document(&self, cx: &mut Cx<'_>) {
        let contract = cx.contract;
        let mut seen = HashSet::new();
        let mut objects: Vec<(SchemaView<'_>, Option<bool>)> = Vec::new();
        let writes = contract.operations.iter().filter(|o| o.place == Place::Path);
        for schema in writes.flat_map(|o| bodies(contract, o)).map(|id| contract.schema(id).resolved()) {
            // Alternatives and compositions are closed in ways of their own.
            let plain = ![Keyword::AllOf, Keyword::AnyOf, Keyword::OneOf].into_iter().any(|k| schema.has(k));
            if plain && schema.properties().next().is_some() && seen.insert(schema.id) {
                objects.push((schema, closed(schema)));
            }
        }
        let habit = Habit::of(objects.iter().map(|(_, closed)| (*closed == Some(true), 1)), &cx.facts.conventions);
        for (schema, closed) in objects {
            let help = "write `additionalProperties: false`, or name what may be sent";
            if closed == Some(false) {
                let at = schema.value_at(Keyword::AdditionalProperties).unwrap_or(schema.at());
                let message = "this request body takes any property beside those that it names";
                cx.report(at, "anything else", message).help(help);
            } else if closed.is_none() && habit.holds() {
                let message = format!(
                    "this request body takes any property beside those that it names; {} request bodies here do not",
                    habit.evidence()
                );
                cx.report(schema.at(), "not closed", message).help(help);
            }
        }
    }
}

/// Whether an object says that it takes no other properties, or that it does; nothing where it says neither.
fn closed(schema: SchemaView<'_>) -> Option<bool> {
    let keywords = [Keyword::AdditionalProperties, Keyword::UnevaluatedProperties];
    let value = keywords.into_iter().find_map(|keyword| schema.value(keyword))?;
    match value.as_bool() {
        Some(open) => Some(!open),
        None => (value.members().next().is_none()).then_some(false),
    }
}
