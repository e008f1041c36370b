use crate::contract::keywords::Keyword;
use crate::lint::facts::Convention;
use crate::lint::facts::convention::thousands;
use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Learns whether strings, arrays and numbers in requests have an upper bound (`maxLength`, `maxItems`, `maximum`) in this
    /// API. Where nearly all have one, each that has none is found; where they do not, that is said once.
    ///
    /// What is read-only, and what an `enum`, a `const`, a `pattern` or a format of one length bounds, is left alone.
    ///
    /// ## Why
    /// What has no bound has one all the same: that of memory, of a database column, of patience. Who finds it first should
    /// not be an attacker.
    ///
    /// ## Bad
    /// ```yaml
    /// components:
    ///   schemas:
    ///     order_change:
    ///       properties:
    ///         gift_message: {type: string, description: What to write on the card.}
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// components:
    ///   schemas:
    ///     order_change:
    ///       properties:
    ///         gift_message: {type: string, maxLength: 300, description: What to write on the card.}
    /// ```
    ///
    /// ## References
    /// - [OWASP API4:2023, Unrestricted Resource Consumption](https://owasp.org/API-Security/editions/2023/en/0xa4-unrestricted-resource-consumption/)
    UnboundedInput {
        id: "unbounded-input",
        area: Schemas,
        severity: Info,
        needs: Whole,
        since: "0.1.0",
        summary: "a value in requests has no upper bound",
    }
}

/// What can be without bounds: its type, its name, and the keywords that bound it.
const KINDS: [(Types, &str, &[Keyword]); 3] = [
    (Types::STRING, "string", &[Keyword::MaxLength, Keyword::Pattern]),
    (Types::ARRAY, "array", &[Keyword::MaxItems]),
    (Types::NUMBER, "number", &[Keyword::Maximum, Keyword::ExclusiveMaximum]),
];

/// Formats whose texts have one length, more or less, and those of files, whose size is another matter.
const BOUNDED: [&str; 9] = ["date-time", "date", "time", "duration", "uuid", "ipv4", "ipv6", "binary", "byte"];

impl Rule for UnboundedInput {
    fn document(&self, cx: &mut Cx<'_>) {
        let (contract, settings) = (cx.contract, cx.facts.settings());
        let sent = sent(contract);
        let mut shares = Vec::new();
        for (of, noun, keywords) in KINDS {
            let samples = sent.iter().copied().filter(|schema| is_sample(*schema, of));
            let samples: Vec<_> = samples.map(|schema| (schema, is_bounded(schema, keywords))).collect();
            let convention = Convention::infer(samples.iter().map(|s| s.1), settings);
            let free = samples.iter().filter(|s| !s.1);
            if convention.dominant == Some(true) {
                for (schema, _) in free {
                    let bound = keywords[0].as_str();
                    let evidence = convention.evidence();
                    let message =
                        format!("this {noun} of a request has no upper bound; {evidence} {noun}s in requests have one");
                    cx.report(schema.at(), format!("no `{bound}`"), message).help(format!("add `{bound}`"));
                }
            } else if convention.total >= settings.samples {
                shares.push(format!("{} of {} {noun}s", thousands(free.count()), thousands(convention.total)));
            }
        }
        if let Some(at) = contract.paths.filter(|_| !shares.is_empty()) {
            let message = format!("{} in requests have no upper bound", shares.join(", "));
            cx.report(at, "requests without bounds", message).help("add `maxLength`, `maxItems` and `maximum`");
        }
    }
}

fn is_sample(schema: SchemaView<'_>, of: Types) -> bool {
    let types = schema.types().non_null();
    let fits = types == of || (of == Types::NUMBER && types == Types::INTEGER);
    let listed = schema.has(Keyword::Enum) || schema.has(Keyword::Const);
    fits && !listed && !schema.format().is_some_and(|format| BOUNDED.contains(&&*format))
}

fn is_bounded(schema: SchemaView<'_>, keywords: &[Keyword]) -> bool {
    let parts = schema.conjuncts();
    parts.iter().any(|part| keywords.iter().any(|&keyword| part.has(keyword)))
}

/// The schemas of what clients send, each once.
fn sent(contract: &Contract) -> Vec<SchemaView<'_>> {
    let mut open: Vec<SchemaView<'_>> = Vec::new();
    for operation in contract.operations.iter().filter(|o| o.place == Place::Path) {
        let parameters = contract.parameters_of(operation).filter_map(|p| p.schema);
        let bodies = contract.request_body_of(operation).into_iter().flat_map(|body| &body.content);
        let contents = bodies.filter_map(|m| contract.media_types[m.used.id?].schema);
        open.extend(parameters.chain(contents).map(|id| contract.schema(id)));
    }
    let mut seen = vec![false; contract.schemas.len()];
    let mut found = Vec::new();
    while let Some(schema) = open.pop() {
        if std::mem::replace(&mut seen[schema.id.index()], true) || schema.flag(Keyword::ReadOnly) {
            continue;
        }
        found.push(schema);
        open.extend(schema.reference());
        let inner = schema.inner().filter(|(keyword, ..)| !ELSEWHERE.contains(keyword));
        open.extend(inner.map(|(_, _, inner)| inner));
    }
    found.sort_by_key(|schema| schema.at());
    found
}

/// Keywords whose schemas describe nothing that is sent.
const ELSEWHERE: [Keyword; 5] =
    [Keyword::Not, Keyword::If, Keyword::PropertyNames, Keyword::Defs, Keyword::Definitions];
