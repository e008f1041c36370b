//! What a comparison depends on besides the two contracts.

/// Settings of a comparison.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// The day that counts as today, as `YYYY-MM-DD`, for sunset dates. Without it no sunset has passed.
    pub today: Option<String>,
}
