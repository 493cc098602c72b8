//! The core of the app: model, messages, effects and update; no widgets, no I/O, no clock.

mod effect;
pub mod layout;
mod model;
mod msg;

pub use effect::{Answer, Effect, Query, RequestId};
pub use model::{Data, Model, Start};
pub use msg::Msg;
