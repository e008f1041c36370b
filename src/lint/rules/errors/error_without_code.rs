use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds schemas of errors that carry nothing by which a program could tell one error from another: no `code`,
    /// `type`, `reason` or the like, however deep. The number of the HTTP status is none: it is known before the body
    /// is read.
    ///
    /// Where no error of the API has one, that is said once, at the schema that most of them use.
    ///
    /// ## Why
    /// A 409 says that something is in the way; what it is stands in a sentence for people. Clients that must react
    /// compare the sentence, and break when somebody corrects its spelling.
    ///
    /// ## Bad
    /// ```yaml
    /// components:
    ///   schemas:
    ///     problem:
    ///       required: [title]
    ///       properties:
    ///         type: null
    ///         code: null
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

const HELP: &str = "add a member such as `code`, a string with a fixed set of values";

impl Rule for ErrorWithoutCode {
    fn document(&self, cx: &mut Cx<'_>) {
        let (contract, errors) = (cx.contract, &cx.facts.errors);
        // A schema that does not follow the API's own is reported for that.
        let strays = errors.follow.holds() || errors.schema_is_pinned;
        let mut lacking: Vec<_> = errors.schemas.iter().filter(|s| !s.code && (s.follows || !strays)).collect();
        let together = !errors.codes.holds() && errors.codes.total() > 0 && lacking.len() > 1;
        if together {
            // Of equals the first.
            let most = lacking.iter().rev().max_by_key(|s| s.uses).copied();
            lacking = most.into_iter().collect();
        }
        for schema in lacking {
            let evidence = match () {
                () if together => {
                    let (with, total) = (errors.codes.count(), errors.codes.total());
                    format!(", and neither do {} of {total} error bodies here", total - with)
                }
                () if errors.codes.holds() => format!("; {} error bodies here do", errors.codes.evidence()),
                () => String::new(),
            };
            let message = format!(
                "this error carries no code for programs{evidence}, so a client can only compare sentences that may \
                 change"
            );
            cx.report(contract.schema(schema.schema).at(), "no code", message).help(HELP);
        }
    }
}
