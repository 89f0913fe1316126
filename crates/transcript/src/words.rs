//! Tables of words. Every token carries its hash, so that no word is read anew for every table.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// A word's hash, after Fowler, Noll and Vo: short words, fixed tables, nobody to attack them.
pub(crate) fn hash(word: &str) -> u64 {
    word.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// Folded words, each with what it means.
#[derive(Debug)]
pub(crate) struct Words<T>(HashMap<u64, (Box<str>, T), BuildHasherDefault<Hashed>>);

impl<T> Default for Words<T> {
    fn default() -> Self {
        Self(HashMap::default())
    }
}

impl<T> Words<T> {
    /// What the word means; what it is given now, if it is new.
    pub(crate) fn or_insert_with(&mut self, word: &str, new: impl FnOnce() -> T) -> &mut T {
        let (known, meaning) = self
            .0
            .entry(hash(word))
            .or_insert_with(|| (word.into(), new()));
        debug_assert_eq!(**known, *word, "two words of one hash");
        meaning
    }

    /// What the word means.
    pub(crate) fn get(&self, word: &str) -> Option<&T> {
        self.get_hashed(word, hash(word))
    }

    /// What the word of that hash means.
    pub(crate) fn get_hashed(&self, word: &str, hash: u64) -> Option<&T> {
        self.0
            .get(&hash)
            .filter(|(known, _)| **known == *word)
            .map(|(_, meaning)| meaning)
    }
}

impl<'w> FromIterator<&'w str> for Words<()> {
    fn from_iter<I: IntoIterator<Item = &'w str>>(words: I) -> Self {
        let mut table = Self::default();
        for word in words {
            table.or_insert_with(word, || ());
        }
        table
    }
}

/// The key is a hash already.
#[derive(Debug, Default)]
struct Hashed(u64);

impl Hasher for Hashed {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0 << 8 | u64::from(*byte);
        }
    }
    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }
    fn finish(&self) -> u64 {
        self.0
    }
}
