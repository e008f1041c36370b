//! The paths of rules: JSONPath as Spectral writes it, evaluated over the tape.

mod dialect;
mod evaluate;
mod script;
mod values;

use jsonpath_rust::parser::model::Segment;
use jsonpath_rust::parser::parse_json_path;

use dialect::Piece;
pub(super) use evaluate::{Hit, Walk};
pub(super) use script::literally;
pub(super) use values::truthy;

/// A path that can be run.
#[derive(Debug)]
pub(super) struct Given(Vec<Step>);

#[derive(Debug)]
enum Step {
    /// What the standard has.
    Query(Vec<Segment>),
    /// `^`
    Parent,
    /// `~`
    Key,
}

impl Given {
    /// Reads a path, or says why it cannot be run.
    pub(super) fn parse(text: &str) -> Result<Given, String> {
        let step = |piece| match piece {
            Piece::Query(query) => match parse_json_path(&query) {
                Ok(query) => Ok(Step::Query(query.segments)),
                Err(_) => Err("it is no JSONPath as RFC 9535 has it".to_owned()),
            },
            Piece::Parent => Ok(Step::Parent),
            Piece::Key => Ok(Step::Key),
        };
        dialect::pieces(text)?.into_iter().map(step).collect::<Result<_, _>>().map(Given)
    }
}
