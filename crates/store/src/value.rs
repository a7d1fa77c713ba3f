//! Values on their way into a statement and out of a row.
//!
//! One set of kinds for both databases. Reading is lenient about storage (SQLite keeps a time as
//! microseconds, PostgreSQL as a timestamp) and strict about meaning.

use jiff::{Timestamp, civil::Date};
use serde::{Serialize, de::DeserializeOwned};
use uuid::Uuid;

/// A value in a statement or a row.
#[derive(Clone, PartialEq)]
pub enum Value {
    /// Nothing.
    Null,
    /// `BOOLEAN`.
    Bool(bool),
    /// `BIGINT` or `INTEGER`.
    Int(i64),
    /// `DOUBLE PRECISION`.
    Real(f64),
    /// `TEXT`.
    Text(String),
    /// `BYTEA`.
    Bytes(Vec<u8>),
    /// `UUID`.
    Uuid(Uuid),
    /// `TIMESTAMPTZ`, whole microseconds.
    Time(Timestamp),
    /// `DATE`.
    Date(Date),
    /// `JSONB`.
    Json(serde_json::Value),
}

impl Value {
    /// The kind, for messages.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Value::Null => "nothing",
            Value::Bool(_) => "true or false",
            Value::Int(_) => "a whole number",
            Value::Real(_) => "a number",
            Value::Text(_) => "text",
            Value::Bytes(_) => "bytes",
            Value::Uuid(_) => "an id",
            Value::Time(_) => "a time",
            Value::Date(_) => "a date",
            Value::Json(_) => "JSON",
        }
    }
}

/// Types that a column can be read into.
pub trait FromValue: Sized {
    /// The value as this type, or why not, without the value itself.
    fn from_value(value: &Value) -> Result<Self, String>;
}

fn unexpected<T>(wanted: &str, found: &Value) -> Result<T, String> {
    Err(format!("expected {wanted}, found {}", found.kind()))
}

/// A `JSONB` column as a typed value.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Json<T>(pub T);

impl<T: Serialize> From<Json<T>> for Value {
    fn from(json: Json<T>) -> Value {
        // Maps with keys that are not text cannot be JSON; our own types have none, and the
        // column's NOT NULL stops one that ever does.
        serde_json::to_value(json.0).map_or(Value::Null, Value::Json)
    }
}

impl<T: DeserializeOwned> FromValue for Json<T> {
    fn from_value(value: &Value) -> Result<Self, String> {
        // serde's own message may quote the value, so only its place is kept.
        let why = |error: serde_json::Error| {
            format!("JSON does not fit at line {} column {}", error.line(), error.column())
        };
        match value {
            Value::Json(json) => T::deserialize(json).map(Json).map_err(why),
            Value::Text(text) => serde_json::from_str(text).map(Json).map_err(why),
            other => unexpected("JSON", other),
        }
    }
}

impl FromValue for serde_json::Value {
    fn from_value(value: &Value) -> Result<Self, String> {
        Json::from_value(value).map(|Json(json)| json)
    }
}

impl FromValue for Value {
    fn from_value(value: &Value) -> Result<Self, String> {
        Ok(value.clone())
    }
}

impl<T: FromValue> FromValue for Option<T> {
    fn from_value(value: &Value) -> Result<Self, String> {
        match value {
            Value::Null => Ok(None),
            some => T::from_value(some).map(Some),
        }
    }
}

impl FromValue for Uuid {
    fn from_value(value: &Value) -> Result<Self, String> {
        match value {
            Value::Uuid(id) => Ok(*id),
            Value::Bytes(bytes) => {
                Uuid::from_slice(bytes).map_err(|_| "an id has 16 bytes".to_owned())
            }
            other => unexpected("an id", other),
        }
    }
}

impl FromValue for Timestamp {
    fn from_value(value: &Value) -> Result<Self, String> {
        match value {
            Value::Time(at) => Ok(*at),
            Value::Int(micros) => Timestamp::from_microsecond(*micros)
                .map_err(|_| "the time is out of range".to_owned()),
            other => unexpected("a time", other),
        }
    }
}

impl FromValue for Date {
    fn from_value(value: &Value) -> Result<Self, String> {
        match value {
            Value::Date(date) => Ok(*date),
            Value::Text(text) => text.parse().map_err(|_| "not a date".to_owned()),
            other => unexpected("a date", other),
        }
    }
}

impl FromValue for bool {
    fn from_value(value: &Value) -> Result<Self, String> {
        match value {
            Value::Bool(yes) => Ok(*yes),
            Value::Int(0) => Ok(false),
            Value::Int(1) => Ok(true),
            other => unexpected("true or false", other),
        }
    }
}

impl FromValue for f64 {
    fn from_value(value: &Value) -> Result<Self, String> {
        match value {
            Value::Real(number) => Ok(*number),
            other => unexpected("a number", other),
        }
    }
}

