//! `--format`, which may be said several times: what to write, and where to.

use std::ffi::OsStr;
use std::path::PathBuf;

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Arg, Command, Error};

use crate::report::format::{self, FORMATS, Format};

/// A format and the file that it is written to; standard output without one.
#[derive(Clone)]
pub(in crate::cli) struct Output {
    pub(in crate::cli) format: &'static Format,
    pub(in crate::cli) file: Option<PathBuf>,
}

/// The help of `--format`, with what one command has to say of it.
pub(super) fn help(more: &str) -> String {
    let names: Vec<&str> = FORMATS.iter().map(|format| format.name).collect();
    let (last, rest) = names.split_last().map_or(("", &[][..]), |(last, rest)| (*last, rest));
    format!(
        "Write {} or {last}; {more}. As FORMAT=FILE to a file, and several times for several files [default: text]",
        rest.join(", ")
    )
}

/// Reads `sarif` and `sarif=out.sarif`.
#[derive(Clone)]
pub(super) struct OutputParser;

impl TypedValueParser for OutputParser {
    type Value = Output;

    fn parse_ref(&self, command: &Command, arg: Option<&Arg>, value: &OsStr) -> Result<Output, Error> {
        let text = value.to_str();
        let (name, file) = match text.and_then(|text| text.split_once('=')) {
            Some((name, file)) => (OsStr::new(name), Some(file)),
            None => (value, None),
        };
        let names = PossibleValuesParser::new(FORMATS.iter().map(|format| format.name));
        let known = names.parse_ref(command, arg, name)?;
        let Some(format) = format::find(&known) else { return Err(Error::new(clap::error::ErrorKind::InvalidValue)) };
        if file == Some("") {
            let message = format!("`--format {known}=` names no file\n");
            return Err(Error::raw(clap::error::ErrorKind::InvalidValue, message).with_cmd(command));
        }
        Ok(Output { format, file: file.filter(|file| *file != "-").map(PathBuf::from) })
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new(FORMATS.iter().map(|format| PossibleValue::new(format.name).help(format.summary))))
    }
}
