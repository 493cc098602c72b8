//! The terminal: taken over at start, given back in every way that the program can end or pause.

use std::io::{self, BufWriter, IsTerminal, Stdout, Write, stdin, stdout};
use std::mem::ManuallyDrop;
use std::sync::atomic::{AtomicBool, Ordering};

use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use crossterm::terminal::{
    EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode, size,
};
use crossterm::{Command, cursor, execute};
use ratatui::backend::CrosstermBackend;
use ratatui::{Frame, Terminal};

use crate::app::layout::Size;

/// Whether the terminal reports clicks and the wheel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mouse {
    /// It does.
    Reported,
    /// It keeps them, to select text.
    Left,
}

/// The program was started without a terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("The app needs a terminal. Start it in one, or use the commands: pivotal --help lists them.")]
pub struct NoTerminal;

/// Whether the terminal is taken, so that it is given back once by whoever comes first.
static TAKEN: AtomicBool = AtomicBool::new(false);

/// The terminal while the app has it.
pub(super) struct Screen {
    /// Never dropped: that would show the cursor once more, and panic where the terminal is gone.
    terminal: ManuallyDrop<Terminal<CrosstermBackend<BufWriter<Stdout>>>>,
    mouse: Mouse,
}

impl Screen {
    /// Takes the terminal over.
    pub(super) fn take(mouse: Mouse) -> io::Result<Self> {
        let out = BufWriter::with_capacity(64 * 1024, stdout());
        let terminal = Terminal::new(CrosstermBackend::new(out))?;
        let screen = Self {
            terminal: ManuallyDrop::new(terminal),
            mouse,
        };
        screen.enter()?;
        Ok(screen)
    }

    fn enter(&self) -> io::Result<()> {
        // Set before anything changes, so that a failure half-way is given back too.
        TAKEN.store(true, Ordering::Release);
        enable_raw_mode()?;
        execute!(stdout(), EnterAlternateScreen, EnableBracketedPaste, cursor::Hide)?;
        match self.mouse {
            Mouse::Reported => execute!(stdout(), ReportMouse),
            Mouse::Left => Ok(()),
        }
    }

    /// Draws a frame.
    pub(super) fn draw(&mut self, draw: impl FnOnce(&mut Frame<'_>)) -> io::Result<()> {
        self.terminal.draw(draw)?;
        Ok(())
    }

    /// Has the next frame drawn whole, on an empty screen: what a terminal drew wider than it should is gone then.
    pub(super) fn wipe(&mut self) -> io::Result<()> {
        // Its own clear would ask the terminal where the cursor is, and wait for the answer.
        let area = ratatui::layout::Rect::from((ratatui::layout::Position::ORIGIN, self.terminal.size()?));
        self.terminal.resize(area)
    }

    /// Sends a sequence that draws nothing.
    pub(super) fn send(&self, sequence: &str) -> io::Result<()> {
        let mut out = stdout().lock();
        out.write_all(sequence.as_bytes())?;
        out.flush()
    }

    /// Takes the terminal over again after a stop; the next frame is drawn whole.
    pub(super) fn retake(&mut self) -> io::Result<()> {
        self.enter()?;
        self.wipe()
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        give_back();
    }
}

/// Returns the size of the terminal.
pub(super) fn dimensions() -> io::Result<Size> {
    let (width, height) = size()?;
    Ok(Size { width, height })
}

/// Returns whether there is a terminal to take.
pub(super) fn check() -> Result<(), NoTerminal> {
    if stdin().is_terminal() && stdout().is_terminal() {
        Ok(())
    } else {
        Err(NoTerminal)
    }
}

/// Hands the terminal back: mouse, paste, cursor, screen and line mode as they were; does nothing if it is not taken.
pub(super) fn give_back() {
    if TAKEN.swap(false, Ordering::AcqRel) {
        // Where the terminal is gone there is nothing to give back.
        let _ = write_back(&mut stdout().lock());
        let _ = disable_raw_mode();
    }
}

fn write_back(out: &mut impl Write) -> io::Result<()> {
    execute!(
        out,
        LeaveMouse,
        DisableBracketedPaste,
        LeaveAlternateScreen,
        cursor::Show
    )
}

/// Has clicks and the wheel reported, and no movements: those would wake an idle program.
struct ReportMouse;

impl Command for ReportMouse {
    fn write_ansi(&self, f: &mut impl std::fmt::Write) -> std::fmt::Result {
        f.write_str("\x1b[?1000h\x1b[?1006h")
    }
}

/// Leaves the mouse to the terminal.
struct LeaveMouse;

impl Command for LeaveMouse {
    fn write_ansi(&self, f: &mut impl std::fmt::Write) -> std::fmt::Result {
        f.write_str("\x1b[?1006l\x1b[?1000l")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_taken_is_given_back() {
        let mut out = Vec::new();
        write_back(&mut out).expect("written");
        let text = String::from_utf8(out).expect("text");
        for sequence in [
            "\x1b[?1006l",
            "\x1b[?1000l",
            "\x1b[?2004l",
            "\x1b[?1049l",
            "\x1b[?25h",
        ] {
            assert!(text.contains(sequence), "{sequence:?} in {text:?}");
        }
    }
}
