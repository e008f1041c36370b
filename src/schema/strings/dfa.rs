//! A pattern as a deterministic automaton whose states are found as they are asked for.

use hashbrown::HashMap;

use super::Reason;
use super::ast::Ast;
use super::set::{CharSet, LAST};
use super::term::{ALL, Exhausted, FAIL, TermId, Terms};

pub(super) type State = u32;
const UNKNOWN: State = State::MAX;

/// Scalar values that no set of a pattern tells apart share a class.
#[derive(Debug)]
pub(super) struct Classes {
    /// Where each run of characters starts, and its class; a run ends where the next one starts.
    pub(super) runs: Vec<(u32, u32)>,
    pub(super) count: u32,
    ascii: [u32; 128],
}

impl Classes {
    /// The classes, and for each set which of them lie in it.
    fn new(sets: &[CharSet]) -> (Self, Vec<Vec<bool>>) {
        let mut events: Vec<(u32, usize)> = vec![(0, usize::MAX), (0xE000, usize::MAX)];
        for (i, set) in sets.iter().enumerate() {
            for &(low, high) in set.ranges() {
                events.push((low, i));
                events.push((high + 1, i));
            }
        }
        events.sort_unstable();
        let mut inside = vec![0_u64; sets.len().div_ceil(64)];
        let mut ids: HashMap<Vec<u64>, u32> = HashMap::new();
        let mut member: Vec<Vec<bool>> = vec![Vec::new(); sets.len()];
        let mut runs: Vec<(u32, u32)> = Vec::new();
        let mut i = 0;
        while i < events.len() && events[i].0 <= LAST {
            let at = events[i].0;
            while i < events.len() && events[i].0 == at {
                if events[i].1 != usize::MAX {
                    inside[events[i].1 / 64] ^= 1 << (events[i].1 % 64);
                }
                i += 1;
            }
            if at == 0xD800 {
                continue; // Surrogates belong to no set; what follows them starts a run of its own.
            }
            let next = ids.len() as u32;
            let class = *ids.entry_ref(&inside).or_insert(next);
            if class == next {
                for (set, member) in member.iter_mut().enumerate() {
                    member.push(inside[set / 64] >> (set % 64) & 1 == 1);
                }
            }
            if runs.last().is_none_or(|&(_, last)| last != class) {
                runs.push((at, class));
            }
        }
        let mut classes = Self { runs, count: ids.len() as u32, ascii: [0; 128] };
        for c in 0..128_u8 {
            classes.ascii[usize::from(c)] = classes.find(u32::from(c));
        }
        (classes, member)
    }

    fn find(&self, c: u32) -> u32 {
        let after = self.runs.partition_point(|&(start, _)| start <= c);
        self.runs[after - 1].1
    }

    pub(super) fn of(&self, c: char) -> u32 {
        self.ascii.get(c as usize).copied().unwrap_or_else(|| self.find(c as u32))
    }
}

struct Place {
    term: TermId,
    trackers: Box<[TermId]>,
    /// Which trackers hold here.
    holds: u32,
    accepts: bool,
}

pub(super) struct Dfa {
    terms: Terms,
    pub(super) classes: Classes,
    member: Vec<Vec<bool>>,
    places: Vec<Place>,
    ids: HashMap<(TermId, Box<[TermId]>), State>,
    /// Where each class leads from each state, and what it cost to find out.
    next: Vec<(State, u32)>,
}

/// What a derivative is charged: its steps are counted as if inner results were never shared, which those of large
/// terms are, but for the parts of the term itself.
fn charge(spent: u64, parts: u64) -> u32 {
    u32::try_from(parts.max(spent / 16)).unwrap_or(u32::MAX)
}

/// The most steps of one derivative; the pattern is too large if it needs more.
const STEPS_PER_DERIVATIVE: u64 = 1 << 20;

