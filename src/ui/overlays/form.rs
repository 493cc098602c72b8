//! The form: labels, values, and what is wrong under the field that it concerns.

use ratatui::Frame;

use super::Keys;
use crate::app::layout::{Areas, FORM_MARGIN, FormLine, Rect, form_lines, labels};
use crate::app::overlay::form::{Form, FormField, FormState, Subject, Value};
use crate::app::secret::HiddenLine;
use crate::app::{LineEditor, Model};
use crate::domain::{Audience, CustomField, Detail, Field, FieldKind, MailSecurity};
use crate::ui::Theme;
use crate::ui::line::{self, Cursor};
use crate::ui::lines;
use crate::ui::text::{cells, indent, put, row};

/// The widest value.
const MAX_VALUE: u16 = 64;

pub(super) fn draw(
    model: &Model,
    form: &Form,
    keys: Keys,
    areas: &Areas,
    theme: &Theme,
    frame: &mut Frame<'_>,
) {
    let keys_go_here = keys == Keys::Here && form.state == FormState::Editing;
    let lines = form_lines(form, areas.body.width, areas.body.height);
    for (number, shown) in lines.iter().enumerate() {
        let area = indent(row(areas.form, number), FORM_MARGIN);
        match shown {
            FormLine::Title => title(model, form, area, theme, frame),
            FormLine::More(_) => {}
            FormLine::Field(place) => {
                if let Some(field) = form.fields.get(*place) {
                    let more = lines
                        .iter()
                        .filter(|line| **line == FormLine::More(*place))
                        .count();
                    let area = Rect {
                        height: 1 + u16::try_from(more).unwrap_or(0),
                        ..area
                    };
                    let cursor = if keys_go_here && *place == form.focus {
                        Cursor::Here
                    } else {
                        Cursor::Elsewhere
                    };
                    let rest = form.completion(model.known_words());
                    let words = (hint(form, field.field), rest.as_deref());
                    draw_field((form, field), words, cursor, area, theme, frame);
                }
            }
            FormLine::Error(text) => {
                put(
                    frame.buffer_mut(),
                    area,
                    area.x + labels(form),
                    text,
                    theme.danger,
                );
            }
            FormLine::FormError(text) => {
                put(frame.buffer_mut(), area, area.x, text, theme.danger);
            }
        }
    }
}

fn title(model: &Model, form: &Form, area: Rect, theme: &Theme, frame: &mut Frame<'_>) {
    let buffer = frame.buffer_mut();
    let x = put(buffer, area, area.x, &form.title(), theme.heading);
    if let (Subject::Contact(contact), FormState::Editing) = (&form.subject, &form.state) {
        let portal = format!("portal: {}", contact.invitation.words(&model.zone));
        put(buffer, area, x + 2, &portal, theme.dim);
    }
    if form.state == FormState::Saving {
        put(buffer, area, x + 2, "saving…", theme.dim);
    }
}

fn draw_field(
    (form, field): (&Form, &FormField),
    (hint, completion): (&str, Option<&str>),
    cursor: Cursor,
    area: Rect,
    theme: &Theme,
    frame: &mut Frame<'_>,
) {
    let buffer = frame.buffer_mut();
    let (mark, style) = match (cursor, &field.error) {
        (_, Some(_)) => ("!", theme.danger),
        (Cursor::Here, None) => ("▸", theme.accent),
        (Cursor::Elsewhere, None) => (" ", theme.text),
    };
    let before = Rect {
        x: area.x.saturating_sub(2),
        width: 1,
        ..area
    };
    put(buffer, before, before.x, mark, style);
    let style = if cursor == Cursor::Here {
        theme.heading
    } else {
        theme.dim
    };
    let labels = labels(form);
    let place = Rect {
        width: labels.saturating_sub(1),
        ..area
    };
    put(buffer, place, area.x, label(form, field.field), style);
    let value = Rect {
        x: area.x + labels,
        width: area.width.saturating_sub(labels).min(MAX_VALUE),
        ..area
    };
    match &field.value {
        Value::Text(text) => {
            line::draw(frame, value, text, cursor, theme.field);
            if let (Cursor::Here, Some(rest)) = (cursor, completion) {
                let x = value.x + cells(text.text());
                put(
                    frame.buffer_mut(),
                    value,
                    x,
                    &format!("{rest}  tab to take it"),
                    theme.dim,
                );
            }
            if text.text().is_empty() && !hint.is_empty() {
                // Behind the cursor, so that it is not taken for what was typed.
                put(frame.buffer_mut(), value, value.x + 1, hint, theme.dim);
            }
        }
        Value::Lines(text) => {
            lines::draw(frame, value, text, cursor, theme.field);
            if text.text().is_empty() && !hint.is_empty() {
                put(frame.buffer_mut(), value, value.x + 1, hint, theme.dim);
            }
        }
        Value::Audience(audience) => {
            let words = match audience {
                Audience::Internal => "our team only",
                Audience::Customer => "the customer too",
            };
            put(buffer, value, value.x, &turned(words, cursor), theme.text);
        }
        Value::Security(security) => {
            let words = match security {
                MailSecurity::StartTls => "STARTTLS, usual on port 587",
                MailSecurity::Tls => "TLS, usual on port 465",
                MailSecurity::None => "none: only for a server on this machine",
            };
            put(buffer, value, value.x, &turned(words, cursor), theme.text);
        }
        Value::Pick(pick) => {
            put(buffer, value, value.x, &turned(pick.words(), cursor), theme.text);
        }
        Value::Hidden(hidden) => hidden_line(hidden, cursor, value, theme, frame),
        Value::OpenTasks { choice, count } => {
            let words = choice.words(*count);
            put(buffer, value, value.x, &turned(&words, cursor), theme.text);
        }
        Value::Status(status) => {
            let words = status.to_string();
            put(buffer, value, value.x, &turned(&words, cursor), theme.text);
        }
    }
}

