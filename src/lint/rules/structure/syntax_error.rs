use crate::finding::{Label, Span};
use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds the place at which a file stops being JSON or YAML.
    ///
    /// What stands before it is still checked. What follows is unknown, so rules that speak of what is absent stay
    /// silent until the file can be read to its end.
    ///
    /// ## Why
    /// No other tool reads the file beyond this place either: documentation, code generation and tests all stop here.
    ///
    /// ## Bad
    /// ```yaml
    /// openapi: 3.1.1
    /// info:
    ///   title: Lantern Books
    ///   version: 2.3.0
    /// components:
    ///   schemas:
    ///     book:
    ///       enum: [hardcover, paperback
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// components:
    ///   schemas:
    ///     book:
    ///       properties:
    ///         book_binding:
    ///           type: string
    ///           description: How the pages are held together.
    ///           enum: [hardcover, paperback]
    /// ```
    ///
    /// ## References
    /// - [YAML 1.2.2](https://yaml.org/spec/1.2.2/)
    /// - [RFC 8259, The JavaScript Object Notation Data Interchange Format](https://www.rfc-editor.org/rfc/rfc8259)
    SyntaxError {
        id: "syntax-error",
        area: Structure,
        severity: Error,
        needs: Presence,
        since: "0.1.0",
        summary: "the text of a file is not JSON or YAML from some place on",
    }
}

impl Rule for SyntaxError {
    fn document(&self, cx: &mut Cx<'_>) {
        report_text_problems(cx, true, "reading stops here");
    }
}

/// Reports what the readers noticed, either what stopped them or what they went on after.
pub(super) fn report_text_problems(cx: &mut Cx<'_>, fatal: bool, label: &str) {
    for (number, doc) in cx.contract.sources.docs.iter().enumerate() {
        for problem in doc.problems.iter().filter(|p| p.fatal == fatal) {
            let span = Span::bytes(DocId(number as u32), problem.start, problem.end);
            let report = cx.report_label(Label { span, text: label.to_owned() }, &problem.message);
            let _ = match &problem.help {
                Some(help) => report.help(help),
                None => report,
            };
        }
    }
}
