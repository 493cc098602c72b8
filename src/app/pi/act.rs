//! What is done on a sheet, and what comes back from the editor, the store and a model.

use super::sheet::{Asking, Content, Sheet};
use super::{PiNews, PiWish, Turn};
use crate::app::clipping::Clipping;
use crate::app::dialog::Dialog;
use crate::app::layout;
use crate::app::model::{Model, Place};
use crate::app::requests::Purpose;
use crate::app::toast::{Offer, Tone};
use crate::app::{Effect, Query};
use crate::domain::{
    Change, ContactId, CustomerId, MessageDraft, ModelRequest, ModelView, Name, Notification, RoleGroup,
};
use crate::input::{Command, Motion};

impl Model {
    /// Asks for the people of a customer by role.
    pub(in crate::app) fn ask_who(&mut self, customer: CustomerId) {
        self.requests.ask(Purpose::Who, Query::Who(customer));
    }

    /// Asks for mails to people of a customer.
    pub(in crate::app) fn ask_drafts(&mut self, customer: CustomerId, contacts: Vec<ContactId>) {
        self.requests
            .ask(Purpose::Write, Query::MessageDrafts { customer, contacts });
    }

    /// Shows the people of the open customer by role.
    pub(in crate::app) fn show_who(&mut self, groups: Vec<RoleGroup>) {
        if let Some((_, name)) = self.open_customer() {
            let content = Content::Who { groups, prose: None };
            self.pi.sheet = Some(Sheet::new(name, content));
        }
    }

    /// Shows mails to people of the open customer.
    pub(in crate::app) fn show_drafts(&mut self, drafts: Vec<MessageDraft>) {
        if let Some((customer, name)) = self.open_customer()
            && !drafts.is_empty()
        {
            let content = Content::Drafts {
                customer,
                drafts,
                at: 0,
            };
            self.toast = None;
            let sheet = Sheet::new(name, content);
            self.pi.sheet = Some(match self.pi.kept.take() {
                Some(kept) if kept.is_to_whom(&sheet) => kept,
                Some(_) | None => sheet,
            });
        }
    }

    fn open_customer(&self) -> Option<(CustomerId, Name)> {
        match &self.place {
            Place::Customer(screen) => Some((screen.customer.id, screen.customer.name.clone())),
            Place::Customers
            | Place::Integrations(_)
            | Place::Companies(_)
            | Place::Notifications(_)
            | Place::Onboardings(_)
            | Place::Workbench(_) => None,
        }
    }

    /// Carries a command out on the sheet.
    pub(in crate::app) fn run_in_sheet(&mut self, command: Command) {
        let room = self.pi.sheet.as_ref().map(|sheet| {
            let areas = layout::sheet(self, sheet);
            (usize::from(areas.body.height), areas.hidden_lines())
        });
        let (Some(sheet), Some((height, last))) = (&mut self.pi.sheet, room) else {
            return;
        };
        if let Some(why) = sheet.refusal(command) {
            return self.tell(Tone::Notice, Offer::None, why);
        }
        match command {
            Command::Move(motion) => sheet.scroll(motion, height, last),
            Command::NextDraft => sheet.turn_to(Motion::Down),
            Command::PreviousDraft => sheet.turn_to(Motion::Up),
            Command::Back => self.leave_sheet(),
            Command::EditDraft => {
                if let Some(text) = sheet.draft().map(MessageDraft::text) {
                    self.requests.wish(Effect::EditText(text));
                }
            }
            Command::CopyDraft => {
                if let Some(clipping) = sheet.draft().map(Clipping::mail) {
                    self.requests.wish(Effect::Copy(clipping));
                }
            }
            Command::HoldDraft => self.hold_drafts(),
            Command::AskModel => {
                let turn = self.next_turn();
                if let Some(sheet) = &mut self.pi.sheet {
                    sheet.asking = Asking::Looking(turn);
                    self.requests.wish(Effect::Pi(PiWish::Look(turn)));
                }
            }
            _ => {}
        }
    }

