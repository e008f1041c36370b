use super::syntax_error::report_text_problems;
use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds text that caveat can read and other tools cannot, or read as something else: bytes that are not UTF-8, an
    /// alias without its anchor, a second YAML document in the same file.
    ///
    /// ## Why
    /// The description means one thing here and another thing, or nothing, to the next tool in the chain.
    ///
    /// ## Bad
    /// ```yaml
    /// openapi: 3.1.1
    /// info:
    ///   title: Lantern Books
    ///   version: 2.3.0
    ///   description: *introduction
    /// components: {}
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// components:
    ///   parameters:
    ///     limit: &limit
    ///       description: How many elements a page has at most.
    ///   schemas:
    ///     book:
    ///       description: &book A book that can be ordered.
    /// ```
    ///
    /// ## References
    /// - [OpenAPI 3.1.1, §4.2 Format](https://spec.openapis.org/oas/v3.1.1.html#format)
    /// - [YAML 1.2.2, §7.1 Alias Nodes](https://yaml.org/spec/1.2.2/#71-alias-nodes)
    UnportableSyntax {
        id: "unportable-syntax",
        area: Structure,
        severity: Warning,
        needs: Presence,
        since: "0.1.0",
        summary: "other tools read a text differently, or not",
    }
}

impl Rule for UnportableSyntax {
    fn document(&self, cx: &mut Cx<'_>) {
        report_text_problems(cx, false, "not portable");
    }
}
