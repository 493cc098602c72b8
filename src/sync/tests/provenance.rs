//! Only what the user edited here is local: where a value comes from is kept, whatever became of the record.

use super::*;
use crate::domain::{CustomerDomain, Detail, Email, Field, Name, SafeText, UndoTarget};

fn one() -> (Scene, CustomerId, u64) {
    let mut scene = Scene::new();
    let acme = scene.customer("Acme", "acme.com");
    let ann = scene.person("ann@acme.com", "Ann Lee");
    scene.syncs();
    (scene, acme, ann)
}

fn title(contact: &Contact) -> Option<String> {
    contact.details[Detail::Title].as_ref().map(ToString::to_string)
}

#[test]
fn a_record_that_is_deleted_and_made_anew_is_followed_in_all_fields() {
    let (mut scene, acme, ann) = one();
    scene.sandbox.portal().delete_contact(ann);
    scene.syncs_all();
    assert!(scene.link(acme, "Ann Lee").contains("deleted"));
    let again = scene.person("ann@acme.com", "Anna Lee");
    scene.changes(again, |ann| ann.jobtitle = Some("CTO".into()));
    scene.syncs();
    let back = scene.named(acme, "Anna Lee");
    assert_eq!(
        (title(&back).as_deref(), back.edited_here()),
        (Some("CTO"), vec![])
    );
}

#[test]
fn one_who_moved_away_and_comes_back_is_followed_in_all_fields() {
    let (mut scene, acme, ann) = one();
    scene.changes(ann, |ann| {
        ann.email = Some("ann@elsewhere.io".into());
        ann.jobtitle = Some("CEO elsewhere".into());
    });
    scene.syncs();
    scene.changes(ann, |ann| {
        ann.email = Some("ann.lee@acme.com".into());
        ann.firstname = Some("Anna".into());
    });
    scene.syncs();
    let back = scene.named(acme, "Anna Lee");
    assert_eq!(
        (title(&back).as_deref(), back.edited_here(), back.email.as_str()),
        (Some("CEO elsewhere"), vec![], "ann.lee@acme.com")
    );
}

#[test]
fn an_edit_outlives_a_record_that_goes_and_comes_back() {
    let (mut scene, acme, ann) = one();
    let contact = scene.named(acme, "Ann Lee");
    scene.edits(
        &contact,
        ContactEdit::Detail(Detail::Title, SafeText::optional("Boss")),
    );
    scene.changes(ann, |ann| {
        ann.email = Some("ann@elsewhere.io".into());
        ann.jobtitle = Some("Boss".into());
    });
    scene.syncs();
    scene.changes(ann, |ann| {
        ann.email = Some("ann@acme.com".into());
        ann.jobtitle = Some("CTO".into());
    });
    scene.syncs();
    let back = scene.named(acme, "Ann Lee");
    assert_eq!(
        (title(&back).as_deref(), back.edited_here()),
        (Some("Boss"), vec![Field::TITLE])
    );
}

#[test]
fn a_customer_whose_domain_goes_and_comes_back_follows_as_before() {
    let (mut scene, acme, ann) = one();
    let contact = scene.named(acme, "Ann Lee");
    scene.edits(
        &contact,
        ContactEdit::Detail(Detail::Phone, SafeText::optional("+1 202-555-0100")),
    );
    scene.moves(acme, "acme.io");
    scene.changes(ann, |ann| ann.firstname = Some("Anna".into()));
    scene.syncs();
    scene.moves(acme, "acme.com");
    scene.syncs();
    let back = scene.named(acme, "Anna Lee");
    assert!(back.is_linked());
    assert_eq!(back.edited_here(), [Field::Detail(Detail::Phone)]);
}

