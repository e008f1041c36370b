//! The words that APIs use for pages: what a query parameter asks for, and what a field of the answer tells.

use crate::contract::keywords::Keyword;
use crate::contract::{Contract, Parameter, SchemaView, Types};
use crate::lint::facts::case::words;
use crate::source::document::View;

/// The part that a query parameter plays in reading a list.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Hash)]
pub enum Role {
    /// How many elements a page has at most.
    Limit,
    /// Where to go on: an opaque position, or an element that the page follows.
    Cursor,
    /// The same towards the front.
    Back,
    /// The number of the page.
    Page,
    /// How many elements to leave out.
    Offset,
    /// What to sort by.
    Sort,
    /// Whether to sort up or down.
    Direction,
    /// An expression that elements must meet.
    Filter,
    /// A text that is looked for.
    Search,
}

/// Names that mean the same in every API, and their roles; words in lower case, one space between two.
const SURE: &[(Role, &[&str])] = &[
    (
        Role::Limit,
        &[
            "limit",
            "per page",
            "perpage",
            "page size",
            "pagesize",
            "page limit",
            "max results",
            "maxresults",
            "results per page",
            "items per page",
            "max items",
            "max page size",
            "maxpagesize",
            "max keys",
            "number of results",
            "num results",
            "result limit",
        ],
    ),
    (
        Role::Cursor,
        &[
            "cursor",
            "page cursor",
            "next cursor",
            "start cursor",
            "after cursor",
            "page after",
            "starting after",
            "start after",
            "marker",
            "next marker",
            "bookmark",
            "scroll id",
            "exclusive start key",
            "last evaluated key",
            "page token",
            "pagetoken",
            "next token",
            "nexttoken",
            "next page token",
            "continuation token",
            "continuation",
            "pagination token",
            "pagination key",
            "skip token",
            "skiptoken",
            "next page",
            "after id",
        ],
    ),
    (Role::Back, &["before cursor", "page before", "ending before", "end before", "before id", "previous cursor"]),
    (
        Role::Page,
        &["page", "page number", "pagenumber", "page no", "page num", "page index", "pageindex", "current page"],
    ),
    (Role::Offset, &["offset", "skip", "page offset", "start index", "startindex", "start at", "first result"]),
    (
        Role::Sort,
        &["sort", "sort by", "sortby", "sort field", "sort key", "order by", "orderby", "ordering", "sorting", "order"],
    ),
    (
        Role::Direction,
        &["sort order", "sortorder", "sort direction", "sort dir", "order direction", "order dir", "direction"],
    ),
    (Role::Filter, &["filter", "filters", "filter by"]),
    (Role::Search, &["q", "query", "search", "search query", "search term", "search text", "keyword", "keywords"]),
];

/// Names that have other meanings too: they count only in a list that is read in pages for certain.
const MAYBE: &[(Role, &[&str])] = &[
    (Role::Limit, &["count", "size", "n", "top", "take", "rows", "first", "num", "max", "batch size"]),
    (Role::Cursor, &["after", "continue", "position"]),
    (Role::Back, &["before"]),
    (Role::Page, &["p"]),
    (Role::Offset, &["start", "from"]),
];

/// A role, and whether its name alone proves it.
pub(super) type Guess = (Role, bool);

/// A name as words in lower case with one space between two: `page[size]` and `pageSize` are both `page size`.
pub fn spoken(name: &str) -> String {
    words(name).join(" ").to_lowercase()
}

/// The role that a name suggests, before its type was looked at.
pub(super) fn by_name(name: &str) -> Option<Guess> {
    let spoken = spoken(name);
    let find =
        |table: &[(Role, &[&str])]| table.iter().find(|(_, names)| names.contains(&spoken.as_str())).map(|r| r.0);
    find(SURE).map(|role| (role, true)).or_else(|| find(MAYBE).map(|role| (role, false)))
}

