//! Servers as sets of addresses, taken together with the paths.

use std::collections::{BTreeMap, BTreeSet};

use hashbrown::HashMap;

use super::paths::template;
use crate::contract::{At, Contract, Id, Operation, Server, SpecVersion};
use crate::diff::checks::{Coordinate, Structure};
use crate::diff::walk::{UnitId, Walk, around, spot};

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
    urls.iter().map(|url| without_case(url.trim_end_matches('/'))).collect()
}

/// An address whose scheme and host are in lower case: they have no case (RFC 3986, §6.2.2.1), and the path has.
fn without_case(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("//") else { return url.to_owned() };
    let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    format!("{}//{}{path}", scheme.to_ascii_lowercase(), host.to_ascii_lowercase())
}

/// Where an address is written. In 2.0 the place of a server is its scheme, which seldom is what changed.
fn address_at(contract: &Contract, server: &Server) -> At {
    if contract.version == SpecVersion::V2_0 { server.at } else { server.url_at }
}

/// The path of the first server, which all templates continue.
pub(super) fn base_path(contract: &Contract) -> String {
    let url = contract.servers.first().and_then(|s| addresses(contract, s).into_iter().next()).unwrap_or_default();
    let rest = url.split_once("://").map_or_else(|| url.strip_prefix("//").unwrap_or(&url), |(_, rest)| rest);
    let host = url.contains("//");
    let path = if host { rest.find('/').map_or("", |at| &rest[at..]) } else { rest };
    path.trim_end_matches('/').to_owned()
}

impl Walk<'_> {
    pub(super) fn servers(
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

    pub(super) fn server_texts(&mut self, unit: UnitId) {
        for was in &self.old.servers {
            if let Some(is) = self.new.servers.iter().find(|s| s.url == was.url) {
                let owner = format!("server `{}`", self.old.text(was.url));
                self.texts(unit, &owner, was.at, is.at, &[("description", was.description, is.description)]);
            }
        }
    }
}
