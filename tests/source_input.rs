//! Where documents come from: arguments, folders, references between files, git revisions. What must not be read is
//! not read.

#![allow(clippy::print_stdout, clippy::print_stderr, clippy::disallowed_methods, clippy::unwrap_used)]

use std::ffi::OsString;
use std::fs;
use std::path::Path;
use std::process::Command;

use caveat::source::fetch::{Files, Git, Revision};
use caveat::source::input::{InputError, Inputs, gather};
use caveat::source::loader::{Fetch, Loader, Refusal};
use tempfile::TempDir;

const MARKS: &[&str] = &["openapi", "swagger"];
const ROOT: &str = "openapi: 3.1.0\ninfo: {title: t, version: '1'}\npaths: {}\n";

fn tree(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

fn ask(folder: &Path, arguments: &[&str]) -> Inputs {
    gather(folder, &arguments.iter().map(OsString::from).collect::<Vec<_>>(), MARKS, &mut |_, _| false)
}

fn names(inputs: &Inputs) -> Vec<&str> {
    inputs.inputs.iter().map(|input| &*input.name).collect()
}

#[cfg(unix)]
fn link(folder: &TempDir, target: &str, name: &str) {
    std::os::unix::fs::symlink(target, folder.path().join(name)).unwrap();
}

#[cfg(unix)]
fn fifo(folder: &TempDir, name: &str) {
    assert!(Command::new("mkfifo").arg(folder.path().join(name)).status().unwrap().success());
}

fn git(folder: &Path, arguments: &[&str]) {
    let identity = ["-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "init.defaultBranch=main"];
    let output = Command::new("git").args(identity).args(arguments).current_dir(folder).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn a_folder_gives_its_root_documents_in_order() {
    let folder = tree(&[
        ("b/openapi.yaml", ROOT),
        ("b/schemas/pet.yaml", "type: object\n"),
        ("a.json", r#"{"info": {}, "paths": {}, "openapi": "3.0.3"}"#),
        ("late.yml", &format!("x-a: {}\nswagger: '2.0'\n", "long ".repeat(40_000))),
        ("prose.yaml", "description: about openapi and swagger\n"),
        ("values.yaml", "nested:\n  openapi: 3.1.0\n"),
        ("broken.yaml", "openapi: 3.1.0\ninfo: [\n"),
        ("broken.json", "{\n  \"openapi\" \"3.1.0\"\n}"),
        ("notes.txt", ROOT),
        (".hidden/openapi.yaml", ROOT),
        ("node_modules/x/openapi.yaml", ROOT),
        ("target/openapi.yaml", ROOT),
        (".git/openapi.yaml", ROOT),
    ]);
    let utf16: Vec<u8> = ROOT.encode_utf16().flat_map(u16::to_le_bytes).collect();
    fs::write(folder.path().join("wide.yaml"), utf16).unwrap();
    let found = ask(folder.path(), &["."]);
    assert_eq!(names(&found), ["a.json", "b/openapi.yaml", "broken.yaml", "late.yml", "wide.yaml"]);
    assert_eq!((&found.errors[..], &found.skipped[..]), (&[][..], &[][..]));
    // A folder that is named is searched, whatever it is called, and each document counts once.
    let found = ask(folder.path(), &["target", "b", "./b/openapi.yaml", "values.yaml"]);
    assert_eq!(names(&found), ["target/openapi.yaml", "b/openapi.yaml", "values.yaml"]);
    let found = ask(folder.path(), &["b/schemas"]);
    assert_eq!(found.errors, [InputError::Nothing("b/schemas".into())]);
}

#[test]
fn gitignore_is_honoured_from_the_root_of_the_repository_down() {
    let folder = tree(&[
        (".gitignore", "/build\n*.gen.yaml\n!keep.gen.yaml\n"),
        (".git/info/exclude", "secret.yaml\n"),
        ("api/.gitignore", "old/\n"),
        ("api/openapi.yaml", ROOT),
        ("api/a.gen.yaml", ROOT),
        ("api/keep.gen.yaml", ROOT),
        ("api/secret.yaml", ROOT),
        ("api/old/openapi.yaml", ROOT),
        ("api/new/old/openapi.yaml", ROOT),
        ("api/build/openapi.yaml", ROOT),
        ("build/openapi.yaml", ROOT),
        ("other/old/openapi.yaml", ROOT),
    ]);
    let expected = ["api/build/openapi.yaml", "api/keep.gen.yaml", "api/openapi.yaml", "other/old/openapi.yaml"];
    assert_eq!(names(&ask(folder.path(), &["."])), expected);
    let found = ask(&folder.path().join("api"), &["."]);
    assert_eq!(names(&found), ["build/openapi.yaml", "keep.gen.yaml", "openapi.yaml"]);
}

#[cfg(unix)]
#[test]
fn links_pipes_and_circles_in_a_folder_end() {
    let folder = tree(&[("openapi.yaml", ROOT), ("sub/x.yaml", "a: 1\n"), ("dir.yaml/openapi.yml", ROOT)]);
    let outside = tree(&[("openapi.yaml", ROOT)]);
    link(&folder, ".", "circle");
    link(&folder, "openapi.yaml", "again.yaml");
    link(&folder, "loop2.yaml", "loop1.yaml");
    link(&folder, "loop1.yaml", "loop2.yaml");
    link(&folder, "nowhere.yaml", "dangling.yaml");
    link(&folder, outside.path().join("openapi.yaml").to_str().unwrap(), "escape.yaml");
    fifo(&folder, "fifo.yaml");
    let found = ask(folder.path(), &["."]);
    assert_eq!(names(&found), ["dir.yaml/openapi.yml", "openapi.yaml"]);
    let skipped: Vec<_> = found.skipped.iter().map(|s| &*s.name).collect();
    assert_eq!(skipped, ["dangling.yaml", "escape.yaml", "loop1.yaml", "loop2.yaml"]);
}

#[test]
fn arguments_that_lead_nowhere_say_what_may_be_meant() {
    let folder = tree(&[("api/openapi.yaml", ROOT)]);
    let messages = |argument: &str| -> Vec<String> {
        ask(folder.path(), &[argument]).errors.iter().map(ToString::to_string).collect()
    };
    assert_eq!(messages("api/openapi.yml"), ["there is no file `api/openapi.yml`; did you mean `api/openapi.yaml`?"]);
    assert_eq!(messages("nothing/at/all"), ["there is no file `nothing/at/all`"]);
    assert_eq!(messages(""), ["there is no file ``"]);
    assert_eq!(messages("C:\\x.yaml"), ["there is no file `C:\\x.yaml`"]);
    assert_eq!(messages("api/openapi.yaml/x"), ["there is no file `api/openapi.yaml/x`"]);
    assert_eq!(
        messages("https://example.com/openapi.yaml"),
        ["`https://example.com/openapi.yaml` is a network address, which is never read; download it and give the file"]
    );
    assert_eq!(
        messages("no-such-branch:openapi.yaml"),
        ["there is no file `no-such-branch:openapi.yaml`, and no git revision `no-such-branch` either"]
    );
}

#[cfg(unix)]
#[test]
fn open_files_are_read_when_they_are_named_and_named_pipes_and_devices_are_not() {
    let folder = tree(&[("openapi.yaml", ROOT)]);
    fifo(&folder, "pipe");
    let open = fs::File::open(folder.path().join("openapi.yaml")).unwrap();
    let name = format!("/dev/fd/{}", std::os::fd::AsRawFd::as_raw_fd(&open));
    let found = ask(folder.path(), &["pipe", &name, "-", "/dev/null", "/dev/zero"]);
    assert_eq!(names(&found), [&*name, "-", "/dev/null"]);
    assert_eq!(found.errors, [InputError::NotAFile("pipe".into()), InputError::NotAFile("/dev/zero".into())]);
    let opened = found.inputs[0].open(&mut std::io::empty(), false).unwrap();
    assert_eq!((&*opened.name, &*opened.bytes), (&*name, ROOT.as_bytes()));
    let opened = found.inputs[1].open(&mut ROOT.as_bytes(), false).unwrap();
    assert_eq!((&*opened.name, &*opened.bytes), ("-", ROOT.as_bytes()));
    assert_eq!(found.inputs[2].open(&mut std::io::empty(), false).unwrap().bytes, b"");
}

#[test]
fn a_document_from_the_standard_input_refers_to_files_of_the_current_folder() {
    let folder = tree(&[("schemas/pet.yaml", "type: object\n")]);
    let found = ask(folder.path(), &["-"]);
    let opened = found.inputs[0].open(&mut ROOT.as_bytes(), false).unwrap();
    let target = opened.fetch.resolve(&opened.key, "schemas/pet.yaml").unwrap();
    assert_eq!(target.name, "schemas/pet.yaml");
    assert_eq!(opened.fetch.read(&target).unwrap(), b"type: object\n");
    assert_eq!(opened.fetch.resolve(&opened.key, "../x.yaml"), Err(Refusal::Outside));
}

#[test]
fn a_file_is_loaded_once_however_it_is_spelled() {
    let folder =
        tree(&[("api/openapi.yaml", ROOT), ("api/schemas/pet.yaml", "a: 1\n"), ("api/schemas/my pet.yaml", "b: 1\n")]);
    let (files, key) = Files::around(&folder.path().join("api/openapi.yaml"), "api/openapi.yaml", false).unwrap();
    let loader = Loader::default();
    let root = loader.add(&key, "api/openapi.yaml", ROOT.into());
    let pet = loader.open(root, "schemas/pet.yaml", &files).unwrap();
    for spelling in ["./schemas/pet.yaml", "schemas/../schemas//pet.yaml", "schemas/%70et.yaml", "schemas\\pet.yaml"] {
        assert_eq!(loader.open(root, spelling, &files), Ok(pet), "{spelling}");
    }
    let other = loader.open(pet, "my%20pet.yaml", &files).unwrap();
    assert_eq!(loader.open(other, "../openapi.yaml", &files), Ok(root));
    assert_eq!(loader.doc(pet).name, "api/schemas/pet.yaml");
    assert_eq!(loader.doc(other).name, "api/schemas/my pet.yaml");
    assert_eq!(loader.len(), 3);
}

#[test]
fn references_stay_within_the_folder_of_the_root() {
    let folder = tree(&[("api/openapi.yaml", ROOT), ("secret.yaml", "a: 1\n"), ("api/sub/x.yaml", "a: 1\n")]);
    let root = folder.path().join("api/openapi.yaml");
    let (files, key) = Files::around(&root, "api/openapi.yaml", false).unwrap();
    let absolute = folder.path().join("api/sub/x.yaml").to_str().unwrap().to_owned();
    for (reference, refusal) in [
        ("../secret.yaml", Refusal::Outside),
        ("sub/../../secret.yaml", Refusal::Outside),
        ("..%2fsecret.yaml", Refusal::Outside),
        ("..\\secret.yaml", Refusal::Outside),
        ("../../../../../../../../etc/passwd", Refusal::Outside),
        ("../nothing-at-all", Refusal::Outside),
        (&absolute, Refusal::Outside),
        ("/etc/shadow", Refusal::Outside),
        ("/dev/zero", Refusal::Outside),
        ("file:///etc/hostname", Refusal::Outside),
        ("C:\\Windows\\win.ini", Refusal::Outside),
        ("\\\\host\\share\\x.yaml", Refusal::Outside),
        ("http://127.0.0.1:9/x.json", Refusal::Network),
        ("//localhost/x", Refusal::Network),
        ("data:application/json,{}", Refusal::Network),
        ("nope.yaml", Refusal::Missing),
        ("openapi.yaml/x", Refusal::Missing),
    ] {
        assert_eq!(files.resolve(&key, reference), Err(refusal), "{reference}");
    }
    for reference in [".", "sub", "sub/"] {
        let target = files.resolve(&key, reference).unwrap();
        assert_eq!(files.read(&target), Err(Refusal::NotAFile), "{reference}");
    }
    let (files, key) = Files::around(&root, "api/openapi.yaml", true).unwrap();
    let target = files.resolve(&key, "../secret.yaml").unwrap();
    assert_eq!((&*target.name, files.read(&target)), ("secret.yaml", Ok(b"a: 1\n".to_vec())));
    assert_eq!(files.resolve(&key, &absolute).unwrap().name, absolute);
    assert_eq!(files.resolve(&key, "http://127.0.0.1:9/x.json"), Err(Refusal::Network));
}

#[cfg(unix)]
#[test]
fn links_count_for_where_they_lead_and_pipes_are_never_opened() {
    let folder = tree(&[("api/openapi.yaml", ROOT), ("api/real.yaml", "a: 1\n"), ("secret.yaml", "a: 1\n")]);
    link(&folder, "real.yaml", "api/alias.yaml");
    link(&folder, "../secret.yaml", "api/escape.yaml");
    link(&folder, "..", "api/up");
    link(&folder, "b.yaml", "api/a.yaml");
    link(&folder, "a.yaml", "api/b.yaml");
    link(&folder, "/dev/zero", "api/zero.yaml");
    fifo(&folder, "api/fifo.yaml");
    let (files, key) = Files::around(&folder.path().join("api/openapi.yaml"), "openapi.yaml", false).unwrap();
    let alias = files.resolve(&key, "alias.yaml").unwrap();
    assert_eq!(files.resolve(&key, "real.yaml").unwrap(), alias, "the same file by another name");
    assert_eq!(files.resolve(&key, "escape.yaml"), Err(Refusal::Outside));
    assert_eq!(files.resolve(&key, "up/secret.yaml"), Err(Refusal::Outside));
    assert_eq!(files.resolve(&key, "zero.yaml"), Err(Refusal::Outside));
    assert!(matches!(files.resolve(&key, "a.yaml"), Err(Refusal::Unreadable(_))));
    let fifo = files.resolve(&key, "fifo.yaml").unwrap();
    assert_eq!(files.read(&fifo), Err(Refusal::NotAFile));
}

#[cfg(unix)]
#[test]
fn what_may_not_be_read_is_said() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tree(&[("openapi.yaml", ROOT), ("locked.yaml", ROOT)]);
    let locked = folder.path().join("locked.yaml");
    fs::set_permissions(&locked, fs::Permissions::from_mode(0o000)).unwrap();
    if fs::read(&locked).is_ok() {
        eprintln!("skipped: this user may read everything");
        return;
    }
    let (files, key) = Files::around(&folder.path().join("openapi.yaml"), "openapi.yaml", false).unwrap();
    let target = files.resolve(&key, "locked.yaml").unwrap();
    assert_eq!(files.read(&target), Err(Refusal::Unreadable("permission denied".into())));
    let found = ask(folder.path(), &["."]);
    assert_eq!((names(&found), found.skipped.len()), (vec!["openapi.yaml"], 1));
}

#[test]
fn a_revision_is_read_with_what_it_refers_to() {
    let folder = tree(&[
        ("api/openapi.yaml", ROOT),
        ("api/schemas/pet.yaml", "old: 1\n"),
        ("api/schemas/cat.yaml", "cat: 1\n"),
        ("api/other.json", r#"{"swagger": "2.0"}"#),
        ("secret.yaml", "a: 1\n"),
    ]);
    let path = folder.path();
    #[cfg(unix)]
    {
        link(&folder, "cat.yaml", "api/schemas/alias.yaml");
        link(&folder, "/etc/passwd", "api/passwd.yaml");
    }
    git(path, &["init", "--quiet"]);
    git(path, &["add", "."]);
    git(path, &["commit", "--quiet", "--message", "one"]);
    fs::write(path.join("api/schemas/pet.yaml"), "new: 1\n").unwrap();
    fs::remove_file(path.join("api/schemas/cat.yaml")).unwrap();

    let found = ask(path, &["HEAD:api/openapi.yaml", "main:api", "HEAD:nope.yaml", "HEAD:api/schemas"]);
    assert_eq!(names(&found), ["HEAD:api/openapi.yaml", "main:api/openapi.yaml", "main:api/other.json"]);
    assert_eq!(
        found.errors,
        [
            InputError::NotInRevision("HEAD:nope.yaml".into(), "HEAD".into()),
            InputError::Nothing("HEAD:api/schemas".into())
        ]
    );
    let opened = found.inputs[0].open(&mut std::io::empty(), false).unwrap();
    assert_eq!(opened.bytes, ROOT.as_bytes());
    let read = |reference: &str| opened.fetch.resolve(&opened.key, reference).and_then(|t| opened.fetch.read(&t));
    assert_eq!(read("./schemas/pet.yaml"), Ok(b"old: 1\n".to_vec()));
    assert_eq!(read("schemas/x/../cat.yaml"), Ok(b"cat: 1\n".to_vec()));
    assert_eq!(read("schemas"), Err(Refusal::NotAFile));
    assert_eq!(read("nope.yaml"), Err(Refusal::Missing));
    assert_eq!(read("nope.yaml%0Amain:secret.yaml"), Err(Refusal::Unusable("its name has a line break in it".into())));
    assert_eq!(read("../secret.yaml"), Err(Refusal::Outside));
    assert_eq!(read("../../secret.yaml"), Err(Refusal::Outside));
    assert_eq!(read("/etc/passwd"), Err(Refusal::Outside));
    #[cfg(unix)]
    {
        assert_eq!(read("schemas/alias.yaml"), Ok(b"cat: 1\n".to_vec()));
        assert_eq!(read("passwd.yaml"), Err(Refusal::Outside));
    }
    let target = opened.fetch.resolve(&opened.key, "./schemas//pet.yaml").unwrap();
    assert_eq!((&*target.key, &*target.name), ("HEAD:api/schemas/pet.yaml", "HEAD:api/schemas/pet.yaml"));

    // A path with a dot counts from the folder, any other from the root of the repository.
    let found = ask(&path.join("api"), &["HEAD:./openapi.yaml"]);
    let opened = found.inputs[0].open(&mut std::io::empty(), false).unwrap();
    assert_eq!((&*opened.name, &*opened.key), ("HEAD:./openapi.yaml", "HEAD:api/openapi.yaml"));
    let wide = Revision::around(Git::new(path), "HEAD", "api/openapi.yaml", true);
    assert!(wide.resolve("HEAD:api/openapi.yaml", "../secret.yaml").is_ok());
    assert_eq!(wide.resolve("HEAD:api/openapi.yaml", "../../secret.yaml"), Err(Refusal::Outside));

    // An existing file wins over a revision, and a revision is never an option.
    fs::write(path.join("HEAD:api"), ROOT).unwrap();
    assert_eq!(names(&ask(path, &["HEAD:api"])), ["HEAD:api"]);
    for hostile in ["--help:x", "-p:x", "--output=/tmp/x:y", "HEAD\n:x"] {
        let found = ask(path, &[hostile]);
        assert!(matches!(found.errors[..], [InputError::NoRevision(..)]), "{hostile}: {:?}", found.errors);
    }
}
