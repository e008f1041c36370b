//! The versions of a description in git: a repository with twenty of them, and what is read of it.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::{Here, Ran};

/// A description in pieces that the versions change one at a time.
#[derive(Clone)]
struct Api {
    version: &'static str,
    summary: &'static str,
    /// Names of operations beside the first one.
    more: Vec<&'static str>,
    /// Where the schema of a book is: here, or in a file beside.
    book: &'static str,
    /// Properties of a book, as they are written.
    properties: Vec<&'static str>,
}

impl Api {
    fn schema(&self, indent: &str) -> String {
        let properties = self.properties.iter().map(|line| format!("{indent}    {line}\n")).collect::<String>();
        format!("{indent}type: object\n{indent}required: [title]\n{indent}properties:\n{properties}")
    }

    fn root(&self) -> String {
        let Self { version, summary, more, book, .. } = self;
        let version = serde_json::to_string(version).expect("a string");
        let more: String = more
            .iter()
            .map(|name| format!("  /{name}:\n    get:\n      responses:\n        '200': {{description: {name}.}}\n"))
            .collect();
        let components = if book.starts_with('#') {
            format!("components:\n  schemas:\n    book:\n{}", self.schema("      "))
        } else {
            String::new()
        };
        format!(
            "openapi: 3.1.0\ninfo: {{title: Books, version: {version}}}\npaths:\n  /books:\n    get:\n      \
             summary: {summary}\n      responses:\n        '200':\n          description: A book.\n          \
             content:\n            application/json:\n              schema: {{$ref: '{book}'}}\n{more}{components}"
        )
    }
}

/// Who writes the hostile version, and what it is called. Git takes `<` and `>` out of names of people, and signs at
/// their ends.
const HOSTILE_AUTHOR: &str = "A ::error::&lt;b&gt;|`x`\u{202e} B";
const HOSTILE_VERSION: &str = "3.0.0-\u{202e}\u{1b}[31m<b>|`x`";
const HOSTILE_SUBJECT: &str = "%0A::warning::<script>alert(1)</script><img src=x onerror=alert(1)> \u{202e}";

/// A repository in which each commit is on a day of its own.
struct Repository {
    here: Here,
    day: u32,
}

impl Repository {
    fn git(&self, args: &[&str]) -> Option<()> {
        self.git_as("Ann", args)
    }

    fn git_as(&self, author: &str, args: &[&str]) -> Option<()> {
        let date = format!("2026-01-{:02}T12:00:00+00:00", self.day);
        let mut command = self.here.command("git", args);
        for (name, value) in [("AUTHOR", author), ("COMMITTER", "Bob")] {
            command.env(format!("GIT_{name}_NAME"), value).env(format!("GIT_{name}_EMAIL"), "a@example.com");
            command.env(format!("GIT_{name}_DATE"), &date);
        }
        match command.output() {
            Ok(output) if output.status.success() => Some(()),
            Ok(output) => panic!("git {args:?}: {}", String::from_utf8_lossy(&output.stderr)),
            Err(error) => {
                println!("skipped: git does not run here ({error})");
                None
            }
        }
    }

    fn commit(&mut self, subject: &str) {
        self.commit_as("Ann", subject);
    }

    fn commit_as(&mut self, author: &str, subject: &str) {
        self.day += 1;
        self.git(&["add", "-A"]);
        self.git_as(author, &["commit", "-q", "--allow-empty", "-m", subject]);
    }

    fn write(&mut self, file: &str, text: &str, subject: &str) {
        self.here.write(file, text);
        self.commit(subject);
    }

