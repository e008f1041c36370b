use std::collections::BTreeMap;

use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds a security requirement that names a scheme which is not defined.
    ///
    /// ## Why
    /// Nobody can meet the requirement: clients do not learn which credential is asked for, and tools refuse the file
    /// or treat the operation as open.
    ///
    /// ## Bad
    /// ```yaml
    /// paths:
    ///   /orders:
    ///     get:
    ///       security:
    ///         - oath: [orders:read]
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// paths:
    ///   /orders:
    ///     get:
    ///       security:
    ///         - oauth: [orders:read]
    /// ```
    ///
    /// ## References
    /// - [OpenAPI 3.1.1, §4.8.30 Security Requirement Object](https://spec.openapis.org/oas/v3.1.1.html#security-requirement-object):
    ///   each name must correspond to a declared security scheme
    UndefinedSecurityScheme {
        id: "undefined-security-scheme",
        area: Auth,
        severity: Error,
        needs: Whole,
        since: "0.1.0",
        summary: "a security scheme is asked for and not defined",
    }
}

impl Rule for UndefinedSecurityScheme {
    fn document(&self, cx: &mut Cx<'_>) {
        let contract = cx.contract;
        // A scheme whose reference leads nowhere is defined, only not readable.
        let defined = contract.components.iter().filter(|c| c.kind == ComponentKind::SecurityScheme).map(|c| c.name);
        let defined: std::collections::BTreeSet<Name> = defined.collect();
        let mut missing: BTreeMap<Name, (At, usize)> = BTreeMap::new();
        for security in contract.all_security() {
            for used in security.alternatives.iter().flat_map(|a| &a.schemes) {
                // From 3.2 on the name may also be the address of a scheme in another document.
                let address = contract.version >= SpecVersion::V3_2
                    && contract.text(used.name).contains(['/', '#', '.']);
                if !defined.contains(&used.name) && !address {
                    let place = missing.entry(used.name).or_insert((used.key, 0));
                    place.0 = place.0.min(used.key);
                    place.1 += 1;
                }
            }
        }
        let names: Vec<&str> = defined.iter().map(|&n| contract.text(n)).collect();
        // Who has hundreds of names that lead nowhere has made no slip of the pen.
        let few = missing.len().saturating_mul(names.len()) <= 10_000;
        for (name, (key, count)) in missing {
            let name = contract.text(name);
            let shown: String = name.chars().take(60).collect();
            let times = if count == 1 { String::new() } else { format!(", and {count} requirements name it") };
            let near = few.then(|| similar::get_close_matches(name, &names, 1, 0.75)).and_then(|n| n.first().copied());
            let help = match near {
                Some(near) => format!("did you mean `{near}`?"),
                None if contract.version == SpecVersion::V2_0 => "define it under `securityDefinitions`".to_owned(),
                None => "define it under `components/securitySchemes`".to_owned(),
            };
            cx.report(key, "not defined", format!("there is no security scheme `{shown}`{times}"))
                .about(name)
                .help(help);
        }
    }
}
