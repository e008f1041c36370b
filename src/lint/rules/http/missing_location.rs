use std::collections::BTreeMap;

use crate::finding::Severity;
use crate::lint::facts::Convention;
use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds a 201 response of a POST without the header `Location`, where the others have it. Where there is no such
    /// habit, it is noted once.
    ///
    /// ## Why
    /// 201 says that something new exists, and `Location` where. Without it a client must know how to put the address
    /// together, and generic clients cannot follow.
    ///
    /// ## Bad
    /// ```yaml
    /// paths:
    ///   /customers:
    ///     post:
    ///       responses:
    ///         '201':
    ///           headers:
    ///             Location: null
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// paths:
    ///   /customers:
    ///     post:
    ///       responses:
    ///         '201':
    ///           headers:
    ///             Location: {$ref: '#/components/headers/location'}
    /// ```
    ///
    /// ## References
    /// - [RFC 9110, §15.3.2 201 Created](https://www.rfc-editor.org/rfc/rfc9110#section-15.3.2),
    ///   [§10.2.2 Location](https://www.rfc-editor.org/rfc/rfc9110#section-10.2.2)
    MissingLocation {
        id: "missing-location",
        area: Http,
        severity: Warning,
        needs: Whole,
        since: "0.1.0",
        summary: "a 201 response does not say where the new resource is",
    }
}

impl Rule for MissingLocation {
    fn document(&self, cx: &mut Cx<'_>) {
        let contract = cx.contract;
        let mut samples = Vec::new();
        let mut lacking: BTreeMap<At, (&Operation, usize)> = BTreeMap::new();
        for operation in &contract.operations {
            if operation.place != Place::Path || contract.text(operation.method) != "POST" {
                continue;
            }
            for (_, response) in contract.responses_of(operation).filter(|(s, _)| s.status == Status::Code(201)) {
                let has = contract.has_header(response, "Location");
                samples.push(has);
                if !has {
                    let at = response.headers_at.unwrap_or(response.at);
                    lacking.entry(at).or_insert((operation, 0)).1 += 1;
                }
            }
        }
        let total = samples.len();
        let with = samples.iter().filter(|has| **has).count();
        let convention = Convention::infer(samples, &cx.facts.conventions);
        let help = "add the header `Location` with the address of what was made";
        if convention.dominant == Some(true)
            || (with * 2 >= total && total < cx.facts.conventions.samples) {
            for (at, (operation, uses)) in lacking {
                let used = if uses > 1 { format!(" (used by {uses} operations)") } else { String::new() };
                let message = format!(
                    "the 201 of `{}`{used} does not say where the new resource is; {with} of {total} 201 responses here have `Location`",
                    contract.title(operation)
                );
                cx.report(at, "no `Location`", message).help(help);
            }
        } else if let Some((&at, _)) = lacking.first_key_value() {
            let message = match (with, total) {
                (_, 1) => "the 201 response here does not say where the new resource is".to_owned(),
                (0, _) => format!("none of the {total} 201 responses here says where the new resource is"),
                _ => format!("{} of {total} 201 responses here do not say where the new resource is", total - with),
            };
            cx.report(at, "no `Location`", message).at_most(Severity::Info).help(help).of_all();
        }
    }
}
