//! Other emails of the one person of a row: kept with them, told, and by each of them a contact is known.

use std::sync::Arc;

use rstest::rstest;

use super::{known, rows};
use crate::domain::{ContactId, Detail, Standing};
use crate::paste::{IndexedText, Known, Options, Sheet, Status};

#[rstest]
#[case("name,email,other_emails\nAnn Lee,ann@acme.com,\"ann@acme.io (work), ann@home.net\"")]
#[case(
    "Name,Work email,Private email,Email 2\nAnn Lee,ann@acme.com,ann@acme.io; work:ann@acme.io,ann@home.net"
)]
#[case("Name,Email,Other emails\nAnn Lee,ann@acme.com ::: ann@home.net,Ann@ACME.io (work)")]
#[case(
    "BEGIN:VCARD\nFN:Ann Lee\nEMAIL;PREF=1:ann@acme.com\nEMAIL;TYPE=work:ann@acme.io\nEMAIL:ann@home.net\nEND:VCARD"
)]
#[case(r#"[{"name":"Ann Lee","email":"ann@acme.com","other_emails":[{"email":"ann@acme.io","kind":"work"},{"email":"ann@home.net","kind":"other"}]}]"#)]
#[case(r#"{"name":"Ann Lee","email":"ann@acme.com","other_emails":["work:ann@acme.io","ann@home.net"]}"#)]
fn other_emails_are_kept_with_the_one_person_and_told(#[case] text: &str) {
    let source = IndexedText::new(text);
    let sheet = Sheet::new(&source, Options::default(), known());
    let rows = rows(&sheet, &source);
    let [row] = rows.as_slice() else {
        panic!("{rows:#?}")
    };
    let mut others: Vec<&str> = row.details[Detail::OtherEmails].split(", ").collect();
    others.sort_unstable();
    assert_eq!(row.email, "ann@acme.com");
    assert!(
        others.contains(&"ann@home.net") && others.iter().any(|one| one.starts_with("ann@acme.io")),
        "{others:?}"
    );
    let told: Vec<&str> = row.reasons.iter().map(|reason| reason.message.as_str()).collect();
    assert!(told.iter().any(|told| told.contains("ann@home.net")), "{told:?}");
    assert_eq!(row.status, Status::Ready, "{told:?}");
}

#[test]
fn an_address_that_is_none_among_others_flags_its_row() {
    let text = "name,email,other_emails\nAnn Lee,ann@acme.com,\"ann@home.net, ann@\"";
    let source = IndexedText::new(text);
    let rows = rows(&Sheet::new(&source, Options::default(), known()), &source);
    assert_eq!(rows[0].status, Status::Flagged);
    assert!(
        rows[0].reasons[0].message.starts_with("ann@: "),
        "{:?}",
        rows[0].reasons
    );
}

#[rstest]
#[case(
    "Bo Ek,annie@home.net",
    "Already a contact: Ann Lee (other email annie@home.net)."
)]
#[case(
    "Name,Email,Other emails\nBo Ek,bo@acme.com,annie@home.net",
    "Already a contact: Ann Lee (other email annie@home.net)."
)]
#[case(
    "Name,Email,Other emails\nBo Ek,bo@acme.com,annie@acme.com",
    "Already a contact: Ann Lee."
)]
fn a_row_with_any_address_of_a_contact_is_that_contact(#[case] text: &str, #[case] says: &str) {
    let mut known = Known::of_customer(None, true);
    let id = ContactId::from_uuid(uuid::Uuid::nil());
    known.add_contact("annie@acme.com", id, "Ann Lee".to_owned(), Standing::Active);
    known.add_other_email("annie@home.net", id, "Ann Lee".to_owned(), Standing::Active);
    let source = IndexedText::new(text);
    let rows = rows(&Sheet::new(&source, Options::default(), Arc::new(known)), &source);
    assert_eq!(rows[0].status, Status::Existing);
    assert!(
        rows[0].reasons.iter().any(|reason| reason.message == says),
        "{:?}",
        rows[0].reasons
    );
}
