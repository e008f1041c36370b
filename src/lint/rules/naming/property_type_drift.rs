use crate::lint::rules::prelude::*;

use crate::lint::facts::Convention;
use crate::lint::facts::case::words;
use crate::lint::facts::convention::thousands;
use crate::lint::facts::properties::Type;

rule! {
    /// ## What it does
    /// Finds a property that has another type or format than nearly all properties of the same name, if there are at least
    /// five. For names of several words, which mean one thing in all of the API, three are enough if one differs.
    /// Formats count that make another value of a text (`date-time`, `date`, `time`, `duration`, `uuid`, `byte`, `binary`).
    ///
    /// `status` and `code` are not compared: those of a problem (RFC 9457) are numbers whatever they are elsewhere.
    ///
    /// ## Why
    /// Who has once read `customer_id` as a text writes code that breaks where it is a number; and code that is shared between
    /// the answers of an API needs one type for one name.
    ///
    /// ## Bad
    /// ```yaml
    /// components:
    ///   schemas:
    ///     order_change:
    ///       properties:
    ///         customer_id:
    ///           type: integer
    ///           format: int64
    ///           minimum: 1
    ///           maximum: 999999
    ///           description: Who ordered.
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// components:
    ///   schemas:
    ///     order_change:
    ///       properties:
    ///         customer_id:
    ///           type: string
    ///           format: uuid
    ///           maxLength: 36
    ///           description: Who ordered.
    /// ```
    ///
    /// ## References
    /// - [Zalando RESTful API Guidelines, rule 174](https://opensource.zalando.com/restful-api-guidelines/#174)
    /// - [RFC 9457, §3.1.2: `status` is a number](https://www.rfc-editor.org/rfc/rfc9457#section-3.1.2)
    PropertyTypeDrift {
        id: "property-type-drift",
        area: Naming,
        severity: Info,
        needs: Presence,
        since: "0.1.0",
        summary: "a property has another type than the others of its name",
    }
}

impl Rule for PropertyTypeDrift {
    fn schema<'c>(&self, cx: &mut Cx<'c>, schema: SchemaView<'c>) {
        let (contract, properties) = (cx.contract, &cx.facts.properties);
        for property in schema.properties() {
            let Some(found) = Type::of(property.schema) else { continue };
            let Some(types) = properties.types.get(&property.name).filter(|t| t.tally.len() > 1) else { continue };
            let name = contract.text(property.name);
            // The status of a problem (RFC 9457) is a number, that of anything else what its author likes.
            // And these words say by themselves that anything may stand there.
            if matches!(name, "status" | "code" | "value" | "default" | "data" | "content" | "result") {
                continue;
            }
            let Some((usual, count)) = usual(types, name, found) else { continue };
            cx.report(
                property.key,
                format!("{found}, elsewhere {usual}"),
                format!(
                    "`{name}` is {found} here; {} of {} properties of this name are {usual}",
                    thousands(count),
                    thousands(types.total)
                ),
            )
            .help("give it the same type, or another name");
        }
    }
}

/// The type that a name has in this API, with how often.
fn usual(types: &Convention<Type>, name: &str, found: Type) -> Option<(Type, usize)> {
    let (usual, count) = *types.tally.first()?;
    let others = types.total - count;
    let specific = words(name).len() > 1;
    let comparable = match (usual.name, found.name) {
        // What is a thing here and a word there is two views of one thing, as in expanded references.
        ("object", _) | (_, "object") => false,
        ("array", _) | (_, "array") => specific,
        // Each sort of thing has ids of its own form.
        (usual_name, found_name) if name == "id" => usual_name != found_name,
        // To say more than the others is no fault.
        (usual_name, found_name) => usual_name != found_name || usual.format.is_some(),
    };
    // A single word means many things; only where nearly all agree is an exception worth a word.
    let agreed = types.dominant.is_some() && (specific || others == 1 || 50 * others <= types.total);
    let scalars = found.name != "array" && usual.name != "array";
    let conflict = specific && scalars && types.tally.len() == 2 && usual.name != found.name && count >= 2 * others;
    (usual != found && comparable && (agreed || conflict)).then_some((usual, count))
}
