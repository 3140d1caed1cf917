//! A point in time that comes in.

use std::borrow::Cow;

use chrono::{DateTime, SubsecRound, Utc};
use deserr::{Deserr, IntoValue, Value, ValuePointerRef};
use utoipa::__dev::ComposeSchema;
use utoipa::ToSchema;
use utoipa::openapi::schema::{KnownFormat, ObjectBuilder, SchemaFormat, Type};
use utoipa::openapi::{RefOr, Schema};

use super::fault::{Faults, Wrong};

/// A time with its offset (RFC 3339); kept in UTC, to the microsecond.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment(pub DateTime<Utc>);

impl Deserr<Faults> for Moment {
    fn deserialize_from_value<V: IntoValue>(value: Value<V>, at: ValuePointerRef) -> Result<Self, Faults> {
        let Value::String(text) = value else { return Err(Faults::at(at, Wrong::Type("string".to_owned()))) };
        let time = DateTime::parse_from_rfc3339(&text).ok().ok_or_else(|| Faults::at(at, Wrong::Time))?;
        Ok(Self(time.to_utc().trunc_subsecs(6)))
    }
}

impl ComposeSchema for Moment {
    fn compose(_: Vec<RefOr<Schema>>) -> RefOr<Schema> {
        let format = SchemaFormat::KnownFormat(KnownFormat::DateTime);
        ObjectBuilder::new().schema_type(Type::String).format(Some(format)).max_length(Some(40)).examples(["2026-05-04T12:30:00Z"]).into()
    }
}

impl ToSchema for Moment {
    fn name() -> Cow<'static, str> {
        "Moment".into()
    }
}
