//! Operations and what stands around schemas: paths, parameters, bodies, responses, headers, callbacks, servers.

use std::collections::{BTreeMap, BTreeSet};

use hashbrown::{HashMap, HashSet};

use super::compare::canonical;
use super::{Key, Kind, Step, UnitId, Walk, around, spot};
use crate::contract::keywords::Keyword;
use crate::contract::{
    At, Callback, ComponentKind, Contract, DocId, Encoding, Id, MediaType, Name, Named, Operation, Parameter,
    ParameterIn, PathItem, Place, RequestBody, Response, Server, SpecVersion, Status, StatusResponse, Style, Types,
};
use crate::diff::Settings;
use crate::diff::aspects::Aspect;
use crate::diff::change::{Direction, Effect, Level, Subject};
use crate::diff::checks::{Coordinate, Structure};
use crate::diff::walk::Certainty;

/// A path template whose parameters have lost their names, which are no part of the address.
fn template(path: &str) -> String {
    let mut text = String::with_capacity(path.len());
    let mut rest = path;
    while let Some(open) = rest.find('{') {
        let Some(close) = rest[open..].find('}') else { break };
        text.push_str(&rest[..open]);
        text.push_str("{}");
        rest = &rest[open + close + 1..];
    }
    text.push_str(rest);
    text
}

/// The names of the parameters of a template, in order.
fn template_names(path: &str) -> Vec<&str> {
    path.split('{').skip(1).filter_map(|part| part.split_once('}')).map(|(name, _)| name).collect()
}

/// The addresses of a server, its variables filled in with every listed value (or the default).
fn addresses(contract: &Contract, server: &Server) -> Vec<String> {
    const MOST: usize = 64;
    let mut urls = vec![contract.text(server.url).to_owned()];
    for variable in &server.variables {
        let hole = format!("{{{}}}", contract.text(variable.name));
        let mut values: Vec<String> = variable.values.iter().map(|&v| contract.text_at(v).into_owned()).collect();
        if values.is_empty() {
            values = variable.default.map(|v| contract.text_at(v).into_owned()).into_iter().collect();
        }
        if values.is_empty() || urls.len() * values.len() > MOST {
            continue;
        }
        urls = urls.iter().flat_map(|url| values.iter().map(|value| url.replace(&hole, value))).collect();
    }
    urls.iter().map(|url| url.trim_end_matches('/').to_owned()).collect()
}

/// Where an address is written. In 2.0 the place of a server is its scheme, which seldom is what changed.
fn address_at(contract: &Contract, server: &Server) -> At {
    if contract.version == SpecVersion::V2_0 { server.at } else { server.url_at }
}

/// The path of the first server, which all templates continue.
fn base_path(contract: &Contract) -> String {
    let url = contract.servers.first().and_then(|s| addresses(contract, s).into_iter().next()).unwrap_or_default();
    let rest = url.split_once("://").map_or_else(|| url.strip_prefix("//").unwrap_or(&url), |(_, rest)| rest);
    let host = url.contains("//");
    let path = if host { rest.find('/').map_or("", |at| &rest[at..]) } else { rest };
    path.trim_end_matches('/').to_owned()
}

/// Operations by method and path, the names of parameters left out.
type Templates = HashMap<(Name, String), Id<Operation>>;

