//! Which properties a sender may use: those that its own contract declares for the place (compatibility of declared
//! senders), over all subschemas that may apply there.

use std::rc::Rc;

use hashbrown::HashSet;

use super::nodes::{ANYTHING, Atom, NOTHING, Node, NodeId, Text};
use super::solve::Solver;

/// What a sender declares for one object.
#[derive(Default, Debug)]
pub(super) struct Grant {
    /// The names, each with what is said of the value. Sorted.
    names: Vec<(Text, NodeId)>,
    patterns: Vec<(Text, NodeId)>,
    additional: Vec<Additional>,
    items: Vec<NodeId>,
    prefix: Vec<(u32, NodeId)>,
    /// All names that are mentioned as properties or as required. Sorted.
    pub(super) mentioned: Vec<Text>,
    /// Whether any name may be used.
    pub(super) open: bool,
}

/// All properties but some names and those that match some patterns, and what is said of them.
type Additional = (Box<[Text]>, Box<[Text]>, NodeId);

impl Solver<'_> {
    /// What a sender declares for the object that it is asked about.
    pub(super) fn grant(&mut self, sender: NodeId) -> Rc<Grant> {
        if let Some(known) = self.grants.get(&sender) {
            return known.clone();
        }
        let mut grant = Grant::default();
        let mut explicit = false;
        let mut pending = vec![sender];
        let mut seen = HashSet::new();
        while let Some(node) = pending.pop() {
            if !seen.insert(node) {
                continue;
            }
            match self.compiler.nodes.get(node) {
                Node::And(all) | Node::Or(all) | Node::One(all) => pending.extend(all.iter().rev()),
                Node::If(a, b, c) => pending.extend([*c, *b, *a]),
                Node::Reference(label) => {
                    let body = self.compiler.body_of(*label);
                    pending.push(body);
                }
                Node::Atom(Atom::Property(name, value)) => grant.names.push((*name, *value)),
                Node::Atom(Atom::PatternProperty(pattern, value)) => grant.patterns.push((*pattern, *value)),
                Node::Atom(Atom::Required(name)) => grant.mentioned.push(*name),
                Node::Atom(Atom::Additional(names, patterns, value)) => {
                    explicit |= *value != NOTHING;
                    grant.additional.push((names.clone(), patterns.clone(), *value));
                }
                Node::Atom(Atom::ItemsFrom(_, value) | Atom::Contains(_, value)) => grant.items.push(*value),
                Node::Atom(Atom::Item(at, value)) => grant.prefix.push((*at, *value)),
                _ => {}
            }
        }
        grant.open = sender == ANYTHING || explicit || (grant.names.is_empty() && grant.patterns.is_empty());
        grant.names.sort_unstable();
        grant.names.dedup();
        grant.mentioned.extend(grant.names.iter().map(|n| n.0));
        grant.mentioned.sort_unstable();
        grant.mentioned.dedup();
        let grant = Rc::new(grant);
        self.grants.insert(sender, grant.clone());
        grant
    }

    /// Whether a sender may use a name; nothing where a pattern cannot be decided.
    pub(super) fn may_send(&mut self, grant: &Grant, name: Text) -> Option<bool> {
        if grant.open || grant.mentioned.binary_search(&name).is_ok() {
            return Some(true);
        }
        let mut known = Some(false);
        for (pattern, _) in &grant.patterns {
            match self.matches(*pattern, name) {
                Some(true) => return Some(true),
                Some(false) => {}
                None => known = None,
            }
        }
        known
    }

    /// The patterns whose names a sender may use.
    pub(super) fn granted_patterns(grant: &Grant) -> impl Iterator<Item = Text> {
        grant.patterns.iter().map(|p| p.0)
    }

    /// The sender of a property's value.
    pub(super) fn sender_of(&mut self, sender: NodeId, grant: &Grant, name: Text) -> NodeId {
        if sender == ANYTHING {
            return ANYTHING;
        }
        if let Some(&known) = self.senders_of.get(&(sender, name)) {
            return known;
        }
        let first = grant.names.partition_point(|n| n.0 < name);
        let mut all: Vec<NodeId> = grant.names[first..].iter().take_while(|n| n.0 == name).map(|n| n.1).collect();
        for (pattern, value) in &grant.patterns {
            if self.matches(*pattern, name) != Some(false) {
                all.push(*value);
            }
        }
        'additional: for (names, patterns, value) in &grant.additional {
            if names.contains(&name) || *value == NOTHING {
                continue;
            }
            for pattern in patterns {
                if self.matches(*pattern, name) == Some(true) {
                    continue 'additional;
                }
            }
            all.push(*value);
        }
        let union = self.union_of(all);
        self.senders_of.insert((sender, name), union);
        union
    }

    /// The sender of an item's value.
    pub(super) fn sender_of_item(&mut self, sender: NodeId, at: usize) -> NodeId {
        if sender == ANYTHING {
            return ANYTHING;
        }
        let grant = self.grant(sender);
        let at_place = grant.prefix.iter().filter(|(place, _)| *place as usize == at).map(|p| p.1);
        let all = grant.items.iter().copied().chain(at_place).collect();
        self.union_of(all)
    }

    /// Senders together: only what they declare counts, so it does not matter how they are joined.
    fn union_of(&mut self, mut all: Vec<NodeId>) -> NodeId {
        all.retain(|node| *node != ANYTHING && *node != NOTHING);
        all.sort_unstable();
        all.dedup();
        match all.len() {
            0 => ANYTHING,
            1 => all[0],
            _ => self.compiler.nodes.or(all),
        }
    }
}
