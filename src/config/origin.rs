//! Where a setting comes from.

use std::sync::Arc;

use crate::source::document::Document;

/// The place that says a setting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The file, by the name to show.
    pub file: Arc<str>,
    /// The line, from 1.
    pub line: u32,
    /// The preset that says it, where the line is the one that names the preset.
    pub preset: Option<&'static str>,
}

impl Origin {
    pub(super) fn of(doc: &Document, node: u32) -> Self {
        let start = doc.tape.nodes.get(node as usize).map_or(0, |node| node.start);
        Self { file: doc.name.as_str().into(), line: doc.place(start).line, preset: None }
    }
}

impl std::fmt::Display for Origin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if let Some(preset) = self.preset {
            write!(f, "the preset {preset}, ")?;
        }
        write!(f, "{}:{}", self.file, self.line)
    }
}
