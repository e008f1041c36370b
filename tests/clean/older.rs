//! A description of 3.1 in the other versions, by the words of their specifications. It says no more than our own
//! documents need, and stops where one says what the other version cannot.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

type Object = Map<String, Value>;

const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// In 3.2 all of it says the same.
pub(crate) fn as_3_2(root: &Value) -> Value {
    let mut out = root.clone();
    out["openapi"] = json!("3.2.0");
    out
}

/// In 3.0 null is no type, a licence has no identifier, and there are no webhooks.
pub(crate) fn as_3_0(root: &Value) -> Value {
    let mut out = root.clone();
    out["openapi"] = json!("3.0.4");
    if let Some(root) = out.as_object_mut() {
        root.remove("webhooks");
    }
    if let Some(license) = out["info"]["license"].as_object_mut()
        && let Some(identifier) = license.remove("identifier")
    {
        let page = format!("https://spdx.org/licenses/{}.html", identifier.as_str().expect("an identifier"));
        license.insert("url".to_owned(), json!(page));
    }
    each(&mut out, &mut |object| {
        let types = object.get("type").and_then(Value::as_array).cloned();
        if let Some([kind, null]) = types.as_deref()
            && null == "null"
        {
            object.insert("type".to_owned(), kind.clone());
            object.insert("nullable".to_owned(), json!(true));
        }
    });
    without_unused(out)
}

/// The same in 2.0, from 3.0.
pub(crate) fn as_2_0(root: &Value) -> Value {
    let root = without_header_references(root);
    let mut out = Object::new();
    out.insert("swagger".to_owned(), json!("2.0"));
    for field in ["info", "security", "tags"] {
        out.insert(field.to_owned(), root[field].clone());
    }
    let url = root["servers"][0]["url"].as_str().expect("a server");
    let (host, path) =
        url.strip_prefix("https://").map(|rest| rest.split_at(rest.find('/').unwrap_or(rest.len()))).expect("https");
    out.insert("host".to_owned(), json!(host));
    if !path.is_empty() {
        out.insert("basePath".to_owned(), json!(path));
    }
    out.insert("schemes".to_owned(), json!(["https"]));
    let mut paths = Object::new();
    for (path, item) in root["paths"].as_object().expect("paths") {
        let fields = item.as_object().expect("a path item").iter().map(|(field, value)| {
            let value = match field.as_str() {
                "parameters" => value.as_array().expect("a list").iter().map(parameter).collect(),
                method if METHODS.contains(&method) => operation(&root, value),
                other => panic!("`{other}` of a path item"),
            };
            (field.clone(), value)
        });
        paths.insert(path.clone(), Value::Object(fields.collect()));
    }
    out.insert("paths".to_owned(), Value::Object(paths));
    let components = &root["components"];
    let of = |group: &str, made: &dyn Fn(&Value) -> Value| -> Value {
        let members = components[group].as_object().into_iter().flatten();
        Value::Object(members.map(|(name, value)| (name.clone(), made(value))).collect())
    };
    out.insert("parameters".to_owned(), of("parameters", &parameter));
    out.insert("responses".to_owned(), of("responses", &response));
    out.insert("securityDefinitions".to_owned(), of("securitySchemes", &scheme));
    out.insert("definitions".to_owned(), of("schemas", &Value::clone));
    let mut out = Value::Object(out);
    each(&mut out, &mut |object| {
        if let Some(Value::String(to)) = object.get_mut("$ref") {
            *to = to.replace("#/components/schemas/", "#/definitions/").replace("#/components/", "#/");
        }
        if object.remove("nullable").is_some() {
            object.insert("x-nullable".to_owned(), json!(true));
        }
        written_by_the_server(object);
    });
    out
}

/// A property that is read-only should not be required in 2.0; what is always there is said to be that.
fn written_by_the_server(object: &mut Object) {
    let Some(Value::Array(required)) = object.get("required").cloned() else { return };
    for name in required.iter().filter_map(Value::as_str) {
        if let Some(property) =
            object.get_mut("properties").and_then(|p| p.get_mut(name)).and_then(Value::as_object_mut)
        {
            property.remove("readOnly");
        }
    }
}

