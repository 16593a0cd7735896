//! Key matching: a key of the answer is found whatever its case.
//!
//! Case and underscores are folded: a customer's proxy may send `nomorRegistrasi` for `nomor_registrasi`
//! (vendor-contract 4.2, Q23).

/// A key to look up, with its hash: most members are passed over by that alone.
#[derive(Clone, Copy)]
pub(super) struct FoldedKey<'n> {
    text: &'n str,
    hash: u32,
}

impl<'n> FoldedKey<'n> {
    pub(super) fn new(text: &'n str) -> Self {
        Self { text, hash: key_hash(text) }
    }

    pub(super) fn hash(self) -> u32 {
        self.hash
    }

    /// Is this the key, apart from case and underscores?
    pub(super) fn matches(self, key: &str) -> bool {
        // Most often it is letter for letter, which is compared at once.
        key == self.text || keys_match(key, self.text)
    }
}

/// Are the two keys one, apart from case and underscores?
pub(super) fn keys_match(key: &str, other: &str) -> bool {
    key.bytes().filter_map(fold).eq(other.bytes().filter_map(fold))
}

/// One hash for all keys that match (FNV-1a).
pub(super) fn key_hash(key: &str) -> u32 {
    let mut hash = 0x811c_9dc5;
    for byte in key.bytes() {
        if let Some(letter) = fold(byte) {
            hash = (hash ^ u32::from(letter)).wrapping_mul(0x0100_0193);
        }
    }
    hash
}

fn fold(byte: u8) -> Option<u8> {
    (byte != b'_').then(|| byte.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn keys_that_match_have_one_hash(one in "[aB_1]{0,4}", other in "[Ab_1]{0,4}") {
            prop_assert_eq!(keys_match(&one, &other), key_hash(&one) == key_hash(&other));
            prop_assert_eq!(FoldedKey::new(&one).matches(&other), keys_match(&one, &other));
        }
    }
}
