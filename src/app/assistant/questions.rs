//! Questions before something of a sheet goes elsewhere: into the notifications, or to a model.

use crate::app::overlay::dialog::{Awaits, Choice, ChoiceAct, Dialog};
use crate::app::overlay::sheet::{Content, Sheet};
use crate::domain::{Change, MessageDraft, ModelRequest};

impl Dialog {
    /// Asks which mails are held, where there are several.
    pub(in crate::app) fn hold(sheet: &Sheet) -> Option<Self> {
        let Content::Drafts { customer, drafts, .. } = &sheet.content else {
            return None;
        };
        let shown = sheet.draft()?;
        let hold = |label: String, drafts: &[MessageDraft]| Choice {
            label,
            act: ChoiceAct::Make(Change::HoldMessages {
                customer: *customer,
                messages: drafts.iter().map(MessageDraft::held).collect(),
            }),
        };
        let all = hold(format!("Hold all {}", drafts.len()), drafts);
        let one = hold(
            format!("Hold the one to {}", shown.to.name),
            std::slice::from_ref(shown),
        );
        Some(Self {
            title: "Hold these mails?".to_owned(),
            text: "They become held notifications. Nothing is sent before you approve it.".to_owned(),
            choices: vec![cancel(), one, all],
            focus: 0,
            top: 0,
            awaits: Awaits::Nothing,
        })
    }

    /// Shows exactly what would leave for a model, and asks.
    pub(in crate::app) fn ask_model(request: ModelRequest) -> Self {
        let view = &request.view;
        Self {
            title: "Send this to a model?".to_owned(),
            text: format!(
                "To: {}\nModel: {}\nOnly the text below is sent, with your key.\n\n{}",
                view.url,
                view.model,
                request.prompt.trim_end()
            ),
            choices: vec![
                cancel(),
                Choice {
                    label: "Send it".to_owned(),
                    act: ChoiceAct::AskModel(Box::new(request)),
                },
            ],
            focus: 0,
            top: 0,
            awaits: Awaits::Nothing,
        }
    }
}

fn cancel() -> Choice {
    Choice {
        label: "Cancel".to_owned(),
        act: ChoiceAct::Cancel,
    }
}
