//! The model with its clock and what carries its effects out: takes messages, hands up what needs the terminal.

use std::time::Duration;

use super::executor::Executor;
use crate::app::{Effect, Model, Msg, TerminalRequest};
use crate::domain::{Clock, Timestamp};

/// A model with what carries out its effects.
pub struct Core {
    model: Model,
    executor: Executor,
    clock: Box<dyn Clock>,
    first: Vec<Effect>,
}

impl Core {
    /// Puts a model that was just started, with its first effects, together with what carries them out.
    pub fn new((model, first): (Model, Vec<Effect>), executor: Executor, clock: Box<dyn Clock>) -> Self {
        Self {
            model,
            executor,
            clock,
            first,
        }
    }

    /// Carries the first effects out.
    pub fn begin(&mut self) -> Vec<TerminalRequest> {
        let first = std::mem::take(&mut self.first);
        self.carry_out(first)
    }

    /// Returns the model, to draw it.
    pub const fn model(&self) -> &Model {
        &self.model
    }

    /// Returns what carries effects out.
    pub const fn executor(&mut self) -> &mut Executor {
        &mut self.executor
    }

    /// Returns the present time.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Returns the model a message, carries its effects out, and returns what it asks of the terminal.
    pub fn deliver(&mut self, msg: Msg) -> Vec<TerminalRequest> {
        let effects = self.model.update(self.clock.now(), msg);
        self.carry_out(effects)
    }

    /// Returns how long the loop may wait for a message; none means for ever.
    pub fn next_timeout(&self) -> Option<Duration> {
        let left = self.model.wake_at()?.as_millis() - self.clock.now().as_millis();
        Some(Duration::from_millis(u64::try_from(left).unwrap_or(0)))
    }

    fn carry_out(&mut self, effects: Vec<Effect>) -> Vec<TerminalRequest> {
        let executor = &mut self.executor;
        effects
            .into_iter()
            .filter_map(|effect| executor.carry_out(effect))
            .collect()
    }
}
