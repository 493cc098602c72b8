//! Long lists, which are read beside the screen: until they are, the pane knows nothing of their rows, and every key works.

use std::ops::Range;
use std::sync::Arc;

use super::PastePane;
use super::reading::{Progress, Unread};
use crate::app::RequestId;
use crate::app::document::Document;
use crate::app::pasted::{ReadList, UnreadList};
use crate::domain::ListMarks;
use crate::paste::{Known, Options, Sheet};

/// How much text is read at once between two keys, in bytes: a hundred thousand people, in a few hundredths of a second.
const AT_ONCE: usize = 8 * 1024 * 1024;

/// How long a line may be that is read between two keys, in bytes.
const LINE_AT_ONCE: usize = 64 * 1024;

/// How many lines before and behind an edit may be read with it.
const BESIDE: usize = 4;

impl PastePane {
    /// Returns whether the rows are still being read.
    pub fn is_unread(&self) -> bool {
        self.unread.is_some()
    }

    /// Returns whether some lines, and those by which the layout is known, can be read between two keys.
    pub(super) fn reads_at_once(&self, lines: Range<usize>) -> bool {
        const SAMPLE: usize = 64;
        // The lines beside them are looked at too.
        let around = lines.start.saturating_sub(BESIDE)..lines.end + BESIDE;
        self.bytes(&around) <= AT_ONCE
            && self.bytes(&(0..SAMPLE)) <= AT_ONCE / 8
            && self.has_short_lines(around)
            && self.has_short_lines(0..SAMPLE)
    }

    /// Counts the bytes of some lines; behind the last one there are none.
    fn bytes(&self, lines: &Range<usize>) -> usize {
        self.document.line_start(lines.end) - self.document.line_start(lines.start)
    }

    /// Returns whether each of some lines can be read between two keys, without a look at each of them.
    fn has_short_lines(&self, lines: Range<usize>) -> bool {
        if self.bytes(&lines) <= LINE_AT_ONCE {
            return true;
        }
        let middle = lines.start + lines.len() / 2;
        lines.len() > 1
            && self.has_short_lines(lines.start..middle)
            && self.has_short_lines(middle..lines.end)
    }

    /// Returns whether the whole text can be read between two keys.
    pub(super) fn is_short(&self) -> bool {
        self.unread.is_none() && self.reads_at_once(0..self.document.line_count())
    }

    /// Reads the whole text by other decisions, at once or beside the screen.
    pub(super) fn read_anew(&mut self, options: Options) {
        if self.is_short() {
            self.sheet.decide(options, &self.document);
        } else {
            self.put_off(options, self.sheet.known());
        }
    }

    /// Forgets the rows until they are read beside the screen.
    pub(super) fn put_off(&mut self, options: Options, known: Arc<Known>) {
        let before = std::mem::replace(&mut self.sheet, Sheet::new(&Document::default(), options, known));
        match &mut self.unread {
            Some(unread) => {
                unread.progress = match unread.progress {
                    Progress::UnderWay(request) | Progress::Outdated(request) => Progress::Outdated(request),
                    Progress::Wanted | Progress::Failed => Progress::Wanted,
                };
                unread.pasted = None;
            }
            None => {
                self.unread = Some(Unread {
                    marks: before.marks(),
                    progress: Progress::Wanted,
                    pasted: None,
                });
            }
        }
    }

    /// Returns what is to be read beside the screen, if nothing is under way.
    pub(super) fn to_read(&self) -> Option<UnreadList> {
        let wanted = |unread: &&Unread| unread.progress == Progress::Wanted;
        let unread = self.unread.as_ref().filter(wanted)?;
        Some(UnreadList {
            text: self.document.snapshot(),
            options: self.sheet.options().clone(),
            known: self.sheet.known(),
            marks: unread.marks.clone(),
        })
    }

    /// Begins with decisions that were kept with a long text.
    pub(super) fn put_off_with(&mut self, marks: ListMarks) {
        self.put_off(Options::default(), self.sheet.known());
        if let Some(unread) = &mut self.unread {
            unread.marks = marks;
        }
    }

    /// Notes that reading began.
    pub(super) fn reading_rows(&mut self, request: RequestId) {
        if let Some(unread) = &mut self.unread {
            unread.progress = Progress::UnderWay(request);
        }
    }

    /// Has a list read again whose reading failed.
    pub(super) fn read_again(&mut self) {
        if let Some(unread) = &mut self.unread
            && unread.progress == Progress::Failed
        {
            unread.progress = Progress::Wanted;
        }
    }

    /// Takes the rows that were read, unless the text changed since: then it is read again.
    pub(super) fn rows_read(&mut self, request: RequestId, list: Option<ReadList>) {
        let Some(unread) = &mut self.unread else { return };
        match unread.progress {
            Progress::UnderWay(of) if of == request => {}
            Progress::Outdated(of) if of == request => {
                unread.progress = Progress::Wanted;
                return;
            }
            Progress::Wanted | Progress::UnderWay(_) | Progress::Outdated(_) | Progress::Failed => return,
        }
        let Some(sheet) = list.and_then(|list| Arc::try_unwrap(list.0).ok()) else {
            unread.progress = Progress::Failed;
            return;
        };
        let pasted = unread.pasted.take();
        self.unread = None;
        self.sheet = sheet;
        match pasted {
            Some(lines) => self.go_to_first_of(lines),
            None => self.keep_in_view(),
        }
    }

