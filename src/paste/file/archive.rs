//! The parts of a workbook in a ZIP file: only those with sheets and what they need, within bounds.

use std::io::{Cursor, Read, Write};

use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::unread::Unread;

/// The most bytes that the parts of a workbook may have when they are unpacked.
pub(super) const MAX_UNPACKED: u64 = 512 * 1024 * 1024;

/// A ZIP file in memory.
pub(super) struct Archive<'b> {
    zip: ZipArchive<Cursor<&'b [u8]>>,
    /// How many bytes may still be unpacked.
    pub(super) left: u64,
}

impl<'b> Archive<'b> {
    /// Opens an archive by its directory.
    pub(super) fn open(bytes: &'b [u8]) -> Result<Self, Unread> {
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(|error| why(&error))?;
        Ok(Self {
            zip,
            left: MAX_UNPACKED,
        })
    }

    /// Returns the names of all parts.
    pub(super) fn names(&self) -> Vec<String> {
        let names = self.zip.file_names_raw();
        names
            .map(|name| String::from_utf8_lossy(name).into_owned())
            .collect()
    }

    /// Refuses parts that are too large together by what the directory says, before anything is unpacked.
    pub(super) fn refuse_too_large(&self, is_needed: impl Fn(&str) -> bool) -> Result<(), Unread> {
        let mut total: u64 = 0;
        for (at, name) in self.names().iter().enumerate() {
            if is_needed(name) {
                let part = self.zip.by_index_data(at).map_err(|error| why(&error))?;
                total = total.saturating_add(part.size());
            }
        }
        if total > self.left {
            return Err(Unread::TooLarge);
        }
        Ok(())
    }

    /// Unpacks the part at a place of the directory, never more of it than may still be.
    pub(super) fn part(&mut self, at: usize) -> Result<Vec<u8>, Unread> {
        let part = self.zip.by_index(at).map_err(|error| why(&error))?;
        if part.encrypted() {
            return Err(Unread::Locked);
        }
        // What the directory says of its size may be a lie.
        let mut bytes = Vec::with_capacity(usize::try_from(part.size().min(1 << 24)).unwrap_or(0));
        let mut bounded = part.take(self.left + 1);
        bounded.read_to_end(&mut bytes).map_err(|_| Unread::Damaged)?;
        self.left = self
            .left
            .checked_sub(bytes.len() as u64)
            .ok_or(Unread::TooLarge)?;
        Ok(bytes)
    }

    /// Unpacks the part of a name, if there is one.
    pub(super) fn part_named(&mut self, name: &str) -> Result<Option<Vec<u8>>, Unread> {
        let at = self
            .names()
            .iter()
            .position(|other| other.eq_ignore_ascii_case(name));
        at.map(|at| self.part(at)).transpose()
    }
}

fn why(error: &ZipError) -> Unread {
    match error {
        ZipError::InvalidPassword => Unread::Locked,
        ZipError::UnsupportedArchive(why) if *why == ZipError::PASSWORD_REQUIRED => Unread::Locked,
        _ => Unread::Damaged,
    }
}

/// Packs parts into an archive without compressing them.
pub(super) fn stored(parts: &[(String, Vec<u8>)]) -> Result<Vec<u8>, Unread> {
    let room: usize = parts
        .iter()
        .map(|(name, bytes)| bytes.len() + 2 * name.len() + 200)
        .sum();
    let mut writer = ZipWriter::new(Cursor::new(Vec::with_capacity(room)));
    for (name, bytes) in parts {
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        writer
            .start_file(name.as_str(), options)
            .map_err(|_| Unread::Damaged)?;
        writer.write_all(bytes).map_err(|_| Unread::Damaged)?;
    }
    let packed = writer.finish().map_err(|_| Unread::Damaged)?;
    Ok(packed.into_inner())
}
