use crate::lint::rules::prelude::*;

use std::fmt::Write as _;

use hashbrown::HashMap;

use crate::finding::Severity;

rule! {
    /// ## What it does
    /// Learns in which case this API writes the fixed segments of its paths, and finds the segments that leave it.
    ///
    /// Words that fit every case (`orders`) are no sample, and neither are versions. Where nearly all segments are single
    /// words, a segment that begins with a capital among small ones (or the other way round) is found.
    ///
    /// ## Why
    /// Paths are compared letter by letter: who guesses `/order-items` where the API says `/orderItems` gets a 404.
    ///
    /// ## Bad
    /// ```yaml
    /// paths:
    ///   /Vouchers:
    ///     description: What a customer may redeem.
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// paths:
    ///   /vouchers:
    ///     description: What a customer may redeem.
    /// ```
    ///
    /// ## References
    /// - [RFC 3986, §6.2.2.1: the path is case-sensitive](https://www.rfc-editor.org/rfc/rfc3986#section-6.2.2.1)
    /// - [Zalando RESTful API Guidelines, rule 129](https://opensource.zalando.com/restful-api-guidelines/#129)
    PathSegmentCase {
        id: "path-segment-case",
        area: Naming,
        severity: Warning,
        needs: Presence,
        since: "0.1.0",
        summary: "a path segment is not written in the case of the others",
    }
}

impl Rule for PathSegmentCase {
    fn document(&self, cx: &mut Cx<'_>) {
        let (contract, names) = (cx.contract, &cx.facts.names);
        if let Some(message) = names.segment_case.indecision() {
            cx.report(contract.paths.unwrap_or(contract.at), "no dominant case", message)
                .at_most(Severity::Info)
                .help("choose one case for new paths; `naming.path-segment` in the configuration pins it");
        }
        // Two paths that differ in nothing but case are a fault of another kind.
        let mut lower = None;
        for segment in &names.segments {
            let Some(departure) = names.segment_case.departure(&segment.text) else { continue };
            let lower: &HashMap<String, usize> = lower.get_or_insert_with(|| {
                let mut counts = HashMap::new();
                for item in contract.path_items.iter().filter(|i| i.place == Place::Path) {
                    *counts.entry(contract.text(item.name).to_lowercase()).or_default() += 1;
                }
                counts
            });
            let path = contract.text(segment.path).to_lowercase();
            if segment.paths == 1 && lower.get(&path).is_some_and(|count| *count > 1) {
                continue;
            }
            let mut message = departure.message(&segment.text);
            if segment.paths > 1 {
                let _ = write!(message, " ({} paths have it)", segment.paths);
            }
            cx.report(segment.key, departure.label(&segment.text), message)
                .advice_if(departure.is_thin)
                .help(departure.help(&segment.text))
                .about(&segment.text);
        }
    }
}
