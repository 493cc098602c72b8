//! The parts of a workbook in a ZIP file: only those with sheets and what they need, within bounds.

use std::io::{self, Cursor, Read};

use zip::read::ZipFile;
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

    /// Unpacks the part at a place of the directory.
    pub(super) fn part(&mut self, at: usize) -> Result<Vec<u8>, Unread> {
        let mut part = self.bounded(at)?;
        let size = part.get_ref().size().min(1 << 24);
        let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or(0));
        part.read_to_end(&mut bytes).map_err(|_| Unread::Damaged)?;
        drop(part);
        self.left = self
            .left
            .checked_sub(bytes.len() as u64)
            .ok_or(Unread::TooLarge)?;
        Ok(bytes)
    }

    /// Begins to unpack a part, never more of it than may still be: what the directory says of its size may be a lie.
    fn bounded(&mut self, at: usize) -> Result<io::Take<ZipFile<'_, Cursor<&'b [u8]>>>, Unread> {
        let part = self.zip.by_index(at).map_err(|error| why(&error))?;
        match part.encrypted() {
            true => Err(Unread::Locked),
            false => Ok(part.take(self.left + 1)),
        }
    }

    /// Unpacks parts, each by its place and its name, into an archive that does not compress them.
    pub(super) fn stored(&mut self, parts: &[(usize, String)]) -> Result<Vec<u8>, Unread> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        for (at, name) in parts {
            writer
                .start_file(name.as_str(), options)
                .map_err(|_| Unread::Damaged)?;
            let unpacked = io::copy(&mut self.bounded(*at)?, &mut writer).map_err(|_| Unread::Damaged)?;
            self.left = self.left.checked_sub(unpacked).ok_or(Unread::TooLarge)?;
        }
        let packed = writer.finish().map_err(|_| Unread::Damaged)?;
        Ok(packed.into_inner())
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

/// Returns the parts of an archive that does not compress them.
pub(super) fn stored_parts(archive: &[u8]) -> Result<Vec<(String, &[u8])>, Unread> {
    let mut zip = ZipArchive::new(Cursor::new(archive)).map_err(|error| why(&error))?;
    let count = zip.len();
    let of = |at: usize| {
        let part = zip.by_index_raw(at).map_err(|error| why(&error))?;
        let start = part.data_start().and_then(|start| usize::try_from(start).ok());
        let rest = start.and_then(|start| archive.get(start..));
        let bytes = rest.zip(usize::try_from(part.size()).ok());
        let bytes = bytes.and_then(|(rest, length)| rest.get(..length));
        let name = part.name().map_err(|error| why(&error))?.into_owned();
        Ok((name, bytes.ok_or(Unread::Damaged)?))
    };
    (0..count).map(of).collect()
}
