use crate::contract::keywords::Keyword;
use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds a `oneOf` or `anyOf` with one alternative only. In 3.0 one with `nullable`, `description` or `default` beside it is left alone, since
    /// nothing can stand beside a `$ref` there.
    ///
    /// ## Why
    /// There is nothing to choose. Generators make a class for the choice and one for the alternative, and readers look for the other one.
    ///
    /// ## Bad
    /// ```yaml
    /// components:
    ///   schemas:
    ///     book:
    ///       properties:
    ///         first_review:
    ///           description: What was written first.
    ///           oneOf:
    ///             - $ref: '#/components/schemas/review'
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// components:
    ///   schemas:
    ///     book:
    ///       properties:
    ///         first_review:
    ///           description: What was written first.
    ///           $ref: '#/components/schemas/review'
    /// ```
    ///
    /// ## References
    /// - [JSON Schema 2020-12, §10.2.1 Keywords for Applying Subschemas With Logic](https://json-schema.org/draft/2020-12/json-schema-core#section-10.2.1)
    SingleAlternative {
        id: "single-alternative",
        area: Schemas,
        severity: Info,
        needs: Whole,
        since: "0.1.0",
        summary: "a `oneOf` or `anyOf` has one alternative",
    }
}

impl Rule for SingleAlternative {
    fn schema<'c>(&self, cx: &mut Cx<'c>, schema: SchemaView<'c>) {
        let lone = schema.dialect().lone_references();
        // Beside a lone reference nothing else can be said, so a list of one is the only way to say it.
        if lone && schema.entries().len() > 1 {
            return;
        }
        for keyword in [Keyword::OneOf, Keyword::AnyOf] {
            let Some(entry) = schema.entry(keyword) else { continue };
            let at = schema.at().to(entry.node);
            // A list of constants with their titles is an `enum` that may grow.
            let constant = |branch: SchemaView<'_>| branch.has(Keyword::Const) || branch.has(Keyword::Enum);
            if cx.contract.view(at).items().count() != 1 || schema.children(keyword).any(constant) {
                continue;
            }
            let name = keyword.as_str();
            cx.report(at, "one alternative", format!("this `{name}` has one alternative, so there is nothing to choose"))
                .help(format!("write the alternative itself in place of `{name}`, or add the others"));
        }
    }
}
