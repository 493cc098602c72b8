//! Dice that fall the same in every run (SplitMix64).

/// A source of numbers that look random.
#[derive(Debug, Clone)]
pub(crate) struct Dice(u64);

impl Dice {
    /// Takes dice whose throws a number decides.
    pub(crate) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// Throws any number.
    pub(crate) fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// Throws a number below another one, or 0.
    pub(crate) fn below(&mut self, limit: usize) -> usize {
        let limit = u64::try_from(limit.max(1)).expect("small");
        usize::try_from(self.roll() % limit).expect("small")
    }

    /// Says yes in so many of 100 throws.
    pub(crate) fn percent(&mut self, chance: usize) -> bool {
        self.below(100) < chance
    }

    /// Throws bytes.
    pub(crate) fn bytes(&mut self, count: usize) -> Vec<u8> {
        (0..count).map(|_| self.roll().to_le_bytes()[0]).collect()
    }
}
