use crate::lint::rules::prelude::*;

use crate::finding::Severity;
use crate::lint::facts::convention::thousands;

rule! {
    /// ## What it does
    /// Finds a name of a property or a parameter that is spelled in two ways: its words joined or not (`username`, `user_name`),
    /// an abbreviation in capitals or not (`userID`, `userId`), in British or American (`colour`, `color`); and as advice, a word
    /// cut short (`cust_id`, `customer_id`), or a parameter that is spelled otherwise than a property. The rarer spelling
    /// is the fault.
    ///
    /// Names that only leave the case of the API are left to `property-case` and `parameter-case`.
    ///
    /// ## Why
    /// One thing with two names has to be mapped by every client, and is mapped wrong by some.
    ///
    /// ## Bad
    /// ```yaml
    /// components:
    ///   schemas:
    ///     review:
    ///       properties:
    ///         displayname:
    ///           type: string
    ///           description: How the reviewer is addressed.
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// components:
    ///   schemas:
    ///     review:
    ///       properties:
    ///         display_name:
    ///           type: string
    ///           description: How the reviewer is addressed.
    /// ```
    ///
    /// ## References
    /// - [Google AIP-140, Field names](https://google.aip.dev/140)
    /// - [Zalando RESTful API Guidelines, rule 174](https://opensource.zalando.com/restful-api-guidelines/#174)
    MixedSpelling {
        id: "mixed-spelling",
        area: Naming,
        severity: Warning,
        needs: Presence,
        since: "0.1.0",
        summary: "one thing is spelled in two ways",
    }
}

impl Rule for MixedSpelling {
    fn document(&self, cx: &mut Cx<'_>) {
        let (contract, facts) = (cx.contract, cx.facts);
        for spelling in &facts.spellings {
            let (name, usual) = (contract.text(spelling.name), contract.text(spelling.usual));
            let times =
                |count: usize| if count == 1 { "once".to_owned() } else { format!("{} times", thousands(count)) };
            let mut report = cx
                .report(
                    spelling.at,
                    format!("elsewhere `{usual}`"),
                    format!(
                        "`{name}` and `{usual}` look like two spellings of one name; the first is used {}, the second {}",
                        times(spelling.count),
                        times(spelling.usual_count)
                    ),
                )
                .related(spelling.usual_at, format!("`{usual}` is here"))
                .help(format!("write `{usual}`, or a name that says how it differs"))
                .about(name);
            if spelling.mild {
                report = report.at_most(Severity::Info);
            }
            let _ = report;
        }
    }
}
