use hashbrown::HashSet;

use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds tags of operations that are not declared under `tags`, where the API declares its tags. It is advice where it
    /// declares few of them.
    ///
    /// ## Why
    /// A tag that is not declared has no description and no place in the order of the others; mostly it is a misspelt one,
    /// and its operation stands alone under a heading of its own.
    ///
    /// ## Bad
    /// ```yaml
    /// paths:
    ///   /books/{book_id}:
    ///     get:
    ///       tags: [bookz]
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// paths:
    ///   /books/{book_id}:
    ///     get:
    ///       tags: [books]
    /// ```
    ///
    /// ## References
    /// - [OpenAPI 3.1.1, §4.8.22 Tag Object](https://spec.openapis.org/oas/v3.1.1.html#tag-object)
    UndeclaredTag {
        id: "undeclared-tag",
        area: Documentation,
        severity: Warning,
        needs: Whole,
        since: "0.1.0",
        summary: "an operation has a tag that is not declared, where tags are declared",
    }
}

impl Rule for UndeclaredTag {
    fn document(&self, cx: &mut Cx<'_>) {
        let contract = cx.contract;
        let declared: HashSet<Name> = contract.tags.iter().map(|t| t.name).collect();
        let mut seen = HashSet::new();
        if declared.is_empty() {
            return;
        }
        let used: HashSet<Name> = contract.operations.iter().flat_map(|o| &o.tags).map(|(tag, _)| *tag).collect();
        let undeclared = used.difference(&declared).count();
        for (tag, at) in contract.operations.iter().flat_map(|o| o.tags.iter().copied()) {
            if declared.contains(&tag) || !seen.insert(tag) {
                continue;
            }
            let users = contract.operations.iter().filter(|o| o.tags.iter().any(|(t, _)| *t == tag)).count();
            let usual = declared.len() >= 2 * undeclared;
            let name: String = contract.text(tag).chars().take(60).collect();
            let used = if users == 1 { String::new() } else { format!("; {users} operations have it") };
            let same = |t: &&Tag| contract.text(t.name).eq_ignore_ascii_case(contract.text(tag));
            let help = match contract.tags.iter().find(same) {
                Some(meant) => format!("write `{}`, as it is declared", contract.text(meant.name)),
                None => "declare it under `tags` with a description, or use one that is declared".to_owned(),
            };
            let misspelt = contract.tags.iter().any(|t| same(&t));
            let report = cx
                .report(at, "not declared", format!("the tag `{name}` is not among the declared tags{used}"))
                .help(help)
                .about(name);
            if !usual && !misspelt {
                let _ = report.at_most(Severity::Info);
            }
        }
    }
}
