//! What the form that sets mail up asks for.

use super::{Form, Value};
use crate::app::secret::Secret;
use crate::domain::{Field, FieldError, MailSecurity, MailSetup, OwnerFields};

/// Reads how mail is to be sent, and the new password if one was typed.
pub(super) fn setup(form: &Form) -> Result<(MailSetup, Option<Secret>), Vec<FieldError>> {
    let mut errors = Vec::new();
    let text = |field| form.text_of(field).trim().to_owned();
    let (host, port) = match server(&text(Field::Host)) {
        Ok(server) => server,
        Err(error) => {
            errors.push(error);
            Default::default()
        }
    };
    let from = text(Field::Sender);
    if !from.is_empty() && OwnerFields::parse(&from).is_err() {
        errors.push(FieldError::new(
            Field::Sender,
            "Type an address, or a name with it, as in Cara Osei <cara@us.com>.",
        ));
    }
    let (mut security, mut password) = (MailSecurity::default(), None);
    for field in &form.fields {
        match &field.value {
            Value::Security(chosen) => security = *chosen,
            Value::Hidden(line) if line.chars() > 0 => password = Some(line.secret()),
            Value::Hidden(_)
            | Value::Text(_)
            | Value::Lines(_)
            | Value::Status(_)
            | Value::Audience(_)
            | Value::Pick(_)
            | Value::OpenTasks { .. } => {}
        }
    }
    let user = text(Field::User);
    if user.is_empty() && password.is_some() {
        errors.push(FieldError::new(
            Field::User,
            "Type who logs in, or leave the password empty too.",
        ));
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    let setup = MailSetup {
        host,
        port,
        security,
        user,
        from,
    };
    Ok((setup, password))
}

/// Reads `smtp.us.com`, `smtp.us.com:587` or `[::1]:2525`.
fn server(text: &str) -> Result<(String, u16), FieldError> {
    let wrong = || {
        FieldError::new(
            Field::Host,
            "Type a server, with its port if it is not the usual one, as in smtp.us.com:587.",
        )
    };
    let (host, port) = match text.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((host, "")) => (host, None),
        Some((host, port)) => (host, Some(port.strip_prefix(':').ok_or_else(wrong)?)),
        None => match text.split_once(':') {
            Some((host, port)) if !port.contains(':') => (host, Some(port)),
            // Several colons are those of an address.
            Some(_) | None => (text, None),
        },
    };
    if host.is_empty() || host.contains(char::is_whitespace) {
        return Err(wrong());
    }
    let port = match port {
        None => 0,
        Some(port) => port.parse().ok().filter(|port| *port > 0).ok_or_else(wrong)?,
    };
    Ok((host.to_owned(), port))
}

/// Writes a server as it is typed.
pub(super) fn shown(mail: &MailSetup) -> String {
    let host = if mail.host.contains(':') {
        format!("[{}]", mail.host)
    } else {
        mail.host.clone()
    };
    match mail.port {
        0 => host,
        port => format!("{host}:{port}"),
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("smtp.us.com", "smtp.us.com", 0)]
    #[case("smtp.us.com:2525", "smtp.us.com", 2525)]
    #[case("[::1]:2525", "::1", 2525)]
    #[case("[::1]", "::1", 0)]
    fn a_server_is_read_as_it_is_shown(#[case] text: &str, #[case] host: &str, #[case] port: u16) {
        assert_eq!(server(text).expect("a server"), (host.to_owned(), port));
        let mail = MailSetup {
            host: host.to_owned(),
            port,
            ..MailSetup::default()
        };
        assert_eq!(shown(&mail), text);
    }

    #[rstest]
    #[case("")]
    #[case(":25")]
    #[case("smtp.us.com:")]
    #[case("smtp.us.com:0")]
    #[case("smtp.us.com:99999")]
    #[case("smtp us")]
    #[case("[::1]25")]
    fn nonsense_is_refused(#[case] text: &str) {
        assert!(server(text).is_err(), "{text}");
    }
}
