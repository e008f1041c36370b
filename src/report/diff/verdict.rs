//! The last lines: what all changes come to, and what they ask of the version.

use std::fmt::Write as _;

use crate::diff::version::{Bump, Declared, Habit, Versions};
use crate::diff::{Comparison, Compatibility, Level, Policy};
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
        if comparison.policy != Policy::Strict {
            let policy = comparison.policy;
            pen.paragraph(out, Tone::Info, "policy: ", &format!("{}, {}", policy.as_str(), policy.summary()));
        }
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
pub(in crate::report) fn version(comparison: &Comparison) -> (Tone, String) {
    let versions @ Versions { old, new, required, declared } = &comparison.versions;
    let asked = match required {
        Bump::None | Bump::Down => "the changes ask for no bump".to_owned(),
        bump => format!("the changes ask for a {} bump", bump.as_str()),
    };
    let Some(declared) = declared else {
        let text = match (old, new) {
            (Some(old), Some(new)) if old == new => format!("{new} as before (not semantic), {asked}"),
            (Some(old), Some(new)) => format!("{old} -> {new} (not semantic), {asked}"),
            _ => format!("not said on both sides, {asked}"),
        };
        return (Tone::Info, text);
    };
    let Declared { old, new, bump, least, .. } = declared;
    let place = match declared.habit {
        Habit::Info => "",
        Habit::Address => " in the address",
        Habit::MediaType => " in media types",
        Habit::Parameter => " in a parameter",
    };
    let (did, one) = match bump {
        Bump::None => (format!("{new}{place} as before"), "bump"),
        Bump::Down => (format!("{old} -> {new}{place} goes back"), "bump"),
        bump => (format!("{old} -> {new}{place} is a {} bump", bump.as_str()), "one"),
    };
    // What a version cannot say, nobody asks of it.
    let required = if required < least { Bump::None } else { *required };
    let enough = versions.enough() != Some(false);
    let proved = comparison.compatibility() < Compatibility::Unproven;
    let judged = match (enough, required) {
        (true, Bump::None) if *bump == Bump::None => "and no bump is needed".to_owned(),
        (true, Bump::None) => "though nothing asks for one".to_owned(),
        (true, required) if *bump > required => format!("a {} one would be enough", required.as_str()),
        // Otherwise this would have asked for a major one.
        (true, Bump::Minor) if !proved => "which is enough before 1.0.0".to_owned(),
        (true, Bump::Patch) if !proved => "which is enough after a pre-release".to_owned(),
        (true, _) => "which is enough".to_owned(),
        (false, Bump::None | Bump::Down) => "and no bump is needed".to_owned(),
        (false, required) => {
            let next = declared.next.as_ref().map(|next| format!(": {next}")).unwrap_or_default();
            format!("a {} {one} is needed{next}", required.as_str())
        }
    };
    (if enough { Tone::Info } else { Tone::Warning }, format!("{did}, {judged}"))
}

