//! How long operations are promised to stay, and what became of the promise.

use crate::contract::dates;
use crate::contract::lifecycle::{Lifecycle, Sunset};
use crate::contract::{At, Operation};
use crate::diff::checks::{Coordinate, Structure};
use crate::diff::walk::{Spot, UnitId, Walk, around, spot};

/// Both sides of what is said of one operation.
struct Said<'o> {
    owner: String,
    keys: (At, At),
    before: &'o Lifecycle,
    now: &'o Lifecycle,
}

impl<'c> Walk<'c> {
    /// Compares what is said of how long an operation stays.
    pub(super) fn lifecycle(&mut self, unit: UnitId, parent: UnitId, was: &'c Operation, is: &'c Operation) {
        let (before, now) = (self.old.lifecycle(was), self.new.lifecycle(is));
        // What is sent in a callback promises as much as the operation that it belongs to, unless it says itself.
        self.units[unit].unstable =
            if before.stability_at.is_some() { !before.stability.promises() } else { self.units[parent].unstable };
        let said = Said { owner: self.new.title(is), keys: (was.key, is.key), before: &before, now: &now };
        self.stability(unit, &said);
        match (before.deprecated, now.deprecated) {
            (None, Some(at)) => self.deprecated(unit, &said, at),
            (Some(at), None) => {
                let message = format!("{} is no longer deprecated", said.owner);
                let row = Coordinate::Structure(Structure::OperationReinstated);
                self.emit(unit, row, spot(at, "was deprecated"), spot(is.key, "now"), message, "");
                return;
            }
            _ => {}
        }
        self.sunset(unit, &said);
    }

    fn stability(&mut self, unit: UnitId, said: &Said<'_>) {
        let (before, now) = (said.before.stability, said.now.stability);
        if before == now {
            return;
        }
        let (row, how) = match (before.promises(), now.promises()) {
            _ if now > before => (Structure::StabilityRaised, "more"),
            (true, false) => (Structure::StabilityWithdrawn, "less"),
            _ => (Structure::StabilityLowered, "less"),
        };
        let (was, is) = (before.as_str(), now.as_str());
        let message = format!("{} is {how} stable: {was} before, {is} now", said.owner);
        let old = place(said.before.stability_at, said.keys.0, was);
        let new = place(said.now.stability_at, said.keys.1, is);
        self.emit(unit, Coordinate::Structure(row), old, new, message, "");
    }

    /// An operation that is deprecated now: whether clients are told when it ends, and in time.
    fn deprecated(&mut self, unit: UnitId, said: &Said<'_>, at: At) {
        let owner = &said.owner;
        let (mut row, mut message) = match &said.now.sunset {
            None => {
                // Whoever asks for a notice asks for a day.
                let asked = self.settings.min_notice_days > 0;
                let row = if asked { Structure::DeprecatedWithoutSunset } else { Structure::OperationDeprecated };
                (row, format!("{owner} is deprecated, and nothing says when it ends"))
            }
            Some((Sunset::Unreadable(_), _)) => {
                (Structure::DeprecatedWithoutSunset, format!("{owner} is deprecated, and its `x-sunset` is no day"))
            }
            Some((Sunset::AtRunTime, _)) => (
                Structure::OperationDeprecated,
                format!("{owner} is deprecated, and its header `Sunset` says when it ends"),
            ),
            Some((Sunset::On(day), _)) => match self.too_soon(day) {
                Some(why) => (Structure::DeprecatedAtShortNotice, format!("{owner} is deprecated and {why}")),
                None => (Structure::OperationDeprecated, format!("{owner} is deprecated and ends on {day}")),
            },
        };
        if !said.before.stability.promises() {
            (row, message) = (Structure::OperationDeprecated, format!("{owner} is deprecated"));
        }
        let (old, new) = (spot(said.keys.0, "before"), spot(at, "deprecated now"));
        self.emit(unit, Coordinate::Structure(row), old, new, message, "");
    }

    /// Another date, one that is new to an operation that was deprecated before, or one that is gone.
    fn sunset(&mut self, unit: UnitId, said: &Said<'_>) {
        let Said { owner, before, now, .. } = said;
        let newly = before.deprecated.is_none() && now.deprecated.is_some();
        let what = |sunset: &Option<(Sunset, At)>| sunset.as_ref().map(|s| s.0.clone());
        if what(&before.sunset) == what(&now.sunset) || (newly && before.sunset.is_none()) {
            return;
        }
        let (row, message) = match (before.ends_on(), now.ends_on()) {
            (Some(was), Some(is)) if is < was => {
                (Structure::SunsetMovedEarlier, format!("{owner} ends earlier: on {is}, and not on {was}"))
            }
            (Some(was), Some(is)) => {
                (Structure::SunsetChanged, format!("{owner} ends later: on {is}, and not on {was}"))
            }
            (Some(was), None) => (Structure::SunsetRemoved, format!("{owner} no longer says that it ends on {was}")),
            (None, Some(is)) => match self.too_soon(is) {
                Some(why) => (Structure::DeprecatedAtShortNotice, format!("{owner} {why}")),
                None => (Structure::SunsetChanged, format!("{owner} says now that it ends on {is}")),
            },
            (None, None) => {
                (Structure::SunsetChanged, format!("what says when {owner} ends changed, and names no day"))
            }
        };
        let row = if before.stability.promises() { row } else { Structure::SunsetChanged };
        let at = |side: &Lifecycle| side.sunset.as_ref().map(|s| s.1);
        let old = place(at(before), said.keys.0, "before");
        let new = place(at(now), said.keys.1, "now");
        self.emit(unit, Coordinate::Structure(row), old, new, message, "sunset");
    }

    /// Why a day is too soon for an operation to end, as what is said of it; nothing where it is not, or where nobody
    /// said what day it is.
    fn too_soon(&self, day: &str) -> Option<String> {
        let today = self.settings.today.as_deref()?;
        let left = dates::number(day)? - dates::number(today)?;
        let least = i64::from(self.settings.min_notice_days);
        (left < least).then(|| match left {
            ..0 => format!("ends on {day}, which has passed"),
            0 => format!("ends today, and {least} days of notice were agreed upon"),
            1 => format!("ends on {day}, tomorrow, and {least} days of notice were agreed upon"),
            _ => format!("ends on {day}, in {left} days, and {least} days of notice were agreed upon"),
        })
    }

    /// What the removal of an operation is, by the date that it announced.
    pub(super) fn removal(&self, operation: &Operation, title: &str) -> (Structure, String) {
        let lifecycle = self.old.lifecycle(operation);
        let Some(day) = lifecycle.ends_on() else {
            return (Structure::OperationRemoved, format!("{title} is gone"));
        };
        let today = self.settings.today.as_deref().and_then(dates::number);
        if dates::number(day).zip(today).is_some_and(|(day, today)| day <= today) {
            (Structure::SunsetOperationRemoved, format!("{title} is gone, as it was to be from {day} on"))
        } else {
            (Structure::RemovedBeforeSunset, format!("{title} is gone, and was to be there until {day}"))
        }
    }
}

/// The place where something is said, or the operation that does not say it.
fn place(said: Option<At>, operation: At, label: &str) -> Spot {
    match said {
        Some(at) => spot(at, label),
        None => around(operation, label),
    }
}
