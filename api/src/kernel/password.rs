//! Password hashing: Argon2id (RFC 9106) on a bounded number of threads.

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};

use super::problem::{Problem, Result};
use super::text::Password;
use super::turns::Turns;

/// Hashes computed at once: one a core of a small machine.
const AT_ONCE: usize = 2;
/// How many may wait; more are told to come back.
const WAITING: usize = 32;

/// Hashes and checks passwords.
pub struct Passwords {
    argon2: Argon2<'static>,
    turns: Turns,
    /// Checked when there is no account, so that a miss takes as long as a wrong password.
    dummy: String,
}

impl Passwords {
    /// Hashes with this much memory, two passes, one lane.
    pub fn new(memory_kib: u32) -> Result<Self> {
        let params = Params::new(memory_kib, 2, 1, None).map_err(Problem::internal)?;
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let dummy = argon2.hash_password(b"nobody has this password").map_err(Problem::internal)?.to_string();
        Ok(Self { argon2, turns: Turns::new(AT_ONCE, WAITING), dummy })
    }

    /// The hash of a new password, in PHC form.
    pub async fn hash(&self, password: Password) -> Result<String> {
        let argon2 = self.argon2.clone();
        self.turns.take(move || argon2.hash_password(password.as_str().as_bytes()).map(|hash| hash.to_string())).await?.map_err(Problem::internal)
    }

    /// Whether the password is the one that was hashed; `None` takes as long and is a no.
    pub async fn check(&self, password: Password, hash: Option<String>) -> Result<bool> {
        let argon2 = self.argon2.clone();
        let exists = hash.is_some();
        let hash = hash.filter(|hash| hash.starts_with('$')).unwrap_or_else(|| self.dummy.clone());
        let fits = move || PasswordHash::new(&hash).is_ok_and(|hash| argon2.verify_password(password.as_str().as_bytes(), &hash).is_ok());
        Ok(self.turns.take(fits).await? && exists)
    }
}

impl std::fmt::Debug for Passwords {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Passwords")
    }
}
