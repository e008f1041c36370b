//! What a run says to the shell.

use std::process::ExitCode;

/// The exit codes: the same for every command and every format. Ordered: of several outcomes the last one counts.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Exit {
    /// The job was done, and nothing was found at or above the severity of `--fail-on`.
    Clean = 0,
    /// The job was done, and something was found at or above the severity of `--fail-on`.
    Found = 1,
    /// The job, or a part of it, could not be done: no such file, not an OpenAPI description, a bad flag, a mistake in
    /// the configuration, a fault of caveat itself. What could be done is shown all the same.
    Failed = 2,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        ExitCode::from(exit as u8)
    }
}
