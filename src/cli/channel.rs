//! `pivotal channel`: by what notifications are sent.

use super::channel_args::ChannelCommand;
use super::channel_json::{ChannelJson, ChannelsJson};
use super::channel_text::text;
use super::sync::block_on;
use super::{Context, Error, Format, Output, secret_input};
use crate::delivery::{self, Channels};
use crate::domain::{
    Channel, ChannelStage, ChannelStanding, ChannelView, Field, FieldError, NetworkScope, OwnerFields, Person,
};
use crate::secrets::SecretPlace;
use crate::workspace::{self, Workspace};

pub(super) fn run(
    command: &ChannelCommand,
    context: &Context,
    workspace: &mut Workspace,
    output: &mut Output<'_>,
) -> Result<(), Error> {
    match command {
        ChannelCommand::Status => {
            let views = delivery::look(workspace, &channels(context))?;
            match output.format {
                Format::Json => output.json(&ChannelsJson {
                    channels: views.iter().map(ChannelJson::from).collect(),
                })?,
                Format::Text => show(&views, output)?,
            }
            Ok(())
        }
        ChannelCommand::Connect { channel } => connect((*channel).into(), context, workspace, output),
        ChannelCommand::Disconnect { channel } => {
            let channel = (*channel).into();
            let sentence = if place(channel, context).forget()? {
                text(channel).forgotten
            } else {
                text(channel).nothing_kept
            };
            tell(sentence, channel, context, workspace, output)
        }
        ChannelCommand::Test { channel, to } => {
            test((*channel).into(), to.as_deref(), context, workspace, output)
        }
        ChannelCommand::Confirm { channel } => {
            let channel = (*channel).into();
            let channels = channels(context);
            if let Some(sentence) = channels.config_error(channel) {
                return Err(Error::Invalid(sentence));
            }
            workspace.fit_channel(channel, &channels.fingerprint(channel))?;
            workspace.confirm_channel(channel)?;
            let sentence = format!(
                "Confirmed: notifications can be sent by {channel}. Review what is held with `pivotal outbox list`, then run `pivotal outbox approve`."
            );
            tell(&sentence, channel, context, workspace, output)
        }
    }
}

/// Reads how the channels are set up.
pub(super) fn channels(context: &Context) -> Channels {
    Channels::find(
        &context.config.channels(),
        &context.paths.data,
        NetworkScope::Anywhere,
    )
}

fn place(channel: Channel, context: &Context) -> SecretPlace {
    SecretPlace::new(text(channel).secret, &context.paths.data)
}

fn connect(
    channel: Channel,
    context: &Context,
    workspace: &mut Workspace,
    output: &mut Output<'_>,
) -> Result<(), Error> {
    let what = text(channel).secret_kind;
    let secret = secret_input::read(what, output)?;
    let secret = secret.trim();
    if secret.is_empty() || secret.contains(char::is_control) {
        return Err(Error::Invalid(format!(
            "That is not a valid {what}: it is empty or has invalid characters. Nothing was saved."
        )));
    }
    let origin = place(channel, context).keep_text(secret)?;
    let sentence = format!(
        "The {what} is saved in the {}. Now send a test message: pivotal channel test {}.",
        origin.key(),
        text(channel).option
    );
    tell(&sentence, channel, context, workspace, output)
}

fn test(
    channel: Channel,
    to: Option<&str>,
    context: &Context,
    workspace: &mut Workspace,
    output: &mut Output<'_>,
) -> Result<(), Error> {
    context.demand_sending()?;
    let channels = channels(context);
    let person = match to {
        Some(to) => {
            let fields = OwnerFields::parse(to).map_err(|error| {
                workspace::Error::Invalid(vec![FieldError::new(Field::Email, error.message)])
            })?;
            Person {
                name: fields.name,
                email: fields.email,
            }
        }
        None => channels.tester().cloned().ok_or_else(|| {
            Error::Invalid(
                "There is no address to send a test to. Give your own with --to, or set your email in [user]."
                    .to_owned(),
            )
        })?,
    };
    block_on(delivery::send_test(&channels, channel, &person, workspace.now()))?.map_err(Error::Remote)?;
    workspace.fit_channel(channel, &channels.fingerprint(channel))?;
    workspace.note_test(channel)?;
    let sentence = format!(
        "A test message was sent by {channel} to {}. Once it has arrived: pivotal channel confirm {}.",
        person.email,
        text(channel).option
    );
    tell(&sentence, channel, context, workspace, output)
}

/// Prints what was done and how the channel stands then.
fn tell(
    sentence: &str,
    channel: Channel,
    context: &Context,
    workspace: &mut Workspace,
    output: &mut Output<'_>,
) -> Result<(), Error> {
    let views = delivery::look(workspace, &channels(context))?;
    let view = views.iter().find(|view| view.channel == channel);
    output.done(sentence, &view.map(ChannelJson::from))
}

fn show(views: &[ChannelView], output: &mut Output<'_>) -> Result<(), Error> {
    for view in views {
        let name = text(view.channel).option;
        let state = match &view.standing {
            ChannelStanding::Missing => text(view.channel).missing.to_owned(),
            ChannelStanding::Unusable(sentence) => format!("cannot be used: {sentence}"),
            ChannelStanding::Stopped(sentence) => {
                format!("stopped: {sentence} `pivotal outbox send` retries.")
            }
            ChannelStanding::Ready(ChannelStage::Untested) => {
                format!("not tested: pivotal channel test {name}")
            }
            ChannelStanding::Ready(ChannelStage::Tested) => {
                format!("tested: once it has arrived, pivotal channel confirm {name}")
            }
            ChannelStanding::Ready(ChannelStage::Confirmed) => {
                "confirmed: the first notifications need `pivotal outbox approve`".to_owned()
            }
            ChannelStanding::Ready(ChannelStage::Open) => {
                "open: the app sends notifications automatically, and so does `pivotal outbox send`"
                    .to_owned()
            }
        };
        output.line(&format!("{name:<8}{state}"))?;
        if !view.about.is_empty() {
            output.line(&format!("{:<8}{}", "", view.about))?;
        }
        if view.held > 0 {
            output.line(&format!("{:<8}{} held", "", view.held))?;
        }
    }
    Ok(())
}
