//! Does an empty user password open an encrypted PDF? The standard security handler of ISO 32000-1, 7.6.3
//! (revisions 2 to 4) and Adobe's extension level 3 (5). Nothing is decrypted: a password is checked against what the
//! encryption dictionary says of it.
//!
//! Revision 6 (ISO 32000-2, 7.6.4) is not checked: it needs AES, SHA-384 and SHA-512.

use md5::Md5;
use rc4::Rc4;
use rc4::cipher::{KeyInit, StreamCipher};
use sha2::{Digest, Sha256};

use super::object::{Dictionary, Value};

/// What fills up a short password: here, all of the empty one (7.6.3.3, algorithm 2, step a).
const PADDING: [u8; 32] = *b"\x28\xBF\x4E\x5E\x4E\x75\x8A\x41\x64\x00\x4E\x56\xFF\xFA\x01\x08\
                             \x2E\x2E\x00\xB6\xD0\x68\x3E\x80\x2F\x0C\xA9\xFE\x64\x53\x69\x7A";

/// `id` is the first element of the trailer's `/ID`. `None` where another handler decides, or an entry is missing.
pub(super) fn opens_without_password(encrypt: Dictionary<'_>, id: &[u8]) -> Option<bool> {
    if !encrypt.has_name(b"Filter", b"Standard") {
        return None;
    }
    // Only attached files are encrypted: the document opens for everyone (7.6.5, table 20; default `Identity`).
    let plain = |key: &[u8]| encrypt.get(key).is_none() || encrypt.has_name(key, b"Identity");
    if matches!(encrypt.integer(b"V")?, 4 | 5) && plain(b"StmF") && plain(b"StrF") {
        return Some(true);
    }
    match encrypt.integer(b"R")? {
        revision @ 2..=4 => Md5Handler::read(encrypt, id, revision).map(|handler| handler.opens()),
        5 => opens_by_sha256(encrypt),
        _ => None,
    }
}

/// Revisions 2 to 4.
struct Md5Handler<'a> {
    revision: i64,
    /// Length of the key in bytes, as far as it is said.
    length: Option<usize>,
    owner: [u8; 32],
    user: [u8; 32],
    permissions: u32,
    metadata: bool,
    id: &'a [u8],
}

impl<'a> Md5Handler<'a> {
    fn read(encrypt: Dictionary<'_>, id: &'a [u8], revision: i64) -> Option<Self> {
        let length = encrypt.integer(b"Length").and_then(|bits| usize::try_from(bits).ok());
        // Permissions are 32 bits, signed or not.
        let [p0, p1, p2, p3, ..] = encrypt.integer(b"P")?.to_le_bytes();
        Some(Self {
            revision,
            length: length.map(|bits| bits / 8).filter(|bytes| (5..=16).contains(bytes)),
            owner: start(&encrypt.text(b"O")?)?,
            user: start(&encrypt.text(b"U")?)?,
            permissions: u32::from_le_bytes([p0, p1, p2, p3]),
            metadata: encrypt.get(b"EncryptMetadata") != Some(Value::Boolean(false)),
            id,
        })
    }

    /// Algorithm 6. Writers disagree on `/Length`, so the usual lengths are tried after the one it says.
    fn opens(&self) -> bool {
        if self.revision == 2 {
            return self.opens_with_length(5);
        }
        self.length.into_iter().chain([16, 5]).any(|length| self.opens_with_length(length))
    }

    fn opens_with_length(&self, length: usize) -> bool {
        let digest = self.digest(length);
        let key = digest.get(..length).unwrap_or(&digest);
        if self.revision == 2 {
            // Algorithm 4
            let mut check = PADDING;
            encrypt_rc4(key, &mut check);
            return check == self.user;
        }
        // Algorithm 5
        let mut check: [u8; 16] = Md5::new().chain_update(PADDING).chain_update(self.id).finalize().into();
        for round in 0..20_u8 {
            let key: Vec<u8> = key.iter().map(|byte| byte ^ round).collect();
            encrypt_rc4(&key, &mut check);
        }
        // The other half of the entry is arbitrary.
        self.user.starts_with(&check)
    }

    /// Algorithm 2. Its first `length` bytes are the file's key.
    fn digest(&self, length: usize) -> [u8; 16] {
        let mut hasher = Md5::new()
            .chain_update(PADDING)
            .chain_update(self.owner)
            .chain_update(self.permissions.to_le_bytes())
            .chain_update(self.id);
        if self.revision >= 4 && !self.metadata {
            hasher.update([0xff; 4]);
        }
        let mut digest: [u8; 16] = hasher.finalize().into();
        let rounds = if self.revision >= 3 && !cfg!(fuzzing) { 50 } else { 0 };
        for _ in 0..rounds {
            digest = Md5::digest(digest.get(..length).unwrap_or(&digest)).into();
        }
        digest
    }
}

/// Revision 5: the hash of the password, the salt it was checked with. An empty password leaves only the salt.
fn opens_by_sha256(encrypt: Dictionary<'_>) -> Option<bool> {
    let user = encrypt.text(b"U")?;
    let (hash, salts) = user.split_at_checked(32)?;
    Some(Sha256::digest(salts.get(..8)?).as_slice() == hash)
}

fn encrypt_rc4(key: &[u8], bytes: &mut [u8]) {
    if let Ok(mut cipher) = Rc4::new_from_slice(key) {
        cipher.apply_keystream(bytes);
    }
}

/// The first `N` bytes, where there are so many.
fn start<const N: usize>(bytes: &[u8]) -> Option<[u8; N]> {
    bytes.first_chunk().copied()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::super::object::Lexer;
    use super::*;

    /// tests/pdf/passwords.rs has all revisions, in documents; here, that each entry takes part in the check.
    #[test]
    fn every_entry_counts() {
        let text = "<< /Filter /Standard /V 2 /R 3 /Length 128 /P -4 \
                    /O <7818969073c43a959c958486cd1febb4282c1bb91a99daa01a4e828c5fa9e5eb> \
                    /U <f57696c2548a76c15d537d116c07eb6e0122456a91bae5134273a6db134c87c4> >>";
        let id = b"\x54\xdc\x6f\xe6\x2b\xa6\x2b\xa8\xee\xc7\xe3\x46\xcc\xc5\x42\xbb";
        let opens = |text: &str, id: &[u8]| {
            let encrypt = Lexer::new(text.as_bytes()).value().unwrap().dictionary().unwrap();
            opens_without_password(encrypt, id)
        };
        assert_eq!(opens(text, id), Some(true));
        assert_eq!(opens(text, b"another"), Some(false));
        for (from, to) in [
            ("/P -4", "/P -8"),
            ("<78", "<79"),
            ("<f5", "<f6"),
            ("/R 3", "/R 2"),
            ("/Length 128", "/Length 64"),
        ] {
            let other = text.replace(from, to);
            // Of the lengths the usual one is tried too.
            assert_eq!(opens(&other, id), Some(from.starts_with("/Length")), "{to}");
        }
        for missing in ["/Filter /Standard", "/V 2", "/R 3", "/P -4", "/O", "/U"] {
            assert_eq!(opens(&text.replace(missing, "/None"), id), None, "{missing}");
        }
    }
}
