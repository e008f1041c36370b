use super::incomplete_problem_details::{MEMBERS, problems};
use crate::contract::keywords::Keyword;
use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds members of problem details (`application/problem+json`) that are not what RFC 9457 says: `status` is an
    /// integer, `title` and `detail` are strings, `type` and `instance` are strings that hold a URI reference. A missing
    /// `format: uri-reference` is advice; `format: uri` is narrower and allowed.
    ///
    /// ## Why
    /// A reader of problem details must ignore a member of the wrong type, so what is sent is never seen.
    ///
    /// ## Bad
    /// ```yaml
    /// components:
    ///   schemas:
    ///     problem:
    ///       properties:
    ///         status: {type: string, format: null}
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// components:
    ///   schemas:
    ///     problem:
    ///       properties:
    ///         status: {type: integer, minimum: 400, maximum: 599}
    /// ```
    ///
    /// ## References
    /// - [RFC 9457, §3.1 Members of a Problem Details Object](https://www.rfc-editor.org/rfc/rfc9457#section-3.1):
    ///   "If a member's value type does not match the specified type, the member MUST be ignored"
    WrongProblemMember {
        id: "wrong-problem-member",
        area: Errors,
        severity: Warning,
        needs: Presence,
        since: "0.1.0",
        summary: "a member of problem details is not what RFC 9457 says",
    }
}

impl Rule for WrongProblemMember {
    fn document(&self, cx: &mut Cx<'_>) {
        for problem in problems(cx) {
            for ((name, write), property) in MEMBERS.into_iter().zip(problem.members) {
                let Some(property) = property else { continue };
                let schema = property.schema;
                let expected = if name == "status" { Types::INTEGER } else { Types::STRING };
                let types = schema.all_types().non_null();
                let help = format!("write {write}");
                if !types.is_empty() && types != expected {
                    let found = types.names().collect::<Vec<_>>().join(" or ");
                    let right = expected.names().collect::<Vec<_>>().join(" or ");
                    let message = format!(
                        "`{name}` of problem details is {found} here and {right} in RFC 9457, by which a reader must \
                         ignore a member of the wrong type"
                    );
                    cx.report(property.key, format!("{found}, not {right}"), message).help(help);
                } else if matches!(name, "type" | "instance") && types == expected {
                    let parts = schema.conjuncts();
                    let fixed = parts.iter().any(|s| s.has(Keyword::Enum) || s.has(Keyword::Const));
                    match parts.iter().find_map(|s| s.text(Keyword::Format)).as_deref() {
                        Some("uri-reference" | "uri" | "iri-reference" | "iri") => {}
                        Some(format) => {
                            let message =
                                format!("`{name}` of problem details is a URI reference in RFC 9457, not `{format}`");
                            cx.report(property.key, format!("`{format}`, not a URI reference"), message).help(help);
                        }
                        None if fixed => {}
                        None => {
                            let message = format!(
                                "`{name}` of problem details is a URI reference in RFC 9457; this schema allows any \
                                 string"
                            );
                            let report = cx.report(property.key, "any string", message).help(help);
                            report.at_most(Severity::Info);
                        }
                    }
                }
            }
        }
    }
}
