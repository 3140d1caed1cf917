//! The keys that sign access tokens (JWT, RFC 7519 and 9068; Ed25519, RFC 8037).
//!
//! The private half of a key is a file of this machine; the public half is a row, so that every
//! process of the installation accepts what any of them signed.

use std::collections::HashMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use aws_lc_rs::encoding::{AsDer, Pkcs8V1Der};
use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair};
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use chrono::{DateTime, TimeDelta, Utc};
use entity::id::{MemberId, SessionId};
use entity::signing_key::{ActiveModel, Column, Entity, Model};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use sea_orm::{ActiveValue, ColumnTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::clock::Clock;
use super::db::Db;
use super::problem::{Problem, Result};
use super::secret::sha256;

/// How long an access token is good.
pub const ACCESS_TOKEN_LIFE: TimeDelta = TimeDelta::minutes(10);
/// How long a process may take to notice a new key.
const NOTICE: TimeDelta = TimeDelta::seconds(15);
/// Who access tokens are for.
const AUDIENCE: &str = "torg";
/// `typ` of an access token (RFC 9068).
const TYPE: &str = "at+jwt";

/// Signs and checks access tokens.
pub struct Keyring {
    folder: PathBuf,
    known: RwLock<Known>,
    checked: moka::sync::Cache<String, Arc<Claims>>,
}

struct Known {
    read_at: DateTime<Utc>,
    signing: Option<(String, EncodingKey)>,
    public: HashMap<String, (DecodingKey, Model)>,
}

/// What an access token says. Each claim is required, and of the right type.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Claims {
    iss: String,
    aud: String,
    sub: Uuid,
    sid: Uuid,
    jti: Uuid,
    iat: i64,
    nbf: i64,
    exp: i64,
}

impl Keyring {
    /// Reads the keys; an installation without one makes one.
    pub async fn open(folder: &Path, db: &Db, clock: &Clock) -> Result<Self> {
        let ring = Self {
            folder: folder.to_owned(),
            known: RwLock::new(Known { read_at: DateTime::default(), signing: None, public: HashMap::new() }),
            checked: moka::sync::Cache::builder().max_capacity(10_000).time_to_live(Duration::from_mins(1)).build(),
        };
        ring.refresh(db, clock).await?;
        if ring.signing_key().is_none() {
            ring.make(db, clock).await?;
            ring.refresh(db, clock).await?;
        }
        Ok(ring)
    }

    /// Makes a new key to sign with; tokens of the keys before it stay good until they expire.
    pub async fn rotate(&self, db: &Db, clock: &Clock) -> Result<String> {
        let kid = self.make(db, clock).await?;
        let until = clock.now() + ACCESS_TOKEN_LIFE + NOTICE + NOTICE;
        // Another process' key is its own to retire: without one it could not sign.
        let own = Entity::find().filter(Column::RetiredAt.is_null().and(Column::Kid.ne(&kid))).all(&db.read).await?;
        let own = own.into_iter().map(|row| row.kid).filter(|kid| self.file(kid).exists());
        let others = Entity::update_many().col_expr(Column::RetiredAt, sea_orm::sea_query::Expr::value(until));
        others.filter(Column::Kid.is_in(own)).exec(&db.write).await?;
        self.refresh(db, clock).await?;
        Ok(kid)
    }

    async fn make(&self, db: &Db, clock: &Clock) -> Result<String> {
        let pair = Ed25519KeyPair::generate().map_err(Problem::internal)?;
        let private: Pkcs8V1Der = pair.as_der().map_err(Problem::internal)?;
        let public_key = BASE64_URL_SAFE_NO_PAD.encode(pair.public_key().as_ref());
        let kid: String = sha256(public_key.as_bytes()).chars().filter(char::is_ascii_alphanumeric).take(16).collect();
        self.keep(&kid, private.as_ref())
            .map_err(|error| Problem::internal(format!("cannot write to {}: {error}. TORG_KEYS_DIR says where keys lie", self.folder.display())))?;
        let row = ActiveModel {
            kid: ActiveValue::Set(kid.clone()),
            public_key: ActiveValue::Set(public_key),
            retired_at: ActiveValue::Set(None),
            created_at: ActiveValue::Set(clock.now()),
        };
        Entity::insert(row).exec_without_returning(&db.write).await?;
        Ok(kid)
    }

    /// Writes a private key where only this user can read it.
    fn keep(&self, kid: &str, private: &[u8]) -> std::io::Result<()> {
        std::fs::create_dir_all(&self.folder)?;
        let mut options = std::fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(self.file(kid))?;
        file.write_all(private)?;
        file.sync_all()
    }

    fn file(&self, kid: &str) -> PathBuf {
        self.folder.join(format!("{kid}.p8"))
    }

    fn signing_key(&self) -> Option<(String, EncodingKey)> {
        self.known.read().unwrap_or_else(PoisonError::into_inner).signing.clone()
    }

