//! Named policies: what a team knows of its clients and the law does not. Each is a table of departures with reasons.
//!
//! `strict` is the law with the departures of [`super::exceptions`], which hold under every policy. The others add rows
//! to it. A policy is applied when everything is proved: it changes what a change is called, never what was found.

use super::aspects::Aspect;
use super::change::{Direction, Effect, Level};
use super::checks::{self, Coordinate, Structure};

macro_rules! policies {
    ($($variant:ident $name:literal $summary:literal;)*) => {
        /// A named policy.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Hash, Default)]
        pub enum Policy { #[default] $(#[doc = $summary] $variant,)* }

        impl Policy {
            /// All policies, with their names, as flags and the configuration have them.
            pub const ALL: &[(&str, Policy)] = &[$(($name, Policy::$variant),)*];

            /// The name.
            pub fn as_str(self) -> &'static str {
                match self { $(Policy::$variant => $name,)* }
            }

            /// What it stands for, as the end of a sentence.
            pub fn summary(self) -> &'static str {
                match self { $(Policy::$variant => $summary,)* }
            }
        }
    };
}

policies! {
    Strict "strict" "the law, and nothing is known of the clients";
    TolerantReader "tolerant-reader" "clients ignore values of a list and properties that they do not know";
    Codegen "codegen" "clients are generated from the description, so names and orders matter that no message shows";
}

/// What a row speaks of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum On {
    /// A change of a schema, whatever it describes.
    Schema(Direction, Aspect, Effect),
    /// A change of structure.
    Structure(Structure),
}

impl On {
    /// Whether a row speaks of a coordinate.
    pub fn matches(self, coordinate: Coordinate) -> bool {
        match (self, coordinate) {
            (On::Schema(direction, aspect, effect), Coordinate::Schema(d, _, a, e)) => {
                (direction, aspect, effect) == (d, a, e)
            }
            (On::Structure(row), Coordinate::Structure(other)) => row == other,
            _ => false,
        }
    }
}

/// A departure of a policy from `strict`.
#[derive(Debug)]
pub struct Row {
    /// The policy.
    pub policy: Policy,
    /// What it speaks of.
    pub on: On,
    /// The level: the worst one where it is less than that of `strict`, the least one where it is more.
    pub level: Level,
    /// Why.
    pub because: &'static str,
    /// What one can do about it.
    pub help: &'static str,
}

const IGNORED: &str = "a tolerant reader ignores properties that it does not know";
const UNKNOWN: &str = "a tolerant reader takes a value that it does not know for an unknown one; what it does then is its \
                       own affair, and not every reader does the right thing";
const TELL: &str = "tell clients before it comes";

/// All departures of policies. A new alternative of a response is in none of them: a reader that needs an object cannot
/// do with another one, and to ignore it is to lose it.
pub static ROWS: &[Row] = &[
    Row {
        policy: Policy::TolerantReader,
        on: On::Schema(Direction::Response, Aspect::Enum, Effect::Widens),
        level: Level::Risky,
        because: UNKNOWN,
        help: TELL,
    },
    Row {
        policy: Policy::TolerantReader,
        on: On::Schema(Direction::Response, Aspect::Closed, Effect::Widens),
        level: Level::Risky,
        because: UNKNOWN,
        help: TELL,
    },
    Row {
        policy: Policy::TolerantReader,
        on: On::Schema(Direction::Response, Aspect::Presence, Effect::Widens),
        level: Level::Safe,
        because: IGNORED,
        help: "nothing to do",
    },
    Row {
        policy: Policy::TolerantReader,
        on: On::Schema(Direction::Response, Aspect::AdditionalProperties, Effect::Widens),
        level: Level::Safe,
        because: IGNORED,
        help: "nothing to do",
    },
    Row {
        policy: Policy::TolerantReader,
        on: On::Structure(Structure::RequestExtensibleValueRemoved),
        level: Level::Risky,
        because: "`x-extensible-enum` lists what the server knows; the schema accepts the old value, and the server may \
                  not",
        help: "keep listing what the server knows",
    },
    Row {
        policy: Policy::Codegen,
        on: On::Structure(Structure::OperationIdChanged),
        level: Level::Breaking,
        because: "generators name the function by `operationId`, so code that calls the old one finds none",
        help: "keep the old `operationId`",
    },
    Row {
        policy: Policy::Codegen,
        on: On::Structure(Structure::OperationTagsChanged),
        level: Level::Breaking,
        because: "generators put an operation into a class that its tags name, so code that looks in the old class finds \
                  no such function",
        help: "keep the old tags, the first one first, and add new ones after them",
    },
    Row {
        policy: Policy::Codegen,
        on: On::Structure(Structure::ModelRemoved),
        level: Level::Breaking,
        because: "generators name a class by the component, so code that names the old class finds none",
        help: "keep the old component",
    },
    Row {
        policy: Policy::Codegen,
        on: On::Structure(Structure::ModelReplaced),
        level: Level::Breaking,
        because: "generators name the type by the component, so code that declares the old type does not fit",
        help: "keep the reference to the old component",
    },
    Row {
        policy: Policy::Codegen,
        on: On::Structure(Structure::ParametersReordered),
        level: Level::Breaking,
        because: "generators make arguments of the parameters, in their order, so old calls pass their values in other \
                  places, and a compiler sees it only where types differ",
        help: "keep the old order, and add new parameters after the old ones",
    },
    Row {
        policy: Policy::Codegen,
        on: On::Structure(Structure::ParameterAddedOptional),
        level: Level::Risky,
        because: "generators make one more argument of it, and in languages without optional arguments each call must \
                  be changed",
        help: TELL,
    },
];

