//! Names of members, found whatever their case.
//!
//! Case and underscores are folded: a customer's proxy may send `nomorRegistrasi` for `nomor_registrasi`
//! (vendor-contract 4.2, Q23).

/// A name to look up, with its hash: most members are passed over by that alone.
#[derive(Clone, Copy)]
pub(super) struct Name<'n> {
    text: &'n str,
    hash: u32,
}

impl<'n> Name<'n> {
    pub(super) fn new(text: &'n str) -> Self {
        Self { text, hash: hash(text) }
    }

    pub(super) fn hash(self) -> u32 {
        self.hash
    }

    /// Is this key the name, apart from case and underscores?
    pub(super) fn fits(self, key: &str) -> bool {
        // Most often it is letter for letter, which is compared at once.
        key == self.text || same(key, self.text)
    }
}

/// Are the two names one, apart from case and underscores?
pub(super) fn same(key: &str, name: &str) -> bool {
    key.bytes().filter_map(fold).eq(name.bytes().filter_map(fold))
}

/// One hash for all names that are the same (FNV-1a).
pub(super) fn hash(name: &str) -> u32 {
    let mut hash = 0x811c_9dc5;
    for byte in name.bytes() {
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
        fn names_that_are_the_same_have_one_hash(one in "[aB_1]{0,4}", other in "[Ab_1]{0,4}") {
            prop_assert_eq!(same(&one, &other), hash(&one) == hash(&other));
            prop_assert_eq!(Name::new(&one).fits(&other), same(&one, &other));
        }
    }
}
