//! What a schema accepts: whether everything that one schema accepts is accepted by another, and a value that shows
//! it when it is not. Knows no HTTP.

pub mod evaluate;
pub mod number;
pub mod value;

/// Which messages a schema is read for. Properties that are only read do not exist in requests, and those that are only
/// written not in responses: neither as properties nor in `required`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum Projection {
    /// All messages: every property exists.
    #[default]
    Whole,
    /// Requests: `readOnly` properties do not exist.
    Request,
    /// Responses: `writeOnly` properties do not exist.
    Response,
}
