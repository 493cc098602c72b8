//! Sends one text to a model and gives the one it writes.

use std::sync::OnceLock;
use std::time::Duration;

use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HeaderName, HeaderValue};
use reqwest::{Response, retry};
use secrecy::ExposeSecret;
use tokio::time::timeout;

use super::{Error, Settings, wire};
use crate::domain::ModelKind;
use crate::safe_url::{Line, client};
use crate::tls;

/// How long a connection may take to be made.
const CONNECT: Duration = Duration::from_secs(5);

/// How long a model may write.
const PATIENCE: Duration = Duration::from_secs(60);

/// The largest answer that is read.
const MAX_ANSWER: usize = 1024 * 1024;

/// The version of Anthropic's language that is spoken.
const ANTHROPIC_VERSION: &str = "2023-06-01";

/// Asks a model; the connection is made with the first text.
#[derive(Debug)]
pub struct Client {
    settings: Settings,
    http: OnceLock<reqwest::Client>,
    patience: Duration,
}

impl Client {
    /// Makes a client, which connects to nothing yet.
    pub const fn new(settings: Settings) -> Self {
        Self {
            settings,
            http: OnceLock::new(),
            patience: PATIENCE,
        }
    }

    #[cfg(test)]
    pub(super) fn with_patience(settings: Settings, patience: Duration) -> Self {
        Self {
            patience,
            ..Self::new(settings)
        }
    }

    /// Returns the settings.
    pub const fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Sends a text and gives the one that the model writes, within a minute.
    ///
    /// # Errors
    ///
    /// Says what went wrong, without the key.
    pub async fn write(&self, prompt: &str) -> Result<String, Error> {
        timeout(self.patience, self.ask(prompt))
            .await
            .unwrap_or(Err(Error::TooLong))
    }

    async fn ask(&self, prompt: &str) -> Result<String, Error> {
        let Settings { kind, model, .. } = &self.settings;
        let body = wire::question(*kind, model, prompt).to_string();
        let mut request = self
            .http()?
            .post(self.settings.url())
            .header(CONTENT_TYPE, "application/json")
            .body(body);
        if *kind == ModelKind::Anthropic {
            request = request.header("anthropic-version", ANTHROPIC_VERSION);
        }
        if let Some((name, value)) = self.key()? {
            request = request.header(name, value);
        }
        let response = request.send().await.map_err(|error| fault(&error))?;
        let bytes = read(response).await?;
        wire::answer(*kind, &bytes)
    }

    /// Returns the header that holds the key, which no log shows.
    fn key(&self) -> Result<Option<(HeaderName, HeaderValue)>, Error> {
        let Some(key) = &self.settings.key else {
            return Ok(None);
        };
        let key = key.expose_secret();
        let (name, text) = match self.settings.kind {
            ModelKind::OpenAi => (AUTHORIZATION, format!("Bearer {key}")),
            ModelKind::Anthropic => (HeaderName::from_static("x-api-key"), key.to_owned()),
        };
        let mut value = HeaderValue::from_str(&text).map_err(|_| Error::NoKey)?;
        value.set_sensitive(true);
        Ok(Some((name, value)))
    }

    /// Returns the HTTP client; it is made with the first text, as it takes milliseconds.
    fn http(&self) -> Result<&reqwest::Client, Error> {
        if let Some(http) = self.http.get() {
            return Ok(http);
        }
        tls::set_up();
        let base = &self.settings.base;
        let builder = client(match (base.is_local(), base.is_this_machine()) {
            (true, _) => Line::Clear,
            (false, true) => Line::Here,
            (false, false) => Line::Away,
        })
        .retry(retry::never())
        .connect_timeout(CONNECT)
        .timeout(PATIENCE);
        let http = builder.build().map_err(|error| fault(&error))?;
        Ok(self.http.get_or_init(|| http))
    }
}

/// Reads an answer of a model, or sorts one that something else gave.
async fn read(mut response: Response) -> Result<Vec<u8>, Error> {
    match response.status().as_u16() {
        200..=299 => {}
        status @ (401 | 403) => return Err(Error::Key(status)),
        429 => return Err(Error::RateLimited),
        300..=399 => return Err(Error::Redirect),
        status @ 500..=599 => return Err(Error::Server(status)),
        status => return Err(Error::Refused(status)),
    }
    let mut bytes = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|error| fault(&error))? {
        if bytes.len() + chunk.len() > MAX_ANSWER {
            return Err(Error::TooLarge);
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

/// Sorts a failure of the connection; addresses and headers are left out.
fn fault(error: &reqwest::Error) -> Error {
    if error.is_connect()
        && let Some(reason) = tls::problem(error)
    {
        return Error::Insecure(reason);
    }
    if error.is_timeout() {
        Error::TooLong
    } else if error.is_connect() || error.is_builder() {
        Error::Unreachable
    } else {
        Error::Cut
    }
}
