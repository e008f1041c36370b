use crate::lint::facts::convention::thousands;
use crate::lint::facts::errors::ErrorSchema;
use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds schemas of errors that carry nothing by which a program could tell one error from another: no `code`,
    /// `type`, `reason` or the like, however deep. The number of the HTTP status is none: it is known before the body
    /// is read. In problem details (RFC 9457) the code is `type`, which `incomplete-problem-details` asks for.
    ///
    /// Where no error of the API has one, that is said once, at the schema that most of them use.
    ///
    /// ## Why
    /// A 409 says that something is in the way; what it is stands in a sentence for people. Clients that must react
    /// compare the sentence, and break when somebody corrects its spelling.
    ///
    /// ## Bad
    /// ```yaml
    /// openapi: 3.1.1
    /// info: {title: Lantern Books, version: 2.3.0}
    /// paths:
    ///   /books:
    ///     get:
    ///       responses:
    ///         '200': {description: The books.}
    ///         default:
    ///           description: What went wrong.
    ///           content:
    ///             application/json:
    ///               schema:
    ///                 type: object
    ///                 properties:
    ///                   message: {type: string}
    ///                   status: {type: integer}
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// components:
    ///   schemas:
    ///     problem:
    ///       properties:
    ///         code: {type: string, description: A short name of the problem., enum: [sold_out, unknown_book]}
    /// ```
    ///
    /// ## References
    /// - [RFC 9457, §3.1.1 "type"](https://www.rfc-editor.org/rfc/rfc9457#section-3.1.1)
    /// - [Google AIP-193, Errors](https://google.aip.dev/193)
    ErrorWithoutCode {
        id: "error-without-code",
        area: Errors,
        severity: Warning,
        needs: Whole,
        since: "0.1.0",
        summary: "an error carries no code for programs",
    }
}

impl Rule for ErrorWithoutCode {
    fn document(&self, cx: &mut Cx<'_>) {
        let errors = &cx.facts.errors;
        // One that is not like the others is reported for that, and problem details for their `type`.
        let lacking = errors.schemas.iter().filter(|s| !s.code && !s.thing && !s.stray && !s.problem);
        if errors.codes.holds() {
            let evidence = format!("; {} error bodies here do", errors.codes.evidence());
            lacking.for_each(|schema| report(cx, schema, &evidence, Severity::Warning));
            return;
        }
        let lacking: Vec<&ErrorSchema> = lacking.collect();
        // Of equals the first.
        if let Some(most) = lacking.iter().rev().max_by_key(|s| s.uses) {
            let (with, total) = (errors.codes.count(), errors.codes.total());
            let evidence = match lacking.len() {
                1 => String::new(),
                _ => format!("; {} of {} error bodies here have none", thousands(total - with), thousands(total)),
            };
            report(cx, most, &evidence, Severity::Info);
        }
    }
}

fn report(cx: &mut Cx<'_>, schema: &ErrorSchema, evidence: &str, severity: Severity) {
    let message = format!(
        "this error carries no code for programs{evidence}, so a client can only compare sentences that may \
         change"
    );
    cx.report(cx.contract.schema(schema.schema).at(), "no code", message)
        .at_most(severity)
        .help("add a member such as `code`, a string with a fixed set of values");
}
