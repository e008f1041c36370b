use hashbrown::HashSet;

use crate::lint::facts::case::words;
use crate::lint::facts::error_body::{fields, squeezed};
use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds members of errors that carry the inside of the service to its callers: stack traces (`stackTrace`,
    /// `backtrace`), exceptions (`exception`, `innerException`), SQL, and debugging data.
    ///
    /// ## Why
    /// A stack trace names the frameworks with their versions, an SQL statement the tables. Both are what an attacker
    /// looks for first, and no honest client can do anything with them. They belong in the log, under the id of the
    /// request.
    ///
    /// ## Bad
    /// ```yaml
    /// components:
    ///   schemas:
    ///     problem:
    ///       properties:
    ///         stack_trace: {type: string, description: Where it happened.}
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// components:
    ///   schemas:
    ///     problem:
    ///       properties:
    ///         trace_id: {type: string, description: What to look for in the log.}
    /// ```
    ///
    /// ## References
    /// - [RFC 9457, §5 Security Considerations](https://www.rfc-editor.org/rfc/rfc9457#section-5)
    /// - [OWASP API8:2023, Security Misconfiguration](https://owasp.org/API-Security/editions/2023/en/0xa8-security-misconfiguration/)
    /// - [CWE-209](https://cwe.mitre.org/data/definitions/209.html)
    LeakingErrorField {
        id: "leaking-error-field",
        area: Errors,
        severity: Warning,
        needs: Presence,
        since: "0.1.0",
        summary: "an error shows the inside of the service",
    }
}

impl Rule for LeakingErrorField {
    fn document(&self, cx: &mut Cx<'_>) {
        let (contract, errors) = (cx.contract, &cx.facts.errors);
        // What a success has too describes a thing, and no error as such.
        let mut known: HashSet<Id<Schema>> = errors.schemas.iter().filter(|s| s.thing).map(|s| s.schema).collect();
        for schema in errors.answers.iter().filter_map(|e| e.schema) {
            if !known.insert(schema) {
                continue;
            }
            for field in fields(contract.schema(schema)) {
                let name = contract.text(field.property.name);
                let Some(what) = leaked(name) else { continue };
                let message = format!("`{name}` of an error shows callers {what}, which helps nobody but attackers");
                cx.report(field.property.key, format!("shows {what}"), message)
                    .help("leave it out, write it to the log, and send the id under which it is found there");
            }
        }
    }
}

/// What a member of this name shows.
fn leaked(name: &str) -> Option<&'static str> {
    const STACK: &str = "a stack trace";
    const EXCEPTION: &str = "an exception";
    const TABLE: [(&str, &str); 24] = [
        ("stack", STACK),
        ("stacktrace", STACK),
        ("stacktraces", STACK),
        ("stackframe", STACK),
        ("stackframes", STACK),
        ("stackentries", STACK),
        ("tracestack", STACK),
        ("backtrace", STACK),
        ("traceback", STACK),
        ("callstack", STACK),
        ("exception", EXCEPTION),
        ("exceptions", EXCEPTION),
        ("exceptionclass", EXCEPTION),
        ("exceptionclassname", EXCEPTION),
        ("exceptionname", EXCEPTION),
        ("exceptionmessage", EXCEPTION),
        ("exceptiontype", EXCEPTION),
        ("exceptiondetail", EXCEPTION),
        ("exceptiondetails", EXCEPTION),
        ("innerexception", EXCEPTION),
        ("rootexception", EXCEPTION),
        ("debug", "debugging data"),
        ("debuginfo", "debugging data"),
        ("debugmessage", "debugging data"),
    ];
    let squeezed = squeezed(name);
    let sql = words(name).iter().any(|w| w.eq_ignore_ascii_case("sql")) || squeezed.starts_with("sqls");
    let known = TABLE.iter().find(|(n, _)| *n == squeezed || n.len() > 8 && squeezed.ends_with(n));
    known.map(|(_, what)| *what).or_else(|| sql.then_some("SQL"))
}

#[cfg(test)]
mod tests {
    use super::leaked;

    #[test]
    fn names_that_leak() {
        for name in ["stackTrace", "stack", "java_stack_trace", "exception", "sql", "sqlState", "failed_sql", "debug"] {
            assert!(leaked(name).is_some(), "{name}");
        }
        for name in ["trace_id", "debug_id", "code", "exception_code", "haystack", "mysql", "title"] {
            assert!(leaked(name).is_none(), "{name}");
        }
    }
}
