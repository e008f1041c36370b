use crate::contract::keywords::Keyword;
use crate::lint::judge::shortened;
use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds discriminators whose property is not described, or not required, in an alternative of the `oneOf` or `anyOf`
    /// beside it; or, where there is none, in the schema itself. From 3.2 on it may be missing where there is a
    /// `defaultMapping`.
    ///
    /// ## Why
    /// The reader chooses by this property. Where it is missing there is nothing to choose by, and clients fail with values
    /// that the description allows.
    ///
    /// ## Bad
    /// ```yaml
    /// components:
    ///   schemas:
    ///     ebook:
    ///       type: object
    ///       description: A file.
    ///       required: [page_count]
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
    ///           discriminator: {propertyName: medium}
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
    ///           discriminator: {propertyName: medium}
    ///           oneOf:
    ///             - $ref: '#/components/schemas/ebook'
    ///             - $ref: '#/components/schemas/audiobook'
    /// ```
    ///
    /// ## References
    /// - [OpenAPI 3.1.1, §4.8.25 Discriminator Object](https://spec.openapis.org/oas/v3.1.1.html#discriminator-object)
    UnreliableDiscriminator {
        id: "unreliable-discriminator",
        area: Schemas,
        severity: Warning,
        needs: Whole,
        since: "0.1.0",
        summary: "the property of a discriminator may be missing",
    }
}

impl Rule for UnreliableDiscriminator {
    fn schema<'c>(&self, cx: &mut Cx<'c>, schema: SchemaView<'c>) {
        let Some(discriminator) = schema.discriminator() else { return };
        let Some(property) = discriminator.property else { return };
        let name = cx.contract.text_at(property);
        // Whoever is to be told apart: the alternatives, or what is composed of this one.
        let unions = schema.children(Keyword::OneOf).chain(schema.children(Keyword::AnyOf));
        let mut branches: Vec<SchemaView<'_>> = unions.collect();
        let lone = branches.is_empty();
        if lone {
            branches.push(schema);
        }
        let total = branches.len();
        let seen: Vec<_> = branches.iter().filter_map(|&b| Some((b, told(schema, b, &name)?))).collect();
        let of = |fault: Told| seen.iter().filter(move |(_, told)| *told == fault).map(|(branch, _)| *branch);
        let optional = if discriminator.default_mapping.is_some() { None } else { of(Told::Optional).next() };
        let (first, count, fault, help) = match (of(Told::No).next(), optional) {
            (Some(first), _) => {
                (first, of(Told::No).count(), "not described", "describe it in `properties`, and require it")
            }
            (None, Some(first)) => (first, of(Told::Optional).count(), "not required", "add it to `required`"),
            (None, None) => return,
        };
        let by = match (lone, count) {
            (true, _) => "by this schema".to_owned(),
            _ if count == total => "by any alternative".to_owned(),
            _ => format!("by {count} of {total} alternatives"),
        };
        let message = format!("the discriminator `{}` is {fault} {by}, so values may lack it", shortened(&name));
        let report = cx.report(property, format!("{fault} {by}"), message).help(help);
        if !lone {
            let _ = report.related(first.resolved().at(), format!("{fault} here"));
        }
    }
}

/// What is said of the property that tells alternatives apart.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Told {
    No,
    Optional,
    Required,
}

/// What an alternative says of a property; nothing for one whose properties are not all to be seen, or that is no object.
fn told(schema: SchemaView<'_>, branch: SchemaView<'_>, name: &str) -> Option<Told> {
    let mut parts = branch.conjuncts();
    let types = branch.all_types();
    let unclear = [Keyword::OneOf, Keyword::AnyOf, Keyword::If, Keyword::DynamicRef];
    let lost = |part: &SchemaView<'_>| part.has(Keyword::Ref) && part.reference().is_none();
    let mixed = |part: &SchemaView<'_>| part.id != schema.id && unclear.iter().any(|&keyword| part.has(keyword));
    let other = !types.is_empty() && !types.overlaps(Types::OBJECT);
    // What says nothing of objects may be written in a way that this version does not know.
    let speaks = [Keyword::Type, Keyword::Properties, Keyword::Required, Keyword::AdditionalProperties];
    let silent = !parts.iter().any(|part| speaks.iter().any(|&keyword| part.has(keyword)));
    if other || silent || parts.iter().any(|part| lost(part) || mixed(part)) {
        return None;
    }
    parts.extend(schema.conjuncts());
    let text = |of: Name| schema.contract.text(of) == name;
    if !parts.iter().any(|part| part.properties().any(|property| text(property.name))) {
        return Some(Told::No);
    }
    let required = parts.iter().any(|part| part.required().any(|required| text(required.0)));
    Some(if required { Told::Required } else { Told::Optional })
}
