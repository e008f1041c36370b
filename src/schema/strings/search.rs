//! The shortest accepted word of a product within bounds of length.
//!
//! `layers[n]` holds the places that words of length `n` lead to. Layers depend only on the one before, so once one
//! comes back they repeat for ever: lengths of a million cost no more than the automata have to say about them, and
//! that no length fits is proved, not merely tried.

use hashbrown::HashMap;

use super::product::{Place, Product};
use super::term::Exhausted;

/// Longer words are not spelled out.
pub(super) const LONGEST: u64 = 1 << 22;

/// What is thought of a word that fits the automata.
pub(super) enum Verdict {
    Skip,
    Stop,
}

pub(super) enum Outcome {
    Empty,
    Stopped,
    TooLong,
}

pub(super) struct Bounds {
    pub(super) min: u64,
    pub(super) max: u64,
}

#[derive(Default)]
struct Layers {
    sets: Vec<Vec<Place>>,
    /// From which layer on they repeat, and after how many.
    period: Option<(usize, usize)>,
}

impl Layers {
    fn index(&self, n: u64) -> usize {
        match self.period {
            Some((from, length)) if n >= from as u64 => from + ((n - from as u64) % length as u64) as usize,
            _ => n as usize,
        }
    }
}

pub(super) fn search(
    product: &mut Product<'_>,
    start: Option<Place>,
    bounds: &Bounds,
    judge: &mut dyn FnMut(&str) -> Verdict,
) -> Result<Outcome, Exhausted> {
    let Some(start) = start else { return Ok(Outcome::Empty) };
    let mut fresh = Layers { sets: vec![vec![start]], period: None };
    let mut seen = vec![true];
    // Places met for the first time suffice for the shortest words: none of those passes a place later than it could.
    for n in 0.. {
        let layer = &fresh.sets[n as usize];
        if n > bounds.max || layer.is_empty() {
            return Ok(Outcome::Empty);
        }
        if layer.iter().any(|&place| product.accepts(place)) {
            if n < bounds.min {
                break;
            }
            match words(product, &fresh, n, judge)? {
                Outcome::Empty => return longer(product, start, n + 1, bounds.max, judge),
                outcome => return Ok(outcome),
            }
        }
        let next = successors(product, layer.clone())?;
        seen.resize(product.size(), false);
        let next = next.into_iter().filter(|&place| !std::mem::replace(&mut seen[place as usize], true)).collect();
        fresh.sets.push(next);
    }
    longer(product, start, bounds.min, bounds.max, judge)
}

fn successors(product: &mut Product<'_>, layer: Vec<Place>) -> Result<Vec<Place>, Exhausted> {
    let mut next = Vec::new();
    for place in layer {
        next.extend(product.edges(place)?.iter().map(|&(_, target)| target));
    }
    next.sort_unstable();
    next.dedup();
    Ok(next)
}

/// Words of at least `min` characters, by full layers.
fn longer(
    product: &mut Product<'_>,
    start: Place,
    min: u64,
    max: u64,
    judge: &mut dyn FnMut(&str) -> Verdict,
) -> Result<Outcome, Exhausted> {
    let mut layers = Layers { sets: vec![vec![start]], period: None };
    let mut ids: HashMap<Vec<Place>, usize> = HashMap::new();
    ids.insert(vec![start], 0);
    let mut n = 0;
    loop {
        if let Some((from, length)) = layers.period
            && n >= from as u64
        {
            n = n.max(min);
            let accepts = |set: &Vec<Place>| set.iter().any(|&place| product.accepts(place));
            if !layers.sets[from..from + length].iter().any(accepts) {
                return Ok(Outcome::Empty);
            }
        }
        if n > max || layers.sets[layers.index(n)].is_empty() {
            return Ok(Outcome::Empty);
        }
        if n >= min && layers.sets[layers.index(n)].iter().any(|&place| product.accepts(place)) {
            match words(product, &layers, n, judge)? {
                Outcome::Empty => {}
                outcome => return Ok(outcome),
            }
        }
        product.spend(1)?;
        if layers.period.is_none() {
            let next = successors(product, layers.sets[n as usize].clone())?;
            match ids.get(&next) {
                Some(&from) => layers.period = Some((from, layers.sets.len() - from)),
                None => {
                    ids.insert(next.clone(), layers.sets.len());
                    layers.sets.push(next);
                }
            }
        }
        n += 1;
    }
}

/// For each length already read, the places from which the end can be reached in time, shared where they repeat.
struct Alive {
    sets: Vec<Vec<Place>>,
    at: Vec<u32>,
}

impl Alive {
    fn new(product: &mut Product<'_>, layers: &Layers, length: u64) -> Result<Self, Exhausted> {
        let mut alive = Self { sets: Vec::new(), at: vec![0; length as usize + 1] };
        let mut ids: HashMap<Vec<Place>, u32> = HashMap::new();
        let mut known: HashMap<(usize, u32), u32> = HashMap::new();
        for k in (0..=length).rev() {
            let layer = layers.index(k);
            let after = if k == length { u32::MAX } else { alive.at[k as usize + 1] };
            let id = match known.get(&(layer, after)) {
                Some(&id) => id,
                None => {
                    product.spend(1)?;
                    let mut set = Vec::new();
                    for &place in &layers.sets[layer] {
                        let leads = match after {
                            u32::MAX => product.accepts(place),
                            after => product.edges(place)?.iter().any(|&(_, target)| alive.has(after, target)),
                        };
                        if leads {
                            set.push(place);
                        }
                    }
                    let id = *ids.entry_ref(&set).or_insert(alive.sets.len() as u32);
                    if id as usize == alive.sets.len() {
                        alive.sets.push(set);
                    }
                    known.insert((layer, after), id);
                    id
                }
            };
            alive.at[k as usize] = id;
        }
        Ok(alive)
    }

    fn has(&self, set: u32, place: Place) -> bool {
        self.sets[set as usize].binary_search(&place).is_ok()
    }
}

/// Puts the accepted words of one length before the judge, the most readable first. `Empty` if it skipped them all.
fn words(
    product: &mut Product<'_>,
    layers: &Layers,
    length: u64,
    judge: &mut dyn FnMut(&str) -> Verdict,
) -> Result<Outcome, Exhausted> {
    if length > LONGEST {
        return Ok(Outcome::TooLong);
    }
    let alive = Alive::new(product, layers, length)?;
    let alphabet = std::sync::Arc::clone(&product.alphabet);
    let mut text = String::new();
    // The place, the edge to follow next, and which of its characters.
    let mut path: Vec<(Place, u32, u32)> = vec![(layers.sets[0][0], 0, 0)];
    while let Some(depth) = path.len().checked_sub(1) {
        if depth as u64 == length {
            product.spend(1)?;
            match judge(&text) {
                Verdict::Stop => return Ok(Outcome::Stopped),
                Verdict::Skip => {
                    path.pop();
                    text.pop();
                    continue;
                }
            }
        }
        let (place, edge, nth) = path[depth];
        let edges = product.edges(place)?;
        match edges.get(edge as usize) {
            None => {
                path.pop();
                text.pop();
            }
            Some(&(symbol, target)) if alive.has(alive.at[depth + 1], target) => {
                match alphabet.symbols[symbol as usize].get(nth) {
                    Some(c) => {
                        path[depth].2 += 1;
                        text.push(c);
                        path.push((target, 0, 0));
                    }
                    None => path[depth] = (place, edge + 1, 0),
                }
            }
            Some(_) => path[depth] = (place, edge + 1, 0),
        }
    }
    Ok(Outcome::Empty)
}
