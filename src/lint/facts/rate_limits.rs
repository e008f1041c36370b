//! How the API tells its clients about limits.

use super::answers::Answer;
use super::errors::{Described, asked};
use super::habit::{Habit, OperationHabit};
use super::{Convention, ConventionSettings};
use crate::contract::{Contract, Named, Parameter, Response};

/// What is known of the rate limits of an API.
pub struct RateLimits {
    /// Whether operations describe a 429.
    pub too_many_requests: OperationHabit,
    /// Each answer that has headers about limits.
    pub limited: Vec<Limited>,
    /// The dialect that the headers are written in.
    pub dialect: Convention<Dialect>,
    /// Which parts of a dialect answers have, by dialect.
    pub parts: [Convention<Parts>; Dialect::ALL.len()],
    /// Whether successes have such headers.
    pub successes: Habit,
    /// Whether a 429 has `Retry-After`.
    pub retry_after: Habit,
}

/// An answer with headers about limits.
#[derive(Clone, Debug)]
pub struct Limited {
    /// The answer.
    pub answer: Answer,
    /// What is there of each dialect.
    pub parts: [Parts; Dialect::ALL.len()],
}

/// A family of headers that tell about limits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Hash)]
pub enum Dialect {
    /// `RateLimit` and `RateLimit-Policy`.
    Structured,
    /// `RateLimit-Limit`, `-Remaining`, `-Reset`.
    Plain,
    /// `X-RateLimit-Limit`, …
    X,
    /// `X-Rate-Limit-Limit`, …
    XDashed,
}

/// Parts of a dialect: what each header tells. Bits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Hash, Default)]
pub struct Parts(u8);

/// What a header about limits tells.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Hash)]
pub enum Part {
    /// What is left of the quota: `RateLimit`.
    State,
    /// The quotas: `RateLimit-Policy`.
    Policy,
    /// How much is allowed: `…-Limit`.
    Limit,
    /// How much of it is left: `…-Remaining`.
    Remaining,
    /// When it is full again: `…-Reset`.
    Reset,
}

impl Dialect {
    /// All dialects.
    pub const ALL: [Dialect; 4] = [Dialect::Structured, Dialect::Plain, Dialect::X, Dialect::XDashed];

    /// The dialect as people write it.
    pub fn as_str(self) -> &'static str {
        match self {
            Dialect::Structured => "RateLimit",
            Dialect::Plain => "RateLimit-*",
            Dialect::X => "X-RateLimit-*",
            Dialect::XDashed => "X-Rate-Limit-*",
        }
    }

    /// The headers that belong together.
    pub fn headers(self) -> &'static [(Part, &'static str)] {
        match self {
            Dialect::Structured => &[(Part::State, "RateLimit"), (Part::Policy, "RateLimit-Policy")],
            Dialect::Plain => &[
                (Part::Limit, "RateLimit-Limit"),
                (Part::Remaining, "RateLimit-Remaining"),
                (Part::Reset, "RateLimit-Reset"),
            ],
            Dialect::X => &[
                (Part::Limit, "X-RateLimit-Limit"),
                (Part::Remaining, "X-RateLimit-Remaining"),
                (Part::Reset, "X-RateLimit-Reset"),
            ],
            Dialect::XDashed => &[
                (Part::Limit, "X-Rate-Limit-Limit"),
                (Part::Remaining, "X-Rate-Limit-Remaining"),
                (Part::Reset, "X-Rate-Limit-Reset"),
            ],
        }
    }
}

impl Parts {
    /// Whether a part is there.
    pub fn has(self, part: Part) -> bool {
        self.0 & (1 << part as u8) != 0
    }

    /// Whether none is.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    fn add(&mut self, part: Part) {
        self.0 |= 1 << part as u8;
    }
}

/// The dialect and the part of a header, whatever its case. `X-RateLimit-Limit-Minute` is a limit too.
pub fn read(header: &str) -> Option<(Dialect, Part)> {
    let name = header.to_ascii_lowercase();
    let (dialect, rest) =
        [("x-ratelimit", Dialect::X), ("x-rate-limit", Dialect::XDashed), ("ratelimit", Dialect::Plain)]
            .into_iter()
            .find_map(|(start, dialect)| Some((dialect, name.strip_prefix(start)?)))?;
    if dialect == Dialect::Plain && rest.is_empty() {
        return Some((Dialect::Structured, Part::State));
    }
    let rest = rest.strip_prefix('-')?;
    if dialect == Dialect::Plain && rest == "policy" {
        return Some((Dialect::Structured, Part::Policy));
    }
    let part = rest.split('-').find_map(|word| match word {
        "limit" => Some(Part::Limit),
        "remaining" => Some(Part::Remaining),
        "reset" => Some(Part::Reset),
        _ => None,
    })?;
    Some((dialect, part))
}

