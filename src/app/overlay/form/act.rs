//! What a form does with keys, text and the mouse.

use super::filled::Filled;
use super::{Form, FormState, Subject, Value};
use crate::app::context::Context;
use crate::app::delivery::{ChannelRequest, DeliveryRequest};
use crate::app::layout::{self, FormLine};
use crate::app::next::Next;
use crate::app::overlay::{Part, TextEntry};
use crate::app::requests::Purpose;
use crate::app::toast::{Offer, Tone};
use crate::input::{Command, Key, Layer, Pointer};

impl Part for Form {
    fn layers(&self) -> &'static [Layer] {
        match self.text_entry() {
            TextEntry::Lines => &[Layer::FormText, Layer::Form, Layer::Always],
            TextEntry::Line | TextEntry::None => &[Layer::Form, Layer::Always],
        }
    }

    fn text_entry(&self) -> TextEntry {
        match self.fields.get(self.focus).map(|field| &field.value) {
            Some(Value::Lines(_)) => TextEntry::Lines,
            Some(_) | None => TextEntry::Line,
        }
    }

    fn run(&mut self, command: Command, context: &mut Context<'_>) -> Next {
        if self.state == FormState::Saving {
            return Next::Stay;
        }
        match command {
            Command::NextField => self.next_field(),
            Command::PreviousField => self.previous_field(),
            Command::Text(command) => self.act_on_text(command),
            Command::Save => return self.save(context),
            Command::Discard => {
                *self = self.fresh(context.owner, context.phases);
                *context.toast = None;
            }
            Command::Back if matches!(self.subject, Subject::Erase(_)) => {
                context.tell(Tone::Notice, Offer::None, "Nobody was erased.");
                return Next::Close;
            }
            Command::Back if self.is_touched() && self.is_kept() => {
                let text = "Not saved, but kept until you quit. Open the form again to continue.";
                context.tell(Tone::Notice, Offer::None, text);
                context.drafts.insert(self.key(), self.clone());
                return Next::Close;
            }
            Command::Back => return Next::Close,
            _ => {}
        }
        Next::Stay
    }

    fn takes_first(&mut self, key: Key, context: &Context<'_>) -> bool {
        self.takes_completion(key, context.known)
    }

    fn take_key(&mut self, key: Key, _context: &mut Context<'_>) -> Next {
        if self.state == FormState::Editing {
            self.press(key);
        }
        Next::Stay
    }

    fn take_paste(&mut self, text: &str, _context: &mut Context<'_>) -> Next {
        if self.state == FormState::Editing {
            self.paste(text);
        }
        Next::Stay
    }

    fn take_click(&mut self, at: Pointer, context: &mut Context<'_>) -> Next {
        let lines = layout::form_lines(self, context.body.width, context.body.height);
        let line = context.body.place_at(at, 0, lines.len());
        match line.and_then(|line| lines.get(line)) {
            Some(FormLine::Field(place) | FormLine::More(place)) => self.focus = *place,
            Some(FormLine::Title | FormLine::Error(_) | FormLine::FormError(_)) | None => {}
        }
        Next::Stay
    }

    fn take_wheel(&mut self, _at: Pointer, _context: &mut Context<'_>) -> Next {
        Next::Stay
    }
}

impl Form {
    fn save(&mut self, context: &mut Context<'_>) -> Next {
        match self.fill(&context.schedule()) {
            Some(Filled::Preview(change)) => {
                return Next::Preview(context.with_tasks(change, self.template()));
            }
            Some(Filled::Change(change)) => {
                self.state = FormState::Saving;
                let change = context.with_tasks(change, self.template());
                context.requests.make(Purpose::Save, change);
            }
            Some(Filled::SetUpMail(mail, password)) => {
                self.state = FormState::Saving;
                let request = DeliveryRequest::Channel(ChannelRequest::SetUpMail(mail, password));
                context.requests.send(request);
            }
            Some(Filled::Same) => {
                context.tell(Tone::Done, Offer::None, "Nothing was changed.");
                return Next::Close;
            }
            None => {}
        }
        Next::Stay
    }
}
