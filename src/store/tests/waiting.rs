//! Who waits for whom, and for how long.

use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use super::{add, store_of, workspace};
use crate::store::{MANY, Store, StoreError};

/// How long a write waits at once in these tests.
const WAIT: Duration = Duration::from_millis(20);

/// Begins a write of so many rows in one store and returns how another write in a second store went meanwhile; the
/// first one ends when the second has, or after `longest`.
fn write_beside(rows: usize, longest: Duration) -> Result<(), StoreError> {
    let folder = store_of(&["Acme"]);
    let mut first = Store::open(folder.path()).expect("opened");
    let mut second = Store::open(folder.path()).expect("opened");
    second.connection.busy_timeout(WAIT).expect("set");
    let (begun, begins) = mpsc::channel();
    let (ended, ends) = mpsc::channel();
    thread::scope(|scope| {
        let other = scope.spawn(move || {
            begins.recv().expect("begun");
            let written = second.write(|_| Ok::<_, StoreError>(()));
            // Nobody hears it where the first write ended before.
            let _ = ended.send(());
            written
        });
        first
            .write(|writer| {
                writer.make_room_for(rows)?;
                begun.send(()).expect("heard");
                let _ = ends.recv_timeout(longest);
                Ok::<_, StoreError>(())
            })
            .expect("written");
        other.join().expect("no panic")
    })
}

#[test]
fn a_large_change_is_waited_for() {
    write_beside(MANY, 10 * WAIT).expect("waited for");
}

#[test]
fn a_small_change_that_hangs_is_told() {
    let refused = write_beside(MANY - 1, Duration::MAX);
    assert!(matches!(refused, Err(StoreError::Busy { .. })), "{refused:?}");
}

#[test]
fn nobody_waits_for_a_large_change_that_has_ended() {
    let folder = store_of(&["Acme"]);
    let mut store = Store::open(folder.path()).expect("opened");
    store.write(|writer| writer.make_room_for(MANY)).expect("written");
    assert!(!store.waits_for_large_change());
    add(&mut workspace(folder.path()), "Beta");
}
