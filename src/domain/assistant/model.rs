//! A language model that may be asked to write: how it is set up, and the whole text that would leave for it.

use std::fmt::Write as _;

use serde::{Deserialize, Serialize};

use super::{MessageDraft, RoleGroup};
use crate::domain::SafeText;

/// In whose language a model is spoken to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ModelKind {
    /// That of OpenAI, which many servers speak, also those on the same machine.
    #[default]
    OpenAi,
    /// That of Anthropic.
    Anthropic,
}

/// How a model is set up; its key is kept elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ModelSetup {
    /// The address; empty if there is none.
    pub endpoint: String,
    /// In whose language it is spoken to.
    pub kind: ModelKind,
    /// The name of the model.
    pub model: String,
}

/// What the user is shown of a model before anything is sent to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ModelView {
    /// The address to which it would be sent.
    pub url: String,
    /// The name of the model.
    pub model: String,
}

/// A text for a model, as the user agreed to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ModelRequest {
    /// To whom; the request is refused if that was changed since.
    pub view: ModelView,
    /// The whole text.
    pub prompt: String,
}

/// Writes what a model is asked for in place of a draft; it holds no address and nobody but the recipient.
pub fn draft_prompt(draft: &MessageDraft) -> String {
    let facts = &draft.facts;
    let mut text = String::from(
        "Write a short, friendly business mail for a customer onboarding, in plain words. Use only these facts and \
         invent none. Begin with one line \"Subject: ...\", then an empty line, then the text. No placeholders.\n\n",
    );
    let mut fact = |name: &str, value: &str| {
        if !value.is_empty() {
            let _ = writeln!(text, "{name}: {value}");
        }
    };
    fact("Recipient", draft.to.name.as_str());
    fact("Job title", facts.title.as_ref().map_or("", SafeText::as_str));
    fact("Customer", &facts.customer);
    fact("Phase", facts.phase.as_ref().map_or("", |phase| phase.as_str()));
    for task in &facts.tasks {
        fact("Open task", task);
    }
    fact("Sender", facts.owner.as_deref().unwrap_or_default());
    text
}

/// Writes what a model is asked for as a summary; it holds names and titles, and no address.
pub fn summary_prompt(customer: &str, groups: &[RoleGroup]) -> String {
    let mut text = format!(
        "Say in at most five plain sentences who is on the account of the customer {customer}: who decides, who does the \
         work, and which role seems to be missing. Use only these people and invent none.\n\n"
    );
    for group in groups.iter().filter(|group| !group.people.is_empty()) {
        let _ = writeln!(text, "{}:", group.role);
        for contact in &group.people {
            let title = contact
                .title()
                .map(|title| format!(", {title}"))
                .unwrap_or_default();
            let primary = if contact.is_primary {
                " (primary contact)"
            } else {
                ""
            };
            let _ = writeln!(text, "- {}{title}{primary}", contact.name);
        }
    }
    text
}
