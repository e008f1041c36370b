use crate::lint::facts::errors::Errors;
use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds errors (4xx, 5xx, and `default` beside a success) that describe no body, where the other errors of the
    /// API do. Answers to `HEAD` have none and do not count.
    ///
    /// ## Why
    /// A client is written to read the API's errors. Where the body is missing from the description, the generated
    /// code hands out nothing but the status, even if the service sends more.
    ///
    /// ## Bad
    /// ```yaml
    /// components:
    ///   responses:
    ///     forbidden:
    ///       content: null
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// components:
    ///   responses:
    ///     forbidden:
    ///       description: The token lacks a scope, which is named in `detail`.
    ///       content:
    ///         application/problem+json:
    ///           schema: {$ref: '#/components/schemas/problem'}
    /// ```
    ///
    /// ## References
    /// - [RFC 9110, §15.5 Client Error 4xx](https://www.rfc-editor.org/rfc/rfc9110#section-15.5): "the server SHOULD
    ///   send a representation containing an explanation of the error situation"
    /// - [OpenAPI 3.1.1, §4.8.17 Response Object](https://spec.openapis.org/oas/v3.1.1.html#response-object)
    ErrorWithoutBody {
        id: "error-without-body",
        area: Errors,
        severity: Warning,
        needs: Whole,
        since: "0.1.0",
        summary: "an error describes no body, where the others do",
    }
}

impl Rule for ErrorWithoutBody {
    fn document(&self, cx: &mut Cx<'_>) {
        let (contract, errors) = (cx.contract, &cx.facts.errors);
        if let (true, Some(paths)) = (errors.bodies.undecided(), contract.paths) {
            let message = format!(
                "no dominant habit: {} errors here describe a body, so a client cannot count on one",
                errors.bodies.evidence()
            );
            let report = cx.report(paths, "a body on some errors", message);
            report.help(help(contract, errors)).at_most(Severity::Info);
        }
        for error in errors.answers.iter().filter(|e| !e.body && errors.bodies.holds()) {
            let message = format!(
                "this error describes no body; {} errors here do, so a client learns nothing but the status{}",
                errors.bodies.evidence(),
                error.answer.used_by()
            );
            cx.report(error.answer.at, "an error without a body", message).help(help(contract, errors));
        }
    }
}

/// What to write: the schema and the media type that the API has for its errors.
pub(super) fn help(contract: &Contract, errors: &Errors) -> String {
    let own = errors.model_schema.and_then(|model| errors.schemas[model].name);
    let schema = own.map_or_else(|| "a schema".to_owned(), |name| format!("the schema `{}`", contract.text(name)));
    match &errors.own_media_type {
        Some(media_type) => format!("describe the body: `{media_type}` with {schema}"),
        None => format!("describe the body with {schema}"),
    }
}
