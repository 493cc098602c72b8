//! Other emails of HubSpot: they link by their domains, follow, and never take an address from somebody else.

use super::*;
use crate::domain::{CustomerDomain, Detail, Field, OtherEmails};

fn addresses(scene: &mut Scene, customer: CustomerId, name: &str) -> String {
    let contact = scene.named(customer, name);
    format!("{} | {}", contact.email, contact.other_emails())
}

fn others(text: &str) -> ContactEdit {
    ContactEdit::Detail(
        Detail::OtherEmails,
        OtherEmails::parse(text).expect("addresses").text(),
    )
}

#[test]
fn they_follow_hubspot_unless_the_user_wrote_them() {
    let (mut scene, acme, ann, _) = two();
    scene.changes(ann, |ann| {
        ann.additional_emails = vec!["Ann@Home.net".into(), "no address".into(), "ann@acme.com".into()];
    });
    assert_eq!(scene.syncs().counts.updated, 1);
    assert_eq!(
        addresses(&mut scene, acme, "Ann Lee"),
        "ann@acme.com | ann@home.net"
    );
    // The address that HubSpot puts first is none of the others any more.
    scene.changes(ann, |ann| {
        ann.email = Some("ann.lee@acme.com".into());
        ann.additional_emails = vec!["ann@acme.com".into(), "ann@home.net".into()];
    });
    scene.syncs();
    assert_eq!(
        addresses(&mut scene, acme, "Ann Lee"),
        "ann.lee@acme.com | ann@acme.com, ann@home.net"
    );
    let before = scene.rows();
    scene.syncs_all();
    assert_eq!(scene.rows(), before);
    let contact = scene.named(acme, "Ann Lee");
    scene.edits(&contact, others("ann@acme.io (work)"));
    scene.changes(ann, |ann| ann.additional_emails = vec!["a@home.net".into()]);
    scene.syncs();
    let contact = scene.named(acme, "Ann Lee");
    assert_eq!(contact.other_emails().to_string(), "ann@acme.io (work)");
    assert_eq!(contact.edited_here(), [Field::Detail(Detail::OtherEmails)]);
}

#[test]
fn one_that_another_contact_has_stays_there_and_one_that_moves_goes_over() {
    let (mut scene, acme, ann, bo) = two();
    let here = scene.adds(acme, "Cy Ho", "cy@acme.com", "");
    scene.edits(&here, others("cy@home.net"));
    scene.changes(ann, |ann| {
        ann.additional_emails = vec!["cy@home.net".into(), "shared@acme.com".into()];
    });
    scene.syncs();
    assert_eq!(
        addresses(&mut scene, acme, "Ann Lee"),
        "ann@acme.com | shared@acme.com"
    );
    assert_eq!(addresses(&mut scene, acme, "Cy Ho"), "cy@acme.com | cy@home.net");
    let name = scene
        .contacts(acme)
        .iter()
        .find(|contact| contact.email.as_str().starts_with("bo@"))
        .map(|bo| bo.name.to_string())
        .expect("Bo");
    scene.changes(bo, |bo| bo.additional_emails = vec!["shared@acme.com".into()]);
    scene.changes(ann, |ann| ann.additional_emails.clear());
    scene.syncs();
    assert_eq!(addresses(&mut scene, acme, "Ann Lee"), "ann@acme.com | ");
    assert!(addresses(&mut scene, acme, &name).ends_with(" | shared@acme.com"));
}

#[test]
fn a_contact_with_the_address_of_a_record_as_another_one_follows_the_record() {
    let mut scene = Scene::new();
    let acme = scene.customer("Acme", "acme.com");
    let ann = scene.adds(acme, "Ann Lee", "ann@home.net", "");
    scene.edits(&ann, others("ann@acme.com"));
    scene.person("ann@acme.com", "Annie Lee");
    scene.syncs();
    assert_eq!(scene.contacts(acme).len(), 1);
    assert!(scene.named(acme, "Ann Lee").is_linked());
    assert_eq!(
        addresses(&mut scene, acme, "Ann Lee"),
        "ann@home.net | ann@acme.com"
    );
}

#[test]
fn a_person_is_linked_by_the_domain_of_any_address_and_leaves_with_the_last_one() {
    let (mut scene, acme, _, _) = two();
    let dee = scene.person("dee@gmail.com", "Dee Fox");
    scene.changes(dee, |dee| dee.additional_emails = vec!["dee@acme.com".into()]);
    scene.syncs();
    assert_eq!(
        addresses(&mut scene, acme, "Dee Fox"),
        "dee@gmail.com | dee@acme.com"
    );
    let before = scene.rows();
    scene.syncs_all();
    assert_eq!(scene.rows(), before);
    let (links, unlinks) = scene.moves(acme, "acme.io");
    assert_eq!((links, unlinks), (0, 3));
    assert_eq!(scene.moves(acme, "acme.com"), (3, 0));
    scene.changes(dee, |dee| dee.additional_emails.clear());
    scene.syncs_all();
    assert!(
        scene.link(acme, "Dee Fox").contains("moved"),
        "{}",
        scene.link(acme, "Dee Fox")
    );
    assert!(CustomerDomain::parse("gmail.com").is_err());
}
