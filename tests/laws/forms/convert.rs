//! A description of 2.0 as one of 3.0, by the words of the two specifications.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::Document;
use super::grammar::{self, Kind, Place, places, pointer, reference};

type Object = Map<String, Value>;

/// Keywords of a schema of 2.0; what else stands in one says nothing there, and may in 3.0.
const KEYWORDS: &str = "format title description default multipleOf maximum exclusiveMaximum minimum exclusiveMinimum maxLength \
    minLength pattern maxItems minItems uniqueItems maxProperties minProperties required enum type items \
    allOf properties additionalProperties discriminator readOnly xml externalDocs example";

/// Keywords of a parameter, a header or their items that stand in a schema in 3.0.
const VALUES: &str = "type format default maximum exclusiveMaximum minimum exclusiveMinimum maxLength minLength pattern \
    maxItems minItems uniqueItems enum multipleOf";

/// Fields of an operation that are the same in both versions.
const OPERATION: [&str; 7] =
    ["tags", "summary", "description", "externalDocs", "operationId", "deprecated", "security"];

const METHODS: [&str; 7] = ["get", "put", "post", "delete", "options", "head", "patch"];
const FORMS: [&str; 2] = ["application/x-www-form-urlencoded", "multipart/form-data"];

/// The description in 3.0; nothing where it says what 3.0 cannot.
pub(crate) fn converted(document: &Document) -> Option<Value> {
    let Document { root, version, places } = document;
    if *version != grammar::V2 {
        return None;
    }
    let tuple = |p: &Place| root.pointer(&p.pointer).and_then(|s| s.get("items")).is_some_and(Value::is_array);
    if places.iter().any(|p| p.kind == Kind::Schema && tuple(p)) {
        return None;
    }
    let mut old = root.clone();
    for place in places.iter().filter(|p| p.kind == Kind::Schema).rev() {
        schema(old.pointer_mut(&place.pointer)?);
    }
    let mut out = Object::new();
    out.insert("openapi".to_owned(), json!("3.0.3"));
    for (key, value) in old.as_object()? {
        match key.as_str() {
            "info" | "tags" | "externalDocs" | "security" => drop(out.insert(key.clone(), value.clone())),
            key if key.starts_with("x-") => drop(out.insert(key.to_owned(), value.clone())),
            _ => {}
        }
    }
    if let Some(servers) = servers(&old, &old) {
        out.insert("servers".to_owned(), servers);
    }
    let mut components = Object::new();
    if let Some(schemas) = old.get("definitions") {
        components.insert("schemas".to_owned(), schemas.clone());
    }
    let schemes = old.get("securityDefinitions").and_then(Value::as_object).into_iter().flatten();
    let schemes = schemes.map(|(name, scheme)| Some((name.clone(), security_scheme(scheme)?)));
    components.insert("securitySchemes".to_owned(), Value::Object(schemes.collect::<Option<_>>()?));
    out.insert("components".to_owned(), Value::Object(components));
    let mut paths = Object::new();
    for (path, item) in old.get("paths").and_then(Value::as_object)? {
        let item = if path.starts_with("x-") { item.clone() } else { path_item(&old, item)? };
        paths.insert(path.clone(), item);
    }
    out.insert("paths".to_owned(), Value::Object(paths));
    let mut out = Value::Object(out);
    for place in self::places(&out, Kind::Root, grammar::V30) {
        if let Some(to) = out.pointer(&place.pointer).and_then(reference).and_then(pointer) {
            let name = to.strip_prefix("/definitions/").filter(|name| !name.contains('/'))?;
            out.pointer_mut(&place.pointer)?["$ref"] =
                json!(format!("#/components/schemas/{}", super::rename::encoded(name)));
        }
    }
    Some(out)
}