/// The very last line, where a run was to fail if the version went less far than the changes ask for.
pub(super) fn check_version(out: &mut String, pen: &Pen, comparison: &Comparison) {
    let versions = &comparison.versions;
    let (tone, text) = match (versions.enough(), &versions.declared) {
        (Some(false), Some(Declared { next: Some(next), new, .. })) => {
            (Tone::Error, format!("failed: {new} is too small a version, {next} is the next one that would do"))
        }
        (Some(false), _) => {
            (Tone::Error, format!("failed: the version is too small, a {} bump is needed", versions.required.as_str()))
        }
        (None, _) if versions.required > Bump::None => {
            (Tone::Warning, "not checked: no version is said on both sides that could be compared".to_owned())
        }
        _ => return,
    };
    pen.paragraph(out, tone, "check-version: ", &text);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_judged_in_a_sentence() {
        let judge = |old: &str, new: &str, required, declared: Option<(Habit, Bump, Bump, &str)>| {
            let (old, new) = (old.to_owned(), new.to_owned());
            let declared = declared.map(|(habit, bump, least, next)| {
                let next = Some(next.to_owned()).filter(|next| !next.is_empty());
                Declared { habit, old: old.clone(), new: new.clone(), bump, least, next }
            });
            let versions = Versions { old: Some(old), new: Some(new), required, declared };
            let comparison = Comparison { changes: Vec::new(), versions, policy: Policy::Strict };
            let pen = Pen::new(200, false, true);
            let mut last = String::new();
            check_version(&mut last, &pen, &comparison);
            (version(&comparison).1, last)
        };
        let info = |bump, next| Some((Habit::Info, bump, Bump::Patch, next));
        let address = |bump, next| Some((Habit::Address, bump, Bump::Major, next));
        let too_small = |new: &str, next: &str| {
            format!("check-version: failed: {new} is too small a version, {next} is the next one that would do\n")
        };
        for (old, new, required, declared, expected, last) in [
            ("1.0.0", "1.0.0", Bump::None, info(Bump::None, "1.0.0"), "1.0.0 as before, and no bump is needed", None),
            (
                "1.0.0",
                "1.0.0",
                Bump::Minor,
                info(Bump::None, "1.1.0"),
                "1.0.0 as before, a minor bump is needed: 1.1.0",
                Some(too_small("1.0.0", "1.1.0")),
            ),
            (
                "1.0.0",
                "1.0.1",
                Bump::Major,
                info(Bump::Patch, "2.0.0"),
                "1.0.0 -> 1.0.1 is a patch bump, a major one is needed: 2.0.0",
                Some(too_small("1.0.1", "2.0.0")),
            ),
            (
                "1.0.0",
                "1.1.0",
                Bump::Minor,
                info(Bump::Minor, "1.1.0"),
                "1.0.0 -> 1.1.0 is a minor bump, which is enough",
                None,
            ),
            (
                "1.0.0",
                "2.0.0",
                Bump::Patch,
                info(Bump::Major, "1.0.1"),
                "1.0.0 -> 2.0.0 is a major bump, a patch one would be enough",
                None,
            ),
            (
                "1.0.0",
                "1.1.0",
                Bump::None,
                info(Bump::Minor, "1.0.0"),
                "1.0.0 -> 1.1.0 is a minor bump, though nothing asks for one",
                None,
            ),
            (
                "2.0.0",
                "1.0.0",
                Bump::None,
                info(Bump::Down, "2.0.0"),
                "2.0.0 -> 1.0.0 goes back, and no bump is needed",
                Some(too_small("1.0.0", "2.0.0")),
            ),
            (
                "2.0.0",
                "1.0.0",
                Bump::Patch,
                info(Bump::Down, "2.0.1"),
                "2.0.0 -> 1.0.0 goes back, a patch bump is needed: 2.0.1",
                Some(too_small("1.0.0", "2.0.1")),
            ),
            (
                "v1",
                "v1",
                Bump::Minor,
                address(Bump::None, "v1"),
                "v1 in the address as before, and no bump is needed",
                None,
            ),
            (
                "v1",
                "v1",
                Bump::Major,
                address(Bump::None, "v2"),
                "v1 in the address as before, a major bump is needed: v2",
                Some(too_small("v1", "v2")),
            ),
            (
                "v1beta1",
                "v1beta1",
                Bump::Major,
                address(Bump::None, ""),
                "v1beta1 in the address as before, a major bump is needed",
                Some("check-version: failed: the version is too small, a major bump is needed\n".to_owned()),
            ),
            (
                "v1",
                "v2",
                Bump::Major,
                None,
                "v1 -> v2 (not semantic), the changes ask for a major bump",
                Some(
                    "check-version: not checked: no version is said on both sides that could be compared\n".to_owned(),
                ),
            ),
            ("v1", "v1", Bump::None, None, "v1 as before (not semantic), the changes ask for no bump", None),
        ] {
            assert_eq!(judge(old, new, required, declared), (expected.to_owned(), last.unwrap_or_default()));
        }
        let versions = Versions { old: Some("1".to_owned()), new: None, required: Bump::Minor, declared: None };
        let comparison = Comparison { changes: Vec::new(), versions, policy: Policy::Strict };
        assert_eq!(version(&comparison).1, "not said on both sides, the changes ask for a minor bump");
    }
}
