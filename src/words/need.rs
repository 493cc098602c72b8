//! What to do about what a customer needs, with its keys, in a line.

use super::with_keys;
use crate::domain::{CustomerStatus, Date, Lateness, Need};

impl Need {
    /// Returns what to do and why; what may be long stands last. The keys are those that work in the
    /// workbench, where `open` leads to where a need is met. `key` returns the key of a command by its name.
    pub fn sentence(&self, today: Date, key: impl Fn(&str) -> String) -> String {
        let (what, why) = match self {
            Self::AtRisk { since, reason } => {
                let words =
                    CustomerStatus::at_risk_words(since.map(|since| since.short(today)), reason.as_ref());
                match reason {
                    Some(_) => ("", words.replacen("at", "At", 1)),
                    None => ("Say why ({open}):", format!(" {words}")),
                }
            }
            Self::FailedNotification { number, subject, .. } => (
                "Resend or cancel ({show_notifications}) notification",
                format!(" #{number}: {subject}"),
            ),
            Self::LateOnboarding {
                why: Lateness::Target(target),
                ..
            } => (
                "Advance or move the target ({open}):",
                format!(" it was {}", target.short(today)),
            ),
            Self::LateOnboarding {
                why: Lateness::Phase(phase, days),
                ..
            } => ("Advance or pause ({open}):", format!(" {days} in {phase}")),
            Self::OverdueTask { title, due, .. } => (
                "Complete ({mark_done}) or reschedule ({open}),",
                format!(" due {}: {title}", due.short(today)),
            ),
            Self::FollowUp { due, note } => (
                "Follow up, mark done ({mark_done}),",
                format!(" {}: {}", due.short(today), note.text.excerpt()),
            ),
            Self::WinBack(day) => (
                "Win back ({mark_done}) or postpone ({open}):",
                format!(" due {}", day.ago(today)),
            ),
            Self::NearDate { field, day, contact } => {
                let of = contact.as_ref().map(|(_, name)| format!(" of {name}"));
                let when = match day.days_since(today) {
                    0 => "today".to_owned(),
                    1 => "tomorrow".to_owned(),
                    days @ 2.. => format!("in {days} days"),
                    -1 => "yesterday".to_owned(),
                    days => format!("{} days ago", -days),
                };
                let of = of.unwrap_or_default();
                ("", format!("{field}{of}: {}, {when}", day.short(today)))
            }
            Self::NoContacts => ("Add a contact ({open}): there are none", String::new()),
            Self::NoPrimary => ("Choose a primary contact ({open}): there is none", String::new()),
            Self::PrimaryElsewhere { name, .. } => (
                "Check the primary contact ({open}):",
                format!(" {name} uses another domain"),
            ),
            Self::SingleContact => ("Add a second contact ({open}): there is only one", String::new()),
        };
        with_keys(what, key) + &why
    }
}
