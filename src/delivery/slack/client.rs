//! Asks Slack, and knows at each fault whether a message can have been posted.

use std::sync::OnceLock;
use std::time::Duration;

use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderValue, RETRY_AFTER};
use reqwest::{RequestBuilder, Response, StatusCode, Url, retry};
use secrecy::ExposeSecret;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use tokio::time::{Instant, timeout_at};

use super::wire::{Lookup, Opened, Posted, Verdict};
use super::{OWN, SlackError, SlackSent, SlackSettings, text, url_refusal};
use crate::delivery::channels::{ChannelConfig, FoundSecret};
use crate::domain::{ChannelSetup, Email, NetworkScope, SafeText};
use crate::safe_url::{Line, SafeUrl, client};
use crate::secrets::SecretName;
use crate::tls;

/// How long a connection may take to be made.
const CONNECT: Duration = Duration::from_secs(5);

/// How long a delivery may take, its three questions together.
const PATIENCE: Duration = Duration::from_secs(30);

/// The largest answer that is read.
const MAX_ANSWER: usize = 1024 * 1024;

/// The pause that is kept where Slack wants one and does not say how long.
const PAUSE: Duration = Duration::from_secs(30);

/// The longest pause that Slack may ask for.
const MAX_PAUSE: Duration = Duration::from_secs(24 * 60 * 60);

/// How many characters of what Slack says are shown.
const MAX_WORDS: usize = 100;

/// Whether a question posts a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Effect {
    /// It does not.
    None,
    /// It does, and must not be asked twice.
    Post,
}

impl Effect {
    /// Returns the error for a question without an answer that can be read.
    fn lost(self, reason: &str) -> SlackError {
        match self {
            Self::None => SlackError::Transient(reason.to_owned()),
            Self::Post => SlackError::Unclear,
        }
    }
}

/// Sends messages by Slack; the connection is made with the first one.
#[derive(Debug, Clone)]
pub struct Client {
    settings: SlackSettings,
    http: OnceLock<reqwest::Client>,
    patience: Duration,
}

impl Client {
    /// Makes a client, which connects to nothing yet.
    pub const fn new(settings: SlackSettings) -> Self {
        Self {
            settings,
            http: OnceLock::new(),
            patience: PATIENCE,
        }
    }

    /// Puts what is set together with the token.
    pub(in crate::delivery) fn configure(
        setup: &ChannelSetup,
        scope: NetworkScope,
        secret: impl Fn(SecretName) -> FoundSecret,
    ) -> ChannelConfig<Self> {
        let token = match secret(SecretName::SlackToken) {
            Ok(Some(token)) => token,
            Ok(None) => return ChannelConfig::Missing,
            Err(sentence) => return ChannelConfig::Invalid(sentence),
        };
        let base = match setup.slack_url.trim() {
            "" => Ok(SafeUrl::of_service(OWN)),
            url => SafeUrl::parse(url),
        };
        match base {
            // The token is the user's own and none of the sample's.
            Ok(base) if scope == NetworkScope::ThisMachine && !base.is_local() => ChannelConfig::Missing,
            Ok(base) => ChannelConfig::Ready(Self::new(SlackSettings { base, token })),
            Err(error) => ChannelConfig::Invalid(url_refusal(error).to_owned()),
        }
    }

    /// Returns the settings.
    pub(super) const fn settings(&self) -> &SlackSettings {
        &self.settings
    }

    #[cfg(test)]
    pub(in crate::delivery) fn with_patience(settings: SlackSettings, patience: Duration) -> Self {
        Self {
            patience,
            ..Self::new(settings)
        }
    }

    /// Finds a person by the address and posts a text as a direct message, within 30 seconds.
    ///
    /// Whoever drops the future before it ends does not know whether the message was posted.
    ///
    /// # Errors
    ///
    /// Says what went wrong; all but [`SlackError::Unclear`] mean that nothing was posted.
    pub async fn deliver(&self, email: &Email, text: &str) -> Result<SlackSent, SlackError> {
        self.open(email).await?.post(text).await
    }

