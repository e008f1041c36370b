//! What build systems are told to run is run: the scripts of `action.yml`, of the pages under `docs/ci/`, of the hooks
//! for pre-commit and of our own workflows, in a clone like that of a build system, of a branch that breaks its clients.
//! `UPDATE=1 cargo nextest run --test ci_scripts` writes the output that `docs/ci/README.md` shows.
#![cfg(unix)]
#![allow(clippy::print_stdout, clippy::print_stderr, clippy::disallowed_methods, clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_yaml::Value;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn yaml(path: &str) -> Value {
    let text = fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
    serde_yaml::from_str(&text).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value[key].as_str().unwrap_or_else(|| panic!("no text under `{key}`: {value:?}"))
}

/// The step of a name, of all steps of a list.
fn step<'v>(steps: &'v Value, name: &str) -> &'v Value {
    let steps = steps.as_sequence().expect("steps");
    steps.iter().find(|step| step["name"] == name).unwrap_or_else(|| panic!("there is no step `{name}`"))
}

/// The variables of a step, with each expression replaced by what `known` says of it.
fn environment(step: &Value, known: &BTreeMap<&str, &str>) -> Vec<(String, String)> {
    let variables = step["env"].as_mapping().into_iter().flatten();
    let filled = |value: &str| {
        let mut parts = value.split("${{");
        let first = parts.next().unwrap_or_default().to_owned();
        parts.fold(first, |filled, part| {
            let (expression, rest) = part.split_once("}}").expect("the end of an expression");
            let expression = expression.trim();
            let value = known.get(expression).unwrap_or_else(|| panic!("nobody says what `{expression}` is"));
            filled + value + rest
        })
    };
    variables.map(|(name, value)| (name.as_str().unwrap().to_owned(), filled(value.as_str().unwrap()))).collect()
}

const OLD: &str = "openapi: 3.1.0
info: {title: Books, version: 1.0.0}
paths:
  /books:
    get:
      parameters:
        - {name: page, in: query, schema: {type: integer}}
      responses:
        '204': {description: Nothing.}
";

/// A clone as a build system makes it, with one commit of the branch `change`, in which `/books` asks for more.
struct Clone {
    folder: tempfile::TempDir,
}

struct Ran {
    code: i32,
    out: String,
    err: String,
}

impl Clone {
    /// Nothing if git does not run here.
    fn new(branch: &str) -> Option<Self> {
        let clone = Self { folder: tempfile::tempdir().expect("a folder") };
        let origin = clone.path("origin");
        fs::create_dir_all(&origin).expect("a folder");
        if Command::new("git").arg("--version").output().is_err() {
            println!("skipped: git does not run here");
            return None;
        }
        let write = |name: &str, text: &str| fs::write(origin.join(name), text).expect("a file");
        write("openapi.yaml", OLD);
        write("caveat.yaml", "rules: {all: off}\n");
        clone.git(&origin, &["init", "-q", "-b", "main"]);
        clone.git(&origin, &["add", "."]);
        clone.git(&origin, &["commit", "-q", "-m", "before"]);
        clone.git(&origin, &["checkout", "-q", "-b", "harmless"]);
        write("openapi.yaml", &OLD.replace("Nothing.", "Nothing at all."));
        clone.git(&origin, &["commit", "-q", "-a", "-m", "harmless"]);
        clone.git(&origin, &["checkout", "-q", "-b", "change", "main"]);
        write("openapi.yaml", &OLD.replace("in: query,", "in: query, required: true,"));
        clone.git(&origin, &["commit", "-q", "-a", "-m", "change"]);
        let url = format!("file://{}", origin.display());
        clone.git(&clone.path(""), &["clone", "-q", "--depth", "1", "--branch", branch, &url, "work"]);
        fs::create_dir_all(clone.path("bin")).expect("a folder");
        Some(clone)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// A program with nothing of the environment but where programs are: those of the test first, and caveat.
    fn command(&self, folder: &Path, program: &str, args: &[&str], caveat: bool) -> Command {
        let mut folders = vec![self.path("bin")];
        folders.extend(caveat.then(|| Path::new(env!("CARGO_BIN_EXE_caveat")).parent().unwrap().to_owned()));
        let path = std::env::var_os("PATH").expect("a PATH");
        // Another caveat that is installed here must not be met.
        folders.extend(std::env::split_paths(&path).filter(|folder| !folder.join("caveat").exists()));
        let mut command = Command::new(program);
        command.args(args).current_dir(folder).env_clear().stdin(Stdio::null());
        command.env("PATH", std::env::join_paths(folders).expect("a PATH")).env("HOME", self.folder.path());
        command.env("GIT_CONFIG_NOSYSTEM", "1").env("LC_ALL", "C.UTF-8");
        command
    }

    fn git(&self, folder: &Path, args: &[&str]) {
        let names = ["-c", "user.name=t", "-c", "user.email=t@example.com"];
        let output = self.command(folder, "git", &[&names, args].concat(), false).output().expect("git");
        assert!(output.status.success(), "git {args:?}: {}", String::from_utf8_lossy(&output.stderr));
    }

    /// Runs a script in the clone as the runner of GitHub does.
    fn bash(&self, script: &str, variables: &[(String, String)]) -> Ran {
        self.bash_with(script, variables, true)
    }

    fn bash_with(&self, script: &str, variables: &[(String, String)], caveat: bool) -> Ran {
        let args = ["--noprofile", "--norc", "-e", "-o", "pipefail", "-c", script];
        let mut command = self.command(&self.path("work"), "bash", &args, caveat);
        let output = command.envs(variables.iter().cloned()).output().expect("bash");
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
        Ran { code: output.status.code().expect("a code"), out: text(output.stdout), err: text(output.stderr) }
    }

    /// Puts a program before those that are installed.
    fn program(&self, name: &str, script: &str) {
        let path = self.path("bin").join(name);
        fs::write(&path, format!("#!/bin/sh\n{script}\n")).expect("a script");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).expect("it may be run");
    }
}

