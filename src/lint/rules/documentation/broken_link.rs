use hashbrown::HashSet;

use crate::lint::facts::texts;
use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds links in texts that lead to a place in this document where nothing is: JSON pointers (`#/components/…`), and
    /// the anchors `#operation/…` and `#tag/…` that documentation is known to make. Other anchors depend on the program that
    /// shows the text, and are left alone.
    ///
    /// ## Why
    /// Readers follow a link to learn what the text does not say, and this one leads nowhere.
    ///
    /// ## Bad
    /// ```yaml
    /// paths:
    ///   /books/{book_id}:
    ///     get:
    ///       description: Returns one book. Find more with [list](#operation/list_all_books).
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// paths:
    ///   /books/{book_id}:
    ///     get:
    ///       description: Returns one book. Find more with [list](#operation/list_books).
    /// ```
    ///
    /// ## References
    /// - [CommonMark 0.31.2, §6.3 Links](https://spec.commonmark.org/0.31.2/#links)
    BrokenLink {
        id: "broken-link",
        area: Documentation,
        severity: Warning,
        needs: Whole,
        since: "0.1.0",
        summary: "a link in a text leads to nothing in this document",
    }
}

impl Rule for BrokenLink {
    fn document(&self, cx: &mut Cx<'_>) {
        let contract = cx.contract;
        let operations: HashSet<&str> =
            contract.operations.iter().filter_map(|o| o.operation_id).map(|(id, _)| contract.text(id)).collect();
        let in_use = contract.operations.iter().flat_map(|o| &o.tags).map(|(tag, _)| *tag);
        let tags: HashSet<String> =
            contract.tags.iter().map(|t| t.name).chain(in_use).map(|tag| slug(contract.text(tag))).collect();
        let mut broken: Vec<(At, String)> = Vec::new();
        texts::each(contract, |at| {
            let text = contract.text_at(at);
            if !text.contains("](#") {
                return;
            }
            for target in text.split("](#").skip(1).filter_map(|rest| rest.split([')', ' ', '\n']).next()) {
                let leads = if target.starts_with('/') {
                    points_somewhere(contract, at.doc, target)
                } else if let Some(id) = target.strip_prefix("operation/") {
                    operations.contains(&*uri::percent_decode(id))
                } else if let Some(tag) = target.strip_prefix("tag/") {
                    let (tag, operation) = tag.split_once("/operation/").unwrap_or((tag, ""));
                    // What follows the tag otherwise is a heading in its description.
                    let tag = tag.split('/').next().unwrap_or(tag);
                    let (tag, operation) = (slug(&uri::percent_decode(tag)), uri::percent_decode(operation));
                    tags.contains(&tag) && (operation.is_empty() || operations.contains(&*operation))
                } else {
                    true
                };
                if !leads {
                    broken.push((at, target.chars().take(80).collect()));
                }
            }
        });
        for (at, target) in broken {
            cx.report(at, "a link to nowhere", format!("the link to `#{target}` leads to nothing in this document"))
                .help("link to what is there, or write what it was to say")
                .about(target);
        }
    }
}

/// A tag as anchors write it: Redoc keeps it and puts dashes for spaces, others use lower case.
fn slug(tag: &str) -> String {
    tag.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Whether a JSON pointer leads to a node of a document.
fn points_somewhere(contract: &Contract, doc: DocId, pointer: &str) -> bool {
    let root = contract.view(At { doc, node: 0 });
    let mut view = Some(root);
    for step in pointer.split('/').skip(1) {
        let step = uri::percent_decode(step).replace("~1", "/").replace("~0", "~");
        view = view.and_then(|v| match step.parse::<usize>() {
            Ok(position) if v.is_seq() => v.items().nth(position),
            _ => v.get_text(&step),
        });
    }
    view.is_some()
}
