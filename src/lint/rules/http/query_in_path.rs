use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds a path with a query or a fragment in it: `/books?sort=title`, `/books#new`.
    ///
    /// ## Why
    /// A path is compared with the path of the address, in which no `?` ever stands, so no request fits it. Generated
    /// clients escape the sign and ask for something that is not there.
    ///
    /// ## Bad
    /// ```yaml
    /// paths:
    ///   /books?sort=title:
    ///     description: Books by their titles.
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// paths:
    ///   /books:
    ///     description: Books, sorted as the query asks.
    /// ```
    ///
    /// ## References
    /// - [OpenAPI 3.1.1, §4.8.8 Paths Object](https://spec.openapis.org/oas/v3.1.1.html#paths-object)
    /// - [RFC 3986, §3.4 Query](https://www.rfc-editor.org/rfc/rfc3986#section-3.4)
    QueryInPath {
        id: "query-in-path",
        area: Http,
        severity: Warning,
        needs: Presence,
        since: "0.1.0",
        summary: "a path has a query or a fragment in it",
    }
}

impl Rule for QueryInPath {
    fn path_item<'c>(&self, cx: &mut Cx<'c>, item: &'c PathItem) {
        let path = cx.contract.text(item.name);
        // The names of variables may be anything.
        let fixed = path.split('{').filter_map(|part| part.rsplit('}').next());
        let Some(sign) = fixed.flat_map(str::chars).find(|c| matches!(c, '?' | '#')).filter(|_| item.place == Place::Path)
        else {
            return;
        };
        let (what, help) = match sign {
            '?' => ("a query", "describe what follows the `?` as query parameters"),
            _ => ("a fragment", "leave it out: a fragment never reaches the server"),
        };
        let message = format!("`{path}` has {what} in it; no request fits it, since a path ends before the `{sign}`");
        cx.report(item.key, what, message).help(help);
    }
}
