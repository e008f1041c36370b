use crate::lint::facts::habit::Habit;
use crate::lint::facts::texts::says;
use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds responses whose `description` is there and says nothing. It is a warning where the other responses of the API
    /// say something, and advice, once, elsewhere.
    ///
    /// ## Why
    /// The field is required so that readers learn what the status means here. An empty text meets the letter only.
    ///
    /// ## Bad
    /// ```yaml
    /// paths:
    ///   /books/{book_id}:
    ///     get:
    ///       responses:
    ///         '200':
    ///           description: ''
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// paths:
    ///   /books/{book_id}:
    ///     get:
    ///       responses:
    ///         '200':
    ///           description: The book.
    /// ```
    ///
    /// ## References
    /// - [OpenAPI 3.1.1, §4.8.17 Response Object](https://spec.openapis.org/oas/v3.1.1.html#response-object)
    EmptyResponseDescription {
        id: "empty-response-description",
        area: Documentation,
        severity: Warning,
        needs: Presence,
        since: "0.1.0",
        summary: "a response has an empty description",
    }
}

const HELP: &str = "say what this response means";

impl Rule for EmptyResponseDescription {
    fn document(&self, cx: &mut Cx<'_>) {
        let contract = cx.contract;
        let empty = |r: &Response| r.description.filter(|&at| !says(contract, Some(at)));
        let samples = contract.responses.iter().map(|r| (empty(r).is_none(), 1));
        let habit = Habit::of(samples, &cx.facts.conventions);
        let all: Vec<At> = contract.responses.iter().filter_map(empty).collect();
        if habit.holds() {
            for at in all {
                let message = format!(
                    "the description of this response is empty; {} responses here say what they mean",
                    habit.evidence()
                );
                cx.report(at, "empty", message).help(HELP);
            }
        } else if let Some(first) = all.first() {
            let message = match all.len() {
                1 => "the description of this response is empty".to_owned(),
                many => format!("the descriptions of {many} responses here are empty, this one first"),
            };
            cx.report(*first, "empty", message).help(HELP).at_most(Severity::Info).of_all();
        }
    }
}