fn operation(root: &Value, of: &Value) -> Value {
    let mut out = Object::new();
    let mut parameters: Vec<Value> = of["parameters"].as_array().into_iter().flatten().map(parameter).collect();
    for (field, value) in of.as_object().expect("an operation") {
        match field.as_str() {
            "operationId" | "summary" | "description" | "tags" | "security" | "deprecated" => {
                out.insert(field.clone(), value.clone());
            }
            "parameters" => {}
            "requestBody" => {
                let content = value["content"].as_object().expect("content");
                let (_, media) = content.iter().next().expect("a media type");
                let mut body = json!({ "name": "body", "in": "body", "schema": media["schema"] });
                for field in ["description", "required"] {
                    body[field] = value[field].clone();
                }
                parameters.push(body);
                out.insert("consumes".to_owned(), content.keys().cloned().collect());
            }
            "responses" => {
                let answers = || value.as_object().expect("responses").iter();
                let behind = |answer: &Value| target(root, answer).unwrap_or(answer).clone();
                let mut produces: Vec<String> = Vec::new();
                for name in answers().flat_map(|(_, r)| media_types(&behind(r))) {
                    if !produces.contains(&name) {
                        produces.push(name);
                    }
                }
                out.insert("produces".to_owned(), json!(produces));
                out.insert(field.clone(), Value::Object(answers().map(|(s, r)| (s.clone(), response(r))).collect()));
            }
            other => panic!("`{other}` of an operation"),
        }
    }
    if !parameters.is_empty() {
        out.insert("parameters".to_owned(), Value::Array(parameters));
    }
    Value::Object(out)
}

fn media_types(response: &Value) -> Vec<String> {
    response["content"].as_object().into_iter().flat_map(Object::keys).cloned().collect()
}

/// A parameter or a header with its schema beside its name.
fn parameter(of: &Value) -> Value {
    let mut out = of.as_object().expect("a parameter").clone();
    if let Some(schema) = out.remove("schema") {
        out.extend(schema.as_object().expect("a schema").clone());
    }
    Value::Object(out)
}

fn response(of: &Value) -> Value {
    let mut out = of.as_object().expect("a response").clone();
    if let Some(content) = out.remove("content") {
        let media = content.as_object().and_then(|c| c.values().next()).expect("a media type");
        out.insert("schema".to_owned(), media["schema"].clone());
    }
    if let Some(Value::Object(headers)) = out.get_mut("headers") {
        headers.values_mut().for_each(|header| *header = parameter(header));
    }
    Value::Object(out)
}

fn scheme(of: &Value) -> Value {
    let mut out = of.as_object().expect("a scheme").clone();
    match (of["type"].as_str(), of["scheme"].as_str()) {
        (Some("apiKey"), _) => {}
        // 2.0 has no word for bearer tokens; this is how they are written in it.
        (Some("http"), Some("bearer")) => {
            out.remove("scheme");
            let described = json!({ "type": "apiKey", "in": "header", "name": "Authorization" });
            out.extend(described.as_object().expect("an object").clone());
        }
        (Some("oauth2"), _) => {
            let flows = out.remove("flows").expect("flows");
            let (name, flow) = flows.as_object().and_then(|f| f.iter().next()).expect("a flow");
            let name = match name.as_str() {
                "clientCredentials" => "application",
                "authorizationCode" => "accessCode",
                other => other,
            };
            out.insert("flow".to_owned(), json!(name));
            out.extend(flow.as_object().expect("a flow").clone());
        }
        other => panic!("{other:?} is no scheme of 2.0"),
    }
    Value::Object(out)
}

/// What a reference leads to.
fn target<'v>(root: &'v Value, of: &Value) -> Option<&'v Value> {
    root.pointer(of.get("$ref")?.as_str()?.strip_prefix('#')?)
}

/// 2.0 has no components of headers.
fn without_header_references(root: &Value) -> Value {
    let mut out = root.clone();
    each(&mut out, &mut |object| {
        let Some(Value::Object(headers)) = object.get_mut("headers") else { return };
        for header in headers.values_mut() {
            if let Some(target) = target(root, header) {
                *header = target.clone();
            }
        }
    });
    out
}

/// Without components that nothing refers to, those apart that are named elsewhere.
fn without_unused(mut root: Value) -> Value {
    loop {
        let mut used = BTreeSet::new();
        each(&mut root, &mut |object| used.extend(object.get("$ref").and_then(Value::as_str).map(str::to_owned)));
        let mut removed = false;
        for (group, members) in root["components"].as_object_mut().into_iter().flatten() {
            if let Some(members) = members.as_object_mut().filter(|_| group != "securitySchemes") {
                let before = members.len();
                members.retain(|name, _| used.contains(&format!("#/components/{group}/{name}")));
                removed |= members.len() < before;
            }
        }
        if !removed {
            return root;
        }
    }
}

/// Every object, the inner ones last.
fn each(value: &mut Value, change: &mut impl FnMut(&mut Object)) {
    let mut open = vec![value];
    while let Some(value) = open.pop() {
        match value {
            Value::Object(object) => {
                change(object);
                open.extend(object.values_mut());
            }
            Value::Array(list) => open.extend(list),
            _ => {}
        }
    }
}
