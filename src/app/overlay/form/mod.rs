//! A form: fields that are typed, each with its error, and what they become.

mod act;
mod choice;
mod chosen;
mod collisions;
mod completion;
mod custom;
mod drafts;
mod filled;
mod mail;
mod notes;
mod openings;
mod pick;
mod plans;
mod roles;
mod shown;
mod subject;
mod tags;

use crate::app::editor::{LineEditor, TextEditor};
use crate::app::secret::HiddenLine;
use crate::domain::{
    Audience, CustomField, CustomerStatus, Detail, Field, FieldError, MAX_NOTE_CHARS, MailSecurity,
    OpenTasks, Phases, TemplateName,
};
use crate::input::{Key, TextCommand};
use choice::turn;
use collisions::Collisions;

pub use chosen::Chosen;
pub use completion::KnownWords;
pub use pick::Pick;
pub(in crate::app) use subject::DraftKey;
pub use subject::Subject;

/// What a field holds.
#[derive(Debug, Clone)]
pub enum Value {
    /// Text of one line.
    Text(LineEditor),
    /// Text of several lines.
    Lines(TextEditor),
    /// One of the statuses, chosen with left and right.
    Status(CustomerStatus),
    /// Who sees a task, chosen with left and right.
    Audience(Audience),
    /// How a connection is secured, chosen with left and right.
    Security(MailSecurity),
    /// One of a few values, chosen with left and right.
    Pick(Pick),
    /// Text that does not show.
    Hidden(HiddenLine),
    /// What becomes of open tasks, chosen with left and right.
    OpenTasks {
        /// What becomes of them.
        choice: OpenTasks,
        /// How many there are.
        count: u64,
    },
}

/// A field of a form.
#[derive(Debug, Clone)]
pub struct FormField {
    /// Which one.
    pub field: Field,
    /// What it holds.
    pub value: Value,
    /// What is wrong with it.
    pub error: Option<String>,
}

/// Whether a form can be typed into.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FormState {
    /// It can.
    Editing,
    /// It is being saved.
    Saving,
}

/// A form.
#[derive(Debug, Clone)]
pub struct Form {
    /// What it is about.
    pub subject: Subject,
    /// The fields from top to bottom.
    pub fields: Vec<FormField>,
    /// The place of the field in focus.
    pub focus: usize,
    /// Whether it can be typed into.
    pub state: FormState,
    /// What is wrong with the form as a whole.
    pub error: Option<String>,
    custom: Vec<CustomField>,
    started_as: Vec<String>,
    collisions: Collisions,
}

impl Form {
    fn new(subject: Subject, fields: impl IntoIterator<Item = (Field, Value)>) -> Self {
        let fields: Vec<FormField> = fields
            .into_iter()
            .map(|(field, value)| FormField {
                field,
                value,
                error: None,
            })
            .collect();
        let started_as = fields.iter().map(|field| field.text().to_owned()).collect();
        Self {
            subject,
            fields,
            focus: 0,
            state: FormState::Editing,
            error: None,
            custom: Vec::new(),
            started_as,
            collisions: Collisions::Shown,
        }
    }

    /// Returns the words above the form.
    pub fn title(&self) -> String {
        match &self.subject {
            Subject::NewCustomer => "New customer".to_owned(),
            Subject::Customer(customer) => format!("Edit {}", customer.name),
            Subject::Tags(customers) => format!("Add or remove tags on {}", customers.words()),
            Subject::Roles(contacts) => format!("Add or remove roles of {}", contacts.words()),
            Subject::NewContact(_) => "New contact".to_owned(),
            Subject::Contact(contact) => format!("Edit {}", contact.name),
            Subject::Erase(contact) => format!("Erase {} for good", contact.name),
            Subject::NewOnboarding(customer, _) => format!("New onboarding of {}", customer.name),
            Subject::Onboarding(onboarding) => format!("Edit onboarding #{}", onboarding.number),
            Subject::NewTask(onboarding, None) => format!("New task in {}", onboarding.phase),
            Subject::NewTask(_, Some(parent)) => format!("New subtask of {}", parent.title),
            Subject::Task(task) => format!("Edit task #{}", task.number),
            Subject::Advance {
                onboarding,
                to: Some(to),
            } => format!("Advance from {} to {to}", onboarding.phase),
            Subject::Advance { onboarding, to: None } => {
                format!("Finish after {}, the last phase", onboarding.phase)
            }
            Subject::Back(onboarding, _) => format!("Send back from {}", onboarding.phase),
            Subject::NewNote(_, subject) => format!("New note on {subject}"),
            Subject::Note(note) => format!("Edit {note} on {}", note.subject_words()),
            Subject::NewField => "New field".to_owned(),
            Subject::Field(field) => {
                let kind = field.fields.kind.key();
                format!(
                    "Edit the {kind} field {} of {}",
                    field.label(),
                    field.fields.of.plural()
                )
            }
            Subject::FieldOfMany(customers) => format!("Set fields on {}", customers.words()),
            Subject::Mail(_) => "Set up mail".to_owned(),
        }
    }

