use crate::lint::rules::prelude::*;

use crate::lint::facts::case::Case;
use crate::lint::facts::properties::BooleanName::{Bare, Is};
use crate::lint::facts::properties::Style;
use crate::lint::facts::words::lower_words;

rule! {
    /// ## What it does
    /// Learns whether properties that are true or false begin with `is` in this API (`is_active`) or not (`active`), and finds
    /// the ones that do it the other way round. Names that begin with another verb (`has_more`, `can_edit`) are no sample.
    ///
    /// ## Why
    /// It is a matter of taste, as long as it is one taste: `is_active` beside `archived` has to be looked up each time.
    ///
    /// ## Bad
    /// ```yaml
    /// components:
    ///   schemas:
    ///     book:
    ///       properties:
    ///         is_available: {type: boolean, description: Whether it can be ordered.}
    ///         is_translated: {type: boolean, description: Whether it was written in another language.}
    ///         is_signed: {type: boolean, description: Whether the author signed it.}
    ///         is_used: {type: boolean, description: Whether somebody read it.}
    ///         discontinued: {type: boolean, description: Whether it is no longer printed.}
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// components:
    ///   schemas:
    ///     book:
    ///       properties:
    ///         is_available: {type: boolean, description: Whether it can be ordered.}
    ///         is_translated: {type: boolean, description: Whether it was written in another language.}
    ///         is_signed: {type: boolean, description: Whether the author signed it.}
    ///         is_used: {type: boolean, description: Whether somebody read it.}
    ///         is_discontinued: {type: boolean, description: Whether it is no longer printed.}
    /// ```
    ///
    /// ## References
    /// - [Google AIP-140, Booleans](https://google.aip.dev/140#booleans)
    BooleanName {
        id: "boolean-name",
        area: Naming,
        severity: Info,
        needs: Presence,
        since: "0.1.0",
        summary: "a truth value is not called as the others are",
    }
}

impl Rule for BooleanName {
    fn document(&self, cx: &mut Cx<'_>) {
        let (contract, properties) = (cx.contract, &cx.facts.properties);
        let Some(usual) = properties.booleans.dominant else { return };
        let case = cx.facts.names.properties.whole.convention.dominant.unwrap_or(Case::Snake);
        for named in &properties.named {
            let Style::Boolean(found) = named.style else { continue };
            if found == usual {
                continue;
            }
            let name = contract.text(named.name);
            let words = lower_words(name).join("_");
            let better = if usual == Is { format!("is_{words}") } else { words.trim_start_matches("is_").to_owned() };
            let (label, says, others) = match usual {
                Is => ("no `is`", "does not begin with `is`", "do"),
                Bare => ("begins with `is`", "begins with `is`", "do not"),
            };
            let many = if named.count > 1 { format!(" ({} schemas have it)", named.count) } else { String::new() };
            cx.report(
                named.key,
                label,
                format!(
                    "the truth value `{name}` {says}{many}; {} truth values here {others}",
                    properties.booleans.evidence()
                ),
            )
            .help(format!("write `{}`", case.apply(&better)));
        }
    }
}
