//! What a schema accepts: whether everything that one schema accepts is accepted by another, and a value that shows
//! it when it is not. Knows no HTTP.

pub mod number;
pub mod strings;
pub mod value;