/// The role of a query parameter, by its name and by what its values are.
pub(super) fn role(contract: &Contract, parameter: &Parameter) -> Option<Guess> {
    let (role, sure) = by_name(contract.text(parameter.name))?;
    let schema = parameter.schema.map(|id| contract.schema(id).resolved());
    let types = schema.map(SchemaView::all_types).unwrap_or_default().non_null();
    let number = Types::INTEGER.with(Types::NUMBER);
    let described = || parameter.description.map(|at| contract.text_at(at).to_lowercase()).unwrap_or_default();
    let fits = match role {
        // What is called a page may be an opaque position: `next_page` goes back in `page`.
        Role::Page if types == Types::STRING && ["cursor", "token"].iter().any(|w| described().contains(w)) => {
            return Some((Role::Cursor, true));
        }
        Role::Limit | Role::Page | Role::Offset if sure => {
            types.is_empty() || types.overlaps(number.with(Types::STRING))
        }
        Role::Limit | Role::Page => {
            // In old descriptions numbers in queries are strings; a `size` that is a string is one of clothes.
            let counts =
                ["count", "rows", "take", "top", "num"].contains(&spoken(contract.text(parameter.name)).as_str());
            let listed = schema.is_some_and(|s| s.has(Keyword::Enum) || s.has(Keyword::Format));
            types.overlaps(number) || (counts && !listed && types == Types::STRING)
        }
        // `start` and `from` are as often the begin of a time span.
        Role::Offset => types.overlaps(number) && !mentions_time(&described()),
        Role::Cursor | Role::Back => {
            let scalar = types.is_empty() || types.overlaps(number.with(Types::STRING));
            let format = schema.and_then(|s| s.text(Keyword::Format));
            let dated = format.is_some_and(|f| f.starts_with("date") || f.starts_with("time"));
            scalar && !dated && (sure || !mentions_time(&described()))
        }
        Role::Sort | Role::Direction => return sorting(contract, parameter, schema, role),
        Role::Filter | Role::Search => true,
    };
    fits.then_some((role, sure))
}

/// Whether a description speaks of points in time.
fn mentions_time(description: &str) -> bool {
    const TIMES: [&str; 7] = ["time", "date", "epoch", "timestamp", "unix", "iso 8601", "seconds"];
    let mut words = description.split(|c: char| !c.is_ascii_alphanumeric());
    let pages = ["cursor", "page", "pagination"];
    !pages.iter().any(|p| description.contains(p)) && words.any(|w| TIMES.contains(&w))
}

/// `order`, `sort` and `direction` are told apart by their values: `asc` and `desc` are directions and nothing else.
fn sorting(contract: &Contract, parameter: &Parameter, schema: Option<SchemaView<'_>>, role: Role) -> Option<Guess> {
    let is_direction =
        |text: &str| matches!(text.to_ascii_lowercase().as_str(), "asc" | "desc" | "ascending" | "descending");
    let mut values = schema.into_iter().flat_map(SchemaView::enum_values).filter_map(View::as_scalar).peekable();
    if values.peek().is_some() {
        let direction = values.all(|v| is_direction(&v));
        let name = spoken(contract.text(parameter.name));
        return match (direction, role) {
            (true, _) => Some((Role::Direction, true)),
            // An order may also be something that customers place, and a direction something that people walk in.
            (false, _) if name == "direction" || name == "order" => None,
            (false, role) => Some((role, true)),
        };
    }
    let text = parameter.description.map(|at| contract.text_at(at).to_lowercase()).unwrap_or_default();
    let mut said = text.split(|c: char| !c.is_ascii_alphanumeric());
    match spoken(contract.text(parameter.name)).as_str() {
        "order" | "direction" if said.any(is_direction) => Some((Role::Direction, true)),
        "order" if text.contains("sort") || text.contains("order by") => Some((Role::Sort, true)),
        "order" | "direction" => None,
        _ => Some((role, true)),
    }
}

/// What a field of an answer tells about the list that it stands beside.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Hash)]
pub enum Signal {
    /// Where the next page begins, as a value to send back.
    Next,
    /// Where the next page is, as an address.
    Address,
    /// Whether there are more elements.
    More,
    /// How many elements there are.
    Total,
    /// How many pages there are.
    Pages,
    /// Addresses of other pages.
    Links,
}

