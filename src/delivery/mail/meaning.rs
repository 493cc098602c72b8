//! What a server's status means, in plain words (RFC 3463, RFC 7505, and what large providers say).

/// What a refusal means and what helps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Meaning {
    /// A sentence that says what it means.
    pub(super) what: &'static str,
    /// A sentence that says what to do, if it is not what one does for each refusal of its kind.
    pub(super) step: Option<&'static str>,
}

/// Returns what the words of a server mean, as far as it is known.
pub(super) fn of(words: &str) -> Option<Meaning> {
    let low = words.to_ascii_lowercase();
    if low.contains("basic auth") || low.contains("smtpclientauthentication is disabled") {
        return Some(NO_PASSWORDS);
    }
    let (class, subject, detail) = status(words)?;
    known(class, subject, detail)
}

const NO_PASSWORDS: Meaning = Meaning {
    what: "The provider has switched off sending with a password for this mailbox, so no password will work.",
    step: Some("Ask its administrator to allow authenticated SMTP for it, or set another mail server."),
};

fn known(class: u16, subject: u16, detail: u16) -> Option<Meaning> {
    let is_for_now = class == 4;
    let what = match (subject, detail) {
        (1, 1) => "There is no mailbox with this name.",
        (1, 2 | 10) => "The domain of the address accepts no mail, or does not exist.",
        (1, 3) => "It finds the address malformed.",
        (1, 6) => "The mailbox has moved.",
        (1, 7 | 8) => "It does not accept the sender address.",
        (2, 1) => "The mailbox is switched off.",
        (2, 2) => "The mailbox is full.",
        (2, 3) | (3, 4) => "The mail is too large.",
        (3, 1) => "The server is out of space.",
        (3, 2) | (4, 5) => "The server is too busy.",
        (4, 1..=4) => "It cannot reach the server of the recipient.",
        (4, 7) => "It waited too long.",
        (7, 1) if is_for_now => "It delays mail from unknown senders.",
        (7, 1) => {
            "Its policy rejects this mail, for example because of the sender or because it looks like spam."
        }
        (7, 9) => {
            return meaning(
                "It requires another kind of login, usually an app password.",
                "Make one in the settings of the mail account, and set it here.",
            );
        }
        (7, 10 | 11) => {
            return meaning(
                "It requires a secure connection.",
                "Set the security to starttls or tls in the settings, then resend.",
            );
        }
        (7, 13) => "The account is switched off.",
        (7, 14) => {
            return meaning(
                "It requires you to log in on its web page first.",
                "Do that, or create an app password there, then resend.",
            );
        }
        (7, 20..=22) => "The signature (DKIM) of the sender's domain is missing or wrong.",
        (7, 23 | 24) => "The sender's domain does not allow this server to send for it (SPF).",
        (7, 25) => "The address of the sending machine has no matching name.",
        (7, 26) => "It cannot tell that the mail is from the sender's domain (SPF, DKIM).",
        (7, 28) => "Too many mails at once.",
        (7, 57) => {
            return meaning(
                "It accepts mail only after login.",
                "Set the user and the password in the settings, then resend.",
            );
        }
        (7, 60) => {
            return meaning(
                "The user who logs in may not send from this address.",
                "Send from the user's own address, or get permission to send as the other one.",
            );
        }
        (7, 139) => return Some(NO_PASSWORDS),
        _ => return None,
    };
    Some(Meaning { what, step: None })
}

const fn meaning(what: &'static str, step: &'static str) -> Option<Meaning> {
    Some(Meaning {
        what,
        step: Some(step),
    })
}

/// Finds the enhanced status among the first words: `5.7.139`.
fn status(words: &str) -> Option<(u16, u16, u16)> {
    words.split_whitespace().take(4).find_map(|word| {
        let word = word.trim_matches(|c: char| !c.is_ascii_digit());
        let mut parts = word.split('.').map(|part| part.parse::<u16>().ok());
        match (parts.next(), parts.next(), parts.next(), parts.next()) {
            (Some(Some(class @ (4 | 5))), Some(Some(subject)), Some(Some(detail)), None) => {
                Some((class, subject, detail))
            }
            _ => None,
        }
    })
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("5.1.1 <dana@acme.com>: no such user", "no mailbox")]
    #[case("#5.2.2 over quota", "full")]
    #[case(
        "[internal] 5.7.60 SMTP; no permissions to send as this sender",
        "may not send from"
    )]
    #[case("4.7.1 try again later", "delays mail")]
    #[case("5.7.1 rejected", "policy rejects")]
    #[case("5.7.139 Authentication unsuccessful", "no password will work")]
    #[case(
        "5.7.30 Basic authentication is not supported for Client Submission",
        "no password will work"
    )]
    #[case("5.7.9 Application-specific password required", "app password")]
    fn a_status_is_explained(#[case] words: &str, #[case] expected: &str) {
        let meaning = of(words).expect("known");
        assert!(meaning.what.contains(expected), "{meaning:?}");
    }

    #[rstest]
    #[case("")]
    #[case("2.1.1 fine")]
    #[case("5.9.9 new")]
    #[case("5.1 half")]
    #[case("10.5.1.1 an address")]
    #[case("5.1.99999 too much")]
    #[case("rejected by host mx.acme.com 5.1.1")]
    fn what_is_not_known_is_not_guessed(#[case] words: &str) {
        assert_eq!(of(words), None);
    }
}