fn schema(value: &mut Value) {
    if let Some(to) = reference(value) {
        *value = json!({ "$ref": to });
    } else if let Some(schema) = value.as_object_mut() {
        schema.retain(|key, _| key.starts_with("x-") || KEYWORDS.split(' ').any(|known| known == key));
        if let Some(property) = schema.get_mut("discriminator").filter(|d| d.is_string()) {
            *property = json!({ "propertyName": property.take() });
        }
        file(schema);
    }
}

/// A file is a string of bytes.
fn file(schema: &mut Object) {
    if schema.get("type").is_some_and(|t| t == "file") {
        schema.insert("type".to_owned(), json!("string"));
        schema.insert("format".to_owned(), json!("binary"));
    }
}

/// `host`, `basePath` and `schemes` as servers.
fn servers(root: &Value, of: &Value) -> Option<Value> {
    let text = |field: &str| root.get(field).and_then(Value::as_str);
    let (host, base) = (text("host"), text("basePath").unwrap_or_default());
    let base = if base == "/" { "" } else { base };
    let schemes: Vec<&str> =
        of.get("schemes").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect();
    let urls: Vec<String> = match host {
        None if base.is_empty() => return None,
        None => vec![base.to_owned()],
        Some(host) if schemes.is_empty() => vec![format!("//{host}{base}")],
        Some(host) => schemes.iter().map(|scheme| format!("{scheme}://{host}{base}")).collect(),
    };
    Some(urls.iter().map(|url| json!({ "url": url })).collect())
}

fn security_scheme(scheme: &Value) -> Option<Value> {
    let mut out = scheme.as_object()?.clone();
    match scheme.get("type")?.as_str()? {
        "basic" => {
            out.insert("type".to_owned(), json!("http"));
            out.insert("scheme".to_owned(), json!("basic"));
        }
        "oauth2" => {
            let flow = match out.remove("flow")?.as_str()? {
                "application" => "clientCredentials",
                "accessCode" => "authorizationCode",
                "implicit" => "implicit",
                "password" => "password",
                _ => return None,
            };
            let mut fields = Object::new();
            for field in ["authorizationUrl", "tokenUrl", "scopes"] {
                fields.extend(out.remove(field).map(|value| (field.to_owned(), value)));
            }
            out.insert("flows".to_owned(), json!({ flow: fields }));
        }
        "apiKey" => {}
        _ => return None,
    }
    Some(Value::Object(out))
}

/// What a reference leads to; the value itself where it is none.
fn behind<'v>(root: &'v Value, value: &'v Value) -> Option<&'v Value> {
    let mut value = value;
    for _ in 0..100 {
        match reference(value) {
            Some(to) => value = root.pointer(&pointer(to)?)?,
            None => return Some(value),
        }
    }
    None
}

fn path_item(root: &Value, item: &Value) -> Option<Value> {
    let item = behind(root, item)?;
    let mut out = Object::new();
    let shared = parameters(root, item)?;
    for (key, value) in item.as_object()? {
        if METHODS.contains(&key.as_str()) {
            out.insert(key.clone(), operation(root, value, &shared)?);
        } else if key.starts_with("x-") {
            out.insert(key.clone(), value.clone());
        }
    }
    Some(Value::Object(out))
}

fn parameters<'v>(root: &'v Value, of: &'v Value) -> Option<Vec<&'v Value>> {
    of.get("parameters").and_then(Value::as_array).into_iter().flatten().map(|p| behind(root, p)).collect()
}

/// `consumes` or `produces`: of the operation, or else of the root, or else a usual one.
fn media_types(root: &Value, operation: &Value, field: &str, usual: &str) -> Vec<String> {
    let said = |of: &Value| {
        let list = of.get(field).and_then(Value::as_array).into_iter().flatten();
        let list: Vec<String> = list.filter_map(Value::as_str).map(str::to_owned).collect();
        Some(list).filter(|list| !list.is_empty())
    };
    said(operation).or_else(|| said(root)).unwrap_or_else(|| vec![usual.to_owned()])
}

