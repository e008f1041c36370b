//! Messages that show what a change of structure breaks: no value decides there, but an address, a part that must be
//! there, a status, the credentials.

use super::fill::Filler;
use super::message::{Writer, template};
use super::{Seat, code};
use crate::contract::{At, Contract, Id, MediaType, Named, Operation, SecurityAlternative, Status};
use crate::diff::aspects::Aspect;
use crate::diff::change::{Body, Credentials, Direction, Effect, Http, Level, Sample, Subject};
use crate::diff::checks::{self, Coordinate, Structure};
use crate::diff::walk::drafts::Draft;
use crate::diff::walk::operations::media_types::{media_name, notation_of};
use crate::diff::walk::operations::responses::effective;
use crate::diff::walk::{Kind, Notation, UnitId, Walk};
use crate::schema::value::Value;

/// What of an operation is shown.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Shape {
    /// The least request.
    Request,
    /// The same to the path that the change is about.
    RequestTo,
    /// The same without a body.
    NoBody,
    /// A request, or a response, with a body in the media type that the change is about.
    In,
    /// A response in the media type that clients could ask for.
    Asked,
    /// A request with the parameter, in whose value its form shows.
    Written,
    /// A request with the parameter, which is empty.
    Empty,
    /// A request with the credentials that were enough.
    Credentials,
    /// The least response of the status that it is about.
    Response,
}

const REFUSED: &str = "was accepted before, and is refused now";
const SENT: &str = "may be sent now, and was not allowed before";

/// How a change that is made there is shown, and what is said of the message.
fn shape(coordinate: Coordinate) -> Option<(Shape, &'static str)> {
    Some(match coordinate {
        Coordinate::Structure(row) => match row {
            Structure::OperationRemoved | Structure::RemovedBeforeSunset => {
                (Shape::Request, "was answered before, and is not answered now")
            }
            Structure::PathTaken => (Shape::RequestTo, "was answered by another operation before"),
            Structure::RequestBodyAddedRequired => (Shape::NoBody, REFUSED),
            Structure::RequestMediaTypeRemoved => (Shape::In, REFUSED),
            Structure::ParameterAddedRequired => (Shape::Request, REFUSED),
            Structure::RequestSerializationChanged => (Shape::Written, "is read in another way than before"),
            Structure::EmptyValueForbidden => (Shape::Empty, REFUSED),
            Structure::SecurityTightened => (Shape::Credentials, "was let in before, and is not now"),
            Structure::SecurityFlowRemoved => (Shape::Request, "needs a token that the flow gave before"),
            Structure::ReceiverStatusRemoved | Structure::RequestHeaderAdded => (Shape::Response, REFUSED),
            Structure::SentBodyRemoved => (Shape::NoBody, SENT),
            Structure::SentMediaTypeAdded => (Shape::In, SENT),
            Structure::ResponseMediaTypeRemoved => (Shape::Asked, "could be asked for before, and cannot now"),
            Structure::ResponseContentRemoved
            | Structure::SuccessAdded
            | Structure::OtherStatusAdded
            | Structure::RequiredResponseHeaderRemoved => (Shape::Response, SENT),
            Structure::SentRequiredParameterRemoved => (Shape::Request, SENT),
            Structure::ResponseSerializationChanged => (Shape::Written, "is written in another way than before"),
            Structure::CallbackExpressionChanged => (Shape::Request, "went to another address before"),
            _ => return None,
        },
        Coordinate::Schema(direction, subject, Aspect::Required, Effect::Narrows | Effect::Widens) => {
            let says = if direction == Direction::Response { SENT } else { REFUSED };
            match subject {
                Subject::Parameter => (Shape::Request, says),
                Subject::Body => (Shape::NoBody, says),
                Subject::Header => (Shape::Response, says),
                Subject::Property => return None,
            }
        }
        Coordinate::Schema(..) => return None,
    })
}

impl<'c> Walk<'c> {
    /// Shows each break for which no value speaks by a message.
    pub(super) fn show(&mut self, filler: &mut Filler<'c, '_>) {
        for number in 0..self.drafts.len() {
            let draft = &self.drafts[number];
            if draft.change.level == Level::Breaking && draft.change.witness.is_none() {
                let sample = self.sample(filler, draft).map(Box::new);
                self.drafts[number].change.sample = sample;
            }
        }
    }

    fn sample(&self, filler: &mut Filler<'c, '_>, draft: &Draft) -> Option<Sample> {
        let (shape, says) = shape(draft.coordinate)?;
        let &unit = draft.units.first().filter(|unit| self.units[**unit].kind != Kind::Schema)?;
        let sent = checks::all()[draft.change.check].direction == Direction::Response && shape != Shape::Asked;
        let is_new = sent || draft.coordinate == Coordinate::Structure(Structure::CallbackExpressionChanged);
        let (operation, seat) = self.operation_shown(draft, unit, is_new)?;
        let contract = if is_new { self.new } else { self.old };
        let answers = seat.as_ref().is_some_and(|seat| self.units[seat.way[0]].kind == Kind::Response);
        let place = |unit: UnitId| if is_new { self.units[unit].places.1 } else { self.units[unit].places.0 };
        let scene = Scene { draft, shape, is_new, contract, operation, at: place(unit) };
        let mut credentials = None;
        let http = match (shape, answers) {
            (Shape::Response, _) | (Shape::In | Shape::Asked | Shape::Written, true) => {
                let known = seat.as_ref().and_then(|seat| Some((seat.status.clone()?, place(*seat.way.first()?))));
                scene.response(filler, known)?
            }
            // Of what clients are sent in answers they choose the media type, of nothing else.
            (Shape::Asked, false) => return None,
            _ => scene.request(filler, &mut credentials)?,
        };
        Some(Sample { http, says, credentials })
    }

