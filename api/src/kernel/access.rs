//! Who is asking, what they may, and the proof that somebody asked.
//!
//! The only way to the database is a door: [`Guest`], [`Member`] or [`System`]. The only way to
//! change something that belongs to somebody is a [`Granted`], which only a policy's yes can make.

use std::any::Any;
use std::future::{Ready, ready};
use std::ops::Deref;
use std::rc::Rc;
use std::sync::Arc;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use chrono::{DateTime, Utc};
use entity::id::{MemberId, SessionId};
use entity::kind::{Language, Role};
use sea_orm::DatabaseConnection;
use tokio::sync::OwnedSemaphorePermit;

use super::app::App;
use super::db::Tx;
use super::picture::Pictures;
use super::problem::{BUSY, FORBIDDEN, INVALID_TOKEN, Problem, Result, UNAUTHENTICATED};
use super::request::RequestFacts;

/// Someone we know, as of this request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Actor {
    /// Who.
    pub id: MemberId,
    /// What they may for the whole installation.
    pub role: Role,
    /// The sign-in that they use.
    pub session: SessionId,
}

/// What `identify` found out about the caller.
#[derive(Clone, Copy, Debug)]
pub enum Identity {
    /// No token was sent.
    Nobody,
    /// A token that is not, or no longer, good.
    Invalid,
    /// A live session.
    Somebody(Actor),
}

/// The right to read, as a certain person or as nobody. Every query starts from one.
#[derive(Clone)]
pub struct Viewer {
    app: Arc<App>,
    request: Rc<RequestFacts>,
    actor: Option<Actor>,
}

impl Viewer {
    /// Who is asking.
    #[must_use]
    pub const fn actor(&self) -> Option<&Actor> {
        self.actor.as_ref()
    }

    /// The connection to read from, for a store.
    #[must_use]
    pub fn conn(&self) -> &DatabaseConnection {
        &self.app.db.read
    }

    /// The caller's language.
    #[must_use]
    pub fn language(&self) -> Language {
        self.request.language
    }

    /// What is known of the request.
    #[must_use]
    pub fn request(&self) -> &RequestFacts {
        &self.request
    }

    /// The time.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        self.app.clock.now()
    }

    /// The room that one group's files have, in bytes.
    #[must_use]
    pub fn group_room(&self) -> i64 {
        self.app.config.group_room()
    }

    /// Room for a file on its way out: so many are held in memory at once.
    pub fn room_to_send(&self) -> Result<OwnedSemaphorePermit> {
        Arc::clone(&self.app.downloads).try_acquire_owned().map_err(|_| BUSY.retry_after(2))
    }

    /// What a feature keeps in memory for the whole process.
    #[must_use]
    pub fn kept<T: Any + Default + Send + Sync>(&self) -> Arc<T> {
        self.app.memory.get()
    }

    /// An absolute address under the API's root.
    #[must_use]
    pub fn url(&self, path: &str) -> String {
        self.app.url(path)
    }

    /// Acts for the installation itself, because nobody is signed in who could. Say why.
    #[must_use]
    pub fn system(&self, because: &'static str) -> System {
        System::because(because, &self.app)
    }

    /// The public keys that verify access tokens.
    pub async fn public_keys(&self) -> Result<Vec<entity::signing_key::Model>> {
        self.app.keys.public(&self.app.db, &self.app.clock).await
    }

    /// What reads pictures.
    #[must_use]
    pub fn pictures(&self) -> &Pictures {
        &self.app.pictures
    }

    /// What the process keeps of what is the same for everybody.
    pub(super) fn shelf(&self) -> &super::shelf::Shelf {
        &self.app.shelf
    }

    /// Seals a cursor so that only this installation can have made it.
    #[must_use]
    pub fn close(&self, data: &str) -> String {
        self.app.seal.close(data)
    }

    /// Opens a cursor that this installation made.
    #[must_use]
    pub fn open(&self, sealed: &str) -> Option<String> {
        self.app.seal.open(sealed)
    }
}

/// Anybody, signed in or not. Reads only: it has no `write`.
#[derive(Clone)]
pub struct Guest(Viewer);

/// Somebody signed in. Reads and writes.
#[derive(Clone)]
pub struct Member {
    viewer: Viewer,
    actor: Actor,
}

/// The installation itself: sign-up, sign-in, workers, commands.
#[derive(Clone)]
pub struct System {
    app: Arc<App>,
}

