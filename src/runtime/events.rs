//! Events of the terminal, as messages: keys, pastes, the mouse, resizes.
//!
//! Bracketed pastes arrive whole. A paste may hold the sequence that ends it early, so that its rest arrives as keys:
//! keys that are there at once behind a paste are dropped, for a paste is never a command.

use std::io;
use std::sync::mpsc::Sender;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::Builder;
use std::time::Duration;

use crossterm::event::{Event, KeyEvent, KeyEventKind, MouseButton, MouseEvent, MouseEventKind, poll, read};

use super::RuntimeEvent;
use super::burst::instant;
use crate::app::Msg;
use crate::app::layout::Size;
use crate::input::{Key, Pointer, PointerAct};

/// How soon keys follow a paste that are part of it: a terminal far away, or a busy one, hands a paste over in parts, and
/// a person is slower.
const SAME_BURST: Duration = Duration::from_millis(50);

/// Lets events be read, or leaves the terminal's input to another program for a while.
#[derive(Debug, Clone, Default)]
pub(super) struct Gate(Arc<(Mutex<Passage>, Condvar)>);

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Passage {
    #[default]
    Open,
    /// The reader should stop.
    Closing,
    /// The reader waits.
    Closed,
}

/// The input belongs to another program while this lives.
#[derive(Debug)]
pub(super) struct Paused(Gate);

impl Gate {
    /// Has the reader stop; returns when it does.
    pub(super) fn close(&self) -> io::Result<Paused> {
        self.set(Passage::Closing);
        // The reader wakes up on a change of size only.
        signal_hook::low_level::raise(signal_hook::consts::SIGWINCH)?;
        let (passage, changed) = &*self.0;
        let passage = passage.lock().unwrap_or_else(PoisonError::into_inner);
        drop(changed.wait_timeout_while(passage, PATIENCE, |passage| *passage == Passage::Closing));
        Ok(Paused(self.clone()))
    }

    fn set(&self, to: Passage) {
        let (passage, changed) = &*self.0;
        *passage.lock().unwrap_or_else(PoisonError::into_inner) = to;
        changed.notify_all();
    }

    /// Waits while the input belongs to another program.
    fn pass(&self) {
        let (passage, changed) = &*self.0;
        let mut passage = passage.lock().unwrap_or_else(PoisonError::into_inner);
        if *passage == Passage::Closing {
            *passage = Passage::Closed;
            changed.notify_all();
        }
        drop(changed.wait_while(passage, |passage| *passage != Passage::Open));
    }
}

impl Drop for Paused {
    fn drop(&mut self) {
        self.0.set(Passage::Open);
    }
}

/// How long a reader that is in the middle of something is waited for.
const PATIENCE: Duration = Duration::from_millis(500);

/// Reads events on a thread of its own.
pub(super) fn start(facts: Sender<RuntimeEvent>) -> io::Result<Gate> {
    let gate = Gate::default();
    let passing = gate.clone();
    Builder::new().name("events".to_owned()).spawn(move || {
        loop {
            passing.pass();
            let event = match read() {
                Ok(event) => event,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(_) => {
                    let _ = facts.send(RuntimeEvent::HungUp);
                    return;
                }
            };
            let pasted = matches!(event, Event::Paste(_));
            if let Some(fact) = fact(event)
                && facts.send(fact).is_err()
            {
                return;
            }
            while pasted && poll(SAME_BURST).unwrap_or(false) {
                match read() {
                    Ok(Event::Key(_)) | Err(_) => {}
                    Ok(other) => {
                        if let Some(fact) = fact(other) {
                            let _ = facts.send(fact);
                        }
                    }
                }
            }
        }
    })?;
    Ok(gate)
}

/// Translates an event; some mean nothing to the app.
fn fact(event: Event) -> Option<RuntimeEvent> {
    let msg = match event {
        Event::Key(KeyEvent {
            kind: KeyEventKind::Release,
            ..
        })
        | Event::FocusGained
        | Event::FocusLost => return None,
        Event::Key(key) => return Some(RuntimeEvent::Key(Key::from(key), instant())),
        Event::Paste(text) => Msg::Pasted(with_line_feeds(&text)),
        Event::Mouse(mouse) => Msg::Pointed(pointer(mouse)?),
        Event::Resize(width, height) => Msg::Resized(Size { width, height }),
    };
    Some(RuntimeEvent::Msg(msg))
}

fn pointer(mouse: MouseEvent) -> Option<Pointer> {
    let act = match mouse.kind {
        MouseEventKind::Down(MouseButton::Left) => PointerAct::Click,
        MouseEventKind::ScrollUp => PointerAct::WheelUp,
        MouseEventKind::ScrollDown => PointerAct::WheelDown,
        MouseEventKind::Down(_)
        | MouseEventKind::Up(_)
        | MouseEventKind::Drag(_)
        | MouseEventKind::Moved
        | MouseEventKind::ScrollLeft
        | MouseEventKind::ScrollRight => return None,
    };
    Some(Pointer {
        act,
        column: mouse.column,
        row: mouse.row,
    })
}

/// Makes every line end a line feed: terminals send CR, LF or both.
fn with_line_feeds(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}

#[cfg(test)]
mod tests {
    use crossterm::event::{KeyCode, KeyModifiers};

    use super::*;

    #[test]
    fn line_ends_of_every_system_become_line_feeds() {
        assert_eq!(
            fact(Event::Paste("a\r\nb\rc\nd\r\r\n".into())),
            Some(RuntimeEvent::Msg(Msg::Pasted("a\nb\nc\nd\n\n".into())))
        );
    }

    #[test]
    fn only_presses_and_repeats_are_keys() {
        let key = |kind| {
            let mut event = KeyEvent::new(KeyCode::Char('a'), KeyModifiers::NONE);
            event.kind = kind;
            match fact(Event::Key(event)) {
                Some(RuntimeEvent::Key(key, _)) => Some(key),
                _ => None,
            }
        };
        let pressed = Some(Key::char('a'));
        assert_eq!(key(KeyEventKind::Press), pressed);
        assert_eq!(key(KeyEventKind::Repeat), pressed);
        assert_eq!(key(KeyEventKind::Release), None);
    }
}
