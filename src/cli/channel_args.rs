//! The arguments of `pivotal channel`.

use clap::Subcommand;

use super::channel_text::ChannelOption;

/// What to do with the channels.
#[derive(Debug, Subcommand)]
pub enum ChannelCommand {
    /// Show the state of the channels, without connecting to anything.
    Status,
    /// Save the password of the mail server or the Slack token, read from standard input.
    Connect {
        /// The channel.
        channel: ChannelOption,
    },
    /// Remove the password or the token; the channel then sends nothing.
    Disconnect {
        /// The channel.
        channel: ChannelOption,
    },
    /// Send a test message to yourself.
    Test {
        /// The channel.
        channel: ChannelOption,
        /// Your address, if not that of [user] in the configuration.
        #[arg(long, value_name = "EMAIL")]
        to: Option<String>,
    },
    /// Confirm that the test message arrived; from then on notifications can be sent.
    Confirm {
        /// The channel.
        channel: ChannelOption,
    },
}
