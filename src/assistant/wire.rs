//! What models are sent and what they answer, in the language of each kind.

use serde::Deserialize;
use serde_json::{Value, json};

use super::Error;
use crate::domain::ModelKind;

/// The longest text that a model may write, in its own units.
const MAX_TOKENS: u32 = 2048;

/// Returns what is sent.
pub(super) fn question(kind: ModelKind, model: &str, prompt: &str) -> Value {
    let messages = json!([{ "role": "user", "content": prompt }]);
    match kind {
        ModelKind::OpenAi => json!({ "model": model, "messages": messages }),
        ModelKind::Anthropic => json!({ "model": model, "max_tokens": MAX_TOKENS, "messages": messages }),
    }
}

#[derive(Deserialize)]
struct Completion {
    choices: Vec<Option<Choice>>,
}

#[derive(Deserialize)]
struct Choice {
    message: Said,
}

#[derive(Deserialize)]
struct Said {
    content: Option<String>,
}

#[derive(Deserialize)]
struct Message {
    content: Vec<Part>,
}

#[derive(Deserialize)]
struct Part {
    #[serde(default)]
    text: Option<String>,
}

/// Returns the text of an answer.
pub(super) fn answer(kind: ModelKind, bytes: &[u8]) -> Result<String, Error> {
    let text = match kind {
        ModelKind::OpenAi => {
            let read: Completion = serde_json::from_slice(bytes).map_err(|_| Error::Unreadable)?;
            let first = read.choices.into_iter().flatten().next();
            first.and_then(|choice| choice.message.content)
        }
        ModelKind::Anthropic => {
            let read: Message = serde_json::from_slice(bytes).map_err(|_| Error::Unreadable)?;
            let parts: Vec<String> = read.content.into_iter().filter_map(|part| part.text).collect();
            Some(parts.concat())
        }
    };
    text.filter(|text| !text.trim().is_empty()).ok_or(Error::Empty)
}