/// The departure of a policy for a coordinate, if there is one.
pub fn find(policy: Policy, coordinate: Coordinate) -> Option<&'static Row> {
    ROWS.iter().find(|row| row.policy == policy && row.on.matches(coordinate))
}

/// Who decided on a level instead of the law and its proofs.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Hash)]
pub enum Authority {
    /// The policy that was chosen.
    Policy(Policy),
    /// The `x-stability-level` of the operations.
    Stability,
    /// The configuration.
    Configuration,
}

impl Authority {
    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Authority::Policy(policy) => policy.as_str(),
            Authority::Stability => "x-stability-level",
            Authority::Configuration => "configuration",
        }
    }
}

/// That a level is another one than the law and its proofs gave, and why.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Ruling {
    /// Who decided.
    pub by: Authority,
    /// The level that it would be without.
    pub instead_of: Level,
    /// Why.
    pub because: &'static str,
    /// What one can do about it.
    pub help: &'static str,
}

/// What is said of a break in what promises nothing yet.
pub const UNSTABLE: &str = "every operation that it reaches is a draft or an alpha by its `x-stability-level`, and those \
                            promise nothing yet";

impl super::Settings {
    /// What a change of a check is called that was found to have a level: by the policy, then by the stability of the
    /// operations that it reaches, then by the configuration, which has the last word.
    pub fn rule(&self, check: usize, found: Level, unstable: bool) -> (Level, Option<Ruling>) {
        let (mut level, mut ruling) = (found, None);
        let mut decide = |by, new: Level, because, help| {
            if new != level {
                level = new;
                ruling = Some(Ruling { by, instead_of: found, because, help });
            }
            level
        };
        let row = checks::coordinate(check).and_then(|coordinate| find(self.policy, coordinate));
        let mut now = found;
        if let Some(row) = row {
            let lowers = row.level < checks::all()[check].level;
            let new = if lowers { found.min(row.level) } else { found.max(row.level) };
            now = decide(Authority::Policy(row.policy), new, row.because, row.help);
        }
        if unstable && now >= Level::Unproven {
            decide(Authority::Stability, Level::Risky, UNSTABLE, TELL);
        }
        if let Some(&new) = self.levels.get(&check) {
            let help = checks::all()[check].help;
            decide(Authority::Configuration, new, "`diff.levels` says so", help);
        }
        (level, ruling.filter(|_| level != found))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_departure_departs_and_says_why() {
        for row in ROWS {
            assert!(row.because.len() > 20, "{row:?}");
            let met: Vec<Coordinate> = checks::coordinates().filter(|&c| row.on.matches(c)).collect();
            assert!(!met.is_empty(), "{row:?} speaks of what no check does");
            for coordinate in met {
                let check = checks::of(coordinate).expect("a check");
                assert_ne!(checks::all()[check].level, row.level, "{row:?} says what `strict` says");
                assert!(std::ptr::eq(find(row.policy, coordinate).expect("a row"), row), "{row:?} stands twice");
            }
            assert_ne!(row.policy, Policy::Strict, "what holds always stands in `exceptions`");
        }
    }

    #[test]
    fn the_last_word_is_the_configurations() {
        let id = checks::of(Coordinate::Structure(Structure::OperationIdChanged)).expect("a check");
        let mut settings = super::super::Settings { policy: Policy::Codegen, ..Default::default() };
        let by = |ruled: (Level, Option<Ruling>)| (ruled.0, ruled.1.map(|r| (r.by, r.instead_of)));
        let codegen = Authority::Policy(Policy::Codegen);
        assert_eq!(by(settings.rule(id, Level::Risky, false)), (Level::Breaking, Some((codegen, Level::Risky))));
        // What the policy makes a break of is one that a draft may have, and then nothing was changed.
        assert_eq!(by(settings.rule(id, Level::Risky, true)), (Level::Risky, None));
        settings.levels.insert(id, Level::Safe);
        let configured = (Authority::Configuration, Level::Risky);
        assert_eq!(by(settings.rule(id, Level::Risky, true)), (Level::Safe, Some(configured)));
    }
}
