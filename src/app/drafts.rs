//! Lists that are not added yet: how they are kept, offered when the pane opens, and never lost on leaving.

use super::dialog::{Choice, ChoiceAct, Dialog};
use super::document::Snapshot;
use super::model::Model;
use super::pane::{Kept, Waiting};
use super::requests::Purpose;
use super::toast::{Offer, Tone};
use super::{Effect, Query, RequestId};
use crate::domain::{CustomerId, DraftHead, DraftHolder, DraftId, Failure, ListDraft, ListMarks};
use crate::paste::Known;

/// A list on its way to the store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftText {
    /// Its id.
    pub id: DraftId,
    /// Whose contacts its people become.
    pub customer: CustomerId,
    /// The text.
    pub text: Snapshot,
    /// What was decided about its rows.
    pub marks: ListMarks,
}

impl DraftText {
    /// Reads the text.
    pub fn read(self) -> ListDraft {
        ListDraft {
            id: self.id,
            customer: self.customer,
            text: self.text.to_string(),
            marks: self.marks,
        }
    }
}

/// What is known before a list is pasted for a customer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListStart {
    /// What is known of the customer and of all addresses.
    pub known: Known,
    /// The lists that wait, the latest first.
    pub drafts: Vec<DraftHead>,
    /// The id of a new list.
    pub fresh: DraftId,
}

impl Model {
    /// Takes what is known of the rows; when the pane opens, goes on with the list that waits or asks which one.
    pub(super) fn pane_known(&mut self, start: ListStart) {
        let Some(pane) = &mut self.pane else { return };
        pane.learn(start.known);
        if pane.keeping.draft.is_none() {
            pane.keeping.draft = Some(start.fresh);
            match start.drafts.as_slice() {
                [] => {}
                [one] if one.holder != DraftHolder::OtherWindow => {
                    let id = one.id;
                    self.requests.ask(Purpose::Draft, Query::Draft(id));
                }
                several => self.dialog = Some(Dialog::drafts(several, &self.zone)),
            }
        }
        self.fit_pane();
    }

    /// Goes on with a list that was kept.
    pub(super) fn draft_opened(&mut self, draft: Option<ListDraft>) {
        match (draft, &mut self.pane) {
            (Some(draft), Some(pane)) => pane.resume(&draft),
            (None, Some(_)) => {
                let text = "That list is gone: it was added or discarded in another window.";
                self.tell(Tone::Notice, Offer::None, text);
            }
            (_, None) => {}
        }
        self.fit_pane();
    }

    /// Forgets a list, and asks again which one is gone on with.
    pub(super) fn discard_draft(&mut self, id: DraftId) {
        self.requests.wish(Effect::ForgetDraft(id));
        self.open_pane();
    }

    /// Sends the text to the store, if it changed and none is on its way.
    pub(super) fn keep_draft(&mut self) {
        let Some(pane) = &mut self.pane else { return };
        if pane.kept() == Kept::Yes || pane.keeping.is_under_way() {
            return;
        }
        let Some(id) = pane.keeping.draft else { return };
        let draft = DraftText {
            id,
            customer: pane.customer,
            text: pane.document.snapshot(),
            marks: pane.marks(),
        };
        let request = self
            .requests
            .wish_numbered(|request| Effect::KeepDraft { request, draft });
        pane.keeping.sent(request);
    }

    /// Sends the text as it is to the store before the program ends, behind one that is on its way.
    pub(super) fn keep_draft_at_the_end(&mut self) {
        if let Some(pane) = &mut self.pane {
            pane.keeping.overtake();
        }
        self.keep_draft();
    }

    /// Keeps the text if it has rested long enough.
    pub(super) fn keep_rested_draft(&mut self) {
        let due = self.pane.as_ref().and_then(|pane| pane.keep_at());
        if due.is_some_and(|due| due <= self.now) {
            self.keep_draft();
        }
    }

    /// Takes the store's word on a list that was sent to it, and leaves if somebody waits for that.
    pub(super) fn draft_kept(&mut self, request: RequestId, result: Result<(), Failure>) {
        let now = self.now;
        let Some(pane) = &mut self.pane else { return };
        let failure = result.clone().err();
        let told = result.map_err(|failure| failure.to_string());
        if !pane.keeping.settle(request, told, now) {
            return;
        }
        let quits = self.dialog.as_ref().is_some_and(Dialog::waits_for_list);
        match (failure, pane.kept() == Kept::Yes) {
            (None, true) if quits => self.requests.wish(Effect::Quit),
            (None, true) if pane.keeping.waiting == Waiting::ToLeave => self.leave_pane(),
            (None, true) => {}
            // It was changed since.
            (None, false) if quits || pane.keeping.waiting == Waiting::ToLeave => self.keep_draft(),
            (None, false) => {}
            (Some(why), _) => {
                let text = why.to_string();
                if pane.keeping.waiting == Waiting::ToLeave {
                    pane.keeping.waiting = Waiting::No;
                    // Keys that were meant for the screen behind are no text.
                    self.ahead.clear();
                    if let Failure::NotFound(_) = why {
                        self.dialog = Some(Dialog::leave_unkept(&text));
                    } else {
                        let text =
                            format!("The list is not kept yet and stays here; esc tries again. {text}");
                        self.tell(Tone::Refused, Offer::None, text);
                    }
                }
                if quits {
                    self.dialog = Some(Dialog::quit_unkept(&text));
                }
            }
        }
    }

