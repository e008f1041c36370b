use std::collections::BTreeMap;

use crate::contract::keywords::Keyword;
use crate::lint::facts::patterns::elsewhere;
use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds keywords that speak of another type than the schema's own: `minLength` of an integer, `minimum` of a string,
    /// `items` of an object, `properties` of an array. So are formats of texts on numbers.
    ///
    /// `uniqueItems: false`, and bounds that exclude nothing, are left alone.
    ///
    /// ## Why
    /// A keyword of another type is met by every value, so it checks nothing. Its author meant to limit something, and
    /// nothing is limited; or the type is wrong.
    ///
    /// ## Bad
    /// ```yaml
    /// components:
    ///   schemas:
    ///     book:
    ///       properties:
    ///         page_count: {type: integer, format: int32, minLength: 1, description: How many pages it has.}
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// components:
    ///   schemas:
    ///     book:
    ///       properties:
    ///         page_count: {type: integer, format: int32, minimum: 1, description: How many pages it has.}
    /// ```
    ///
    /// ## References
    /// - [JSON Schema 2020-12, §6 A Vocabulary for Structural Validation](https://json-schema.org/draft/2020-12/json-schema-validation#section-6)
    MisappliedKeyword {
        id: "misapplied-keyword",
        area: Schemas,
        severity: Warning,
        needs: Presence,
        since: "0.1.0",
        summary: "a keyword says nothing about values of the schema's type",
    }
}

/// What each keyword speaks of; values of other types meet it.
const SPEAKS_OF: [(Types, &str, &[Keyword]); 4] = [
    (Types::STRING, "strings", &[Keyword::MinLength, Keyword::MaxLength, Keyword::Pattern]),
    (
        Types::NUMBER,
        "numbers",
        &[
            Keyword::Minimum,
            Keyword::Maximum,
            Keyword::ExclusiveMinimum,
            Keyword::ExclusiveMaximum,
            Keyword::MultipleOf,
        ],
    ),
    (
        Types::ARRAY,
        "arrays",
        &[Keyword::Items, Keyword::PrefixItems, Keyword::MinItems, Keyword::MaxItems, Keyword::UniqueItems],
    ),
    (
        Types::OBJECT,
        "objects",
        &[
            Keyword::Properties,
            Keyword::Required,
            Keyword::AdditionalProperties,
            Keyword::PatternProperties,
            Keyword::MinProperties,
            Keyword::MaxProperties,
            Keyword::PropertyNames,
        ],
    ),
];

/// Formats that only texts have.
const OF_TEXTS: [&str; 14] = [
    "date-time", "date", "time", "duration", "email", "hostname", "ipv4", "ipv6", "uri", "uri-reference", "uuid",
    "byte", "binary", "password",
];

impl Rule for MisappliedKeyword {
    fn schema<'c>(&self, cx: &mut Cx<'c>, schema: SchemaView<'c>) {
        let (contract, types) = (cx.contract, schema.types());
        if types.is_empty() {
            return;
        }
        let own = types.non_null().names().collect::<Vec<_>>().join(" or ");
        let own = if own.is_empty() { "null".to_owned() } else { own };
        for (of, name, keywords) in SPEAKS_OF {
            if types.overlaps(of) || (of == Types::NUMBER && types.contains(Types::INTEGER)) {
                continue;
            }
            let mut misapplied = keywords.iter().filter_map(|&k| Some((k, schema.value_at(k)?)));
            let mut misapplied = misapplied.by_ref().filter(|&(keyword, at)| limits(schema, keyword, at));
            let Some((keyword, at)) = misapplied.next() else { continue };
            let others: Vec<(Keyword, At)> = misapplied.collect();
            let message = format!(
                "`{}` speaks of {name}, and the type here is {own}, so it limits nothing",
                written(contract, at)
            );
            let mut report = cx.report(at, format!("not for {own}"), message).help(help(types, of, keyword));
            for (_, place) in others {
                report = report.related(place, format!("so does `{}`", written(contract, place)));
            }
        }
    }

    fn document(&self, cx: &mut Cx<'_>) {
        // A format on the wrong type is a belief of its author, and told once.
        let mut found: BTreeMap<(String, &'static str), Vec<At>> = BTreeMap::new();
        for schema in cx.contract.all_schemas() {
            let Some(at) = schema.value_at(Keyword::Format) else { continue };
            let Some(own) = schema.types().non_null().names().next() else { continue };
            let format = schema.contract.text_at(at);
            if OF_TEXTS.contains(&&*format) && !schema.types().overlaps(Types::STRING) {
                found.entry((format.into_owned(), own)).or_default().push(at);
            }
        }
        for ((format, own), mut places) in found {
            places.sort();
            let more = elsewhere(places.len());
            let message =
                format!("the format `{format}` is one of strings, and the type here is {own}, so it says nothing{more}");
            cx.report(places[0], format!("not for {own}"), message)
                .about(format!("{format} {own}"))
                .help("write `type: string`, or leave `format` out");
        }
    }
}

/// The key of a keyword's value: older dialects write some keywords otherwise.
fn written(contract: &Contract, at: At) -> String {
    let doc = contract.sources.doc(at.doc);
    doc.key_text(doc.key_of(at.node)).into_owned()
}

/// Whether a keyword would limit anything if it could.
fn limits(schema: SchemaView<'_>, keyword: Keyword, at: At) -> bool {
    let view = schema.contract.view(at);
    match keyword {
        Keyword::UniqueItems => view.kind() == Kind::True,
        Keyword::MinLength | Keyword::MinItems | Keyword::MinProperties => view.as_u64() != Some(0),
        // To close what is no object anyway is a habit of generators.
        Keyword::AdditionalProperties => view.is_map() && view.members().next().is_some(),
        Keyword::Required | Keyword::Properties => schema.entry(keyword).is_some_and(|e| !schema.members(e).is_empty()),
        Keyword::Items => !view.is_map() || view.members().next().is_some(),
        _ => true,
    }
}

fn help(types: Types, of: Types, keyword: Keyword) -> &'static str {
    let number = types.overlaps(Types::NUMBER.with(Types::INTEGER));
    match keyword {
        Keyword::MinLength | Keyword::Minimum if types.contains(Types::ARRAY) => {
            "write `minItems` if the number of elements is meant, or move it into `items`"
        }
        Keyword::MaxLength | Keyword::Maximum if types.contains(Types::ARRAY) => {
            "write `maxItems` if the number of elements is meant, or move it into `items`"
        }
        Keyword::Pattern if number => "write `minimum` and `maximum`, or leave it out",
        Keyword::MinLength if number => "write `minimum`, or leave it out",
        Keyword::MaxLength if number => "write `maximum`, or leave it out",
        Keyword::Minimum | Keyword::ExclusiveMinimum if types.contains(Types::STRING) => {
            "write `type: number`, or `minLength` if the length was meant"
        }
        Keyword::Maximum | Keyword::ExclusiveMaximum if types.contains(Types::STRING) => {
            "write `type: number`, or `maxLength` if the length was meant"
        }
        _ if of == Types::OBJECT && types.contains(Types::ARRAY) => "write it inside `items` if the elements are meant",
        _ if of == Types::ARRAY => "write `type: array` if a list is meant",
        _ if of == Types::OBJECT => "write `type: object` if an object is meant",
        _ if types.contains(Types::ARRAY) => "write it inside `items` if the elements are meant",
        _ => "correct the type, or leave it out",
    }
}