    pub(in crate::app) fn key(&self) -> DraftKey {
        match &self.subject {
            Subject::NewCustomer => DraftKey::NewCustomer,
            Subject::Customer(customer) => DraftKey::Customer(customer.id),
            Subject::Tags(_) => DraftKey::Tags,
            Subject::Roles(_) => DraftKey::Roles,
            Subject::NewContact(customer) => DraftKey::NewContact(*customer),
            Subject::Contact(contact) => DraftKey::Contact(contact.id),
            Subject::Erase(contact) => DraftKey::Erase(contact.id),
            Subject::NewOnboarding(customer, _) => DraftKey::NewOnboarding(customer.id),
            Subject::Onboarding(onboarding) => DraftKey::Onboarding(onboarding.id),
            Subject::NewTask(onboarding, parent) => {
                DraftKey::NewTask(onboarding.id, parent.as_ref().map(|parent| parent.id))
            }
            Subject::Task(task) => DraftKey::Task(task.id),
            Subject::Advance { onboarding, .. } => DraftKey::Advance(onboarding.id),
            Subject::Back(onboarding, _) => DraftKey::Back(onboarding.id),
            Subject::NewNote(on, _) => DraftKey::NewNote(*on),
            Subject::Note(note) => DraftKey::Note(note.id),
            Subject::NewField => DraftKey::NewField,
            Subject::Field(field) => DraftKey::Field(field.id),
            Subject::FieldOfMany(_) => DraftKey::FieldOfMany,
            Subject::Mail(_) => DraftKey::Mail,
        }
    }

    /// Returns whether the form holds something that was typed and not saved.
    pub(in crate::app) fn is_touched(&self) -> bool {
        self.fields
            .iter()
            .zip(&self.started_as)
            .any(|(field, before)| match &field.value {
                Value::Hidden(line) => line.chars() > 0,
                Value::Text(_)
                | Value::Lines(_)
                | Value::Status(_)
                | Value::Audience(_)
                | Value::Security(_)
                | Value::Pick(_)
                | Value::OpenTasks { .. } => field.text() != before,
            })
    }

    /// Returns the form as it was before anything was typed.
    fn fresh(&self, owner: &str, phases: &Phases) -> Self {
        match &self.subject {
            Subject::NewCustomer => Self::new_customer(owner, &self.custom),
            Subject::Customer(customer) => Self::edit_customer(customer, &self.custom),
            Subject::Tags(customers) => Self::tags(customers.clone()),
            Subject::Roles(contacts) => Self::roles(contacts.clone()),
            Subject::NewContact(customer) => Self::new_contact(*customer, &self.custom),
            Subject::Contact(contact) => Self::edit_contact(contact, &self.custom),
            Subject::Erase(contact) => Self::erase(contact),
            Subject::NewOnboarding(customer, others) => Self::new_onboarding(customer, *others, phases),
            Subject::Onboarding(onboarding) => Self::edit_onboarding(onboarding),
            Subject::NewTask(onboarding, parent) => Self::new_task(onboarding, parent.clone()),
            Subject::Task(task) => Self::edit_task(task),
            Subject::Advance { onboarding, to } => Self::advance(onboarding, to.clone()),
            Subject::Back(onboarding, others) => Self::back(onboarding, *others),
            Subject::NewNote(on, subject) => Self::new_note(*on, subject.clone()),
            Subject::Note(note) => Self::edit_note(note),
            Subject::NewField => Self::new_field(),
            Subject::Field(field) => Self::edit_field(field),
            Subject::FieldOfMany(customers) => Self::field_of_many(customers.clone(), &self.custom),
            Subject::Mail(mail) => Self::mail(mail),
        }
    }

    /// Goes on with a draft of this form; of one about a phase or a selection, only what was typed still holds.
    pub(in crate::app) fn resume(self, draft: Self) -> Self {
        match self.subject {
            Subject::Advance { .. } => self.resume_only(Field::Note, &draft),
            Subject::Tags(_) => self.resume_only(Field::Tags, &draft),
            // Whether another one is active was asked anew.
            Subject::NewOnboarding(..) | Subject::Back(..) => Self {
                fields: draft.fields,
                focus: draft.focus,
                ..self
            },
            Subject::Roles(_) if self.subject == draft.subject => {
                self.resume_only(Field::Detail(Detail::Roles), &draft)
            }
            // What was typed for others may not be meant for these.
            Subject::FieldOfMany(_) | Subject::Erase(_) | Subject::Roles(_) => self,
            Subject::NewCustomer
            | Subject::Customer(_)
            | Subject::NewContact(_)
            | Subject::Contact(_)
            | Subject::Onboarding(_)
            | Subject::NewTask(..)
            | Subject::Task(_)
            | Subject::NewNote(..)
            | Subject::Note(_)
            | Subject::NewField
            | Subject::Field(_)
            | Subject::Mail(_) => Self {
                collisions: Collisions::Shown,
                ..draft.with_rows_of(&self)
            },
        }
    }

