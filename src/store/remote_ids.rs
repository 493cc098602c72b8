//! Ids of remote records as the tables hold them: as numbers, the fastest key of SQLite.
//!
//! The keys of HubSpot are numbers. A source with other keys gets a table here that gives each a number of its own.

use rusqlite::ToSql;
use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSqlOutput, ValueRef};

use crate::domain::{RemoteId, RemoteSource};

impl ToSql for RemoteId {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        match self.source() {
            RemoteSource::HubSpot => {
                let number = self.key().parse::<i64>();
                let number = number.map_err(|error| rusqlite::Error::ToSqlConversionFailure(error.into()))?;
                Ok(number.into())
            }
        }
    }
}

impl FromSql for RemoteId {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        let number = value.as_i64()?;
        Self::hubspot(number).map_err(|_| FromSqlError::OutOfRange(number))
    }
}
