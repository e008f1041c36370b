//! What hides behind a break that the policy lets pass. A message of which a break is known is not looked at again;
//! where nobody minds that break, another one beside it would pass unseen.

use hashbrown::HashSet;

use super::{Court, Draft};
use crate::contract::At;
use crate::diff::change::{Direction, Level};
use crate::diff::walk::{UnitId, Walk};
use crate::schema::{Answer, Claim, Part};

impl<'c> Walk<'c> {
    /// Asks of each pair of messages whose known breaks all pass whether there is one in which none of them occurs.
    pub(super) fn look_behind(&mut self, court: &mut Court<'c>) {
        let broken = |draft: &Draft| draft.change.level >= Level::Unproven;
        let passes =
            |draft: &Draft| self.settings.rule(draft.change.check, draft.change.level, false).0 < Level::Unproven;
        let (pass, stand): (Vec<usize>, Vec<usize>) =
            (0..self.drafts.len()).filter(|&n| broken(&self.drafts[n])).partition(|&n| passes(&self.drafts[n]));
        if pass.is_empty() {
            return;
        }
        let roots = |drafts: &[usize]| -> HashSet<UnitId> {
            drafts.iter().flat_map(|&n| &self.drafts[n].units).flat_map(|&unit| self.roots_of(unit)).collect()
        };
        let (passing, standing) = (roots(&pass), roots(&stand));
        let mut asked: Vec<UnitId> = passing.difference(&standing).copied().filter(|&r| !self.is_text(r)).collect();
        asked.sort_unstable();
        for root in asked {
            let Some(sides) = self.sides(root) else { continue };
            let sent = court.prover.accepted(sides.sender, sides.projection);
            let refused = court.prover.refused(sides.receiver, Part::Whole, sides.projection);
            let mut all = court.prover.both(sent, refused);
            for &number in &pass {
                for known in self.known_in(court, number, root) {
                    let other = court.prover.not(known);
                    all = court.prover.both(all, other);
                }
            }
            match court.prover.find(all, Some(sent)).answer {
                Answer::Included => {}
                Answer::Unknown(unproven) => self.undecided(root, &unproven.why),
                Answer::Refuted(value) => {
                    // In a schema that holds itself a known break may stand deeper than it was excluded.
                    let places: Vec<At> = pass.iter().map(|&n| self.received(n)).collect();
                    let failures = court.second_look(self.new, sides, &value).unwrap_or_default();
                    if !failures.iter().any(|failure| places.contains(&failure.at)) {
                        self.convict(court, root, sides, value);
                    }
                }
            }
        }
    }

    /// The messages of a root in which a known break occurs.
    fn known_in(&self, court: &mut Court<'c>, number: usize, root: UnitId) -> Vec<Claim> {
        let draft = &self.drafts[number];
        let mut claims = Vec::new();
        for &unit in &draft.units {
            let Some(sides) = self.sides(unit) else { continue };
            let (ways, _) = self.ways(unit);
            for way in ways.iter().filter(|way| way.root == root) {
                let wanted = self.wanted(court, draft, sides);
                claims.push(way.steps.iter().rev().fold(wanted, |claim, step| self.inside(court, *step, claim)));
            }
        }
        claims
    }

    /// Where the receiver of a change refuses what it is about.
    fn received(&self, number: usize) -> At {
        let change = &self.drafts[number].change;
        if change.direction == Direction::Response { change.old.at } else { change.new.at }
    }
}
