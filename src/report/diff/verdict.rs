//! The last lines: what all changes come to, and what they ask of the version.

use std::fmt::Write as _;

use crate::diff::version::{Bump, Versions};
use crate::diff::{Comparison, Compatibility, Level};
use crate::report::frame::{Pen, Tone};

/// Writes both lines; of descriptions without changes there is only one to write.
pub(super) fn write(out: &mut String, pen: &Pen, comparison: &Comparison, show: Level) {
    let compatibility = comparison.compatibility();
    let tone = match compatibility {
        Compatibility::Breaking => Tone::Error,
        Compatibility::Unproven => Tone::Warning,
        Compatibility::Identical | Compatibility::Compatible => Tone::Info,
    };
    pen.paragraph(out, tone, &format!("{}: ", compatibility.as_str()), &counts(comparison, show));
    if compatibility != Compatibility::Identical {
        let (tone, text) = version(comparison);
        pen.paragraph(out, tone, "version: ", &text);
    }
}

/// How many changes there are of each level, and how to see those that are not shown.
fn counts(comparison: &Comparison, show: Level) -> String {
    let present = |shown: bool| {
        let present = Level::ALL.into_iter().filter(|&level| comparison.count(level) > 0);
        present.filter(move |&level| (level >= show) == shown)
    };
    let list = |shown| {
        let counts = present(shown).map(|level| format!("{} {}", comparison.count(level), level.as_str()));
        counts.collect::<Vec<_>>().join(", ")
    };
    let mut text = list(true);
    if let Some(last) = present(false).next_back() {
        let sign = if text.is_empty() { "" } else { ", " };
        let _ = write!(text, "{sign}{} (not shown; --show {})", list(false), last.as_str());
    }
    if text.is_empty() { "no changes".into() } else { text }
}

/// What the author did to the version, and what the changes ask for.
fn version(comparison: &Comparison) -> (Tone, String) {
    let Versions { old, new, required, declared } = &comparison.versions;
    let asked = match required {
        Bump::None | Bump::Down => "the changes ask for no bump".to_owned(),
        bump => format!("the changes ask for a {} bump", bump.as_str()),
    };
    let (Some(old), Some(new)) = (old, new) else {
        return (Tone::Info, format!("not said on both sides, {asked}"));
    };
    let Some(declared) = *declared else {
        let said = if old == new { format!("{new} as before") } else { format!("{old} -> {new}") };
        return (Tone::Info, format!("{said} (not semantic), {asked}"));
    };
    let (did, one) = match declared {
        Bump::None => (format!("{new} as before"), "bump"),
        Bump::Down => (format!("{old} -> {new} goes back"), "bump"),
        bump => (format!("{old} -> {new} is a {} bump", bump.as_str()), "one"),
    };
    let enough = declared >= *required;
    let judged = match (enough, required) {
        (true, Bump::None) if declared == Bump::None => "and no bump is needed".to_owned(),
        (true, Bump::None) => "though nothing asks for one".to_owned(),
        (true, required) if declared > *required => format!("a {} one would be enough", required.as_str()),
        // After 1.0.0 this would have asked for a major one.
        (true, Bump::Minor) if comparison.compatibility() >= Compatibility::Unproven => {
            "which is enough before 1.0.0".to_owned()
        }
        (true, _) => "which is enough".to_owned(),
        (false, Bump::None | Bump::Down) => "and no bump is needed".to_owned(),
        (false, required) => format!("a {} {one} is needed", required.as_str()),
    };
    (if enough { Tone::Info } else { Tone::Warning }, format!("{did}, {judged}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_judged_in_a_sentence() {
        let some = |text: &str| Some(text.to_owned());
        for (old, new, required, declared, expected) in [
            ("1.0.0", "1.0.0", Bump::None, Some(Bump::None), "1.0.0 as before, and no bump is needed"),
            ("1.0.0", "1.0.0", Bump::Minor, Some(Bump::None), "1.0.0 as before, a minor bump is needed"),
            ("1.0.0", "1.0.1", Bump::Major, Some(Bump::Patch), "1.0.0 -> 1.0.1 is a patch bump, a major one is needed"),
            ("1.0.0", "1.1.0", Bump::Minor, Some(Bump::Minor), "1.0.0 -> 1.1.0 is a minor bump, which is enough"),
            (
                "1.0.0",
                "2.0.0",
                Bump::Patch,
                Some(Bump::Major),
                "1.0.0 -> 2.0.0 is a major bump, a patch one would be enough",
            ),
            (
                "1.0.0",
                "1.1.0",
                Bump::None,
                Some(Bump::Minor),
                "1.0.0 -> 1.1.0 is a minor bump, though nothing asks for one",
            ),
            ("2.0.0", "1.0.0", Bump::None, Some(Bump::Down), "2.0.0 -> 1.0.0 goes back, and no bump is needed"),
            ("2.0.0", "1.0.0", Bump::Patch, Some(Bump::Down), "2.0.0 -> 1.0.0 goes back, a patch bump is needed"),
            ("v1", "v2", Bump::Major, None, "v1 -> v2 (not semantic), the changes ask for a major bump"),
            ("v1", "v1", Bump::None, None, "v1 as before (not semantic), the changes ask for no bump"),
        ] {
            let versions = Versions { old: some(old), new: some(new), required, declared };
            let (_, text) = version(&Comparison { changes: Vec::new(), versions });
            assert_eq!(text, expected);
        }
        let versions = Versions { old: some("1"), new: None, required: Bump::Minor, declared: None };
        let (_, text) = version(&Comparison { changes: Vec::new(), versions });
        assert_eq!(text, "not said on both sides, the changes ask for a minor bump");
    }
}