    /// Twenty versions and some commits that are none; nothing if git does not run here.
    fn of_twenty() -> Option<Self> {
        let mut repository = Self { here: Here::empty(), day: 0 };
        repository.git(&["init", "-q", "-b", "main"])?;
        let mut api = Api {
            version: "1.0.0",
            summary: "Give a book",
            more: vec![],
            book: "#/components/schemas/book",
            properties: vec!["title: {type: string}", "pages: {type: integer}"],
        };
        let r = &mut repository;
        r.here.write("caveat.yaml", "rules:\n  all: off\n");
        r.write("openapi.yaml", &api.root(), "Add the API");
        (api.version, api.summary) = ("1.0.1", "Give one book");
        r.write("openapi.yaml", &api.root(), "Say it better");
        (api.version, api.more) = ("1.1.0", vec!["shelves", "readers"]);
        r.write("openapi.yaml", &api.root(), "Add shelves and readers");
        (api.version, api.more) = ("1.1.1", vec!["shelves"]);
        r.write("openapi.yaml", &api.root(), "Take readers away in a patch");
        r.write("openapi.yaml", &api.root().replace("paths:", "paths: [}"), "Break the syntax");
        r.write("openapi.yaml", "openapi: 3.1.0\ninfo: [\n", "Break it otherwise");
        (api.version, api.more) = ("2.0.0", vec!["shelves", "desks"]);
        r.write("openapi.yaml", &api.root(), "Mend it");
        fs::create_dir(r.here.path().join("api")).expect("a folder");
        r.git(&["mv", "openapi.yaml", "api/books.yaml"]);
        r.commit("Move it");
        r.write("unrelated.md", "Nothing.\n", "Write about something else");
        api.book = "book.yaml";
        r.here.write("api/book.yaml", &api.schema(""));
        r.write("api/books.yaml", &api.root(), "Split it");
        r.write("api/README.md", "Nothing either.\n", "Write something beside it");
        api.properties = vec!["title: {type: string}"];
        r.write("api/book.yaml", &api.schema(""), "Take pages away, and leave the version");
        api.version = "3.0.0";
        r.write("api/books.yaml", &api.root(), "Set the version");
        api.properties = vec!["title: {type: string}", "cover: {$ref: cover.yaml}"];
        r.write("api/book.yaml", &api.schema(""), "Refer to what is not there");
        r.write("api/cover.yaml", "type: string\n", "Add what was missing");
        // A branch with two commits, of which the main line sees one.
        r.git(&["checkout", "-q", "-b", "side"]);
        r.write("api/cover.yaml", "type: string\nminLength: 1\n", "Begin on a branch");
        r.write("api/cover.yaml", "type: string\nmaxLength: 9\n", "Go on there");
        r.git(&["checkout", "-q", "main"]);
        r.day += 1;
        r.git(&["merge", "-q", "--no-ff", "-m", "Merge the branch", "side"]);
        r.write("api/cover.yaml", "type: string\n", "Take it back");
        r.git(&["rm", "-q", "api/books.yaml"]);
        r.commit("Delete it");
        r.write("api/books.yaml", &api.root(), "Bring it back");
        r.write("api/books.yaml", "just: words\n", "Make it something else");
        api.version = HOSTILE_VERSION;
        r.here.write("api/books.yaml", &api.root());
        r.commit_as(HOSTILE_AUTHOR, HOSTILE_SUBJECT);
        api.version = "4.0.0";
        r.write("api/books.yaml", &api.root(), "Be harmless again");
        Some(repository)
    }

    fn history(&self, args: &[&str]) -> Ran {
        let args = [&["history", "api/books.yaml"], args].concat();
        let cache = self.cache();
        self.here.run_with(&[("XDG_CACHE_HOME", cache.to_str().expect("UTF-8"))], &args)
    }

    fn cache(&self) -> PathBuf {
        self.here.path().join(".git/test-cache")
    }
}

/// The commits of a text, by their order in it: their ids are not the same for every format of git's objects.
fn masked(text: &str) -> String {
    let mut known: Vec<&str> = Vec::new();
    let mut masked = text.to_owned();
    for line in text.lines() {
        let commit = line.split(' ').next().unwrap_or_default();
        if commit.len() == 7 && commit.bytes().all(|b| b.is_ascii_hexdigit()) && !known.contains(&commit) {
            known.push(commit);
            masked = masked.replace(commit, &format!("c{:06}", known.len()));
        }
    }
    masked
}