    /// Finds a person by the address and opens the direct messages to them, within 30 seconds; nothing is posted yet.
    ///
    /// # Errors
    ///
    /// Says what went wrong.
    pub async fn open(&self, email: &Email) -> Result<Ready<'_>, SlackError> {
        let end = Instant::now() + self.patience;
        let found: Lookup = self.ask(self.lookup(email)?, Effect::None, end).await?;
        if found.user.deleted {
            return Err(SlackError::UnknownUser);
        }
        let users = json!({ "users": found.user.id });
        let opened: Opened = self
            .ask(self.post("conversations.open", &users)?, Effect::None, end)
            .await?;
        Ok(Ready {
            client: self,
            channel: opened.channel.id,
            end,
        })
    }

    fn lookup(&self, email: &Email) -> Result<RequestBuilder, SlackError> {
        let mut url = Url::parse(&self.settings.base.join("/users.lookupByEmail"))
            .map_err(|_| SlackError::Refused(SafeText::clean("the Slack address is not valid")))?;
        url.query_pairs_mut().append_pair("email", &email.key());
        Ok(self.http()?.get(url))
    }

    fn post(&self, method: &str, body: &Value) -> Result<RequestBuilder, SlackError> {
        Ok(self
            .http()?
            .post(self.settings.base.join(&format!("/{method}")))
            .header(CONTENT_TYPE, "application/json; charset=utf-8")
            .body(body.to_string()))
    }

    async fn ask<T: DeserializeOwned>(
        &self,
        request: RequestBuilder,
        effect: Effect,
        end: Instant,
    ) -> Result<T, SlackError> {
        if Instant::now() >= end {
            // Nothing was asked yet, so that it is sure that nothing was posted.
            return Err(Effect::None.lost(TOO_LONG));
        }
        let token = self.settings.token.expose_secret();
        let mut bearer = HeaderValue::from_str(&format!("Bearer {token}"))
            .map_err(|_| SlackError::Token(SafeText::clean("it has invalid characters")))?;
        bearer.set_sensitive(true);
        let answer = async {
            let response = request
                .header(AUTHORIZATION, bearer)
                .send()
                .await
                .map_err(|error| fault(&error, effect))?;
            read(response, effect).await
        };
        let answer: Result<Vec<u8>, SlackError> = timeout_at(end, answer)
            .await
            .unwrap_or_else(|_| Err(effect.lost(TOO_LONG)));
        let bytes = answer?;
        let verdict: Verdict = serde_json::from_slice(&bytes).map_err(|_| effect.lost(UNREADABLE))?;
        if !verdict.ok {
            return Err(refusal(&verdict, effect));
        }
        serde_json::from_slice(&bytes).map_err(|_| effect.lost(UNREADABLE))
    }

    /// Returns the HTTP client; it is made with the first question, as it takes milliseconds.
    fn http(&self) -> Result<&reqwest::Client, SlackError> {
        if let Some(http) = self.http.get() {
            return Ok(http);
        }
        tls::set_up();
        let builder = client(if self.settings.base.is_local() {
            Line::Clear
        } else {
            Line::Away
        })
        .retry(retry::never())
        .connect_timeout(CONNECT)
        .timeout(PATIENCE);
        let http = builder.build().map_err(|error| fault(&error, Effect::None))?;
        Ok(self.http.get_or_init(|| http))
    }
}

/// Direct messages to a person that are open, so that a message is the next thing asked for.
#[derive(Debug)]
pub struct Ready<'a> {
    client: &'a Client,
    channel: String,
    end: Instant,
}

