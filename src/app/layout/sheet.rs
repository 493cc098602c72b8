//! The lines of a sheet that lies over the screen, and where they stand.

use jiff::tz::TimeZone;
use unicode_width::UnicodeWidthStr;

use super::details::details_lines;
use super::sheet_line::SheetLine;
use super::{Rect, Size, wrap};
use crate::app::overlay::sheet::{Content, Sheet};
use crate::domain::{Contact, JobRole, MessageDraft, Note, RoleGroup, SafeText};

/// The parts of a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetAreas<'a> {
    /// The whole of it, border included.
    pub frame: Rect,
    /// The lines.
    pub lines: Vec<SheetLine<'a>>,
    /// Where they stand.
    pub body: Rect,
    /// Where it says how much more there is, and what a model does.
    pub foot: Rect,
    /// Columns of names and of titles.
    pub columns: (u16, u16),
}

impl SheetAreas<'_> {
    /// Counts the lines that do not fit.
    pub fn hidden_lines(&self) -> usize {
        self.lines.len().saturating_sub(usize::from(self.body.height))
    }
}

/// Returns the parts of a sheet; the message and the keys below it stay in sight.
pub fn sheet<'a>(size: Size, zone: &TimeZone, sheet: &'a Sheet) -> SheetAreas<'a> {
    let screen = Rect::new(0, 0, size.width, size.height);
    let width = screen.width.saturating_sub(4).min(100);
    let room = usize::from(width.saturating_sub(4));
    let lines = match &sheet.content {
        Content::Who { groups, prose } => who(groups, prose.as_deref(), room),
        Content::Drafts { drafts, at, .. } => drafts
            .get(*at)
            .map(|draft| mail(draft, *at, drafts.len(), room))
            .unwrap_or_default(),
        Content::Note(note) => note_lines(note, room),
        Content::Details(details) => details_lines(&details.words(zone), room),
    };
    let wanted = u16::try_from(lines.len()).unwrap_or(u16::MAX).saturating_add(4);
    let frame = screen.centred(width, wanted.min(screen.height.saturating_sub(4)));
    let inside = frame.inset(2, 1);
    let (body, rest) = inside.split_top(inside.height.saturating_sub(1));
    SheetAreas {
        frame,
        lines,
        body,
        foot: rest,
        columns: columns(sheet, body.width),
    }
}

/// Returns the columns of names and titles: as wide as they need, as far as an address has room beside them.
fn columns(sheet: &Sheet, width: u16) -> (u16, u16) {
    let Content::Who { groups, .. } = &sheet.content else {
        return (0, 0);
    };
    let people = || groups.iter().flat_map(|group| &group.people);
    let widest = |cells: usize| u16::try_from(cells).unwrap_or(u16::MAX).min(width / 3);
    let names = people().map(|one| one.name.as_str().width()).max().unwrap_or(0);
    let titles = people().map(|one| title(one).width()).max().unwrap_or(0);
    (widest(names), widest(titles))
}

/// Returns the job title, empty if there is none.
pub fn title(contact: &Contact) -> &str {
    contact.title().map_or("", SafeText::as_str)
}

fn who<'a>(groups: &'a [RoleGroup], prose: Option<&str>, room: usize) -> Vec<SheetLine<'a>> {
    let mut lines = Vec::new();
    if let Some(prose) = prose {
        lines.extend(
            prose
                .split('\n')
                .flat_map(|line| wrap(line, room))
                .map(SheetLine::Text),
        );
        lines.push(SheetLine::Dim(
            "Written by a model: check it against the people below.".to_owned(),
        ));
        lines.push(SheetLine::Blank);
    }
    for group in groups {
        // Who has no known role is a group only if somebody is in it.
        if group.role == JobRole::Unknown && group.people.is_empty() {
            continue;
        }
        if lines.last().is_some_and(|line| *line != SheetLine::Blank) {
            lines.push(SheetLine::Blank);
        }
        let count = match group.people.len() {
            0 => "nobody known".to_owned(),
            count => count.to_string(),
        };
        lines.push(SheetLine::Heading(group.role.to_string(), count));
        lines.extend(group.people.iter().map(SheetLine::Person));
    }
    lines
}

fn note_lines<'a>(note: &Note, room: usize) -> Vec<SheetLine<'a>> {
    let day = note.follow_up_on.map(|day| format!("follow up {day}"));
    let head = format!("On {}, by {}", note.subject_words(), note.author);
    let head = SheetLine::Heading(head, day.unwrap_or_default());
    let lines = note.text.lines().flat_map(|line| match line.trim() {
        "" => vec![String::new()],
        line => wrap(line, room),
    });
    [head, SheetLine::Blank]
        .into_iter()
        .chain(lines.map(SheetLine::Text))
        .collect()
}

fn mail<'a>(draft: &MessageDraft, at: usize, count: usize, room: usize) -> Vec<SheetLine<'a>> {
    let to = format!("{} <{}>", draft.to.name, draft.to.email);
    let which = if count > 1 {
        format!("mail {} of {count}", at + 1)
    } else {
        String::new()
    };
    let mut lines = vec![
        SheetLine::Heading(format!("To: {to}"), which),
        SheetLine::Heading(format!("Subject: {}", draft.content.subject), String::new()),
        SheetLine::Blank,
    ];
    let body = draft.content.body.trim_end();
    lines.extend(
        body.split('\n')
            .flat_map(|line| wrap(line, room))
            .map(SheetLine::Text),
    );
    if !draft.content.missing_fields.is_empty() {
        let what = draft.content.missing_fields.join(", ");
        let sentence = format!("It cannot be sent without {what}. Edit the mail to add it.");
        lines.push(SheetLine::Blank);
        lines.extend(wrap(&sentence, room).into_iter().map(SheetLine::Warning));
    }
    lines
}
