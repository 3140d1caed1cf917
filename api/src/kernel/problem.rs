//! Everything that is not a success: one error type, told as RFC 9457 problem details.
//!
//! A kind of problem is a constant beside the rule that it belongs to. Its code never changes
//! meaning; clients match on the code, people read the rest.

use std::borrow::Cow;

use actix_web::http::StatusCode;
use entity::kind::Language;
use sea_orm::{DbErr, RuntimeErr, SqlErr};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::fault::{Fault, Faults};

/// The result of everything that a handler calls.
pub type Result<T> = core::result::Result<T, Problem>;

/// A kind of problem: what clients match on, and how it is explained.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProblemType {
    /// The HTTP status.
    pub status: u16,
    /// The stable code, `feature.what-is-wrong`.
    pub code: &'static str,
    /// The title in English.
    pub en: &'static str,
    /// The title in Swedish.
    pub sv: &'static str,
}

impl ProblemType {
    /// Declares a kind of problem.
    #[must_use]
    pub const fn new(status: u16, code: &'static str, en: &'static str, sv: &'static str) -> Self {
        Self { status, code, en, sv }
    }

    /// The title in a language.
    #[must_use]
    pub const fn title(&self, language: Language) -> &'static str {
        match language {
            Language::English => self.en,
            Language::Swedish => self.sv,
        }
    }

    /// This problem, pointing at the parts of the request that cause it.
    #[must_use]
    pub fn pointing_at(self, faults: Vec<Fault>) -> Problem {
        Problem { faults, ..self.into() }
    }

    /// This problem, naming the right that is missing.
    #[must_use]
    pub fn lacking(self, right: &'static str) -> Problem {
        Problem { right: Some(right), ..self.into() }
    }

    /// This problem, with the time after which a retry makes sense.
    #[must_use]
    pub fn retry_after(self, seconds: u64) -> Problem {
        Problem { retry_after: Some(seconds), ..self.into() }
    }
}

/// One problem that happened.
#[derive(Debug)]
pub struct Problem {
    /// Which kind.
    pub kind: ProblemType,
    /// What exactly, in English and Swedish.
    pub detail: Option<[Cow<'static, str>; 2]>,
    /// The parts of the request that cause it.
    pub faults: Vec<Fault>,
    /// The right that is missing.
    pub right: Option<&'static str>,
    /// Seconds after which a retry makes sense.
    pub retry_after: Option<u64>,
    /// The methods that the path does have.
    pub allow: Option<String>,
    /// The entity tag of the version that there is now.
    pub present: Option<String>,
    /// What there is now, where a change was refused because it had changed.
    pub current: Option<Box<Value>>,
    /// For the log only; never sent.
    pub cause: Option<String>,
}

impl From<ProblemType> for Problem {
    fn from(kind: ProblemType) -> Self {
        Self { kind, detail: None, faults: Vec::new(), right: None, retry_after: None, allow: None, present: None, current: None, cause: None }
    }
}

impl Problem {
    /// The same, where what is missing was named by this part of the request.
    #[must_use]
    pub fn naming(self, pointer: &'static str) -> Self {
        if self.kind.code == NOT_FOUND.code { INVALID.pointing_at(vec![Fault::unknown(pointer)]) } else { self }
    }

    /// Says what exactly is wrong.
    #[must_use]
    pub fn saying(self, en: impl Into<Cow<'static, str>>, sv: impl Into<Cow<'static, str>>) -> Self {
        Self { detail: Some([en.into(), sv.into()]), ..self }
    }

    /// Shows what there is now.
    #[must_use]
    pub fn showing(self, now: &impl Serialize) -> Self {
        Self { current: serde_json::to_value(now).ok().map(Box::new), ..self }
    }

    /// A fault of ours, told to the log and not to the caller.
    #[must_use]
    pub fn internal(cause: impl std::fmt::Display) -> Self {
        Self { cause: Some(cause.to_string()), ..INTERNAL.into() }
    }

