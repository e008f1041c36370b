//! The generated pages under `docs/` say what the registry says: none is stale, missing or left over.
//! `UPDATE=1 cargo test --test docs` writes them.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use caveat::{cli, docs};

mod common;

use common::update;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs")
}

/// All generated pages, by their path below `docs/`.
fn pages() -> BTreeMap<String, String> {
    let mut pages = BTreeMap::new();
    for page in docs::pages(cli::command()) {
        let known = pages.insert(page.path.clone(), page.text);
        assert!(known.is_none(), "two pages are called {}", page.path);
    }
    pages
}

#[test]
fn generated_pages_are_up_to_date() {
    let pages = pages();
    let mut faults = String::new();
    for (path, text) in &pages {
        let file = folder().join(path);
        // A checkout on Windows may have CRLF line ends.
        let found = fs::read_to_string(&file).unwrap_or_default().replace("\r\n", "\n");
        if found == *text {
            continue;
        }
        if update() {
            fs::create_dir_all(file.parent().expect("a page is in a folder")).expect("the folder can be made");
            fs::write(&file, text).expect("a page can be written");
        } else {
            let _ = writeln!(faults, "docs/{path} is stale");
        }
    }
    for entry in fs::read_dir(folder().join("rules")).expect("docs/rules is there") {
        let file = entry.expect("an entry").path();
        let path = format!("rules/{}", file.file_name().unwrap_or_default().to_string_lossy());
        if pages.contains_key(&path) {
            continue;
        }
        if update() {
            fs::remove_file(&file).expect("a page can be removed");
        } else {
            let _ = writeln!(faults, "docs/{path} is the page of no rule");
        }
    }
    assert!(faults.is_empty(), "{faults}`UPDATE=1 cargo test --test docs` writes the pages");
}