#[test]
fn an_edit_that_is_taken_back_after_hubspot_changed_takes_the_new_value_and_follows() {
    let (mut scene, acme, ann) = one();
    let contact = scene.named(acme, "Ann Lee");
    scene.edits(
        &contact,
        ContactEdit::Detail(Detail::Title, SafeText::optional("Boss")),
    );
    scene.changes(ann, |ann| {
        ann.jobtitle = Some("CTO".into());
        ann.firstname = Some("Anna".into());
    });
    scene.syncs();
    let contact = scene.named(acme, "Anna Lee");
    assert_eq!(title(&contact).as_deref(), Some("Boss"));
    scene.does(Change::Undo(UndoTarget::Latest));
    let contact = scene.named(acme, "Anna Lee");
    assert_eq!(
        (title(&contact).as_deref(), contact.edited_here()),
        (Some("CTO"), vec![])
    );
    scene.changes(ann, |ann| ann.jobtitle = Some("CIO".into()));
    scene.syncs();
    assert_eq!(title(&scene.named(acme, "Anna Lee")).as_deref(), Some("CIO"));
    // Nothing of the edit is left to be made again but the field that HubSpot changed since.
    let redone = scene.does(Change::Redo);
    assert!(matches!(redone.outcome, Outcome::Redone(_)));
    let contact = scene.named(acme, "Anna Lee");
    assert_eq!(
        (title(&contact).as_deref(), contact.edited_here()),
        (Some("CIO"), vec![])
    );
}

#[test]
fn an_edit_that_is_made_again_is_local_again() {
    let (mut scene, acme, ann) = one();
    let contact = scene.named(acme, "Ann Lee");
    scene.edits(
        &contact,
        ContactEdit::Detail(Detail::Title, SafeText::optional("Boss")),
    );
    scene.does(Change::Undo(UndoTarget::Latest));
    assert_eq!(scene.named(acme, "Ann Lee").edited_here(), []);
    scene.does(Change::Redo);
    assert_eq!(scene.named(acme, "Ann Lee").edited_here(), [Field::TITLE]);
    scene.changes(ann, |ann| ann.jobtitle = Some("CTO".into()));
    scene.syncs();
    assert_eq!(title(&scene.named(acme, "Ann Lee")).as_deref(), Some("Boss"));
}

#[test]
fn an_edit_is_made_again_and_taken_back_again_after_hubspot_changed_the_field() {
    let (mut scene, acme, ann) = one();
    let contact = scene.named(acme, "Ann Lee");
    let email = Email::parse("ann.lee@acme.com").expect("an address");
    scene.does(Change::EditContact {
        contact: contact.id,
        edits: vec![
            ContactEdit::Detail(Detail::Title, SafeText::optional("CFO")),
            ContactEdit::Email(email),
        ],
    });
    scene.changes(ann, |ann| {
        ann.jobtitle = Some("CEO".into());
        ann.email = Some("anna@acme.com".into());
    });
    scene.syncs();
    let told = scene.history(acme);
    assert!(
        told.contains(&"title of Ann Lee no longer follows HubSpot".to_owned()),
        "{told:?}"
    );
    assert!(!told.iter().any(|line| line.contains("email,title")), "{told:?}");
    for _ in 0..2 {
        scene.does(Change::Undo(UndoTarget::Latest));
        let contact = scene.named(acme, "Ann Lee");
        assert_eq!(
            (
                title(&contact).as_deref(),
                contact.email.as_str(),
                contact.edited_here()
            ),
            (Some("CEO"), "anna@acme.com", vec![])
        );
        scene.does(Change::Redo);
        let contact = scene.named(acme, "Ann Lee");
        assert_eq!(
            (
                title(&contact).as_deref(),
                contact.email.as_str(),
                contact.edited_here()
            ),
            (Some("CFO"), "ann.lee@acme.com", vec![Field::Email, Field::TITLE])
        );
    }
    scene.syncs_all();
    let contact = scene.named(acme, "Ann Lee");
    assert_eq!(
        (title(&contact).as_deref(), contact.email.as_str()),
        (Some("CFO"), "ann.lee@acme.com")
    );
}