#[test]
fn twenty_versions_are_a_table() {
    let Some(repository) = Repository::of_twenty() else { return };
    let ran = repository.history(&[]);
    assert_eq!((ran.code, &*ran.err), (0, ""));
    let widest = ran.out.lines().map(|line| line.chars().count()).max();
    assert!(widest <= Some(80), "{widest:?}\n{}", ran.out);
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/cli/history.txt");
    let text = masked(&ran.out);
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, &text).expect("it is written");
    }
    let expected = fs::read_to_string(&path).expect("the table").replace("\r\n", "\n");
    assert_eq!(text, expected, "UPDATE=1 cargo nextest run -E 'binary(cli)' writes it");
}

#[test]
fn json_is_valid_by_its_schema() {
    let Some(repository) = Repository::of_twenty() else { return };
    let output = repository.history(&["--format", "json"]).json();
    let schema = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/history-output.schema.json");
    let schema: serde_json::Value =
        serde_json::from_str(&fs::read_to_string(schema).expect("the schema")).expect("JSON");
    let validator = jsonschema::draft202012::new(&schema).expect("a schema");
    let faults: Vec<String> = validator.iter_errors(&output).map(|e| format!("{}: {e}", e.instance_path())).collect();
    assert!(faults.is_empty(), "{faults:#?}");
    let keys = |value: &serde_json::Value| value.as_object().expect("an object").keys().cloned().collect::<Vec<_>>();
    assert_eq!(keys(&output), keys(&schema["properties"]));
    let versions = output["versions"].as_array().expect("versions");
    for version in versions {
        assert_eq!(keys(version), keys(&schema["$defs"]["version"]["properties"]));
        if version["state"] == "compared" {
            assert_eq!(keys(&version["verdict"]), keys(&schema["$defs"]["verdict"]["properties"]));
        }
    }
    let states: Vec<&str> = versions.iter().map(|version| version["state"].as_str().expect("a state")).collect();
    for state in ["first", "compared", "broken", "gone"] {
        assert!(states.contains(&state), "no version is {state}: {states:?}");
    }
    // What was said by whoever wrote it is data.
    let hostile = versions.iter().find(|version| version["author"] == HOSTILE_AUTHOR).expect("the hostile version");
    assert_eq!((&hostile["info_version"], &hostile["subject"]), (&HOSTILE_VERSION.into(), &HOSTILE_SUBJECT.into()));
}

/// Each verdict is the one of `caveat diff` between the two commits that it names.
#[test]
fn a_verdict_is_that_of_diff() {
    let Some(repository) = Repository::of_twenty() else { return };
    let output = repository.history(&["--format", "json"]).json();
    let versions = output["versions"].as_array().expect("versions");
    let file = |commit: &str| {
        let version = versions.iter().find(|version| version["commit"] == commit).expect("the commit");
        format!("{commit}:{}", version["file"].as_str().expect("a file"))
    };
    let mut compared = 0;
    for version in versions.iter().filter(|version| version["state"] == "compared") {
        let verdict = &version["verdict"];
        let [old, new] = [&verdict["against"], &version["commit"]].map(|commit| file(commit.as_str().expect("an id")));
        let diff = repository.here.run(&["diff", &old, &new, "--format", "json"]).json();
        for level in ["breaking", "unproven", "risky", "safe"] {
            assert_eq!(verdict[level], diff["summary"][level], "{level} of {old} {new}");
        }
        for key in ["compatibility", "required_bump", "declared_bump", "bump_is_enough"] {
            assert_eq!(verdict[key], diff["verdict"][key], "{key} of {old} {new}");
        }
        compared += 1;
    }
    assert!(compared > 10, "{compared}");
}

