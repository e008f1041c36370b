//! Good APIs are left alone: whole small descriptions, one for each way to cut lists into pages, to answer with errors,
//! to say a version and to tell about limits, in each version of OpenAPI. None has an error or a warning at default
//! settings, and advice only where a row of a table says why it is good advice.

// Tests read the environment, and print what they skip.
#![allow(clippy::print_stdout, clippy::print_stderr, clippy::disallowed_methods, clippy::unwrap_used)]

#[path = "../common/mod.rs"]
mod common;
mod older;

use std::collections::BTreeSet;

use caveat::contract::{Contract, ParameterIn, SpecVersion};
use caveat::finding::Severity;
use caveat::lint::facts::pagination::{Role, Style};
use caveat::lint::facts::version::Version;
use caveat::lint::facts::{ConventionSettings, Facts};
use serde_json::Value;

use common::{fixtures, lint, load, over_base, show};

/// What a description is an example of, as the facts of lint must see it.
struct Clean {
    file: &'static str,
    /// The version that it is written in, and those that it can be said in.
    versions: &'static [SpecVersion],
    /// `none` where there are too few lists for a habit.
    pages: &'static str,
    errors: &'static str,
    version: &'static str,
    limits: &'static str,
}

use SpecVersion::{V2_0, V3_0, V3_1, V3_2};

const ALL: &[SpecVersion] = &[V2_0, V3_0, V3_1, V3_2];

const TABLE: &[Clean] = &[
    Clean {
        file: "payments.yaml",
        versions: ALL,
        pages: "cursor",
        errors: "envelope",
        version: "header, date",
        limits: "RateLimit-*",
    },
    Clean {
        file: "library.yaml",
        versions: ALL,
        pages: "page",
        errors: "plain",
        version: "path",
        limits: "X-RateLimit-*",
    },
    Clean {
        file: "warehouse.yaml",
        versions: ALL,
        pages: "offset",
        errors: "problem",
        version: "media type",
        limits: "RateLimit",
    },
    Clean {
        file: "fleet.yaml",
        versions: ALL,
        pages: "token",
        errors: "envelope",
        version: "server",
        limits: "Retry-After",
    },
    Clean {
        file: "forge.yaml",
        versions: ALL,
        pages: "link",
        errors: "message and list",
        version: "header, date",
        limits: "X-RateLimit-*",
    },
    Clean {
        file: "school.yaml",
        versions: ALL,
        pages: "page",
        errors: "list",
        version: "query, date",
        limits: "RateLimit-*",
    },
    Clean {
        file: "tides.yaml",
        versions: ALL,
        pages: "cursor",
        errors: "plain",
        version: "info",
        limits: "Retry-After",
    },
    Clean {
        file: "bank.yaml",
        versions: &[V3_0, V3_1, V3_2],
        pages: "none",
        errors: "problem",
        version: "server",
        limits: "RateLimit",
    },
    Clean {
        file: "photos.2.0.yaml",
        versions: &[V2_0],
        pages: "none",
        errors: "plain",
        version: "server",
        limits: "Retry-After",
    },
    Clean {
        file: "assistant.3.2.yaml",
        versions: &[V3_2],
        pages: "none",
        errors: "problem",
        version: "server, date",
        limits: "Retry-After",
    },
];

/// Advice that a good API gets all the same: the description, the rule, and why.
const ADVICE: &[(&str, &str, &str)] =
    &[("tides.yaml", "unversioned-api", "it is true, and an API that nobody can break yet may leave it at that")];

/// The styles that must be met in each version.
const STYLES: &[(&str, &[&str])] = &[
    ("pages", &["cursor", "page", "offset", "token", "link"]),
    ("errors", &["problem", "plain", "envelope", "list", "message and list"]),
    ("version", &["path", "header, date", "query, date", "media type", "server", "info"]),
    ("limits", &["RateLimit", "RateLimit-*", "X-RateLimit-*", "Retry-After"]),
];

