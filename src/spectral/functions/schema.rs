//! `schema`: a JSON Schema of the ruleset accepts the value.

use super::{Fault, Subject, Tools};
use crate::contract::keywords::Keyword;
use crate::contract::{self, At, Contract, Dialect, Id, Schema};
use crate::lint::judge::shortened;
use crate::schema::Projection;
use crate::schema::evaluate::{Evaluator, Failure, Verdict};
use crate::schema::number::Number;
use crate::schema::value::Value;
use crate::source::document::View;
use crate::source::loader::NoFetch;
use crate::source::tape::Kind;
use crate::spectral::tree::{NONE, Node, Tree};

/// A schema of a ruleset.
pub(in crate::spectral) struct SchemaCheck {
    contract: Contract,
    schema: Id<Schema>,
    all_errors: bool,
}

impl std::fmt::Debug for SchemaCheck {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SchemaCheck").finish_non_exhaustive()
    }
}

/// The evaluator of a schema, for as long as one rule looks at one description.
pub(in crate::spectral) struct Evaluation<'c>(Evaluator<'c>);

/// The most nodes of a value, and how deep it may be nested.
const MOST_NODES: u32 = 1_000_000;
const DEEPEST: u32 = 200;

const TOO_LARGE: &str = "a value is too large or too deep to be judged by a schema";
const UNKNOWN: &str = "its schema cannot tell for a value: a reference in it leads nowhere, or a keyword is wrong";

impl SchemaCheck {
    /// A schema that stands in a ruleset. References in it are meant from its own root, so it becomes a document.
    pub(in crate::spectral) fn read(view: View<'_>, dialect: Option<Dialect>, all_errors: bool) -> Option<SchemaCheck> {
        let declared = view.get_text("$schema").and_then(View::as_str).and_then(|uri| Dialect::of_uri(&uri));
        let text = Value::read(view)?.to_json().to_string();
        let loader = contract::loader();
        let root = loader.add("schema", "schema.json", text.into_bytes());
        let dialect = dialect.or(declared).unwrap_or(Dialect::Draft7);
        let (contract, schema) = contract::load_schema(loader, root, dialect, &NoFetch)?;
        Some(SchemaCheck { contract, schema, all_errors })
    }

    pub(super) fn evaluation(&self) -> Evaluation<'_> {
        Evaluation(Evaluator::new(&self.contract, Projection::Whole))
    }

    pub(super) fn judge(
        &self,
        evaluation: &mut Evaluation<'_>,
        subject: &Subject<'_>,
        it: &str,
        tools: &mut Tools<'_, '_>,
    ) -> Vec<Fault> {
        let value = match subject {
            Subject::Key(key) => Some(Value::String(key.clone().into_owned())),
            Subject::Node(node) => read(tools.tree, node, &mut MOST_NODES.clone(), DEEPEST, &mut Vec::new()),
            Subject::Missing => None,
        };
        let Some(value) = value else { return tools.unjudged(TOO_LARGE) };
        match evaluation.0.evaluate(self.schema, &value) {
            Verdict::Accepts => Vec::new(),
            Verdict::Unknown { .. } => tools.unjudged(UNKNOWN),
            Verdict::Refuses(failures) => {
                let most = if self.all_errors { usize::MAX } else { 1 };
                let told = |failure: &Failure| self.fault(failure, subject, it, tools.tree);
                failures.iter().take(most).map(told).collect()
            }
        }
    }

    fn fault(&self, failure: &Failure, subject: &Subject<'_>, it: &str, tree: &Tree<'_>) -> Fault {
        // What an object must not have is said of the object.
        let instance = match (&failure.member, failure.instance.rsplit_once('/')) {
            (Some(member), Some((around, last))) if contract::uri::unescape_token(last) == *member => around,
            _ => &failure.instance,
        };
        let at = match subject {
            Subject::Node(node) => Some((part(tree, *node, instance).value, false)),
            _ => None,
        };
        let it = match instance.rsplit_once('/') {
            Some((_, name)) => format!("`{}`", shortened(&contract::uri::unescape_token(name))),
            None => it.to_owned(),
        };
        let keyword = failure.keyword.as_str();
        let member = failure.member.as_deref().map(shortened).unwrap_or_default();
        let error = match failure.keyword {
            Keyword::Required | Keyword::DependentRequired => format!("{it} lacks `{member}`"),
            Keyword::Type => {
                let types = self.contract.schema(failure.schema).types();
                format!("{it} is not of the type {}", types.names().collect::<Vec<_>>().join(" or "))
            }
            Keyword::Enum | Keyword::Const => format!("{it} is none of the values of `{keyword}`"),
            _ if !member.is_empty() => format!("{it} has `{member}`, which `{keyword}` refuses"),
            _ => {
                let limit = self.contract.text_at(failure.at);
                let said = if limit.is_empty() { String::new() } else { format!(": {}", shortened(&limit)) };
                format!("{it} breaks `{keyword}{said}`")
            }
        };
        Fault { at, error }
    }
}

/// The value of a node with references looked through. A reference that stands in what it leads to stays one.
fn read(tree: &Tree<'_>, node: &Node, budget: &mut u32, depth: u32, open: &mut Vec<At>) -> Option<Value> {
    *budget = budget.checked_sub(1)?;
    let depth = depth.checked_sub(1)?;
    let circle = open.contains(&node.value);
    let view = if circle { tree.view(node.place) } else { tree.view(node.value) };
    if circle && let Some(text) = tree.reference(node.place.to(view.at)) {
        return Some(Value::Object(vec![("$ref".to_owned(), Value::String(text.into_owned()))]));
    }
    Some(match view.kind() {
        Kind::Null => Value::Null,
        Kind::True => Value::Bool(true),
        Kind::False => Value::Bool(false),
        Kind::Number => Value::Number(Number::parse(&view.as_number()?)?),
        Kind::String => Value::String(view.as_str()?.into_owned()),
        Kind::Seq => {
            open.push(node.value);
            let items = tree.children(node, NONE).map(|item| read(tree, &item, budget, depth, open));
            let items = items.collect::<Option<_>>();
            open.pop();
            Value::Array(items?)
        }
        Kind::Map => {
            open.push(node.value);
            let mut members: Vec<(String, Value)> = Vec::new();
            for member in tree.children(node, NONE) {
                let name = tree.key_text(&member)?.into_owned();
                members.push((name, read(tree, &member, budget, depth, open)?));
            }
            open.pop();
            once(&mut members);
            Value::Object(members)
        }
        Kind::Alias => return None,
    })
}

/// Of a name that is written twice the last one counts.
fn once(members: &mut Vec<(String, Value)>) {
    let mut seen = hashbrown::HashSet::with_capacity(members.len());
    let repeated: Vec<bool> = members.iter().rev().map(|(name, _)| !seen.insert(name.clone())).collect();
    let mut repeated = repeated.into_iter().rev();
    members.retain(|_| !repeated.next().unwrap_or_default());
}

/// The part of a node at a pointer, as far as it is there.
fn part(tree: &Tree<'_>, node: Node, pointer: &str) -> Node {
    let mut at = node;
    for token in pointer.split('/').skip(1) {
        match tree.child(&at, &contract::uri::unescape_token(token), NONE) {
            Some(child) => at = child,
            None => break,
        }
    }
    at
}
