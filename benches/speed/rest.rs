//! The app with nothing to do, on a store of 1,000,000 contacts: how often it is woken, what it runs, what memory it holds.

use std::time::Duration;

use crate::figures::{Figures, Limit, Unit};
use crate::fixture::{FIRST_CUSTOMER, book};
use crate::session::{Session, pivotal};

/// How long it is left alone.
const ALONE: Duration = Duration::from_secs(10);

pub(crate) fn at_rest(figures: &mut Figures) {
    let mut session = Session::start(&pivotal(&book(1_000_000)));
    session.until(FIRST_CUSTOMER);
    // A large store is looked over for damage, and backed up once a day, before all is quiet.
    loop {
        let before = session.activity();
        std::thread::sleep(Duration::from_secs(2));
        if session.activity() == before {
            break;
        }
    }
    figures.add(
        "memory, 1,000,000 contacts stored",
        Limit::new(20.0 * 1024.0 * 1024.0, Unit::Bytes),
        session.memory() as f64,
    );
    let (wakes_before, ran_before) = session.activity();
    std::thread::sleep(ALONE);
    let (wakes, ran) = session.activity();
    figures.add(
        "wake-ups in ten idle seconds",
        Limit::new(0.0, Unit::Times),
        (wakes - wakes_before) as f64,
    );
    figures.add(
        "processor time in ten idle seconds",
        Limit::new(0.0, Unit::Seconds),
        (ran - ran_before).as_secs_f64(),
    );
    session.end();
}
