//! The HTML pages in headless Chromium: `tests/browser/run.sh` looks at them. It runs where `CAVEAT_BROWSER` is set, and
//! then it may install what it needs; or where all of that is there already.

// Tests read the environment, and print what they skip.
#![allow(clippy::print_stdout, clippy::disallowed_methods)]

use std::path::Path;
use std::process::Command;

#[test]
fn the_pages_work_in_a_browser() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let caveat = Path::new(env!("CARGO_BIN_EXE_caveat"));
    // Beside the folder of the profile, which is where the script looks.
    let target = caveat.ancestors().nth(2).expect("the folder of the target");
    let there =
        |program: &str| Command::new(program).arg("--version").output().is_ok_and(|output| output.status.success());
    let ready = target.join("browser/node_modules").is_dir() && there("node") && there("chromium");
    if std::env::var_os("CAVEAT_BROWSER").is_none() && !ready {
        return println!("skipped: set CAVEAT_BROWSER=1 to have Chromium and packages of npm installed and used");
    }
    let mut script = Command::new("bash");
    script.arg(root.join("tests/browser/run.sh")).arg(caveat).env("CARGO_TARGET_DIR", target);
    let output = script.output().expect("bash runs");
    let said = String::from_utf8_lossy(&output.stdout);
    println!("{said}");
    assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
    assert!(said.contains("axe-core finds no violation") || said.contains("skipped: "), "{said}");
}
