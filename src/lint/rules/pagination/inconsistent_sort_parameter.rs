use super::inconsistent_page_parameter::departures;
use crate::lint::facts::pagination::Role;
use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Learns what this API calls the query parameters that lists are sorted, filtered and searched with (`sort` or
    /// `order_by`, `order` or `direction`, `filter` or `filters`, `q` or `query`), and finds those that are called
    /// otherwise. Names that differ only by case are a matter of naming. `pagination.sort`, `pagination.direction`,
    /// `pagination.filter` and `pagination.search` in the configuration pin a name.
    ///
    /// ## Why
    /// Servers ignore query parameters that they do not know. Who sends `sort` to the one list that calls it
    /// `order_by` gets an answer in some other order and no error.
    ///
    /// ## Bad
    /// ```yaml
    /// openapi: 3.1.1
    /// info: {title: Shelves, version: 1.0.0}
    /// paths:
    ///   /books:
    ///     get: &list
    ///       parameters: [{name: sort, in: query, schema: {type: string, maxLength: 40}}]
    ///       responses:
    ///         '200':
    ///           description: A list.
    ///           content: {application/json: {schema: {type: array, maxItems: 50, items: {type: string}}}}
    ///   /shelves: {get: *list}
    ///   /authors: {get: *list}
    ///   /readers: {get: *list}
    ///   /rooms:
    ///     get:
    ///       parameters: [{name: order_by, in: query, schema: {type: string, maxLength: 40}}]
    ///       responses:
    ///         '200':
    ///           description: A list.
    ///           content: {application/json: {schema: {type: array, maxItems: 50, items: {type: string}}}}
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// paths:
    ///   /books:
    ///     get:
    ///       parameters:
    ///         - $ref: '#/components/parameters/limit'
    ///         - $ref: '#/components/parameters/cursor'
    ///         - name: sort
    ///           in: query
    ///           description: What to sort by.
    ///           schema: {type: string, enum: [title, price]}
    /// ```
    ///
    /// ## References
    /// - [Zalando RESTful API Guidelines, rule 137](https://opensource.zalando.com/restful-api-guidelines/#137)
    /// - [AIP-132, Standard methods: List](https://google.aip.dev/132)
    InconsistentSortParameter {
        id: "inconsistent-sort-parameter",
        area: Pagination,
        severity: Warning,
        needs: Presence,
        since: "0.1.0",
        summary: "a parameter for sorting or filtering is called otherwise than in the other lists",
    }
}

impl Rule for InconsistentSortParameter {
    fn document(&self, cx: &mut Cx<'_>) {
        for (role, what) in [
            (Role::Sort, "what to sort by"),
            (Role::Direction, "the direction of sorting"),
            (Role::Filter, "the filter"),
            (Role::Search, "the text to look for"),
        ] {
            departures(cx, role, what);
        }
    }
}