fn operation(root: &Value, operation: &Value, shared: &[&Value]) -> Option<Value> {
    let kept = |key: &str| key.starts_with("x-") || OPERATION.contains(&key);
    let fields = operation.as_object()?.iter().filter(|(key, _)| kept(key));
    let mut out: Object = fields.map(|(key, value)| (key.clone(), value.clone())).collect();
    if operation.get("schemes").is_some()
        && let Some(servers) = servers(root, operation)
    {
        out.insert("servers".to_owned(), servers);
    }
    let key = |p: &Value| (p.get("in").cloned(), p.get("name").cloned());
    let own = parameters(root, operation)?;
    let taken: Vec<_> = own.iter().map(|p| key(p)).collect();
    let all: Vec<&Value> = own.iter().chain(shared.iter().filter(|p| !taken.contains(&key(p)))).copied().collect();
    let of = |way: &'static str| all.iter().copied().filter(move |p| p.get("in").is_some_and(|i| i == way));
    let plain = all.iter().filter(|p| p.get("in").is_some_and(|i| i != "body" && i != "formData"));
    let plain: Vec<Value> = plain.map(|p| parameter(p)).collect::<Option<_>>()?;
    if !plain.is_empty() {
        out.insert("parameters".to_owned(), Value::Array(plain));
    }
    let form: Vec<&Value> = of("formData").collect();
    if let Some(body) = of("body").next() {
        let types = media_types(root, operation, "consumes", "application/json");
        let media = json!({ "schema": body.get("schema")? });
        out.insert(
            "requestBody".to_owned(),
            request_body(body, types.into_iter().map(|t| (t, media.clone())).collect()),
        );
    } else if !form.is_empty() {
        out.insert("requestBody".to_owned(), form_body(root, operation, &form)?);
    }
    let produces = media_types(root, operation, "produces", "application/json");
    let mut responses = Object::new();
    for (status, value) in operation.get("responses").and_then(Value::as_object).into_iter().flatten() {
        let value = if status.starts_with("x-") { value.clone() } else { response(behind(root, value)?, &produces)? };
        responses.insert(status.clone(), value);
    }
    out.insert("responses".to_owned(), Value::Object(responses));
    Some(Value::Object(out))
}

fn request_body(described: &Value, content: Object) -> Value {
    let mut out = Object::new();
    for field in ["description", "required"] {
        out.extend(described.get(field).map(|value| (field.to_owned(), value.clone())));
    }
    out.insert("content".to_owned(), Value::Object(content));
    Value::Object(out)
}

/// The schema of a parameter, a header or the items of one; nothing where a list in a list is not written as JSON
/// Schema can say.
fn value_schema(of: &Value) -> Option<Value> {
    let mut out: Object = of
        .as_object()?
        .iter()
        .filter(|(key, _)| VALUES.split(' ').any(|known| known == *key))
        .map(|(k, v)| (k.clone(), v.clone()))
        .collect();
    file(&mut out);
    if let Some(items) = of.get("items") {
        if items.get("type").is_some_and(|t| t == "array") || items.get("$ref").is_some() {
            return None;
        }
        out.insert("items".to_owned(), value_schema(items)?);
    }
    Some(Value::Object(out))
}

/// Style and explode of a `collectionFormat`; tabs have none.
fn style(of: &Value, plain: &str) -> Option<(String, bool)> {
    match of.get("collectionFormat").and_then(Value::as_str).unwrap_or("csv") {
        "csv" => Some((plain.to_owned(), false)),
        "multi" if plain == "form" => Some(("form".to_owned(), true)),
        "ssv" if plain == "form" => Some(("spaceDelimited".to_owned(), false)),
        "pipes" if plain == "form" => Some(("pipeDelimited".to_owned(), false)),
        _ => None,
    }
}

fn is_list(of: &Value) -> bool {
    of.get("type").is_some_and(|t| t == "array")
}

