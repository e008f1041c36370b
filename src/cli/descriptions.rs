//! Why a description cannot be worked with.

use super::failure::Failure;
use crate::contract::NotOpenApi;
use crate::contract::sniff::looks_like;
use crate::finding::Span;
use crate::source::document::Document;
use crate::source::input::InputError;

/// An argument that leads to no document.
pub(super) fn unopened(error: &InputError) -> Failure {
    Failure::new(error.to_string())
}

/// A text that breaks off, at the place where it does; or else the document.
pub(super) fn broken(document: Document) -> Result<Failure, Box<Document>> {
    let document = Box::new(document);
    let Some(problem) = document.problems.iter().find(|problem| problem.fatal) else { return Err(document) };
    let span = (problem.start, problem.end);
    let message = format!("{} cannot be read: {}", document.name, problem.message);
    let help = problem.help.clone();
    Ok(Failure::Placed { document, span, label: String::new(), message, help })
}

/// A document that is no description, and what it is instead.
pub(super) fn no_description(name: &str, reason: &NotOpenApi, document: Document) -> Failure {
    let document = match broken(document) {
        Ok(failure) => return failure,
        Err(document) => document,
    };
    // The place of a version that is not known, or else the root.
    if let Some(at) = reason.at.filter(|at| at.node != 0) {
        let span = Span::shown(&document, at.node);
        let message = format!("{name} cannot be read: {}", reason.message);
        return Failure::Placed { document, span, label: "this version".into(), message, help: None };
    }
    Failure::new(format!("{name} is not an OpenAPI description: this is {}", looks_like(&document)))
}
