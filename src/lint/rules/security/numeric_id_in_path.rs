use hashbrown::HashSet;

use crate::contract::keywords::Keyword;
use crate::lint::facts::case::words;
use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds path parameters that are an id by their name (`id`, `order_id`, `orderId`) and an integer by their schema. A
    /// number whose description says that it is random, or whose minimum shows it, is left alone. An id that stands in several paths after the
    /// same segment is reported once.
    ///
    /// ## Why
    /// Ids that count up can be guessed: whoever has order 4711 tries 4712, and is told how many orders there are. It is no
    /// hole by itself; it is what a missing check of ownership is found with.
    ///
    /// ## Bad
    /// ```yaml
    /// components:
    ///   parameters:
    ///     book_id:
    ///       schema: {type: integer, format: int64, maxLength: null}
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// components:
    ///   parameters:
    ///     book_id:
    ///       schema: {type: string, format: uuid}
    /// ```
    ///
    /// ## References
    /// - [OWASP API1:2023, Broken Object Level Authorization](https://owasp.org/API-Security/editions/2023/en/0xa1-broken-object-level-authorization/):
    ///   prefer random and unpredictable values
    NumericIdInPath {
        id: "numeric-id-in-path",
        area: Security,
        severity: Info,
        needs: Presence,
        since: "0.1.0",
        summary: "an id in a path is a number that can be guessed",
    }
}

/// From here on a number is no count of things.
const RANDOM: f64 = 1e9;

impl Rule for NumericIdInPath {
    fn document(&self, cx: &mut Cx<'_>) {
        let contract = cx.contract;
        let served = contract.operations.iter().filter(|o| o.place == Place::Path);
        let all = served.flat_map(|o| contract.parameters_of(o).map(move |p| (o, p)));
        // The id of a resource is one thing, in however many paths it stands.
        let mut seen = HashSet::new();
        for (operation, parameter) in all.filter(|(_, p)| p.place == ParameterIn::Path) {
            let name = contract.text(parameter.name);
            let before = contract.text(operation.path).split(&format!("/{{{name}}}")).next().unwrap_or_default();
            let resource = before.rsplit('/').next().unwrap_or_default();
            let is_id = words(name).last().is_some_and(|w| w.eq_ignore_ascii_case("id"));
            let Some(schema) = parameter.schema.map(|id| contract.schema(id)).filter(|_| is_id) else { continue };
            let least = schema.resolved().value(Keyword::Minimum).and_then(View::as_f64);
            let text = parameter.description.map(|at| contract.text_at(at).to_lowercase()).unwrap_or_default();
            let random = ["random", "snowflake", "unguessable"].iter().any(|word| text.contains(word));
            if schema.all_types() != Types::INTEGER || least.is_some_and(|least| least >= RANDOM) || random {
                continue;
            }
            if !seen.insert((resource, name)) {
                continue;
            }
            let shown: String = name.chars().take(60).collect();
            let message = format!("the path parameter `{shown}` is an integer, so the ids of others can be guessed");
            cx.report(parameter.name_at, "a number", message)
                .help("take ids that nobody can guess, such as UUIDs, or check on each call who asks")
                .about(format!("{resource} {name}"))
                .of_all();
        }
    }
}
