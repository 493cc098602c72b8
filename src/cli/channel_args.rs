//! The arguments of `pivotal channel`.

use clap::{Subcommand, ValueEnum};

use crate::domain::Channel;

/// What to do with the channels.
#[derive(Debug, Subcommand)]
pub enum ChannelCommand {
    /// Show how the channels stand, without connecting to anything.
    Status,
    /// Keep the password of the mail server or the token of Slack; it is read from the standard input.
    Connect {
        /// The channel.
        channel: ChannelOption,
    },
    /// Forget the password or the token; nothing leaves by the channel then.
    Disconnect {
        /// The channel.
        channel: ChannelOption,
    },
    /// Send a test message to yourself.
    Test {
        /// The channel.
        channel: ChannelOption,
        /// To whom, if not to the user of the configuration: an address of your own.
        #[arg(long, value_name = "EMAIL")]
        to: Option<String>,
    },
    /// Say that the test message arrived; from then on notifications can be sent.
    Confirm {
        /// The channel.
        channel: ChannelOption,
    },
}

/// A channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ChannelOption {
    /// Mail.
    #[value(alias = "email")]
    Mail,
    /// Slack.
    Slack,
}

impl From<ChannelOption> for Channel {
    fn from(option: ChannelOption) -> Self {
        match option {
            ChannelOption::Mail => Self::Email,
            ChannelOption::Slack => Self::Slack,
        }
    }
}
