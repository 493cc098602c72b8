//! `pivotal outbox`.

use jiff::tz::TimeZone;

use super::channel_json::DeliveredJson;
use super::channel_text::text;
use super::plan_args::OutboxCommand;
use super::plan_json::{NotificationJson, NotificationsJson};
use super::sync::block_on;
use super::{Context, Error, Format, Output, channel};
use crate::delivery::{self, Asked};
use crate::domain::{
    Change, Channel, DeliveryCounts, DeliveryReport, MOST_AT_ONCE, Notification, NotificationId,
    NotificationKind, NotificationState, Obstacle, Outcome, SendLimit,
};
use crate::workspace::Workspace;

pub(super) fn run(
    command: OutboxCommand,
    context: &Context,
    workspace: &mut Workspace,
    output: &mut Output<'_>,
) -> Result<(), Error> {
    match command {
        OutboxCommand::List { customer } => {
            let customer = customer
                .map(|customer| workspace.find_customer(&customer))
                .transpose()?;
            let notifications = match customer {
                Some(customer) => workspace.notifications_of(customer.id)?,
                None => workspace.notifications()?,
            };
            list(&notifications, output)
        }
        OutboxCommand::Show { notification } => {
            let notification = workspace.find_notification(&notification)?;
            show(&notification, output)
        }
        OutboxCommand::Approve {
            notifications,
            all,
            yes,
        } => {
            let ids = if all {
                approvable(workspace)?
            } else {
                notifications
                    .iter()
                    .map(|named| Ok(workspace.find_notification(named)?.id))
                    .collect::<Result<_, Error>>()?
            };
            approve(ids, limit(yes), context, workspace, output)
        }
        OutboxCommand::Send { yes } => send(limit(yes), context, workspace, output),
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
            if notification.state == NotificationState::Unknown {
                output.note("It may have arrived already; resending could deliver it twice.");
            }
            if let Some(sentence) = obstacle(notification.channel, context, workspace)? {
                output.note(&format!("{sentence} Until then it waits."));
            }
            set(
                Change::RetryNotifications(vec![notification.id]),
                workspace,
                output,
            )
        }
    }
}

/// Returns whether many may leave at once.
const fn limit(yes: bool) -> SendLimit {
    if yes { SendLimit::Any } else { SendLimit::Unasked }
}

/// Lists what is held and whose channel was confirmed.
fn approvable(workspace: &mut Workspace) -> Result<Vec<NotificationId>, Error> {
    let mut ids = Vec::new();
    for channel in Channel::ALL {
        if workspace.channel(channel)?.stage.may_send() {
            ids.extend(workspace.held(channel)?);
        }
    }
    Ok(ids)
}

/// Returns what has to be done before anything can be sent by a channel.
fn obstacle(channel: Channel, context: &Context, workspace: &mut Workspace) -> Result<Option<String>, Error> {
    let views = delivery::look(workspace, &channel::channels(context))?;
    let name = text(channel).option;
    let found = views.iter().find(|view| view.channel == channel);
    Ok(found
        .and_then(|view| view.standing.obstacle())
        .map(|obstacle| match obstacle {
            Obstacle::Missing => delivery::set_up_first(channel).to_owned(),
            Obstacle::Unusable(sentence) => sentence.to_owned(),
            Obstacle::Untested => format!(
                "No test message by {channel} has been confirmed yet. Send one with `pivotal channel test {name}`."
            ),
            Obstacle::Unconfirmed => format!(
                "A test message was sent by {channel}. Once it has arrived, confirm it with `pivotal channel confirm {name}`."
            ),
        }))
}

/// Returns why nothing can be approved: who may not be written to and what to do first, and where else to look.
fn why_nothing_goes(workspace: &mut Workspace) -> Result<String, Error> {
    let all = workspace.notifications()?;
    let mut parts = vec!["No held notification can be sent.".to_owned()];
    parts.extend(Notification::why_held(&all));
    let is_other = |one: &Notification| one.state == NotificationState::Held && one.silence.is_none();
    if parts.len() == 1 || all.iter().any(is_other) {
        parts.push("`pivotal channel status` says why.".to_owned());
    }
    Ok(parts.join(" "))
}

fn approve(
    ids: Vec<NotificationId>,
    limit: SendLimit,
    context: &Context,
    workspace: &mut Workspace,
    output: &mut Output<'_>,
) -> Result<(), Error> {
    let count = u64::try_from(ids.len()).unwrap_or(u64::MAX);
    if count > MOST_AT_ONCE && limit == SendLimit::Unasked {
        return Err(Error::Invalid(format!(
            "These are {count} notifications, more than {MOST_AT_ONCE} at once; nothing changed. Review them with `pivotal outbox list`, then add --yes."
        )));
    }
    if ids.is_empty() {
        output.note(&why_nothing_goes(workspace)?);
    }
    for channel in Channel::ALL {
        let is_named = workspace
            .notifications()?
            .iter()
            .any(|one| one.channel == channel && ids.contains(&one.id));
        if is_named && let Some(sentence) = obstacle(channel, context, workspace)? {
            return Err(Error::Invalid(format!("Nothing was approved. {sentence}")));
        }
    }
    let done = workspace.make(Change::ApproveNotifications(ids))?;
    if let Outcome::NotificationsSet(set) = &done.outcome {
        let sentence = match set.len() {
            0 => done.outcome.sentence(),
            _ => format!("{} Send them: pivotal outbox send.", done.outcome.sentence()),
        };
        output.done(
            &sentence,
            &NotificationsJson {
                notifications: set.iter().map(NotificationJson::from).collect(),
            },
        )?;
    }
    Ok(())
}

