use hashbrown::HashMap;

use crate::contract::keywords::Keyword;
use crate::contract::uri;
use crate::lint::judge::shortened;
use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds values of `mapping` that lead to no schema, and those that lead to one that is not among the alternatives beside
    /// it. What is in other files is not looked at.
    ///
    /// ## Why
    /// A client that meets the value looks for a schema that is not there, or reads the value by a schema that the union
    /// refuses.
    ///
    /// ## Bad
    /// ```yaml
    /// components:
    ///   schemas:
    ///     ebook:
    ///       type: object
    ///       description: A file.
    ///       required: [medium]
    ///       properties:
    ///         medium: {type: string, description: What it is.}
    ///         page_count: {type: integer, format: int32, description: How many pages it has.}
    ///     audiobook:
    ///       type: object
    ///       description: A recording.
    ///       required: [medium]
    ///       properties:
    ///         medium: {type: string, description: What it is.}
    ///     book:
    ///       properties:
    ///         other_edition:
    ///           description: The same book on another medium.
    ///           discriminator: {propertyName: medium, mapping: {file: '#/components/schemas/e_book'}}
    ///           oneOf:
    ///             - $ref: '#/components/schemas/ebook'
    ///             - $ref: '#/components/schemas/audiobook'
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// components:
    ///   schemas:
    ///     ebook:
    ///       type: object
    ///       description: A file.
    ///       required: [medium]
    ///       properties:
    ///         medium: {type: string, description: What it is.}
    ///         page_count: {type: integer, format: int32, description: How many pages it has.}
    ///     audiobook:
    ///       type: object
    ///       description: A recording.
    ///       required: [medium]
    ///       properties:
    ///         medium: {type: string, description: What it is.}
    ///     book:
    ///       properties:
    ///         other_edition:
    ///           description: The same book on another medium.
    ///           discriminator: {propertyName: medium, mapping: {file: '#/components/schemas/ebook'}}
    ///           oneOf:
    ///             - $ref: '#/components/schemas/ebook'
    ///             - $ref: '#/components/schemas/audiobook'
    /// ```
    ///
    /// ## References
    /// - [OpenAPI 3.1.1, §4.8.25 Discriminator Object](https://spec.openapis.org/oas/v3.1.1.html#discriminator-object)
    MisleadingDiscriminatorMapping {
        id: "misleading-discriminator-mapping",
        area: Schemas,
        severity: Warning,
        needs: Whole,
        since: "0.1.0",
        summary: "a discriminator maps to nothing, or to what is no alternative",
    }
}

impl Rule for MisleadingDiscriminatorMapping {
    fn document(&self, cx: &mut Cx<'_>) {
        let contract = cx.contract;
        let marked = contract.all_schemas().filter_map(|s| Some((s, s.discriminator()?)));
        let marked: Vec<_> = marked.filter(|(_, d)| !d.mapping.is_empty()).collect();
        if marked.is_empty() {
            return;
        }
        let known: HashMap<At, Id<Schema>> = contract.all_schemas().map(|s| (s.at(), s.id)).collect();
        let names: HashMap<&str, At> = contract
            .components
            .iter()
            .filter(|c| c.kind == ComponentKind::Schema)
            .map(|c| (contract.text(c.name), c.at))
            .collect();
        for (schema, discriminator) in marked {
            let union = if schema.has(Keyword::OneOf) { Keyword::OneOf } else { Keyword::AnyOf };
            let ends: Vec<Id<Schema>> = schema.children(union).map(|branch| branch.resolved().id).collect();
            for (key, value) in discriminator.mapping {
                let text = contract.text_at(value);
                let target = match names.get(&*text) {
                    Some(&at) => Target::Node(at),
                    None => target(contract, value, &text),
                };
                let target = match target {
                    Target::Elsewhere => continue,
                    Target::Node(at) => known.get(&at).map(|&id| contract.schema(id).resolved().id),
                    Target::Nothing => None,
                };
                let (name, text) = (shortened(&contract.text_at(key)), shortened(&text));
                if target.is_none() {
                    let message = format!("`{name}` is mapped to `{text}`, and there is no such schema");
                    cx.report(value, "leads nowhere", message)
                        .help("write the name of a component, or a reference to it");
                } else if !ends.is_empty() && !target.is_some_and(|target| ends.contains(&target)) {
                    let union = union.as_str();
                    let message =
                        format!("`{name}` is mapped to `{text}`, which is no alternative of the `{union}` beside it");
                    cx.report(value, "no alternative", message)
                        .help(format!("add it to `{union}`, or remove the mapping"));
                }
            }
        }
    }
}

enum Target {
    /// A node of the same document.
    Node(At),
    /// No node, and no other document either.
    Nothing,
    /// Something in another document, or behind an anchor.
    Elsewhere,
}

fn target(contract: &Contract, from: At, text: &str) -> Target {
    let Some(pointer) = text.strip_prefix("#/") else {
        let word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
        return if !text.is_empty() && text.chars().all(word) { Target::Nothing } else { Target::Elsewhere };
    };
    let mut at = contract.view(from.to(0));
    for token in uri::percent_decode(pointer).split('/') {
        let token = uri::unescape_token(token);
        let inner = match token.parse() {
            Ok(position) if at.is_seq() => at.items().nth(position),
            _ => at.get_text(&token),
        };
        let Some(inner) = inner else { return Target::Nothing };
        at = inner;
    }
    Target::Node(from.to(at.at))
}