#[test]
fn an_address_that_is_edited_and_taken_back_follows_again() {
    let (mut scene, acme, ann) = one();
    let contact = scene.named(acme, "Ann Lee");
    let email = Email::parse("ann.lee@acme.com").expect("an address");
    scene.edits(&contact, ContactEdit::Email(email));
    assert_eq!(scene.named(acme, "Ann Lee").edited_here(), [Field::Email]);
    scene.changes(ann, |ann| ann.email = Some("anna@acme.com".into()));
    scene.syncs();
    assert_eq!(scene.emails(acme), ["ann.lee@acme.com"]);
    scene.does(Change::Undo(UndoTarget::Latest));
    assert_eq!(scene.emails(acme), ["anna@acme.com"]);
    assert_eq!(scene.named(acme, "Ann Lee").edited_here(), []);
}

#[test]
fn a_field_that_hubspot_clears_is_cleared_here_and_the_name_stays() {
    let (mut scene, acme, ann) = one();
    scene.changes(ann, |ann| ann.jobtitle = Some("CTO".into()));
    scene.syncs();
    scene.changes(ann, |ann| {
        ann.jobtitle = None;
        ann.firstname = None;
        ann.lastname = Some("null".into());
    });
    scene.syncs();
    let contact = scene.named(acme, "Ann Lee");
    assert_eq!((title(&contact), contact.edited_here()), (None, vec![]));
    assert!(!contact.has_stand_in_name());
    scene.changes(ann, |ann| ann.firstname = Some("Anna".into()));
    scene.syncs();
    scene.named(acme, "Anna");
}

#[test]
fn a_person_without_a_name_is_named_by_the_address_until_hubspot_has_one() {
    let mut scene = Scene::new();
    let acme = scene.customer("Acme", "acme.com");
    let id = scene.person("ann.lee@acme.com", "null null");
    scene.syncs();
    let contact = scene.named(acme, "Ann Lee");
    assert!(contact.has_stand_in_name());
    assert_eq!(contact.edited_here(), []);
    let before = scene.rows();
    scene.syncs_all();
    assert_eq!(scene.rows(), before);
    scene.changes(id, |ann| {
        ann.firstname = Some("Annabel".into());
        ann.lastname = Some("O&#39;Lee".into());
    });
    scene.syncs();
    assert!(!scene.named(acme, "Annabel O'Lee").has_stand_in_name());
}

#[test]
fn a_name_that_a_person_gives_in_place_of_a_stand_in_stays() {
    let mut scene = Scene::new();
    let acme = scene.customer("Acme", "acme.com");
    let id = scene.person("ann@acme.com", "N/A -");
    scene.syncs();
    let contact = scene.named(acme, "Ann");
    scene.edits(
        &contact,
        ContactEdit::Name(Name::parse("Ann Lee").expect("a name")),
    );
    scene.changes(id, |ann| ann.firstname = Some("Unknown".into()));
    scene.syncs();
    let contact = scene.named(acme, "Ann Lee");
    assert_eq!(
        (contact.has_stand_in_name(), contact.edited_here()),
        (false, vec![Field::Name])
    );
}

#[test]
fn a_deleted_contact_comes_back_when_hubspot_has_a_new_record_of_the_person() {
    let (mut scene, acme, ann) = one();
    let contact = scene.named(acme, "Ann Lee");
    scene.does(Change::DeleteContacts(vec![contact.id]));
    scene.syncs_all();
    assert!(scene.contacts(acme).is_empty());
    scene.sandbox.portal().delete_contact(ann);
    let again = scene.person("ann@acme.com", "Ann Lee");
    scene.changes(again, |_| {});
    assert_eq!(scene.syncs().counts.linked, 1);
    assert_eq!(scene.link(acme, "Ann Lee"), format!("linked to HubSpot {again}"));
}

#[test]
fn a_domain_is_previewed_and_changed_without_a_trace_of_edits() {
    let (mut scene, acme, _) = one();
    let io = CustomerDomain::parse("acme.io").expect("a domain");
    let effect = scene.workspace.preview_domain(acme, &io).expect("tried");
    assert_eq!((effect.links, effect.unlinks), (0, 1));
    assert_eq!(scene.named(acme, "Ann Lee").edited_here(), []);
}
