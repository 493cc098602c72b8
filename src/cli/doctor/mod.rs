//! `pivotal doctor`: looks at everything that the program needs, changes nothing and connects to nothing.

mod data;
mod files;
mod terminal;

use serde::Serialize;

use super::{Context, Error, Format, Output};
use crate::domain::SafeText;

/// How a check ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
enum State {
    /// Everything is in order.
    Ok,
    /// The program works, but something should be looked at.
    Warn,
    /// Something does not work.
    Fail,
}

impl State {
    const fn word(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Warn => "warn",
            Self::Fail => "fail",
        }
    }
}

/// One thing that was looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct Check {
    check: &'static str,
    state: State,
    sentence: String,
    /// What to do about it.
    advice: Option<String>,
}

impl Check {
    fn ok(check: &'static str, sentence: impl AsRef<str>) -> Self {
        Self::new(check, State::Ok, sentence.as_ref(), None)
    }

    fn warn(check: &'static str, sentence: impl AsRef<str>, advice: &str) -> Self {
        Self::new(check, State::Warn, sentence.as_ref(), Some(advice))
    }

    fn fail(check: &'static str, sentence: impl AsRef<str>, advice: &str) -> Self {
        Self::new(check, State::Fail, sentence.as_ref(), Some(advice))
    }

    /// Makes one of an error whose sentence says what to do.
    fn failed(check: &'static str, error: &impl ToString) -> Self {
        Self::new(check, State::Fail, &error.to_string(), None)
    }

    fn new(check: &'static str, state: State, sentence: &str, advice: Option<&str>) -> Self {
        let safe = |text: &str| SafeText::clean(text).to_string();
        Self {
            check,
            state,
            sentence: safe(sentence),
            advice: advice.map(safe),
        }
    }
}

#[derive(Serialize)]
struct ReportJson<'a> {
    ok: bool,
    checks: &'a [Check],
}

pub(super) fn run(context: &Context, output: &mut Output<'_>) -> Result<(), Error> {
    let mut checks = files::checks(context);
    checks.extend(data::checks(context));
    checks.extend(terminal::checks());
    let count = |state| checks.iter().filter(|check| check.state == state).count();
    let (failed, warned) = (count(State::Fail), count(State::Warn));
    match output.format {
        Format::Json => output.json(&ReportJson {
            ok: failed == 0,
            checks: &checks,
        })?,
        Format::Text => {
            for check in &checks {
                output.line(&format!(
                    "{:<5} {:<13} {}",
                    check.state.word(),
                    check.check,
                    check.sentence
                ))?;
                if let Some(advice) = &check.advice {
                    output.line(&format!("{:20}{advice}", ""))?;
                }
            }
        }
    }
    match (failed, warned) {
        (0, 0) => output.note("Everything is in order."),
        (0, 1) => output.note("It works; one thing needs attention."),
        (0, _) => output.note(&format!("It works; {warned} things need attention.")),
        (1, _) => {
            return Err(Error::Failed(
                "One check failed; its line says what to do.".to_owned(),
            ));
        }
        (_, _) => {
            return Err(Error::Failed(format!(
                "{failed} checks failed; their lines say what to do."
            )));
        }
    }
    Ok(())
}
