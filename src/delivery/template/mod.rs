//! Writes the text of a notification from a template, built in or the user's own.
//!
//! A template is a text file: a line `Subject: …`, an empty line, and the body, in the language of Jinja. It knows the
//! fields of a [`Context`] and nothing else: no other file, no function of the system, and a limited number of steps.

mod context;
mod error;
mod source;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use minijinja::value::Value;
use minijinja::{AutoEscape, Environment, UndefinedBehavior};

pub use context::Context;
pub use error::TemplateError;

use crate::domain::{NotificationContent, NotificationKind, SafeText};
use context::Fields;
use source::Source;

/// How many steps a template may take.
const FUEL: u64 = 20_000;

/// The longest body in bytes that a template may make.
const MAX_BODY: usize = 64 * 1024;

/// The templates of all kinds.
#[derive(Debug)]
pub struct Templates {
    environment: Environment<'static>,
    files: BTreeMap<&'static str, PathBuf>,
}

impl Templates {
    /// Reads the templates: the user's own of a folder where there are some, such as `phase_change.txt`, else those
    /// that are built in.
    ///
    /// # Errors
    ///
    /// Names the file and the line that cannot be used; each template is tried with all fields and with none.
    pub fn load(folder: Option<&Path>) -> Result<Self, TemplateError> {
        let mut templates = Self {
            environment: environment(),
            files: BTreeMap::new(),
        };
        for kind in NotificationKind::ALL {
            let source = Source::find(kind, folder)?;
            let file = source.file.clone();
            templates.files.insert(kind.key(), file.clone());
            for (part, text) in [(Part::Subject, source.subject), (Part::Body, source.body)] {
                templates
                    .environment
                    .add_template_owned(part.name(kind), text)
                    .map_err(|error| TemplateError::of(&file, &error))?;
            }
            for context in [Context::full(), Context::default()] {
                templates.render(kind, &context)?;
            }
        }
        Ok(templates)
    }

    /// Renders a notification.
    ///
    /// # Errors
    ///
    /// Names the file and the line of a template that fails only with these fields.
    pub fn render(
        &self,
        kind: NotificationKind,
        context: &Context,
    ) -> Result<NotificationContent, TemplateError> {
        let fields = Arc::new(Fields::of(context));
        let write = |part: Part| {
            let file = self
                .files
                .get(kind.key())
                .map_or(Path::new(kind.key()), PathBuf::as_path);
            self.environment
                .get_template(&part.name(kind))
                .and_then(|template| template.render(Value::from_dyn_object(Arc::clone(&fields))))
                .map_err(|error| TemplateError::of(file, &error))
                .and_then(|text| {
                    if text.len() > MAX_BODY {
                        return Err(TemplateError::wrong(file, 1, "the text grows too long"));
                    }
                    Ok(text)
                })
        };
        let subject = SafeText::clean(&write(Part::Subject)?).to_string();
        let body = write(Part::Body)?;
        Ok(NotificationContent {
            subject,
            body: format!("{}\n", body.trim_matches(['\n', '\r']).trim_end()),
            missing_fields: fields.missing_fields(),
        })
    }
}

/// A part of a template.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Subject,
    Body,
}

impl Part {
    fn name(self, kind: NotificationKind) -> String {
        match self {
            Self::Subject => format!("{}.subject", kind.key()),
            Self::Body => format!("{}.body", kind.key()),
        }
    }
}

fn environment() -> Environment<'static> {
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(|_| AutoEscape::None);
    // A part of a field, such as `customer.name`, would otherwise vanish from the text.
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_fuel(Some(FUEL));
    environment.add_filter(
        "default",
        |value: Value, other: Value| {
            if value.is_true() { value } else { other }
        },
    );
    environment
}
