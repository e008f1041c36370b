//! What a deprecation tells its readers: until when, and what to use instead.

use crate::contract::keywords::Keyword;
use crate::contract::{At, Contract, Operation, Parameter, SchemaView};

/// Words that lead to what replaces something.
const REPLACEMENT: [&str; 27] = [
    "instead",
    "replac",
    "supersed",
    "successor",
    "migrat",
    "in favor",
    "in favour",
    "moved to",
    "renamed",
    "refer to",
    "see ",
    "please use",
    "use `",
    "use the",
    "use [",
    "](",
    "http://",
    "https://",
    "switch to",
    "upgrade",
    "newer",
    "alternative",
    "prefer",
    "old name",
    "equivalent",
    "are now",
    "is now",
];

/// Whether a text says until when something works, or what to use instead of it.
pub fn explains(text: &str) -> bool {
    let text = text.to_lowercase();
    REPLACEMENT.iter().any(|word| text.contains(word)) || says_a_year(&text)
}

/// Whether a text has a year of this century in it, which a date has.
fn says_a_year(text: &str) -> bool {
    let mut numbers = text.split(|c: char| !c.is_ascii_digit());
    numbers.any(|number| number.starts_with("20") && matches!(number.len(), 4 | 8))
}

/// Whether a text or an extension of an element explains its deprecation.
fn said(contract: &Contract, at: At, texts: &[Option<At>]) -> bool {
    const EXTENSIONS: [&str; 6] = ["deprecat", "sunset", "replac", "successor", "remov", "alternative"];
    let mut extensions = contract.extensions(at).map(|member| contract.text(member.name).to_ascii_lowercase());
    extensions.any(|name| EXTENSIONS.iter().any(|word| name.contains(word)))
        || texts.iter().flatten().any(|&at| explains(&contract.text_at(at)))
}

/// Whether a deprecated operation says more than that it is deprecated.
pub fn of_operation(contract: &Contract, operation: &Operation) -> bool {
    let item = &contract.path_items[operation.path_item];
    let announced = |name: &str| {
        let mut responses = contract.responses_of(operation);
        responses.any(|(_, response)| contract.has_header(response, name))
    };
    said(contract, operation.at, &[operation.summary, operation.description, item.summary, item.description])
        || contract.lifecycle(operation).sunset.is_some()
        || announced("Deprecation")
}

/// The same of a parameter or a header.
pub fn of_parameter(contract: &Contract, parameter: &Parameter) -> bool {
    let schema = parameter.schema.and_then(|id| contract.schema(id).value_at(Keyword::Description));
    said(contract, parameter.at, &[parameter.description, schema])
}

/// The same of a schema.
pub fn of_schema(schema: SchemaView<'_>) -> bool {
    let parts = [Keyword::AnyOf, Keyword::OneOf, Keyword::AllOf].into_iter().flat_map(|k| schema.children(k));
    let all = [schema, schema.resolved()].into_iter().chain(parts);
    let texts = all.flat_map(|s| [s.value_at(Keyword::Description), s.value_at(Keyword::Title)]);
    said(schema.contract, schema.at(), &texts.collect::<Vec<_>>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_farewell_names_a_day_or_what_comes_instead() {
        for (text, expected) in [
            ("Use `GET /v2/orders`.", true),
            ("Deprecated. Will be removed on 2027-03-01.", true),
            ("Deprecated in favor of the other one.", true),
            ("Superseded by orders.", true),
            ("Deprecated.", false),
            ("This is deprecated and no longer useful.", false),
            ("Holds up to 2000000 bytes.", false),
            ("", false),
        ] {
            assert_eq!(explains(text), expected, "{text}");
        }
    }
}
