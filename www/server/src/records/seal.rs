//! What is written to a disk: names that tell nothing without the secret, and answers that can't be read without it.

use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use bytes::Bytes;
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use ring::hkdf::{HKDF_SHA256, Salt};
use ring::hmac;
use ring::rand::{SecureRandom, SystemRandom};
use serde::{Deserialize, Serialize};

use crate::answer::Answer;

/// A secret of the store: 32 bytes.
pub(crate) type Secret = [u8; 32];
/// What stands for a key or a fingerprint.
pub(crate) type Name = [u8; 32];

/// Keys made of the secret, one for each use.
pub(crate) struct Seal {
    names: hmac::Key,
    answers: LessSafeKey,
    random: SystemRandom,
}

/// The answer is damaged, or was sealed by another secret or under another name.
#[derive(Debug)]
pub(crate) struct Unreadable;

impl Seal {
    /// A seal by this secret.
    pub(crate) fn new(secret: &Secret) -> Result<Self, Unreadable> {
        let source = Salt::new(HKDF_SHA256, b"periksa-proxy").extract(secret);
        let names = source.expand(&[b"names"], hmac::HMAC_SHA256).map_err(|_| Unreadable)?;
        let answers = source.expand(&[b"answers"], &AES_256_GCM).map_err(|_| Unreadable)?;
        Ok(Self {
            names: names.into(),
            answers: LessSafeKey::new(UnboundKey::from(answers)),
            random: SystemRandom::new(),
        })
    }

    /// The name of `value` among those of its `kind`.
    pub(crate) fn name(&self, kind: &str, value: &[u8]) -> Name {
        let mut mac = hmac::Context::with_key(&self.names);
        mac.update(kind.as_bytes());
        mac.update(&[0]);
        mac.update(value);
        let mut name = [0; 32];
        name.copy_from_slice(mac.sign().as_ref());
        name
    }

    /// The answer to the call of that name, sealed.
    pub(crate) fn close(&self, name: &Name, answer: &Answer) -> Result<Vec<u8>, Unreadable> {
        let headers = answer.headers.iter().map(|(name, value)| (name.as_str(), value.as_bytes()));
        let head = Head { status: answer.status.as_u16(), headers: headers.collect() };
        let head = serde_json::to_vec(&head).map_err(|_| Unreadable)?;
        let length = u32::try_from(head.len()).map_err(|_| Unreadable)?.to_le_bytes();
        let mut sealed = [&length[..], &head, &answer.body].concat();
        let mut nonce = [0; NONCE_LEN];
        self.random.fill(&mut nonce).map_err(|_| Unreadable)?;
        let by = Nonce::assume_unique_for_key(nonce);
        self.answers.seal_in_place_append_tag(by, Aad::from(name), &mut sealed).map_err(|_| Unreadable)?;
        sealed.extend_from_slice(&nonce);
        Ok(sealed)
    }

    /// The answer to the call of that name.
    pub(crate) fn open(&self, name: &Name, mut sealed: Vec<u8>) -> Result<Answer, Unreadable> {
        let (content, nonce) = sealed.split_last_chunk_mut::<NONCE_LEN>().ok_or(Unreadable)?;
        let by = Nonce::assume_unique_for_key(*nonce);
        let content = self.answers.open_in_place(by, Aad::from(name), content).map_err(|_| Unreadable)?;
        let (length, rest) = content.split_first_chunk::<4>().ok_or(Unreadable)?;
        let length = usize::try_from(u32::from_le_bytes(*length)).map_err(|_| Unreadable)?;
        let (head, body) = rest.split_at_checked(length).ok_or(Unreadable)?;
        let head: OwnedHead = serde_json::from_slice(head).map_err(|_| Unreadable)?;
        let mut headers = HeaderMap::new();
        for (name, value) in head.headers {
            let name = HeaderName::try_from(name).map_err(|_| Unreadable)?;
            headers.insert(name, HeaderValue::from_bytes(&value).map_err(|_| Unreadable)?);
        }
        let status = StatusCode::from_u16(head.status).map_err(|_| Unreadable)?;
        Ok(Answer { status, headers, body: Bytes::copy_from_slice(body), problem: None })
    }
}

#[derive(Serialize)]
struct Head<'a> {
    status: u16,
    headers: Vec<(&'a str, &'a [u8])>,
}

#[derive(Deserialize)]
struct OwnedHead {
    status: u16,
    headers: Vec<(String, Vec<u8>)>,
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn an_answer_opens_only_under_its_name_and_secret() {
        let seal = Seal::new(&[1; 32]).unwrap();
        let mut answer = Answer::new(StatusCode::IM_A_TEAPOT, &HeaderMap::new(), Bytes::from_static(b"SITI"));
        answer.headers.insert("request-id", HeaderValue::from_bytes(b"r\xff1").unwrap());
        let name = seal.name("key", b"k");
        assert_ne!(name, seal.name("fingerprint", b"k"));
        let sealed = seal.close(&name, &answer).unwrap();
        assert!(!sealed.windows(4).any(|window| window == b"SITI"));
        assert_ne!(sealed, seal.close(&name, &answer).unwrap());
        let opened = seal.open(&name, sealed.clone()).unwrap();
        assert_eq!(
            (opened.status, opened.headers, opened.body),
            (answer.status, answer.headers, answer.body)
        );
        assert!(seal.open(&[0; 32], sealed.clone()).is_err());
        assert!(Seal::new(&[2; 32]).unwrap().open(&name, sealed.clone()).is_err());
        for length in 0..sealed.len() {
            assert!(seal.open(&name, sealed.iter().take(length).copied().collect()).is_err());
        }
    }
}