impl<'c> Walk<'c> {
    pub(super) fn document(&mut self) {
        let (old, new) = (self.old, self.new);
        let key = Key {
            kind: Kind::Document,
            old: old.at,
            new: new.at,
            direction: Direction::None,
            certainty: Certainty::Certain,
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
        let tags = |c: &Contract| {
            c.view(c.at).get(crate::contract::keywords::name::TAGS).map(|v| At { doc: c.at.doc, node: v.at })
        };
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

    fn server_texts(&mut self, unit: UnitId) {
        for was in &self.old.servers {
            if let Some(is) = self.new.servers.iter().find(|s| s.url == was.url) {
                let owner = format!("server `{}`", self.old.text(was.url));
                self.texts(unit, &owner, was.at, is.at, &[("description", was.description, is.description)]);
            }
        }
    }

    /// Components that no operation reaches have no part in any message, but a change of theirs is one.
    pub(super) fn components(&mut self) {
        // The unit of the document is the first one.
        let unit = 0;
        let reached: HashSet<At> = self.known.keys().map(|k| k.old).chain(self.parts.drain()).collect();
        let (old, new) = (self.old, self.new);
        let key = |c: &crate::contract::Component| (c.kind, c.name);
        let is: HashMap<_, _> = new.components.iter().map(|c| (key(c), c)).collect();
        let was: HashMap<_, _> = old.components.iter().map(|c| (key(c), c)).collect();
        let parent = |c: &Contract| c.components_at.unwrap_or(c.at);
        // Of a key that stands twice the last one counts, as it does for a reference.
        let counts = |c: &&crate::contract::Component| was.get(&key(c)).is_some_and(|last| last.at == c.at);
        for component in old.components.iter().filter(|c| c.kind != ComponentKind::SecurityScheme).filter(counts) {
            let what = format!("component {} `{}`", component.kind.noun(), old.text(component.name));
            match is.get(&key(component)) {
                None => {
                    let row = Coordinate::Structure(Structure::ComponentRemoved);
                    let message = format!("{what} is gone");
                    self.emit(unit, row, spot(component.key, "was here"), around(parent(new), "gone"), message, &what);
                }
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
        for component in
            new.components.iter().filter(|c| !was.contains_key(&key(c)) && c.kind != ComponentKind::SecurityScheme)
        {
            let what = format!("component {} `{}`", component.kind.noun(), new.text(component.name));
            let row = Coordinate::Structure(Structure::ComponentAdded);
            let message = format!("{what} is new");
            self.emit(unit, row, around(parent(old), "not here"), spot(component.key, "new"), message, &what);
        }
    }

    fn paths(&mut self, document: UnitId) {
        let (old, new) = (self.old, self.new);
        let (old_base, new_base) = (base_path(old), base_path(new));
        let list = |c: &'c Contract| c.operations.ids().filter(move |&id| c.operations[id].place == Place::Path);
        let mut by_template: Templates = HashMap::new();
        let mut by_address: Templates = HashMap::new();
        for id in list(new) {
            let operation = &new.operations[id];
            let path = template(new.text(operation.path));
            if old_base != new_base {
                by_address.entry((operation.method, format!("{new_base}{path}"))).or_insert(id);
            }
            by_template.entry((operation.method, path)).or_insert(id);
        }
        let mut matched: HashSet<Id<Operation>> = HashSet::new();
        let mut pairs = Vec::new();
        for id in list(old) {
            let operation = &old.operations[id];
            let path = template(old.text(operation.path));
            let address = (operation.method, format!("{old_base}{path}"));
            // Where both fit, the address decides: `/v2` that moved from the server into the paths moves nothing.
            let found = by_address.get(&address).or_else(|| by_template.get(&(operation.method, path)));
            match found.copied().filter(|f| matched.insert(*f)) {
                Some(now) => pairs.push((id, Some(now))),
                None => pairs.push((id, None)),
            }
        }
        let mut servers = HashMap::new();
        for &(was, is) in &pairs {
            match is {
                Some(is) => {
                    if let Some(unit) = self.operation_pair(document, was, is, Direction::Request) {
                        self.servers(unit, was, is, &mut servers);
                    }
                }
                None => self.operation_removed(document, &old.operations[was]),
            }
        }
        let templates: Templates = list(old)
            .map(|id| ((old.operations[id].method, template(old.text(old.operations[id].path))), id))
            .collect();
        for id in list(new).filter(|id| !matched.contains(id)) {
            self.operation_added(document, id, &templates);
        }
        let path_texts: HashMap<&str, &PathItem> =
            new.path_items.iter().filter(|i| i.place == Place::Path).map(|i| (new.text(i.name), i)).collect();
        for was in old.path_items.iter().filter(|i| i.place == Place::Path) {
            let Some(is) = path_texts.get(old.text(was.name)) else { continue };
            let owner = format!("path `{}`", old.text(was.name));
            let texts = [("summary", was.summary, is.summary), ("description", was.description, is.description)];
            self.texts(document, &owner, was.at, is.at, &texts);
        }
        self.extensions_of(document, "`paths`", old.paths, new.paths);
    }

    fn extensions_of(&mut self, unit: UnitId, owner: &str, old: Option<At>, new: Option<At>) {
        if let (Some(old), Some(new)) = (old, new) {
            self.extensions(unit, owner, old, new);
        }
    }

    /// A unit for an operation that only one side has.
    fn lone_operation(&mut self, document: UnitId, contract: &Contract, operation: &Operation) -> UnitId {
        let id = self.units.len();
        self.units.push(super::Unit {
            parents: vec![document],
            step: Step::Root,
            subject: Subject::Body,
            direction: Direction::None,
            certainty: Certainty::Certain,
            operation: Some(contract.title(operation)),
        });
        id
    }

    /// Where a side holds operations of a path that it lacks: the path item of the same name, or `paths`.
    fn path_place(&self, side: usize, path: Name) -> At {
        let contract = if side == 0 { self.old } else { self.new };
        self.path_keys[side].get(&path).copied().or(contract.paths).unwrap_or(contract.at)
    }

    fn operation_removed(&mut self, document: UnitId, operation: &'c Operation) {
        let unit = self.lone_operation(document, self.old, operation);
        let title = self.old.title(operation);
        let place = self.path_place(1, operation.path);
        let sunset = self.old.extension(operation.at, "x-sunset").and_then(|v| v.as_scalar().map(|s| s.into_owned()));
        let passed = match (&sunset, &self.settings.today) {
            (Some(date), Some(today)) => day(date).is_some_and(|date| day(today).is_some_and(|today| date <= today)),
            _ => false,
        };
        let (row, message) = if passed {
            let date = sunset.unwrap_or_default();
            (Structure::SunsetOperationRemoved, format!("{title} is gone, as it was to be from {date} on"))
        } else {
            (Structure::OperationRemoved, format!("{title} is gone"))
        };
        self.emit(
            unit,
            Coordinate::Structure(row),
            spot(operation.key, "was here"),
            around(place, "gone"),
            message,
            &title,
        );
    }

    fn operation_added(&mut self, document: UnitId, id: Id<Operation>, templates: &Templates) {
        let operation = &self.new.operations[id];
        let unit = self.lone_operation(document, self.new, operation);
        let title = self.new.title(operation);
        let place = self.path_place(0, operation.path);
        let row = Coordinate::Structure(Structure::OperationAdded);
        self.emit(unit, row, around(place, "not here"), spot(operation.key, "new"), format!("{title} is new"), &title);
        self.taken(document, id, templates);
    }

    /// A concrete path is matched before a templated one: a new `/users/me` takes `me` away from `/users/{id}`.
    fn taken(&mut self, document: UnitId, new_id: Id<Operation>, templates: &Templates) {
        let operation = &self.new.operations[new_id];
        let path = self.new.text(operation.path);
        let segments: Vec<&str> = path.split('/').collect();
        let concrete: Vec<usize> = (0..segments.len()).filter(|&n| !is_hole(segments[n])).collect();
        // Which templates match this path: each way to put a parameter in the place of concrete segments. Nobody has
        // paths of more than ten, and nothing is said of those who do.
        let choices = 1_usize << concrete.len().min(10);
        let rival = (1..choices).find_map(|choice| {
            let taken =
                |n: &usize| concrete.iter().take(10).position(|c| c == n).is_some_and(|p| choice & (1 << p) != 0);
            let parts: Vec<&str> =
                segments.iter().enumerate().map(|(n, s)| if taken(&n) || is_hole(s) { "{}" } else { s }).collect();
            templates.get(&(operation.method, parts.join("/"))).copied()
        });
        let Some(rival_id) = rival else { return };
        let rival = &self.old.operations[rival_id];
        let other: Vec<&str> = self.old.text(rival.path).split('/').collect();
        let mut sure = true;
        for (hole, value) in other.iter().zip(&segments).filter(|(o, n)| o != n) {
            let name = hole.trim_matches(['{', '}']);
            let parameter =
                self.old.parameters_of(rival).find(|p| p.place == ParameterIn::Path && self.old.text(p.name) == name);
            match parameter.and_then(|p| p.schema).map(|s| accepts_text(self.old, s, value)) {
                Some(Some(false)) => return,
                Some(Some(true)) | None => {}
                Some(None) => sure = false,
            }
        }
        let Some(new_id) =
            self.new.operations.ids().find(|&id| std::ptr::eq(&raw const self.new.operations[id], operation))
        else {
            return;
        };
        // What the value's requests were answered by, against what answers them now.
        let row = match Self::probe(self.old, self.new, self.settings, rival_id, new_id) {
            Level::Breaking if sure => Structure::PathTaken,
            Level::Breaking | Level::Unproven => Structure::PathMayBeTaken,
            Level::Risky | Level::Safe => return,
        };
        let unit = self.lone_operation(document, self.old, rival);
        let message =
            format!("`{path}` is matched before `{}`, which answered its requests so far", self.old.text(rival.path));
        let (was, is) = (spot(rival.key, "answered before"), spot(operation.key, "answers now"));
        self.emit(unit, Coordinate::Structure(row), was, is, message, path);
    }

    /// The worst change between two operations, looked at apart from everything else.
    fn probe(
        old: &'c Contract,
        new: &'c Contract,
        settings: &'c Settings,
        was: Id<Operation>,
        is: Id<Operation>,
    ) -> Level {
        let mut walk = Walk::new(old, new, settings);
        let key = Key {
            kind: Kind::Document,
            old: old.at,
            new: new.at,
            direction: Direction::None,
            certainty: Certainty::Certain,
        };
        if let Some(root) = walk.enter(key, None, Step::Root, Subject::Body) {
            let _ = walk.operation_pair(root, was, is, Direction::Request);
        }
        walk.drain();
        walk.drafts.iter().map(|d| d.change.level).max().unwrap_or(Level::Safe)
    }

    fn servers(
        &mut self,
        unit: UnitId,
        was: Id<Operation>,
        is: Id<Operation>,
        known: &mut HashMap<(usize, usize), bool>,
    ) {
        let (old, new) = (self.old, self.new);
        let (was, is) = (&old.operations[was], &new.operations[is]);
        let (was_servers, is_servers) = (old.servers_of(was), new.servers_of(is));
        let (was_path, is_path) = (template(old.text(was.path)), template(new.text(is.path)));
        if was_path == is_path {
            let lists = (was_servers.as_ptr() as usize, is_servers.as_ptr() as usize);
            let same = *known.entry(lists).or_insert_with(|| {
                let all = |c: &Contract, list: &[Server]| -> BTreeSet<String> {
                    list.iter().flat_map(|s| addresses(c, s)).collect()
                };
                all(old, was_servers) == all(new, is_servers)
            });
            if same {
                return;
            }
        }
        let effective = |c: &Contract, list: &[Server], path: &str, fallback: At| -> BTreeMap<String, At> {
            let urls =
                list.iter().flat_map(|s| addresses(c, s).into_iter().map(|u| (format!("{u}{path}"), address_at(c, s))));
            let mut urls: BTreeMap<String, At> = urls.collect();
            if urls.is_empty() {
                urls.insert(path.to_owned(), fallback);
            }
            urls
        };
        let was_urls = effective(old, was_servers, &was_path, old.at);
        let is_urls = effective(new, is_servers, &is_path, new.at);
        let place = |list: &[Server], c: &Contract| list.first().map_or(c.at, |s| address_at(c, s));
        let shown = |url: &str, path: &str| url.strip_suffix(path).filter(|u| !u.is_empty()).unwrap_or("/").to_owned();
        for (url, &at) in was_urls.iter().filter(|(u, _)| !is_urls.contains_key(*u)) {
            let server = shown(url, &was_path);
            let message = format!("server `{server}` is gone");
            let (was, is) = (spot(at, "was here"), around(place(is_servers, new), "gone"));
            self.emit(unit, Coordinate::Structure(Structure::ServerRemoved), was, is, message, &server);
        }
        for (url, &at) in is_urls.iter().filter(|(u, _)| !was_urls.contains_key(*u)) {
            let server = shown(url, &is_path);
            let message = format!("server `{server}` is new");
            let (was, is) = (around(place(was_servers, old), "not here"), spot(at, "new"));
            self.emit(unit, Coordinate::Structure(Structure::ServerAdded), was, is, message, &server);
        }
    }

    fn webhooks(&mut self, document: UnitId) {
        let (old, new) = (self.old, self.new);
        let list = |c: &'c Contract| c.operations.ids().filter(move |&id| c.operations[id].place == Place::Webhook);
        let key = |o: &Operation| (o.path, o.method);
        let is: HashMap<_, _> = list(new).map(|id| (key(&new.operations[id]), id)).collect();
        let was: HashMap<_, _> = list(old).map(|id| (key(&old.operations[id]), id)).collect();
        for id in list(old) {
            let operation = &old.operations[id];
            if let Some(&now) = is.get(&key(operation)) {
                let _ = self.operation_pair(document, id, now, Direction::Response);
            } else {
                let unit = self.lone_operation(document, old, operation);
                let title = old.title(operation);
                let row = Coordinate::Structure(Structure::WebhookRemoved);
                let place = around(new.webhooks.unwrap_or(new.at), "gone");
                self.emit(
                    unit,
                    row,
                    spot(operation.key, "was here"),
                    place,
                    format!("webhook {title} is gone"),
                    &title,
                );
            }
        }
        for id in list(new).filter(|&id| !was.contains_key(&key(&new.operations[id]))) {
            let operation = &new.operations[id];
            let unit = self.lone_operation(document, new, operation);
            let title = new.title(operation);
            let row = Coordinate::Structure(Structure::WebhookAdded);
            let place = around(old.webhooks.unwrap_or(old.at), "not here");
            self.emit(unit, row, place, spot(operation.key, "new"), format!("webhook {title} is new"), &title);
        }
    }

    /// Compares two operations whose requests are in `direction`. The unit, if they were not compared before.
    fn operation_pair(
        &mut self,
        parent: UnitId,
        was: Id<Operation>,
        is: Id<Operation>,
        direction: Direction,
    ) -> Option<UnitId> {
        // Two paths may share one path item, so an operation is told apart by its number and not by its node.
        let place = |id: Id<Operation>| At { doc: DocId(u32::MAX), node: id.index() as u32 };
        let certainty = Certainty::Certain;
        let key = Key { kind: Kind::Operation, old: place(was), new: place(is), direction, certainty };
        let unit = self.enter(key, Some(parent), Step::Root, Subject::Body)?;
        let (old, new) = (self.old, self.new);
        let (was, is) = (&old.operations[was], &new.operations[is]);
        self.units[unit].operation = Some(new.title(is));
        self.operation_texts(unit, was, is);
        if was.place == Place::Path {
            self.operation_security(unit, was, is);
        }
        self.parameters(unit, was, is);
        self.request_body(unit, was, is);
        self.responses(unit, was, is);
        self.callbacks(unit, was, is);
        Some(unit)
    }

    fn operation_texts(&mut self, unit: UnitId, was: &'c Operation, is: &'c Operation) {
        let owner = self.new.title(is);
        let texts = [
            ("summary", was.summary, is.summary),
            ("description", was.description, is.description),
            ("externalDocs", was.external_docs, is.external_docs),
        ];
        self.texts(unit, &owner, was.at, is.at, &texts);
        let tags = |o: &Operation| {
            let mut tags: Vec<Name> = o.tags.iter().map(|t| t.0).collect();
            tags.sort_unstable();
            tags
        };
        if tags(was) != tags(is) {
            let place = |o: &Operation| o.tags.first().map_or(o.at, |t| t.1);
            let row = Coordinate::Structure(Structure::TagsChanged);
            let (old, new) = (spot(place(was), "before"), spot(place(is), "now"));
            let list = |contract: &Contract, operation: &Operation| -> String {
                let tags: Vec<_> = operation.tags.iter().map(|t| format!("`{}`", contract.text(t.0))).collect();
                if tags.is_empty() { "none".to_owned() } else { tags.join(", ") }
            };
            let (before, now) = (list(self.old, was), list(self.new, is));
            let message = format!("the tags of {owner} changed: {before} before, {now} now");
            self.emit(unit, row, old, new, message, "");
        }
        match (was.deprecated, is.deprecated) {
            (None, Some(at)) => {
                let row = Coordinate::Structure(Structure::OperationDeprecated);
                self.emit(
                    unit,
                    row,
                    spot(was.key, "before"),
                    spot(at, "deprecated now"),
                    format!("{owner} is deprecated"),
                    "",
                );
            }
            (Some(at), None) => {
                let row = Coordinate::Structure(Structure::OperationReinstated);
                let message = format!("{owner} is no longer deprecated");
                self.emit(unit, row, spot(at, "was deprecated"), spot(is.key, "now"), message, "");
            }
            _ => {}
        }
        let id = |o: &Operation| o.operation_id.map(|i| i.0);
        if id(was) != id(is) {
            let place = |o: &Operation| o.operation_id.map_or(o.key, |i| i.1);
            let shown = |o: &Operation| o.operation_id.map_or("none", |i| self.old.text(i.0)).to_owned();
            let (before, now) = (shown(was), shown(is));
            let message = format!("the `operationId` of {owner} is `{now}`, and was `{before}`");
            let row = Coordinate::Structure(Structure::OperationIdChanged);
            self.emit(unit, row, spot(place(was), before), spot(place(is), now), message, "");
        }
    }

    fn parameters(&mut self, unit: UnitId, was: &'c Operation, is: &'c Operation) {
        let (old, new) = (self.old, self.new);
        let key = |c: &'c Contract, operation: &'c Operation, parameter: &Parameter| {
            let name = c.text(parameter.name);
            let name = match parameter.place {
                // The name of a path parameter is no part of a request; its position is.
                ParameterIn::Path => {
                    let position = template_names(c.text(operation.path)).iter().position(|n| *n == name);
                    position.map_or_else(|| name.to_owned(), |p| p.to_string())
                }
                ParameterIn::Header => name.to_ascii_lowercase(),
                _ => name.to_owned(),
            };
            (parameter.place, name)
        };
        let ignored = |c: &Contract, p: &Parameter| {
            p.place == ParameterIn::Header
                && ["accept", "content-type", "authorization"].contains(&c.text(p.name).to_ascii_lowercase().as_str())
        };
        let index = |c: &'c Contract, o: &'c Operation| -> Vec<((ParameterIn, String), &'c Parameter)> {
            c.parameters_of(o).filter(|p| !ignored(c, p)).map(|p| (key(c, o, p), p)).collect()
        };
        let (old_list, new_list) = (index(old, was), index(new, is));
        for (key, before) in &old_list {
            match new_list.iter().find(|(k, _)| k == key) {
                Some((_, now)) => self.parameter(unit, before, now),
                None => self.parameter_removed(unit, before, is),
            }
        }
        for (key, now) in &new_list {
            if !old_list.iter().any(|(k, _)| k == key) {
                self.parameter_added(unit, now, was);
            }
        }
    }

    fn parameter_noun(&self, parameter: &Parameter) -> String {
        format!("{} parameter `{}`", parameter.place.as_str(), self.old.text(parameter.name))
    }

    fn parameter_removed(&mut self, unit: UnitId, was: &Parameter, is: &Operation) {
        let sent = self.units[unit].direction == Direction::Response;
        let row = match (sent, was.required) {
            (false, _) => Structure::ParameterRemoved,
            (true, true) => Structure::SentRequiredParameterRemoved,
            (true, false) => Structure::SentParameterRemoved,
        };
        let message = format!("{} is gone", self.parameter_noun(was));
        let about = self.old.text(was.name).to_owned();
        self.emit(
            unit,
            Coordinate::Structure(row),
            spot(was.name_at, "was here"),
            around(is.at, "gone"),
            message,
            &about,
        );
    }

    fn parameter_added(&mut self, unit: UnitId, is: &Parameter, was: &Operation) {
        let sent = self.units[unit].direction == Direction::Response;
        let row = match (sent, is.required) {
            (true, _) => Structure::SentParameterAdded,
            (false, true) => Structure::ParameterAddedRequired,
            (false, false) => Structure::ParameterAddedOptional,
        };
        let required = if is.required { " and required" } else { "" };
        let message = format!("{} is new{required}", self.parameter_noun(is));
        let about = self.new.text(is.name).to_owned();
        let label = if is.required { "required now" } else { "new" };
        self.emit(
            unit,
            Coordinate::Structure(row),
            around(was.at, "not here"),
            spot(is.name_at, label),
            message,
            &about,
        );
    }

    fn parameter(&mut self, parent: UnitId, was: &'c Parameter, is: &'c Parameter) {
        let place = match was.place {
            ParameterIn::Query | ParameterIn::QueryString => "query parameter",
            ParameterIn::Header => "header parameter",
            ParameterIn::Path => "path parameter",
            ParameterIn::Cookie => "cookie parameter",
        };
        let step = Step::Parameter(place, was.name);
        let unit = self.enter_part(Kind::Parameter, was.at, is.at, parent, step, Subject::Parameter);
        let Some(unit) = unit else { return };
        self.parameter_fields(unit, was, is);
        if was.allow_empty_value != is.allow_empty_value && self.units[unit].direction == Direction::Request {
            let row = if is.allow_empty_value { Structure::EmptyValueAllowed } else { Structure::EmptyValueForbidden };
            let message = format!(
                "{} {}",
                self.noun(unit),
                if is.allow_empty_value { "may be empty now" } else { "may no longer be empty" }
            );
            self.emit(
                unit,
                Coordinate::Structure(row),
                spot(was.name_at, "before"),
                spot(is.name_at, "now"),
                message,
                "",
            );
        }
        if was.allow_reserved != is.allow_reserved {
            let message = format!("reserved characters of {} are written in another way", self.noun(unit));
            let row = Coordinate::Structure(Structure::ReservedChanged);
            self.emit(unit, row, spot(was.name_at, "before"), spot(is.name_at, "now"), message, "");
        }
    }

    /// What parameters and headers have in common.
    fn parameter_fields(&mut self, unit: UnitId, was: &'c Parameter, is: &'c Parameter) {
        let direction = self.units[unit].direction;
        let subject = self.units[unit].subject;
        let noun = self.noun(unit);
        if was.required != is.required && was.place != ParameterIn::Path {
            let (effect, text, before, now) = if is.required {
                (Effect::Narrows, "became required", "was optional", "required now")
            } else {
                (Effect::Widens, "became optional", "was required", "optional now")
            };
            let coordinate = Coordinate::Schema(direction, subject, Aspect::Required, effect);
            let old = spot(was.required_at.unwrap_or(was.name_at), before);
            let new = spot(is.required_at.unwrap_or(is.name_at), now);
            self.emit(unit, coordinate, old, new, format!("{noun} {text}"), "");
        }
        // Only types that a value can have on both sides can show how it is written.
        let types = |c: &Contract, p: &Parameter| p.schema.map_or(Types::NONE, |s| c.schema(s).all_types());
        let (was_types, is_types) = (types(self.old, was), types(self.new, is));
        let shared = if was_types.is_empty() || is_types.is_empty() {
            was_types.with(is_types)
        } else {
            was_types.both(is_types)
        };
        let (before, now) = (written(was, shared), written(is, shared));
        if before != now {
            let row = match direction {
                Direction::Response => Structure::ResponseSerializationChanged,
                _ => Structure::RequestSerializationChanged,
            };
            let message = format!("{noun} is written in another way: {before} before, {now} now");
            self.emit(unit, Coordinate::Structure(row), spot(was.name_at, before), spot(is.name_at, now), message, "");
        }
        match (was.schema, is.schema) {
            (Some(before), Some(now)) => self.schemas(unit, before, now, Step::Part, subject),
            (None, None) => self.parameter_content(unit, was, is),
            _ if was.content.is_empty() && is.content.is_empty() => {}
            _ => self.parameter_content_changed(unit, was, is),
        }
        let texts = [("description", was.description, is.description)];
        self.texts(unit, &noun, was.at, is.at, &texts);
        self.examples(unit, &noun, was.at, is.at, (was.example, &was.examples), (is.example, &is.examples));
        if was.deprecated != is.deprecated {
            let text = if is.deprecated { "is deprecated" } else { "is no longer deprecated" };
            let row = Coordinate::Structure(Structure::DeprecationChanged);
            self.emit(unit, row, spot(was.name_at, "before"), spot(is.name_at, "now"), format!("{noun} {text}"), "");
        }
    }

    fn parameter_content(&mut self, unit: UnitId, was: &'c Parameter, is: &'c Parameter) {
        let pair = |c: &'c Contract, p: &'c Parameter| c.media_types_of(&p.content).next();
        match (pair(self.old, was), pair(self.new, is)) {
            (Some((before_name, before)), Some((now_name, now))) if before_name.name == now_name.name => {
                self.media_type(unit, before, now);
            }
            (None, None) => {}
            _ => self.parameter_content_changed(unit, was, is),
        }
    }

    fn parameter_content_changed(&mut self, unit: UnitId, was: &Parameter, is: &Parameter) {
        let row = match self.units[unit].direction {
            Direction::Response => Structure::ResponseParameterContentChanged,
            _ => Structure::RequestParameterContentChanged,
        };
        let message = format!("{} is described in another form", self.noun(unit));
        self.emit(unit, Coordinate::Structure(row), spot(was.name_at, "before"), spot(is.name_at, "now"), message, "");
    }

    fn request_body(&mut self, parent: UnitId, was: &'c Operation, is: &'c Operation) {
        let sent = self.units[parent].direction == Direction::Response;
        let (old, new) = (self.old, self.new);
        match (old.request_body_of(was), new.request_body_of(is)) {
            (Some(before), Some(now)) => self.bodies(parent, before, now),
            (None, Some(now)) => {
                let row = match (sent, now.required) {
                    (true, _) => Structure::SentBodyAdded,
                    (false, true) => Structure::RequestBodyAddedRequired,
                    (false, false) => Structure::RequestBodyAddedOptional,
                };
                let required = if now.required { " and required" } else { "" };
                let message = format!("the request body of {} is new{required}", new.title(is));
                self.emit(
                    parent,
                    Coordinate::Structure(row),
                    around(was.at, "none here"),
                    spot(now.at, "new"),
                    message,
                    "",
                );
            }
            (Some(before), None) => {
                let row = if sent { Structure::SentBodyRemoved } else { Structure::RequestBodyRemoved };
                let message = format!("the request body of {} is gone", new.title(is));
                self.emit(
                    parent,
                    Coordinate::Structure(row),
                    spot(before.at, "was here"),
                    around(is.at, "gone"),
                    message,
                    "",
                );
            }
            (None, None) => {}
        }
    }

    fn bodies(&mut self, parent: UnitId, was: &'c RequestBody, is: &'c RequestBody) {
        let Some(unit) = self.enter_part(Kind::Body, was.at, is.at, parent, Step::Root, Subject::Body) else { return };
        if was.required != is.required {
            let (effect, text) =
                if is.required { (Effect::Narrows, "became required") } else { (Effect::Widens, "became optional") };
            let direction = self.units[unit].direction;
            let coordinate = Coordinate::Schema(direction, Subject::Body, Aspect::Required, effect);
            let (old, new) = (was.required_at.unwrap_or(was.at), is.required_at.unwrap_or(is.at));
            let (before, now) =
                if is.required { ("was optional", "required now") } else { ("was required", "optional now") };
            self.emit(unit, coordinate, spot(old, before), spot(new, now), format!("the request body {text}"), "");
        }
        self.texts(unit, "the request body", was.at, is.at, &[("description", was.description, is.description)]);
        let places = (was.content_at.unwrap_or(was.at), is.content_at.unwrap_or(is.at));
        self.content(unit, &was.content, &is.content, places);
    }

    /// Media types of a body, matched by ranges.
    fn content(
        &mut self,
        unit: UnitId,
        was: &'c [Named<MediaType>],
        is: &'c [Named<MediaType>],
        (old_at, new_at): (At, At),
    ) {
        let (old, new) = (self.old, self.new);
        let direction = self.units[unit].direction;
        let mut used: HashSet<usize> = HashSet::new();
        for before in was {
            let name = media_name(old.text(before.name));
            let exact = is.iter().position(|n| media_name(new.text(n.name)) == name);
            let wider = || is.iter().position(|n| covers(&media_name(new.text(n.name)), &name));
            let narrower = || {
                let found = is.iter().position(|n| covers(&name, &media_name(new.text(n.name))));
                found.filter(|_| direction == Direction::Response)
            };
            if let Some(found) = exact.or_else(wider).or_else(narrower) {
                used.insert(found);
                if let (Some(before), Some(now)) = (before.used.id, is[found].used.id) {
                    self.media_type(unit, &old.media_types[before], &new.media_types[now]);
                }
                continue;
            }
            let row = match direction {
                Direction::Response => Structure::ResponseMediaTypeRemoved,
                _ => Structure::RequestMediaTypeRemoved,
            };
            let message = format!("media type `{}` of the {} is gone", old.text(before.name), self.noun(unit));
            self.emit(
                unit,
                Coordinate::Structure(row),
                spot(before.key, "was here"),
                around(new_at, "gone"),
                message,
                &name,
            );
        }
        for (number, now) in is.iter().enumerate() {
            let name = media_name(new.text(now.name));
            let known = used.contains(&number) || was.iter().any(|b| covers(&media_name(old.text(b.name)), &name));
            if known {
                continue;
            }
            let row = match direction {
                Direction::Response => Structure::ResponseMediaTypeAdded,
                _ => Structure::RequestMediaTypeAdded,
            };
            let message = format!("media type `{}` of the {} is new", new.text(now.name), self.noun(unit));
            self.emit(
                unit,
                Coordinate::Structure(row),
                around(old_at, "not here"),
                spot(now.key, "new"),
                message,
                &name,
            );
        }
    }

    fn media_type(&mut self, parent: UnitId, was: &'c MediaType, is: &'c MediaType) {
        let subject = self.units[parent].subject;
        let unit = self.enter_part(Kind::MediaType, was.at, is.at, parent, Step::Part, subject);
        let Some(unit) = unit else { return };
        let noun = format!("the {}", self.noun(unit));
        match (was.schema, is.schema) {
            (Some(before), Some(now)) => self.schemas(unit, before, now, Step::Part, subject),
            (None, None) => {}
            (before, now) => {
                // A body without a schema may be anything.
                let direction = self.units[unit].direction;
                let effect = if now.is_some() { Effect::MayNarrow } else { Effect::MayWiden };
                let at = |c: &Contract, s: Option<Id<crate::contract::Schema>>, fallback: At| {
                    s.map_or(fallback, |s| c.schema(s).at())
                };
                let (old_at, new_at) = (at(self.old, before, was.at), at(self.new, now, is.at));
                let text = if now.is_some() {
                    "is described now, where it could be anything"
                } else {
                    "is no longer described"
                };
                let coordinate = Coordinate::Schema(direction, subject, Aspect::Presence, effect);
                self.emit(unit, coordinate, spot(old_at, "before"), spot(new_at, "now"), format!("{noun} {text}"), "");
            }
        }
        if let (Some(before), Some(now)) = (was.item_schema, is.item_schema) {
            self.schemas(unit, before, now, Step::Items, subject);
        } else if was.item_schema.is_some() != is.item_schema.is_some() {
            let direction = self.units[unit].direction;
            let coordinate = Coordinate::Schema(direction, subject, Aspect::Items, Effect::Rewrites);
            let message = format!("the items of {noun} are described in another way");
            self.emit(unit, coordinate, spot(was.at, "before"), spot(is.at, "now"), message, "items");
        }
        self.examples(unit, &noun, was.at, is.at, (was.example, &was.examples), (is.example, &is.examples));
        self.encodings(unit, was, is);
        self.extensions(unit, &noun, was.at, is.at);
    }

    fn encodings(&mut self, unit: UnitId, was: &'c MediaType, is: &'c MediaType) {
        let (old, new) = (self.old, self.new);
        let value = |c: &Contract, e: &Encoding| {
            let content_type = e.content_type.map(|at| c.text_at(at).into_owned());
            let mut headers: Vec<String> = e.headers.iter().map(|h| c.text(h.name).to_ascii_lowercase()).collect();
            headers.sort();
            (content_type, headers, e.style, e.explode, e.allow_reserved)
        };
        let names: BTreeSet<Name> = was.encoding.iter().chain(&is.encoding).map(|e| e.name).collect();
        for name in names {
            let find = |list: &'c [Encoding]| list.iter().find(|e| e.name == name);
            let (before, now) = (find(&was.encoding), find(&is.encoding));
            if before.map(|e| value(old, e)) == now.map(|e| value(new, e)) {
                continue;
            }
            let row = match self.units[unit].direction {
                Direction::Response => Structure::ResponseEncodingChanged,
                _ => Structure::RequestEncodingChanged,
            };
            let place = |e: Option<&Encoding>, fallback: At| e.map_or(fallback, |e| e.key);
            let message = format!("`{}` of the {} is encoded in another way", old.text(name), self.noun(unit));
            let (old_spot, new_spot) = (spot(place(before, was.at), "before"), spot(place(now, is.at), "now"));
            self.emit(unit, Coordinate::Structure(row), old_spot, new_spot, message, old.text(name));
        }
    }

    fn responses(&mut self, parent: UnitId, was: &'c Operation, is: &'c Operation) {
        let direction = self.units[parent].direction.turned();
        let sent = direction == Direction::Response;
        let (old, new) = (self.old, self.new);
        let statuses: BTreeSet<Status> =
            was.responses.iter().chain(&is.responses).map(|r| r.status).filter(|s| *s != Status::Invalid).collect();
        for status in statuses {
            let (before, now) = (effective(&was.responses, status), effective(&is.responses, status));
            match (before, now) {
                (Some(before), Some(now)) => {
                    if let (Some(old_id), Some(new_id)) = (before.used.id, now.used.id) {
                        let (old, new) = (&old.responses[old_id], &new.responses[new_id]);
                        self.response(parent, before.name, old, new, direction);
                    }
                }
                (Some(before), None) => {
                    let row = match (sent, status.is_success()) {
                        (true, true) => Structure::SuccessRemoved,
                        (false, true) => Structure::ReceiverStatusRemoved,
                        (_, false) => Structure::StatusRemoved,
                    };
                    let name = old.text(before.name);
                    let message = format!("status {name} of {} is gone", new.title(is));
                    let place = around(is.responses_at.unwrap_or(is.at), "gone");
                    self.emit(parent, Coordinate::Structure(row), spot(before.key, "was here"), place, message, name);
                }
                (None, Some(now)) => {
                    let row = match (sent, status) {
                        (false, _) => Structure::ReceiverStatusAdded,
                        (true, s) if s.is_success() => Structure::SuccessAdded,
                        (true, s) if s.is_error() || s == Status::Default => Structure::ErrorAdded,
                        (true, _) => Structure::OtherStatusAdded,
                    };
                    let name = new.text(now.name);
                    let message = format!("status {name} of {} is new", new.title(is));
                    let place = around(was.responses_at.unwrap_or(was.at), "not here");
                    self.emit(parent, Coordinate::Structure(row), place, spot(now.key, "new"), message, name);
                }
                (None, None) => {}
            }
        }
        self.extensions_of(parent, "`responses`", was.responses_at, is.responses_at);
    }

    fn response(&mut self, parent: UnitId, status: Name, was: &'c Response, is: &'c Response, direction: Direction) {
        let unit = self.enter_turned(Kind::Response, was.at, is.at, parent, Step::Response, Subject::Body, direction);
        let Some(unit) = unit else { return };
        let (old, new) = (self.old, self.new);
        let owner = format!("the {} response", old.text(status));
        let texts = [("summary", was.summary, is.summary), ("description", was.description, is.description)];
        self.texts(unit, &owner, was.at, is.at, &texts);
        self.response_headers(unit, was, is);
        let places = (was.content_at.unwrap_or(was.at), is.content_at.unwrap_or(is.at));
        match (was.content.is_empty(), is.content.is_empty()) {
            (false, true) => {
                let message = format!("{owner} is no longer described as having content");
                let row = if direction == Direction::Response {
                    Structure::ResponseContentRemoved
                } else {
                    Structure::RequestBodyRemoved
                };
                self.emit(
                    unit,
                    Coordinate::Structure(row),
                    spot(places.0, "was here"),
                    around(places.1, "gone"),
                    message,
                    "",
                );
            }
            (true, false) => {
                let message = format!("{owner} has content now");
                let row = if direction == Direction::Response {
                    Structure::ResponseContentAdded
                } else {
                    Structure::RequestBodyAddedOptional
                };
                self.emit(
                    unit,
                    Coordinate::Structure(row),
                    around(places.0, "none here"),
                    spot(places.1, "new"),
                    message,
                    "",
                );
            }
            _ => self.content(unit, &was.content, &is.content, places),
        }
        let links = |c: &Contract, r: &Response| -> BTreeMap<String, Option<String>> {
            r.links
                .iter()
                .map(|l| (c.text(l.name).to_owned(), l.used.id.map(|id| canonical(c.view(c.links[id].at)))))
                .collect()
        };
        if !(was.links.is_empty() && is.links.is_empty()) && links(old, was) != links(new, is) {
            let place = |r: &Response| r.links.first().map_or(r.at, |l| l.key);
            let row = Coordinate::Structure(Structure::LinkChanged);
            let message = format!("the links of {owner} changed");
            self.emit(unit, row, spot(place(was), "before"), spot(place(is), "now"), message, "");
        }
    }

    fn response_headers(&mut self, unit: UnitId, was: &'c Response, is: &'c Response) {
        let (old, new) = (self.old, self.new);
        let sent = self.units[unit].direction == Direction::Response;
        let list = |c: &'c Contract, r: &'c Response| -> Vec<(String, &'c Named<Parameter>, &'c Parameter)> {
            let headers = c.headers_of(&r.headers).map(|(n, h)| (c.text(n.name).to_ascii_lowercase(), n, h));
            headers.filter(|(name, _, _)| name != "content-type").collect()
        };
        let (old_list, new_list) = (list(old, was), list(new, is));
        for (name, named, before) in &old_list {
            let Some((_, now_named, now)) = new_list.iter().find(|(n, _, _)| n == name) else {
                let row = match (sent, before.required) {
                    (true, true) => Structure::RequiredResponseHeaderRemoved,
                    (true, false) => Structure::ResponseHeaderRemoved,
                    (false, _) => Structure::RequestHeaderRemoved,
                };
                let message = format!("header `{}` of the response is gone", old.text(named.name));
                let place = around(is.headers_at.unwrap_or(is.at), "gone");
                self.emit(unit, Coordinate::Structure(row), spot(named.key, "was here"), place, message, name);
                continue;
            };
            let step = Step::Parameter("response header", named.name);
            let header = self.enter_part(Kind::Header, before.at, now.at, unit, step, Subject::Header);
            if let Some(header) = header {
                let _ = now_named;
                self.parameter_fields(header, before, now);
            }
        }
        for (name, named, now) in new_list.iter().filter(|(n, _, _)| !old_list.iter().any(|(o, _, _)| o == n)) {
            let row = match (sent, now.required) {
                (true, _) => Structure::ResponseHeaderAdded,
                (false, true) => Structure::RequestHeaderAdded,
                (false, false) => Structure::RequestHeaderAddedOptional,
            };
            let message = format!("header `{}` of the response is new", new.text(named.name));
            let place = around(was.headers_at.unwrap_or(was.at), "not here");
            self.emit(unit, Coordinate::Structure(row), place, spot(named.key, "new"), message, name);
        }
    }

    fn callbacks(&mut self, unit: UnitId, was: &'c Operation, is: &'c Operation) {
        let (old, new) = (self.old, self.new);
        for before in &was.callbacks {
            match is.callbacks.iter().find(|c| c.name == before.name) {
                Some(now) => {
                    if let (Some(old_id), Some(new_id)) = (before.used.id, now.used.id) {
                        self.callback(unit, before, now, &old.callbacks[old_id], &new.callbacks[new_id]);
                    }
                }
                None => {
                    let message = format!("callback `{}` is gone", old.text(before.name));
                    let row = Coordinate::Structure(Structure::CallbackRemoved);
                    self.emit(
                        unit,
                        row,
                        spot(before.key, "was here"),
                        around(is.at, "gone"),
                        message,
                        old.text(before.name),
                    );
                }
            }
        }
        for now in is.callbacks.iter().filter(|c| !was.callbacks.iter().any(|b| b.name == c.name)) {
            let message = format!("callback `{}` is new", new.text(now.name));
            let row = Coordinate::Structure(Structure::CallbackAdded);
            self.emit(unit, row, around(was.at, "not here"), spot(now.key, "new"), message, new.text(now.name));
        }
    }

    fn callback(
        &mut self,
        unit: UnitId,
        before: &Named<Callback>,
        now: &Named<Callback>,
        was: &'c Callback,
        is: &'c Callback,
    ) {
        let (old, new) = (self.old, self.new);
        let name = old.text(before.name);
        let find = |c: &'c Contract, list: &[Id<PathItem>], name: Name| {
            list.iter().map(|&id| &c.path_items[id]).find(|i| i.name == name)
        };
        for &id in &was.path_items {
            let item = &old.path_items[id];
            match find(new, &is.path_items, item.name) {
                Some(now_item) => {
                    for &operation in &item.operations {
                        let method = old.operations[operation].method;
                        let twin = now_item.operations.iter().find(|&&o| new.operations[o].method == method);
                        if let Some(&twin) = twin {
                            let direction = self.units[unit].direction.turned();
                            let _ = self.operation_pair(unit, operation, twin, direction);
                        } else {
                            let at = old.operations[operation].key;
                            let message = format!("{} of callback `{name}` is gone", old.text(method));
                            let row = Coordinate::Structure(Structure::CallbackRemoved);
                            self.emit(unit, row, spot(at, "was here"), around(now_item.key, "gone"), message, name);
                        }
                    }
                }
                None => {
                    let moved = is.path_items.iter().map(|&i| &new.path_items[i]);
                    let moved = moved.into_iter().find(|i| find(old, &was.path_items, i.name).is_none());
                    let (row, place, text) = match moved {
                        Some(to) => (Structure::CallbackExpressionChanged, to.key, "goes to another address"),
                        None => (Structure::CallbackRemoved, now.key, "no longer goes to this address"),
                    };
                    let message = format!("callback `{name}` {text}");
                    self.emit(
                        unit,
                        Coordinate::Structure(row),
                        spot(item.key, "before"),
                        spot(place, "now"),
                        message,
                        name,
                    );
                }
            }
        }
        for &id in &is.path_items {
            let item = &new.path_items[id];
            let known = find(old, &was.path_items, item.name).is_some();
            let moved = was.path_items.iter().any(|&i| find(new, &is.path_items, old.path_items[i].name).is_none());
            if !known && !moved {
                let message = format!("callback `{name}` goes to one more address");
                let row = Coordinate::Structure(Structure::CallbackAdded);
                self.emit(unit, row, spot(before.key, "before"), spot(item.key, "new"), message, name);
            }
        }
    }
}

/// How a value of some types is written, as far as they let it show: `explode` means nothing on a primitive, and there
/// all styles of a query are one.
fn written(parameter: &Parameter, types: Types) -> String {
    let (list, object) = (types.overlaps(Types::ARRAY), types.overlaps(Types::OBJECT));
    let style = match parameter.style {
        Style::SpaceDelimited | Style::PipeDelimited if parameter.explode && !object => Style::Form,
        Style::SpaceDelimited | Style::PipeDelimited | Style::DeepObject | Style::TabDelimited
            if !list && !object && !types.is_empty() =>
        {
            Style::Form
        }
        style => style,
    };
    let name = match style {
        Style::Matrix => "matrix",
        Style::Label => "label",
        Style::Simple => "simple",
        Style::Form => "form",
        Style::SpaceDelimited => "spaceDelimited",
        Style::PipeDelimited => "pipeDelimited",
        Style::DeepObject => "deepObject",
        Style::Cookie => "cookie",
        Style::TabDelimited => "tabs",
    };
    let shows = (list || object) && !(style == Style::Simple && !object) && style != Style::DeepObject;
    match (shows, parameter.explode) {
        (false, _) => name.to_owned(),
        (true, true) => format!("{name}, exploded"),
        (true, false) => format!("{name}, not exploded"),
    }
}

/// The response that answers with a status: an exact one beats a range, and a range `default` (3.1.1, §4.8.16).
fn effective(responses: &[StatusResponse], status: Status) -> Option<&StatusResponse> {
    let find = |wanted: Status| responses.iter().rfind(|r| r.status == wanted);
    find(status)
        .or_else(|| status.class().and_then(|class| find(Status::Range(class))))
        .or_else(|| find(Status::Default))
}

/// A media type or range in the form in which it is compared: lower case, parameters in order, no spaces.
fn media_name(name: &str) -> String {
    let mut parts: Vec<String> = name.split(';').map(|p| p.trim().to_ascii_lowercase()).collect();
    if parts.len() > 2 {
        parts[1..].sort();
    }
    parts.retain(|p| !p.is_empty());
    parts.join(";")
}

/// Whether a media range takes in another: `application/json ⊆ application/* ⊆ */*`.
fn covers(wide: &str, narrow: &str) -> bool {
    let (wide_essence, wide_parameters) = wide.split_once(';').unwrap_or((wide, ""));
    let (narrow_essence, narrow_parameters) = narrow.split_once(';').unwrap_or((narrow, ""));
    let essence = wide_essence == narrow_essence
        || wide_essence == "*/*"
        || wide_essence.strip_suffix("/*").is_some_and(|t| narrow_essence.split('/').next() == Some(t));
    essence && (wide_parameters.is_empty() || wide_parameters == narrow_parameters)
}

fn is_hole(segment: &str) -> bool {
    segment.starts_with('{') && segment.ends_with('}')
}

/// The first ten characters of a date, if they are one.
fn day(text: &str) -> Option<&str> {
    let day = text.get(..10)?;
    let fits = day.bytes().enumerate().all(|(at, b)| if matches!(at, 4 | 7) { b == b'-' } else { b.is_ascii_digit() });
    fits.then_some(day)
}

/// Whether a path parameter accepts a text; nothing where that needs a proof.
fn accepts_text(contract: &Contract, schema: Id<crate::contract::Schema>, text: &str) -> Option<bool> {
    let schema = contract.schema(schema).resolved();
    let types = schema.all_types();
    if let Some(values) = schema.value(Keyword::Enum) {
        return Some(values.items().any(|v| v.as_scalar().is_some_and(|v| v == text)));
    }
    if types == Types::INTEGER || types == Types::NUMBER {
        return Some(text.parse::<f64>().is_ok());
    }
    if schema.has(Keyword::Pattern) {
        return None;
    }
    match schema.text(Keyword::Format).as_deref() {
        Some("uuid") => Some(text.len() == 36),
        Some("date" | "date-time") => Some(day(text).is_some()),
        Some(_) => None,
        None => {
            let length = text.chars().count() as u64;
            let least = schema.value(Keyword::MinLength).and_then(|v| v.as_u64()).unwrap_or(0);
            let most = schema.value(Keyword::MaxLength).and_then(|v| v.as_u64()).unwrap_or(u64::MAX);
            Some((least..=most).contains(&length))
        }
    }
}
