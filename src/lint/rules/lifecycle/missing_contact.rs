use crate::lint::facts::texts::FINISHED;
use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds descriptions without a way to reach anybody: `info.contact` is missing, or has neither `name` nor `url`
    /// nor `email`. An extension that names an owner (`x-owner`, `x-team`) counts, and so does an address in
    /// `info.description`.
    ///
    /// A description with fewer than ten operations is taken for a sketch or a part and left alone.
    ///
    /// ## Why
    /// Whoever is about to lose an operation, or finds a fault in one, has to ask somebody.
    ///
    /// ## Bad
    /// ```yaml
    /// info:
    ///   contact: null
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// info:
    ///   contact:
    ///     email: api@lantern.example
    /// ```
    ///
    /// ## References
    /// - [OpenAPI 3.1.1, §4.8.3 Contact Object](https://spec.openapis.org/oas/v3.1.1.html#contact-object)
    MissingContact {
        id: "missing-contact",
        area: Lifecycle,
        severity: Info,
        needs: Whole,
        since: "0.1.0",
        summary: "nobody is named who could be asked",
    }
}

impl Rule for MissingContact {
    fn document(&self, cx: &mut Cx<'_>) {
        let (contract, info) = (cx.contract, &cx.contract.info);
        let Some(at) = info.at.filter(|_| contract.operations.len() >= FINISHED) else { return };
        let is_owner = |name: &str| name.contains("owner") || name.contains("team") || name.contains("contact");
        let mut extensions = contract.extensions(at).chain(contract.extensions(contract.at));
        let owned = extensions.any(|member| is_owner(&contract.text(member.name).to_ascii_lowercase()));
        let reached = info.description.is_some_and(|d| contract.text_at(d).contains("mailto:"));
        if owned || reached {
            return;
        }
        let help = "name a `url` or an `email` under `info.contact`";
        match info.contact {
            None => {
                let message = "`info` has no `contact`: whoever finds a fault here does not know whom to ask";
                cx.report(at, "no `contact`", message).help(help);
            }
            Some(contact) => {
                let view = contract.view(contact);
                let says = |name| view.get_text(name).and_then(View::as_scalar).is_some_and(|t| !t.trim().is_empty());
                if !["name", "url", "email"].into_iter().any(says) {
                    let message = "`info.contact` names nobody: whoever finds a fault here does not know whom to ask";
                    cx.report(contact, "names nobody", message).help(help);
                }
            }
        }
    }
}
