//! Text that is being typed, of one line or of several: the only file that knows the textarea.

use crossterm::event::{KeyCode, KeyModifiers};
use tui_textarea::{CursorMove, Input, Key as TextKey, Scrolling, TextArea, WrapMode};

use crate::domain::{SafeText, clean_lines, is_dropped};
use crate::input::{Key, Step, TextCommand};

/// A single line with a cursor and an undo of its own.
#[derive(Debug, Clone)]
pub struct LineEditor {
    area: Box<TextArea<'static>>,
}

impl Default for LineEditor {
    fn default() -> Self {
        Self::new("")
    }
}

impl LineEditor {
    /// Starts with a text, the cursor behind it.
    pub fn new(text: &str) -> Self {
        let mut area = TextArea::new(vec![SafeText::clean(text).to_string()]);
        area.move_cursor(CursorMove::End);
        Self { area: Box::new(area) }
    }

    /// Returns the text.
    pub fn text(&self) -> &str {
        self.area.lines().first().map_or("", String::as_str)
    }

    /// Returns the text before the cursor.
    pub fn before_cursor(&self) -> &str {
        let text = self.text();
        let at = text
            .char_indices()
            .nth(self.area.cursor().1)
            .map_or(text.len(), |(at, _)| at);
        text.get(..at).unwrap_or(text)
    }

    /// Types a key; returns whether the text changed.
    pub(super) fn press(&mut self, key: Key) -> bool {
        type_into(&mut self.area, key)
    }

    /// Inserts text that is clean already.
    pub(super) fn insert(&mut self, text: &str) {
        self.area.insert_str(text);
    }

    /// Inserts pasted text as one step of the undo: line ends become blanks, what could drive a terminal is dropped.
    pub(super) fn paste(&mut self, text: &str) {
        self.area.insert_str(SafeText::clean(text).as_str());
    }
}

/// Several lines with a cursor and an undo of their own.
#[derive(Debug, Clone)]
pub struct TextEditor {
    area: Box<TextArea<'static>>,
    /// The lines of the area, parted by line feeds.
    text: String,
}

impl TextEditor {
    /// Starts with a text, the cursor behind it.
    pub fn new(text: &str) -> Self {
        let text = clean_lines(text);
        let mut area = TextArea::new(text.split('\n').map(str::to_owned).collect());
        area.set_wrap_mode(WrapMode::WordOrGlyph);
        area.set_cursor_line_style(Default::default());
        // The cursor is the terminal's own.
        area.set_cursor_style(Default::default());
        area.move_cursor(CursorMove::Bottom);
        area.move_cursor(CursorMove::End);
        Self {
            area: Box::new(area),
            text,
        }
    }

    /// Returns the text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Returns what draws itself.
    pub const fn area(&self) -> &TextArea<'static> {
        &self.area
    }

    /// Types a key; returns whether the text changed.
    pub(super) fn press(&mut self, key: Key) -> bool {
        let changed = type_into(&mut self.area, key);
        self.synced(changed)
    }

    /// Carries out a command; returns whether the text changed.
    pub(super) fn act(&mut self, command: TextCommand) -> bool {
        let changed = match command {
            TextCommand::NewLine => {
                self.area.insert_newline();
                true
            }
            TextCommand::Undo => self.area.undo(),
            TextCommand::Redo => self.area.redo(),
            TextCommand::Go(Step::Up) => self.go(CursorMove::Up),
            TextCommand::Go(Step::Down) => self.go(CursorMove::Down),
            TextCommand::Go(Step::PageUp) => self.turn(Scrolling::PageUp),
            TextCommand::Go(Step::PageDown) => self.turn(Scrolling::PageDown),
            TextCommand::Go(Step::Start) => {
                self.go(CursorMove::Top);
                self.go(CursorMove::Head)
            }
            TextCommand::Go(Step::End) => {
                self.go(CursorMove::Bottom);
                self.go(CursorMove::End)
            }
            TextCommand::Go(_)
            | TextCommand::Select(_)
            | TextCommand::SelectAll
            | TextCommand::Backspace
            | TextCommand::Delete
            | TextCommand::DeleteWordLeft
            | TextCommand::DeleteWordRight
            | TextCommand::Cut
            | TextCommand::Copy
            | TextCommand::Insert
            | TextCommand::LineUp
            | TextCommand::LineDown => false,
        };
        self.synced(changed)
    }

    /// Inserts pasted text as one step of the undo: what could drive a terminal is dropped.
    pub(super) fn paste(&mut self, text: &str) {
        let changed = self.area.insert_str(clean_lines(text));
        self.synced(changed);
    }

    /// Moves the cursor, which changes no text.
    fn go(&mut self, to: CursorMove) -> bool {
        self.area.move_cursor(to);
        false
    }

    /// Turns a page, and the cursor with it.
    fn turn(&mut self, page: Scrolling) -> bool {
        self.area.scroll(page);
        false
    }

    /// Takes over the text of the area if it changed; returns whether it did.
    fn synced(&mut self, changed: bool) -> bool {
        if changed {
            self.text = self.area.lines().join("\n");
        }
        changed
    }
}

