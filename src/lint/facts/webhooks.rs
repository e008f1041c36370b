//! What the requests that the API sends tell those who receive them.

use super::case::words;
use super::case_habit::{CaseConvention, Sample};
use super::habit::Habit;
use super::{ConventionSettings, texts};
use crate::contract::keywords::Keyword;
use crate::contract::{At, Contract, Id, Operation, ParameterIn, Place, SchemaView};

/// The requests that the API sends: webhooks and callbacks.
pub struct Webhooks {
    /// Whether a receiver can tell who sent it.
    pub signed: Trait,
    /// Whether two deliveries of one event can be told from two events.
    pub identified: Trait,
    /// Whether what happened first can be told from what happened later.
    pub dated: Trait,
    /// Whether any text says what happens when a delivery fails.
    pub retries: bool,
    /// The case of the names of webhooks.
    pub names: CaseConvention,
}

/// Something that each of the requests has or has not.
pub struct Trait {
    /// Those that do not have it.
    pub without: Vec<Id<Operation>>,
    /// How many have it.
    pub habit: Habit,
}

impl Trait {
    fn of(samples: impl Iterator<Item = (Id<Operation>, bool)>, settings: &ConventionSettings) -> Self {
        let samples: Vec<_> = samples.collect();
        let habit = Habit::of(samples.iter().map(|(_, has)| (*has, 1)), settings);
        Self { without: samples.into_iter().filter(|(_, has)| !has).map(|(id, _)| id).collect(), habit }
    }

    /// The findings that this comes to: each request by itself where most have it, else all of them together at the
    /// first.
    pub fn faults<'c>(&self, contract: &'c Contract) -> Vec<(&'c Operation, String)> {
        let operation = |id: &Id<Operation>| &contract.operations[*id];
        if self.habit.holds() {
            let others = format!("{} requests that this API sends have one", self.habit.evidence());
            return self.without.iter().map(|id| (operation(id), others.clone())).collect();
        }
        let others = match (self.habit.total(), self.habit.count()) {
            (1, _) => String::new(),
            (_, 0) => format!("none of the {} requests that this API sends has one", self.habit.total()),
            _ => format!("only {} requests that this API sends have one", self.habit.evidence()),
        };
        self.without.first().map(|id| (operation(id), others)).into_iter().collect()
    }
}

/// A word for an operation that the API sends: `` the webhook `book_sold` ``.
pub fn title(contract: &Contract, operation: &Operation) -> String {
    let name: String = contract.text(operation.path).chars().take(80).collect();
    format!("the {} `{name}`", if operation.place == Place::Webhook { "webhook" } else { "callback" })
}

/// The requests that the API sends.
pub fn sent(contract: &Contract) -> impl Iterator<Item = (Id<Operation>, &Operation)> {
    let all = contract.operations.ids().zip(&contract.operations);
    all.filter(|(_, o)| matches!(o.place, Place::Webhook | Place::Callback))
}

impl Webhooks {
    /// Collects what is known.
    pub fn of(contract: &Contract, settings: &ConventionSettings) -> Self {
        const SIGNED: [&str; 7] = ["signature", "signed", "hmac", "passcode", "secret", "shared key", "mutual tls"];
        const RETRIED: [&str; 17] = [
            "retry",
            "retri",
            "redeliver",
            "re-deliver",
            "resend",
            "re-send",
            "at least once",
            "at-least-once",
            "attempt",
            "sent again",
            "send again",
            "tried again",
            "delivered again",
            "repeated",
            "backoff",
            "until it is answered",
            "until it is acknowledged",
        ];
        let messages: Vec<(Id<Operation>, Message)> =
            sent(contract).map(|(id, operation)| (id, Message::of(contract, operation))).collect();
        let general = if messages.is_empty() { String::new() } else { general_text(contract) };
        let mentions = |text: &str, words: &[&str]| words.iter().any(|word| text.contains(word));
        // What the description says about all webhooks counts for each.
        let speaks_of_webhooks = mentions(&general, &["webhook", "callback", "notification", "event"]);
        let signed_by_all = speaks_of_webhooks && mentions(&general, &SIGNED);
        let of = |has: &dyn Fn(&Message) -> bool| Trait::of(messages.iter().map(|(id, m)| (*id, has(m))), settings);
        let of_events = |has: &dyn Fn(&Message) -> bool| {
            Trait::of(messages.iter().filter(|(_, m)| m.has_body).map(|(id, m)| (*id, has(m))), settings)
        };
        let signature =
            |m: &Message| m.has(&["signature", "sig", "hmac", "digest", "passcode", "secret", "jws", "jwt"]);
        Self {
            signed: of(&|m| signed_by_all || m.secured || signature(m) || mentions(&m.text, &SIGNED)),
            identified: of_events(&|m| m.has(&["id", "uuid", "guid", "nonce", "key", "delivery", "reference", "ids"])),
            dated: of_events(&|m| {
                m.timed
                    || m.has(&["time", "timestamp", "date", "at", "datetime", "sequence", "created", "updated", "ts"])
            }),
            retries: mentions(&general, &RETRIED) || messages.iter().any(|(_, m)| mentions(&m.text, &RETRIED)),
            names: CaseConvention::infer(
                webhook_names(contract).flat_map(|(name, _)| name.split(['.', '/', ':'])).map(Sample::of),
                settings,
                "",
                "webhook names",
            ),
        }
    }
}

