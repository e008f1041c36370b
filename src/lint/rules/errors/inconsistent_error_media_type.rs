use super::plain_text_error::is_text;
use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Learns in which media type this API writes its errors, and finds those that are written in another. One that
    /// offers the API's own beside others is no exception.
    ///
    /// A convention holds when at least 80 % of at least 5 errors agree; `errors.media-type` in the configuration
    /// pins one instead. Text and HTML among JSON have a rule of their own, `plain-text-error`. In Swagger 2.0
    /// successes and errors share their media types, so nothing is said there.
    ///
    /// ## Why
    /// Clients look at `Content-Type` to know whether they hold an error and how to read it. One that waits for
    /// `application/problem+json` passes over `application/json`.
    ///
    /// ## Bad
    /// ```yaml
    /// components:
    ///   responses:
    ///     forbidden:
    ///       content:
    ///         application/problem+json: null
    ///         application/json:
    ///           schema: {$ref: '#/components/schemas/problem'}
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// components:
    ///   responses:
    ///     forbidden:
    ///       content:
    ///         application/json:
    ///           schema: {$ref: '#/components/schemas/problem'}
    /// ```
    ///
    /// ## References
    /// - [RFC 9457, §3 The Problem Details JSON Object](https://www.rfc-editor.org/rfc/rfc9457#section-3)
    /// - [RFC 9110, §8.3 Content-Type](https://www.rfc-editor.org/rfc/rfc9110#section-8.3)
    InconsistentErrorMediaType {
        id: "inconsistent-error-media-type",
        area: Errors,
        severity: Warning,
        needs: Presence,
        since: "0.1.0",
        summary: "an error is written in another media type than the others",
    }
}

impl Rule for InconsistentErrorMediaType {
    fn document(&self, cx: &mut Cx<'_>) {
        let (contract, errors) = (cx.contract, &cx.facts.errors);
        let own = &errors.media_types;
        let strays = || errors.answers.iter().filter(|e| e.stray);
        if let (true, 0, Some(paths), Some((most, count))) =
            (errors.in_own_media_type.undecided(), strays().count(), contract.paths, own.tally.first())
        {
            let message = format!(
                "no dominant media type of errors: {} of them, and the most frequent (`{most}`) is that of {count} of \
                 {} errors",
                own.tally.len(),
                own.total
            );
            cx.report(paths, format!("{} media types of errors", own.tally.len()), message)
                .help("choose one media type for all errors")
                .at_most(Severity::Info);
        }
        let Some(dominant) = &errors.own_media_type else { return };
        let evidence = match &own.pinned {
            Some(by) => by.wants(&format!("`{dominant}`")),
            None => format!("{} errors here are `{dominant}`", errors.in_own_media_type.evidence()),
        };
        for error in strays() {
            let Some((media_type, at)) = error.written_in.as_ref().zip(error.media_type_at) else { continue };
            if is_text(media_type) {
                continue;
            }
            let message = format!(
                "this error is `{media_type}`; {evidence}, and clients that wait for that do not see an error here{}",
                error.answer.used_by()
            );
            cx.report(at, "another media type", message).help(format!("write it as `{dominant}`"));
        }
    }
}