/// Writes a value that is turned with left and right.
fn turned(words: &str, cursor: Cursor) -> String {
    match cursor {
        Cursor::Here => format!("‹ {words} ›  left and right to choose"),
        Cursor::Elsewhere => format!("  {words}"),
    }
}

/// Draws dots for what does not show.
fn hidden_line(hidden: &HiddenLine, cursor: Cursor, area: Rect, theme: &Theme, frame: &mut Frame<'_>) {
    let dots = "•".repeat(hidden.chars().min(usize::from(area.width.saturating_sub(2))));
    line::draw(frame, area, &LineEditor::new(&dots), cursor, theme.field);
    if hidden.chars() == 0 {
        put(
            frame.buffer_mut(),
            area,
            area.x + 1,
            "empty: keep the saved one",
            theme.dim,
        );
    }
}

fn label(form: &Form, field: Field) -> &str {
    match field {
        Field::Custom(id) => form.custom_field(id).map_or("", CustomField::label),
        Field::Name => "Name",
        Field::Email => "Email",
        Field::Detail(detail) => detail.spec().label,
        Field::Domain => "Domain",
        Field::Owner => "Owner",
        Field::Plan => "Plan",
        Field::Status => "Status",
        Field::RiskReason => "Why",
        Field::WinBackOn => "Win back",
        Field::Tags => "Tags",
        Field::Primary => "Primary",
        Field::Csm => "CSM",
        Field::OpenTasks => "Tasks",
        Field::Target => "Target",
        Field::TargetReason => "Why moved",
        Field::Due => "Due",
        Field::Assignee => "Assignee",
        Field::Audience => "Shown to",
        Field::Note | Field::Text => "Note",
        Field::FollowUpOn => "Follow up",
        Field::Of => "Of",
        Field::Kind => "Type",
        Field::Choices => "Choices",
        Field::InLists => "In lists",
        Field::Phase => "Phase",
        Field::Template => "Template",
        Field::Host => "Server",
        Field::Security => "Security",
        Field::User => "User",
        Field::Password => "Password",
        Field::Sender => "From",
        Field::Record
        | Field::ArchivedAt
        | Field::Link
        | Field::Follows
        | Field::ToldApart
        | Field::AtRiskSince
        | Field::MovedFrom
        | Field::PhaseSince
        | Field::State
        | Field::Recipient
        | Field::Contact
        | Field::DoneAt => "",
    }
}

/// What an empty field may hold.
fn hint(form: &Form, field: Field) -> &'static str {
    match field {
        Field::Custom(id) => match (
            form.custom_field(id).map(|field| &field.fields.kind),
            &form.subject,
        ) {
            (_, Subject::FieldOfMany(_)) => "empty: stays as it is; -: takes the value away",
            (Some(FieldKind::Number), _) => "a number",
            (Some(FieldKind::Date), _) => "e.g. 2026-12-24",
            (Some(FieldKind::Choice(_)), _) => "one of several choices",
            (Some(FieldKind::Text) | None, _) => "",
        },
        Field::Name if matches!(form.subject, Subject::Erase(_)) => "the full name, to confirm",
        Field::Name | Field::Email => "required",
        Field::Text => "required; what was said or agreed",
        Field::Domain => "e.g. acme.com",
        Field::Owner | Field::Csm => "e.g. cara@us.com, or Cara Osei <cara@us.com>",
        Field::Tags => match form.subject {
            Subject::Tags(_) => "e.g. +vip, -trial",
            _ => "e.g. vip, emea",
        },
        Field::Detail(Detail::Roles) => match form.subject {
            Subject::Roles(_) => "e.g. +billing, -legal",
            _ => "e.g. billing, decision maker",
        },
        Field::Detail(Detail::OtherEmails) => "e.g. ann@acme.io (work), ann@home.net",
        Field::Detail(_)
        | Field::Plan
        | Field::Status
        | Field::Primary
        | Field::Record
        | Field::ArchivedAt
        | Field::Link
        | Field::Follows
        | Field::ToldApart
        | Field::AtRiskSince
        | Field::MovedFrom
        | Field::PhaseSince
        | Field::State
        | Field::Recipient
        | Field::Contact
        | Field::DoneAt
        | Field::InLists
        | Field::Of
        | Field::Kind
        | Field::Template
        | Field::OpenTasks
        | Field::Audience => "",
        Field::Assignee => "email of a contact or teammate, or role:billing",
        Field::RiskReason => "why it may be lost, e.g. budget frozen",
        Field::WinBackOn => "optional, e.g. +3mo, 15 jan; in the workbench then",
        Field::TargetReason => "needed if it moves more than a week later",
        Field::Target | Field::Due => "e.g. fri, +2w, 15 jan, 2026-12-24",
        Field::Choices => match form.subject {
            Subject::NewField => "of a field of several choices, e.g. EMEA, APAC",
            _ => "e.g. EMEA, APAC, Americas",
        },
        Field::FollowUpOn => "optional, e.g. fri, +2w; in the workbench then",
        Field::Phase => "an earlier phase",
        Field::Host => "e.g. smtp.us.com:587",
        Field::User => "empty: the server needs no login",
        Field::Sender => "e.g. Cara Osei <cara@us.com>",
        Field::Security | Field::Password => "",
        Field::Note => match form.subject {
            Subject::Advance { .. } => "optional; included in the message",
            Subject::NewTask(..) | Subject::Task(_) => "optional, what else to know; not sent",
            _ => "why",
        },
    }
}
