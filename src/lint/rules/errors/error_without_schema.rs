use super::error_without_body::help;
use crate::lint::facts::errors::ErrorAnswer;
use crate::lint::facts::shape::json;
use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds errors in JSON whose schema is missing, or says nothing (`{}`, or `type: object` and no more), where the
    /// other errors of the API say what is in them.
    ///
    /// ## Why
    /// A client can not read what nobody described. Generated code has an untyped map at this place, and a mistake in
    /// reading it shows only when something else has gone wrong already.
    ///
    /// ## Bad
    /// ```yaml
    /// components:
    ///   responses:
    ///     forbidden:
    ///       content:
    ///         application/problem+json:
    ///           schema: null
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// components:
    ///   responses:
    ///     forbidden:
    ///       content:
    ///         application/problem+json:
    ///           schema:
    ///             $ref: '#/components/schemas/problem'
    /// ```
    ///
    /// ## References
    /// - [OpenAPI 3.1.1, §4.8.14 Media Type Object](https://spec.openapis.org/oas/v3.1.1.html#media-type-object)
    ErrorWithoutSchema {
        id: "error-without-schema",
        area: Errors,
        severity: Warning,
        needs: Whole,
        since: "0.1.0",
        summary: "the body of an error is not described, where that of the others is",
    }
}

impl Rule for ErrorWithoutSchema {
    fn document(&self, cx: &mut Cx<'_>) {
        let (contract, errors) = (cx.contract, &cx.facts.errors);
        if let (true, Some(paths)) = (errors.described.undecided(), contract.paths) {
            let message = format!(
                "no dominant habit: {} error bodies here are described, and of the others nothing is known",
                errors.described.evidence()
            );
            let report = cx.report(paths, "a schema on some errors", message);
            report.help(help(contract, errors)).at_most(Severity::Info);
        }
        let undescribed = |e: &&ErrorAnswer| e.described == Some(false) && errors.described.holds();
        for error in errors.answers.iter().filter(undescribed) {
            let Some(media) = json(contract, &error.answer.response(contract).content) else { continue };
            let (at, label, what) = match media.schema.map(|id| contract.schema(id).resolved().at()) {
                Some(schema) => (schema, "a schema that says nothing", "the schema of this error says nothing"),
                None => (media.at, "an error without a schema", "this error has no schema"),
            };
            let message = format!(
                "{what}; {} error bodies here are described, and a client cannot read what nobody described",
                errors.described.evidence()
            );
            cx.report(at, label, message).help(help(contract, errors));
        }
    }
}
