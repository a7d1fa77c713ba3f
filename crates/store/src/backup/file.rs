//! A file that has its name only once it is complete, readable by its owner only.

use std::{
    ffi::OsString,
    fs::{self, File, OpenOptions},
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
};

use crate::error::{Result, StoreError};

/// A file in the making. It goes away when it is not kept.
pub(super) struct Part {
    wanted: PathBuf,
    now: PathBuf,
}

pub(super) fn unwritable(path: &Path, why: &io::Error) -> StoreError {
    StoreError::Other(format!("the file {} cannot be written: {why}", path.display()))
}

impl Part {
    /// Begins a file beside the one wanted, which must not be there yet.
    pub(super) fn begin(wanted: &Path) -> Result<Part> {
        if wanted.exists() {
            let shown = wanted.display();
            return Err(StoreError::Other(format!(
                "there is something at {shown} already; choose another name"
            )));
        }
        let mut name = OsString::from(wanted.as_os_str());
        name.push(format!(".part-{}", std::process::id()));
        let part = Part { wanted: wanted.to_owned(), now: name.into() };
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        options.open(&part.now).map_err(|why| unwritable(wanted, &why))?;
        Ok(part)
    }

    /// What to write into.
    pub(super) fn writer(&self) -> Result<BufWriter<File>> {
        let file = OpenOptions::new().write(true).open(&self.now);
        file.map(BufWriter::new).map_err(|why| unwritable(&self.wanted, &why))
    }

    /// Gives the file its name, once everything is safely on the disk.
    pub(super) fn keep(self, mut out: BufWriter<File>) -> Result<()> {
        out.flush()
            .and_then(|()| out.get_ref().sync_all())
            .and_then(|()| fs::rename(&self.now, &self.wanted))
            .and_then(|()| sync_folder(&self.wanted))
            .map_err(|why| unwritable(&self.wanted, &why))
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        // After `keep` there is nothing of this name.
        drop(fs::remove_file(&self.now));
    }
}

/// The name is safe on the disk only when its folder is.
fn sync_folder(path: &Path) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    File::open(folder.unwrap_or(Path::new("."))).and_then(|folder| folder.sync_all())
}
