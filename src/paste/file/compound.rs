//! Compound files, in which older Office programs keep streams of bytes as a file system keeps files.

use super::unread::Unread;

/// The sector numbers from here on have a meaning of their own.
const LAST_SECTOR: u32 = 0xffff_fffa;

/// A compound file in memory.
struct Compound<'b> {
    bytes: &'b [u8],
    sector: usize,
    /// The sector after each sector.
    next: Vec<u32>,
}

/// Returns a stream of a compound file by one of its names.
pub(super) fn stream(bytes: &[u8], names: &[&str]) -> Result<Vec<u8>, Unread> {
    let shift = u16_at(bytes, 0x1e)
        .filter(|shift| (7..=16).contains(shift))
        .ok_or(Unread::Damaged)?;
    let mut file = Compound {
        bytes,
        sector: 1 << shift,
        next: Vec::new(),
    };
    file.next = file.table()?;
    let directory = file.chain(u32_at(bytes, 0x30).ok_or(Unread::Damaged)?)?;
    let entries = || directory.as_chunks::<128>().0.iter();
    let is_wanted = |entry: &&[u8; 128]| {
        let name = name_of(*entry);
        names.iter().any(|wanted| name.eq_ignore_ascii_case(wanted))
    };
    let entry = entries().find(is_wanted).ok_or(Unread::Damaged)?;
    let start = u32_at(entry, 116).ok_or(Unread::Damaged)?;
    let size = u32_at(entry, 120).unwrap_or(0) as usize;
    let cutoff = u32_at(bytes, 0x38).unwrap_or(4096) as usize;
    let mut stream = if size < cutoff {
        let root = entries().next().ok_or(Unread::Damaged)?;
        let small = file.chain(u32_at(root, 116).ok_or(Unread::Damaged)?)?;
        let table = file.chain(u32_at(bytes, 0x3c).ok_or(Unread::Damaged)?)?;
        let of_small = Compound {
            bytes: &small,
            sector: 64,
            next: numbers(&table),
        };
        of_small.chain_from(start, 0)?
    } else {
        file.chain(start)?
    };
    stream.truncate(size);
    Ok(stream)
}

impl Compound<'_> {
    /// Reads the table of sectors, whose own sectors are listed in the head and behind it.
    fn table(&self) -> Result<Vec<u32>, Unread> {
        let head = self.bytes.get(0x4c..0x200).ok_or(Unread::Damaged)?;
        let mut listed = numbers(head);
        let mut more = u32_at(self.bytes, 0x44).unwrap_or(LAST_SECTOR);
        let most = self.bytes.len() / self.sector + 1;
        for _ in 0..most {
            if more >= LAST_SECTOR {
                break;
            }
            let mut list = numbers(self.sector_at(more, 1)?);
            more = list.pop().unwrap_or(LAST_SECTOR);
            listed.extend(list);
        }
        let mut table = Vec::new();
        for sector in listed
            .into_iter()
            .filter(|sector| *sector < LAST_SECTOR)
            .take(most)
        {
            table.extend(numbers(self.sector_at(sector, 1)?));
        }
        Ok(table)
    }

    fn sector_at(&self, number: u32, heads: usize) -> Result<&[u8], Unread> {
        let start = (number as usize)
            .checked_add(heads)
            .and_then(|at| at.checked_mul(self.sector))
            .ok_or(Unread::Damaged)?;
        let end = start.saturating_add(self.sector).min(self.bytes.len());
        self.bytes
            .get(start..end)
            .filter(|sector| !sector.is_empty())
            .ok_or(Unread::Damaged)
    }

    fn chain(&self, first: u32) -> Result<Vec<u8>, Unread> {
        self.chain_from(first, 1)
    }

    /// Reads sectors one after the other; before the first stand heads of their size.
    fn chain_from(&self, first: u32, heads: usize) -> Result<Vec<u8>, Unread> {
        let mut bytes = Vec::new();
        let mut sector = first;
        while sector < LAST_SECTOR {
            // A chain that goes round in circles is longer than the file.
            if bytes.len() > self.bytes.len() {
                return Err(Unread::Damaged);
            }
            bytes.extend_from_slice(self.sector_at(sector, heads)?);
            sector = self.next.get(sector as usize).copied().ok_or(Unread::Damaged)?;
        }
        Ok(bytes)
    }
}

fn name_of(entry: &[u8]) -> String {
    let length = u16_at(entry, 64).unwrap_or(0).saturating_sub(2).min(62);
    let name = entry.get(..usize::from(length)).unwrap_or_default();
    let units: Vec<u16> = name
        .as_chunks::<2>()
        .0
        .iter()
        .map(|unit| u16::from_le_bytes(*unit))
        .collect();
    String::from_utf16_lossy(&units)
}

fn numbers(bytes: &[u8]) -> Vec<u32> {
    bytes
        .as_chunks::<4>()
        .0
        .iter()
        .map(|number| u32::from_le_bytes(*number))
        .collect()
}

/// Returns two bytes as a number.
pub(super) fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    bytes
        .get(at..)?
        .first_chunk::<2>()
        .map(|number| u16::from_le_bytes(*number))
}

/// Returns four bytes as a number.
pub(super) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes
        .get(at..)?
        .first_chunk::<4>()
        .map(|number| u32::from_le_bytes(*number))
}
