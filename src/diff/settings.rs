//! What a comparison depends on besides the two contracts.

use crate::schema::Senders;

/// Settings of a comparison.
#[derive(Clone, Debug)]
pub struct Settings {
    /// What a sender may send besides what its contract declares.
    pub senders: Senders,
    /// The day that counts as today, as `YYYY-MM-DD`, for sunset dates. Without it no sunset has passed.
    pub today: Option<String>,
}

impl Default for Settings {
    fn default() -> Self {
        Self { senders: Senders::Declared, today: None }
    }
}
