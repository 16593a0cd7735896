//! The keys of tickets. What a key looks like fixes its algorithm; what a ticket's own header says does not matter.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{PrivatePkcs8KeyDer, SubjectPublicKeyInfoDer};

/// A key that tickets are verified by.
pub(crate) struct TicketKey {
    algorithm: Algorithm,
    key: DecodingKey,
}

/// A key that tickets are signed by.
pub(crate) struct SigningKey {
    pub(super) algorithm: Algorithm,
    pub(super) key: EncodingKey,
}

/// A text is no key of tickets, and what it has to be.
#[derive(Debug)]
pub(crate) struct InvalidKey(&'static str);

impl fmt::Display for InvalidKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl TicketKey {
    /// At least 32 bytes as base64 are a secret of HS256, a public key in PEM is one of EdDSA (Ed25519).
    pub(crate) fn from_text(text: &str) -> Result<Self, InvalidKey> {
        if text.contains("PRIVATE KEY") {
            return Err(InvalidKey("the proxy needs the public key: openssl pkey -in KEY.pem -pubout"));
        }
        if text.contains("-----BEGIN") {
            let info = SubjectPublicKeyInfoDer::from_pem_slice(text.as_bytes()).ok();
            let key =
                info.as_ref().and_then(|info| info.strip_prefix(ED25519_INFO)).filter(|key| key.len() == 32);
            let key = key.ok_or(InvalidKey("it is no public key of Ed25519 in PEM"))?;
            return Ok(Self { algorithm: Algorithm::EdDSA, key: DecodingKey::from_ed_der(key) });
        }
        let key = DecodingKey::from_secret(&secret(text)?).map_err(|_| InvalidKey(NO_SECRET))?;
        Ok(Self { algorithm: Algorithm::HS256, key })
    }

    /// The only one that its tickets are signed by.
    pub(super) fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    pub(super) fn decoding(&self) -> &DecodingKey {
        &self.key
    }
}

impl SigningKey {
    /// As [`TicketKey::from_text`], but with the private key of Ed25519.
    pub(crate) fn from_text(text: &str) -> Result<Self, InvalidKey> {
        if text.contains("-----BEGIN") {
            let key = PrivatePkcs8KeyDer::from_pem_slice(text.as_bytes()).map_err(|_| {
                InvalidKey("to sign a ticket takes the private key of Ed25519 in PEM (PKCS 8)")
            })?;
            return Ok(Self {
                algorithm: Algorithm::EdDSA,
                key: EncodingKey::from_ed_der(key.secret_pkcs8_der()),
            });
        }
        Ok(Self {
            algorithm: Algorithm::HS256,
            key: EncodingKey::from_secret(&secret(text)?).map_err(|_| InvalidKey(NO_SECRET))?,
        })
    }
}

fn secret(text: &str) -> Result<Vec<u8>, InvalidKey> {
    let secret = STANDARD.decode(text.trim()).ok().filter(|secret| secret.len() >= 32);
    secret.ok_or(InvalidKey(NO_SECRET))
}

const NO_SECRET: &str =
    "it has to be at least 32 bytes as base64 (openssl rand -base64 32), or a public key of Ed25519 in PEM";
/// What stands before the 32 bytes of an Ed25519 key (RFC 8410, 4).
const ED25519_INFO: &[u8] = &[0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00];