    fn resume_only(mut self, kept: Field, draft: &Self) -> Self {
        if let Some(field) = self.fields.iter_mut().find(|own| own.field == kept) {
            field.value = text(&draft.text_of(kept));
        }
        self
    }

    /// Types a key into the field in focus; its error goes once it changes.
    fn press(&mut self, key: Key) {
        let Some(field) = self.fields.get_mut(self.focus) else {
            return;
        };
        let changed = match &mut field.value {
            Value::Text(line) => line.press(key),
            Value::Lines(text) => text.press(key),
            Value::Status(status) => turn(status, &CustomerStatus::ALL, key),
            Value::Audience(audience) => turn(audience, &Audience::ALL, key),
            Value::Security(security) => turn(security, &MailSecurity::ALL, key),
            Value::Pick(pick) => pick.press(key),
            Value::Hidden(line) => line.0.press(key),
            Value::OpenTasks { choice, .. } => turn(choice, &OpenTasks::ALL, key),
        };
        if changed {
            field.error = None;
            self.error = None;
        }
    }

    /// Carries out an act on the text of several lines in focus.
    fn act_on_text(&mut self, command: TextCommand) {
        let Some(field) = self.fields.get_mut(self.focus) else {
            return;
        };
        if let Value::Lines(text) = &mut field.value
            && text.act(command)
        {
            field.error = None;
            self.error = None;
        }
    }

    /// Pastes into the field in focus.
    fn paste(&mut self, text: &str) {
        let Some(field) = self.fields.get_mut(self.focus) else {
            return;
        };
        match &mut field.value {
            Value::Text(line) => line.paste(text),
            Value::Lines(_) if text.chars().count() > MAX_NOTE_CHARS => {
                field.error = Some(format!(
                    "Nothing was pasted: a note has at most {MAX_NOTE_CHARS} characters."
                ));
                return;
            }
            Value::Lines(lines) => lines.paste(text),
            Value::Hidden(line) => line.0.paste(text.trim()),
            Value::Status(_)
            | Value::Audience(_)
            | Value::OpenTasks { .. }
            | Value::Security(_)
            | Value::Pick(_) => return,
        }
        field.error = None;
        self.error = None;
    }

    /// Puts errors beside their fields; one that has no field here stands below the form.
    pub(in crate::app) fn show_errors(&mut self, errors: Vec<FieldError>) {
        self.state = FormState::Editing;
        self.error = None;
        for field in &mut self.fields {
            field.error = None;
        }
        for FieldError { field, message } in errors {
            match self.fields.iter_mut().find(|own| own.field == field) {
                Some(own) => own.error = Some(message),
                None => self.error = Some(message),
            }
        }
        if let Some(first) = self.fields.iter().position(|field| field.error.is_some()) {
            self.focus = first;
        }
    }

    /// Shows what fields hold that got another value elsewhere; the next time the form is saved, it writes over them.
    pub(in crate::app) fn show_collisions(&mut self, errors: Vec<FieldError>) {
        self.show_errors(errors);
        self.collisions = Collisions::Overwritten;
    }

    /// Returns the template of the onboarding that the form advances.
    fn template(&self) -> Option<&TemplateName> {
        let Subject::Advance { onboarding, .. } = &self.subject else {
            return None;
        };
        onboarding.template.as_ref()
    }

    pub(in crate::app) fn text_of(&self, wanted: Field) -> String {
        self.fields
            .iter()
            .find(|field| field.field == wanted)
            .map(|field| field.text().to_owned())
            .unwrap_or_default()
    }
}

impl FormField {
    /// Returns what the field holds, as text.
    pub fn text(&self) -> &str {
        match &self.value {
            Value::Text(line) => line.text(),
            Value::Lines(text) => text.text(),
            Value::Status(status) => status.key(),
            Value::Audience(audience) => audience.key(),
            Value::Security(security) => security.key(),
            Value::Pick(pick) => pick.key(),
            // It shows nowhere.
            Value::Hidden(_) => "",
            Value::OpenTasks { choice, .. } => choice.key(),
        }
    }
}

fn text(value: &str) -> Value {
    Value::Text(LineEditor::new(value))
}
