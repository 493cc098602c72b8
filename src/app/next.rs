//! What a screen, or what lies over it, wants of the rest of the app.

use super::clipping::Clipping;
use super::destination::{Destination, Found};
use super::overlay::dialog::{ChoiceAct, Dialog};
use super::overlay::form::Form;
use super::overlay::pane::PastePane;
use super::overlay::sheet::Sheet;
use super::toast::Tone;
use crate::domain::{
    Change, Contact, Customer, CustomerId, NearMiss, Notification, NotificationId, Reversal, Selection,
    UndoTarget, WebLink,
};
use crate::input::{Command, Tab};

/// What a screen, or what lies over it, wants of the rest of the app after it took something in.
#[derive(Debug)]
pub(super) enum Next {
    /// Nothing.
    Stay,
    /// To carry out a command.
    Run(Command),
    /// To take itself away.
    Close,
    /// To take itself away and have what shows read again.
    Done,
    /// To take itself away and carry out a command.
    Give(Command),
    /// To take itself away and do what was chosen.
    Choose(Box<ChoiceAct>),
    /// To take itself away and go to what was found, by these words.
    GoTo(Box<Found>, String),
    /// To see what the undo of a change would do before it is made.
    LookUp(UndoTarget),
    /// To take back the last change, or make it again.
    Revert(Reversal),
    /// The pane in which a list is pasted.
    Paste(Box<PastePane>),
    /// The people by role, or mails to some of them.
    Sheet(Box<Sheet>),
    /// The line in which a file for these rows is named, as it is proposed.
    Export(Box<Selection>, String),
    /// A form, with what was typed into it before.
    Fill(Box<Form>),
    /// A question.
    Ask(Dialog),
    /// A change.
    Make(Change),
    /// A sentence.
    Tell(Tone, &'static str),
    /// A customer.
    Open(Box<Customer>, Tab),
    /// A change whose notifications are shown before it is made.
    Preview(Change),
    /// A place at a customer of which only the id is known here.
    Visit(CustomerId, Destination),
    /// A notification.
    Seek(NotificationId),
    /// To see what the domain of a near miss would do.
    FixDomain(Box<NearMiss>),
    /// To see the people of a near miss.
    LinkPeople(Box<NearMiss>),
    /// To have a notification sent that is held.
    Approve(Box<Notification>),
    /// Have this notification sent after all.
    Resend(Box<Notification>),
    /// A text on the clipboard.
    Copy(Clipping),
    /// A link opened.
    OpenLink(WebLink),
    /// To see two contacts side by side.
    Merge(Box<(Contact, Contact)>),
    /// The list of customers.
    Leave,
}