/// A place of a description, what to write there instead, and the rule that must see it.
const SPOILT: &[(&str, &str, &str, &str)] = &[
    ("payments.yaml", "created_at: {", "createdAt: {", "property-case"),
    ("library.yaml", "  /v1/events:", "  /events:", "unversioned-path"),
    ("warehouse.yaml", "Retry-After: {", "X-Wait: {", "missing-retry-after"),
    ("fleet.yaml", "nextPageToken: {", "resultCount: {", "missing-next-page"),
    ("tides.yaml", "name: cursor\n", "name: position_mark\n", "parameter-case"),
];

/// The text of a fixture.
fn source(clean: &Clean) -> String {
    std::fs::read_to_string(fixtures().join("clean").join(clean.file)).expect("a fixture is text")
}

/// The description in one of its versions.
fn text(clean: &Clean, version: SpecVersion) -> String {
    said(clean, &source(clean), version)
}

/// A text as it is written, or said in another version.
fn said(clean: &Clean, text: &str, version: SpecVersion) -> String {
    if clean.versions.len() == 1 || version == V3_1 {
        return text.to_owned();
    }
    let root: Value = serde_yaml::from_str(text).expect("a fixture is YAML");
    let made = match version {
        V3_2 => older::as_3_2(&root),
        V3_0 => older::as_3_0(&root),
        _ => older::as_2_0(&older::as_3_0(&root)),
    };
    serde_json::to_string_pretty(&made).expect("JSON")
}

/// What the facts of lint say that a description is an example of: pages, errors, version and limits.
fn seen(contract: &Contract, facts: &Facts) -> [String; 4] {
    [pages(facts).to_owned(), errors(contract, facts).to_owned(), version(contract, facts), limits(facts).to_owned()]
}

/// How lists are cut into pages. A cursor that is called a token is told by its name.
fn pages(facts: &Facts) -> &'static str {
    let pages = &facts.pagination;
    let token = pages.names[&Role::Cursor].expected().is_some_and(|name| name.to_lowercase().contains("token"));
    match pages.style.whole.dominant {
        Some(Style::Cursor) if token => "token",
        Some(style) => style.as_str(),
        None => "none",
    }
}

/// What errors look like.
fn errors(contract: &Contract, facts: &Facts) -> &'static str {
    let errors = &facts.errors;
    let Some(model) = errors.model_schema.filter(|_| errors.follow.holds()) else { return "none" };
    let properties = contract.schema(errors.schemas[model].schema).all_properties();
    let has = |name: &str| properties.iter().any(|p| contract.text(p.name) == name);
    match () {
        () if has("type") && has("title") && has("status") => "problem",
        () if has("errors") && has("message") => "message and list",
        () if has("errors") => "list",
        () if has("error") => "envelope",
        () if has("message") => "plain",
        () => "none",
    }
}

/// Where the version is said, and whether it is a date.
fn version(contract: &Contract, facts: &Facts) -> String {
    let versions = &facts.versions;
    let parameter = versions.usual_parameter(contract).map(|p| p.place);
    let place = match parameter {
        Some(ParameterIn::Header) => "header",
        Some(_) => "query",
        None if versions.path_versioned.dominant == Some(true) => "path",
        None if !versions.servers.is_empty() => "server",
        None if versions.media_type.dominant.is_some() => "media type",
        None => "info",
    };
    let said = contract.info.version.map(|at| contract.text_at(at).into_owned()).unwrap_or_default();
    let dated = Version::parse(&said).is_some_and(|v| v.major().is_none());
    format!("{place}{}", if dated { ", date" } else { "" })
}

/// How limits are told.
fn limits(facts: &Facts) -> &'static str {
    let limits = &facts.rate_limits;
    match limits.dialect.dominant {
        Some(dialect) => dialect.as_str(),
        None if limits.retry_after.holds() => "Retry-After",
        None => "none",
    }
}

