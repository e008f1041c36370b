//! A request or a response, put together around the value of a witness.

use std::ops::Range;

use super::fill::{Filler, Sender};
use super::{Seat, wire};
use crate::contract::{At, Contract, Id, MediaType, Named, Operation, Parameter, ParameterIn, Place, Response, Style};
use crate::diff::change::{Body, Http, MessagePart, Witness};
use crate::diff::walk::operations::media_types::{media_name, notation_of};
use crate::diff::walk::{Kind, Notation, UnitId, Walk};
use crate::schema::Projection;
use crate::schema::value::Value;

/// Headers that a description cannot define as parameters (3.1.1, §4.8.12.2).
const IGNORED: [&str; 3] = ["accept", "content-type", "authorization"];

/// The message of a witness at its place in an operation.
pub(super) fn written<'c>(
    walk: &Walk<'c>,
    filler: &mut Filler<'c, '_>,
    seat: &Seat,
    witness: &Witness,
) -> Option<Http> {
    let is_new = walk.is_new(witness.root);
    let (was, is) = seat.operations;
    let &child = seat.way.first()?;
    // What holds the value: a parameter, a header, a body.
    let holder = [Kind::Parameter, Kind::Header].into_iter().find_map(|kind| walk.on(seat, kind));
    let given = holder.map(|unit| (walk.sent_at(unit, witness.root), &witness.value));
    let mut writer = Writer::new(filler, is_new, if is_new { is } else { was }, given);
    let (contract, operation) = (writer.sender.contract, writer.operation);
    match walk.units[child].kind {
        Kind::Response => {
            let at = walk.sent_at(child, witness.root);
            let response = contract.responses_of(operation).map(|r| r.1).find(|r| r.at == at)?;
            writer.http.status.clone_from(&seat.status);
            writer.headers(response);
            match given {
                Some(_) => writer.filled_body(&response.content),
                None => writer.given_body(walk, seat, witness, &response.content),
            }
        }
        Kind::Parameter => {
            writer.fields();
            writer.usual_credentials();
            if let Some(body) = contract.request_body_of(operation).filter(|b| b.required) {
                writer.filled_body(&body.content);
            }
        }
        Kind::Body => {
            writer.fields();
            writer.usual_credentials();
            writer.given_body(walk, seat, witness, &contract.request_body_of(operation)?.content);
        }
        _ => return None,
    }
    Some(writer.http)
}

impl Walk<'_> {
    /// The unit of a kind on the way from an operation to a pair of schemas.
    fn on(&self, seat: &Seat, kind: Kind) -> Option<UnitId> {
        seat.way.iter().copied().find(|unit| self.units[*unit].kind == kind)
    }
}

/// Writes a message of an operation, with what its sender's contract says that it must have.
pub(super) struct Writer<'w, 'c, 'p> {
    filler: &'w mut Filler<'c, 'p>,
    pub(super) sender: Sender<'c>,
    pub(super) operation: &'c Operation,
    /// The parameter or the header that has a value already.
    given: Option<(At, &'w Value)>,
    pub(super) http: Http,
}

impl<'w, 'c, 'p> Writer<'w, 'c, 'p> {
    /// A writer that has written the method and the path.
    pub(super) fn new(
        filler: &'w mut Filler<'c, 'p>,
        is_new: bool,
        operation: Id<Operation>,
        given: Option<(At, &'w Value)>,
    ) -> Self {
        let sender = filler.sender(is_new, if is_new { Projection::Response } else { Projection::Request });
        let operation = &sender.contract.operations[operation];
        let http = Http {
            method: sender.contract.text(operation.method).to_owned(),
            path: String::new(),
            status: None,
            headers: Vec::new(),
            body: None,
            place: MessagePart::Body,
        };
        let mut writer = Writer { filler, sender, operation, given, http };
        writer.path();
        writer
    }

    /// Whether clients of the API send it, as opposed to the API itself.
    pub(super) fn is_called(&self) -> bool {
        self.operation.place == Place::Path
    }

    fn text(&self, name: crate::contract::Name) -> &'c str {
        self.sender.contract.text(name)
    }

    /// The path with its parameters filled in.
    fn path(&mut self) {
        let (contract, operation) = (self.sender.contract, self.operation);
        let mut rest = contract.text(operation.path);
        while let Some((before, name, after)) = hole(rest) {
            self.http.path.push_str(before);
            let mut parameters = contract.parameters_of(operation);
            let parameter = parameters.find(|p| p.place == ParameterIn::Path && contract.text(p.name) == name);
            let text = parameter.and_then(|p| self.written(p)).unwrap_or_else(|| template(name));
            self.add_to_path(&text, parameter.is_some_and(|p| self.is_given(p)));
            rest = after;
        }
        self.http.path.push_str(rest);
    }