/// What a field's name tells. `inside` says that it stands in an object about pages, where shorter names are clear.
pub(super) fn signal(name: &str, inside: bool) -> Option<Signal> {
    let lower: Vec<String> = words(name).iter().map(|w| w.to_lowercase()).collect();
    let has = |word: &str| lower.iter().any(|w| w == word);
    let whole = lower.join(" ");
    if has("more") || has("truncated") || (has("has") && has("next")) {
        return Some(Signal::More);
    }
    if matches!(whole.as_str(), "incomplete results" | "is last" | "is last page" | "last page" | "end of list") {
        return Some(Signal::More);
    }
    // What else is called next (`next_payment_at`) says nothing about pages.
    let after_next = ["next", "page", "token", "link", "url", "uri", "href", "key", "id", "offset", "start", "record"];
    let next =
        ["nextlink", "nexttoken", "nextpage", "continuation", "cursor", "cursors", "bookmark", "marker", "scroll"];
    let address = whole == "next" || ["url", "uri", "link", "href", "nextlink"].iter().any(|w| has(w));
    if next.iter().any(|w| has(w)) || (has("next") && lower.iter().all(|w| after_next.contains(&w.as_str()))) {
        return Some(if address { Signal::Address } else { Signal::Next });
    }
    if matches!(whole.as_str(), "last id" | "page token" | "last evaluated key") {
        return Some(Signal::Next);
    }
    if inside && matches!(whole.as_str(), "after" | "end" | "token") {
        return Some(Signal::Next);
    }
    let pages = ["page count", "pages", "num pages", "page total", "last page number"];
    if pages.contains(&whole.as_str()) || (has("total") && (has("page") || has("pages"))) {
        return Some(Signal::Pages);
    }
    let counts = ["count", "item count", "result count", "full size", "num results", "totalresults"];
    if has("total") || has("totals") || counts.contains(&whole.as_str()) {
        return Some(Signal::Total);
    }
    matches!(whole.as_str(), "links" | "link" | "page links").then_some(Signal::Links)
}

/// Whether a field's name is general enough that all lists could have it: `total_count` is, `total_commits` is not.
pub(super) fn is_general_field(name: &str) -> bool {
    const WORDS: [&str; 16] = [
        "total",
        "totals",
        "count",
        "num",
        "number",
        "of",
        "items",
        "item",
        "results",
        "result",
        "records",
        "elements",
        "entries",
        "hits",
        "size",
        "totalresults",
    ];
    words(name).iter().all(|w| WORDS.contains(&w.to_lowercase().as_str()))
}

/// Whether an object of this name may hold what is to be said about pages.
pub(super) fn is_container(name: &str) -> bool {
    const WORDS: [&str; 13] = [
        "meta",
        "metadata",
        "pagination",
        "paging",
        "page",
        "pager",
        "pages",
        "cursor",
        "cursors",
        "links",
        "next",
        "info",
        "pageinfo",
    ];
    words(name).last().is_some_and(|w| WORDS.contains(&w.to_lowercase().as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_pages_are_read_in_every_case() {
        for (name, guess) in [
            ("limit", Some((Role::Limit, true))),
            ("per_page", Some((Role::Limit, true))),
            ("page[size]", Some((Role::Limit, true))),
            ("PageSize", Some((Role::Limit, true))),
            ("$top", Some((Role::Limit, false))),
            ("$skip", Some((Role::Offset, true))),
            ("pageToken", Some((Role::Cursor, true))),
            ("starting_after", Some((Role::Cursor, true))),
            ("page[number]", Some((Role::Page, true))),
            ("sort_by", Some((Role::Sort, true))),
            ("token", None),
            ("customer_id", None),
        ] {
            assert_eq!(by_name(name), guess, "{name}");
        }
    }

    #[test]
    fn fields_of_answers_tell_what_they_are() {
        for (name, expected) in [
            ("next_cursor", Some(Signal::Next)),
            ("nextPageToken", Some(Signal::Next)),
            ("has_next_page", Some(Signal::More)),
            ("hasMore", Some(Signal::More)),
            ("total_count", Some(Signal::Total)),
            ("totalPages", Some(Signal::Pages)),
            ("next_page_url", Some(Signal::Address)),
            ("_links", Some(Signal::Links)),
            ("items", None),
            ("next_payment_at", None),
            ("after", None),
        ] {
            assert_eq!(signal(name, false), expected, "{name}");
        }
        assert_eq!(signal("after", true), Some(Signal::Next));
    }
}
