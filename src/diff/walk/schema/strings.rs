//! Keywords of strings, and `format`, which numbers have as well.

use super::Pair;
use super::flat::Flat;
use crate::contract::keywords::Keyword;
use crate::contract::{At, SchemaView, Types};
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
        self.rewrites(pair, Aspect::Content, &[Keyword::ContentSchema]);
        for (keyword, the_same) in [
            (Keyword::ContentMediaType, on_both(pair, is_binary)),
            (Keyword::ContentEncoding, on_both(pair, is_base64)),
        ] {
            if !the_same {
                self.rewrites(pair, Aspect::Content, &[keyword]);
            }
        }
    }

    pub(super) fn format(&mut self, pair: Pair<'_, 'c>) {
        let (binary, base64) = (on_both(pair, is_binary), on_both(pair, is_base64));
        let by_content = |format: &str| binary && format == "binary" || base64 && format == "byte";
        let read = |flat: &Flat<'c>| {
            let said = flat.parts.iter().find_map(|p| Some((p.format()?.into_owned(), p)));
            let (format, part) = said.filter(|(format, _)| !by_content(format))?;
            Some((format, part.value_at(Keyword::Format).or(part.value_at(Keyword::Type))?))
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

/// Bytes of any kind: `binary` as a format, and since 3.1 a media type of the content.
fn is_binary(part: SchemaView<'_>) -> bool {
    part.format().is_some_and(|f| f == "binary")
        || part.text(Keyword::ContentMediaType).is_some_and(|t| t == "application/octet-stream")
}

/// Bytes as base64: `byte` as a format, and since 3.1 an encoding of the content.
fn is_base64(part: SchemaView<'_>) -> bool {
    part.is_base64() || part.format().is_some_and(|f| f == "byte")
}

/// Whether both sides are bytes of the same kind, which one may say by a format and the other by its content.
pub(super) fn same_bytes(pair: Pair<'_, '_>) -> bool {
    on_both(pair, is_binary) || on_both(pair, is_base64)
}

/// Whether both sides say something, in whatever words.
fn on_both(pair: Pair<'_, '_>, says: fn(SchemaView<'_>) -> bool) -> bool {
    [pair.old, pair.new].iter().all(|flat| flat.parts.iter().any(|&part| says(part)))
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
