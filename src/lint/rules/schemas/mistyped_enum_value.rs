use crate::contract::keywords::Keyword;
use crate::lint::judge::cut;
use crate::lint::rules::prelude::*;
use crate::schema::number::Number;

rule! {
    /// ## What it does
    /// Finds values of `enum` that are not of the type beside it, such as `1` in the list of a string. Where no value is of the type,
    /// [`impossible-schema`](impossible-schema.md) says so. In 2.0, `null` is left alone beside `x-nullable: true`.
    ///
    /// ## Why
    /// Both must be met, so the value is listed and refused. A client that sends it gets an error, and generators make
    /// code of it that does not compile.
    ///
    /// ## Bad
    /// ```yaml
    /// components:
    ///   schemas:
    ///     book:
    ///       properties:
    ///         edition:
    ///           type: string
    ///           description: Which edition it is.
    ///           enum: [first, second, 3]
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// components:
    ///   schemas:
    ///     book:
    ///       properties:
    ///         edition:
    ///           type: string
    ///           description: Which edition it is.
    ///           enum: [first, second, '3']
    /// ```
    ///
    /// ## References
    /// - [JSON Schema 2020-12, §6.1.2 "enum"](https://json-schema.org/draft/2020-12/json-schema-validation#section-6.1.2)
    MistypedEnumValue {
        id: "mistyped-enum-value",
        area: Schemas,
        severity: Warning,
        needs: Presence,
        since: "0.1.0",
        summary: "a value of `enum` is not of the schema's type",
    }
}

impl Rule for MistypedEnumValue {
    fn schema<'c>(&self, cx: &mut Cx<'c>, schema: SchemaView<'c>) {
        let Some(list) = schema.value_at(Keyword::Enum).filter(|_| !schema.types().is_empty()) else { return };
        let types = schema.types();
        let contract = cx.contract;
        let marked = contract.extension(schema.at(), "x-nullable").and_then(View::as_bool) == Some(true);
        let fits = |item: &View<'_>| match item.kind() {
            Kind::Null => types.contains(Types::NULL) || (marked && contract.version == SpecVersion::V2_0),
            Kind::True | Kind::False => types.contains(Types::BOOLEAN),
            Kind::Number if types.contains(Types::NUMBER) => true,
            Kind::Number => {
                let number = item.as_number().and_then(|n| Number::parse(&n));
                types.contains(Types::INTEGER) && number.is_none_or(|n| n.is_whole())
            }
            Kind::String | Kind::Alias => types.contains(Types::STRING),
            Kind::Seq => types.contains(Types::ARRAY),
            Kind::Map => types.contains(Types::OBJECT),
        };
        let (right, wrong): (Vec<_>, Vec<_>) = contract.view(list).items().partition(fits);
        let Some(&first) = wrong.first() else { return };
        if right.is_empty() {
            return;
        }
        let named = types.names().collect::<Vec<_>>().join(" or ");
        let written = first.as_scalar().map_or_else(|| first.kind().noun().to_owned(), |t| format!("`{}`", cut(&t, 60)));
        let more = match wrong.len() {
            1 => String::new(),
            2 => ", and so is another value".to_owned(),
            many => format!(", and so are {} other values", many - 1),
        };
        let message = format!("{written} is listed in `enum` and refused by `type`, which says {named}{more}");
        let report = cx.report(list.to(first.at), format!("not {named}"), message);
        let report = match schema.value_at(Keyword::Type) {
            Some(at) => report.related(at, "`type` is here"),
            None => report,
        };
        let _ = match (first.kind(), contract.version) {
            (Kind::Null, SpecVersion::V3_0) => report.help("add `nullable: true`, or remove it"),
            (Kind::Null, SpecVersion::V2_0) => report.help("remove it; 2.0 cannot say that a value may be null"),
            (Kind::Null, _) => report.help("add `'null'` to `type`, or remove it"),
            (Kind::Number | Kind::True | Kind::False, _) if types.contains(Types::STRING) => {
                report.help(format!("write `\"{}\"`", cut(&first.as_scalar().unwrap_or_default(), 60)))
            }
            _ => report.help("write it as the type has it, or correct `type`"),
        };
    }
}