fn own(variables: &[(&str, &str)]) -> Vec<(String, String)> {
    variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

fn sarif_results(text: &str) -> Vec<String> {
    let log: serde_json::Value = serde_json::from_str(text).expect("JSON");
    let results = log["runs"][0]["results"].as_array().expect("results");
    results.iter().map(|result| result["ruleId"].as_str().expect("an id").to_owned()).collect()
}

/// The inputs of the action by their defaults, with what the runner says.
fn action(change: &[(&'static str, &'static str)]) -> (Value, BTreeMap<&'static str, &'static str>) {
    let action: &'static Value = Box::leak(Box::new(yaml("action.yml")));
    let mut known = BTreeMap::from([("github.base_ref", "main")]);
    for (name, input) in action["inputs"].as_mapping().expect("inputs") {
        let name: &'static str = Box::leak(format!("inputs.{}", name.as_str().unwrap()).into_boxed_str());
        assert!(!text(input, "description").is_empty());
        known.insert(name, text(input, "default"));
    }
    for (name, value) in change {
        known.insert(name, value);
    }
    (action.clone(), known)
}

#[test]
fn the_action_annotates_what_breaks_and_fails() {
    let Some(clone) = Clone::new("change") else { return };
    let (action, known) = action(&[]);
    let step = step(&action["runs"]["steps"], "Check");
    let summary = clone.path("summary.md");
    let mut variables = environment(step, &known);
    variables.extend(own(&[("GITHUB_STEP_SUMMARY", summary.to_str().unwrap())]));
    let ran = clone.bash(text(step, "run"), &variables);
    assert_eq!(ran.code, 1, "{}{}", ran.out, ran.err);
    assert!(ran.out.starts_with("::error file=openapi.yaml,line=7,"), "{}", ran.out);
    assert!(clone.read("summary.md").contains("`page`"));
    assert_eq!(sarif_results(&clone.read("work/caveat.sarif")), ["request-parameter-became-required"]);
    shows(&format!("{}exit code {}\n", ran.out, ran.code), "GitHub");
}

#[test]
fn the_action_does_what_its_inputs_say() {
    let Some(clone) = Clone::new("change") else { return };
    let run = |change: &[(&'static str, &'static str)]| {
        let (action, known) = action(change);
        let step = step(&action["runs"]["steps"], "Check");
        clone.bash(text(step, "run"), &environment(step, &known))
    };
    assert_eq!(run(&[("inputs.fail-on", "never")]).code, 0);
    assert_eq!(run(&[("inputs.since", "HEAD")]).code, 0, "nothing is new since then");
    assert_eq!(run(&[("inputs.paths", "openapi.yaml\nopenapi.yaml\n"), ("inputs.sarif", "a b.sarif")]).code, 1);
    assert_eq!(sarif_results(&clone.read("work/a b.sarif")).len(), 1);
    assert_eq!(run(&[("inputs.config", "absent.yaml")]).code, 2);
    assert_eq!(run(&[("inputs.paths", "--help")]).code, 2, "a path is no flag");
    // Where there is nothing to compare with, that is said and not passed over.
    let ran = run(&[("github.base_ref", "")]);
    assert!(ran.code == 2 && ran.out.starts_with("::error::"), "{}{}", ran.out, ran.err);
    // What an input says is never run.
    assert_ne!(run(&[("inputs.paths", "$(touch injected)"), ("inputs.since", "`touch injected`")]).code, 0);
    assert!(!clone.path("work/injected").exists());
    let Some(harmless) = Clone::new("harmless") else { return };
    let (action, known) = action(&[]);
    let step = step(&action["runs"]["steps"], "Check");
    let ran = harmless.bash(text(step, "run"), &environment(step, &known));
    assert!(ran.code == 0 && !ran.out.contains("::"), "{}{}", ran.out, ran.err);
}

/// What the release packs is what the action looks for, and a wrong checksum stops it.
#[test]
fn the_action_installs_what_the_release_packs() {
    let Some(clone) = Clone::new("change") else { return };
    let work = clone.path("work");
    let built = work.join("target/x86_64-unknown-linux-musl/dist");
    fs::create_dir_all(&built).expect("a folder");
    fs::write(built.join("caveat"), "#!/bin/sh\necho packed\n").expect("a program");
    fs::set_permissions(built.join("caveat"), fs::Permissions::from_mode(0o755)).expect("it may be run");
    for file in ["README.md", "CHANGELOG.md", "LICENSE-MIT", "LICENSE-APACHE"] {
        fs::copy(root().join(file), work.join(file)).expect(file);
    }
    let release = yaml(".github/workflows/release.yml");
    let pack = step(&release["jobs"]["binary"]["steps"], "Pack");
    let ran = clone.bash(text(pack, "run"), &own(&[("TARGET", "x86_64-unknown-linux-musl")]));
    assert_eq!(ran.code, 0, "{}", ran.err);

    // A network that has the release, and nothing else.
    let served = work.display();
    clone.program(
        "curl",
        &format!("for last; do from=$last; done\nwhile [ \"$1\" != --output ]; do shift; done\necho \"$from\" >> '{served}/asked'\ncp \"{served}/$(basename \"$from\")\" \"$2\""),
    );
    clone.program(
        "cargo",
        &format!(
            "echo \"cargo $*\" >> '{served}/asked'\nmkdir -p \"${{8:?}}/bin\"\ncp '{}' \"$8/bin\"",
            built.join("caveat").display()
        ),
    );
    let install = |system: &'static str| {
        let temp: &'static str = Box::leak(clone.path("temp").display().to_string().into_boxed_str());
        let _ = fs::remove_dir_all(temp);
        let (action, known) = action(&[
            ("github.action_repository", "someone/caveat"),
            ("github.action_ref", "v0.1.0"),
            ("github.action_path", "/the/action"),
            ("runner.temp", temp),
            ("runner.os", system.split_once('-').unwrap().0),
            ("runner.arch", system.split_once('-').unwrap().1),
        ]);
        let step = step(&action["runs"]["steps"], "Install caveat").clone();
        let mut variables = environment(&step, &known);
        variables.extend(own(&[("GITHUB_PATH", clone.path("path").to_str().unwrap())]));
        let _ = fs::remove_file(clone.path("path"));
        clone.bash_with(text(&step, "run"), &variables, false)
    };
    let installed = || {
        let folder = clone.read("path");
        let output = Command::new(Path::new(folder.trim()).join("caveat")).output().expect("the program runs");
        String::from_utf8(output.stdout).expect("text")
    };
    let ran = install("Linux-X64");
    assert_eq!((ran.code, installed()), (0, "packed\n".to_owned()), "{}{}", ran.out, ran.err);
    let address = "https://github.com/someone/caveat/releases/download/v0.1.0/caveat-x86_64-unknown-linux-musl.tar.gz";
    assert_eq!(clone.read("work/asked"), format!("{address}\n{address}.sha256\n"));
    // Of a system without a release, it is built.
    let ran = install("Linux-RISCV64");
    assert_eq!((ran.code, installed()), (0, "packed\n".to_owned()), "{}{}", ran.out, ran.err);
    assert!(clone.read("work/asked").contains("cargo install --path /the/action --locked --profile dist --root "));
    // Where the file is another one than was packed, nothing is installed.
    fs::write(work.join("caveat-x86_64-unknown-linux-musl.tar.gz"), "something else").expect("it is written");
    let ran = install("Linux-X64");
    assert!(ran.code != 0 && !clone.path("path").exists(), "{}{}", ran.out, ran.err);
}