#[test]
fn names_are_data_in_every_format() {
    let Some(repository) = Repository::of_twenty() else { return };
    let page = repository.here.path().join("history.html");
    let ran = repository.history(&["--format", "text", "--format", &format!("html={}", page.display())]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let page = fs::read_to_string(page).expect("the page");
    for (what, text) in [("text", &ran.out), ("html", &page)] {
        assert!(!text.contains(['\u{202e}', '\u{1b}']), "{what} has a control character in it");
    }
    assert!(page.contains("3.0.0-\\u{202e}\\u{1b}[31m&lt;b&gt;|`x`"), "the page shows them by their numbers");
    assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;") && page.contains("&lt;img src=x onerror"), "{page}");
    for markup in ["<script", "<img", "<b>", "http://", "https://", "src=\"", "href="] {
        assert!(!page.contains(markup), "there is {markup} in the page");
    }
    assert_eq!(page.matches("<time ").count(), repository.history(&["--quiet"]).out.matches("2026-01-").count());
}

#[test]
fn a_part_of_it_is_compared_with_what_was_before_that_part() {
    let Some(repository) = Repository::of_twenty() else { return };
    let versions = |args: &[&str]| {
        let output = repository.history(&[&["--format", "json"], args].concat()).json();
        output["versions"].as_array().expect("versions").clone()
    };
    let all = versions(&[]);
    // The third one from the top is broken, so that the second one is compared with the fourth.
    assert_eq!(versions(&["--max", "2"]), all[..2]);
    assert_eq!(versions(&["--max", "3"]), all[..3]);
    assert_eq!(versions(&["--max", "99"]), all);
    assert_eq!(versions(&["--since", "HEAD~2"]), all[..2]);
    assert_eq!(versions(&["--since", "HEAD"]), [] as [serde_json::Value; 0]);
    let none = repository.history(&["--since", "HEAD"]);
    assert_eq!((none.code, &*none.out), (0, "no version of api/books.yaml since HEAD\n"));
    // From a revision back, whose file has another name now.
    let old = repository.here.run(&["history", "main~16:openapi.yaml", "--format", "json", "--no-cache"]).json();
    let (old, count) = (old["versions"].as_array().expect("versions").clone(), all.len());
    assert!(old.len() > 2 && all[count - old.len()..] == old, "{old:#?}");
}

#[test]
fn what_has_no_history_is_said() {
    let Some(repository) = Repository::of_twenty() else { return };
    repository.here.write("new.yaml", "openapi: 3.1.0\ninfo: {title: a, version: 1.0.0}\npaths: {}\n");
    let elsewhere = Here::new();
    for (ran, said) in [
        (repository.here.run(&["history", "new.yaml"]), "no commit of `HEAD` has `new.yaml`"),
        (repository.here.run(&["history", "absent.yaml"]), "there is no file `absent.yaml`"),
        (repository.here.run(&["history", "-"]), "`-` has no history: name a file"),
        (repository.history(&["--since", "nowhere"]), "there is no git revision `nowhere`"),
        (elsewhere.run(&["history", "clean.yaml"]), "clean.yaml is in no git repository"),
    ] {
        assert!(ran.code == 2 && ran.out.is_empty() && ran.err.contains(said), "{said}: {}{}", ran.out, ran.err);
    }
}

/// What git was asked to read while `work` was done: `REV:path` of each file. A `git` that stands before the real one
/// writes it down.
#[cfg(unix)]
fn reads(repository: &Repository, args: &[&str]) -> (Ran, Vec<String>) {
    use std::os::unix::fs::PermissionsExt;
    let bin = repository.here.path().join(".git/bin");
    let names = bin.join("names");
    fs::create_dir_all(&bin).expect("a folder");
    fs::write(&names, "").expect("a file");
    let path = std::env::var_os("PATH").expect("a PATH");
    let real = std::env::split_paths(&path).map(|folder| folder.join("git")).find(|git| git.is_file()).expect("git");
    let script = format!(
        "#!/bin/sh\ncase \" $* \" in\n*' cat-file --batch '*) tee -a '{}' | '{real}' \"$@\" ;;\n\
         *' cat-file --batch-check '*|*' rev-parse '*|*' log '*|*' rev-list '*) exec '{real}' \"$@\" ;;\n\
         *) echo \"unexpected: $*\" >> '{0}'; exec '{real}' \"$@\" ;;\nesac\n",
        names.display(),
        real = real.display()
    );
    fs::write(bin.join("git"), script).expect("a script");
    fs::set_permissions(bin.join("git"), fs::Permissions::from_mode(0o755)).expect("it may be run");
    let paths = std::env::join_paths([bin.clone()].into_iter().chain(std::env::split_paths(&path))).expect("a PATH");
    let cache = repository.cache();
    let args = [&["history", "api/books.yaml"], args].concat();
    let variables = [("XDG_CACHE_HOME", cache.to_str()), ("PATH", paths.to_str())];
    let ran = repository.here.run_with(&variables.map(|(name, value)| (name, value.expect("UTF-8"))), &args);
    let read = fs::read_to_string(names).expect("the names").lines().map(str::to_owned).collect();
    (ran, read)
}

#[cfg(unix)]
#[test]
fn a_second_run_reads_nothing_but_what_is_new() {
    let Some(mut repository) = Repository::of_twenty() else { return };
    let (first, read) = reads(&repository, &[]);
    assert!(read.len() > 40, "{read:?}");
    assert_eq!(first.code, 0, "{}", first.err);
    let (second, read) = reads(&repository, &[]);
    assert_eq!((&second.out, read), (&first.out, vec![]), "everything is known");
    // Commits that do not touch the description bring nothing to read, wherever they stand.
    repository.write("api/README.md", "More of nothing.\n", "Write beside it again");
    let (beside, read) = reads(&repository, &[]);
    assert_eq!((&beside.out, read), (&first.out, vec![]), "nothing of it is new");
    // A new version is read, and the one that it is compared with.
    repository.write("api/cover.yaml", "type: string\nminLength: 2\n", "Ask for more");
    let (third, read) = reads(&repository, &[]);
    assert_eq!(third.out.lines().count(), first.out.lines().count() + 1, "{}", third.out);
    let revisions: BTreeSet<&str> = read.iter().filter_map(|name| Some(name.split_once(':')?.0)).collect();
    assert_eq!(revisions.len(), 2, "{read:?}");
    // The same blobs at other commits are the same.
    repository.git(&["commit", "-q", "--amend", "-m", "Say it in other words"]);
    let (amended, read) = reads(&repository, &[]);
    assert_eq!((masked(&amended.out), read), (masked(&third.out), vec![]));
    // Another question is another answer.
    let (policy, read) = reads(&repository, &["--policy", "tolerant-reader"]);
    assert!(policy.code == 0 && !read.is_empty());
    // What is not kept is worked out, and what is kept is not looked at.
    let (fresh, read) = reads(&repository, &["--no-cache"]);
    assert_eq!(fresh.out, amended.out);
    assert!(read.len() > 40, "{read:?}");
}

#[cfg(unix)]
#[test]
fn a_cache_that_was_damaged_or_deleted_changes_nothing() {
    let Some(repository) = Repository::of_twenty() else { return };
    let first = repository.history(&[]);
    let folder = repository.cache().join("caveat/history");
    let entries = || -> Vec<PathBuf> {
        let mut entries: Vec<PathBuf> =
            fs::read_dir(&folder).expect("the cache").map(|entry| entry.expect("an entry").path()).collect();
        entries.sort();
        entries
    };
    let all = entries();
    assert!(all.len() > 40, "{}", all.len());
    for (number, entry) in all.iter().enumerate() {
        let text = fs::read_to_string(entry).expect("an entry");
        match number % 4 {
            0 => fs::write(entry, &text[..text.len() / 2]).expect("it is written"),
            1 => fs::write(entry, text.replace("\\\"counts\\\"", "x").replace('0', "1")).expect("it is written"),
            2 => fs::write(entry, [0xFF, 0, 1]).expect("it is written"),
            _ => fs::remove_file(entry).expect("it is deleted"),
        }
    }
    assert_eq!(repository.history(&[]).out, first.out);
    assert_eq!(entries(), all, "everything is there again");
    // A cache that cannot be written is none.
    let ran = repository.here.run_with(&[("XDG_CACHE_HOME", "/dev/null")], &["history", "api/books.yaml"]);
    assert_eq!((ran.code, ran.out), (0, first.out));
}

#[test]
fn a_shallow_clone_says_so() {
    let Some(repository) = Repository::of_twenty() else { return };
    let url = format!("file://{}", repository.here.path().display());
    let Some(()) = repository.git(&["clone", "-q", "--depth", "2", &url, "clone"]) else { return };
    let ran = repository.here.run(&["history", "clone/api/books.yaml", "--no-cache"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.out.contains("this clone is shallow and may lack what was before"), "{}", ran.out);
}
