//! What a sheet does with keys, and with what a model writes.

use super::{Asking, Content, Sheet};
use crate::app::TerminalRequest;
use crate::app::assistant::{AssistantEvent, AssistantRequest};
use crate::app::clipping::Clipping;
use crate::app::context::Context;
use crate::app::layout;
use crate::app::next::Next;
use crate::app::overlay::Part;
use crate::app::overlay::dialog::Dialog;
use crate::app::toast::{Offer, Tone};
use crate::domain::{Change, MessageDraft, ModelRequest, ModelView, Notification};
use crate::input::{Command, Key, Layer, Motion};

impl Part for Sheet {
    fn layers(&self) -> &'static [Layer] {
        match self.content {
            Content::Who { .. } => &[Layer::Who, Layer::Sheet, Layer::Always],
            Content::Drafts { .. } => &[Layer::Drafts, Layer::Sheet, Layer::Always],
            Content::Details(_) => &[Layer::Details, Layer::Sheet, Layer::Always],
            Content::Note(_) => &[Layer::Sheet, Layer::Always],
        }
    }

    fn refusal(&self, command: Command) -> Option<&'static str> {
        let one = matches!(&self.content, Content::Drafts { drafts, .. } if drafts.len() == 1);
        match command {
            Command::NextDraft | Command::PreviousDraft if one => Some("This is the only mail."),
            Command::EditDraft | Command::HoldDraft | Command::AskModel if self.is_written() => {
                Some("The model is writing. Press {back} to stop it first.")
            }
            command => self.refusal_of_details(command),
        }
    }

    fn run(&mut self, command: Command, context: &mut Context<'_>) -> Next {
        if let Some(why) = self.refusal(command) {
            return Next::Tell(Tone::Notice, why);
        }
        match command {
            Command::Move(motion) => {
                let areas = layout::sheet(context.size, context.zone, self);
                let (height, last) = (usize::from(areas.body.height), areas.hidden_lines());
                self.scroll(motion, height, last);
            }
            Command::NextDraft => self.turn_to(Motion::Down),
            Command::PreviousDraft => self.turn_to(Motion::Up),
            Command::Back => return self.leave(context),
            Command::EditDraft => {
                if let Some(text) = self.draft().map(MessageDraft::text) {
                    context.requests.send(TerminalRequest::Edit(text));
                }
            }
            Command::CopyDraft => {
                if let Some(clipping) = self.draft().map(Clipping::mail) {
                    context.requests.send(TerminalRequest::Copy(clipping));
                }
            }
            Command::HoldDraft => return self.hold(),
            Command::AskModel => {
                let turn = context.assistant.next_turn();
                self.asking = Asking::Looking(turn);
                context.requests.send(AssistantRequest::Look(turn));
            }
            command => return self.run_on_details(command, context),
        }
        Next::Stay
    }

    fn take_key(&mut self, key: Key, context: &mut Context<'_>) -> Next {
        context.explain(key, self.layers());
        Next::Stay
    }

    fn take_paste(&mut self, _text: &str, _context: &mut Context<'_>) -> Next {
        let text = match self.content {
            Content::Who { .. } | Content::Drafts { .. } => {
                "Nothing was pasted. {edit_draft} opens the mail in your editor."
            }
            Content::Note(_) => "Nothing was pasted. Press {back} to close the note first.",
            Content::Details(_) => "Nothing was pasted. Press {back} to close the details first.",
        };
        Next::Tell(Tone::Notice, text)
    }
}

impl Sheet {
    /// Stops a model that writes, else closes the sheet.
    fn leave(&mut self, context: &mut Context<'_>) -> Next {
        match self.asking {
            Asking::Writing(turn, _) => {
                self.asking = Asking::Nothing;
                context.requests.send(AssistantRequest::Stop(turn));
                let text = "The model was stopped; the text is unchanged.";
                Next::Tell(Tone::Notice, text)
            }
            Asking::Nothing | Asking::Looking(_) if self.is_edited => {
                let text = "The drafts are kept until you quit; write to the same people to see them again.";
                context.tell(Tone::Notice, Offer::None, text);
                context.assistant.kept = Some(self.clone());
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
            Content::Who { .. } | Content::Note(_) | Content::Details(_) => Next::Stay,
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
        let turn = context.assistant.next_turn();
        self.asking = Asking::Writing(turn, self.place());
        context.requests.send(AssistantRequest::Ask(turn, request));
        Next::Stay
    }

    /// Takes what the task tells that asks a model; what nobody waits for is dropped.
    pub(in crate::app) fn take_event(&mut self, event: AssistantEvent, context: &mut Context<'_>) -> Next {
        match (event, self.asking) {
            (AssistantEvent::Looked(turn, result), Asking::Looking(waiting)) if turn == waiting => {
                self.take_view(result, context)
            }
            (AssistantEvent::Wrote(turn, result), Asking::Writing(waiting, place)) if turn == waiting => {
                self.take_written(place, result, context)
            }
            (event @ (AssistantEvent::Looked(..) | AssistantEvent::Wrote(..)), _) => {
                tracing::debug!(?event, "dropped what a model was not asked for any more");
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
