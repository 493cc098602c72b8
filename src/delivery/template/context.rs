//! What a template knows, and what it finds where something is missing.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use minijinja::value::{Object, ObjectRepr, Value};
use serde::{Deserialize, Serialize};

use crate::domain::SafeText;

/// What a notification is about; the names of the fields are those of the templates.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Context {
    /// The name of the recipient.
    pub name: Option<String>,
    /// The job title of the recipient.
    pub title: Option<String>,
    /// The name of the customer.
    pub customer: Option<String>,
    /// The phase that the onboarding is in.
    pub phase: Option<String>,
    /// What is said at the change of phase.
    pub note: Option<String>,
    /// The title of the task.
    pub task: Option<String>,
    /// The open tasks that the customer sees.
    pub tasks: Vec<String>,
    /// The date by which the task or the phase is due, as it is to be read.
    pub due: Option<String>,
    /// The name of the customer's owner.
    pub owner: Option<String>,
    /// The address of the portal.
    pub portal_url: Option<String>,
    /// How the onboarding moves: `on`, `back` or `done`.
    pub step: Option<String>,
    /// The rule that chose the recipient: `primary`, `assignee` or `owner_fallback`.
    pub reason: Option<String>,
}

impl Context {
    /// Returns a context without missing_fields, to try templates with.
    pub(super) fn full() -> Self {
        let some = || Some("x".to_owned());
        Self {
            name: some(),
            title: some(),
            customer: some(),
            phase: some(),
            note: some(),
            task: some(),
            tasks: some().into_iter().collect(),
            due: some(),
            owner: some(),
            portal_url: some(),
            step: some(),
            reason: some(),
        }
    }

    fn field(&self, name: &str) -> Option<&str> {
        match name {
            "name" => self.name.as_deref(),
            "title" => self.title.as_deref(),
            "customer" => self.customer.as_deref(),
            "phase" => self.phase.as_deref(),
            "note" => self.note.as_deref(),
            "task" => self.task.as_deref(),
            "due" => self.due.as_deref(),
            "owner" => self.owner.as_deref(),
            "portal_url" => self.portal_url.as_deref(),
            "step" => self.step.as_deref(),
            "reason" => self.reason.as_deref(),
            _ => None,
        }
    }
}

/// The names of the missing_fields that were written, in their order.
type MissingFields = Arc<Mutex<Vec<String>>>;

/// The fields as a template finds them: whatever it names is there, if only as a missing field.
#[derive(Debug)]
pub(super) struct Fields {
    context: Context,
    missing_fields: MissingFields,
}

impl Fields {
    pub(super) fn of(context: &Context) -> Self {
        Self {
            context: context.clone(),
            missing_fields: MissingFields::default(),
        }
    }

    /// Returns the missing_fields that were written so far.
    pub(super) fn missing_fields(&self) -> Vec<String> {
        self.missing_fields
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}

impl Object for Fields {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        let name = key.as_str()?;
        if name == "tasks" {
            let tasks = self
                .context
                .tasks
                .iter()
                .map(|task| SafeText::clean(task).to_string());
            return Some(Value::from(tasks.collect::<Vec<_>>()));
        }
        let text = self
            .context
            .field(name)
            .map(SafeText::clean)
            .filter(|text| !text.is_empty());
        Some(match text {
            Some(text) => Value::from(text.as_str()),
            None => Value::from_object(MissingField {
                name: name.to_owned(),
                missing_fields: Arc::clone(&self.missing_fields),
            }),
        })
    }
}

/// A field that is missing: false in a condition, and noted where it is written.
#[derive(Debug)]
struct MissingField {
    name: String,
    missing_fields: MissingFields,
}

impl Object for MissingField {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        ObjectRepr::Plain
    }

    fn is_true(self: &Arc<Self>) -> bool {
        false
    }

    fn render(self: &Arc<Self>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut missing_fields = self.missing_fields.lock().unwrap_or_else(PoisonError::into_inner);
        if !missing_fields.contains(&self.name) {
            missing_fields.push(self.name.clone());
        }
        write!(f, "[{}]", self.name)
    }
}
