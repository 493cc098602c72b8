//! Templates, built in and of the user's own.

use std::fs;

use rstest::rstest;

use crate::delivery::template::{Context, TemplateError, Templates};
use crate::domain::NotificationKind;

fn context() -> Context {
    let some = |text: &str| Some(text.to_owned());
    Context {
        name: some("Dana <b> Ruiz & {{ owner }}"),
        title: some("Head of Ops"),
        customer: some("Acme"),
        phase: some("UAT"),
        note: some("The tests went well."),
        tasks: vec!["Send the logo".to_owned(), "Name an admin".to_owned()],
        task: some("Send the logo"),
        due: some("1 December"),
        owner: some("Cara Osei"),
        portal_url: some("https://portal.acme.com/?a=1&b=2"),
        step: some("on"),
        reason: some("primary"),
    }
}

/// Loads templates of which one is the user's own.
fn load(text: &[u8]) -> Result<Templates, TemplateError> {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("phase_change.txt"), text).expect("written");
    Templates::load(Some(folder.path()))
}

fn wrong_line(text: &[u8]) -> (usize, String) {
    match load(text) {
        Err(TemplateError::Wrong { path, line, reason }) => {
            assert!(path.ends_with("phase_change.txt"));
            (line, reason)
        }
        other => panic!("{other:?}"),
    }
}

#[rstest]
#[case(NotificationKind::PhaseChange, &["UAT", "The tests went well.", "1 December", "Cara Osei", "as Acme's onboarding contact"])]
#[case(NotificationKind::TaskAssigned, &["Send the logo", "1 December", "as Acme's onboarding contact"])]
#[case(NotificationKind::Message, &["UAT", "- Send the logo\n- Name an admin", "Cara Osei"])]
#[case(NotificationKind::PortalInvite, &["https://portal.acme.com/?a=1&b=2", "as Acme's onboarding contact"])]
fn the_built_in_ones_tell_all(#[case] kind: NotificationKind, #[case] words: &[&str]) {
    let text = Templates::load(None)
        .expect("templates")
        .render(kind, &context())
        .expect("a text");
    assert_eq!(text.missing_fields, [""; 0]);
    assert!(text.subject.starts_with("Acme: "), "{}", text.subject);
    assert!(
        text.body.starts_with("Hello Dana <b> Ruiz & {{ owner }},\n\n"),
        "{}",
        text.body
    );
    for word in words {
        assert!(text.body.contains(word), "{word} in {}", text.body);
    }
    assert!(
        !text.body.contains("\n\n\n") && !text.body.contains("{%"),
        "{}",
        text.body
    );
}

#[test]
fn what_may_be_missing_leaves_no_gap() {
    let context = Context {
        title: None,
        note: None,
        due: Some("  ".to_owned()),
        ..context()
    };
    let templates = Templates::load(None).expect("templates");
    for kind in NotificationKind::ALL {
        let text = templates.render(kind, &context).expect("a text");
        assert_eq!(text.missing_fields, [""; 0], "{}", text.body);
        assert!(!text.body.contains("\n\n\n"), "{}", text.body);
    }
}

#[test]
fn blanks_stand_in_the_text_and_are_listed_once() {
    let templates = Templates::load(None).expect("templates");
    let text = templates
        .render(NotificationKind::PortalInvite, &Context::default())
        .expect("a text");
    assert_eq!(text.subject, "[customer]: your invitation to the portal");
    assert!(text.body.contains("Hello [name],"), "{}", text.body);
    assert_eq!(text.missing_fields, ["customer", "name", "portal_url"]);
}

#[rstest]
#[case("on", "primary", &["your onboarding has reached UAT", "the Acme onboarding has reached UAT", "by 1 December", "Kind regards,\nCara Osei", "as Acme's onboarding contact"])]
#[case("back", "primary", &["is back in UAT", "the Acme onboarding back to UAT"])]
#[case("done", "primary", &["onboarding is complete", "UAT was the last phase"])]
#[case("on", "owner_fallback", &["as the owner of Acme, which has no primary contact"])]
fn a_change_of_phase_tells_where_it_goes_and_why_it_comes(
    #[case] step: &str,
    #[case] reason: &str,
    #[case] words: &[&str],
) {
    let context = Context {
        step: Some(step.to_owned()),
        reason: Some(reason.to_owned()),
        ..context()
    };
    let text = Templates::load(None)
        .expect("templates")
        .render(NotificationKind::PhaseChange, &context)
        .expect("a text");
    let whole = format!("{}\n{}", text.subject, text.body);
    for word in words {
        assert!(whole.contains(word), "{word} in {whole}");
    }
    assert_eq!(
        whole.contains("Kind regards"),
        reason != "owner_fallback",
        "{whole}"
    );
    assert_eq!(whole.contains("by 1 December"), step != "done", "{whole}");
    assert!(!whole.contains("\n\n\n"), "{whole}");
}