/// Types a key into a textarea, unless it would begin a new line; returns whether the text changed.
fn type_into(area: &mut TextArea<'static>, key: Key) -> bool {
    let text_key = match key.code {
        // A terminal without bracketed pastes types what is pasted.
        KeyCode::Char(c) if is_dropped(c) => return false,
        KeyCode::Char(c) => TextKey::Char(c),
        KeyCode::Backspace => TextKey::Backspace,
        KeyCode::Delete => TextKey::Delete,
        KeyCode::Left => TextKey::Left,
        KeyCode::Right => TextKey::Right,
        KeyCode::Home => TextKey::Home,
        KeyCode::End => TextKey::End,
        _ => return false,
    };
    if key == Key::ctrl('m') {
        return false;
    }
    if key == Key::ctrl('u') {
        // As in a shell, where the textarea would undo.
        return area.delete_line_by_head();
    }
    area.input(Input {
        key: text_key,
        ctrl: key.modifiers.contains(KeyModifiers::CONTROL),
        alt: key.modifiers.contains(KeyModifiers::ALT),
        shift: key.modifiers.contains(KeyModifiers::SHIFT),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_stays_one_line_whatever_is_typed_or_pasted() {
        let mut line = LineEditor::new("Ann");
        line.press(Key::plain(KeyCode::Enter));
        line.press(Key::ctrl('m'));
        line.paste(" Lee\r\n\u{1b}[31mof Acme\t1");
        line.press(Key::char('\u{202e}'));
        assert_eq!(line.text(), "AnnLee of Acme 1");
        assert_eq!(line.area.lines().len(), 1);
    }

    #[test]
    fn the_cursor_counts_characters_and_not_bytes() {
        let mut line = LineEditor::new("Žofie 王");
        line.press(Key::plain(KeyCode::Left));
        assert_eq!(line.before_cursor(), "Žofie ");
        line.press(Key::char('é'));
        assert_eq!(line.text(), "Žofie é王");
        line.press(Key::ctrl('u'));
        assert_eq!(line.text(), "王");
    }

    #[test]
    fn a_text_of_several_lines_keeps_them_and_its_undo() {
        let mut text = TextEditor::new("Ann\r\nBo");
        text.act(TextCommand::NewLine);
        text.paste("Cy\u{1b}[31m\nDi");
        assert_eq!(text.text(), "Ann\nBo\nCy\nDi");
        assert!(text.act(TextCommand::Undo));
        assert_eq!(text.text(), "Ann\nBo\n");
        assert!(text.act(TextCommand::Redo));
        assert!(!text.act(TextCommand::Go(Step::Up)));
        assert!(text.press(Key::char('!')));
        assert_eq!(text.text(), "Ann\nBo\nCy!\nDi");
    }
}
