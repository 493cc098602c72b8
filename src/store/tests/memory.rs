//! The memory that a large transaction takes, and gives back however it ends.

use super::super::{MANY, Store, StoreError, Writer};

/// Reads how much of the file a connection keeps in memory.
fn kept(connection: &rusqlite::Connection) -> rusqlite::Result<i64> {
    connection.pragma_query_value(None, "cache_size", |row| row.get(0))
}

fn write_many(writer: &Writer<'_>) -> Result<i64, StoreError> {
    writer.make_room_for(MANY)?;
    writer.sql(kept)
}

#[test]
fn a_large_transaction_gives_its_memory_back_however_it_ends() {
    let mut store = Store::in_memory().expect("memory");
    let little = kept(&store.connection).expect("read");
    let few = store.write(|writer| {
        writer.make_room_for(MANY - 1)?;
        writer.sql(kept)
    });
    assert_eq!(few.expect("written"), little);
    let much = store.write(write_many).expect("written");
    assert!(much < little, "in KiB, below zero: {much}, {little}");
    assert_eq!(kept(&store.connection).expect("read"), little);
    assert_eq!(store.preview(write_many).expect("previewed"), much);
    assert_eq!(kept(&store.connection).expect("read"), little);
    let failed = store.write(|writer| {
        write_many(writer)?;
        writer.sql(|connection| connection.execute_batch("no statement"))
    });
    assert!(failed.is_err());
    assert_eq!(kept(&store.connection).expect("read"), little);
}
