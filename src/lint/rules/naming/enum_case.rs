use crate::lint::rules::prelude::*;

use hashbrown::HashMap;

use crate::contract::keywords::Keyword;
use crate::finding::Severity;
use crate::lint::facts::case::{Case, is_wordy};
use crate::lint::facts::property_names::is_foreign;

rule! {
    /// ## What it does
    /// Finds a value of an `enum` that is written in another case than the other values of the same `enum`. At least three
    /// values must be made of words, and all but one or nearly all must agree.
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
    ///           enum: [placed, in_transit, delivered, handedOver, sent_back]
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// components:
    ///   schemas:
    ///     order:
    ///       properties:
    ///         order_state:
    ///           enum: [placed, in_transit, delivered, handed_over, sent_back]
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
            let usual = words_for(habit, &texts);
            for position in strays {
                let value = &texts[position];
                let Some(told) = telling(habit, value, &texts) else { continue };
                let severity = if agreeing.min(told) < FEWEST { Severity::Info } else { Severity::Warning };
                cx.report(
                    nodes[position],
                    format!("not {usual}"),
                    format!(
                        "the value `{value}` is not written as the others of its enum{many}; {agreeing} of {} are {usual}",
                        texts.len()
                    ),
                )
                .help(format!("write `{}`, or say why it must differ", habit.apply(value)))
                .about(value).at_most(severity);
            }
        }
    }
}

/// The fewest values that can have a habit; of so few the exception is advice.
const FEWEST: usize = 3;

/// The case that nearly all values are written in, the positions of those that are not, and how many are.
fn strays(values: &[String]) -> Option<(Case, Vec<usize>, usize)> {
    // For each case how many values fit it, and how many are joined in it.
    let mut counts = Case::ALL.map(|case| (0_usize, 0_usize, case));
    let mut judged = 0;
    for value in values.iter().filter(|v| is_judged(v)) {
        judged += 1;
        let own = Case::of(value);
        for (fitting, joined, case) in &mut counts {
            *fitting += usize::from(fits(*case, value));
            *joined += usize::from(own == Some(*case));
        }
    }
    // Of cases that fit equally many values the one that their words are joined in is meant.
    let plain = |case: Case| case == Case::Snake || case == Case::Screaming;
    let &(agreeing, _, case) = counts.iter().max_by_key(|(fitting, joined, case)| (*fitting, *joined, plain(*case)))?;
    let few = |strays: usize| strays == 1 || 5 * strays <= judged;
    if judged < FEWEST || 2 * judged < values.len() || !few(judged - agreeing) || agreeing == judged {
        return None;
    }
    // `asc` and `ASC` side by side mean that case does not matter here.
    let twice = |value: &String| values.iter().filter(|v| v.eq_ignore_ascii_case(value)).count() > 1;
    let stray =
        |v: &String| is_judged(v) && !fits(case, v) && !is_acronym(case, v) && !(values.len() < 1000 && twice(v));
    let strays: Vec<usize> = (0..values.len()).filter(|&p| stray(&values[p])).collect();
    (!strays.is_empty()).then_some((case, strays, agreeing))
}

/// How many values show that a stray is one, since they could not be written as it is: single words in lower case are
/// as good in `snake_case` as in `kebab-case`. Nothing if they are no more than the stray itself.
fn telling(habit: Case, stray: &str, values: &[String]) -> Option<usize> {
    let own = Case::of(stray);
    let told = values.iter().filter(|v| is_judged(v) && fits(habit, v) && own.is_none_or(|own| !fits(own, v))).count();
    (told > 1).then_some(told)
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
