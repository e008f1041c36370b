//! Patterns of JSON Pointers: `/components/schemas/Legacy*`, `/paths/*/get`, `/**/x-internal`.

use std::collections::BTreeSet;

use crate::source::document::{Document, Step};

/// A pattern of places in a document. It fits a place that it names, and all places below that.
#[derive(Clone, Debug)]
pub struct PointerPattern {
    /// As it is written.
    pub written: String,
    steps: Vec<PatternStep>,
}

#[derive(Clone, Debug)]
enum PatternStep {
    /// Any number of steps.
    Any,
    /// One step: pieces of text, between which anything may stand.
    One(Vec<String>),
}

impl PointerPattern {
    /// Reads a pattern; or says what is wrong with it.
    pub(super) fn parse(written: &str) -> Result<Self, &'static str> {
        let pointer = written.strip_prefix('#').unwrap_or(written);
        let rest = pointer.strip_prefix('/').ok_or("a JSON Pointer begins with `/`")?;
        let mut steps = Vec::new();
        for step in rest.split('/') {
            if step == "**" {
                steps.push(PatternStep::Any);
                continue;
            }
            let pieces = step.split('*').map(unescaped).collect::<Option<Vec<String>>>();
            steps.push(PatternStep::One(pieces.ok_or("in a JSON Pointer `~` stands before `0` or `1`")?));
        }
        Ok(Self { written: written.to_owned(), steps })
    }

    /// Whether there is any place in a document that the pattern names.
    pub fn leads_in(&self, doc: &Document) -> bool {
        let mut places: BTreeSet<u32> = doc.root().map(|root| root.at).into_iter().collect();
        for step in &self.steps {
            let mut next = BTreeSet::new();
            let mut todo: Vec<u32> = places.iter().copied().collect();
            while let Some(place) = todo.pop() {
                let view = doc.view(place);
                let members = view.members().map(|member| (member.text().into_owned(), member.value.at));
                let items = view.items().enumerate().map(|(position, item)| (position.to_string(), item.at));
                for (key, inner) in members.chain(items) {
                    match step {
                        PatternStep::One(pieces) => drop(fits(pieces, &key) && next.insert(inner)),
                        PatternStep::Any if next.insert(inner) => todo.push(inner),
                        PatternStep::Any => {}
                    }
                }
            }
            if matches!(step, PatternStep::Any) {
                next.extend(places);
            }
            places = next;
        }
        !places.is_empty()
    }

    /// Whether the pattern fits a place, itself or with one that holds it.
    pub fn matches(&self, doc: &Document, node: u32) -> bool {
        self.fits(&doc.steps(node).iter().map(text).collect::<Vec<String>>())
    }

    /// Whether the pattern fits the place at the end of these steps, itself or with one that holds it.
    pub fn fits(&self, place: &[String]) -> bool {
        self.follow(place).1
    }

    /// Whether the pattern fits this place, or may fit one below it.
    pub fn may_lead_below(&self, place: &[String]) -> bool {
        let (below, fits) = self.follow(place);
        below || fits
    }

    /// Whether the pattern goes on below a place, and whether it fits the place or one that holds it.
    fn follow(&self, place: &[String]) -> (bool, bool) {
        // How many steps of the place the pattern read so far may have taken; all of them are followed at once.
        let mut taken = vec![false; place.len() + 1];
        taken[0] = true;
        let mut below = false;
        for step in &self.steps {
            below |= taken[place.len()];
            match step {
                PatternStep::Any => {
                    let first = taken.iter().position(|taken| *taken).unwrap_or(taken.len());
                    taken[first..].fill(true);
                }
                PatternStep::One(pieces) => {
                    for at in (0..place.len()).rev() {
                        taken[at + 1] = taken[at] && fits(pieces, &place[at]);
                    }
                    taken[0] = false;
                }
            }
        }
        (below, taken.contains(&true))
    }
}

fn text(step: &Step<'_>) -> String {
    match step {
        Step::Key(key) => key.clone().into_owned(),
        Step::Index(position, _) => position.to_string(),
    }
}

fn unescaped(piece: &str) -> Option<String> {
    let mut parts = piece.split('~');
    let mut text = parts.next()?.to_owned();
    for part in parts {
        text.push(match part.as_bytes().first()? {
            b'0' => '~',
            b'1' => '/',
            _ => return None,
        });
        text.push_str(&part[1..]);
    }
    Some(text)
}

/// Whether the pieces stand in a text in their order, the first at its start and the last at its end.
fn fits(pieces: &[String], text: &str) -> bool {
    let ([first, middle @ .., last], true) = (pieces, pieces.len() > 1) else { return pieces == [text] };
    let Some(rest) = text.strip_prefix(first.as_str()) else { return false };
    let Some(mut rest) = rest.strip_suffix(last.as_str()) else { return false };
    middle.iter().all(|piece| match rest.find(piece.as_str()) {
        Some(at) => {
            rest = &rest[at + piece.len()..];
            true
        }
        None => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::document::from_text;
    use crate::source::names::Interner;

    #[test]
    fn a_pattern_fits_a_place_and_all_below_it() {
        let text = r#"{"paths": {"/a/{b}": {"get": {"tags": ["x"]}}}, "~": 1, "Legacy*": {"get": 2}}"#;
        let doc = from_text("a.json", text, &mut Interner::default());
        let fitting = |pattern: &str| -> Vec<String> {
            let pattern = PointerPattern::parse(pattern).expect("a pattern");
            let values = (0..doc.tape.nodes.len() as u32).filter(|node| doc.key_of(*node) != *node || *node == 0);
            values.filter(|node| pattern.matches(&doc, *node)).map(|node| doc.pointer(node)).collect()
        };
        let whole = ["/paths/~1a~1{b}", "/paths/~1a~1{b}/get", "/paths/~1a~1{b}/get/tags"];
        assert_eq!(fitting("/paths/~1a~1{b}"), whole);
        assert_eq!(fitting("#/paths/*"), whole);
        assert_eq!(fitting("/p*s/~1a*"), whole);
        assert_eq!(fitting("/paths/*/get"), whole[1..]);
        assert_eq!(fitting("/**/get"), ["/paths/~1a~1{b}/get", "/paths/~1a~1{b}/get/tags", "/Legacy*/get"]);
        assert_eq!(fitting("/paths/**/tags/**"), whole[2..]);
        assert_eq!(fitting("/~0"), ["/~0"]);
        assert_eq!(fitting("/Le*g*y*"), ["/Legacy*", "/Legacy*/get"]);
        assert!(fitting("/L*Le*").is_empty() && fitting("/get").is_empty() && fitting("/paths/*/put").is_empty());
        assert_eq!(fitting("/**").len(), 8, "the root as well");
        for (pattern, leads) in
            [("/paths/*/get", true), ("/**/tags/0", true), ("/paths/*/put", false), ("/**/2", false)]
        {
            let pattern = PointerPattern::parse(pattern).expect("a pattern");
            assert_eq!(pattern.leads_in(&doc), leads, "{pattern:?}");
        }
    }

    #[test]
    fn what_is_no_pointer_is_refused() {
        for wrong in ["paths", "", "#", "/a~2", "/a~"] {
            assert!(PointerPattern::parse(wrong).is_err(), "{wrong}");
        }
    }
}
