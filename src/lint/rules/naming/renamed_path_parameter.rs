use crate::lint::rules::prelude::*;

use crate::lint::facts::convention::thousands;
use crate::lint::facts::twins::fold;

rule! {
    /// ## What it does
    /// Finds a position of the paths that is called in two ways: `/pets/{id}` and `/pets/{pet_id}/toys`. The rarer name is the
    /// fault.
    ///
    /// ## Why
    /// The same value goes into both, but clients see two arguments with two names, and generators that build a tree of
    /// resources refuse to put both names at one branch.
    ///
    /// ## Bad
    /// ```yaml
    /// paths:
    ///   /books/{isbn}/cover:
    ///     parameters:
    ///       - name: isbn
    ///         in: path
    ///         description: The id of a book.
    ///         required: true
    ///         schema: {type: string, maxLength: 36}
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// paths:
    ///   /books/{book_id}/cover:
    ///     parameters:
    ///       - $ref: '#/components/parameters/book_id'
    /// ```
    ///
    /// ## References
    /// - [OpenAPI 3.1.1, §4.8.8 Paths Object](https://spec.openapis.org/oas/v3.1.1.html#paths-object)
    /// - [RFC 6570, URI Template](https://www.rfc-editor.org/rfc/rfc6570)
    RenamedPathParameter {
        id: "renamed-path-parameter",
        area: Naming,
        severity: Warning,
        needs: Presence,
        since: "0.1.0",
        summary: "one position of the paths has two names",
    }
}

impl Rule for RenamedPathParameter {
    fn document(&self, cx: &mut Cx<'_>) {
        let (contract, facts) = (cx.contract, cx.facts);
        for renamed in &facts.paths.renamed {
            let (name, usual) = (&renamed.name, &renamed.usual);
            // A name that only leaves the case of the API is found there.
            let case = facts.names.parameter_case(ParameterIn::Path);
            if fold(name) == fold(usual) && case.is_some_and(|c| c.departure(name).is_some()) {
                continue;
            }
            let (item, other) = (&contract.path_items[renamed.item], &contract.path_items[renamed.usual_item]);
            let many =
                |count: usize| if count == 1 { "one path".to_owned() } else { format!("{} paths", thousands(count)) };
            // `{template_owner}` says more than `{owner}`, and of few paths neither name is the usual one.
            let qualified = name.ends_with(&format!("_{usual}")) || name.ends_with(&format!("-{usual}"));
            let thin = renamed.usual_count < 4 * renamed.count;
            let severity = if qualified || thin { Severity::Info } else { Severity::Warning };
            cx.report(
                item.key,
                format!("elsewhere `{{{usual}}}`"),
                format!(
                    "`{{{name}}}` is called `{{{usual}}}` in the same position of other paths ({} against {})",
                    many(renamed.count),
                    many(renamed.usual_count)
                ),
            )
            .related(other.key, format!("`{{{usual}}}` is here"))
            .help(format!("write `{{{usual}}}`"))
            .at_most(severity)
            .about(name);
        }
    }
}
