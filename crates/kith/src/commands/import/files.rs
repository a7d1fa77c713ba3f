//! The bytes of a listing: a file, a folder or zip of files, or a web address with its pages.

use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

use anyhow::Result;
use app::feeds;
use interop::listing::{Next, next};

use crate::exit::refused;
use crate::fetch::Web;
use crate::progress::Progress;
use crate::say;

/// Unpacked, a zip must not be larger than this: a listing never is, a trap may be.
const UNPACKED_AT_MOST: u64 = 2 * 1024 * 1024 * 1024;

/// What was read, before it is understood.
pub(super) struct Files {
    /// Each file or page: its name and its bytes.
    pub(super) pages: Vec<(String, Vec<u8>)>,
    /// Whether the last page says that more follow.
    pub(super) breaks_off: bool,
}

pub(super) fn read(named: &str) -> Result<Files> {
    let pages = if is_address(named) { from_web(named)? } else { from_disk(Path::new(named))? };
    let breaks_off = pages.last().is_some_and(|(name, bytes)| match next(bytes, name) {
        Next::Page(there) => pages.iter().all(|(known, _)| *known != there) && pages.len() == 1,
        Next::Last | Next::Alone | Next::Elsewhere(_) => false,
    });
    Ok(Files { pages, breaks_off })
}

pub(super) fn is_address(named: &str) -> bool {
    named.starts_with("https://") || named.starts_with("http://")
}

fn from_web(address: &str) -> Result<Vec<(String, Vec<u8>)>> {
    let mut progress = Progress::begin("Fetching pages", None);
    let fetched = feeds::fetch_all(&Web::new(), address, |pages| {
        progress.reached(u64::try_from(pages).unwrap_or_default());
    });
    progress.end();
    Ok(fetched.map_err(|why| refused(why.0))?.pages)
}

fn from_disk(path: &Path) -> Result<Vec<(String, Vec<u8>)>> {
    let shown = path.display();
    say::note(format!("Reading {shown} …"));
    let cannot = |why: std::io::Error| refused(format!("{shown} cannot be read: {why}."));
    if path.is_dir() {
        let mut files = Vec::new();
        list(path, &mut files).map_err(cannot)?;
        files.sort();
        let read =
            |path: PathBuf| Ok((path.display().to_string(), fs::read(&path).map_err(cannot)?));
        return files.into_iter().map(read).collect();
    }
    let bytes = fs::read(path)
        .map_err(|why| refused(format!("The file {shown} cannot be read: {why}.")))?;
    match bytes.starts_with(b"PK\x03\x04") {
        true => unzipped(path),
        false => Ok(vec![(shown.to_string(), bytes)]),
    }
}

fn is_table(path: &Path) -> bool {
    let kind = path.extension().and_then(|kind| kind.to_str()).unwrap_or_default();
    ["csv", "json", "ndjson", "jsonl"].contains(&kind.to_lowercase().as_str())
}

fn list(folder: &Path, found: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            list(&path, found)?;
        } else if is_table(&path) && !path.to_string_lossy().ends_with(".report.csv") {
            found.push(path);
        }
    }
    Ok(())
}

/// The tables in a zip, in memory: names in it are never paths to write to.
fn unzipped(path: &Path) -> Result<Vec<(String, Vec<u8>)>> {
    let broken =
        || refused(format!("{} is no zip that can be read. Download it again.", path.display()));
    let mut zip = zip::ZipArchive::new(File::open(path)?).map_err(|_| broken())?;
    let (mut files, mut left) = (Vec::new(), UNPACKED_AT_MOST);
    for at in 0..zip.len() {
        let file = zip.by_index(at).map_err(|_| broken())?;
        let name = file.name().map_err(|_| broken())?.into_owned();
        if !is_table(Path::new(&name)) {
            continue;
        }
        let mut bytes = Vec::new();
        let size = file.take(left + 1).read_to_end(&mut bytes).map_err(|_| broken())?;
        left = left.checked_sub(u64::try_from(size)?).ok_or_else(broken)?;
        files.push((name, bytes));
    }
    files.sort();
    Ok(files)
}
