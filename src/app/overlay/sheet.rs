//! What lies over the screen: the people of a customer by role, or mails to some of them.

use super::Part;
use super::dialog::Dialog;
use crate::app::Effect;
use crate::app::clipping::Clipping;
use crate::app::context::Context;
use crate::app::layout;
use crate::app::next::Next;
use crate::app::pi::{PiNews, PiWish, Turn};
use crate::app::toast::{Offer, Tone};
use crate::domain::{
    Change, Customer, CustomerId, MessageDraft, ModelRequest, ModelView, Name, Notification, RoleGroup,
    draft_prompt, summary_prompt,
};
use crate::input::{Command, Key, Layer, Motion};

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
}

impl Sheet {
    /// Shows the people of a customer by role.
    pub(in crate::app) const fn who(customer_name: Name, groups: Vec<RoleGroup>) -> Self {
        Self::new(customer_name, Content::Who { groups, prose: None })
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

    /// Says whether it has mails to the same people as another.
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
            (Content::Who { .. }, _) | (_, Content::Who { .. }) => false,
        }
    }

    /// Gives the mail that shows.
    pub fn draft(&self) -> Option<&MessageDraft> {
        match &self.content {
            Content::Who { .. } => None,
            Content::Drafts { drafts, at, .. } => drafts.get(*at),
        }
    }

    /// Gives the whole text that a model would be sent.
    fn prompt(&self) -> Option<String> {
        match &self.content {
            Content::Who { groups, .. } => Some(summary_prompt(self.customer_name.as_str(), groups)),
            Content::Drafts { .. } => self.draft().map(draft_prompt),
        }
    }

    /// Gives the place of the text that shows.
    pub(in crate::app) const fn place(&self) -> usize {
        match &self.content {
            Content::Who { .. } => 0,
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
                    .map(|line| crate::domain::SafeText::clean(line).to_string())
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
        }
        self.top = 0;
    }

    /// Takes the mails away that are kept elsewhere now; says whether none is left.
    fn forget(&mut self, held: &[Notification]) -> bool {
        match &mut self.content {
            Content::Who { .. } => false,
            Content::Drafts { drafts, at, .. } => {
                drafts.retain(|draft| !held.iter().any(|held| held.recipient == draft.to));
                *at = (*at).min(drafts.len().saturating_sub(1));
                self.top = 0;
                drafts.is_empty()
            }
        }
    }

    /// Says whether a model is writing.
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

impl Part for Sheet {
    fn layers(&self) -> &'static [Layer] {
        match self.content {
            Content::Who { .. } => &[Layer::Who, Layer::Sheet, Layer::Always],
            Content::Drafts { .. } => &[Layer::Drafts, Layer::Sheet, Layer::Always],
        }
    }

    fn refusal(&self, command: Command) -> Option<&'static str> {
        let one = matches!(&self.content, Content::Drafts { drafts, .. } if drafts.len() == 1);
        match command {
            Command::NextDraft | Command::PreviousDraft if one => Some("This is the only mail."),
            Command::EditDraft | Command::HoldDraft | Command::AskModel if self.is_written() => {
                Some("The model is writing. Press esc to stop it first.")
            }
            _ => None,
        }
    }

    fn run(&mut self, command: Command, context: &mut Context<'_>) -> Next {
        if let Some(why) = self.refusal(command) {
            return Next::Tell(Tone::Notice, why);
        }
        match command {
            Command::Move(motion) => {
                let areas = layout::sheet(context.size, self);
                let (height, last) = (usize::from(areas.body.height), areas.hidden_lines());
                self.scroll(motion, height, last);
            }
            Command::NextDraft => self.turn_to(Motion::Down),
            Command::PreviousDraft => self.turn_to(Motion::Up),
            Command::Back => return self.leave(context),
            Command::EditDraft => {
                if let Some(text) = self.draft().map(MessageDraft::text) {
                    context.requests.wish(Effect::EditText(text));
                }
            }
            Command::CopyDraft => {
                if let Some(clipping) = self.draft().map(Clipping::mail) {
                    context.requests.wish(Effect::Copy(clipping));
                }
            }
            Command::HoldDraft => return self.hold(),
            Command::AskModel => {
                let turn = context.pi.next_turn();
                self.asking = Asking::Looking(turn);
                context.requests.wish(Effect::Pi(PiWish::Look(turn)));
            }
            _ => {}
        }
        Next::Stay
    }

    fn take_key(&mut self, key: Key, context: &mut Context<'_>) -> Next {
        context.explain(key, self.layers());
        Next::Stay
    }

    fn take_paste(&mut self, _text: &str, _context: &mut Context<'_>) -> Next {
        Next::Tell(Tone::Notice, "Nothing was pasted: e opens a mail in your editor.")
    }
}

