//! `caveat completions` and `caveat man`: what is made of the definitions of the command line.

use std::io;
use std::path::Path;

use clap::CommandFactory as _;
use clap_mangen::Man as Page;

use super::Done;
use super::args::{Cli, Completions, Man};
use super::exit::Exit;
use super::failure::Failure;

pub(super) fn completions(args: &Completions, out: &mut dyn io::Write) -> Done {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "caveat", &mut script);
    Done { exit: Exit::Clean, written: Some(out.write_all(&script)), failures: Vec::new() }
}

pub(super) fn man(args: &Man, out: &mut dyn io::Write) -> Done {
    let failed = |failure| Done { exit: Exit::Failed, written: None, failures: vec![failure] };
    let pages = match pages() {
        Ok(pages) => pages,
        Err(error) => return failed(Failure::new(format!("the pages cannot be made: {error}"))),
    };
    if let Some(folder) = &args.folder {
        return match write(folder, &pages) {
            Ok(()) => Done { exit: Exit::Clean, written: None, failures: Vec::new() },
            Err(error) => failed(Failure::new(format!("{} cannot be written: {error}", folder.display()))),
        };
    }
    let asked = args.command.as_deref().map_or("caveat".to_owned(), |command| format!("caveat-{command}"));
    match pages.iter().find(|(name, _)| *name == asked) {
        Some((_, page)) => Done { exit: Exit::Clean, written: Some(out.write_all(page)), failures: Vec::new() },
        None => {
            let command = args.command.as_deref().unwrap_or_default();
            let names: Vec<&str> = pages.iter().filter_map(|(name, _)| name.strip_prefix("caveat-")).collect();
            let help = match similar::get_close_matches(command, &names, 1, 0.5).first() {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("the commands are {}", names.join(", ")),
            };
            let shown: String = command.chars().take(60).collect();
            failed(Failure::with_help(format!("there is no command `{shown}`"), help))
        }
    }
}

/// The pages by their names: that of the program, then those of its commands.
fn pages() -> io::Result<Vec<(String, Vec<u8>)>> {
    let mut command = Cli::command().disable_help_subcommand(true);
    command.build();
    let mut pages = Vec::new();
    for command in std::iter::once(&command).chain(command.get_subcommands()) {
        let name = command.get_display_name().unwrap_or_else(|| command.get_name()).to_owned();
        let mut page = Vec::new();
        Page::new(command.clone()).render(&mut page)?;
        pages.push((name, page));
    }
    Ok(pages)
}

fn write(folder: &Path, pages: &[(String, Vec<u8>)]) -> io::Result<()> {
    std::fs::create_dir_all(folder)?;
    pages.iter().try_for_each(|(name, page)| std::fs::write(folder.join(format!("{name}.1")), page))
}