#[test]
fn a_customer_whose_name_ends_in_s_is_named_as_one_would() {
    let context = Context {
        customer: Some("Kestrel Foods".to_owned()),
        ..context()
    };
    let templates = Templates::load(None).expect("templates");
    for kind in [
        NotificationKind::PhaseChange,
        NotificationKind::TaskAssigned,
        NotificationKind::PortalInvite,
    ] {
        let text = templates.render(kind, &context).expect("a text");
        let last = "\nYou're receiving this as Kestrel Foods' onboarding contact.";
        assert!(text.body.trim_end().ends_with(last), "{}", text.body);
    }
}

#[test]
fn a_field_that_is_misspelt_is_a_blank_too() {
    let templates = load(b"Subject: {{ custmer }}\n\nHi {{ nmae|upper }} {{ title|default('friend') }}\n")
        .expect("templates");
    let context = Context {
        title: None,
        ..context()
    };
    let text = templates
        .render(NotificationKind::PhaseChange, &context)
        .expect("a text");
    assert_eq!(
        (text.subject.as_str(), text.body.as_str()),
        ("[custmer]", "Hi [NMAE] friend\n")
    );
    assert_eq!(text.missing_fields, ["custmer", "nmae"]);
}

#[test]
fn the_users_own_takes_the_place_of_one_and_the_rest_stay() {
    let templates =
        load("\u{feff}Subject: Phase {{ phase }}\r\n\r\nNow: {{ phase }}\r\n".as_bytes()).expect("templates");
    let text = templates
        .render(NotificationKind::PhaseChange, &context())
        .expect("a text");
    assert_eq!(
        (text.subject.as_str(), text.body.as_str()),
        ("Phase UAT", "Now: UAT\n")
    );
    let other = templates
        .render(NotificationKind::PortalInvite, &context())
        .expect("a text");
    assert!(other.subject.contains("invitation"));
}

#[test]
fn a_value_cannot_break_the_subject() {
    let context = Context {
        customer: Some("Acme\r\nBcc: eve@evil.com".to_owned()),
        ..context()
    };
    let text = Templates::load(None)
        .expect("templates")
        .render(NotificationKind::PortalInvite, &context)
        .expect("a text");
    assert!(!text.subject.contains(['\r', '\n']), "{}", text.subject);
}

#[rstest]
#[case("", 1)]
#[case("Hello\n\nBody", 1)]
#[case("Subject:  \n\nBody", 1)]
#[case("Subject: a\nBody", 2)]
#[case("Subject: a\n\n  \n", 3)]
#[case("Subject: {{ a\n\nBody", 1)]
#[case("Subject: a\n\nBody\n\n{% if name %}\nx", 5)]
#[case("Subject: a\n\nBody\n{{ name|nosuch }}", 4)]
#[case("Subject: a\n\nBody\n{{ customer.name }}", 4)]
#[case("Subject: a\n\n{% include '/etc/passwd' %}", 3)]
#[case("Subject: a\n\n\n{% import 'x' as y %}", 4)]
#[case("Subject: a\n\n{{ range(3) }}", 3)]
fn an_error_names_the_line(#[case] text: &str, #[case] line: usize) {
    let (found, reason) = wrong_line(text.as_bytes());
    assert_eq!(found, line, "{text:?}: {reason}");
}

#[test]
fn bytes_that_are_no_text_are_told_by_line() {
    assert_eq!(wrong_line(b"Subject: a\n\nok\n\xff\n").0, 4);
    let huge = format!("Subject: a\n\n{}", "x".repeat(70_000));
    assert_eq!(wrong_line(huge.as_bytes()).0, 1);
}

#[rstest]
#[case(
    "{% for a in 'xxxxxxxxxx' %}{% for b in 'xxxxxxxxxx' %}{% for c in 'xxxxxxxxxx' %}{% for d in 'xxxxxxxxxx' %}{% for e in 'xxxxxxxxxx' %}{{ name }}{% endfor %}{% endfor %}{% endfor %}{% endfor %}{% endfor %}"
)]
#[case("{{ 'x' * 1000000000 }}")]
#[case("{{ 'x' * 100000 }}")]
fn a_template_cannot_run_away(#[case] body: &str) {
    wrong_line(format!("Subject: a\n\n{body}").as_bytes());
}

#[test]
fn a_file_may_have_64_kib_and_no_more() {
    let start = "Subject: a\n\n";
    let comment = |size: usize| format!("{start}{{# {} #}}ok\n", "x".repeat(size - start.len() - 9));
    assert_eq!(comment(65_536).len(), 65_536);
    load(comment(65_536).as_bytes()).expect("templates");
    assert_eq!(wrong_line(comment(65_537).as_bytes()).0, 1);
}