    /// Stops a model that writes, else closes the sheet.
    fn leave_sheet(&mut self) {
        let Some(sheet) = &mut self.pi.sheet else { return };
        match sheet.asking {
            Asking::Writing(turn, _) => {
                sheet.asking = Asking::Nothing;
                self.requests.wish(Effect::Pi(PiWish::Stop(turn)));
                self.tell(
                    Tone::Notice,
                    Offer::None,
                    "The model was stopped; the text stays as it was.",
                );
            }
            Asking::Nothing | Asking::Looking(_) => {
                self.toast = None;
                let left = self.pi.sheet.take();
                if left.as_ref().is_some_and(|sheet| sheet.is_edited) {
                    self.pi.kept = left;
                    let text =
                        "The mails are kept until pivotal ends; writing to the same people shows them again.";
                    self.tell(Tone::Notice, Offer::None, text);
                }
            }
        }
    }

    fn hold_drafts(&mut self) {
        let Some(sheet) = &self.pi.sheet else { return };
        match &sheet.content {
            Content::Drafts { customer, drafts, .. } if drafts.len() == 1 => {
                let change = Change::HoldMessages {
                    customer: *customer,
                    messages: drafts.iter().map(MessageDraft::held).collect(),
                };
                self.requests.make(Purpose::Act, change);
            }
            Content::Drafts { .. } => self.dialog = Dialog::hold(sheet),
            Content::Who { .. } => {}
        }
    }

    /// Takes the mails off the sheet that are notifications now.
    pub(in crate::app) fn messages_held(&mut self, held: &[Notification]) {
        if self.pi.sheet.as_mut().is_some_and(|sheet| sheet.forget(held)) {
            self.pi.sheet = None;
        }
    }

    /// Takes the text that the person's own editor gave back; gives it on if no mail was edited.
    pub(in crate::app) fn draft_edited(&mut self, text: Result<String, String>) {
        match (text, &mut self.pi.sheet) {
            (Ok(text), Some(sheet)) => {
                let place = sheet.place();
                sheet.write(place, &text);
            }
            (text, _) => self.text_edited(text),
        }
    }

    /// Sends what the person agreed to.
    pub(in crate::app) fn ask_model(&mut self, request: Box<ModelRequest>) {
        let turn = self.next_turn();
        if let Some(sheet) = &mut self.pi.sheet {
            sheet.asking = Asking::Writing(turn, sheet.place());
            self.requests.wish(Effect::Pi(PiWish::Ask(turn, request)));
        }
    }

    /// Takes in what the task tells that asks a model; what nobody waits for is dropped.
    pub(in crate::app) fn pi_told(&mut self, news: PiNews) {
        let asking = self.pi.sheet.as_ref().map(|sheet| sheet.asking);
        match (news, asking) {
            (PiNews::Looked(turn, result), Some(Asking::Looking(waiting))) if turn == waiting => {
                self.looked(result);
            }
            (PiNews::Wrote(turn, result), Some(Asking::Writing(waiting, place))) if turn == waiting => {
                self.wrote(place, result);
            }
            (news, _) => tracing::debug!(?news, "dropped what a model was not asked for any more"),
        }
    }

    fn looked(&mut self, result: Result<ModelView, String>) {
        let Some(sheet) = &mut self.pi.sheet else { return };
        sheet.asking = Asking::Nothing;
        match (result, sheet.prompt()) {
            (Ok(view), Some(prompt)) => {
                self.dialog = Some(Dialog::ask_model(ModelRequest { view, prompt }));
            }
            (Ok(_), None) => {}
            (Err(sentence), _) => self.tell(Tone::Notice, Offer::None, sentence),
        }
    }

    fn wrote(&mut self, place: usize, result: Result<String, String>) {
        let Some(sheet) = &mut self.pi.sheet else { return };
        sheet.asking = Asking::Nothing;
        match result {
            Ok(text) => {
                sheet.write(place, &text);
                let text = "The model wrote this. Check every word of it.";
                self.tell(Tone::Done, Offer::None, text);
            }
            Err(sentence) => self.tell(Tone::Refused, Offer::None, sentence),
        }
    }

    const fn next_turn(&mut self) -> Turn {
        self.pi.turn.0 += 1;
        self.pi.turn
    }
}
