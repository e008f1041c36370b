use crate::contract::keywords::Keyword;
use crate::lint::facts::habit::Habit;
use crate::lint::facts::texts::says;
use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds parameters without a `description`, where the other parameters of the API have one. A description of the
    /// parameter's schema counts.
    ///
    /// ## Why
    /// Names alone leave open what a value means, in which unit it is, and what happens without it.
    ///
    /// ## Bad
    /// ```yaml
    /// paths:
    ///   /books:
    ///     get:
    ///       parameters:
    ///         - $ref: '#/components/parameters/limit'
    ///         - $ref: '#/components/parameters/cursor'
    ///         - name: since
    ///           in: query
    ///           schema: {type: string, maxLength: 20}
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
    ///         - name: since
    ///           in: query
    ///           description: Only books that were printed after this year.
    ///           schema: {type: string, maxLength: 20}
    /// ```
    ///
    /// ## References
    /// - [OpenAPI 3.1.1, §4.8.12 Parameter Object](https://spec.openapis.org/oas/v3.1.1.html#parameter-object)
    MissingParameterDescription {
        id: "missing-parameter-description",
        area: Documentation,
        severity: Info,
        needs: Whole,
        since: "0.1.0",
        summary: "a parameter has no description, where the others do",
    }
}

impl Rule for MissingParameterDescription {
    fn document(&self, cx: &mut Cx<'_>) {
        let contract = cx.contract;
        let described = |parameter: &Parameter| {
            let schema = parameter.schema.map(|id| contract.schema(id));
            let of_schema = schema.into_iter().flat_map(|s| [s, s.resolved()]);
            let mut texts = of_schema.map(|s| s.value_at(Keyword::Description));
            says(contract, parameter.description) || texts.any(|text| says(contract, text))
        };
        let habit = Habit::of(contract.parameters.iter().map(|p| (described(p), 1)), &cx.facts.conventions);
        if !habit.holds() {
            return;
        }
        for parameter in contract.parameters.iter().filter(|p| !described(p)) {
            let name: String = contract.text(parameter.name).chars().take(60).collect();
            let message = format!(
                "the {} parameter `{name}` has no description; {} parameters here have one",
                parameter.place.as_str(),
                habit.evidence()
            );
            cx.report(parameter.name_at, "no description", message).help("say what its value means");
        }
    }
}