#[test]
fn a_release_is_of_the_version_that_its_tag_says() {
    let release = yaml(".github/workflows/release.yml");
    let step = step(&release["jobs"]["binary"]["steps"], "Compare the tag with the version");
    let run = |tag: &str| {
        let script = ["-e", "-o", "pipefail", "-c", text(step, "run")];
        let status =
            Command::new("bash").args(script).current_dir(root()).env("TAG", tag).stderr(Stdio::null()).status();
        status.expect("bash").code()
    };
    assert_eq!(run(&format!("v{}", env!("CARGO_PKG_VERSION"))), Some(0));
    assert_eq!(run("v999.0.0"), Some(1));
}

#[test]
fn the_workflow_for_github_annotates_what_breaks() {
    let Some(clone) = Clone::new("change") else { return };
    let workflow = yaml("docs/ci/github.yml");
    let step = step(&workflow["jobs"]["caveat"]["steps"], "Check");
    let ran = clone.bash(text(step, "run"), &environment(step, &BTreeMap::from([("github.base_ref", "main")])));
    assert_eq!(ran.code, 1, "{}{}", ran.out, ran.err);
    assert!(ran.out.starts_with("::error file=openapi.yaml,line=7,"), "{}", ran.out);
    assert_eq!(sarif_results(&clone.read("work/caveat.sarif")).len(), 1);
}