impl Sheet {
    /// Stops a model that writes, else closes the sheet.
    fn leave(&mut self, context: &mut Context<'_>) -> Next {
        match self.asking {
            Asking::Writing(turn, _) => {
                self.asking = Asking::Nothing;
                context.requests.wish(Effect::Pi(PiWish::Stop(turn)));
                let text = "The model was stopped; the text stays as it was.";
                Next::Tell(Tone::Notice, text)
            }
            Asking::Nothing | Asking::Looking(_) if self.is_edited => {
                let text =
                    "The mails are kept until pivotal ends; writing to the same people shows them again.";
                context.tell(Tone::Notice, Offer::None, text);
                context.pi.kept = Some(self.clone());
                Next::Close
            }
            Asking::Nothing | Asking::Looking(_) => {
                *context.toast = None;
                Next::Close
            }
        }
    }

    /// Has the mail held as a notification, or asks which ones of several.
    fn hold(&self) -> Next {
        match &self.content {
            Content::Drafts { customer, drafts, .. } if drafts.len() == 1 => {
                Next::Make(Change::HoldMessages {
                    customer: *customer,
                    messages: drafts.iter().map(MessageDraft::held).collect(),
                })
            }
            Content::Drafts { .. } => Dialog::hold(self).map_or(Next::Stay, Next::Ask),
            Content::Who { .. } => Next::Stay,
        }
    }

    /// Takes the mails away that are notifications now, and closes with the last one.
    pub(in crate::app) fn take_held(&mut self, held: &[Notification]) -> Next {
        if self.forget(held) {
            Next::Close
        } else {
            Next::Stay
        }
    }

    /// Takes the text that the user's own editor gave back.
    pub(in crate::app) fn take_edited(&mut self, text: &str) {
        self.write(self.place(), text);
    }

    /// Sends what the user agreed to.
    pub(in crate::app) fn ask(&mut self, request: Box<ModelRequest>, context: &mut Context<'_>) -> Next {
        let turn = context.pi.next_turn();
        self.asking = Asking::Writing(turn, self.place());
        context.requests.wish(Effect::Pi(PiWish::Ask(turn, request)));
        Next::Stay
    }

    /// Takes what the task tells that asks a model; what nobody waits for is dropped.
    pub(in crate::app) fn take_news(&mut self, news: PiNews, context: &mut Context<'_>) -> Next {
        match (news, self.asking) {
            (PiNews::Looked(turn, result), Asking::Looking(waiting)) if turn == waiting => {
                self.take_view(result, context)
            }
            (PiNews::Wrote(turn, result), Asking::Writing(waiting, place)) if turn == waiting => {
                self.take_written(place, result, context)
            }
            (news, _) => {
                tracing::debug!(?news, "dropped what a model was not asked for any more");
                Next::Stay
            }
        }
    }

    fn take_view(&mut self, result: Result<ModelView, String>, context: &mut Context<'_>) -> Next {
        self.asking = Asking::Nothing;
        match (result, self.prompt()) {
            (Ok(view), Some(prompt)) => return Next::Ask(Dialog::ask_model(ModelRequest { view, prompt })),
            (Ok(_), None) => {}
            (Err(sentence), _) => context.tell(Tone::Notice, Offer::None, sentence),
        }
        Next::Stay
    }

    fn take_written(
        &mut self,
        place: usize,
        result: Result<String, String>,
        context: &mut Context<'_>,
    ) -> Next {
        self.asking = Asking::Nothing;
        match result {
            Ok(text) => {
                self.write(place, &text);
                let text = "The model wrote this. Check every word of it.";
                context.tell(Tone::Done, Offer::None, text);
            }
            Err(sentence) => context.tell(Tone::Refused, Offer::None, sentence),
        }
        Next::Stay
    }
}
