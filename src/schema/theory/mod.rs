//! The theories: a value of one type that a conjunction of atoms accepts, or the certainty that there is none.

mod arrays;
mod numbers;
mod objects;
mod texts;
