//! Automata run side by side: some must accept, the others must not.

use std::sync::Arc;

use hashbrown::HashMap;

use super::alphabet::Alphabet;
use super::dfa::{Dfa, State};
use super::term::Exhausted;

pub(super) type Place = u32;

/// Symbols, and where each leads.
pub(super) type Edges = Arc<[(u32, Place)]>;

/// An automaton, and whether it must accept.
pub(super) type Part = (u32, bool);

pub(super) struct Product<'c> {
    automata: &'c mut [Dfa],
    parts: &'c [Part],
    pub(super) alphabet: Arc<Alphabet>,
    /// The state of each automaton in each place.
    states: Vec<State>,
    ids: HashMap<Box<[State]>, Place>,
    accepts: Vec<bool>,
    /// Where each symbol leads, best symbol first, without the places from which nothing is accepted.
    edges: Vec<Option<Edges>>,
    pub(super) steps: &'c mut u64,
}

impl<'c> Product<'c> {
    pub(super) fn new(
        automata: &'c mut [Dfa],
        parts: &'c [Part],
        alphabet: Arc<Alphabet>,
        steps: &'c mut u64,
    ) -> (Self, Option<Place>) {
        let mut product = Self {
            automata,
            parts,
            alphabet,
            states: Vec::new(),
            ids: HashMap::new(),
            accepts: Vec::new(),
            edges: Vec::new(),
            steps,
        };
        let start = vec![Dfa::START; parts.len()];
        let dead = start.iter().zip(parts).any(|(&state, &part)| product.dead(state, part));
        let start = (!dead).then(|| product.place(&start));
        (product, start)
    }

    pub(super) fn size(&self) -> usize {
        self.accepts.len()
    }

    pub(super) fn accepts(&self, place: Place) -> bool {
        self.accepts[place as usize]
    }

    fn dead(&self, state: State, (automaton, positive): Part) -> bool {
        let automaton = &self.automata[automaton as usize];
        if positive { automaton.never(state) } else { automaton.always(state) }
    }

    fn place(&mut self, states: &[State]) -> Place {
        if let Some(&place) = self.ids.get(states) {
            return place;
        }
        let place = self.accepts.len() as Place;
        let accepts = states
            .iter()
            .zip(self.parts)
            .all(|(&state, &(automaton, positive))| self.automata[automaton as usize].accepts(state) == positive);
        self.states.extend_from_slice(states);
        self.ids.insert(states.into(), place);
        self.accepts.push(accepts);
        self.edges.push(None);
        place
    }

    pub(super) fn spend(&mut self, steps: u64) -> Result<(), Exhausted> {
        *self.steps = self.steps.checked_sub(steps).ok_or(Exhausted)?;
        Ok(())
    }

    pub(super) fn edges(&mut self, place: Place) -> Result<Edges, Exhausted> {
        if let Some(edges) = &self.edges[place as usize] {
            let edges = Arc::clone(edges);
            self.spend(edges.len() as u64)?;
            return Ok(edges);
        }
        let alphabet = Arc::clone(&self.alphabet);
        let from = place as usize * self.parts.len();
        let mut edges = Vec::new();
        let mut target = vec![0; self.parts.len()];
        'symbols: for (symbol, classes) in alphabet.symbols.iter().enumerate() {
            self.spend(1)?;
            for (i, &part) in self.parts.iter().enumerate() {
                let automaton = &mut self.automata[part.0 as usize];
                target[i] = automaton.step(self.states[from + i], classes.classes[i], self.steps)?;
                if self.dead(target[i], part) {
                    continue 'symbols;
                }
            }
            edges.push((symbol as u32, self.place(&target)));
        }
        let edges: Edges = edges.into();
        self.edges[place as usize] = Some(Arc::clone(&edges));
        Ok(edges)
    }
}
