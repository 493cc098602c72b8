//! Tells typing from the bytes of a paste that come without the marks of one: keys that were text are not commands.
//!
//! Text keys that follow each other faster than hands type are a paste: four that come at once, or eight of which each
//! follows the one before within [`NEAR`], if three of them differ, as a key that is held down repeats itself. Where keys
//! are commands, a key waits for [`NEAR`] before it counts, so that the first of a paste does nothing either; the moves of
//! a selection do not wait. A paste goes on until nothing came for [`REST`].
//!
//! Where text is typed, keys go through at once. There, a line end after fast text ends what is typed only if no text
//! follows: a list that is pasted into a form does not save it. In a list a tab that follows text within [`NEAR`] waits as
//! long: it is text of a cell if text follows, else the key.

use std::collections::VecDeque;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use crossterm::event::{KeyCode, KeyModifiers};

use super::RuntimeEvent;
use crate::app::{Meaning, Msg};
use crate::input::Key;

/// How many messages are taken in before a frame is drawn.
const MOST_BEFORE_A_FRAME: usize = 256;

/// How soon keys follow each other that one hand cannot have typed: the fastest typists take 50 ms, and a key that is
/// held down repeats itself after 30.
const NEAR: Duration = Duration::from_millis(25);

/// How soon bytes follow each other that were written at once.
const TOGETHER: Duration = Duration::from_millis(2);

/// How long the parts of a paste are apart at most: terminals hand it over slowly, some with an eighth of a second
/// between.
const REST: Duration = Duration::from_millis(200);

/// How long a line end after fast text waits for more.
const LINE_REST: Duration = Duration::from_millis(120);

/// How many keys at once are a paste; scripts send a few.
const AT_ONCE: usize = 4;

/// How many keys in fast order are a paste.
const IN_ORDER: usize = 8;

/// How many different keys a paste holds at least.
const DIFFERENT: usize = 3;

/// Returns the present instant: how fast keys follow each other is measured by a clock that never jumps.
#[expect(
    clippy::disallowed_methods,
    reason = "no wall clock, whose hands are moved, tells how fast keys came"
)]
pub(super) fn instant() -> Instant {
    Instant::now()
}

/// What keys turned out to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Input {
    /// A key.
    Key(Key),
    /// A paste.
    Paste(String),
}

/// The keys of the moment.
#[derive(Debug, Default)]
pub(super) struct Burst {
    state: State,
    last: Option<Instant>,
    /// Text keys of which each came soon after the one before, and how many of them came at once.
    run: usize,
    at_once: usize,
    different: Vec<Key>,
    held: Vec<Key>,
}

#[derive(Debug, Default)]
enum State {
    /// Keys are keys.
    #[default]
    Typing,
    /// A line end waits whether text follows.
    LineEnd,
    /// A paste is under way; it ends at this time.
    Paste(String, Instant),
}

impl From<Input> for RuntimeEvent {
    fn from(input: Input) -> Self {
        Self::Msg(match input {
            Input::Key(key) => Msg::KeyPressed(key),
            Input::Paste(text) => Msg::Pasted(text),
        })
    }
}

impl Burst {
    /// Waits for something to happen and takes what has happened since; time that passed is a fact too, and so is how far
    /// the keys were read.
    pub(super) fn waiting_facts(
        &self,
        queue: &Receiver<RuntimeEvent>,
        patience: Option<Duration>,
    ) -> VecDeque<RuntimeEvent> {
        let since = instant();
        let rest = self.wake_at().map(|at| at.saturating_duration_since(since));
        let first = match patience.into_iter().chain(rest).min() {
            Some(patience) => match queue.recv_timeout(patience) {
                Ok(fact) => fact,
                Err(RecvTimeoutError::Timeout) => RuntimeEvent::Msg(Msg::TimePassed),
                Err(RecvTimeoutError::Disconnected) => RuntimeEvent::HungUp,
            },
            None => queue.recv().unwrap_or(RuntimeEvent::HungUp),
        };
        let mut facts = VecDeque::from([first]);
        facts.extend(queue.try_iter().take(MOST_BEFORE_A_FRAME));
        if facts.len() <= MOST_BEFORE_A_FRAME {
            facts.push_back(RuntimeEvent::KeysRead(since));
        }
        facts
    }