/// The names of webhooks with their keys.
pub fn webhook_names(contract: &Contract) -> impl Iterator<Item = (&str, At)> {
    let items = contract.path_items.iter().filter(|i| i.place == Place::Webhook);
    items.map(|item| (contract.text(item.name), item.key))
}

/// What is said about the whole API, in lower case.
fn general_text(contract: &Contract) -> String {
    let texts = [contract.info.description].into_iter().chain(contract.tags.iter().map(|t| t.description));
    texts.flatten().map(|at| contract.text_at(at).to_lowercase()).collect::<Vec<_>>().join("\n")
}

/// What one request tells its receiver.
struct Message {
    /// The words of its headers, its query, and the outer properties of its body, in lower case, without duplicates.
    words: Vec<String>,
    /// Whether a property is a time by its format.
    timed: bool,
    /// Whether it asks for a scheme of its own, or has an `Authorization`.
    secured: bool,
    /// Whether it has a body, without which it tells of no event.
    has_body: bool,
    /// Its texts in lower case.
    text: String,
}

impl Message {
    fn of(contract: &Contract, operation: &Operation) -> Self {
        let item = &contract.path_items[operation.path_item];
        let asks =
            |o: &Operation| o.security.as_ref().is_some_and(|s| s.alternatives.iter().any(|a| !a.schemes.is_empty()));
        let mut message = Self {
            words: Vec::new(),
            timed: false,
            secured: asks(operation),
            has_body: operation.request_body.is_some(),
            text: String::new(),
        };
        let mut texts_of = vec![operation.summary, operation.description, item.summary, item.description];
        for parameter in contract.parameters_of(operation) {
            let name = contract.text(parameter.name);
            let proof = ["authorization", "token", "auth"];
            let is_proof = parameter.place == ParameterIn::Header
                && words(name).iter().any(|w| proof.contains(&w.to_ascii_lowercase().as_str()));
            message.secured |= is_proof;
            message.add(name);
            texts_of.push(parameter.description);
        }
        if let Some(body) = contract.request_body_of(operation) {
            texts_of.push(body.description);
            for (_, media) in contract.media_types_of(&body.content) {
                message.look_into(media.schema.map(|id| contract.schema(id)));
            }
        }
        // Some describe the headers of a delivery as if they were those of its answer; they are described all the same.
        for (_, response) in contract.responses_of(operation) {
            texts_of.push(response.description);
            response.headers.iter().for_each(|header| message.add(contract.text(header.name)));
        }
        for at in texts_of.into_iter().filter(|&at| texts::says(contract, at)).flatten() {
            message.text.push_str(&contract.text_at(at).to_lowercase());
            message.text.push('\n');
        }
        message
    }

    fn add(&mut self, name: &str) {
        for word in words(name) {
            let word = word.to_ascii_lowercase();
            if !self.words.contains(&word) {
                self.words.push(word);
            }
        }
    }

    /// Reads the properties of a body and those of its outer objects, in each of its alternatives.
    fn look_into(&mut self, schema: Option<SchemaView<'_>>) {
        const MOST: usize = 400;
        const DEEPEST: usize = 3;
        let mut pending: Vec<_> = schema.into_iter().map(|schema| (schema, 0)).collect();
        let mut next = 0;
        while let Some(&(schema, depth)) = pending.get(next) {
            next += 1;
            for part in schema.conjuncts() {
                let choices = [Keyword::AnyOf, Keyword::OneOf].into_iter().flat_map(|k| part.children(k));
                let items = part.child(Keyword::Items);
                pending.extend(choices.chain(items).map(|choice| (choice, depth)));
                for property in part.properties() {
                    self.add(schema.contract.text(property.name));
                    let format = property.schema.resolved().format();
                    self.timed |= matches!(format.as_deref(), Some("date-time" | "date" | "time"));
                    if depth < DEEPEST {
                        pending.push((property.schema, depth + 1));
                    }
                }
            }
            if next >= MOST {
                break;
            }
        }
    }

    fn has(&self, words: &[&str]) -> bool {
        self.words.iter().any(|word| words.contains(&word.as_str()))
    }
}
