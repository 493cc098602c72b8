//! Who is linked: whose address is at exactly the customer's domain, and nobody else.

use crate::domain::{CustomerStatus, Detail};
use rstest::rstest;

use super::*;

#[rstest]
#[case("ann@acme.com", true)]
#[case("Ann.Lee@ACME.COM", true)]
#[case("ann@mail.acme.com", false)]
#[case("ann@acme.com.evil.io", false)]
#[case("ann@acmе.com", false)]
#[case("ann@acme.co", false)]
#[case("ann@notacme.com", false)]
#[case("acme.com@gmail.com", false)]
#[case("no address", false)]
#[case("", false)]
fn only_the_exact_domain_links(#[case] email: &str, #[case] links: bool) {
    let mut scene = Scene::new();
    let acme = scene.customer("Acme", "acme.com");
    scene.person(email, "Ann Lee");
    let report = scene.syncs();
    assert_eq!(report.counts.linked, u64::from(links));
    assert_eq!(scene.contacts(acme).len(), usize::from(links));
}

#[rstest]
#[case("müller.de", "ann@müller.de")]
#[case("müller.de", "ann@xn--mller-kva.de")]
#[case("xn--mller-kva.de", "ann@MÜLLER.de")]
#[case("xn--mller-kva.de", "ann@xn--mller-kva.de")]
fn an_international_domain_is_the_same_in_both_forms(#[case] domain: &str, #[case] email: &str) {
    let mut scene = Scene::new();
    let mueller = scene.customer("Müller", domain);
    scene.person(email, "Ann Lee");
    scene.syncs();
    assert_eq!(scene.contacts(mueller).len(), 1);
}

#[test]
fn one_mailbox_in_both_forms_is_one_contact_that_stays_as_it_is() {
    let mut scene = Scene::new();
    let mueller = scene.customer("Müller", "müller.de");
    scene.person("ann@müller.de", "Ann Lee");
    scene.person("ann@xn--mller-kva.de", "Ann L. Lee");
    scene.syncs();
    let link = scene.contacts(mueller)[0].link;
    assert_eq!(scene.contacts(mueller).len(), 1);
    scene.syncs_all();
    let before = scene.rows();
    scene.syncs_all();
    scene.syncs_all();
    assert_eq!(scene.contacts(mueller)[0].link, link);
    assert_eq!(scene.rows(), before);
}

#[test]
fn a_shared_domain_links_at_each_of_its_customers() {
    let mut scene = Scene::new();
    let (one, other) = (
        scene.customer("Acme US", "acme.com"),
        scene.customer("Acme EU", "acme.com"),
    );
    let ann = scene.person("ann@acme.com", "Ann Lee");
    assert_eq!(scene.syncs().counts.linked, 2);
    assert_eq!(scene.emails(one), scene.emails(other));
    assert_eq!(scene.workspace.customer(one).expect("there").sharing_domain, 2);
    scene.changes(ann, |ann| ann.jobtitle = Some("CTO".into()));
    assert_eq!(scene.syncs().counts.updated, 2);
    for customer in [one, other] {
        let title = scene.named(customer, "Ann Lee").details[Detail::Title].clone();
        assert_eq!(title.map(|title| title.to_string()).as_deref(), Some("CTO"));
    }
}

#[test]
fn a_third_customer_of_a_known_domain_gets_its_people_at_once() {
    let mut scene = Scene::new();
    scene.customer("Acme US", "acme.com");
    scene.person("ann@acme.com", "Ann Lee");
    scene.syncs();
    let third = scene.customer("Acme Asia", "acme.com");
    assert_eq!(scene.emails(third), ["ann@acme.com"]);
    assert_eq!(scene.syncs().counts.linked, 0);
}

#[test]
fn a_customer_in_the_archive_is_left_alone_and_caught_up_when_it_comes_back() {
    let mut scene = Scene::new();
    let acme = scene.customer("Acme", "acme.com");
    let status = |status| Change::EditCustomer {
        customer: acme,
        edits: vec![CustomerEdit::Status(status)],
    };
    scene.does(status(CustomerStatus::Archived));
    scene.person("ann@acme.com", "Ann Lee");
    scene.syncs();
    assert!(scene.contacts(acme).is_empty());
    scene.does(status(CustomerStatus::Active));
    assert_eq!(scene.syncs().counts.linked, 1);
}