impl Deref for Guest {
    type Target = Viewer;

    fn deref(&self) -> &Viewer {
        &self.0
    }
}

impl Deref for Member {
    type Target = Viewer;

    fn deref(&self) -> &Viewer {
        &self.viewer
    }
}

/// One thing a person may be allowed to do. A rule is a pure function of facts already loaded.
pub trait Action {
    /// What it is done to.
    type On;
    /// `feature.verb`: in the answer to whoever lacks it, in the matrix, in the log.
    const NAME: &'static str;
    /// Whether this person may.
    fn allows(actor: &Actor, on: &Self::On) -> bool;
}

/// Proof that the policy was asked and said yes. Only [`Member::may`] makes one.
#[derive(Debug)]
pub struct Granted<A: Action> {
    on: A::On,
    by: Actor,
}

impl<A: Action> Granted<A> {
    /// What it is done to.
    pub const fn on(&self) -> &A::On {
        &self.on
    }

    /// Who does it.
    pub const fn by(&self) -> MemberId {
        self.by.id
    }

    /// Gives up the proof for what it is about.
    pub fn into_inner(self) -> A::On {
        self.on
    }
}

impl Member {
    /// Who is asking.
    #[must_use]
    pub const fn id(&self) -> MemberId {
        self.actor.id
    }

    /// The sign-in that is used.
    #[must_use]
    pub const fn session(&self) -> SessionId {
        self.actor.session
    }

    /// Asks the policy. A no is told with the name of the right.
    pub fn may<A: Action>(&self, on: A::On) -> Result<Granted<A>> {
        if A::allows(&self.actor, &on) { Ok(Granted { on, by: self.actor }) } else { Err(FORBIDDEN.lacking(A::NAME)) }
    }

    /// Runs `work` in one transaction: commits on `Ok`, rolls back on `Err` or panic.
    pub async fn write<T>(&self, work: impl AsyncFnOnce(&Tx) -> Result<T>) -> Result<T> {
        self.viewer.app.write(work).await
    }
}

impl System {
    /// A right that nobody granted. Say why it is needed; the places that do are listed in a test.
    #[must_use]
    pub fn because(_reason: &'static str, app: &Arc<App>) -> Self {
        Self { app: Arc::clone(app) }
    }

    /// The whole process.
    #[must_use]
    pub fn app(&self) -> &Arc<App> {
        &self.app
    }

    /// The connection to read from, for a store.
    #[must_use]
    pub fn conn(&self) -> &DatabaseConnection {
        &self.app.db.read
    }

    /// The time.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        self.app.clock.now()
    }

    /// Reads as a member would, so that what they are told is what they could see for themself.
    #[must_use]
    pub fn seeing_as(&self, actor: Actor, language: Language) -> Viewer {
        Viewer { app: Arc::clone(&self.app), request: Rc::new(RequestFacts::none(language)), actor: Some(actor) }
    }

    /// Runs `work` in one transaction: commits on `Ok`, rolls back on `Err` or panic.
    pub async fn write<T>(&self, work: impl AsyncFnOnce(&Tx) -> Result<T>) -> Result<T> {
        self.app.write(work).await
    }
}

/// Both doors are ready at once and stand first in a handler's signature, so that a caller who may
/// not enter hears so before anything of the request is read.
impl FromRequest for Guest {
    type Error = Problem;
    type Future = Ready<Result<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(viewer(request).map(Self))
    }
}

impl FromRequest for Member {
    type Error = Problem;
    type Future = Ready<Result<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(viewer(request).and_then(|viewer| match viewer.actor {
            Some(actor) => Ok(Self { viewer, actor }),
            None => Err(UNAUTHENTICATED.into()),
        }))
    }
}

fn viewer(request: &HttpRequest) -> Result<Viewer> {
    let extensions = request.extensions();
    let parts = (request.app_data::<Arc<App>>(), extensions.get::<Rc<RequestFacts>>(), extensions.get::<Identity>());
    let (Some(app), Some(facts), Some(identity)) = parts else {
        return Err(Problem::internal("a door without its middleware"));
    };
    let actor = match identity {
        Identity::Somebody(actor) => Some(*actor),
        Identity::Nobody => None,
        Identity::Invalid => return Err(INVALID_TOKEN.into()),
    };
    Ok(Viewer { app: Arc::clone(app), request: Rc::clone(facts), actor })
}
