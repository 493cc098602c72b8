//! The arguments of `pivotal channel`.

use clap::Subcommand;

use super::channel_text::ChannelOption;

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
