//! What a stream can show: colour, width, line drawing.

use std::io::IsTerminal;

use super::args::Color;

/// How wide text is where nobody says it.
const WIDTH: usize = 80;
/// Lines that are longer than this are hard to read, however wide the terminal is.
const WIDEST: usize = 120;

/// What one of the streams can show.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Terminal {
    /// Whether a person sits before it.
    pub(super) interactive: bool,
    /// Whether to use colour.
    pub(super) color: bool,
    /// The number of columns.
    pub(super) width: usize,
    /// Whether frames may be drawn with lines of Unicode.
    pub(super) unicode: bool,
}

impl Terminal {
    /// What standard output can show.
    pub(super) fn stdout(choice: Color) -> Self {
        Self::of(&super::stdout(), terminal_size::terminal_size_of(super::stdout()), choice)
    }

    /// What standard error can show.
    pub(super) fn stderr(choice: Color) -> Self {
        Self::of(&std::io::stderr(), terminal_size::terminal_size_of(std::io::stderr()), choice)
    }

    fn of(
        stream: &impl IsTerminal,
        size: Option<(terminal_size::Width, terminal_size::Height)>,
        choice: Color,
    ) -> Self {
        let interactive = stream.is_terminal();
        let columns = size.map(|(width, _)| usize::from(width.0));
        let terminal = decide(choice, interactive, columns, cfg!(windows), super::variable);
        // An older Windows console shows colour only when it is told to.
        let able = !terminal.color || !interactive || anstyle_query::windows::enable_ansi_colors().unwrap_or(true);
        Self { color: terminal.color && (able || choice == Color::Always), ..terminal }
    }

    /// Whether a line may be written over and over to show how far the work is.
    pub(super) fn animates(self) -> bool {
        self.interactive && super::variable("TERM").as_deref() != Some("dumb")
    }
}

fn decide(
    choice: Color,
    interactive: bool,
    columns: Option<usize>,
    windows: bool,
    variable: impl Fn(&str) -> Option<String>,
) -> Terminal {
    let said = |name: &str| variable(name).filter(|value| !value.is_empty());
    let on = |name: &str| said(name).is_some_and(|value| value != "0" && value != "false");
    let off = |name: &str| said(name).is_some_and(|value| value == "0" || value == "false");
    let dumb = said("TERM").map_or(!windows, |term| term == "dumb");
    let color = match choice {
        Color::Always => true,
        Color::Never => false,
        Color::Auto if said("NO_COLOR").is_some() => false,
        Color::Auto if on("FORCE_COLOR") || on("CLICOLOR_FORCE") => true,
        Color::Auto => interactive && !dumb && !off("FORCE_COLOR") && !off("CLICOLOR"),
    };
    let width = said("COLUMNS").and_then(|columns| columns.parse().ok()).or(columns).filter(|width| *width > 0);
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(said).map(|locale| locale.to_ascii_lowercase());
    let unicode = if windows {
        // A console takes Unicode whatever its code page; a pipe is read in the code page by most that read it.
        interactive
    } else {
        // Without any locale, as in a container, what shows the log is a program of today.
        locale.is_none_or(|locale| locale.contains("utf-8") || locale.contains("utf8"))
            && said("TERM").as_deref() != Some("linux")
    };
    Terminal { interactive, color, width: width.unwrap_or(WIDTH).min(WIDEST), unicode }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(choice: Color, interactive: bool, windows: bool, variables: &[(&str, &str)]) -> Terminal {
        decide(choice, interactive, None, windows, |name| {
            variables.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn colour_is_for_those_who_want_it() {
        use Color::{Always, Auto, Never};
        let xterm = ("TERM", "xterm");
        for (choice, interactive, variables, expected) in [
            (Auto, true, &[xterm][..], true),
            (Auto, false, &[xterm], false),
            (Auto, true, &[], false),
            (Auto, true, &[("TERM", "dumb")], false),
            (Auto, true, &[xterm, ("NO_COLOR", "1")], false),
            (Auto, true, &[xterm, ("NO_COLOR", "")], true),
            (Auto, false, &[("FORCE_COLOR", "1")], true),
            (Auto, false, &[("FORCE_COLOR", "0")], false),
            (Auto, true, &[xterm, ("FORCE_COLOR", "0")], false),
            (Auto, false, &[("CLICOLOR_FORCE", "1")], true),
            (Auto, false, &[("CLICOLOR_FORCE", "0")], false),
            (Auto, true, &[xterm, ("CLICOLOR", "0")], false),
            (Auto, false, &[("NO_COLOR", "1"), ("FORCE_COLOR", "1")], false),
            (Always, false, &[("NO_COLOR", "1")], true),
            (Never, true, &[xterm, ("FORCE_COLOR", "1")], false),
        ] {
            assert_eq!(with(choice, interactive, false, variables).color, expected, "{choice:?} {variables:?}");
        }
        assert!(with(Auto, true, true, &[]).color, "Windows has no TERM");
    }

    #[test]
    fn frames_are_drawn_in_unicode_where_it_is_read() {
        for (variables, expected) in [
            (&[][..], true),
            (&[("LANG", "en_US.UTF-8")], true),
            (&[("LANG", "de_DE.utf8")], true),
            (&[("LANG", "C")], false),
            (&[("LC_ALL", "C"), ("LANG", "en_US.UTF-8")], false),
            (&[("LC_ALL", ""), ("LANG", "en_US.UTF-8")], true),
            (&[("TERM", "linux"), ("LANG", "en_US.UTF-8")], false),
        ] {
            assert_eq!(with(Color::Auto, true, false, variables).unicode, expected, "{variables:?}");
        }
        assert!(with(Color::Auto, true, true, &[]).unicode);
        assert!(!with(Color::Auto, false, true, &[]).unicode);
    }

    #[test]
    fn the_width_has_bounds() {
        assert_eq!(with(Color::Auto, false, false, &[]).width, 80);
        assert_eq!(with(Color::Auto, false, false, &[("COLUMNS", "100")]).width, 100);
        assert_eq!(with(Color::Auto, false, false, &[("COLUMNS", "300")]).width, 120);
        assert_eq!(with(Color::Auto, false, false, &[("COLUMNS", "0")]).width, 80);
        assert_eq!(with(Color::Auto, false, false, &[("COLUMNS", "wide")]).width, 80);
    }
}