    /// Takes a fact: one that is of no matter here comes back, any other becomes what is to be taken in its place.
    pub(super) fn take(
        &mut self,
        fact: RuntimeEvent,
        meaning: impl Fn(Key) -> Meaning,
    ) -> Result<RuntimeEvent, Vec<RuntimeEvent>> {
        let typed = match &fact {
            RuntimeEvent::Key(key, at) => self.key(*key, *at, meaning(*key)),
            RuntimeEvent::KeysRead(until) => self.passed(*until),
            RuntimeEvent::Msg(Msg::Pasted(_) | Msg::Pointed(_)) => self.finish(),
            RuntimeEvent::Msg(_)
            | RuntimeEvent::Store(..)
            | RuntimeEvent::Signal(_)
            | RuntimeEvent::HungUp => Vec::new(),
        };
        if typed.is_empty() {
            return Ok(fact);
        }
        let last = Some(fact).filter(|fact| matches!(fact, RuntimeEvent::Msg(_)));
        Err(typed.into_iter().map(RuntimeEvent::from).chain(last).collect())
    }

    /// Takes a key that came at a time, and what it means where it goes.
    pub(super) fn key(&mut self, key: Key, at: Instant, meaning: Meaning) -> Vec<Input> {
        let gap = self
            .last
            .map_or(Duration::MAX, |last| at.saturating_duration_since(last));
        let mut out = Vec::new();
        if let State::Paste(text, until) = &mut self.state {
            let is_part = text_of(key).is_some() || gap < NEAR;
            if at <= *until && is_part {
                text.extend(text_of(key));
                if gap < NEAR {
                    *until = at + REST;
                }
                self.last = Some(at);
                return out;
            }
            out.extend(self.finish());
        }
        let is_line_end = matches!(self.state, State::LineEnd);
        if gap >= if is_line_end { LINE_REST } else { NEAR } {
            out.extend(self.finish());
        }
        self.last = Some(at);
        let Some(character) = text_of(key) else {
            out.extend(self.finish());
            out.push(Input::Key(key));
            return out;
        };
        self.run += 1;
        self.at_once = if gap < TOGETHER { self.at_once + 1 } else { 1 };
        if self.different.len() < DIFFERENT && !self.different.contains(&key) {
            self.different.push(key);
        }
        match (&self.state, meaning) {
            (State::LineEnd, _) => {
                self.held.clear();
                self.state = State::Paste(format!("\n{character}"), at + REST);
            }
            (_, Meaning::Line) if key.code == KeyCode::Enter && self.is_fast() => {
                self.held.push(key);
                self.state = State::LineEnd;
            }
            (_, Meaning::List) if key.code == KeyCode::Tab && self.is_fast() => {
                out.extend(self.held_tabs());
                out.push(Input::Paste("\t".to_owned()));
            }
            (_, Meaning::List) if key.code == KeyCode::Tab && self.run > 1 => {
                out.extend(self.held_tabs());
                self.held.push(key);
            }
            (_, Meaning::List) => {
                out.extend(self.held_tabs());
                out.push(Input::Key(key));
            }
            (_, Meaning::Line) => {
                out.extend(self.release());
                out.push(Input::Key(key));
            }
            (_, Meaning::Command | Meaning::Move) if self.is_fast() => {
                let text = self.held.drain(..).chain([key]).filter_map(text_of).collect();
                self.state = State::Paste(text, at + REST);
            }
            (_, Meaning::Move) if self.held.is_empty() => out.push(Input::Key(key)),
            (_, Meaning::Command | Meaning::Move) => {
                self.held.push(key);
                // A key that is held down; its repeats never come at once.
                if self.different.len() == 1 && self.run >= IN_ORDER && self.at_once == 1 {
                    out.extend(self.release());
                }
            }
        }
        out
    }

    /// Returns when [`Self::passed`] is to be asked.
    pub(super) fn wake_at(&self) -> Option<Instant> {
        match &self.state {
            State::Paste(_, until) => Some(*until),
            State::LineEnd => self.last.map(|last| last + LINE_REST),
            State::Typing if self.held.is_empty() => None,
            State::Typing => self.last.map(|last| last + NEAR),
        }
    }

    /// Takes that no key came until now.
    pub(super) fn passed(&mut self, now: Instant) -> Vec<Input> {
        if self.wake_at().is_some_and(|at| at <= now) {
            self.finish()
        } else {
            Vec::new()
        }
    }

    /// Ends what is under way.
    pub(super) fn finish(&mut self) -> Vec<Input> {
        (self.run, self.at_once) = (0, 0);
        self.different.clear();
        match std::mem::take(&mut self.state) {
            State::Typing | State::LineEnd => self.release().collect(),
            State::Paste(text, _) => vec![Input::Paste(text)],
        }
    }

    fn is_fast(&self) -> bool {
        self.different.len() >= DIFFERENT && (self.at_once >= AT_ONCE || self.run >= IN_ORDER)
    }

