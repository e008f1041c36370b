use crate::lint::facts::shape::is_json;
use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds errors that are written only as text or HTML, where the other errors of the API are JSON, or where the
    /// operation's success is.
    ///
    /// In Swagger 2.0 successes and errors share their media types, so nothing is said there.
    ///
    /// ## Why
    /// A client of a JSON API hands each body to its JSON parser. Text makes the parser fail, and the user sees
    /// "unexpected token" in place of what went wrong.
    ///
    /// ## Bad
    /// ```yaml
    /// components:
    ///   responses:
    ///     forbidden:
    ///       content:
    ///         application/problem+json: null
    ///         text/plain:
    ///           schema: {type: string}
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// components:
    ///   responses:
    ///     forbidden:
    ///       content:
    ///         text/plain:
    ///           schema: {type: string}
    /// ```
    ///
    /// ## References
    /// - [RFC 9457, §1 Introduction](https://www.rfc-editor.org/rfc/rfc9457#section-1)
    PlainTextError {
        id: "plain-text-error",
        area: Errors,
        severity: Warning,
        needs: Presence,
        since: "0.1.0",
        summary: "an error is text or HTML among JSON",
    }
}

/// Whether a media type is text for people.
pub(super) fn is_text(essence: &str) -> bool {
    matches!(essence, "text/plain" | "text/html" | "application/xhtml+xml")
}

impl Rule for PlainTextError {
    fn document(&self, cx: &mut Cx<'_>) {
        let errors = &cx.facts.errors;
        let own = errors.own_media_type.as_deref().filter(|m| is_json(m));
        for error in &errors.answers {
            let Some((media_type, at)) = error.written_in.as_ref().zip(error.media_type_at) else { continue };
            let success = cx.facts.operation(error.answer.operation).shape.success_schema;
            let others = match own {
                Some(own) if error.stray => match &errors.media_types.pinned {
                    Some(by) => by.wants(&format!("`{own}`")),
                    None => format!("{} errors here are `{own}`", errors.in_own_media_type.evidence()),
                },
                _ if success.is_some() && !errors.in_own_media_type.holds() => {
                    "the success beside it is JSON".to_owned()
                }
                _ => continue,
            };
            if is_text(media_type) {
                let message = format!(
                    "this error is `{media_type}`; {others}, and a client that parses JSON fails on it{}",
                    error.answer.used_by()
                );
                let help = format!("write it as `{}`", own.unwrap_or("application/problem+json"));
                cx.report(at, "text among JSON", message).help(help);
            }
        }
    }
}