fn parameter(of: &Value) -> Option<Value> {
    let way = of.get("in")?.as_str()?;
    let mut out = described(of);
    if is_list(of) {
        let (style, explode) = style(of, if way == "query" { "form" } else { "simple" })?;
        out.extend([("style".to_owned(), json!(style)), ("explode".to_owned(), json!(explode))]);
    }
    out.insert("schema".to_owned(), value_schema(of)?);
    Some(Value::Object(out))
}

/// What is not of the schema.
fn described(of: &Value) -> Object {
    let fields = of.as_object().into_iter().flatten();
    let kept = |key: &str| {
        ["name", "in", "description", "required", "allowEmptyValue"].contains(&key) || key.starts_with("x-")
    };
    fields.filter(|(key, _)| kept(key)).map(|(k, v)| (k.clone(), v.clone())).collect()
}

fn form_body(root: &Value, operation: &Value, form: &[&Value]) -> Option<Value> {
    let file = form.iter().any(|p| p.get("type").is_some_and(|t| t == "file"));
    let usual = FORMS[usize::from(file)];
    let said = media_types(root, operation, "consumes", usual);
    let mut types: BTreeSet<&str> = said.iter().map(String::as_str).filter(|t| FORMS.contains(t)).collect();
    if file {
        types.remove(FORMS[0]);
    }
    if types.is_empty() {
        types.insert(usual);
    }
    let (mut properties, mut encoding, mut required) = (Object::new(), Object::new(), Vec::new());
    for field in form {
        let name = field.get("name")?.as_str()?.to_owned();
        // 3.0 has no word for a field that may stay empty.
        if field.get("allowEmptyValue").is_some_and(|allowed| allowed == true) {
            return None;
        }
        if is_list(field) {
            let (style, explode) = style(field, "form")?;
            // How a list is written in one part of a multipart form, 3.0 does not say.
            if !explode && types.contains(FORMS[1]) {
                return None;
            }
            encoding.insert(name.clone(), json!({ "style": style, "explode": explode }));
        }
        if field.get("required").is_some_and(|r| r == true) {
            required.push(json!(name));
        }
        let mut schema = value_schema(field)?;
        if let Some(text) = field.get("description") {
            schema["description"] = text.clone();
        }
        properties.insert(name, schema);
    }
    let whole = json!({ "required": !required.is_empty() });
    let mut schema = json!({ "type": "object", "properties": properties });
    if !required.is_empty() {
        schema["required"] = Value::Array(required);
    }
    let mut media = json!({ "schema": schema });
    if !encoding.is_empty() {
        media["encoding"] = Value::Object(encoding);
    }
    Some(request_body(&whole, types.into_iter().map(|t| (t.to_owned(), media.clone())).collect()))
}

fn response(of: &Value, produces: &[String]) -> Option<Value> {
    let mut out = Object::new();
    for (key, value) in of.as_object()? {
        if key == "description" || key.starts_with("x-") {
            out.insert(key.clone(), value.clone());
        }
    }
    let headers = of.get("headers").and_then(Value::as_object).into_iter().flatten();
    let headers = headers.map(|(name, header)| {
        let mut written = described(header);
        written.retain(|key, _| key == "description" || key.starts_with("x-"));
        // A header's list is written as 3.0 always does.
        if is_list(header) {
            style(header, "simple")?;
        }
        written.insert("schema".to_owned(), value_schema(header)?);
        Some((name.clone(), Value::Object(written)))
    });
    out.insert("headers".to_owned(), Value::Object(headers.collect::<Option<_>>()?));
    if let Some(schema) = of.get("schema") {
        let content = produces.iter().map(|media| {
            let example = of.get("examples").and_then(|e| e.get(media));
            let mut written = json!({ "schema": schema });
            if let Some(example) = example {
                written["example"] = example.clone();
            }
            (media.clone(), written)
        });
        out.insert("content".to_owned(), Value::Object(content.collect()));
    }
    Some(Value::Object(out))
}