    fn add_to_path(&mut self, text: &str, is_given: bool) {
        let start = self.http.path.len();
        self.http.path.push_str(text);
        if is_given {
            self.http.place = MessagePart::Path(start..self.http.path.len());
        }
    }

    fn is_given(&self, parameter: &Parameter) -> bool {
        self.given.is_some_and(|given| given.0 == parameter.at)
    }

    /// The query, the headers and the cookies of a request.
    pub(super) fn fields(&mut self) {
        let mut cookies: Vec<String> = Vec::new();
        let mut is_cookie = false;
        let contract = self.sender.contract;
        for parameter in contract.parameters_of(self.operation).filter(|p| p.place != ParameterIn::Path) {
            let is_given = self.is_given(parameter);
            let name = self.text(parameter.name);
            let ignored =
                parameter.place == ParameterIn::Header && IGNORED.iter().any(|i| i.eq_ignore_ascii_case(name));
            if !is_given && (!parameter.required || ignored) {
                continue;
            }
            let text = self.written(parameter);
            let pair = || format!("{name}={}", template(name));
            match parameter.place {
                ParameterIn::Header => self.add_header(name, text.unwrap_or_else(|| template(name)), is_given),
                ParameterIn::Cookie => {
                    is_cookie |= is_given;
                    cookies.push(text.unwrap_or_else(pair));
                }
                _ => {
                    self.http.path.push(if self.http.path.contains('?') { '&' } else { '?' });
                    self.add_to_path(&text.unwrap_or_else(pair), is_given);
                }
            }
        }
        if !cookies.is_empty() {
            self.add_header("Cookie", cookies.join("; "), is_cookie);
        }
    }

    pub(super) fn add_header(&mut self, name: &str, text: String, is_given: bool) {
        // Of a header that is described twice the first one counts, unless it is not the one to show.
        let headers = &mut self.http.headers;
        let known = headers.iter().position(|h| h.0.eq_ignore_ascii_case(name));
        let number = known.unwrap_or(headers.len());
        match headers.get_mut(number) {
            Some(header) if is_given => header.1 = text,
            Some(_) => {}
            None => headers.push((name.to_owned(), text)),
        }
        if is_given {
            self.http.place = MessagePart::Header(number);
        }
    }

    /// A parameter with its value as it stands in its place; nothing if there is none that it could have.
    fn written(&mut self, parameter: &'c Parameter) -> Option<String> {
        let value = match self.given {
            Some((at, value)) if at == parameter.at => value.clone(),
            _ => self.filler.parameter(self.sender, parameter)?,
        };
        let Parameter { place, style, explode, allow_reserved, .. } = *parameter;
        let (contract, name) = (self.sender.contract, self.text(parameter.name));
        let styled = |style: Style, explode: bool, value: &Value| {
            let coding = wire::coding(place, allow_reserved);
            wire::styled(value, wire::Notation { name, style, explode, coding })
        };
        let Some((media, media_type)) = contract.media_types_of(&parameter.content).next() else {
            return Some(styled(style, explode, &value));
        };
        // Behind `content` a value is written as its media type has it, and that as one text.
        let (body, _) = written_body(contract, contract.text(media.name), Some(media_type), &value, None);
        Some(match (body, place) {
            (Body::Text(form), ParameterIn::QueryString) if is_form(contract.text(media.name)) => form,
            (body, place) => {
                let text = match body {
                    Body::Text(text) => text,
                    Body::Json(value) => value.to_string(),
                };
                let in_pair = matches!(place, ParameterIn::Query | ParameterIn::Cookie);
                styled(if in_pair { Style::Form } else { Style::Simple }, false, &Value::String(text))
            }
        })
    }

    /// The headers of a response.
    pub(super) fn headers(&mut self, response: &'c Response) {
        for (named, header) in self.sender.contract.headers_of(&response.headers) {
            let is_given = self.is_given(header);
            let name = self.text(named.name);
            if is_given || header.required && !name.eq_ignore_ascii_case("content-type") {
                let text = self.written(header).unwrap_or_else(|| template(name));
                self.add_header(name, text, is_given);
            }
        }
    }

