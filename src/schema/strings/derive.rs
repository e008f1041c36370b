//! What is left of a term after one character.

use super::ast::{INFINITE, NodeId};
use super::term::{ALL, DEEPEST, Exhausted, FAIL, Open, Term, TermId, Terms};

impl Terms {
    /// What is left of the term after a character of the class. `member[set]` tells whether the class lies in the set.
    pub(super) fn derive(
        &mut self,
        term: TermId,
        class: u32,
        member: &[Vec<bool>],
        holds: u32,
        limit: u64,
    ) -> Result<(TermId, u64), Exhausted> {
        (self.spent, self.limit) = (0, limit);
        self.open.clear();
        let result = self.step(term, class, member, holds, 0)?;
        Ok((result, self.spent))
    }

    fn step(
        &mut self,
        term: TermId,
        class: u32,
        member: &[Vec<bool>],
        holds: u32,
        depth: u32,
    ) -> Result<TermId, Exhausted> {
        self.spent += 1;
        if self.spent > self.limit || depth > DEEPEST {
            return Err(Exhausted);
        }
        match &self.terms[term as usize] {
            Term::Fail | Term::End => return Ok(FAIL),
            Term::All => return Ok(ALL),
            Term::Class { set, then } => return Ok(if member[*set as usize][class as usize] { *then } else { FAIL }),
            _ => {}
        }
        let keep = self.keep_inner || self.open.is_empty();
        if keep && let Some(&(result, cost)) = self.memo.get(&(term, class, holds)) {
            self.spent += cost;
            return if self.spent > self.limit { Err(Exhausted) } else { Ok(result) };
        }
        let before = self.spent;
        let result = match self.terms[term as usize].clone() {
            Term::If { tracker, negated, then } => {
                if (holds >> tracker & 1 == 1) == negated {
                    FAIL
                } else {
                    self.step(then, class, member, holds, depth + 1)?
                }
            }
            Term::Or(items) => {
                let items = self.each(&items, class, member, holds, depth)?;
                self.or(items)
            }
            Term::And(items) => {
                let items = self.each(&items, class, member, holds, depth)?;
                self.and(items)
            }
            Term::Not(inner) => {
                let inner = self.step(inner, class, member, holds, depth + 1)?;
                self.not(inner)
            }
            Term::Repeat { body, min, max, then } => self.enter(body, min, max, then, class, member, holds, depth)?,
            Term::Fail | Term::All | Term::End | Term::Class { .. } => FAIL,
        };
        if keep {
            self.memo.insert((term, class, holds), (result, self.spent - before));
        }
        Ok(result)
    }

    fn each(
        &mut self,
        items: &[TermId],
        class: u32,
        member: &[Vec<bool>],
        holds: u32,
        depth: u32,
    ) -> Result<Vec<TermId>, Exhausted> {
        items.iter().map(|&item| self.step(item, class, member, holds, depth + 1)).collect()
    }

    /// A round of a repetition, and, where no more is due, what follows it.
    #[expect(clippy::too_many_arguments, reason = "the fields of a repetition, and where it stands")]
    fn enter(
        &mut self,
        body: NodeId,
        min: u32,
        max: u32,
        then: TermId,
        class: u32,
        member: &[Vec<bool>],
        holds: u32,
        depth: u32,
    ) -> Result<TermId, Exhausted> {
        let again = self.open.iter().filter(|open| open.body == body && open.then == then);
        let (mut again_at_all, mut again_optional) = (false, false);
        for open in again {
            again_at_all = true;
            again_optional |= open.optional;
        }
        // A round was empty: its assertions hold here, so every round that is due may be as empty.
        let min = if again_at_all { 0 } else { min };
        let skip = if min == 0 { self.step(then, class, member, holds, depth + 1)? } else { FAIL };
        if min == 0 && again_optional {
            // Another empty round would only repeat this one.
            return Ok(skip);
        }
        let less = if max == INFINITE { INFINITE } else { max - 1 };
        let rest = self.repeat(body, min.saturating_sub(1), less, then);
        let round = self.build(body, rest);
        self.open.push(Open { body, then, optional: min == 0 });
        let round = self.step(round, class, member, holds, depth + 1);
        self.open.pop();
        let round = round?;
        Ok(self.or(vec![skip, round]))
    }
}