#[test]
fn the_job_for_gitlab_writes_its_reports() {
    let Some(clone) = Clone::new("change") else { return };
    let job = &yaml("docs/ci/gitlab.yml")["caveat"];
    let lines = |key: &str| {
        let lines = job[key].as_sequence().expect("a list").iter();
        lines.map(|line| line.as_str().expect("a line").trim_end().to_owned() + "\n").collect::<String>()
    };
    clone.program("cargo", "echo \"cargo $*\"");
    let installed = clone.bash(&lines("before_script"), &[]);
    assert_eq!((installed.code, &*installed.out), (0, "cargo install caveat --locked\n"));
    let ran = clone.bash(&lines("script"), &own(&[("CI_MERGE_REQUEST_TARGET_BRANCH_NAME", "main")]));
    assert_eq!(ran.code, 1, "{}{}", ran.out, ran.err);
    let reports = &job["artifacts"]["reports"];
    let quality: serde_json::Value =
        serde_json::from_str(&clone.read(&format!("work/{}", text(reports, "codequality")))).expect("JSON");
    assert_eq!((quality.as_array().map(Vec::len), &quality[0]["severity"]), (Some(1), &"critical".into()));
    assert!(clone.read(&format!("work/{}", text(reports, "junit"))).contains("failures=\"1\""));
    shows(&format!("{}exit code {}\n", ran.out, ran.code), "GitLab");
}

#[test]
fn the_script_for_any_build_system_fails_for_the_right_reason() {
    let script = fs::read_to_string(root().join("docs/ci/check.sh")).expect("the script");
    let run = |branch: &str, base: &[&str]| {
        let clone = Clone::new(branch)?;
        let args = [&["-c", script.as_str(), "check.sh"], base].concat();
        let output = clone.command(&clone.path("work"), "sh", &args, true).output().expect("sh");
        Some((output.status.code(), String::from_utf8(output.stdout).expect("text")))
    };
    let Some((code, out)) = run("change", &[]) else { return };
    assert!(code == Some(1) && out.contains("request-parameter-became-required"), "{code:?} {out}");
    shows(&format!("{out}exit code {}\n", code.unwrap_or_default()), "Anything else");
    assert_eq!(run("harmless", &["main"]), Some((Some(0), String::new())));
    assert_eq!(
        run("change", &["nowhere"]).and_then(|(code, _)| code),
        Some(128),
        "git says that there is no such branch"
    );
}

