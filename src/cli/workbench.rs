//! `pivotal workbench`: what needs attention across all customers, the most urgent first.

use jiff::tz::TimeZone;
use serde::Serialize;

use super::{Error, Format, Output};
use crate::domain::{
    ContactId, CustomerId, CustomerStatus, Date, Lateness, Need, NeedyOnboarding, NoteId, NoteSubject,
    NotificationId, OnboardingId, Phase, Phases, SafeText, Schedule, TaskId, WorkItem,
};
use crate::workspace::Workspace;

pub(super) fn run(phases: &Phases, workspace: &mut Workspace, output: &mut Output<'_>) -> Result<(), Error> {
    let schedule = Schedule::at(workspace.now(), TimeZone::system(), phases.clone());
    let items = workspace.work(&schedule)?;
    match output.format {
        Format::Json => output.json(&WorkbenchJson {
            items: items.iter().map(ItemJson::from).collect(),
        })?,
        Format::Text if items.is_empty() => output.note("Nothing needs attention."),
        Format::Text => {
            let rows: Vec<[String; 3]> = items
                .iter()
                .map(|item| {
                    [
                        item.display_id.to_string(),
                        item.customer_name.to_string(),
                        told(&item.need),
                    ]
                })
                .collect();
            output.table(["#", "Customer", "What"], &rows)?;
        }
    }
    Ok(())
}

/// Returns what a customer needs, without the keys that the app names.
fn told(need: &Need) -> String {
    match need {
        Need::AtRisk { since, reason } => {
            format!("▲ {}", CustomerStatus::at_risk_words(*since, reason.as_ref()))
        }
        Need::FailedNotification { number, subject, .. } => {
            format!(
                "✕ notification #{number} failed or may not have arrived: {}",
                SafeText::clean(subject)
            )
        }
        Need::LateOnboarding {
            why: Lateness::Target(target),
            ..
        } => format!("◷ onboarding was due {target}"),
        Need::LateOnboarding {
            why: Lateness::Phase(phase, days),
            ..
        } => format!("◷ onboarding is in {phase} for long: {days}"),
        Need::OverdueTask { title, due, .. } => format!("◷ task was due {due}: {title}"),
        Need::FollowUp { note, due } => {
            format!("◷ follow up {note}, due {due}: {}", note.text.excerpt())
        }
        Need::WinBack(day) => format!("◷ win back: due {day}"),
        Need::NearDate { field, day, contact } => {
            let of = contact.as_ref().map(|(_, name)| format!(" of {name}"));
            format!("· {field}{}: {day}", of.unwrap_or_default())
        }
        Need::NoContacts => "! no contacts".to_owned(),
        Need::NoPrimary => "! no primary contact".to_owned(),
        Need::PrimaryElsewhere { name, .. } => format!("· the primary contact {name} uses another domain"),
        Need::SingleContact => "· only one contact".to_owned(),
    }
}

/// What needs attention.
#[derive(Serialize)]
struct WorkbenchJson<'a> {
    items: Vec<ItemJson<'a>>,
}

/// Something that needs attention at a customer; `date` is since when a risk lasts, or when something is or was due. What it
/// is about has its id, and the number by which commands name it.
#[derive(Serialize)]
struct ItemJson<'a> {
    customer_id: CustomerId,
    display_id: u32,
    customer: &'a str,
    need: &'static str,
    date: Option<Date>,
    text: Option<String>,
    onboarding_id: Option<OnboardingId>,
    onboarding_number: Option<u32>,
    phase: Option<&'a Phase>,
    task_id: Option<TaskId>,
    task_number: Option<u32>,
    notification_id: Option<NotificationId>,
    notification_number: Option<u32>,
    note_id: Option<NoteId>,
    note_number: Option<u32>,
    contact_id: Option<ContactId>,
}

impl<'a> ItemJson<'a> {
    fn about(&mut self, onboarding: &'a NeedyOnboarding) {
        self.onboarding_id = Some(onboarding.id);
        self.onboarding_number = Some(onboarding.number);
        self.phase = Some(&onboarding.phase);
    }
}

impl<'a> From<&'a WorkItem> for ItemJson<'a> {
    fn from(item: &'a WorkItem) -> Self {
        let mut json = Self {
            customer_id: item.customer,
            display_id: item.display_id,
            customer: item.customer_name.as_str(),
            need: item.need.key(),
            date: None,
            text: None,
            onboarding_id: None,
            onboarding_number: None,
            phase: None,
            task_id: None,
            task_number: None,
            notification_id: None,
            notification_number: None,
            note_id: None,
            note_number: None,
            contact_id: None,
        };
        match &item.need {
            Need::AtRisk { since, reason } => {
                json.date = *since;
                json.text = reason.as_ref().map(SafeText::to_string);
            }
            Need::FailedNotification { id, number, subject } => {
                json.notification_id = Some(*id);
                json.notification_number = Some(*number);
                json.text = Some(subject.clone());
            }
            Need::LateOnboarding { onboarding, why } => {
                json.about(onboarding);
                match why {
                    Lateness::Target(target) => json.date = Some(*target),
                    Lateness::Phase(phase, days) => json.text = Some(format!("{days} in {phase}")),
                }
            }
            Need::OverdueTask {
                id,
                number,
                onboarding,
                title,
                due,
            } => {
                json.about(onboarding);
                json.task_id = Some(*id);
                json.task_number = Some(*number);
                json.date = Some(*due);
                json.text = Some(title.to_string());
            }
            Need::FollowUp { note, due } => {
                json.note_id = Some(note.id);
                json.note_number = Some(note.number);
                match &note.subject {
                    NoteSubject::Customer => {}
                    NoteSubject::Contact { id, .. } => json.contact_id = Some(*id),
                    NoteSubject::Onboarding { id, number } => {
                        json.onboarding_id = Some(*id);
                        json.onboarding_number = Some(*number);
                    }
                }
                json.date = Some(*due);
                json.text = Some(note.text.as_str().to_owned());
            }
            Need::WinBack(day) => json.date = Some(*day),
            Need::NearDate { field, day, contact } => {
                json.date = Some(*day);
                json.text = Some(field.clone());
                json.contact_id = contact.as_ref().map(|(id, _)| *id);
            }
            Need::PrimaryElsewhere { id, .. } => json.contact_id = Some(*id),
            Need::NoContacts | Need::NoPrimary | Need::SingleContact => {}
        }
        json
    }
}