impl Ready<'_> {
    /// Posts a text, within what is left of the 30 seconds.
    ///
    /// Whoever drops the future before it ends does not know whether the message was posted.
    ///
    /// # Errors
    ///
    /// Says what went wrong; all but [`SlackError::Unclear`] mean that nothing was posted.
    pub async fn post(self, text: &str) -> Result<SlackSent, SlackError> {
        let Self { client, channel, end } = self;
        let message = json!({
            "channel": channel,
            "text": text::prepared(text),
            "unfurl_links": false,
            "unfurl_media": false,
        });
        let request = client.post("chat.postMessage", &message)?;
        let posted: Posted = client.ask(request, Effect::Post, end).await?;
        Ok(SlackSent {
            channel: shown(posted.channel.as_str().unwrap_or_default()),
            ts: shown(posted.ts.as_str().unwrap_or_default()),
        })
    }
}

const TOO_LONG: &str = "Slack did not respond in time";
const UNREADABLE: &str = "Slack's response could not be understood";

/// Reads an answer that a method gave, or sorts one that something else gave.
async fn read(mut response: Response, effect: Effect) -> Result<Vec<u8>, SlackError> {
    let status = response.status();
    match status.as_u16() {
        429 => {
            return Err(SlackError::RateLimited {
                retry_after: retry_after(response.headers()),
            });
        }
        408 | 500..=599 => {
            return Err(effect.lost(&format!("Slack has a problem on its side (status {status})")));
        }
        300..=399 => {
            return Err(SlackError::Refused(SafeText::clean(
                "a redirect, which is not followed because it could leak the token",
            )));
        }
        _ => {}
    }
    let mut bytes = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|error| fault(&error, effect))? {
        if bytes.len() + chunk.len() > MAX_ANSWER {
            return Err(effect.lost("Slack's response was larger than 1 MiB and was not read"));
        }
        bytes.extend_from_slice(&chunk);
    }
    if status.is_success() || serde_json::from_slice::<Verdict>(&bytes).is_ok() {
        return Ok(bytes);
    }
    Err(match status {
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => SlackError::Token(shown(status.as_str())),
        status => SlackError::Refused(SafeText::clean(&format!("status {}", status.as_u16()))),
    })
}

/// Sorts what a method says against a question.
fn refusal(verdict: &Verdict, effect: Effect) -> SlackError {
    let code = verdict.error.as_deref().unwrap_or_default();
    match code {
        "users_not_found" | "user_not_found" | "user_disabled" | "user_not_visible" => {
            SlackError::UnknownUser
        }
        "missing_scope" => SlackError::MissingScope(match verdict.needed.as_deref() {
            Some(scope) if !scope.trim().is_empty() => shown(scope),
            Some(_) | None => SafeText::clean("that Slack does not name"),
        }),
        "invalid_auth"
        | "not_authed"
        | "account_inactive"
        | "token_revoked"
        | "token_expired"
        | "no_permission"
        | "org_login_required"
        | "not_allowed_token_type"
        | "access_denied" => SlackError::Token(shown(code)),
        "ratelimited" | "rate_limited" => SlackError::RateLimited { retry_after: PAUSE },
        // Slack says of these that some of it may have been done.
        "" | "fatal_error" | "internal_error" | "service_unavailable" | "request_timeout" => {
            effect.lost("Slack has a problem on its side")
        }
        code => SlackError::Refused(shown(code)),
    }
}

fn retry_after(headers: &HeaderMap) -> Duration {
    headers
        .get(RETRY_AFTER)
        .and_then(|value| value.to_str().ok()?.trim().parse().ok())
        .map_or(PAUSE, |seconds| Duration::from_secs(seconds).min(MAX_PAUSE))
}

/// Sorts a failure of the connection; addresses and headers are left out.
fn fault(error: &reqwest::Error, effect: Effect) -> SlackError {
    if error.is_connect()
        && let Some(reason) = tls::problem(error)
    {
        return SlackError::Insecure(reason);
    }
    if error.is_connect() || error.is_builder() {
        // Without a connection nothing was asked.
        Effect::None.lost("Slack cannot be reached")
    } else if error.is_timeout() {
        effect.lost(TOO_LONG)
    } else {
        effect.lost("the connection to Slack was lost")
    }
}

fn shown(text: &str) -> SafeText {
    let cut: String = text.chars().take(MAX_WORDS).collect();
    SafeText::clean(&cut)
}