fn send(
    limit: SendLimit,
    context: &Context,
    workspace: &mut Workspace,
    output: &mut Output<'_>,
) -> Result<(), Error> {
    context.demand_sending()?;
    let channels = channel::channels(context);
    let (_stop, stopped) = tokio::sync::watch::channel(false);
    let report = block_on(delivery::deliver(
        workspace,
        &context.paths.data,
        &channels,
        Asked::ByPerson(limit),
        stopped,
    ))?
    .map_err(|error| match error {
        delivery::Error::Workspace(error) => error.into(),
        delivery::Error::Busy => Error::Remote(error.to_string()),
        delivery::Error::Lock(_) => Error::Failed(error.to_string()),
    })?;
    let mut all_held = workspace.notifications()?;
    all_held.retain(|one| one.state == NotificationState::Held);
    let held = all_held.len();
    let failure = failure(&report);
    if output.format == Format::Json {
        output.json(&DeliveredJson::new(&report, held, failure.as_deref()))?;
    }
    let held = held_words(&all_held);
    let sentence = format!("Notifications: {}.{held}", report.counts.words());
    match failure {
        Some(failure) if report.bulk_guard.is_empty() => {
            Err(Error::Remote(format!("{failure} ({})", report.counts.words())))
        }
        Some(failure) => Err(Error::Invalid(failure)),
        None if output.format == Format::Text => Ok(output.line(&sentence)?),
        None => {
            output.note(&sentence);
            Ok(())
        }
    }
}

/// Tells of what is held how many can be approved, and why others cannot; in sentences that follow another one.
fn held_words(held: &[Notification]) -> String {
    let are = |number: usize, one: &str, many: &str| match number {
        0 => String::new(),
        1 => format!(" 1 is {one}"),
        number => format!(" {number} are {many}"),
    };
    let silent = held.iter().filter(|one| one.silence.is_some()).count();
    let advice = "held: pivotal outbox list, then approve.";
    let mut told = are(held.len() - silent, advice, advice);
    if let Some(why) = Notification::why_held(held) {
        let reasons = format!("held and cannot be approved now. {why}");
        told.push_str(&are(silent, &reasons, &reasons));
    }
    told
}

/// Returns what the user has to look at after a run.
fn failure(report: &DeliveryReport) -> Option<String> {
    let DeliveryCounts {
        retry,
        failed,
        unknown,
        ..
    } = report.counts;
    match (report.faults.first(), report.bulk_guard.as_slice()) {
        (Some(fault), _) => Some(fault.clone()),
        (None, [(channel, count), ..]) => Some(format!(
            "{count} notifications are ready to be sent by {channel} at once, more than {MOST_AT_ONCE}; they wait. Review them with `pivotal outbox list`, then add --yes."
        )),
        (None, []) if retry + failed + unknown > 0 => {
            Some("Not all were sent; `pivotal outbox list` shows which and why.".to_owned())
        }
        (None, []) => report.pauses.first().map(|(channel, until)| {
            format!(
                "Not all were sent: {channel} accepts nothing before {}; `pivotal outbox list` shows what is waiting.",
                until.minute_in(&TimeZone::system())
            )
        }),
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
            let rows: Vec<[String; 8]> = notifications
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
                        one.trouble().unwrap_or_default().to_owned(),
                    ]
                })
                .collect();
            output.table(
                [
                    "#",
                    "State",
                    "Written",
                    "Customer",
                    "By",
                    "To",
                    "Subject",
                    "Why not sent",
                ],
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
                (
                    "why",
                    match one.kind {
                        _ if one.by_role.is_some() => one.why_in_full(),
                        NotificationKind::Message => one.why().to_owned(),
                        NotificationKind::PhaseChange
                        | NotificationKind::TaskAssigned
                        | NotificationKind::PortalInvite => one.reason.key().replace('_', " "),
                    },
                ),
                ("subject", one.subject.clone()),
            ];
            for (title, value) in lines {
                output.line(&format!("{title:<10}{value}"))?;
            }
            if let Some(error) = one.trouble() {
                output.line(&format!("{:<10}{error}", "error"))?;
            }
            output.line("")?;
            output.text(&one.body)?;
        }
    }
    Ok(())
}
