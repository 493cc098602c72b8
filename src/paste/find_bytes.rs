//! Finds bytes of a few values in a text, a block of them at once, as compilers make good code of it.

/// How many bytes are looked at at once.
const BLOCK: usize = 64;

/// Finds the bytes that have one of some values, one after the other.
#[derive(Debug)]
pub(super) struct FindBytes<const VALUES: usize> {
    values: [u8; VALUES],
    /// Where the block starts that was looked at last.
    start: usize,
    /// Which bytes of it have one of the values, the first one as the lowest bit.
    found: u64,
}

impl<const VALUES: usize> FindBytes<VALUES> {
    pub(super) const fn new(values: [u8; VALUES]) -> Self {
        Self {
            values,
            start: usize::MAX,
            found: 0,
        }
    }

    /// Starts with another text.
    pub(super) fn reset(&mut self) {
        self.start = usize::MAX;
    }

    /// Returns where the next byte with one of the values stands from a place on; the end of the text if there is none.
    #[inline]
    pub(super) fn next(&mut self, text: &[u8], from: usize) -> usize {
        let mut from = from;
        while from < text.len() {
            let start = from - from % BLOCK;
            if start != self.start {
                self.start = start;
                self.found = self.look(text.get(start..).unwrap_or_default());
            }
            let found = self.found >> (from - start);
            if found != 0 {
                return from + usize::try_from(found.trailing_zeros()).unwrap_or_default();
            }
            from = start + BLOCK;
        }
        text.len()
    }

    /// Looks at the first block of a text, or all of it if it is shorter.
    fn look(&self, text: &[u8]) -> u64 {
        let mut end = [0; BLOCK];
        let block: &[u8; BLOCK] = match text.first_chunk() {
            Some(block) => block,
            None => {
                for (to, from) in end.iter_mut().zip(text) {
                    *to = *from;
                }
                &end
            }
        };
        let mut flags = [0_u8; BLOCK];
        for (flag, byte) in flags.iter_mut().zip(block) {
            for value in &self.values {
                *flag |= u8::from(byte == value);
            }
        }
        let found = flags
            .as_chunks()
            .0
            .iter()
            .enumerate()
            .fold(0, |found, (at, eight)| {
                // Moves the flag of each byte to a bit of the highest one.
                let bits = u64::from_le_bytes(*eight).wrapping_mul(0x0102_0408_1020_4080) >> 56;
                found | bits << (8 * at)
            });
        match text.len() {
            BLOCK.. => found,
            length => found & !(u64::MAX << length),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn finds_each_byte_in_turn(text in "[a-c,é\n\0]{0,300}", steps in prop::collection::vec(0..80usize, 0..20)) {
            let text = text.as_bytes();
            let is_found = |byte: &u8| matches!(byte, b',' | b'\n' | 0xc3);
            let mut find = FindBytes::new([b',', b'\n', 0xc3]);
            let mut from = 0;
            for step in steps {
                let next = find.next(text, from);
                let wanted = text.iter().skip(from).position(is_found).map_or(text.len(), |at| from + at);
                prop_assert_eq!(next, wanted.max(from.min(text.len())));
                from += step;
            }
            find.reset();
            prop_assert_eq!(find.next(b"ab,", 0), 2);
        }
    }
}