    /// The body of the answer.
    #[must_use]
    pub fn body(&self, language: Language, api: &str, trace: uuid::Uuid) -> ProblemBody {
        let detail = self.detail.as_ref().map(|[en, sv]| if language == Language::English { en } else { sv });
        ProblemBody {
            r#type: format!("{api}/problems/{}", self.kind.code),
            code: self.kind.code.to_owned(),
            title: self.kind.title(language).to_owned(),
            status: self.kind.status,
            detail: detail.map_or_else(|| self.kind.title(language).to_owned(), ToString::to_string),
            instance: format!("urn:uuid:{trace}"),
            right: self.right.map(ToOwned::to_owned),
            current: self.current.as_deref().cloned(),
            errors: self.faults.iter().map(|fault| fault.told(language)).collect(),
        }
    }
}

/// What went wrong (RFC 9457)
#[derive(Debug, Serialize, ToSchema)]
#[schema(title = "Problem", as = Problem)]
#[serde(rename_all = "camelCase")]
pub struct ProblemBody {
    /// An address that explains this kind of problem
    #[schema(format = "uri", examples("https://torg.example.org/api/v1/problems/request.invalid"))]
    pub r#type: String,
    /// The kind of problem; never translated, never changes meaning
    #[schema(examples("request.invalid"))]
    pub code: String,
    /// The kind of problem, in the caller's language
    #[schema(examples("The request does not hold what it must"))]
    pub title: String,
    /// The HTTP status
    #[schema(minimum = 400, maximum = 599, examples(422))]
    pub status: u16,
    /// What exactly is wrong, in the caller's language
    #[schema(examples("The request does not hold what it must"))]
    pub detail: String,
    /// This occurrence; also the trace id in the log
    #[schema(format = "uri", examples("urn:uuid:0193a5e0-7c1e-7d3a-9b6f-2f1d5c3e8a47"))]
    pub instance: String,
    /// The right that is missing
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, examples("groups.edit"))]
    pub right: Option<String>,
    /// What there is now, where a change was refused because somebody else had changed it: as one reads it,
    /// of the version that `ETag` names
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, value_type = Object, examples(json!({ "key": "description", "value": "Torget", "version": 4 })))]
    pub current: Option<Value>,
    /// Each part of the request that is wrong
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    pub errors: Vec<super::fault::FaultBody>,
}

