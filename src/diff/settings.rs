//! What a comparison depends on besides the two contracts.

use std::collections::BTreeMap;

use super::change::Level;
use super::policies::Policy;
use crate::schema::Senders;

/// Settings of a comparison.
#[derive(Clone, Debug)]
pub struct Settings {
    /// What a sender may send besides what its contract declares.
    pub senders: Senders,
    /// The day that counts as today, as `YYYY-MM-DD`, for sunset dates. Without it no sunset has passed.
    pub today: Option<String>,
    /// What is known of the clients.
    pub policy: Policy,
    /// Levels that are fixed, by the place of a check in [`super::checks::all`].
    pub levels: BTreeMap<usize, Level>,
    /// How many days an operation must go on to work after it is deprecated.
    pub min_notice_days: u32,
}

impl Default for Settings {
    fn default() -> Self {
        let (policy, levels) = (Policy::Strict, BTreeMap::new());
        Self { senders: Senders::Declared, today: None, policy, levels, min_notice_days: 0 }
    }
}
