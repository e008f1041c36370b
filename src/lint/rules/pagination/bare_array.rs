use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds lists that are answered as a bare array where the other lists of this API come in an object. An array with
    /// a `Link` header is none of them: what leads on stands in the header.
    ///
    /// ## Why
    /// Nothing can stand beside the elements of an array: no cursor, no count, no warning, now or later. And clients
    /// that read each list of this API by the same code fail on this one.
    ///
    /// ## Bad
    /// ```yaml
    /// components:
    ///   schemas:
    ///     book_page:
    ///       type: array
    ///       properties: null
    ///       required: null
    ///       items: {$ref: '#/components/schemas/book'}
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// components:
    ///   schemas:
    ///     book_page:
    ///       type: object
    ///       properties:
    ///         items:
    ///           type: array
    ///           items: {$ref: '#/components/schemas/book'}
    /// ```
    ///
    /// ## References
    /// - [Zalando RESTful API Guidelines, rule 110](https://opensource.zalando.com/restful-api-guidelines/#110)
    BareArray {
        id: "bare-array",
        area: Pagination,
        severity: Warning,
        needs: Presence,
        since: "0.1.0",
        summary: "a list is a bare array where the others come in an object",
    }
}

impl Rule for BareArray {
    fn document(&self, cx: &mut Cx<'_>) {
        let (contract, facts) = (cx.contract, &cx.facts.pagination);
        if facts.wrapped.dominant != Some(true) {
            return;
        }
        // A list that comes whole has one fault, and to cut it into pages will take an object.
        let bare = facts.listings.iter().filter(|l| l.answer.is_bare() && !facts.is_unpaginated(l));
        let bare = bare.filter(|l| !l.answer.link_header());
        for schema in bare.filter_map(|l| l.answer.schema) {
            let evidence = facts.wrapped.evidence();
            let message = format!("this list is a bare array; {evidence} lists here come in an object, with room for more");
            let help = match facts.items.expected() {
                Some(items) => format!("answer with an object that holds the array as `{items}`, as the others do"),
                None => "answer with an object that holds the array, as the others do".to_owned(),
            };
            cx.report(contract.schema(schema).at(), "a bare array", message).help(help);
        }
    }
}