#[test]
fn good_descriptions_are_left_alone() {
    let (mut faults, mut met, mut given) = (Vec::new(), BTreeSet::new(), BTreeSet::new());
    let mut advice = 0;
    for clean in TABLE {
        for &version in clean.versions {
            let name = format!("{} as {}", clean.file, version.as_str());
            let contract = load(&name, &text(clean, version));
            assert_eq!(contract.version, version, "{name}");
            let findings = lint(&contract);
            let (infos, others): (Vec<_>, Vec<_>) = findings.into_iter().partition(|f| f.severity == Severity::Info);
            advice += infos.len();
            if !others.is_empty() {
                faults.push(format!("{name}:\n{}", show(&contract, &others)));
            }
            for info in infos {
                match ADVICE.iter().position(|row| row.0 == clean.file && row.1 == info.rule) {
                    Some(row) => drop(given.insert(row)),
                    None => faults.push(format!("{name}:\n{}", show(&contract, &[info]))),
                }
            }
            let claimed = [clean.pages, clean.errors, clean.version, clean.limits].map(str::to_owned);
            let seen = seen(&contract, &Facts::of(&contract, &ConventionSettings::default()));
            if seen != claimed {
                faults.push(format!("{name} is seen as {seen:?}, and is meant as {claimed:?}"));
            }
            met.extend(seen.into_iter().zip(["pages", "errors", "version", "limits"]).map(|(s, of)| (of, s, version)));
        }
    }
    println!(
        "{} descriptions, {advice} infos, no warning and no error",
        TABLE.iter().map(|c| c.versions.len()).sum::<usize>()
    );
    for (of, styles) in STYLES {
        for style in *styles {
            for version in ALL.iter().filter(|&&v| !met.contains(&(*of, (*style).to_owned(), v))) {
                faults.push(format!("no description of {} has the {of} style {style:?}", version.as_str()));
            }
        }
    }
    faults.extend(
        (0..ADVICE.len()).filter(|row| !given.contains(row)).map(|row| format!("{:?} is not given", ADVICE[row])),
    );
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Each fixture is one of the table, so that none is forgotten.
#[test]
fn every_fixture_is_in_the_table() {
    let files = std::fs::read_dir(fixtures().join("clean")).expect("a folder");
    let files: BTreeSet<String> = files.map(|e| e.unwrap().file_name().to_string_lossy().into_owned()).collect();
    assert_eq!(files, TABLE.iter().map(|c| c.file.to_owned()).collect());
}

/// What is clean is so because nothing is wrong with it, and not because nobody looks: a description that is spoilt in
/// one place has a finding.
#[test]
fn a_spoilt_description_is_not_left_alone() {
    for (file, good, bad, rule) in SPOILT {
        let clean = TABLE.iter().find(|c| c.file == *file).expect("a row");
        for &version in clean.versions {
            let name = format!("{file} as {}", version.as_str());
            // Other versions are made from the spoilt text.
            let spoilt = said(clean, &source(clean).replacen(good, bad, 1), version);
            assert_ne!(spoilt, text(clean, version), "{name}: {good:?} is not there");
            let findings = lint(&load(&name, &spoilt));
            let found = findings.iter().any(|f| f.rule == *rule && f.severity >= Severity::Warning);
            assert!(found, "{name}: {rule} does not see {bad:?}");
        }
    }
}

/// Each idiom is laid over the base document, on which no rule says anything.
#[test]
fn what_good_apis_do_is_no_fault() {
    let text = std::fs::read_to_string(fixtures().join("idioms.yaml")).expect("a fixture is text");
    let mut idioms: serde_yaml::Value = serde_yaml::from_str(&text).expect("a fixture is YAML");
    idioms.apply_merge().expect("the merge keys");
    let mut faults = Vec::new();
    for (name, patch) in idioms.as_mapping().expect("a map") {
        let name = name.as_str().expect("a name");
        let contract = load(name, &over_base(patch.clone()));
        let findings = lint(&contract);
        if !findings.is_empty() {
            faults.push(format!("{name}:\n{}", show(&contract, &findings)));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