#[test]
fn the_hooks_for_pre_commit_run() {
    let hooks = yaml(".pre-commit-hooks.yaml");
    let hooks = hooks.as_sequence().expect("hooks");
    let ids: Vec<&str> = hooks.iter().map(|hook| text(hook, "id")).collect();
    assert_eq!(ids, ["caveat-lint", "caveat-check"]);
    for hook in hooks {
        assert_eq!(text(hook, "language"), "rust");
        let Some(clone) = Clone::new("harmless") else { return };
        let broken = OLD.replace("in: query,", "in: query, required: true,");
        fs::write(clone.path("work/openapi.yaml"), &broken).expect("it is written");
        let (entry, file) = (text(hook, "entry"), hook["files"].as_str());
        let named = if hook["pass_filenames"] == false { "" } else { " openapi.yaml" };
        let ran = clone.bash(&format!("{entry}{named}"), &[]);
        let expected = i32::from(entry.contains("check"));
        assert_eq!(ran.code, expected, "{entry}{named}: {}{}", ran.out, ran.err);
        if let Some(files) = file {
            let pattern = regress::Regex::new(files).expect("a pattern");
            for (name, chosen) in [
                ("openapi.yaml", true),
                ("api/swagger.json", true),
                ("my-openapi.yaml", false),
                ("openapi.yaml.md", false),
            ] {
                assert_eq!(pattern.find(name).is_some(), chosen, "{name}");
            }
        }
    }
}

/// All YAML that build systems read, and whether it names things that exist.
#[test]
fn workflows_name_what_exists() {
    for path in [".github/workflows/ci.yml", ".github/workflows/release.yml", "docs/ci/github.yml"] {
        let workflow = yaml(path);
        let jobs = workflow["jobs"].as_mapping().expect("jobs");
        for (name, job) in jobs {
            let needs = &job["needs"];
            let needed =
                needs.as_str().into_iter().chain(needs.as_sequence().into_iter().flatten().filter_map(Value::as_str));
            for needed in needed {
                assert!(jobs.contains_key(needed), "{path}: {name:?} needs `{needed}`, which is no job");
            }
            for step in job["steps"].as_sequence().expect("steps") {
                let (uses, run) = (step["uses"].as_str(), step["run"].as_str());
                assert!(uses.is_some() != run.is_some(), "{path}: {step:?}");
                if let Some(uses) = uses {
                    // An action of ours is a folder here, another one has a version.
                    let known = uses.strip_prefix("./").map_or(uses.contains('@'), |own| root().join(own).exists());
                    assert!(known, "{path}: {uses}");
                }
                if let Some(run) = run {
                    assert!(
                        !run.contains("${{"),
                        "{path}: an expression in a script is run as it is; pass it in `env`"
                    );
                    let status = Command::new("bash").args(["-n", "-c", run]).status().expect("bash");
                    assert!(status.success(), "{path}: {run}");
                    for word in run.split_whitespace().filter(|word| word.starts_with(".ci/")) {
                        assert!(root().join(word).is_file(), "{path}: there is no {word}");
                    }
                }
            }
        }
    }
    for step in yaml("action.yml")["runs"]["steps"].as_sequence().expect("steps") {
        assert!(!text(step, "run").contains("${{"), "an expression in a script is run as it is; pass it in `env`");
    }
    // What is copied into the image is let through to it, and is there.
    let ignored = fs::read_to_string(root().join(".dockerignore")).expect("the file");
    for line in ignored.lines().filter_map(|line| line.strip_prefix('!')) {
        assert!(root().join(line).exists(), ".dockerignore: there is no {line}");
    }
}

/// Holds the output that a section of the page shows equal to what was written.
fn shows(output: &str, section: &str) {
    let path = root().join("docs/ci/README.md");
    // The tests of other sections write the same file, each in a process of its own.
    let lock = fs::File::open(root().join("Cargo.toml")).expect("a file");
    lock.lock().expect("a lock");
    let page = fs::read_to_string(&path).expect("the page").replace("\r\n", "\n");
    let heading = page.find(&format!("\n## {section}\n")).unwrap_or_else(|| panic!("no section {section}"));
    let start = heading + page[heading..].find("```text\n").expect("a block") + "```text\n".len();
    let end = start + page[start..].find("```").expect("its end");
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, format!("{}{output}{}", &page[..start], &page[end..])).expect("it is written");
    } else {
        assert_eq!(&page[start..end], output, "UPDATE=1 cargo nextest run --test ci_scripts writes it");
    }
}
