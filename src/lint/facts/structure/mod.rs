//! How a description departs from the objects that its version of OpenAPI has.
//!
//! One walk over the nodes of all documents, from the root and from every definition that a reference led to, compares
//! them with the table in [`crate::contract::grammar`]. The rules of the area only choose what to tell.

mod conditions;
mod traps;
mod unknown;
mod values;
mod walk;

use hashbrown::HashSet;

use crate::contract::{At, Contract};
use crate::finding::Severity;
use crate::lint::{Cx, fixes};

/// A departure from the grammar of OpenAPI.
#[derive(Clone, Debug)]
pub struct Fault {
    /// Which rule tells it.
    pub kind: FaultKind,
    /// Where.
    pub at: At,
    /// The worst that it is.
    pub severity: Severity,
    /// What is to be seen there, in a few words.
    pub label: String,
    /// What is wrong, as a sentence without a full stop.
    pub message: String,
    /// What to write instead.
    pub help: Option<String>,
    /// What tells it from another fault at the same place.
    pub about: String,
    /// Another place that one has to look at.
    pub related: Option<(At, String)>,
    /// What to write in its place, where there is no other way.
    pub mend: Option<String>,
}

/// The sorts of departures.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FaultKind {
    /// A field that its object does not have.
    UnknownField,
    /// A field that must be there is not.
    MissingField,
    /// A value of another type.
    WrongType,
    /// A value that its place does not allow.
    WrongValue,
    /// Fields that exclude each other.
    ConflictingFields,
    /// A field beside `$ref` that nobody reads.
    IgnoredSibling,
    /// A `$ref` where no reference may stand.
    MisplacedReference,
    /// A plain scalar that another YAML reader, or another reader of the same text, takes for something else.
    YamlTrap,
}

/// All departures of a description.
#[derive(Default)]
pub struct Structure {
    faults: Vec<Fault>,
    misplaced: HashSet<At>,
    incomplete: HashSet<At>,
}

impl Structure {
    /// Walks the documents of a contract.
    pub fn of(contract: &Contract) -> Self {
        let faults = walk::walk(contract);
        let places = |kind: FaultKind| faults.iter().filter(|f| f.kind == kind).map(|f| f.at).collect();
        let (misplaced, incomplete) = (places(FaultKind::MisplacedReference), places(FaultKind::MissingField));
        Self { faults, misplaced, incomplete }
    }

    /// Whether a misplaced `$ref` has its text at this node.
    pub fn is_misplaced(&self, at: At) -> bool {
        self.misplaced.contains(&at)
    }

    /// Whether an object lacks a field.
    pub fn is_incomplete(&self, at: At) -> bool {
        self.incomplete.contains(&at)
    }

    /// Reports the faults of one kind.
    pub fn report(&self, cx: &mut Cx<'_>, kind: FaultKind) {
        let contract = cx.contract;
        for fault in self.faults.iter().filter(|f| f.kind == kind) {
            let mut report =
                cx.report(fault.at, &fault.label, &fault.message).at_most(fault.severity).about(&fault.about);
            if let Some(help) = &fault.help {
                report = report.help(help);
            }
            if let Some((at, text)) = &fault.related {
                report = report.related(*at, text);
            }
            if let Some(mend) = &fault.mend {
                let edit = fixes::replaced(&contract.sources, fault.at, mend);
                report = report.fix(format!("write `{mend}`"), [edit]);
            }
            let _ = report;
        }
    }
}
