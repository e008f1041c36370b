use crate::lint::facts::url::{host, is_near};
use crate::lint::facts::case::words;
use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds servers that only their owner can reach: this machine (`localhost`, `127.0.0.1`), private addresses, and names
    /// that end in `.local` or `.internal`. For addresses it is a warning where public servers stand beside them, and advice
    /// elsewhere. The reader's own machine is left alone if it has a description. A staging or test server beside a public one is advice as well, unless its description says what it is for.
    ///
    /// ## Why
    /// The address tells strangers what a network looks like inside, and clients that take the first server call nothing.
    ///
    /// ## Bad
    /// ```yaml
    /// servers:
    ///   - url: https://api.lantern.example/v2
    ///     description: Production
    ///   - url: http://10.0.0.7:8080/v2
    ///     description: Ann's machine
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// servers:
    ///   - url: https://api.lantern.example/v2
    ///     description: Production
    ///   - url: https://sandbox.lantern.example/v2
    ///     description: For trying out
    /// ```
    ///
    /// ## References
    /// - [OWASP API9:2023, Improper Inventory Management](https://owasp.org/API-Security/editions/2023/en/0xa9-improper-inventory-management/)
    /// - [RFC 1918, Address Allocation for Private Internets](https://www.rfc-editor.org/rfc/rfc1918)
    InternalServer {
        id: "internal-server",
        area: Security,
        severity: Warning,
        needs: Presence,
        since: "0.1.0",
        summary: "a server is listed that only its owner can reach",
    }
}

const STAGES: [&str; 8] = ["staging", "stage", "stg", "dev", "development", "test", "qa", "uat"];

impl Rule for InternalServer {
    fn document(&self, cx: &mut Cx<'_>) {
        let contract = cx.contract;
        // An address with variables is that of whoever fills them in.
        let hosts = contract.servers.iter().filter_map(|s| Some((s, host(contract.text(s.url))?)));
        let hosts: Vec<(&Server, &str)> = hosts.filter(|(_, host)| !host.contains('{')).collect();
        let public = hosts.iter().any(|(_, host)| !is_near(host) && !is_stage(host));
        for (server, host) in hosts {
            let explained = server.description.is_some() || server.name.is_some();
            let shown: String = host.chars().take(80).collect();
            let is_address = host.contains(':') || host.bytes().all(|b| b.is_ascii_digit() || b == b'.');
            let is_machine = host.eq_ignore_ascii_case("localhost") || host.starts_with("127.") || host == "::1";
            if is_near(host) {
                // A server on the reader's own machine tells nothing of a network.
                if public && is_machine && explained {
                    continue;
                }
                let others = if public { ", and stands beside public ones" } else { "" };
                let message = format!("the server `{shown}` can be reached by nobody outside{others}");
                let help = "list what clients can call, and keep this one out of the published description";
                let report = cx.report(server.url_at, "not public", message).help(help);
                if !public || !is_address && !is_machine {
                    let _ = report.at_most(Severity::Info);
                }
            } else if public && is_stage(host) && !explained {
                let message = format!("the server `{shown}` is for tests by its name, and nothing says who may call it");
                cx.report(server.url_at, "for tests", message)
                    .help("say in its description what it is for, or remove it")
                    .at_most(Severity::Info);
            }
        }
    }
}

/// Whether a host is one for tests by its name.
fn is_stage(host: &str) -> bool {
    words(host).iter().any(|word| STAGES.contains(&word.to_ascii_lowercase().as_str()))
}