impl FromValue for String {
    fn from_value(value: &Value) -> Result<Self, String> {
        match value {
            Value::Text(text) => Ok(text.clone()),
            other => unexpected("text", other),
        }
    }
}

impl FromValue for Vec<u8> {
    fn from_value(value: &Value) -> Result<Self, String> {
        match value {
            Value::Bytes(bytes) => Ok(bytes.clone()),
            other => unexpected("bytes", other),
        }
    }
}

impl<const N: usize> FromValue for [u8; N] {
    fn from_value(value: &Value) -> Result<Self, String> {
        match value {
            Value::Bytes(bytes) => {
                bytes.as_slice().try_into().map_err(|_| format!("expected {N} bytes"))
            }
            other => unexpected("bytes", other),
        }
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Value {
        value.map_or(Value::Null, Into::into)
    }
}

impl From<Timestamp> for Value {
    fn from(at: Timestamp) -> Value {
        // Both databases keep microseconds: cut here, so that both cut alike.
        Value::Time(Timestamp::from_microsecond(at.as_microsecond()).unwrap_or(at))
    }
}

macro_rules! from {
    ($($type:ty => |$value:ident| $into:expr;)+) => {$(
        impl From<$type> for Value {
            fn from($value: $type) -> Value {
                $into
            }
        }
    )+};
}

from! {
    bool => |value| Value::Bool(value);
    f64 => |value| Value::Real(value);
    Uuid => |value| Value::Uuid(value);
    Date => |value| Value::Date(value);
    &str => |value| Value::Text(value.to_owned());
    &String => |value| Value::Text(value.clone());
    String => |value| Value::Text(value);
    &[u8] => |value| Value::Bytes(value.to_vec());
    &Vec<u8> => |value| Value::Bytes(value.clone());
    Vec<u8> => |value| Value::Bytes(value);
    serde_json::Value => |value| Value::Json(value);
    &serde_json::Value => |value| Value::Json(value.clone());
}

impl<const N: usize> From<[u8; N]> for Value {
    fn from(bytes: [u8; N]) -> Value {
        Value::Bytes(bytes.to_vec())
    }
}

impl<const N: usize> From<&[u8; N]> for Value {
    fn from(bytes: &[u8; N]) -> Value {
        Value::Bytes(bytes.to_vec())
    }
}

macro_rules! integers {
    ($($type:ty),+) => {$(
        impl From<$type> for Value {
            fn from(number: $type) -> Value {
                Value::Int(i64::from(number))
            }
        }

        impl FromValue for $type {
            fn from_value(value: &Value) -> Result<Self, String> {
                match value {
                    Value::Int(number) => <$type>::try_from(*number)
                        .map_err(|_| "the number is out of range".to_owned()),
                    other => unexpected("a whole number", other),
                }
            }
        }
    )+};
}

integers!(i64, i32, i16, i8, u32, u16, u8);

macro_rules! ids {
    ($($id:ident),+ $(,)?) => {
        $(
            impl From<domain::ids::$id> for Value {
                fn from(id: domain::ids::$id) -> Value {
                    Value::Uuid(id.0)
                }
            }

            impl FromValue for domain::ids::$id {
                fn from_value(value: &Value) -> Result<Self, String> {
                    Uuid::from_value(value).map(domain::ids::$id)
                }
            }
        )+

        #[cfg(test)]
        const IDS: &[&str] = &[$(stringify!($id)),+];
    };
}

// Every newtype of `domain/src/ids.rs`, one name each; a test compares the two lists.
ids! {
    ServiceId, UserId, AgencyId, PersonId, ReferralId, GroupId, RecordId, FactId, CheckId, MergeId,
    ClaimId, CorrectionId,
    SessionId, ContactId, PlanId, PrescriptionId, AttendanceId, PermissionId, ConcernId, AnswerId,
    UnmetNeedId, RedirectionId,
    LinkId, JobId, MessageId, DraftId,
}

domain::print_only_the_type!(Value);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_id_of_the_domain_can_be_stored() {
        let source = include_str!("../../domain/src/ids.rs");
        let (_, list) = source.split_once("\nids! {").unwrap();
        let named: Vec<&str> = list
            .lines()
            .map(|line| line.trim().trim_end_matches(','))
            .filter(|line| line.ends_with("Id") && !line.contains(' '))
            .collect();
        assert_eq!(named, IDS);
    }

    #[test]
    fn a_message_about_json_does_not_quote_it() {
        let stored = Value::Text(r#"{"name": "Ada Secret"}"#.to_owned());
        let why = Json::<Vec<u8>>::from_value(&stored).unwrap_err();
        assert!(!why.contains("Secret"), "{why}");
    }
}