macro_rules! problems {
    ($($(#[$doc:meta])* $name:ident = $status:literal, $code:literal, $en:literal, $sv:literal;)*) => {
        $($(#[$doc])* pub const $name: ProblemType = ProblemType::new($status, $code, $en, $sv);)*

        /// The problems that any operation may have.
        pub const GENERAL: &[ProblemType] = &[$($name),*];
    };
}

problems! {
    /// The body cannot be read as JSON.
    MALFORMED = 400, "request.malformed", "The request cannot be read", "Begäran går inte att läsa";
    /// A cursor that this list did not give, or not with this filter.
    BAD_CURSOR = 400, "request.bad-cursor", "This list did not give that cursor", "Den här listan har inte gett den markören";
    /// No sign-in, or one that is no longer good.
    UNAUTHENTICATED = 401, "request.unauthenticated", "Sign in first", "Logga in först";
    /// The access token is forged, stale or of an ended session.
    INVALID_TOKEN = 401, "request.invalid-token", "The access token is not valid", "Åtkomstnyckeln gäller inte";
    /// Known to the caller, but not allowed.
    FORBIDDEN = 403, "request.forbidden", "You may not do this", "Du får inte göra detta";
    /// Not there, or not for the caller to know.
    NOT_FOUND = 404, "request.not-found", "There is nothing here", "Här finns ingenting";
    /// The path exists, the method does not.
    METHOD_NOT_ALLOWED = 405, "request.method-not-allowed", "This address does not have that method", "Adressen har inte den metoden";
    /// The request took too long to arrive.
    TOO_SLOW = 408, "request.too-slow", "The request took too long to arrive", "Begäran tog för lång tid att komma fram";
    /// The same idempotency key is being worked on.
    CONFLICT = 409, "request.conflict", "This clashes with how things stand", "Detta krockar med hur det ser ut nu";
    /// What was edited has changed since it was read.
    STALE = 412, "request.stale", "It has changed since you read it", "Det har ändrats sedan du läste det";
    /// The body is larger than any request needs.
    TOO_LARGE = 413, "request.too-large", "The request is too large", "Begäran är för stor";
    /// The address is longer than any request needs.
    URI_TOO_LONG = 414, "request.uri-too-long", "The address is too long", "Adressen är för lång";
    /// The body is not of a type that the operation takes.
    UNSUPPORTED_MEDIA_TYPE = 415, "request.unsupported-media-type", "The body is not of a type that is taken here", "Innehållet är inte av en typ som tas emot här";
    /// The request can be read, but does not hold what it must.
    INVALID = 422, "request.invalid", "The request does not hold what it must", "Begäran innehåller inte det den ska";
    /// The same idempotency key came with another request.
    KEY_REUSED = 422, "request.idempotency-key-reused", "This idempotency key was used for another request", "Idempotensnyckeln har använts för en annan begäran";
    /// The operation wants `If-Match`.
    PRECONDITION_REQUIRED = 428, "request.precondition-required", "Say which version you saw: send If-Match", "Ange vilken version du såg: skicka If-Match";
    /// Too often.
    TOO_MANY = 429, "request.too-many", "Too often; wait and try again", "För ofta; vänta och försök igen";
    /// The head of the request is larger than any request needs.
    HEAD_TOO_LARGE = 431, "request.head-too-large", "The request's headers are too large", "Begärans huvuden är för stora";
    /// A fault of ours.
    INTERNAL = 500, "server.internal", "Something went wrong here", "Något gick fel hos oss";
    /// Full; nothing was done.
    BUSY = 503, "server.busy", "The service is full; try again soon", "Tjänsten är full; försök igen snart";
    /// The database does not answer; nothing is known to be done.
    UNAVAILABLE = 503, "server.unavailable", "The service cannot reach its database", "Tjänsten når inte sin databas";
    /// No room left on the disk.
    NO_SPACE = 507, "server.no-space", "There is no room left to write", "Det finns inget utrymme kvar att skriva på";
}

impl From<DbErr> for Problem {
    fn from(error: DbErr) -> Self {
        let kind = match &error {
            DbErr::ConnectionAcquire(_) | DbErr::Conn(_) => UNAVAILABLE,
            DbErr::Exec(RuntimeErr::SqlxError(cause)) | DbErr::Query(RuntimeErr::SqlxError(cause)) => weigh(cause),
            _ => INTERNAL,
        };
        let retry_after = (kind.status == 503).then_some(2);
        Self { cause: Some(error.to_string()), retry_after, ..kind.into() }
    }
}

/// Tells a database that is out of reach or out of room from a fault of ours.
fn weigh(cause: &sqlx::Error) -> ProblemType {
    let code = cause.as_database_error().and_then(sqlx::error::DatabaseError::code);
    match (cause, code.as_deref()) {
        // SQLite: full. PostgreSQL: disk full.
        (_, Some("13" | "53100")) => NO_SPACE,
        // SQLite: busy, locked. PostgreSQL: shutting down, starting, full, lock or statement timeout.
        (_, Some("5" | "6" | "57P01" | "57P02" | "57P03" | "53300" | "55P03" | "57014"))
        | (sqlx::Error::Io(_) | sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::WorkerCrashed, _) => UNAVAILABLE,
        _ => INTERNAL,
    }
}

impl From<Faults> for Problem {
    fn from(faults: Faults) -> Self {
        INVALID.pointing_at(faults.0)
    }
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.kind.code)
    }
}

/// The bare status; `envelope` writes the body, because only it knows the caller's language.
impl actix_web::ResponseError for Problem {
    fn status_code(&self) -> StatusCode {
        StatusCode::from_u16(self.kind.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }
}

/// Turns a broken rule of the database into the problem that it means.
pub trait OrConflict<T> {
    /// A row with the same unique value means this problem.
    fn or_taken(self, kind: ProblemType) -> Result<T>;
    /// A reference to a row that does not exist means that this part of the request is wrong.
    fn or_unknown(self, pointer: &'static str) -> Result<T>;
}

impl<T> OrConflict<T> for core::result::Result<T, DbErr> {
    fn or_taken(self, kind: ProblemType) -> Result<T> {
        self.map_err(|error| match error.sql_err() {
            Some(SqlErr::UniqueConstraintViolation(_)) => kind.into(),
            _ => error.into(),
        })
    }

    fn or_unknown(self, pointer: &'static str) -> Result<T> {
        self.map_err(|error| match error.sql_err() {
            Some(SqlErr::ForeignKeyConstraintViolation(_)) => INVALID.pointing_at(vec![Fault::unknown(pointer)]),
            _ => error.into(),
        })
    }
}
