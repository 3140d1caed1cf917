//! Random tokens and digests, all by the cryptography library.

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::{hmac, rand};
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;

use super::problem::{Problem, Result};

/// 256 random bits behind a prefix that secret scanners can find.
pub fn new_token(prefix: &str) -> Result<String> {
    let mut bytes = [0_u8; 32];
    rand::fill(&mut bytes).map_err(Problem::internal)?;
    Ok(format!("{prefix}{}", BASE64_URL_SAFE_NO_PAD.encode(bytes)))
}

/// SHA-256, base64url. Enough for tokens of 256 random bits; never used for passwords.
#[must_use]
pub fn sha256(data: &[u8]) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(digest(&SHA256, data))
}

/// Names a content: the first half of its SHA-256, in hexadecimal.
#[must_use]
pub fn fingerprint(content: &[u8]) -> String {
    let half = digest(&SHA256, content).as_ref().first_chunk().copied().unwrap_or_default();
    uuid::Uuid::from_bytes(half).simple().to_string()
}

/// A key for message authentication, made of random text that is kept in the database.
#[derive(Debug)]
pub struct Seal(hmac::Key);

impl Seal {
    /// The seal of this installation.
    #[must_use]
    pub fn new(secret: &str) -> Self {
        Self(hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes()))
    }

    /// A keyed digest, base64url.
    #[must_use]
    pub fn digest(&self, data: &str) -> String {
        BASE64_URL_SAFE_NO_PAD.encode(hmac::sign(&self.0, data.as_bytes()))
    }

    /// Data that nobody else can make, as opaque text.
    #[must_use]
    pub fn close(&self, data: &str) -> String {
        let tag = hmac::sign(&self.0, data.as_bytes());
        let tag = tag.as_ref().get(..16).unwrap_or_default();
        BASE64_URL_SAFE_NO_PAD.encode([tag, data.as_bytes()].concat())
    }

    /// The data, if this seal closed it.
    #[must_use]
    pub fn open(&self, sealed: &str) -> Option<String> {
        let bytes = BASE64_URL_SAFE_NO_PAD.decode(sealed).ok()?;
        let data = String::from_utf8(bytes.get(16..)?.to_vec()).ok()?;
        (self.close(&data) == sealed).then_some(data)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_one_seal_closed_no_other_opens() {
        let (ours, theirs) = (Seal::new("a"), Seal::new("b"));
        assert_eq!(ours.open(&ours.close("åäö")), Some("åäö".to_owned()));
        assert_eq!(ours.open(&theirs.close("åäö")), None);
        assert_eq!(ours.open("AAAA"), None);
    }
}
