//! From drafts to changes: which operations they reach, and what they are called in the end.

use std::collections::BTreeSet;

use hashbrown::HashSet;

use super::{UnitId, Walk};
use crate::diff::change::Change;

impl Walk<'_> {
    /// Works out which operations each change reaches and what it is called in the end, and sorts.
    pub(super) fn finish(mut self) -> Vec<Change> {
        let drafts = std::mem::take(&mut self.drafts);
        let finished = drafts.into_iter().map(|draft| {
            let (operations, unstable) = self.reached(&draft.units);
            let (level, ruling) = self.settings.rule(draft.change.check, draft.change.level, unstable);
            Change { level, operations, ruling, ..draft.change }
        });
        let mut changes: Vec<Change> = finished.collect();
        changes.sort_by(|a, b| {
            let place = |c: &Change| (c.new.span.doc, c.new.span.start, c.old.span.doc, c.old.span.start, c.check);
            b.level.cmp(&a.level).then_with(|| place(a).cmp(&place(b))).then_with(|| a.about.cmp(&b.about))
        });
        changes
    }

    /// The operations that units belong to, and whether there are some and none of them promised anything yet.
    fn reached(&self, units: &[UnitId]) -> (Vec<String>, bool) {
        let mut found = BTreeSet::new();
        let mut unstable = true;
        let mut seen: HashSet<UnitId> = units.iter().copied().collect();
        let mut pending: Vec<UnitId> = units.to_vec();
        while let Some(unit) = pending.pop() {
            if let Some(operation) = &self.units[unit].operation {
                found.insert(operation.as_str());
                unstable &= self.units[unit].unstable;
                continue;
            }
            pending.extend(self.units[unit].parents.iter().map(|p| p.0).filter(|&p| seen.insert(p)));
        }
        unstable &= !found.is_empty();
        (found.into_iter().map(str::to_owned).collect(), unstable)
    }
}
