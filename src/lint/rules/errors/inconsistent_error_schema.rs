use hashbrown::HashSet;

use crate::lint::facts::error_body::Form;
use crate::lint::facts::errors::{ErrorSchema, Errors};
use crate::lint::facts::shape::json;
use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Learns what the errors of this API look like, and finds those that look otherwise: that lack what the API's own
    /// error always has (its `required` members, or, where it requires none, half of what it names), or that have an
    /// object where it has a string.
    ///
    /// An error that has everything of the API's own and more (through `allOf`, say) is no exception. A convention
    /// holds when at least 80 % of at least 5 error bodies agree; `errors.schema` in the configuration names a
    /// component instead.
    ///
    /// ## Why
    /// Clients have one function that reads errors. A second form is not read by it: the message of the error is lost
    /// in the moment in which somebody needs it.
    ///
    /// ## Bad
    /// ```yaml
    /// components:
    ///   responses:
    ///     forbidden:
    ///       content:
    ///         application/problem+json:
    ///           schema:
    ///             $ref: null
    ///             type: object
    ///             description: What went wrong.
    ///             properties:
    ///               failure_code: {type: string, description: What went wrong.}
    ///               request_id: {type: string, description: What to quote when asking for help.}
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// components:
    ///   responses:
    ///     forbidden:
    ///       content:
    ///         application/problem+json:
    ///           schema:
    ///             $ref: null
    ///             description: What went wrong, and which scope is missing.
    ///             allOf:
    ///               - $ref: '#/components/schemas/problem'
    ///               - type: object
    ///                 properties:
    ///                   missing_scope: {type: string, description: The scope.}
    /// ```
    ///
    /// ## References
    /// - [RFC 9457, §3.2 Extension Members](https://www.rfc-editor.org/rfc/rfc9457#section-3.2)
    /// - [Zalando RESTful API Guidelines, rule 176](https://opensource.zalando.com/restful-api-guidelines/#176)
    InconsistentErrorSchema {
        id: "inconsistent-error-schema",
        area: Errors,
        severity: Warning,
        needs: Presence,
        since: "0.1.0",
        summary: "an error does not look like the others",
    }
}

impl Rule for InconsistentErrorSchema {
    fn document(&self, cx: &mut Cx<'_>) {
        let (contract, errors) = (cx.contract, &cx.facts.errors);
        let own = errors.own_schema.map(|own| &errors.schemas[own]);
        let model = errors.model_schema.map(|model| &errors.schemas[model]);
        let Some((own, model)) = own.zip(model) else { return };
        let model = match model.name {
            Some(name) => format!("`{}`", contract.text(name)),
            None => model.form.describe(contract),
        };
        let strays = || errors.schemas.iter().filter(|s| s.stray);
        if let (true, 0, Some(paths)) = (errors.follow.undecided(), strays().count(), contract.paths) {
            let forms: HashSet<&Form> = errors.schemas.iter().map(|s| &s.form).collect();
            let message = format!(
                "no dominant error schema: {} forms, of which that of {model} fits {} error bodies, so clients need \
                 several ways to read errors",
                forms.len(),
                errors.follow.evidence()
            );
            cx.report(paths, format!("{} forms of errors", forms.len()), message)
                .help("choose one schema for all errors, and extend it with `allOf` where one needs more");
        }
        let evidence = match &errors.schema_is_pinned {
            Some(by) => by.wants(&model),
            None => format!("{} error bodies here are like {model}", errors.follow.evidence()),
        };
        for schema in strays() {
            let message = format!(
                "this error is {}{}; {evidence}, and clients that read those cannot read this one",
                schema.form.describe(contract),
                difference(contract, &schema.form, &own.form),
            );
            let at = place(contract, errors, schema);
            let report = cx.report(at, "not like the other errors", message);
            let report = report.help(format!("make it like {model}; where it needs more, extend that with `allOf`"));
            let used = errors.answers[schema.answer].answer.first.key;
            if schema.thing {
                // To send a thing back with an error may be meant: a form with what is wrong in it.
                let _ = report.at_most(Severity::Info);
            } else if schema.name.is_some() {
                let _ = report.related(used, "it is used here");
            }
        }
    }
}

/// The schema's definition; its use, where the schema is no error as such.
fn place(contract: &Contract, errors: &Errors, schema: &ErrorSchema) -> At {
    let response = errors.answers[schema.answer].answer.response(contract);
    match json(contract, &response.content) {
        Some(media) if schema.thing => media.at,
        _ => contract.schema(schema.schema).at(),
    }
}

/// In what it differs: `` without `code` and `message` ``.
fn difference(contract: &Contract, form: &Form, own: &Form) -> String {
    if let Some(name) = form.clash(own) {
        return format!(", with `{}` of another type", contract.text(name));
    }
    let lacks = form.lacks(own);
    let names: Vec<String> = lacks.iter().take(3).map(|n| format!("`{}`", contract.text(*n))).collect();
    match names.split_last() {
        None => String::new(),
        Some((last, [])) => format!(" without {last}"),
        Some((last, before)) => format!(" without {} and {last}", before.join(", ")),
    }
}
