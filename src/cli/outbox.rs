//! `pivotal outbox`.

use jiff::tz::TimeZone;

use super::plan_args::OutboxCommand;
use super::plan_json::{NotificationJson, NotificationsJson};
use super::{Error, Format, Output};
use crate::domain::{Change, Notification, Outcome};
use crate::workspace::Workspace;

pub(super) fn run(
    command: OutboxCommand,
    workspace: &mut Workspace,
    output: &mut Output<'_>,
) -> Result<(), Error> {
    match command {
        OutboxCommand::List { customer } => {
            let customer = customer
                .map(|customer| workspace.find_customer(&customer))
                .transpose()?;
            let notifications = workspace.notifications(customer.map(|customer| customer.id))?;
            list(&notifications, output)
        }
        OutboxCommand::Show { notification } => {
            let notification = workspace.find_notification(&notification)?;
            show(&notification, output)
        }
        OutboxCommand::Cancel { notification } => {
            let notification = workspace.find_notification(&notification)?;
            set(
                Change::CancelNotifications(vec![notification.id]),
                workspace,
                output,
            )
        }
        OutboxCommand::Retry { notification } => {
            let notification = workspace.find_notification(&notification)?;
            set(
                Change::RetryNotifications(vec![notification.id]),
                workspace,
                output,
            )
        }
    }
}

fn set(change: Change, workspace: &mut Workspace, output: &mut Output<'_>) -> Result<(), Error> {
    let done = workspace.make(change)?;
    if let Outcome::NotificationsSet(set) = &done.outcome
        && let [one] = set.as_slice()
    {
        output.done(&done.outcome.sentence(), &NotificationJson::from(one))?;
    }
    Ok(())
}

fn list(notifications: &[Notification], output: &mut Output<'_>) -> Result<(), Error> {
    match output.format {
        Format::Json => output.json(&NotificationsJson {
            notifications: notifications.iter().map(NotificationJson::from).collect(),
        })?,
        Format::Text if notifications.is_empty() => output.note("No notifications."),
        Format::Text => {
            let zone = TimeZone::system();
            let rows: Vec<[String; 7]> = notifications
                .iter()
                .map(|one| {
                    [
                        format!("#{}", one.number),
                        one.state.to_string(),
                        one.created_at.minute_in(&zone),
                        one.customer_name.to_string(),
                        one.channel.to_string(),
                        format!("{} <{}>", one.recipient.name, one.recipient.email),
                        one.subject.clone(),
                    ]
                })
                .collect();
            output.table(
                ["#", "State", "Written", "Customer", "By", "To", "Subject"],
                &rows,
            )?;
        }
    }
    Ok(())
}

fn show(one: &Notification, output: &mut Output<'_>) -> Result<(), Error> {
    match output.format {
        Format::Json => output.json(&NotificationJson::from(one))?,
        Format::Text => {
            let lines = [
                ("state", one.state.to_string()),
                ("what", one.kind.to_string()),
                ("customer", one.customer_name.to_string()),
                ("by", one.channel.to_string()),
                ("to", format!("{} <{}>", one.recipient.name, one.recipient.email)),
                ("why", one.reason.key().replace('_', " ")),
                ("subject", one.subject.clone()),
            ];
            for (title, value) in lines {
                output.line(&format!("{title:<10}{value}"))?;
            }
            if let Some(error) = &one.error {
                output.line(&format!("{:<10}{error}", "error"))?;
            }
            output.line("")?;
            output.text(&one.body)?;
        }
    }
    Ok(())
}