impl Dfa {
    pub(super) fn new(ast: Ast) -> Result<Self, Reason> {
        let mut terms = Terms::new(ast);
        let search = terms.search();
        let trackers: Box<[TermId]> = (0..terms.ast().trackers.len()).map(|i| terms.tracker(i)).collect();
        let (classes, member) = Classes::new(&terms.ast().sets);
        if terms.ast().sets.len() as u64 * u64::from(classes.count) > 1 << 24 {
            return Err(Reason::TooLarge);
        }
        let mut dfa = Self { terms, classes, member, places: Vec::new(), ids: HashMap::new(), next: Vec::new() };
        dfa.place(search, trackers).map_err(|Exhausted| Reason::TooLarge)?;
        Ok(dfa)
    }

    pub(super) const START: State = 0;

    pub(super) fn size(&self) -> usize {
        self.next.len()
    }

    pub(super) fn accepts(&self, state: State) -> bool {
        self.places[state as usize].accepts
    }

    /// No text leads from here to an accepting state. Not all such states are known to be so.
    pub(super) fn never(&self, state: State) -> bool {
        self.places[state as usize].term == FAIL
    }

    /// Every text leads from here to an accepting state. Not all such states are known to be so.
    pub(super) fn always(&self, state: State) -> bool {
        self.places[state as usize].term == ALL
    }

    fn place(&mut self, term: TermId, mut trackers: Box<[TermId]>) -> Result<State, Exhausted> {
        if term == FAIL || term == ALL {
            trackers = Box::default();
        }
        let key = (term, trackers);
        if let Some(&state) = self.ids.get(&key) {
            return Ok(state);
        }
        let mut holds = 0;
        for (i, &tracker) in key.1.iter().enumerate() {
            holds |= u32::from(self.terms.accepts_end(tracker, holds)?) << i;
        }
        let accepts = self.terms.accepts_end(term, holds)?;
        let state = self.places.len() as State;
        self.places.push(Place { term, trackers: key.1.clone(), holds, accepts });
        self.next.resize(self.next.len() + self.classes.count as usize, (UNKNOWN, 0));
        self.ids.insert(key, state);
        Ok(state)
    }

    /// The state after a character of the class.
    pub(super) fn step(&mut self, state: State, class: u32, steps: &mut u64) -> Result<State, Exhausted> {
        let cell = state as usize * self.classes.count as usize + class as usize;
        let (mut target, mut cost) = self.next[cell];
        if target == UNKNOWN {
            let Place { term, holds, .. } = self.places[state as usize];
            let mut trackers = self.places[state as usize].trackers.clone();
            let limit = STEPS_PER_DERIVATIVE;
            let parts = self.terms.parts(term);
            let (term, mut spent) = self.terms.derive(term, class, &self.member, holds, limit)?;
            for tracker in &mut trackers {
                let left = limit.saturating_sub(spent);
                let (next, cost) = self.terms.derive(*tracker, class, &self.member, holds, left)?;
                *tracker = next;
                spent += cost;
            }
            target = self.place(term, trackers)?;
            cost = charge(spent, parts);
            self.next[cell] = (target, cost);
        }
        if *steps < u64::from(cost) {
            return Err(Exhausted);
        }
        *steps -= u64::from(cost);
        Ok(target)
    }

    /// Whether the whole text is accepted.
    pub(super) fn run(&mut self, text: &str, steps: &mut u64) -> Result<bool, Exhausted> {
        let mut state = Self::START;
        let width = self.classes.count as usize;
        for c in text.chars() {
            let class = self.classes.of(c);
            // Most steps are known.
            let (target, cost) = self.next[state as usize * width + class as usize];
            let next = match steps.checked_sub(u64::from(cost)) {
                Some(left) if target != UNKNOWN => {
                    *steps = left;
                    target
                }
                _ => self.step(state, class, steps)?,
            };
            // Where it stays, it was seen before.
            if next != state && (self.never(next) || self.always(next)) {
                return Ok(self.accepts(next));
            }
            state = next;
        }
        Ok(self.accepts(state))
    }
}
