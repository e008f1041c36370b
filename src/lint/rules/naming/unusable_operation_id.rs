use crate::lint::rules::prelude::*;

use crate::finding::Severity;
use crate::lint::facts::ids::strange_sign;
use crate::lint::facts::words::lower_words;

rule! {
    /// ## What it does
    /// Finds an operationId that no program can use as a name: with spaces or signs other than `_ - . / :`, beginning with a
    /// digit, empty, or (as advice) a reserved word of common languages.
    ///
    /// ## Why
    /// The OpenAPI specification asks for ids that follow common programming naming conventions, because tools make functions of
    /// them. Each tool repairs a name that cannot be one in its own way, so the name differs from client to client.
    ///
    /// ## Bad
    /// ```yaml
    /// paths:
    ///   /orders/{order_id}:
    ///     get:
    ///       operationId: 'get order (by id)'
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// paths:
    ///   /orders/{order_id}:
    ///     get:
    ///       operationId: get_order
    /// ```
    ///
    /// ## References
    /// - [OpenAPI 3.1.1, §4.8.10 Operation Object: common programming naming conventions](https://spec.openapis.org/oas/v3.1.1.html#operation-object)
    UnusableOperationId {
        id: "unusable-operation-id",
        area: Naming,
        severity: Warning,
        needs: Presence,
        since: "0.1.0",
        summary: "an operationId cannot be the name of anything",
    }
}

impl Rule for UnusableOperationId {
    fn operation<'c>(&self, cx: &mut Cx<'c>, operation: &'c Operation) {
        let Some((name, at)) = operation.operation_id else { return };
        let id = cx.contract.text(name);
        let (label, reason) = if id.is_empty() {
            ("empty", "the operationId is empty".to_owned())
        } else if let Some(sign) = strange_sign(id) {
            let sign = if sign.is_whitespace() {
                "a space".to_owned()
            } else {
                format!("the sign `{}`", sign.escape_default())
            };
            ("not a name", format!("the operationId `{id}` has {sign} in it"))
        } else if id.starts_with(|c: char| c.is_ascii_digit()) {
            ("begins with a digit", format!("the operationId `{id}` begins with a digit"))
        } else if RESERVED.contains(&id) {
            cx.report(at, "a reserved word", format!("the operationId `{id}` is a reserved word in common languages, so generated code calls it otherwise"))
                .at_most(Severity::Info)
                .help(format!("say what it is done to, as in `{id}_order`"));
            return;
        } else {
            return;
        };
        let words: Vec<String> = lower_words(id).into_iter().filter(|w| w.chars().any(char::is_alphabetic)).collect();
        let help = if words.is_empty() {
            "give it a name made of words".to_owned()
        } else {
            format!("write `{}`", words.join("_"))
        };
        cx.report(at, label, format!("{reason}, so each generator makes another name of it")).help(help);
    }
}

const RESERVED: [&str; 24] = [
    "break", "case", "catch", "class", "const", "continue", "default", "delete", "do", "else", "export", "for",
    "function", "if", "import", "in", "new", "package", "return", "switch", "this", "try", "while", "with",
];
