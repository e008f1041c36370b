use crate::contract::keywords::Keyword;
use crate::finding::Edit;
use crate::lint::fixes;
use crate::lint::rules::prelude::*;

rule! {
    /// ## What it does
    /// Finds `nullable` in 3.1 and later, where `type` lists `'null'`, and `x-nullable` where the version has a way of its own.
    /// 2.0 has none. Lists of types in 3.0 are a matter of [`wrong-type`](wrong-type.md). `nullable: false` is only noted.
    ///
    /// ## Why
    /// Tools of this version do not look at it: the value may not be null although the text says so, so a client that
    /// checks what it gets refuses right answers, and generated code has a type that cannot hold null.
    ///
    /// ## Bad
    /// ```yaml
    /// components:
    ///   schemas:
    ///     book:
    ///       properties:
    ///         subtitle: {type: string, nullable: true, description: The subtitle.}
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// components:
    ///   schemas:
    ///     book:
    ///       properties:
    ///         subtitle: {type: [string, 'null'], description: The subtitle.}
    /// ```
    ///
    /// ## References
    /// - [OpenAPI 3.1.1, §4.8.24 Schema Object](https://spec.openapis.org/oas/v3.1.1.html#schema-object)
    /// - [OpenAPI 3.0.4, §4.7.24.2 `nullable`](https://spec.openapis.org/oas/v3.0.4.html#schema-object)
    ForeignNullable {
        id: "foreign-nullable",
        area: Schemas,
        severity: Warning,
        needs: Presence,
        since: "0.1.0",
        summary: "null is allowed in the way of another version",
    }
}

impl Rule for ForeignNullable {
    fn schema<'c>(&self, cx: &mut Cx<'c>, schema: SchemaView<'c>) {
        let contract = cx.contract;
        let Dialect::OpenApi(version) = schema.dialect() else { return };
        let view = contract.view(schema.at());
        for member in view.members() {
            let foreign = match &*member.text() {
                "nullable" => version >= SpecVersion::V3_1,
                "x-nullable" => version >= SpecVersion::V3_0,
                _ => false,
            };
            let Some(flag) = member.value.as_bool().filter(|_| foreign) else { continue };
            // Who writes both knows what he does.
            if flag && schema.types().contains(Types::NULL) {
                continue;
            }
            let (says, help) = match (flag, version) {
                (true, SpecVersion::V3_0) => ("`nullable: true`", "write `nullable: true`".to_owned()),
                (true, _) => ("`'null'` in `type`", wanted(schema)),
                (false, _) => ("its type", "remove it".to_owned()),
            };
            let message = format!("`{}` means nothing in OpenAPI {}, which says it by {says}", member.text(), version.as_str());
            let severity = if flag { Severity::Warning } else { Severity::Info };
            let report = cx.report(schema.at().to(member.key), "of another version", message);
            let report = report.at_most(severity).help(help);
            if flag && version >= SpecVersion::V3_1 {
                let _ = report.fix("list `null` in `type`", listed(schema, member.key));
            }
        }
    }
}

/// `null` as one of the types, and the flag away. An `enum` would have to list it too.
fn listed(schema: SchemaView<'_>, flag: u32) -> [Option<Edit>; 2] {
    let sources = &schema.contract.sources;
    let own = schema.value_at(Keyword::Type).filter(|_| !schema.has(Keyword::Enum) && !schema.has(Keyword::Const));
    let own = own.and_then(|at| Some((at, schema.contract.view(at).as_str()?)));
    let listed = own.and_then(|(at, own)| {
        let json = fixes::is_json(sources, at);
        let text = if json { format!("[\"{own}\", \"null\"]") } else { format!("[{own}, 'null']") };
        fixes::replaced(sources, at, &text)
    });
    [listed, fixes::removed_member(sources, schema.at(), flag)]
}

fn wanted(schema: SchemaView<'_>) -> String {
    match schema.types().names().next() {
        Some(own) => format!("write `type: [{own}, 'null']`"),
        None => "write `anyOf` with this schema and `{type: 'null'}`".to_owned(),
    }
}
