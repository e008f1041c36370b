use std::collections::BTreeSet;

use crate::contract::keywords::Keyword;
use crate::lint::facts::shape::is_json;
use crate::lint::judge::Purpose;
use crate::lint::rules::prelude::*;
use crate::schema::number::Number;
use crate::schema::value::Value;

rule! {
    /// ## What it does
    /// Finds examples that the schema beside them refuses: those of schemas, parameters, headers, and bodies. Properties
    /// that exist in requests or in responses only may be missing.
    ///
    /// An example that is written as text is left alone where the text may be right: in bodies that are no JSON, and in
    /// parameters, where `a,b` may be a list. So is one that several alternatives of a `oneOf` accept, and one whose name
    /// says that it is invalid. A lone `null` is only noted.
    ///
    /// ## Why
    /// Examples are what people copy and what mock servers answer with. Either the example or the schema is wrong, and
    /// the reader cannot know which.
    ///
    /// ## Bad
    /// ```yaml
    /// components:
    ///   schemas:
    ///     book:
    ///       properties:
    ///         price_cents:
    ///           type: integer
    ///           example: '1299'
    /// ```
    ///
    /// ## Good
    /// ```yaml
    /// components:
    ///   schemas:
    ///     book:
    ///       properties:
    ///         price_cents:
    ///           type: integer
    ///           example: 1299
    /// ```
    ///
    /// ## References
    /// - [OpenAPI 3.1.1, §4.8.19 Example Object](https://spec.openapis.org/oas/v3.1.1.html#example-object)
    /// - [JSON Schema 2020-12, §9.5 "examples"](https://json-schema.org/draft/2020-12/json-schema-validation#section-9.5)
    RefusedExample {
        id: "refused-example",
        area: Examples,
        severity: Warning,
        needs: Whole,
        since: "0.1.0",
        summary: "an example is refused by its own schema",
    }
}

/// How the text of an example may have to be read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    /// As the value itself.
    Value,
    /// In another format than JSON, which is a text here.
    OtherFormat,
    /// As a parameter is written: a text may be a list or a number.
    Parameter,
}

impl Rule for RefusedExample {
    fn document(&self, cx: &mut Cx<'_>) {
        let contract = cx.contract;
        // An example that several places share is one example.
        let mut reported = BTreeSet::new();
        let mut accepted = BTreeSet::new();
        let mut look = |schema: SchemaView<'_>, at: At, form: Form| {
            let schema = schema.resolved();
            if plain(schema, at) || reported.contains(&at) || accepted.contains(&(at, schema.id)) {
                return;
            }
            if refused(cx, schema.id, at, form) {
                reported.insert(at);
            } else if form == Form::Value {
                accepted.insert((at, schema.id));
            }
        };
        for schema in contract.all_schemas() {
            for entry in schema.entries().iter().filter(|e| e.keyword == Keyword::Example) {
                look(schema, At { doc: schema.at().doc, node: entry.node }, Form::Value);
            }
        }
        let mut all = |schema: Option<Id<Schema>>, example: Option<At>, named: &[Named<Example>], form: Form| {
            let Some(schema) = schema else { return };
            // What is shown as a mistake is one.
            let meant = named.iter().filter(|e| !contract.text(e.name).to_ascii_lowercase().contains("invalid"));
            let named = meant.filter_map(|e| contract.examples[e.used.id?].value);
            example.into_iter().chain(named).for_each(|at| look(contract.schema(schema), at, form));
        };
        let mut contents: Vec<&[Named<MediaType>]> = Vec::new();
        for parameter in contract.parameters.iter().chain(&contract.headers) {
            all(parameter.schema, parameter.example, &parameter.examples, Form::Parameter);
            contents.push(&parameter.content);
        }
        contents.extend(contract.request_bodies.iter().map(|b| &b.content[..]));
        contents.extend(contract.responses.iter().map(|r| &r.content[..]));
        for (range, media) in contents.into_iter().flat_map(|content| contract.media_types_of(content)) {
            let form = if is_json(contract.text(range.name)) { Form::Value } else { Form::OtherFormat };
            all(media.schema, media.example, &media.examples, form);
        }
    }
}

/// Whether a schema says nothing of its values but their type, and the example is of it. Most examples are so simple,
/// and an evaluation of each of thousands takes time.
fn plain(schema: SchemaView<'_>, at: At) -> bool {
    let view = schema.contract.view(at);
    let own = match view.kind() {
        Kind::Number
            if view.as_number().is_some_and(|n| n.parse::<i64>().is_ok())
                && !schema.types().contains(Types::NUMBER) =>
        {
            Types::INTEGER
        }
        Kind::String => Types::STRING,
        Kind::True | Kind::False => Types::BOOLEAN,
        Kind::Number => Types::NUMBER,
        _ => return false,
    };
    let silent = [
        Keyword::Type,
        Keyword::Nullable,
        Keyword::Title,
        Keyword::Description,
        Keyword::Example,
        Keyword::Default,
        Keyword::ReadOnly,
        Keyword::WriteOnly,
        Keyword::Deprecated,
    ];
    schema.types().contains(own) && schema.entries().iter().all(|e| silent.contains(&e.keyword))
}

/// Reports an example that its schema refuses, and says whether it does.
fn refused(cx: &mut Cx<'_>, schema: Id<Schema>, at: At, form: Form) -> bool {
    let contract = cx.contract;
    let schema = contract.schema(schema);
    let Some(refusal) = cx.judge.refusal(schema, at, Purpose::Example) else { return false };
    if let Some(text) = contract.view(refusal.part).as_str() {
        let right = match form {
            Form::Value => false,
            Form::OtherFormat => refusal.whole || refusal.keyword.0 == Keyword::Type,
            Form::Parameter => refusal.whole && may_be_written(cx, schema, &text),
        };
        if right {
            return false;
        }
    }
    refusal.report(cx, "example");
    true
}

/// Whether a text may be how a value of the schema is written in a parameter: a list or an object in a style, a number
/// or a boolean without quotes.
fn may_be_written<'c>(cx: &mut Cx<'c>, schema: SchemaView<'c>, text: &str) -> bool {
    let types = schema.all_types();
    if types.is_empty() || types.overlaps(Types::ARRAY.with(Types::OBJECT)) {
        return !types.overlaps(Types::STRING);
    }
    let value = match text {
        "true" => Some(Value::Bool(true)),
        "false" => Some(Value::Bool(false)),
        number => Number::parse(number).map(Value::Number),
    };
    value.is_some_and(|value| cx.judge.accepts(schema, &value))
}
