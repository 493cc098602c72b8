//! Promise 27: keys that were text are not commands, at any speed a terminal has, on every screen; and what hands and
//! scripts type still is.
//!
//! `PIVOTAL_PROOF=full cargo test --test promises text_never_command -- --ignored --nocapture`

use std::thread::sleep;
use std::time::Duration;

use crate::paste_never_command::{PLACES, Place, QUIET, Watch, home, open};
use crate::proof::{self, Dice};
use crate::support::pty::Pty;

/// Longer than the parts of a paste are apart.
const PAUSE: Duration = Duration::from_millis(400);

/// How a terminal hands a paste over: so many bytes at once, and so many microseconds between.
#[derive(Debug, Clone, Copy)]
struct Pace {
    chunk: usize,
    micros: u64,
}

/// All at once, in parts as ssh and slow pastes make them, and byte by byte as serial lines do.
const PACES: [Pace; 8] = [
    Pace {
        chunk: 1_000_000,
        micros: 0,
    },
    Pace {
        chunk: 1_024,
        micros: 2_000,
    },
    Pace {
        chunk: 64,
        micros: 20_000,
    },
    Pace {
        chunk: 16,
        micros: 100_000,
    },
    Pace {
        chunk: 11,
        micros: 5_000,
    },
    Pace { chunk: 1, micros: 90 },
    Pace {
        chunk: 1,
        micros: 1_040,
    },
    Pace {
        chunk: 1,
        micros: 4_000,
    },
];

/// Throws a list of people without the marks of a paste; its names are full of letters that are commands.
fn list(dice: &mut Dice) -> String {
    let separator = dice.pick(&[",", "\t", ";", ", "]);
    let end = dice.pick(&["\n", "\r", "\r\n"]);
    let rows = 2 + dice.below(5);
    (0..rows)
        .map(|row| {
            let name = dice.pick(&[
                "dana ruiz",
                "Uwe Dudek",
                "xu da",
                "Ann Lee",
                "quinn d'Aud",
                "* D",
                "u d",
            ]);
            let title = dice.pick(&["", "CTO", "Head of *", "d", "1"]);
            format!("{name}{separator}p{row}@acme.com{separator}{title}{end}")
        })
        .collect()
}

fn sends(app: &mut Pty, text: &str, pace: Pace) {
    for part in text.as_bytes().chunks(pace.chunk) {
        app.send_bytes(part);
        if pace.micros > 0 {
            sleep(Duration::from_micros(pace.micros));
        }
    }
}

/// Sends lists at a place at every pace, and tells which of them made acts.
fn pasted(place: Place, paces: &[Pace], dice: &mut Dice) -> Vec<String> {
    let home = home();
    let mut app = open(home.path(), place);
    let watch = Watch::at(home.path());
    let acts = watch.acts();
    let mut faults = Vec::new();
    for pace in paces {
        let text = list(dice);
        sends(&mut app, &text, *pace);
        app.rests(PAUSE);
        if watch.acts() != acts {
            faults.push(format!(
                "at {:?} {text:?} in {pace:?} made {} acts",
                place.0,
                watch.acts() - acts
            ));
            break;
        }
    }
    app.signal(rustix::process::Signal::TERM);
    let (code, _) = app.ends();
    if code != 143 {
        faults.push(format!("at {:?} a list ended the program with {code}", place.0));
    }
    faults
}

fn all(places: &[Place], rounds: usize) -> Vec<String> {
    let mut dice = Dice::new(127);
    let mut faults = Vec::new();
    for place in places {
        let paces: Vec<Pace> = PACES.iter().copied().cycle().take(PACES.len() * rounds).collect();
        faults.extend(pasted(*place, &paces, &mut dice));
    }
    println!(
        "promise 27: {} lists without marks at {} places, at {} paces: {} made acts",
        places.len() * rounds * PACES.len(),
        places.len(),
        PACES.len(),
        faults.len()
    );
    faults
}

#[test]
fn lists_without_marks_make_no_act() {
    // The contacts, the list of customers, and the form of a contact.
    let faults = all(&[PLACES[0], PLACES[1], PLACES[9]], 1);
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
#[ignore = "minutes: PIVOTAL_PROOF=full cargo test --test promises text_never_command -- --ignored --nocapture"]
fn lists_without_marks_make_no_act_anywhere() {
    let faults = all(&PLACES, proof::of(1, 10));
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn the_control_is_found_the_same_bytes_at_the_pace_of_a_hand() {
    let home = home();
    let mut app = open(home.path(), PLACES[0]);
    let watch = Watch::at(home.path());
    let acts = watch.acts();
    for _ in 0..3 {
        sends(
            &mut app,
            "j*j*",
            Pace {
                chunk: 1,
                micros: 60_000,
            },
        );
    }
    app.rests(PAUSE);
    assert!(watch.acts() > acts, "{}", app.screen());
}

#[test]
fn what_hands_and_scripts_type_still_works() {
    let home = home();
    let mut app = open(home.path(), PLACES[1]);
    let watch = Watch::at(home.path());
    let acts = watch.acts();
    // A few keys at once, as scripts send them.
    app.send("2a").shows("Email").rests(QUIET);
    app.send("Dana Ruiz\tdana@acme.com\r")
        .shows("Added Dana Ruiz")
        .rests(PAUSE);
    assert_eq!(watch.acts(), acts + 1);
    app.send("gw").shows("Workbench").rests(PAUSE);
    app.send("gc").shows("Acme").rests(PAUSE);
    app.send("\r").rests(PAUSE);
    app.send("2").shows("active contacts").rests(PAUSE);
    // A hand in haste: 25 keys a second.
    sends(
        &mut app,
        "kkkkj*",
        Pace {
            chunk: 1,
            micros: 40_000,
        },
    );
    app.rests(PAUSE);
    assert_eq!(watch.acts(), acts + 2, "{}", app.screen());
    // A key that is held down.
    sends(
        &mut app,
        &"k".repeat(60),
        Pace {
            chunk: 1,
            micros: 16_000,
        },
    );
    sends(
        &mut app,
        &"j".repeat(60),
        Pace {
            chunk: 7,
            micros: 33_000,
        },
    );
    app.rests(PAUSE);
    assert_eq!(watch.acts(), acts + 2);
    app.send("q");
    assert_eq!(app.ends().0, 0);
}