    /// Goes to the first flagged row of lines that were pasted, now or once they are read.
    pub(super) fn go_to_pasted(&mut self, lines: Range<usize>) {
        match &mut self.unread {
            Some(unread) => unread.pasted = Some(lines),
            None => self.go_to_first_of(lines),
        }
    }

    /// Returns what was decided about the rows.
    pub(super) fn marks(&self) -> ListMarks {
        match &self.unread {
            Some(unread) => unread.marks.clone(),
            None => self.sheet.marks(),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::{AT_ONCE, LINE_AT_ONCE, Progress, Sheet};
    use crate::app::Msg;
    use crate::app::overlay::pane::PastePane;
    use crate::app::testing::{Person, small_book};
    use crate::paste::{Counts, Options};

    const PEOPLE: usize = 3_000;

    /// A line that is too long to be read between two keys.
    fn long_line() -> String {
        let mut line = String::new();
        for n in 0..PEOPLE {
            write!(line, "Person {n} <person{n}@acme.com>; ").expect("written");
        }
        assert!(line.len() > LINE_AT_ONCE);
        line
    }

    fn at_pane() -> Person {
        let mut person = Person::at(80, 24, &small_book());
        person.keys("<enter>2p");
        person
    }

    fn pane(person: &Person) -> &PastePane {
        person.pane().expect("open")
    }

    fn counts(person: &Person) -> Counts {
        pane(person).counts()
    }

    #[test]
    fn a_long_list_is_read_beside_the_screen_and_every_key_works_meanwhile() {
        let mut person = at_pane();
        person.hold_replies();
        person.tell(Msg::Pasted(long_line()));
        assert_eq!(pane(&person).action(), "Reading the list…");
        person.keys("<ctrl-s>");
        assert!(person.toast().contains("still being read"), "{}", person.toast());
        // What is read of it is outdated once the text is edited.
        person.text("Bo <bo@acme>");
        person.keys("<ctrl-c>");
        assert!(person.dialog().is_some(), "quitting is asked at once");
        person.keys("<esc>");
        person.release_replies();
        assert_eq!(pane(&person).action(), format!("Add {PEOPLE} contacts"));
        assert_eq!(counts(&person).flagged, 1);
        let fresh = Sheet::new(
            &pane(&person).document,
            Options::default(),
            pane(&person).sheet().known(),
        );
        assert_eq!(counts(&person), fresh.counts());
    }

    #[test]
    fn one_long_line_among_many_short_ones_is_read_beside_the_screen() {
        let short = "ann@acme.com\n".repeat(20_000);
        let text = format!("{short}{}\n{short}", long_line());
        assert!(text.len() < AT_ONCE && text.len() / 40_001 < LINE_AT_ONCE);
        let mut person = at_pane();
        person.hold_replies();
        person.tell(Msg::Pasted(text));
        assert_eq!(pane(&person).action(), "Reading the list…");
        person.keys("<ctrl-c>");
        assert!(person.dialog().is_some(), "quitting is asked at once");
        // A question is deaf for a moment after a paste.
        person.wait(200).keys("<esc>");
        person.release_replies();
        assert!(!pane(&person).is_unread());
        // Far from the long line an edit is followed at once, beside it the list is read again.
        person.hold_replies();
        person
            .keys("<ctrl-home>")
            .text("Bo <bo@acme.com>")
            .keys("<enter>");
        assert!(!pane(&person).is_unread());
        person.release_replies();
        for line in [19_998, 20_001, 20_002] {
            let start = pane(&person).document.line_start(line);
            person.hold_replies();
            let open = person.model.stack.get_mut::<PastePane>().expect("open");
            open.document.go_to_byte(start);
            person.text("x");
            assert_eq!(pane(&person).document.cursor(), start + 1);
            assert!(pane(&person).is_unread(), "line {line}");
            person.release_replies();
            assert!(!pane(&person).is_unread());
        }
    }

    #[test]
    fn a_list_of_many_lines_is_read_beside_the_screen_too() {
        let mut person = at_pane();
        person.hold_replies();
        person.tell(Msg::Pasted("ann@acme.com\n".repeat(AT_ONCE / 13 + 1)));
        assert_eq!(pane(&person).action(), "Reading the list…");
    }

    #[test]
    fn what_was_skipped_in_a_long_list_stays_skipped_when_it_is_read_again() {
        let mut person = at_pane();
        person.tell(Msg::Pasted(long_line()));
        person.keys("<tab> ");
        assert_eq!(counts(&person).skipped, 1);
        person.keys("<tab>");
        person.text("Bo <bo@acme.com>");
        assert_eq!(counts(&person).ready, PEOPLE);
        assert_eq!(counts(&person).skipped, 1);
    }

    #[test]
    fn a_long_list_that_cannot_be_read_is_told_and_read_again_on_a_wish() {
        let mut person = at_pane();
        person.hold_replies();
        person.tell(Msg::Pasted(long_line()));
        let progress = |person: &Person| pane(person).unread.as_ref().map(|unread| unread.progress);
        let Some(Progress::UnderWay(request)) = progress(&person) else {
            panic!("{:?}", progress(&person));
        };
        let list = Err("No thread could be started.".to_owned());
        person.tell(Msg::RowsRead { request, list });
        assert!(person.toast().contains("could not be read"), "{}", person.toast());
        assert_eq!(progress(&person), Some(Progress::Failed));
        person.keys("<ctrl-s>");
        person.release_replies();
        assert_eq!(pane(&person).action(), format!("Add {PEOPLE} contacts"));
    }
}
