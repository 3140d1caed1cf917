//! A field of a change: absent, or set. `Patch<Option<T>>` may also be null (RFC 7396).

use std::borrow::Cow;

use deserr::{Deserr, IntoValue, Value, ValuePointerRef};
use sea_orm::ActiveValue;
use utoipa::__dev::ComposeSchema;
use utoipa::ToSchema;
use utoipa::openapi::{RefOr, Schema};

use super::fault::Faults;

/// A field that a change may leave out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Patch<T> {
    /// Leave it as it is.
    #[default]
    Absent,
    /// Set it to this.
    Set(T),
}

impl<T> Patch<T> {
    /// What a row's column becomes.
    pub fn into_active<V: Into<sea_orm::Value>>(self, value: impl FnOnce(T) -> V) -> ActiveValue<V> {
        match self {
            Self::Absent => ActiveValue::NotSet,
            Self::Set(new) => ActiveValue::Set(value(new)),
        }
    }

    /// The new value, if there is one.
    pub const fn get(&self) -> Option<&T> {
        match self {
            Self::Absent => None,
            Self::Set(new) => Some(new),
        }
    }
}

impl<T: Deserr<Faults>> Deserr<Faults> for Patch<T> {
    fn deserialize_from_value<V: IntoValue>(value: Value<V>, location: ValuePointerRef) -> Result<Self, Faults> {
        T::deserialize_from_value(value, location).map(Self::Set)
    }
}

impl<T: ComposeSchema> ComposeSchema for Patch<T> {
    fn compose(inner: Vec<RefOr<Schema>>) -> RefOr<Schema> {
        inner.into_iter().next().unwrap_or_else(|| T::compose(Vec::new()))
    }
}

impl<T: ToSchema + ComposeSchema> ToSchema for Patch<T> {
    fn name() -> Cow<'static, str> {
        "Patch".into()
    }

    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        T::schemas(schemas);
    }
}
