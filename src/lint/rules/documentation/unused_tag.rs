use hashbrown::HashSet;

use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds declared tags that no operation has. A tag that is the `parent` of another, one that is named in
    /// `x-tagGroups`, and one that is marked as a page of its own (`x-traitTag`) are used.
    ///
    /// ## Why
    /// It is a heading with nothing below it. Mostly its operations have gone, or name it otherwise.
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
    ///   - name: vouchers
    ///     description: What somebody may pay with.
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
    /// - [OpenAPI 3.1.1, §4.8.22 Tag Object](https://spec.openapis.org/oas/v3.1.1.html#tag-object)
    UnusedTag {
        id: "unused-tag",
        area: Documentation,
        severity: Info,
        needs: Whole,
        since: "0.1.0",
        summary: "no operation has a declared tag",
    }
}

impl Rule for UnusedTag {
    fn document(&self, cx: &mut Cx<'_>) {
        let contract = cx.contract;
        let mut used: HashSet<Name> =
            contract.operations.iter().flat_map(|o| o.tags.iter().map(|(tag, _)| *tag)).collect();
        // Where no operation has a tag, the list says what the document is about.
        if used.is_empty() {
            return;
        }
        used.extend(contract.tags.iter().filter_map(|t| t.parent).map(|(parent, _)| parent));
        let groups = contract.extension(contract.at, "x-tagGroups").into_iter().flat_map(View::items);
        let grouped = groups.filter_map(|group| group.get_text("tags")).flat_map(View::items);
        let grouped: HashSet<String> = grouped.filter_map(View::as_scalar).map(std::borrow::Cow::into_owned).collect();
        for tag in contract.tags.iter().filter(|t| !used.contains(&t.name)) {
            let name = contract.text(tag.name);
            let is_page = contract.extension(tag.at, "x-traitTag").and_then(View::as_bool) == Some(true);
            if is_page || grouped.contains(name) {
                continue;
            }
            let name: String = name.chars().take(60).collect();
            cx.report(tag.name_at, "not used", format!("no operation has the tag `{name}`"))
                .help("remove it, or give it to the operations that belong here");
        }
    }
}
