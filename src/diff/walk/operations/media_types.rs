//! Media types of a message, which are ranges.

use hashbrown::HashSet;

use crate::contract::{At, Contract, MediaType, Named};
use crate::diff::change::Direction;
use crate::diff::checks::{Coordinate, Structure};
use crate::diff::walk::pairing::Pairing;
use crate::diff::walk::{Kind, Notation, UnitId, Walk, around, spot};

/// Who chooses among media types.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Choice {
    /// The client, which sends the message: each old type must still be accepted.
    Accepted,
    /// The client, which asks for a type: each old one must still be offered.
    Offered,
    /// The API, which sends the message to a receiver: each new type must have been expected.
    Sent,
}

/// The rows of a type that is gone, and of one that is new.
fn rows(choice: Choice) -> (Structure, Structure) {
    match choice {
        Choice::Accepted => (Structure::RequestMediaTypeRemoved, Structure::RequestMediaTypeAdded),
        Choice::Offered => (Structure::ResponseMediaTypeRemoved, Structure::ResponseMediaTypeAdded),
        Choice::Sent => (Structure::SentMediaTypeRemoved, Structure::SentMediaTypeAdded),
    }
}

impl<'c> Walk<'c> {
    /// Media types of a message. What is of a type is described by the narrowest range that takes it in, so a type that
    /// one side alone names is compared with the range that speaks for it on the other.
    pub(super) fn content(
        &mut self,
        unit: UnitId,
        was: &'c [Named<MediaType>],
        is: &'c [Named<MediaType>],
        (old_at, new_at): (At, At),
    ) {
        let choice = match (self.units[unit].direction, self.units[unit].kind) {
            (Direction::Response, Kind::Body) => Choice::Sent,
            (Direction::Response, _) => Choice::Offered,
            _ => Choice::Accepted,
        };
        let (gone, came) = rows(choice);
        let names = |c: &Contract, list: &[Named<MediaType>]| -> Vec<String> {
            list.iter().map(|n| media_name(c.text(n.name))).collect()
        };
        let (old_names, new_names) = (names(self.old, was), names(self.new, is));
        let same_name = Pairing::new(was.len(), is.len())
            .by(|n| was[n].name, |n| is[n].name)
            .by(|n| &old_names[n], |n| &new_names[n]);
        // Ranges that stand for a type which they did not stand for before: that is said, and their being new is not.
        let mut stand_in: HashSet<usize> = HashSet::new();
        for (number, before) in was.iter().enumerate() {
            let name = &old_names[number];
            if let Some(found) = same_name.partner(number) {
                self.both_types(unit, before, &is[found]);
            } else if let Some(found) = narrowest(&new_names, name) {
                self.both_types(unit, before, &is[found]);
                stand_in.insert(found);
                if choice != Choice::Sent {
                    self.other_range(unit, before, &is[found]);
                }
            } else if let Some(found) = new_names.iter().position(|n| covers(name, n))
                && choice == Choice::Offered
            {
                stand_in.insert(found);
                self.other_range(unit, before, &is[found]);
            } else {
                let shown = self.old.text(before.name);
                let message = format!("media type `{shown}` of the {} is gone", self.noun(unit));
                let (was, is) = (spot(before.key, "was here"), around(new_at, "gone"));
                self.emit(unit, Coordinate::Structure(gone), was, is, message, name);
            }
        }
        for number in same_name.left() {
            let (name, now) = (&new_names[number], &is[number]);
            if let Some(found) = narrowest(&old_names, name) {
                self.both_types(unit, &was[found], now);
            } else if choice == Choice::Sent || !stand_in.contains(&number) {
                let message = format!("media type `{}` of the {} is new", self.new.text(now.name), self.noun(unit));
                let (was, is) = (around(old_at, "not here"), spot(now.key, "new"));
                self.emit(unit, Coordinate::Structure(came), was, is, message, name);
            }
        }
    }