    /// The operation of the side that is looked at, and where the unit stands in it, if it is not the operation.
    fn operation_shown(&self, draft: &Draft, unit: UnitId, is_new: bool) -> Option<(Id<Operation>, Option<Seat>)> {
        let side = |(was, is)| if is_new { is } else { was };
        if let Coordinate::Structure(Structure::CallbackExpressionChanged) = draft.coordinate {
            let is_it = |o: &Operation| self.new.path_items[o.path_item].key == draft.change.new.at;
            return self.new.operations.ids().find(|id| is_it(&self.new.operations[*id])).map(|id| (id, None));
        }
        if self.units[unit].kind != Kind::Operation {
            let seat = self.seat(unit)?;
            return Some((side(seat.operations), Some(seat)));
        }
        if let Some(both) = self.operations_of(unit) {
            return Some((side(both), None));
        }
        // One that the new side lacks. Two paths may share a path item, so the place alone does not tell.
        let title = self.units[unit].operation.as_deref();
        let is_it = |o: &Operation| o.key == draft.change.old.at && Some(&*self.old.title(o)) == title;
        self.old.operations.ids().find(|id| is_it(&self.old.operations[*id])).map(|id| (id, None))
    }
}

/// A change, and the operation in which it is shown.
struct Scene<'d, 'c> {
    draft: &'d Draft,
    shape: Shape,
    is_new: bool,
    contract: &'c Contract,
    operation: Id<Operation>,
    /// Where the sender's side of the change stands.
    at: At,
}

impl<'c> Scene<'_, 'c> {
    fn request(&self, filler: &mut Filler<'c, '_>, credentials: &mut Option<Credentials>) -> Option<Http> {
        let (contract, shape, about) = (self.contract, self.shape, &self.draft.change.about);
        let operation = &contract.operations[self.operation];
        let value = match shape {
            Shape::Empty => Some(Value::String(String::new())),
            Shape::Written => filler.several(self.is_new, contract.parameters_of(operation).find(|p| p.at == self.at)?),
            _ => None,
        };
        let given = value.as_ref().map(|value| (self.at, value));
        let mut writer = Writer::new(filler, self.is_new, self.operation, given);
        if shape == Shape::RequestTo {
            writer.http.path.clone_from(about);
        }
        writer.fields();
        if shape == Shape::Credentials {
            let security = contract.security_of(operation);
            let mut all = security.into_iter().flat_map(|security| &security.alternatives);
            let is_it = |a: &&SecurityAlternative| {
                a.schemes.first().map_or(a.at, |scheme| scheme.key) == self.draft.change.old.at
            };
            let schemes = all.find(is_it).map_or(&[][..], |lost| &lost.schemes);
            writer.credentials(schemes);
            let scopes = |scopes: &[(_, At)]| scopes.iter().map(|s| contract.text(s.0).to_owned()).collect();
            let named = schemes.iter().map(|s| (contract.text(s.name).to_owned(), scopes(&s.scopes)));
            *credentials = Some(named.collect());
        } else {
            writer.usual_credentials();
        }
        let body = contract.request_body_of(operation).filter(|_| shape != Shape::NoBody);
        if shape == Shape::In {
            self.body_about(&mut writer, &body?.content)?;
        } else if let Some(body) = body.filter(|body| body.required) {
            writer.filled_body(&body.content);
        }
        Some(writer.http)
    }

    /// A response, with the status and the place of the one in which the change was made, or of the status that the
    /// change is about.
    fn response(&self, filler: &mut Filler<'c, '_>, known: Option<(String, At)>) -> Option<Http> {
        let contract = self.contract;
        let operation = &contract.operations[self.operation];
        let (status, response) = if let Some((status, at)) = known {
            (status, contract.responses_of(operation).map(|r| r.1).find(|response| response.at == at)?)
        } else {
            let status = Status::parse(&self.draft.change.about);
            let id = effective(contract, &operation.responses, status)?.used.id?;
            (code(status, &operation.responses.iter().map(|r| r.status).collect()), &contract.responses[id])
        };
        let header = contract.headers_of(&response.headers).map(|h| h.1).find(|header| header.at == self.at);
        let header = header.filter(|_| self.shape == Shape::Written);
        let value = header.and_then(|header| filler.several(self.is_new, header));
        let given = value.as_ref().map(|value| (self.at, value));
        let mut writer = Writer::new(filler, self.is_new, self.operation, given);
        writer.http.status = Some(status);
        writer.headers(response);
        if matches!(self.shape, Shape::In | Shape::Asked) {
            self.body_about(&mut writer, &response.content)?;
        } else {
            writer.filled_body(&response.content);
        }
        Some(writer.http)
    }

    /// A body in the media type that the change is about.
    fn body_about(&self, writer: &mut Writer<'_, 'c, '_>, content: &'c [Named<MediaType>]) -> Option<()> {
        let mut all = self.contract.media_types_of(content);
        let is_it = |named: &Named<MediaType>| media_name(self.contract.text(named.name)) == self.draft.change.about;
        let (named, media_type) = all.find(|m| is_it(m.0))?;
        writer.body_in(named, media_type);
        // How a value is written in XML and its like is not known here.
        let name = self.contract.text(named.name);
        if notation_of(name) == Notation::Typed && !name.contains("json") && !name.contains('*') {
            writer.http.body = Some(Body::Text(template("body")));
        }
        Some(())
    }
}
