use std::collections::{BTreeMap, BTreeSet};

use crate::contract::keywords::Keyword;
use crate::lint::facts::patterns::elsewhere;
use crate::lint::facts::secrets;
use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds texts in examples and defaults that have the form of a real credential: keys of AWS, GitHub, GitLab, Google,
    /// Slack, Stripe, SendGrid, npm and OpenAI, private keys, and signed JSON Web Tokens. Obvious stand-ins are left alone:
    /// repeated characters, runs such as `123456`, words such as `EXAMPLE`, and tokens whose checksum is wrong. A text that
    /// stands in several places is one finding.
    ///
    /// ## Why
    /// Descriptions are published. A credential that was pasted from a real answer is public from then on, and programs find
    /// it within minutes.
    ///
    /// ## Bad
    /// ```yaml
    /// components:
    ///   parameters:
    ///     cursor:
    ///       example: AKIAR7KQ2VX9MLP4TZW8
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// components:
    ///   parameters:
    ///     cursor:
    ///       example: AKIAIOSFODNN7EXAMPLE
    /// ```
    ///
    /// ## References
    /// - [CWE-798, Use of Hard-coded Credentials](https://cwe.mitre.org/data/definitions/798.html)
    SecretInExample {
        id: "secret-in-example",
        area: Examples,
        severity: Warning,
        needs: Presence,
        since: "0.1.0",
        summary: "an example looks like a real secret",
    }
}

impl Rule for SecretInExample {
    fn document(&self, cx: &mut Cx<'_>) {
        let contract = cx.contract;
        let mut places: BTreeSet<At> = BTreeSet::new();
        for schema in contract.all_schemas() {
            let entries = schema.entries().iter();
            let entries = entries.filter(|entry| matches!(entry.keyword, Keyword::Example | Keyword::Default));
            places.extend(entries.map(|entry| schema.at().to(entry.node)));
        }
        places.extend(contract.parameters.iter().chain(&contract.headers).filter_map(|p| p.example));
        places.extend(contract.media_types.iter().filter_map(|m| m.example));
        places.extend(contract.examples.iter().filter_map(|e| e.value.or(e.serialized_value)));
        // Places are in order, and one inside another was looked at with it.
        let mut done: Option<At> = None;
        // What was pasted once is often pasted again.
        let mut found: BTreeMap<String, (&'static str, Vec<At>)> = BTreeMap::new();
        for place in places {
            let doc = contract.sources.doc(place.doc);
            let end = doc.tape.nodes[place.node as usize].next;
            let start = done.filter(|done| done.doc == place.doc).map_or(place.node, |done| done.node.max(place.node));
            done = Some(place.to(end.max(start)));
            for node in start..end {
                let at = place.to(node);
                if doc.tape.nodes[node as usize].kind() != Kind::String {
                    continue;
                }
                let text = doc.scalar(node);
                if let Some(what) = secrets::what(&text) {
                    found.entry(text.into_owned()).or_insert_with(|| (what, Vec::new())).1.push(at);
                }
            }
        }
        for (what, places) in found.into_values() {
            let more = elsewhere(places.len());
            let message = format!("this example has the form of {what}, and is no obvious stand-in{more}");
            cx.report(places[0], "looks real", message)
                .help("write a stand-in such as `EXAMPLE`; if it is real, revoke it now");
        }
    }
}
