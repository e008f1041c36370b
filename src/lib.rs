pub mod contract {
    pub mod sniff;
}
pub mod finding;
pub mod source;