/// The headers of a response that tell about limits.
pub fn headers<'c>(
    contract: &'c Contract,
    response: &'c Response,
) -> impl Iterator<Item = (&'c Named<Parameter>, Dialect, Part)> {
    response.headers.iter().filter_map(|h| read(contract.text(h.name)).map(|(dialect, part)| (h, dialect, part)))
}

impl Limited {
    fn of(contract: &Contract, answer: Answer) -> Option<Self> {
        let mut parts = [Parts::default(); Dialect::ALL.len()];
        for (_, dialect, part) in headers(contract, answer.response(contract)) {
            parts[dialect as usize].add(part);
        }
        // Earlier drafts had `RateLimit-Policy` beside the three headers.
        let structured = &mut parts[Dialect::Structured as usize];
        if !structured.has(Part::State) && !parts[Dialect::Plain as usize].is_empty() {
            parts[Dialect::Structured as usize] = Parts::default();
        }
        parts.iter().any(|p| !p.is_empty()).then_some(Self { answer, parts })
    }

    /// The dialects that are there.
    pub fn dialects(&self) -> impl Iterator<Item = Dialect> + use<> {
        let parts = self.parts;
        Dialect::ALL.into_iter().filter(move |d| !parts[*d as usize].is_empty())
    }
}

impl RateLimits {
    /// Collects what is known.
    pub fn of(contract: &Contract, answers: &[Answer], settings: &ConventionSettings) -> Self {
        let limited: Vec<Limited> = answers.iter().filter_map(|a| Limited::of(contract, *a)).collect();
        let times = |l: &Limited| l.answer.successes + l.answer.errors;
        let dialects = limited.iter().flat_map(|l| l.dialects().flat_map(|d| std::iter::repeat_n(d, times(l))));
        let mut dialect = Convention::infer(dialects, settings);
        if let Some((pinned, by)) = settings.pinned("rate-limits.dialect") {
            let known = Dialect::ALL.into_iter().find(|d| d.as_str().eq_ignore_ascii_case(pinned));
            dialect = known.map_or(dialect.clone(), |known| dialect.pin(known, by));
        }
        let parts = Dialect::ALL.map(|d| {
            let of = |l: &Limited| l.parts[d as usize];
            let there = limited.iter().filter(|l| !of(l).is_empty());
            Convention::infer(there.flat_map(|l| std::iter::repeat_n(of(l), times(l))), settings)
        });
        let tells = |a: &Answer| headers(contract, a.response(contract)).next().is_some();
        let retries = |a: &Answer| contract.has_header(a.response(contract), "Retry-After");
        let too_many = answers.iter().filter(|a| a.too_many_requests > 0);
        Self {
            too_many_requests: OperationHabit::of(
                contract,
                asked(contract).filter(|o| !Described::of(o).covers_too_many_requests),
                |o| Described::of(o).too_many_requests,
                settings,
            ),
            dialect,
            parts,
            successes: Habit::of(answers.iter().map(|a| (tells(a), a.successes)), settings),
            retry_after: Habit::of(too_many.map(|a| (retries(a), a.too_many_requests)), settings),
            limited,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_read_whatever_their_case() {
        use {Dialect as D, Part as P};
        for (header, expected) in [
            ("RateLimit", Some((D::Structured, P::State))),
            ("ratelimit-policy", Some((D::Structured, P::Policy))),
            ("RateLimit-Remaining", Some((D::Plain, P::Remaining))),
            ("x-ratelimit-limit", Some((D::X, P::Limit))),
            ("X-RateLimit-Limit-Minute", Some((D::X, P::Limit))),
            ("X-RateLimit-Reset-After", Some((D::X, P::Reset))),
            ("X-Rate-Limit-Reset", Some((D::XDashed, P::Reset))),
            ("X-RateLimit-Bucket", None),
            ("X-RateLimited", None),
            ("X-Rate", None),
            ("Retry-After", None),
        ] {
            assert_eq!(read(header), expected, "{header}");
        }
    }
}