    /// Two media types, of which one speaks for the other.
    fn both_types(&mut self, unit: UnitId, was: &'c Named<MediaType>, is: &'c Named<MediaType>) {
        let (old, new) = (self.old, self.new);
        if let Some(faults) = self.unread_pair(Some(&was.used), Some(&is.used)) {
            let what = format!("media type `{}` of the {}", old.text(was.name), self.noun(unit));
            self.cannot_be_compared(unit, &what, (was.key, faults[0]), (is.key, faults[1]));
        }
        if let (Some(before), Some(now)) = (was.used.id, is.used.id) {
            let (before, now) = (&old.media_types[before], &new.media_types[now]);
            self.media_type(unit, (old.text(was.name), before), (new.text(is.name), now));
        }
    }

    /// Another range in the place of a media type: what is sent may be of more types, or of fewer.
    fn other_range(&mut self, unit: UnitId, was: &Named<MediaType>, is: &Named<MediaType>) {
        let (before, now) = (self.old.text(was.name), self.new.text(is.name));
        let (name, wide) = (media_name(before), media_name(now));
        let essence = |name: &str| name.split(';').next().map(str::to_owned);
        let row = match self.units[unit].direction {
            // A client that asks for a type is not told any more whether it is offered.
            Direction::Response if covers(&wide, &name) && essence(&wide) != essence(&name) => {
                Structure::ResponseMediaTypeWidened
            }
            Direction::Response => Structure::ResponseMediaTypeAdded,
            _ => Structure::RequestMediaTypeAdded,
        };
        let message = format!("media type `{now}` of the {} stands for `{before}` now", self.noun(unit));
        self.emit(unit, Coordinate::Structure(row), spot(was.key, "before"), spot(is.key, "now"), message, &name);
    }
}

/// How the values of a media type are written.
pub(in crate::diff::walk) fn notation_of(name: &str) -> Notation {
    match media_name(name).split(';').next() {
        Some("text/plain") => Notation::Text,
        Some("application/x-www-form-urlencoded" | "multipart/form-data") => Notation::Fields,
        _ => Notation::Typed,
    }
}

/// A media type or range in the form in which it is compared: lower case, parameters in order, no spaces. JSON has no
/// `charset` (RFC 8259, §11), so one that is written there says nothing.
pub(in crate::diff::walk) fn media_name(name: &str) -> String {
    // What a parameter says in quotes it says without them (RFC 9110, §5.6.6).
    let mut parts: Vec<String> = name.split(';').map(|p| p.trim().to_ascii_lowercase().replace('"', "")).collect();
    if parts.len() > 2 {
        parts[1..].sort();
    }
    let json = parts.first().is_some_and(|essence| essence == "application/json" || essence.ends_with("+json"));
    parts.retain(|p| !p.is_empty() && !(json && p.starts_with("charset=")));
    parts.join(";")
}

/// Whether a media range takes in another: `application/json ⊆ application/* ⊆ */*`.
fn covers(wide: &str, narrow: &str) -> bool {
    let (wide_essence, wide_parameters) = wide.split_once(';').unwrap_or((wide, ""));
    let (narrow_essence, narrow_parameters) = narrow.split_once(';').unwrap_or((narrow, ""));
    let essence = wide_essence == narrow_essence
        || wide_essence == "*/*"
        || wide_essence.strip_suffix("/*").is_some_and(|t| narrow_essence.split('/').next() == Some(t));
    essence && (wide_parameters.is_empty() || wide_parameters == narrow_parameters)
}

/// The narrowest of some ranges that takes in a media type: an exact type before `application/*`, and that before `*/*`;
/// one with parameters before one without.
fn narrowest(ranges: &[String], name: &str) -> Option<usize> {
    let width = |range: &String| {
        let essence = range.split(';').next().unwrap_or_default();
        let stars = if essence == "*/*" { 2 } else { u8::from(essence.ends_with("/*")) };
        (stars, std::cmp::Reverse(range.matches(';').count()))
    };
    let fitting = ranges.iter().enumerate().filter(|(_, range)| covers(range, name));
    fitting.min_by_key(|(_, range)| width(range)).map(|(number, _)| number)
}
