//! Values as a backup writes them: the same text for the same value, whichever the database.

use base64::{Engine, engine::general_purpose::STANDARD};
use jiff::{Timestamp, civil::Date};
use serde_json::Value as Cell;
use uuid::Uuid;

use crate::{
    error::{Result, StoreError},
    row::Row,
    schema::{Column, Kind, Table},
    value::{FromValue, Json, Value},
};

/// A row as a line: the table's name, then its values.
pub(super) fn line_of(table: &Table, row: &Row) -> Result<Vec<Cell>> {
    let mut line = vec![Cell::from(table.name)];
    for (column, value) in table.columns.iter().zip(row.values()) {
        line.push(write(column.kind, value).map_err(|why| row.bad(column.name, why))?);
    }
    Ok(line)
}

/// The values of a line, as the database takes them.
pub(super) fn values_of(table: &Table, cells: Vec<Cell>) -> Result<Vec<Value>> {
    if cells.len() != table.columns.len() {
        return Err(StoreError::bad_row(table.name, "all", "the backup has other columns"));
    }
    let pairs = table.columns.iter().zip(cells);
    pairs.map(|(column, cell)| read(table, column, cell)).collect()
}

/// JSON stands as text, so that an empty column and a JSON `null` are two things.
fn write(kind: Kind, value: &Value) -> Result<Cell, String> {
    if *value == Value::Null {
        return Ok(Cell::Null);
    }
    Ok(match kind {
        Kind::Bool => bool::from_value(value)?.into(),
        Kind::Int => i64::from_value(value)?.into(),
        Kind::Real => f64::from_value(value)?.into(),
        Kind::Text => String::from_value(value)?.into(),
        Kind::Bytes => STANDARD.encode(Vec::<u8>::from_value(value)?).into(),
        Kind::Uuid => Uuid::from_value(value)?.to_string().into(),
        Kind::Time => Timestamp::from_value(value)?.to_string().into(),
        Kind::Date => Date::from_value(value)?.to_string().into(),
        Kind::Json => Json::<Cell>::from_value(value)?.0.to_string().into(),
    })
}

fn read(table: &Table, column: &Column, cell: Cell) -> Result<Value> {
    if cell.is_null() {
        return Ok(Value::Null);
    }
    let text = cell.as_str();
    let value = match column.kind {
        Kind::Bool => cell.as_bool().map(Value::Bool),
        Kind::Int => cell.as_i64().map(Value::Int),
        Kind::Real => cell.as_f64().map(Value::Real),
        Kind::Text => text.map(|text| Value::Text(text.to_owned())),
        Kind::Bytes => text.and_then(|text| STANDARD.decode(text).ok()).map(Value::Bytes),
        Kind::Uuid => text.and_then(|text| text.parse().ok()).map(Value::Uuid),
        Kind::Time => text.and_then(|text| text.parse::<Timestamp>().ok()).map(Value::from),
        Kind::Date => text.and_then(|text| text.parse().ok()).map(Value::Date),
        Kind::Json => text.and_then(|text| serde_json::from_str(text).ok()).map(Value::Json),
    };
    value.ok_or_else(|| {
        StoreError::bad_row(table.name, column.name, "the backup holds a value of another kind")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema;
    use proptest::prelude::*;

    /// A value of each kind, as each database would give it back, and what is written.
    fn any_value() -> impl Strategy<Value = (Kind, Value, Value)> {
        prop_oneof![
            any::<bool>().prop_map(|b| (Kind::Bool, Value::Bool(b), Value::Int(b.into()))),
            any::<i64>().prop_map(|n| (Kind::Int, Value::Int(n), Value::Int(n))),
            prop::num::f64::NORMAL.prop_map(|x| (Kind::Real, Value::Real(x), Value::Real(x))),
            ".*".prop_map(|t| (Kind::Text, Value::Text(t.clone()), Value::Text(t))),
            prop::collection::vec(any::<u8>(), 0..40).prop_map(|b| (
                Kind::Bytes,
                Value::Bytes(b.clone()),
                Value::Bytes(b)
            )),
            any::<u128>().prop_map(|n| {
                let id = Uuid::from_u128(n);
                (Kind::Uuid, Value::Uuid(id), Value::Bytes(id.as_bytes().to_vec()))
            }),
            (-62_000_000_000_000_000_i64..250_000_000_000_000_000).prop_map(|micros| {
                let at = Timestamp::from_microsecond(micros).unwrap();
                (Kind::Time, Value::Time(at), Value::Int(micros))
            }),
            (1..9999_i16, 1..13_i8, 1..29_i8).prop_map(|(y, m, d)| {
                let date = jiff::civil::date(y, m, d);
                (Kind::Date, Value::Date(date), Value::Text(date.to_string()))
            }),
            (".*", any::<i64>()).prop_map(|(text, n)| {
                let json = serde_json::json!({"b": [text, null, n], "a": {"x": 1.5}});
                (Kind::Json, Value::Json(json.clone()), Value::Text(json.to_string()))
            }),
        ]
    }

    proptest! {
        #[test]
        fn any_value_is_written_alike_from_both_and_comes_back((kind, pg, lite) in any_value()) {
            let table = &schema::tables()[0];
            let column = Column { name: "x", kind, is_optional: true, references: None };
            let cell = write(kind, &pg).unwrap();
            prop_assert_eq!(&cell, &write(kind, &lite).unwrap());
            let line = serde_json::to_string(&cell).unwrap();
            let cell = serde_json::from_str(&line).unwrap();
            prop_assert_eq!(read(table, &column, cell).unwrap(), pg);
        }
    }

    #[test]
    fn nothing_and_a_json_null_are_two_things() {
        assert_eq!(write(Kind::Json, &Value::Null).unwrap(), Cell::Null);
        assert_eq!(write(Kind::Json, &Value::Json(Cell::Null)).unwrap(), Cell::from("null"));
    }
}
