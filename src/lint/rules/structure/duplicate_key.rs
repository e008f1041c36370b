use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds a key that stands twice in one object.
    ///
    /// ## Why
    /// One of the two values is lost, and which one depends on the tool: most keep the last, some the first, some
    /// refuse the file. A whole operation can vanish in this way without a word.
    ///
    /// ## Bad
    /// ```yaml
    /// openapi: 3.1.1
    /// info:
    ///   title: Lantern Books
    ///   version: 2.3.0
    ///   title: Lantern Bookshop
    /// components: {}
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// info:
    ///   title: Lantern Bookshop
    /// ```
    ///
    /// ## References
    /// - [YAML 1.2.2, §3.2.1.1 Nodes](https://yaml.org/spec/1.2.2/#3211-nodes): the keys of a mapping are unique
    /// - [RFC 8259, §4 Objects](https://www.rfc-editor.org/rfc/rfc8259#section-4)
    DuplicateKey {
        id: "duplicate-key",
        area: Structure,
        severity: Error,
        needs: Presence,
        since: "0.1.0",
        summary: "a key stands twice in one object",
    }
}

impl Rule for DuplicateKey {
    fn document(&self, cx: &mut Cx<'_>) {
        for (number, doc) in cx.contract.sources.docs.iter().enumerate() {
            let at = |node| At { doc: DocId(number as u32), node };
            for duplicate in &doc.duplicate_keys {
                let key: String = doc.scalar(duplicate.again).chars().take(60).collect();
                cx.report(
                    at(duplicate.again),
                    "again",
                    format!("the key `{key}` stands twice in this object, so one of its two values is lost"),
                )
                .related(at(duplicate.first), "first")
                .help("keep one of the two, or merge their contents");
            }
        }
    }
}
