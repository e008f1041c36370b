use crate::lint::rules::prelude::*;

use crate::finding::Severity;
use crate::lint::facts::case_habit::CaseConvention;
use crate::lint::facts::convention::Authority;

rule! {
    /// ## What it does
    /// Learns in which case this API writes the names of its parameters in paths, queries and cookies, each place on its own,
    /// and finds the names that leave it. Where one place has too few names, all parameters count together, and then the
    /// properties if most parameters are written as they are. A part of the API that writes its properties otherwise than the
    /// whole (`/scim`) may write its parameters so too.
    ///
    /// Header parameters have a rule of their own, since their case means nothing to HTTP.
    ///
    /// ## Why
    /// Names of parameters are compared letter by letter, and most services ignore a query parameter that they do not know:
    /// who guesses `pageSize` where the API says `page_size` gets the wrong answer and no error.
    ///
    /// ## Bad
    /// ```yaml
    /// components:
    ///   parameters:
    ///     created_after:
    ///       name: createdAfter
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// components:
    ///   parameters:
    ///     created_after:
    ///       name: created_after
    /// ```
    ///
    /// ## References
    /// - [OpenAPI 3.1.1, §4.8.12 Parameter Object: names are case-sensitive](https://spec.openapis.org/oas/v3.1.1.html#parameter-object)
    /// - [Zalando RESTful API Guidelines, rule 130](https://opensource.zalando.com/restful-api-guidelines/#130)
    ParameterCase {
        id: "parameter-case",
        area: Naming,
        severity: Warning,
        needs: Presence,
        since: "0.1.0",
        summary: "a parameter is not written in the case of the others",
    }
}

impl Rule for ParameterCase {
    fn document(&self, cx: &mut Cx<'_>) {
        let (contract, names) = (cx.contract, &cx.facts.names);
        for place in [ParameterIn::Path, ParameterIn::Query, ParameterIn::Cookie] {
            if let Some(message) = names.parameter_case(place).and_then(CaseConvention::indecision) {
                cx.report(contract.paths.unwrap_or(contract.at), "no dominant case", message)
                    .at_most(Severity::Info)
                    .about(place.as_str())
                    .help(format!("choose one case for new parameters; `naming.{}-parameter` pins it", place.as_str()));
            }
        }
        for id in contract.parameters.ids() {
            report(cx, id);
        }
    }
}

fn report(cx: &mut Cx<'_>, id: Id<Parameter>) {
    let (names, parameter) = (&cx.facts.names, &cx.contract.parameters[id]);
    // Of twins it is said that they are twins.
    if cx.facts.twins.contains(parameter.name_at) {
        return;
    }
    let name = cx.contract.text(parameter.name);
    let Some(departure) = names.parameter_case(parameter.place).and_then(|c| c.departure(name)) else { return };
    let of_others = || names.properties.part_fits(id, name) || is_of_scim(cx.contract, parameter);
    if departure.pinned != Some(Authority::Configuration) && of_others() {
        return;
    }
    cx.report(parameter.name_at, departure.label(name), departure.message(name))
        .advice_if(departure.is_thin)
        .help(departure.help(name));
}

/// Whether a parameter is one that SCIM names (RFC 7644, §3.4.2 and §3.9), at a path of SCIM.
fn is_of_scim(contract: &Contract, parameter: &Parameter) -> bool {
    const NAMES: [&str; 4] = ["excludedAttributes", "sortBy", "sortOrder", "startIndex"];
    let is_scim = |o: &Operation| contract.text(o.path).split('/').any(|segment| segment.eq_ignore_ascii_case("scim"));
    NAMES.contains(&contract.text(parameter.name))
        && contract.operations.iter().any(|o| is_scim(o) && contract.parameters_of(o).any(|p| p.at == parameter.at))
}