    /// Leaves the pane once its text is kept.
    pub(super) fn close_pane(&mut self) {
        let Some(pane) = &mut self.pane else { return };
        if pane.document.is_empty() {
            self.forget_pane();
        } else if pane.kept() == Kept::Yes {
            self.leave_pane();
        } else {
            pane.keeping.waiting = Waiting::ToLeave;
            self.keep_draft();
        }
    }

    fn leave_pane(&mut self) {
        if self.pane.take().is_some_and(|pane| pane.reading.is_some()) {
            self.requests.wish(Effect::StopReading);
        }
        let text = "The list is kept. Press p to go on with it.";
        self.tell(Tone::Notice, Offer::None, text);
        self.reload();
    }

    /// Closes the pane, whose text is done.
    pub(super) fn forget_pane(&mut self) {
        let pane = self.pane.take();
        if pane.as_ref().is_some_and(|pane| pane.reading.is_some()) {
            self.requests.wish(Effect::StopReading);
        }
        if let Some(id) = pane.and_then(|pane| pane.keeping.draft) {
            self.requests.wish(Effect::ForgetDraft(id));
        }
        self.reload();
    }

    /// Ends the program, unless a list is not kept: then it ends once it is, or when the person says so.
    pub(super) fn quit_when_kept(&mut self) {
        self.keep_draft();
        let unkept = self.pane.as_ref().is_some_and(|pane| pane.kept() != Kept::Yes);
        if unkept {
            self.help = None;
            self.dialog = Some(Dialog::quit_unkept("It is on its way to the store."));
        } else {
            self.requests.wish(Effect::Quit);
        }
    }
}

impl Dialog {
    /// Asks before a list is lost that is not kept; goes away when it is.
    pub(super) fn quit_unkept(why: &str) -> Self {
        Self::new(
            "Quit and lose the list?".to_owned(),
            format!("The list is not kept yet. {why}"),
            "Quit and lose it".to_owned(),
            ChoiceAct::QuitUnkept,
        )
    }

    /// Asks before a list is lost that the store cannot keep.
    pub(super) fn leave_unkept(why: &str) -> Self {
        Self::new(
            "Leave and lose the list?".to_owned(),
            why.to_owned(),
            "Leave and lose it".to_owned(),
            ChoiceAct::LeaveUnkept,
        )
    }

    /// Returns whether quitting waits for a list to be kept.
    pub(super) fn waits_for_list(&self) -> bool {
        self.choices
            .iter()
            .any(|choice| choice.act == ChoiceAct::QuitUnkept)
    }

    /// Asks which of the lists that wait is gone on with.
    fn drafts(drafts: &[DraftHead], zone: &jiff::tz::TimeZone) -> Self {
        let mut choices = vec![Choice {
            label: "Start a new list".to_owned(),
            act: ChoiceAct::Cancel,
        }];
        let (others, free): (Vec<&DraftHead>, Vec<&DraftHead>) = drafts
            .iter()
            .partition(|draft| draft.holder == DraftHolder::OtherWindow);
        for draft in free.iter().chain(&others) {
            let verb = match draft.holder {
                DraftHolder::ThisWindow | DraftHolder::Nobody => "Go on with",
                DraftHolder::OtherWindow => "Copy from the other window",
            };
            choices.push(Choice {
                label: format!("{verb}: {}", words(draft, zone)),
                act: ChoiceAct::OpenDraft(draft.id),
            });
        }
        for draft in &free {
            choices.push(Choice {
                label: format!("Discard: {}", words(draft, zone)),
                act: ChoiceAct::DiscardDraft(draft.id),
            });
        }
        Self {
            title: "A list waits for this customer".to_owned(),
            text: "Lists that were pasted and not added yet. Each window keeps its own.".to_owned(),
            // A copy of what another window holds is no usual wish.
            focus: usize::from(!free.is_empty()),
            choices,
            top: 0,
            awaits: super::dialog::Awaits::Nothing,
        }
    }
}

/// Tells a list apart from others: its size, its time and how it begins.
fn words(draft: &DraftHead, zone: &jiff::tz::TimeZone) -> String {
    let lines = if draft.lines == 1 {
        "1 line".to_owned()
    } else {
        format!("{} lines", draft.lines)
    };
    let at = draft
        .kept_at
        .map(|at| format!(", {}", at.minute_in(zone)))
        .unwrap_or_default();
    format!("{lines}{at}, {}", draft.first_line)
}
