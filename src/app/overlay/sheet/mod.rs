//! What lies over the screen: the details of a contact or customer, its people by role, mails to some of them, or a note.

mod act;
mod details;

use crate::app::assistant::Turn;
use crate::domain::{
    Customer, CustomerId, DetailsOf, MessageDraft, Name, Note, Notification, RecordDetails, RoleGroup,
    SafeText, draft_prompt, summary_prompt,
};
use crate::input::Motion;

/// Whether a model is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asking {
    /// Nothing is asked.
    Nothing,
    /// How a model is set up is looked up; nothing leaves.
    Looking(Turn),
    /// A model writes the text at this place.
    Writing(Turn, usize),
}

/// What lies over the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// The name of the customer.
    pub customer_name: Name,
    /// What it shows.
    pub content: Content,
    /// The place of the first line that shows.
    pub top: usize,
    /// Whether a model is asked.
    pub asking: Asking,
    /// Whether a text was changed.
    pub(in crate::app) is_edited: bool,
}

/// What a sheet shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// The people by role.
    Who {
        /// The groups.
        groups: Vec<RoleGroup>,
        /// What a model made of them.
        prose: Option<String>,
    },
    /// Mails, of which one shows.
    Drafts {
        /// Whose people get them.
        customer: CustomerId,
        /// The mails; never empty.
        drafts: Vec<MessageDraft>,
        /// The place of the one that shows.
        at: usize,
    },
    /// A note in full.
    Note(Box<Note>),
    /// All that is known of a contact or customer.
    Details(Box<RecordDetails>),
}

impl Sheet {
    /// Shows the people of a customer by role.
    pub(in crate::app) const fn who(customer_name: Name, groups: Vec<RoleGroup>) -> Self {
        Self::new(customer_name, Content::Who { groups, prose: None })
    }

    /// Shows a note in full.
    pub(in crate::app) fn note(note: Note) -> Self {
        Self::new(note.customer_name.clone(), Content::Note(Box::new(note)))
    }

    /// Shows all that is known of a contact or customer.
    pub(in crate::app) fn details(details: RecordDetails) -> Self {
        Self::new(
            details.customer().name.clone(),
            Content::Details(Box::new(details)),
        )
    }

    /// Returns whose details show.
    pub(in crate::app) fn shows_details_of(&self) -> Option<DetailsOf> {
        match &self.content {
            Content::Details(details) => Some(details.of()),
            Content::Who { .. } | Content::Drafts { .. } | Content::Note(_) => None,
        }
    }

    /// Shows mails to people of a customer.
    pub(in crate::app) fn mails(customer: &Customer, drafts: Vec<MessageDraft>) -> Self {
        let content = Content::Drafts {
            customer: customer.id,
            drafts,
            at: 0,
        };
        Self::new(customer.name.clone(), content)
    }

    const fn new(customer_name: Name, content: Content) -> Self {
        Self {
            customer_name,
            content,
            top: 0,
            asking: Asking::Nothing,
            is_edited: false,
        }
    }

    /// Returns whether it has mails to the same people as another.
    pub(in crate::app) fn is_to_whom(&self, other: &Self) -> bool {
        match (&self.content, &other.content) {
            (
                Content::Drafts { customer, drafts, .. },
                Content::Drafts {
                    customer: other_customer,
                    drafts: others,
                    ..
                },
            ) => {
                customer == other_customer
                    && drafts
                        .iter()
                        .map(|one| &one.to)
                        .eq(others.iter().map(|one| &one.to))
            }
            (Content::Who { .. } | Content::Note(_) | Content::Details(_), _)
            | (_, Content::Who { .. } | Content::Note(_) | Content::Details(_)) => false,
        }
    }

    /// Returns the mail that shows.
    pub fn draft(&self) -> Option<&MessageDraft> {
        match &self.content {
            Content::Who { .. } | Content::Note(_) | Content::Details(_) => None,
            Content::Drafts { drafts, at, .. } => drafts.get(*at),
        }
    }

    /// Returns the whole text that a model would be sent.
    fn prompt(&self) -> Option<String> {
        match &self.content {
            Content::Who { groups, .. } => Some(summary_prompt(self.customer_name.as_str(), groups)),
            Content::Drafts { .. } => self.draft().map(draft_prompt),
            Content::Note(_) | Content::Details(_) => None,
        }
    }

    /// Returns the place of the text that shows.
    pub(in crate::app) const fn place(&self) -> usize {
        match &self.content {
            Content::Who { .. } | Content::Note(_) | Content::Details(_) => 0,
            Content::Drafts { at, .. } => *at,
        }
    }

    /// Shows another mail.
    const fn turn_to(&mut self, motion: Motion) {
        if let Content::Drafts { drafts, at, .. } = &mut self.content {
            let count = drafts.len();
            *at = match motion {
                Motion::Up | Motion::PageUp => match at.checked_sub(1) {
                    Some(before) => before,
                    None => count.saturating_sub(1),
                },
                Motion::Down | Motion::PageDown if *at + 1 < count => *at + 1,
                Motion::Down | Motion::PageDown | Motion::First => 0,
                Motion::Last => count.saturating_sub(1),
            };
            self.top = 0;
        }
    }

    /// Puts a text in place of the one that shows.
    fn write(&mut self, place: usize, text: &str) {
        match &mut self.content {
            Content::Who { prose, .. } => {
                let lines: Vec<String> = text
                    .lines()
                    .map(|line| SafeText::clean(line).to_string())
                    .collect();
                *prose = Some(lines.join("\n").trim().to_owned());
            }
            Content::Drafts { drafts, .. } => {
                if let Some(draft) = drafts.get_mut(place) {
                    let before = draft.text();
                    draft.set_text(text);
                    self.is_edited |= draft.text() != before;
                }
            }
            Content::Note(_) | Content::Details(_) => {}
        }
        self.top = 0;
    }

    /// Takes the mails away that are kept elsewhere now; returns whether none is left.
    fn forget(&mut self, held: &[Notification]) -> bool {
        match &mut self.content {
            Content::Who { .. } | Content::Note(_) | Content::Details(_) => false,
            Content::Drafts { drafts, at, .. } => {
                drafts.retain(|draft| !held.iter().any(|held| held.recipient == draft.to));
                *at = (*at).min(drafts.len().saturating_sub(1));
                self.top = 0;
                drafts.is_empty()
            }
        }
    }

    /// Returns whether a model is writing.
    pub const fn is_written(&self) -> bool {
        matches!(self.asking, Asking::Writing(..))
    }

    /// Scrolls; `last` is the place of the first line of the last part.
    fn scroll(&mut self, motion: Motion, height: usize, last: usize) {
        let screen = height.saturating_sub(1).max(1);
        self.top = match motion {
            Motion::Up => self.top.saturating_sub(1),
            Motion::Down => self.top + 1,
            Motion::PageUp => self.top.saturating_sub(screen),
            Motion::PageDown => self.top + screen,
            Motion::First => 0,
            Motion::Last => last,
        }
        .min(last);
    }
}

/// Returns that there is nothing to show any more.
pub(in crate::app) const fn gone(of: DetailsOf) -> &'static str {
    match of {
        DetailsOf::Contact(_) => "This contact was deleted in the meantime.",
        DetailsOf::Customer(_) => "This customer was removed in the meantime.",
    }
}
