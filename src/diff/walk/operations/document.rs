//! What a description says outside of its operations, and components that none of them reaches.

use hashbrown::{HashMap, HashSet};

use crate::contract::keywords;
use crate::contract::{At, Component, ComponentKind, Contract};
use crate::diff::change::{Direction, Subject};
use crate::diff::checks::{Coordinate, Structure};
use crate::diff::walk::codegen::is_model;
use crate::diff::walk::{Certainty, Key, Kind, Notation, Step, UnitId, Walk, around, spot};

impl Walk<'_> {
    pub(in crate::diff::walk) fn document(&mut self) {
        let (old, new) = (self.old, self.new);
        let key = Key {
            kind: Kind::Document,
            old: old.at,
            new: new.at,
            direction: Direction::None,
            certainty: Certainty::Certain,
            notation: Notation::Typed,
        };
        let Some(unit) = self.enter(key, None, Step::Root, Subject::Body) else { return };
        if old.version != new.version {
            let message = format!("OpenAPI {} became OpenAPI {}", old.version.as_str(), new.version.as_str());
            let (was, is) = (spot(old.version_at, "before"), spot(new.version_at, "now"));
            self.emit(unit, Coordinate::Structure(Structure::SpecVersionChanged), was, is, message, "");
        }
        let info_at = |c: &Contract| c.info.at.unwrap_or(c.at);
        let (was_at, is_at) = (info_at(old), info_at(new));
        self.annotation(
            unit,
            Structure::VersionChanged,
            "`info.version`",
            (was_at, old.info.version),
            (is_at, new.info.version),
        );
        let (was, is) = (&old.info, &new.info);
        self.texts(
            unit,
            "`info`",
            was_at,
            is_at,
            &[
                ("title", was.title, is.title),
                ("summary", was.summary, is.summary),
                ("description", was.description, is.description),
                ("termsOfService", was.terms_of_service, is.terms_of_service),
                ("contact", was.contact, is.contact),
                ("license", was.license, is.license),
            ],
        );
        self.texts(unit, "the document", old.at, new.at, &[("externalDocs", old.external_docs, new.external_docs)]);
        let tags = |c: &Contract| c.view(c.at).get(keywords::name::TAGS).map(|v| At { doc: c.at.doc, node: v.at });
        self.annotation(
            unit,
            Structure::TagsChanged,
            "`tags` of the document",
            (old.at, tags(old)),
            (new.at, tags(new)),
        );
        self.paths(unit);
        self.webhooks(unit);
        self.security_schemes(unit);
        self.server_texts(unit);
    }

    /// Components that no operation reaches have no part in any message, but a change of theirs is one.
    pub(in crate::diff::walk) fn components(&mut self) {
        // The unit of the document is the first one.
        let unit = 0;
        let reached: HashSet<At> = self.known.keys().map(|k| k.old).chain(self.parts.drain()).collect();
        let (old, new) = (self.old, self.new);
        let key = |c: &Component| (c.kind, c.name);
        let is: HashMap<_, _> = new.components.iter().map(|c| (key(c), c)).collect();
        let was: HashMap<_, _> = old.components.iter().map(|c| (key(c), c)).collect();
        let parent = |c: &Contract| c.components_at.unwrap_or(c.at);
        // Of a key that stands twice the last one counts, as it does for a reference.
        let counts = |c: &&Component| was.get(&key(c)).is_some_and(|last| last.at == c.at);
        for component in old.components.iter().filter(counts) {
            let what = format!("component {} `{}`", component.kind.noun(), old.text(component.name));
            match is.get(&key(component)) {
                None => {
                    let is_model = component.schema.is_some_and(|id| is_model(old.schema(id)));
                    let row = if is_model { Structure::ModelRemoved } else { Structure::ComponentRemoved };
                    let row = Coordinate::Structure(row);
                    let message = format!("{what} is gone");
                    self.emit(unit, row, spot(component.key, "was here"), around(parent(new), "gone"), message, &what);
                }
                // Schemes are looked at with the operations that ask for them.
                Some(_) if component.kind == ComponentKind::SecurityScheme => {}
                Some(now) if !reached.contains(&component.at) => {
                    self.annotation(
                        unit,
                        Structure::ComponentChanged,
                        &what,
                        (component.at, Some(component.at)),
                        (now.at, Some(now.at)),
                    );
                }
                Some(_) => {}
            }
        }
        for component in new.components.iter().filter(|c| !was.contains_key(&key(c))) {
            let what = format!("component {} `{}`", component.kind.noun(), new.text(component.name));
            let row = Coordinate::Structure(Structure::ComponentAdded);
            let message = format!("{what} is new");
            self.emit(unit, row, around(parent(old), "not here"), spot(component.key, "new"), message, &what);
        }
    }

    pub(super) fn extensions_of(&mut self, unit: UnitId, owner: &str, old: Option<At>, new: Option<At>) {
        if let (Some(old), Some(new)) = (old, new) {
            self.extensions(unit, owner, old, new);
        }
    }
}
