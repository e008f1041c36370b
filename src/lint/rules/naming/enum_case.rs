use crate::lint::rules::prelude::*;

use hashbrown::HashMap;

use crate::contract::keywords::Keyword;
use crate::lint::facts::case::{Case, is_wordy};
use crate::lint::facts::names::is_foreign;

rule! {
    /// ## What it does
    /// Finds a value of an `enum` that is written in another case than the other values of the same `enum`. At least four values
    /// must be made of words, and nearly all must agree.
    ///
    /// Languages (`pt-BR`), short codes (`USD`) and values that are not words are no sample.
    ///
    /// ## Why
    /// Values are compared letter by letter. A client that sends `on-hold` because the others are called `in-transit` and
    /// `handed-over` is refused if this one is called `OnHold`.
    ///
    /// ## Bad
    /// ```yaml
    /// components:
    ///   schemas:
    ///     order:
    ///       properties:
    ///         order_state:
    ///           enum: [placed, in_transit, delivered, handedOver, cancelled]
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// components:
    ///   schemas:
    ///     order:
    ///       properties:
    ///         order_state:
    ///           enum: [placed, in_transit, delivered, handed_over, cancelled]
    /// ```
    ///
    /// ## References
    /// - [JSON Schema Validation 2020-12, §6.1.2 `enum`](https://json-schema.org/draft/2020-12/json-schema-validation#section-6.1.2)
    /// - [Zalando RESTful API Guidelines, rule 240](https://opensource.zalando.com/restful-api-guidelines/#240)
    EnumCase {
        id: "enum-case",
        area: Naming,
        severity: Warning,
        needs: Presence,
        since: "0.1.0",
        summary: "a value of an enum is not written in the case of the others",
    }
}

impl Rule for EnumCase {
    fn document(&self, cx: &mut Cx<'_>) {
        let contract = cx.contract;
        // The same list in many places is one fault; it is shown where it first stands.
        let mut known: HashMap<Vec<String>, usize> = HashMap::new();
        let mut lists: Vec<(Vec<String>, Vec<At>, usize)> = Vec::new();
        for schema in contract.all_schemas() {
            let Some(at) = schema.value_at(Keyword::Enum) else { continue };
            let values = schema.enum_values().filter_map(|v| Some((v.as_str()?.into_owned(), v.at)));
            let (texts, nodes): (Vec<String>, Vec<u32>) = values.unzip();
            if texts.len() < FEWEST {
                continue;
            }
            match known.get(&texts) {
                Some(&position) => lists[position].2 += 1,
                None => {
                    known.insert(texts.clone(), lists.len());
                    lists.push((texts, nodes.into_iter().map(|node| At { doc: at.doc, node }).collect(), 1));
                }
            }
        }
        for (texts, nodes, count) in lists {
            let Some((habit, strays, agreeing)) = strays(&texts) else { continue };
            let many = if count > 1 { format!(" (the list stands in {count} places)") } else { String::new() };
            for position in strays {
                let value = &texts[position];
                cx.report(
                    nodes[position],
                    format!("not {}", words_for(habit, &texts)),
                    format!(
                        "the value `{value}` is not written as the others of its enum{many}; {agreeing} of {} are {}",
                        texts.len(),
                        words_for(habit, &texts)
                    ),
                )
                .help(format!("write `{}`, or say why it must differ", habit.apply(value)))
                .about(value);
            }
        }
    }
}

/// The fewest values that can have a habit.
const FEWEST: usize = 4;

/// The case that nearly all values are written in, the positions of those that are not, and how many are.
fn strays(values: &[String]) -> Option<(Case, Vec<usize>, usize)> {
    let counts = |value: &&String| is_judged(value);
    let judged = values.iter().filter(counts).count();
    let fitting = |case: Case| values.iter().filter(counts).filter(|v| fits(case, v)).count();
    // Of cases that fit equally many values the one that their words are joined in is meant.
    let joined = |case: Case| values.iter().filter(|v| Case::of(v) == Some(case)).count();
    let case =
        Case::ALL.into_iter().max_by_key(|&c| (fitting(c), joined(c), c == Case::Snake || c == Case::Screaming))?;
    let stray = |value: &String| counts(&value) && !fits(case, value) && !is_acronym(case, value);
    let strays: Vec<usize> = (0..values.len()).filter(|&p| stray(&values[p])).collect();
    let agreeing = fitting(case);
    let few = strays.len() == 1 || 5 * strays.len() <= judged;
    (judged >= FEWEST && 2 * judged >= values.len() && !strays.is_empty() && few).then_some((case, strays, agreeing))
}

/// Whether a value is made of words whose case is its author's choice: no code, no language, no number, and nothing
/// where words are joined in two ways.
fn is_judged(value: &str) -> bool {
    let joined_twice = value.contains('-') && value.contains('_') || value.contains("--") || value.contains("__");
    is_wordy(value) && !is_foreign(value) && !joined_twice && value.starts_with(|c: char| c.is_ascii_alphabetic())
}

/// Whether a value is written in a case; a word in capitals is no PascalCase.
fn fits(case: Case, value: &str) -> bool {
    let capitals = value.len() > 1 && !value.bytes().any(|b| b.is_ascii_lowercase());
    case.fits(value) && !(capitals && matches!(case, Case::Pascal | Case::Train))
}

/// Whether a value in capitals may be an acronym among capitalised ones: `AMEX` beside `Visa`.
fn is_acronym(case: Case, value: &str) -> bool {
    matches!(case, Case::Pascal | Case::Train) && !value.bytes().any(|b| b.is_ascii_lowercase())
}

/// What the values are written in, said of words that are joined as well as of single ones.
fn words_for(case: Case, values: &[String]) -> String {
    if values.iter().any(|v| Case::of(v) == Some(case)) {
        return case.to_string();
    }
    match case {
        Case::Screaming => "in capitals",
        Case::Pascal | Case::Train => "capitalised",
        _ => "in lower case",
    }
    .to_owned()
}
