use crate::contract::keywords::Keyword;
use crate::lint::judge::cut;
use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds a `oneOf` with two alternatives that accept the same value, and shows one. The value is made of properties
    /// that one of the alternatives declares, so it is something that a sender of that alternative may well send.
    ///
    /// With a `discriminator`, beside `oneOf` or in the alternatives, the reader knows which one is meant, and the rule
    /// is silent.
    ///
    /// ## Why
    /// `oneOf` refuses what more than one of its alternatives accept: the value is right by each of them and wrong all
    /// the same. Where it does not matter which one is meant, `anyOf` says so.
    ///
    /// ## Bad
    /// ```yaml
    /// components:
    ///   schemas:
    ///     book:
    ///       properties:
    ///         weight:
    ///           description: How heavy it is.
    ///           oneOf:
    ///             - {type: integer, format: int32}
    ///             - {type: number, format: double}
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// components:
    ///   schemas:
    ///     book:
    ///       properties:
    ///         weight:
    ///           description: How heavy it is.
    ///           oneOf:
    ///             - {type: integer, format: int32}
    ///             - {type: string, enum: [light, heavy]}
    /// ```
    ///
    /// ## References
    /// - [JSON Schema 2020-12, §10.2.1.3 "oneOf"](https://json-schema.org/draft/2020-12/json-schema-core#section-10.2.1.3)
    /// - [OpenAPI 3.1.1, §4.8.25 Discriminator Object](https://spec.openapis.org/oas/v3.1.1.html#discriminator-object)
    OverlappingAlternatives {
        id: "overlapping-alternatives",
        area: Schemas,
        severity: Warning,
        needs: Whole,
        since: "0.1.0",
        summary: "a value is accepted by two alternatives of a `oneOf`, and so refused",
    }
}

/// The most pairs of alternatives of one `oneOf` that the prover is asked about.
const MOST_PAIRS: usize = 64;

/// The most letters of a value that a message shows.
const MOST_SHOWN: usize = 120;

impl Rule for OverlappingAlternatives {
    fn schema<'c>(&self, cx: &mut Cx<'c>, schema: SchemaView<'c>) {
        let Some(at) = schema.value_at(Keyword::OneOf).filter(|_| !schema.has(Keyword::Discriminator)) else { return };
        let branches: Vec<SchemaView<'_>> = schema.children(Keyword::OneOf).collect();
        let outlines: Vec<Outline> = branches.iter().map(|&branch| Outline::of(branch)).collect();
        let count = branches.len();
        let pairs = (0..count).flat_map(|a| (a + 1..count).map(move |b| (a, b)));
        let pairs = pairs.filter(|&(a, b)| branches[a].resolved().id != branches[b].resolved().id);
        // A value is made of what one alternative declares, so either may be the sender's.
        let questions = pairs.flat_map(|(a, b)| [(a, b), (b, a)]).filter(|&(a, b)| outlines[a].may_be(&outlines[b]));
        for (sender, other) in questions.take(MOST_PAIRS) {
            let Some(value) = cx.judge.shared(schema, branches[sender], branches[other]) else { continue };
            let (first, second) = (sender.min(other), sender.max(other));
            let value = cut(&value.to_string(), MOST_SHOWN);
            let message = format!(
                "alternatives {} and {} of `oneOf` both accept `{value}`, so it is refused",
                first + 1,
                second + 1
            );
            let _ = cx
                .report(at, "alternatives overlap", message)
                .related(branches[first].at(), "one that accepts it")
                .related(branches[second].at(), "another that accepts it")
                .help("use `anyOf`, or make them differ by a required property");
            return;
        }
    }
}

/// What is seen of an alternative at first sight.
struct Outline {
    types: Types,
    required: Vec<Name>,
    declared: Vec<Name>,
    /// Whether more may be declared than is seen here.
    open: bool,
    /// Whether it has a discriminator of its own.
    marked: bool,
}

impl Outline {
    fn of(branch: SchemaView<'_>) -> Self {
        let parts = branch.conjuncts();
        let apart = [
            Keyword::OneOf,
            Keyword::AnyOf,
            Keyword::If,
            Keyword::AdditionalProperties,
            Keyword::PatternProperties,
            Keyword::DependentSchemas,
            Keyword::UnevaluatedProperties,
        ];
        let types = branch.all_types();
        Self {
            types: if types.contains(Types::NUMBER) { types.with(Types::INTEGER) } else { types },
            required: parts.iter().flat_map(|part| part.required()).map(|r| r.0).collect(),
            declared: parts.iter().flat_map(|part| part.properties()).map(|p| p.name).collect(),
            marked: parts.iter().any(|part| part.has(Keyword::Discriminator)),
            open: parts.iter().any(|part| apart.iter().any(|&keyword| part.has(keyword))),
        }
    }

    /// Whether a value that is made of what this one declares may be one of another.
    fn may_be(&self, other: &Outline) -> bool {
        if !self.types.is_empty() && !other.types.is_empty() && !self.types.overlaps(other.types) {
            return false;
        }
        let objects = self.types == Types::OBJECT && other.types == Types::OBJECT;
        let marked = self.marked && other.marked;
        !marked && (!objects || self.open || other.required.iter().all(|name| self.declared.contains(name)))
    }
}
