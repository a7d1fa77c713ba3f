//! The lines of a backup, written and read with a running checksum.

use std::io::{BufRead, BufReader, Read, Write};

use flate2::bufread::GzDecoder;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{FORMAT, Header};
use crate::error::{Result, StoreError};

/// No honest line is longer: longer ones are not read into memory.
const LONGEST: u64 = 64 * 1024 * 1024;

/// The last line.
#[derive(Debug, Serialize, Deserialize)]
struct End {
    end: u64,
    /// Over everything before this line.
    sha256: String,
}

/// Writes lines and remembers their checksum.
pub(super) struct Writer<W> {
    out: W,
    all: Sha256,
    content: Sha256,
}

impl<W: Write> Writer<W> {
    pub(super) fn new(out: W) -> Writer<W> {
        Writer { out, all: Sha256::new(), content: Sha256::new() }
    }

    pub(super) fn line(&mut self, value: &impl Serialize) -> Result<()> {
        let mut line = serde_json::to_vec(value)
            .map_err(|_| StoreError::other("a row cannot be written as JSON"))?;
        line.push(b'\n');
        self.all.update(&line);
        self.content.update(&line);
        self.out
            .write_all(&line)
            .map_err(|why| StoreError::Other(format!("the backup cannot be written: {why}")))
    }

    /// What follows counts as content: the header, which tells the time, does not.
    pub(super) fn begin_content(&mut self) {
        self.content = Sha256::new();
    }

    /// Writes the last line; the checksum of the content.
    pub(super) fn end(&mut self, rows: u64) -> Result<String> {
        let sha256 = hex(self.all.clone());
        let content = hex(self.content.clone());
        self.line(&End { end: rows, sha256 })?;
        Ok(content)
    }

    pub(super) fn into_inner(self) -> W {
        self.out
    }
}

/// Reads lines and remembers their checksum.
pub(super) struct Reader<R: BufRead> {
    lines: BufReader<GzDecoder<R>>,
    all: Sha256,
    content: Sha256,
    number: u64,
}

impl<R: BufRead> Reader<R> {
    pub(super) fn new(file: R) -> Reader<R> {
        let (all, content) = (Sha256::new(), Sha256::new());
        Reader { lines: BufReader::new(GzDecoder::new(file)), all, content, number: 0 }
    }

    /// The first line, of a format that this version reads.
    pub(super) fn header(&mut self) -> Result<Header> {
        let foreign = || StoreError::other("this file is not a backup made by Kith");
        let line = self.line().map_err(|_| foreign())?.ok_or_else(foreign)?;
        let value: serde_json::Value = serde_json::from_slice(&line).map_err(|_| foreign())?;
        match value.get("kith_backup").and_then(serde_json::Value::as_u64) {
            None => Err(foreign()),
            Some(format) if format != u64::from(FORMAT) => Err(StoreError::other(
                "this backup has a newer format; restore it with a newer version of Kith",
            )),
            Some(_) => {
                self.all.update(&line);
                serde_json::from_value(value).map_err(|_| foreign())
            }
        }
    }

    /// The next line, which must be a row of this table: its values.
    pub(super) fn row(&mut self, table: &str) -> Result<Vec<serde_json::Value>> {
        let line = self.line()?.ok_or_else(cut_short)?;
        self.all.update(&line);
        self.content.update(&line);
        let mut values: Vec<serde_json::Value> =
            serde_json::from_slice(&line).map_err(|_| self.altered())?;
        match values.first() {
            Some(serde_json::Value::String(name)) if name == table => {}
            _ => return Err(self.altered()),
        }
        values.remove(0);
        Ok(values)
    }

    /// The last line, after which nothing may follow; the checksum of the content.
    pub(super) fn end(mut self, rows: u64) -> Result<String> {
        let line = self.line()?.ok_or_else(cut_short)?;
        let end: End = serde_json::from_slice(&line).map_err(|_| self.altered())?;
        if end.end != rows || end.sha256 != hex(self.all.clone()) || self.line()?.is_some() {
            return Err(self.altered());
        }
        let mut file = self.lines.into_inner().into_inner();
        match file.fill_buf() {
            Ok([]) => Ok(hex(self.content)),
            _ => Err(StoreError::other("something follows after the end of this backup")),
        }
    }

    fn line(&mut self) -> Result<Option<Vec<u8>>> {
        let mut line = Vec::new();
        self.number += 1;
        let read = (&mut self.lines).take(LONGEST).read_until(b'\n', &mut line);
        match read {
            Err(why) if why.kind() == std::io::ErrorKind::UnexpectedEof => Err(cut_short()),
            Err(_) => Err(self.altered()),
            Ok(0) => Ok(None),
            Ok(_) if line.ends_with(b"\n") => Ok(Some(line)),
            Ok(_) => Err(self.altered()),
        }
    }

    fn altered(&self) -> StoreError {
        let number = self.number;
        StoreError::Other(format!("this backup was altered or damaged (line {number})"))
    }
}

fn cut_short() -> StoreError {
    StoreError::other("this backup is cut short: its end is missing")
}

fn hex(sum: Sha256) -> String {
    sum.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}
