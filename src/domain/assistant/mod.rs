//! What is said about the people of a customer, and what is written to them.

mod draft;
mod model;
mod role;
mod rules;

#[cfg(test)]
mod tests;

pub use draft::{DraftFacts, HeldMessage, MessageDraft};
pub use model::{ModelKind, ModelRequest, ModelSetup, ModelView, draft_prompt, summary_prompt};
pub use role::{JobRole, RoleGroup, by_role};