    /// The witness as the body.
    fn given_body(&mut self, walk: &Walk<'c>, seat: &Seat, witness: &Witness, content: &'c [Named<MediaType>]) {
        let contract = self.sender.contract;
        let found = walk.on(seat, Kind::MediaType).and_then(|unit| {
            let at = walk.sent_at(unit, witness.root);
            let of_unit = || contract.media_types_of(content).filter(move |m| m.1.at == at);
            let notation = walk.units[unit].notation;
            // Media types that share a definition are told apart by how they are written.
            of_unit().find(|m| notation_of(contract.text(m.0.name)) == notation).or_else(|| of_unit().next())
        });
        let Some((named, media_type)) = found.or_else(|| contract.media_types_of(content).next()) else {
            self.http.body = Some(Body::Json(witness.value.clone()));
            return;
        };
        let name = self.media_name(walk, seat, contract.text(named.name));
        let property = witness.pointer.strip_prefix('/').and_then(|rest| rest.split('/').next());
        let property = property.map(|token| token.replace("~1", "/").replace("~0", "~"));
        let value = &witness.value;
        let (body, range) = written_body(contract, &name, Some(media_type), value, property.as_deref());
        self.http.place = range.map_or(MessagePart::Body, MessagePart::Text);
        self.add_header("Content-Type", name, false);
        self.http.body = Some(body);
    }

    /// A body that is there because there must be one.
    pub(super) fn filled_body(&mut self, content: &'c [Named<MediaType>]) {
        let contract = self.sender.contract;
        let all: Vec<_> = contract.media_types_of(content).collect();
        let chosen = all.iter().find(|m| contract.text(m.0.name).contains("json")).or(all.first());
        if let Some(&(named, media_type)) = chosen {
            self.body_in(named, media_type);
        }
    }

    /// A body in a media type.
    pub(super) fn body_in(&mut self, named: &Named<MediaType>, media_type: &'c MediaType) {
        let contract = self.sender.contract;
        let Some(value) = self.filler.body(self.sender, media_type) else { return };
        let name = concrete(contract.text(named.name));
        let (body, _) = written_body(contract, &name, Some(media_type), &value, None);
        self.add_header("Content-Type", name, false);
        self.http.body = Some(body);
    }

    /// The name of the media type of a message: of a range the one that the other side names, if it names one.
    fn media_name(&self, walk: &Walk<'c>, seat: &Seat, name: &str) -> String {
        let is_new = self.sender.is_new;
        let other = if is_new { walk.old } else { walk.new };
        let unit = walk.on(seat, Kind::MediaType).filter(|_| name.contains('*'));
        let narrower = unit.and_then(|unit| {
            let (old, new) = walk.units[unit].places;
            let at = if is_new { old } else { new };
            let (was, is) = seat.operations;
            let operation = &other.operations[if is_new { was } else { is }];
            let bodies = other.request_body_of(operation).into_iter().map(|b| &b.content);
            let contents = bodies.chain(other.responses_of(operation).map(|r| &r.1.content));
            let found = contents.flat_map(|content| other.media_types_of(content)).find(|m| m.1.at == at);
            found.map(|m| other.text(m.0.name).to_owned())
        });
        concrete(&narrower.unwrap_or_else(|| name.to_owned()))
    }
}

/// What stands for a value that is not known.
pub(super) fn template(name: &str) -> String {
    format!("{{{name}}}")
}

/// A value as the body of a media type, and the bytes of a property, if the body is a text.
fn written_body(
    contract: &Contract,
    name: &str,
    media_type: Option<&MediaType>,
    value: &Value,
    property: Option<&str>,
) -> (Body, Option<Range<usize>>) {
    if is_form(name)
        && let Some((text, range)) = wire::form(contract, media_type, value, property)
    {
        return (Body::Text(text), Some(range));
    }
    let scalar = !matches!(value, Value::Array(_) | Value::Object(_));
    if scalar && notation_of(name) == Notation::Text {
        let text = wire::text(value);
        let range = 0..text.len();
        return (Body::Text(text), Some(range));
    }
    (Body::Json(value.clone()), None)
}

fn is_form(name: &str) -> bool {
    media_name(name).split(';').next() == Some("application/x-www-form-urlencoded")
}

/// A media type that a range takes in.
fn concrete(name: &str) -> String {
    match media_name(name).split(';').next() {
        Some("*/*" | "application/*") => "application/json".to_owned(),
        Some("text/*") => "text/plain".to_owned(),
        _ => name.to_owned(),
    }
}

/// What stands before the first parameter of a template, its name, and what stands after it.
fn hole(path: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = path.split_once('{')?;
    let (name, after) = rest.split_once('}')?;
    Some((before, name, after))
}
