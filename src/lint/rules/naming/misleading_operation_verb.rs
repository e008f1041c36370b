use crate::lint::rules::prelude::*;

use crate::finding::Severity;
use crate::lint::facts::ids::{agrees, contradicts, verb_of};
use crate::lint::facts::words::{Verb, lower_words};

rule! {
    /// ## What it does
    /// Finds an operationId whose verb says the opposite of its method: `get_order` on DELETE, `create_order` on GET. Where the
    /// verb could pass but nearly all operations with that verb have another method, it says so as advice.
    ///
    /// ## Why
    /// People call the function that is generated from the operationId and do not see the method. A `get` that deletes is found
    /// out when the data is gone; and caches and retries go by the method, not by the name.
    ///
    /// ## Bad
    /// ```yaml
    /// paths:
    ///   /customers/{customer_id}:
    ///     delete:
    ///       operationId: fetch_customer
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// paths:
    ///   /customers/{customer_id}:
    ///     delete:
    ///       operationId: delete_customer
    /// ```
    ///
    /// ## References
    /// - [RFC 9110, §9.3 Method Definitions](https://www.rfc-editor.org/rfc/rfc9110#section-9.3)
    /// - [Google AIP-130, Methods](https://google.aip.dev/130)
    MisleadingOperationVerb {
        id: "misleading-operation-verb",
        area: Naming,
        severity: Warning,
        needs: Presence,
        since: "0.1.0",
        summary: "the verb of an operationId contradicts its method",
    }
}

impl Rule for MisleadingOperationVerb {
    fn operation<'c>(&self, cx: &mut Cx<'c>, operation: &'c Operation) {
        let (contract, ids) = (cx.contract, &cx.facts.ids);
        let Some((id, at)) = operation.operation_id.filter(|_| operation.place == Place::Path) else { return };
        let (id, method) = (contract.text(id), contract.text(operation.method));
        let Some((word, verb)) = verb_of(ids.name_part(id)) else { return };
        // `getOrCreate` and `list_member_delete` say the right thing as well.
        let says_it = |w: &String| Verb::of(w).is_some_and(|verb| agrees(verb, method));
        if lower_words(id).iter().any(says_it) {
            return;
        }
        // An action is called after its path: `POST /tests/delete`.
        let in_path = lower_words(contract.text(operation.path)).contains(&word);
        let usual = ids.methods.get(&word);
        let evidence =
            usual.and_then(|c| Some((contract.text(c.dominant?), c.evidence()))).filter(|(m, _)| *m != method);
        if contradicts(verb, method) {
            let proof = match &evidence {
                Some((usual, evidence)) => format!("; {evidence} operations named `{word}` here are {usual}"),
                None => String::new(),
            };
            cx.report(
                at,
                format!("`{word}` on {method}"),
                format!(
                    "`{id}` says `{word}`, but its method is {method}{proof}; callers see the name and not the method"
                ),
            )
            .help(format!("name it after what {method} does, or use another method"));
        } else if let Some((usual, evidence)) =
            evidence.filter(|_| !in_path && !matches!(verb, Verb::Act | Verb::Update))
        {
            cx.report(
                at,
                format!("`{word}` on {method}"),
                format!("`{id}` is {method}; {evidence} operations named `{word}` here are {usual}"),
            )
            .at_most(Severity::Info)
            .help(format!("use {usual}, or a verb that fits {method}"));
        }
    }
}
