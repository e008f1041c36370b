use hashbrown::HashMap;

use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds tags that are declared twice.
    ///
    /// ## Why
    /// Each tag name in the list must be unique. Which of the two descriptions is shown is a matter of luck.
    ///
    /// ## Bad
    /// ```yaml
    /// tags:
    ///   - name: customers
    ///     description: People who order books.
    ///   - name: orders
    ///     description: What they ordered.
    ///   - name: books
    ///     description: What there is to order.
    ///   - name: orders
    ///     description: What was ordered.
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// tags:
    ///   - name: customers
    ///     description: People who order books.
    ///   - name: orders
    ///     description: What they ordered.
    ///   - name: books
    ///     description: What there is to order.
    /// ```
    ///
    /// ## References
    /// - [OpenAPI 3.1.1, §4.8.1 OpenAPI Object](https://spec.openapis.org/oas/v3.1.1.html#openapi-object): each tag name
    ///   in the list must be unique
    DuplicateTag {
        id: "duplicate-tag",
        area: Documentation,
        severity: Error,
        needs: Presence,
        since: "0.1.0",
        summary: "a tag is declared twice",
    }
}

impl Rule for DuplicateTag {
    fn document(&self, cx: &mut Cx<'_>) {
        let contract = cx.contract;
        let mut known: HashMap<Name, &Tag> = HashMap::new();
        for tag in &contract.tags {
            let first = *known.entry(tag.name).or_insert(tag);
            if first.at != tag.at {
                let name: String = contract.text(tag.name).chars().take(60).collect();
                cx.report(tag.name_at, "again", format!("the tag `{name}` is declared twice"))
                    .related(first.name_at, "the first")
                    .help("keep one of them");
            }
        }
    }
}
