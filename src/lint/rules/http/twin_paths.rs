use hashbrown::HashMap;
use hashbrown::hash_map::Entry;

use crate::lint::facts::templates::{shape, shorten};
use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds two paths that differ in nothing but case or a slash at the end: `/books` and `/Books`, `/books` and
    /// `/books/`.
    ///
    /// ## Why
    /// To HTTP they are two resources, to many servers and to every reader one. Which is meant is a matter of luck.
    ///
    /// ## Bad
    /// ```yaml
    /// paths:
    ///   /Books:
    ///     summary: What there is to order.
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// paths:
    ///   /bookshops:
    ///     summary: Where there is something to order.
    /// ```
    ///
    /// ## References
    /// - [RFC 3986, §6.2.2.1 Case Normalization](https://www.rfc-editor.org/rfc/rfc3986#section-6.2.2.1): paths are
    ///   compared with case
    TwinPaths {
        id: "twin-paths",
        area: Http,
        severity: Warning,
        needs: Presence,
        since: "0.1.0",
        summary: "two paths differ only in case or in a slash at the end",
    }
}

impl Rule for TwinPaths {
    fn document(&self, cx: &mut Cx<'_>) {
        let contract = cx.contract;
        let mut first: HashMap<String, (&PathItem, String)> = HashMap::new();
        for item in contract.path_items.iter().filter(|i| i.place == Place::Path) {
            let path = contract.text(item.name);
            let shape = shape(path);
            // A slash alone is a path of its own, and what stands behind `#` or `?` is none.
            let folded = if shape.len() > 1 { shape.trim_end_matches('/') } else { &shape }.to_ascii_lowercase();
            match first.entry(folded) {
                Entry::Vacant(place) => {
                    place.insert((item, shape));
                }
                Entry::Occupied(earlier) => {
                    let (other, other_shape) = earlier.get();
                    // Paths that differ in the names of their variables only are ambiguous, which is worse.
                    if *other_shape == shape {
                        continue;
                    }
                    let (path, other_path) = (shorten(path), shorten(contract.text(other.name)));
                    let cased = other_shape.trim_end_matches('/') != shape.trim_end_matches('/');
                    let what = if cased { "case" } else { "a slash at the end" };
                    let message = format!("`{path}` and `{other_path}` differ in nothing but {what}");
                    cx.report(item.key, format!("the same but for {what}"), message)
                        .related(other.key, "the other")
                        .help("keep one of the two");
                }
            }
        }
    }
}
