//! `kith export`: everything of a service, or everything about one person, as files to read.

use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use app::export::{Exported, Files};
use domain::ids::PersonId;

use crate::cli::Export;
use crate::exit::{Code, refused};
use crate::open;
use crate::say;
use crate::settings::Settings;

pub(crate) fn run(args: &Export, settings: &Settings) -> Result<Code> {
    let open = open::all(settings)?;
    let actor = open.actor(settings)?;
    let folder = Folder::make(&args.folder)?;
    let shown = args.folder.display();
    let done = match (args.person, args.directory) {
        (Some(id), _) => open.app.export_person_now(&actor, PersonId(id), Box::new(folder)),
        (None, true) => open.app.export_directory_now(&actor, Box::new(folder)),
        (None, false) => open.app.export_everything_now(&actor, Box::new(folder)),
    };
    let exported = match done {
        Ok(exported) => exported,
        Err(why) => {
            // An export that is not whole is worse than none.
            drop(fs::remove_dir_all(&args.folder));
            return Err(why).with_context(|| format!("Nothing was exported to {shown}"));
        }
    };
    tell(&exported);
    if args.directory {
        say::line(format!("{shown}/datapackage.json describes the tables. Anybody may have them."));
        return Ok(Code::Done);
    }
    match args.person {
        None => say::line(format!("{shown}/README.md says what every column holds.")),
        Some(_) => say::line(format!(
            "{shown}/record.html is the page for the person. Read it before you hand it over: \
             notes may also tell about other people."
        )),
    }
    say::line("What was sealed is open in these files. Keep them safe, and delete them when done.");
    Ok(if exported.unreadable == 0 { Code::Done } else { Code::Attention })
}

fn tell(exported: &Exported) {
    for (table, rows) in exported.rows.iter().filter(|(_, rows)| *rows > 0) {
        say::line(format!("{rows:>9}  {table}"));
    }
    if exported.unreadable > 0 {
        say::line(format!(
            "{} sealed values could not be opened: they were changed, or sealed with another \
             key. They stand as “(cannot be opened)”.",
            exported.unreadable
        ));
    }
}

/// A new folder for its owner only.
struct Folder(PathBuf);

impl Folder {
    fn make(path: &Path) -> Result<Folder> {
        let shown = path.display();
        if path.exists() {
            return Err(refused(format!("There is something at {shown} already. Choose another.")));
        }
        let mut builder = fs::DirBuilder::new();
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(path).with_context(|| format!("The folder {shown} cannot be made"))?;
        Ok(Folder(path.to_owned()))
    }
}

impl Files for Folder {
    fn add(&mut self, name: &str) -> std::io::Result<Box<dyn Write>> {
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file: File = options.open(self.0.join(name))?;
        Ok(Box::new(file))
    }
}
