//! Why a model is not asked, or wrote nothing.

use crate::domain::SafeText;
use crate::secrets::SecretError;

/// Why no model can be asked; each sentence says what to do.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// No address is set.
    #[error(
        "No model is set up, and nothing was sent. Set endpoint and model in [pi] of the configuration (pivotal config path), then save its key: pivotal pi connect."
    )]
    Missing,
    /// The address cannot be used.
    #[error(
        "The endpoint in [pi] cannot be used. Give an address such as https://api.openai.com/v1, without user, query or fragment."
    )]
    Malformed,
    /// The key would cross a network in clear.
    #[error(
        "The endpoint in [pi] would send the key over http to another machine. Use https, or http on 127.0.0.1."
    )]
    InClear,
    /// The name of the model is not set.
    #[error(
        "No model is named, and nothing was sent. Set model in [pi] of the configuration (pivotal config path)."
    )]
    NoModel,
    /// Sample data stays on this machine.
    #[error("Sample data is sent only to a model on this machine; set endpoint in [pi] to one on 127.0.0.1.")]
    Far,
    /// There is no key.
    #[error("The key of the model is missing, and nothing was sent. Save it: pivotal pi connect.")]
    NoKey,
    /// The key cannot be read.
    #[error(transparent)]
    Secret(#[from] SecretError),
}

/// Why a model wrote nothing; no sentence holds the key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The key is not one.
    #[error("The key of the model has invalid characters. Give another one: pivotal pi connect.")]
    NoKey,
    /// The key was not taken.
    #[error("The model did not accept the key (status {0}). Give another one: pivotal pi connect.")]
    Key(u16),
    /// There were too many requests.
    #[error("The model got too many requests, or its account is used up. Wait a minute and try again.")]
    RateLimited,
    /// The other side has a fault.
    #[error("The model's server has a problem on its side (status {0}). Try again later.")]
    Server(u16),
    /// The other side refuses the request.
    #[error("The model refused the request (status {0}). Check endpoint, kind and model in [pi].")]
    Refused(u16),
    /// The other side leads elsewhere.
    #[error(
        "The endpoint in [pi] redirects elsewhere, which is not followed because it could leak the text. Set the address it redirects to."
    )]
    Redirect,
    /// The answer is no answer of a model.
    #[error("The response of the model could not be understood. Check endpoint and kind in [pi].")]
    Unreadable,
    /// The model wrote nothing.
    #[error("The model wrote nothing. Try again, or set another model in [pi].")]
    Empty,
    /// The answer is too large.
    #[error("The response of the model was larger than 1 MiB and was not read. Set another model in [pi].")]
    TooLarge,
    /// It took too long.
    #[error("The model did not respond in time. Try again.")]
    TooLong,
    /// There is no connection.
    #[error("The model cannot be reached. Check endpoint in [pi], and that its server runs.")]
    Unreachable,
    /// The connection broke.
    #[error("The connection to the model was lost. Try again.")]
    Cut,
    /// The connection is not safe.
    #[error("The connection to the model is not safe: {0}. Nothing was sent.")]
    Insecure(SafeText),
}
