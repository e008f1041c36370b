//! Keywords of strings, and `format`, which numbers have as well.

use super::Pair;
use super::flat::Flat;
use crate::contract::keywords::Keyword;
use crate::contract::{At, Types};
use crate::diff::aspects::Aspect;
use crate::diff::change::Effect;
use crate::diff::walk::Walk;
use crate::schema::strings;

impl<'c> Walk<'c> {
    pub(super) fn strings(&mut self, pair: Pair<'_, 'c>) {
        self.format(pair);
        if !Self::matters(pair, Types::STRING) {
            return;
        }
        self.counts(
            pair,
            [(Aspect::MaxLength, Keyword::MaxLength, true), (Aspect::MinLength, Keyword::MinLength, false)],
        );
        self.plain(pair, Aspect::Pattern, &[Keyword::Pattern]);
        self.rewrites(
            pair,
            Aspect::Content,
            &[Keyword::ContentEncoding, Keyword::ContentMediaType, Keyword::ContentSchema],
        );
    }

    pub(super) fn format(&mut self, pair: Pair<'_, 'c>) {
        let read = |flat: &Flat<'c>| {
            let part = flat.parts.iter().find(|p| p.has(Keyword::Format))?;
            Some((part.text(Keyword::Format)?.into_owned(), part.value_at(Keyword::Format)?))
        };
        let (was, is) = (read(pair.old), read(pair.new));
        let text = |f: &Option<(String, At)>| f.as_ref().map(|f| f.0.clone());
        let (was_text, is_text) = (text(&was), text(&is));
        let decided = pair.old.values.is_some() && pair.new.values.is_some();
        if was_text == is_text || decided {
            return;
        }
        let at = |f: &Option<(String, At)>, flat: &Flat<'_>| f.as_ref().map_or(flat.at, |f| f.1);
        let (old_at, new_at) = (at(&was, pair.old), at(&is, pair.new));
        let label = |f: Option<&str>| f.map_or_else(|| "none".to_owned(), |f| format!("`{f}`"));
        for (effect, was, is) in format_effects(was_text.as_deref(), is_text.as_deref(), pair) {
            self.aspect(pair, Aspect::Format, effect, old_at, new_at, &label(was), &label(is));
        }
    }
}

/// Formats of numbers, each with what it is narrower than. Those of texts are `strings::format_implies`; others are
/// hints.
const NUMBERS: [(&str, &[&str]); 4] =
    [("int32", &["int64", "float", "double"]), ("int64", &[]), ("float", &["double"]), ("double", &[])];

/// Whether texts of this format may be those of numbers or booleans too; nothing for one that says nothing of texts.
pub(super) fn format_may_be_plain(format: &str) -> Option<bool> {
    // Formats that some number fits, fit one of these, whose lengths suit encodings by four characters.
    let plain = ["1", "1234", "true"];
    strings::is_format(format).then(|| plain.iter().any(|text| strings::format_accepts(format, text) != Some(false)))
}

type FormatChange<'t> = (Effect, Option<&'t str>, Option<&'t str>);

/// The effects of a change of format. One that asserts and one that only hints are two changes: what was asserted no
/// longer is, and the hint is another.
fn format_effects<'t>(was: Option<&'t str>, is: Option<&'t str>, pair: Pair<'_, '_>) -> Vec<FormatChange<'t>> {
    let number = |f: &str| NUMBERS.iter().find(|row| row.0 == f);
    let shared = pair.old.types.both(pair.new.types);
    let speaks = |f: &str| match f {
        "int32" | "int64" => shared.overlaps(Types::INTEGER),
        "float" | "double" => shared.overlaps(Types::INTEGER.with(Types::NUMBER)),
        _ => strings::is_format(f) && shared.overlaps(Types::STRING),
    };
    // `double` bounds no number that anybody sends; it says how precise it is.
    let asserts = |f: Option<&str>| f.is_some_and(|f| speaks(f) && f != "double");
    let narrower =
        |a: &str, b: &str| number(a).map_or_else(|| a != b && strings::format_implies(a, b), |row| row.1.contains(&b));
    match (was, is) {
        (Some(w), Some(i)) if asserts(was) && asserts(is) || narrower(w, i) || narrower(i, w) => {
            let effect = match () {
                () if narrower(w, i) => Effect::Widens,
                () if narrower(i, w) => Effect::Narrows,
                () => Effect::Replaces,
            };
            vec![(effect, was, is)]
        }
        (w, None) if asserts(w) => vec![(Effect::Widens, was, is)],
        (None, i) if asserts(i) => vec![(Effect::Narrows, was, is)],
        (w, i) if asserts(w) => vec![(Effect::Widens, w, None), (Effect::Annotates, None, i)],
        (w, i) if asserts(i) => vec![(Effect::Narrows, None, i), (Effect::Annotates, w, None)],
        _ => vec![(Effect::Annotates, was, is)],
    }
}