    async fn refresh(&self, db: &Db, clock: &Clock) -> Result<()> {
        let rows = Entity::find().order_by_desc(Column::CreatedAt).order_by_desc(Column::Kid).all(&db.read).await?;
        let mut known = Known { read_at: clock.now(), signing: None, public: HashMap::new() };
        for row in rows {
            if known.signing.is_none()
                && row.retired_at.is_none()
                && let Ok(private) = std::fs::read(self.file(&row.kid))
            {
                known.signing = Some((row.kid.clone(), EncodingKey::from_ed_der(&private)));
            }
            let public = DecodingKey::from_ed_components(&row.public_key).map_err(Problem::internal)?;
            known.public.insert(row.kid.clone(), (public, row));
        }
        *self.known.write().unwrap_or_else(PoisonError::into_inner) = known;
        Ok(())
    }

    /// The public keys that are still good, oldest first.
    pub async fn public(&self, db: &Db, clock: &Clock) -> Result<Vec<Model>> {
        let good = Column::RetiredAt.is_null().or(Column::RetiredAt.gt(clock.now()));
        Ok(Entity::find().filter(good).order_by_asc(Column::CreatedAt).all(&db.read).await?)
    }

    /// Signs an access token for a session; also says until when it is good.
    pub async fn sign(&self, issuer: &str, member: MemberId, session: SessionId, db: &Db, clock: &Clock) -> Result<(String, DateTime<Utc>)> {
        self.refresh_if_old(db, clock).await?;
        let (kid, key) = self.signing_key().ok_or_else(|| Problem::internal("there is no key to sign with"))?;
        let (now, expires) = (clock.now(), clock.now() + ACCESS_TOKEN_LIFE);
        let claims = Claims {
            iss: issuer.to_owned(),
            aud: AUDIENCE.to_owned(),
            sub: member.0,
            sid: session.0,
            jti: clock.new_id(),
            iat: now.timestamp(),
            nbf: now.timestamp(),
            exp: expires.timestamp(),
        };
        let header = Header { typ: Some(TYPE.to_owned()), kid: Some(kid), ..Header::new(Algorithm::EdDSA) };
        let token = jsonwebtoken::encode(&header, &claims, &key).map_err(Problem::internal)?;
        Ok((token, expires))
    }

    /// Whose token this is and of which session, if it is good now. The session is for the caller to check.
    pub async fn check(&self, issuer: &str, token: &str, db: &Db, clock: &Clock) -> Result<Option<(MemberId, SessionId)>> {
        if token.len() > 2048 {
            return Ok(None);
        }
        self.refresh_if_old(db, clock).await?;
        let Ok(header) = jsonwebtoken::decode_header(token) else { return Ok(None) };
        let Some(kid) = header.kid.clone().filter(|_| is_plain(&header)) else { return Ok(None) };
        let digest = sha256(token.as_bytes());
        let now = clock.now();
        let claims = {
            let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
            let Some((key, row)) = known.public.get(&kid) else { return Ok(None) };
            if row.retired_at.is_some_and(|retired| retired <= now) {
                return Ok(None);
            }
            match self.checked.get(&digest) {
                Some(claims) => claims,
                None => match jsonwebtoken::decode::<Claims>(token, key, &rules(issuer)) {
                    Ok(decoded) => Arc::new(decoded.claims),
                    Err(_) => return Ok(None),
                },
            }
        };
        let lives = claims.nbf <= now.timestamp() && now.timestamp() < claims.exp;
        let in_bounds = claims.exp.saturating_sub(claims.iat) <= ACCESS_TOKEN_LIFE.num_seconds() && claims.iat == claims.nbf;
        let good = lives && in_bounds && claims.iss == issuer;
        if good {
            self.checked.insert(digest, Arc::clone(&claims));
        }
        Ok(good.then_some((MemberId(claims.sub), SessionId(claims.sid))))
    }

    async fn refresh_if_old(&self, db: &Db, clock: &Clock) -> Result<()> {
        let age = clock.now() - self.known.read().unwrap_or_else(PoisonError::into_inner).read_at;
        if age >= NOTICE { self.refresh(db, clock).await } else { Ok(()) }
    }
}

/// Only what we write ourselves: nothing that names or carries a key, nothing critical.
fn is_plain(header: &Header) -> bool {
    let expected = Header { typ: Some(TYPE.to_owned()), kid: header.kid.clone(), ..Header::new(Algorithm::EdDSA) };
    *header == expected
}

/// Times are checked by our own clock, which tests can move.
fn rules(issuer: &str) -> Validation {
    let mut rules = Validation::new(Algorithm::EdDSA);
    rules.set_issuer(&[issuer]);
    rules.set_audience(&[AUDIENCE]);
    rules.validate_exp = false;
    rules.set_required_spec_claims(&["exp", "nbf", "iss", "aud", "sub"]);
    rules
}

impl std::fmt::Debug for Keyring {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Keyring").field("folder", &self.folder).finish_non_exhaustive()
    }
}