    /// Lets go of what waited and was followed by text: a tab is text itself then.
    fn held_tabs(&mut self) -> impl Iterator<Item = Input> + use<> {
        let held = std::mem::take(&mut self.held).into_iter();
        held.map(|key| match key.code {
            KeyCode::Tab => Input::Paste("\t".to_owned()),
            _ => Input::Key(key),
        })
    }

    fn release(&mut self) -> impl Iterator<Item = Input> + use<> {
        std::mem::take(&mut self.held).into_iter().map(Input::Key)
    }
}

/// Returns the character that a key is in a text; a line feed arrives as ctrl-j.
fn text_of(key: Key) -> Option<char> {
    match (key.code, key.modifiers) {
        (KeyCode::Char('j'), KeyModifiers::CONTROL) | (KeyCode::Enter, KeyModifiers::NONE) => Some('\n'),
        (KeyCode::Tab, KeyModifiers::NONE) => Some('\t'),
        (KeyCode::Char(character), modifiers)
            if !modifiers.intersects(KeyModifiers::CONTROL | KeyModifiers::ALT) =>
        {
            Some(character)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;

    fn keys(text: &str) -> Vec<Key> {
        let key = |character| match character {
            '\n' => Key::plain(KeyCode::Enter),
            '\t' => Key::plain(KeyCode::Tab),
            character => Key::char(character),
        };
        text.chars().map(key).collect()
    }

    /// Sends keys with gaps, lets time pass as the loop does, and returns what they are.
    fn sent(keys: &[Key], gap: impl Fn(usize) -> u64, meaning: Meaning) -> Vec<Input> {
        let (mut burst, mut now) = (Burst::default(), instant());
        let mut out = Vec::new();
        for (place, key) in keys.iter().enumerate() {
            now += Duration::from_micros(gap(place));
            out.extend(burst.passed(now));
            out.extend(burst.key(*key, now, meaning));
        }
        out.extend(burst.passed(now + Duration::from_secs(1)));
        out
    }

    fn typed(keys: &[Key]) -> Vec<Input> {
        keys.iter().copied().map(Input::Key).collect()
    }

    const LIST: &str = "dana ruiz,dana@acme.com\nann lee,ann@acme.com,CTO\n";

    #[rstest]
    #[case::written_at_once(|_| 20)]
    #[case::a_fast_line(|_| 100)]
    #[case::a_slow_line(|_| 1_040)]
    #[case::far_away(|_| 20_000)]
    #[case::in_chunks(|place: usize| if place.is_multiple_of(16) { 125_000 } else { 10 })]
    fn a_list_without_marks_is_one_paste(#[case] gap: fn(usize) -> u64) {
        assert_eq!(
            sent(&keys(LIST), gap, Meaning::Command),
            [Input::Paste(LIST.into())]
        );
    }

    #[rstest]
    #[case::a_few_at_once("g n", |_| 10)]
    #[case::two_at_once("2a", |_| 10)]
    #[case::a_script_of_one_by_one("jjdu*ak", |_| 4_000)]
    #[case::a_fast_typist("g nddua2xe1*q", |_| 40_000)]
    #[case::rolled_over("gnua", |place: usize| if place.is_multiple_of(2) { 90_000 } else { 3_000 })]
    #[case::held_down("xxxxxxxxxxxxxxxxxxxx", |_| 15_000)]
    #[case::held_down_over_a_slow_line("xxxxxxxxxx", |_| 5)]
    fn what_hands_and_scripts_type_is_typed(#[case] text: &str, #[case] gap: fn(usize) -> u64) {
        assert_eq!(sent(&keys(text), gap, Meaning::Command), typed(&keys(text)));
    }

    #[test]
    fn a_key_waits_where_it_is_a_command_and_nowhere_else() {
        let now = instant();
        let mut burst = Burst::default();
        assert_eq!(burst.key(Key::char('d'), now, Meaning::Command), []);
        assert_eq!(burst.passed(now + NEAR / 2), []);
        assert_eq!(burst.passed(now + NEAR), typed(&[Key::char('d')]));
        assert_eq!(burst.wake_at(), None);
        for meaning in [Meaning::Move, Meaning::Line, Meaning::List] {
            let mut burst = Burst::default();
            assert_eq!(burst.key(Key::char('d'), now, meaning), typed(&[Key::char('d')]));
        }
        let mut burst = Burst::default();
        let escape = Key::plain(KeyCode::Esc);
        assert_eq!(burst.key(escape, now, Meaning::Command), typed(&[escape]));
    }

    #[test]
    fn a_key_after_the_rest_of_a_paste_is_a_key_again() {
        let (mut burst, mut now) = (Burst::default(), instant());
        for key in keys("dana@acme.com") {
            assert_eq!(burst.key(key, now, Meaning::Command), []);
        }
        // Slow keys belong to it for a while, and do not make it longer.
        for _ in 0..3 {
            now += Duration::from_millis(60);
            assert_eq!(burst.key(Key::char('d'), now, Meaning::Command), []);
        }
        now += Duration::from_millis(60);
        let out = burst.key(Key::char('d'), now, Meaning::Command);
        assert_eq!(out, [Input::Paste("dana@acme.comddd".into())]);
        assert_eq!(burst.passed(now + NEAR), typed(&[Key::char('d')]));
    }

    #[test]
    fn a_line_that_a_script_types_into_a_form_is_typed_and_a_list_does_not_save_it() {
        let line = keys("Ann Lee\tann@acme.com\n");
        assert_eq!(sent(&line, |_| 10, Meaning::Line), typed(&line));
        let list = keys("Ann\tann@acme.com\nBo\tbo@acme.com\n");
        let out = sent(&list, |_| 10, Meaning::Line);
        let (first, rest) = out.split_at(out.len() - 1);
        assert_eq!(first, typed(&keys("Ann\tann@acme.com")));
        assert_eq!(rest, [Input::Paste("\nBo\tbo@acme.com\n".into())]);
    }

    #[test]
    fn a_tab_of_pasted_cells_stays_in_the_list() {
        let out = sent(&keys("Ann Lee\tann@acme.com\n"), |_| 10, Meaning::List);
        assert!(out.contains(&Input::Paste("\t".into())), "{out:?}");
        assert!(!out.contains(&Input::Key(Key::plain(KeyCode::Tab))));
        // So does that of a cell that is too short to be told from typing yet, and one of an empty cell.
        for (cells, tabs) in [
            ("Bo\tbo@acme.com\n", 1),
            ("B\tb@acme.com", 1),
            ("Bo\t\tbo@acme.com", 2),
        ] {
            let out = sent(&keys(cells), |_| 10, Meaning::List);
            let text: Vec<Input> = keys(cells)
                .into_iter()
                .map(|key| match key.code {
                    KeyCode::Tab => Input::Paste("\t".to_owned()),
                    _ => Input::Key(key),
                })
                .collect();
            assert_eq!(out, text, "{cells:?}");
            assert_eq!(
                out.iter()
                    .filter(|input| **input == Input::Paste("\t".into()))
                    .count(),
                tabs
            );
        }
        // One that no text follows, or that is typed, goes on to the next part of the pane.
        assert_eq!(sent(&keys("Bo\t"), |_| 10, Meaning::List), typed(&keys("Bo\t")));
        let typed_keys = keys("Bo\tbo");
        assert_eq!(sent(&typed_keys, |_| 40_000, Meaning::List), typed(&typed_keys));
        // A tab that is pressed goes on to the next part of the pane.
        let tab = keys("\t");
        assert_eq!(sent(&tab, |_| 10, Meaning::List), typed(&tab));
    }

    proptest! {
        #[test]
        fn no_list_gives_a_key_at_any_speed_and_chunking(
            people in prop::collection::vec("[A-Za-z]{3,9} [A-Za-z]{3,9},[a-z]{2,8}@[a-z]{2,8}\\.com", 2..6),
            end in prop::sample::select(vec!["\n", "\r", "\r\n"]),
            chunk in 1_usize..64,
            within in 0_u64..20_000,
            between in 0_u64..150_000,
        ) {
            let text = people.iter().map(|person| format!("{person}{end}")).collect::<String>();
            let list: Vec<Key> = text.chars().map(|character| match character {
                '\r' => Key::plain(KeyCode::Enter),
                '\n' => Key::ctrl('j'),
                character => Key::char(character),
            }).collect();
            // Chunks that are shorter than a paste are told from typing by the speed of all.
            let between = if chunk < IN_ORDER { between.min(20_000) } else { between };
            let gap = |place: usize| if place.is_multiple_of(chunk) { between } else { within };
            let out = sent(&list, gap, Meaning::Command);
            prop_assert!(out.iter().all(|input| matches!(input, Input::Paste(_))), "{:?}", out);
        }

        #[test]
        fn what_a_hand_types_is_never_taken_for_a_paste(
            text in "[a-z0-9*?/ ]{1,40}",
            gap in 26_000_u64..300_000,
        ) {
            let typed_keys = keys(&text);
            prop_assert_eq!(sent(&typed_keys, |_| gap, Meaning::Command), typed(&typed_keys));
        }
    }
}
