//! One set of findings over a few documents, written in every format and compared with the files in
//! `fixtures/report`, which `UPDATE=1` writes anew; and what must hold for any findings over any documents.

mod diff;
mod fit;
mod golden;
mod set;
mod speed;
mod whole;
