//! Addresses that HubSpot gives to other people: each is followed, or shown as a conflict with both names.

use std::collections::BTreeMap;

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use super::*;
use crate::domain::{Email, RunFilter};

fn gets(scene: &Scene, id: u64, email: &str) {
    scene.changes(id, |person| person.email = Some(email.to_owned()));
}

#[test]
fn two_who_swap_their_addresses_are_both_followed() {
    for full in [false, true] {
        let (mut scene, acme, ann, bo) = two();
        gets(&scene, ann, "bo@acme.com");
        gets(&scene, bo, "ann@acme.com");
        let report = if full { scene.syncs_all() } else { scene.syncs() };
        assert_eq!((report.counts.updated, report.counts.unchanged), (2, 0));
        assert_eq!(scene.address(acme, "Ann Lee"), "bo@acme.com");
        assert_eq!(scene.address(acme, "Bo Ek"), "ann@acme.com");
        assert_eq!(report.conflicts, []);
        let before = scene.rows();
        scene.syncs_all();
        assert_eq!(scene.rows(), before);
        assert!(
            !scene.history(acme).iter().any(|line| line.contains("vacant")),
            "{:?}",
            scene.history(acme)
        );
    }
}

#[test]
fn a_chain_is_followed_in_one_run_whichever_way_the_ids_stand() {
    for forward in [false, true] {
        let (mut scene, acme, ann, bo) = two();
        let (first, second) = if forward { (ann, bo) } else { (bo, ann) };
        let (from, name) = if forward {
            ("bo@acme.com", "Ann Lee")
        } else {
            ("ann@acme.com", "Bo Ek")
        };
        gets(&scene, first, from);
        gets(&scene, second, "new@acme.com");
        scene.syncs();
        assert_eq!(scene.address(acme, name), from);
        assert_eq!(scene.conflicts(), Vec::<String>::new());
        assert_eq!(scene.contacts(acme).len(), 2);
    }
}

#[test]
fn a_new_person_gets_the_address_that_another_left() {
    let (mut scene, acme, ann, _) = two();
    gets(&scene, ann, "ann.lee@acme.com");
    let cy = scene.person("ann@acme.com", "Cy Ash");
    scene.changes(cy, |_| {});
    scene.syncs();
    assert_eq!(scene.address(acme, "Ann Lee"), "ann.lee@acme.com");
    assert_eq!(scene.address(acme, "Cy Ash"), "ann@acme.com");
    assert_eq!(scene.conflicts(), Vec::<String>::new());
}

#[test]
fn an_address_that_another_contact_keeps_is_a_conflict_with_both_names_until_it_is_free() {
    for how in ["manual", "archived", "unlinked", "edited"] {
        let (mut scene, acme, ann, bo) = two();
        let held = match how {
            "unlinked" | "edited" => {
                let contact = scene.named(acme, "Bo Ek");
                if how == "unlinked" {
                    scene.unlinks(&[&contact]);
                    scene.sandbox.portal().delete_contact(bo);
                } else {
                    let email = Email::parse("dana@acme.com").expect("an address");
                    scene.edits(&contact, ContactEdit::Email(email));
                }
                contact
            }
            _ => {
                let made = scene.adds(acme, "Dana Ruiz", "dana@acme.com", "");
                if how == "archived" {
                    scene.does(Change::ArchiveContacts {
                        contacts: vec![made.id],
                        successor: Successor::Nobody,
                    });
                }
                made
            }
        };
        let (address, name) = match how {
            "unlinked" => ("bo@acme.com", "Bo Ek"),
            "edited" => ("dana@acme.com", "Bo Ek"),
            _ => ("dana@acme.com", "Dana Ruiz"),
        };
        gets(&scene, ann, address);
        let report = scene.syncs();
        assert_eq!(report.conflicts.len(), 1, "{how}: {report:?}");
        let told = scene.conflicts().remove(0);
        for part in ["Ann Lee", name, address, "ann@acme.com"] {
            assert!(told.contains(part), "{how}: {told}");
        }
        assert_eq!(scene.address(acme, "Ann Lee"), "ann@acme.com", "{how}");
        let runs = scene.workspace.sync_runs(RunFilter::All, 1).expect("listed");
        assert_eq!(runs[0].conflicts, 1);
        // It is still told when nothing is new, and goes once the address is free.
        assert_eq!(scene.syncs().conflicts.len(), 1, "{how}");
        assert_eq!(scene.syncs_all().conflicts.len(), 1, "{how}");
        scene.does(Change::DeleteContacts(vec![held.id]));
        let report = scene.syncs();
        assert_eq!(report.conflicts, [], "{how}");
        assert_eq!(report.counts.updated, 1, "{how}: {report:?}");
        assert_eq!(scene.address(acme, "Ann Lee"), address, "{how}");
    }
}

#[test]
fn a_new_person_whose_address_another_holds_by_hand_is_told() {
    let (mut scene, acme, _, _) = two();
    let ann = scene.named(acme, "Ann Lee");
    let email = Email::parse("cy@acme.com").expect("an address");
    scene.edits(&ann, ContactEdit::Email(email));
    let cy = scene.person("cy@acme.com", "Cy Ash");
    scene.changes(cy, |_| {});
    let report = scene.syncs();
    assert_eq!(report.conflicts.len(), 1);
    let told = scene.conflicts().remove(0);
    assert!(told.contains("Cy Ash") && told.contains("Ann Lee"), "{told}");
    let ann = scene.named(acme, "Ann Lee");
    let email = Email::parse("ann@acme.com").expect("an address");
    scene.edits(&ann, ContactEdit::Email(email));
    assert_eq!(scene.syncs().conflicts, []);
    assert_eq!(scene.address(acme, "Cy Ash"), "cy@acme.com");
    assert_eq!(scene.named(acme, "Ann Lee").edited_here(), []);
}

#[test]
fn an_archived_contact_that_is_linked_moves_too() {
    let (mut scene, acme, ann, bo) = two();
    let contact = scene.named(acme, "Ann Lee");
    scene.does(Change::ArchiveContacts {
        contacts: vec![contact.id],
        successor: Successor::Nobody,
    });
    gets(&scene, ann, "bo@acme.com");
    gets(&scene, bo, "ann@acme.com");
    scene.syncs();
    assert_eq!(scene.address(acme, "Ann Lee"), "bo@acme.com");
    assert_eq!(scene.address(acme, "Bo Ek"), "ann@acme.com");
}

#[test]
fn a_merged_record_is_followed_by_the_contact_that_has_its_address() {
    let (mut scene, acme, ann, _) = two();
    scene.adds(acme, "Dana Ruiz", "dana@acme.com", "");
    let other = scene.person("x@elsewhere.io", "Ann Lee");
    let merged = scene.sandbox.portal().merge_contacts(ann, other, now());
    gets(&scene, merged, "dana@acme.com");
    let report = scene.syncs_all();
    assert_eq!((report.counts.gone, report.conflicts.len()), (1, 0), "{report:?}");
    assert_eq!(
        scene.link(acme, "Dana Ruiz"),
        format!("linked to HubSpot {merged}")
    );
    assert!(scene.link(acme, "Ann Lee").contains("merged"));
}

#[test]
fn another_case_and_the_other_spelling_of_an_international_domain_are_no_move() {
    let mut scene = Scene::new();
    let acme = scene.customer("Müller", "müller.de");
    let ann = scene.person("ann@xn--mller-kva.de", "Ann Lee");
    scene.syncs();
    gets(&scene, ann, "ANN@MÜLLER.de");
    let report = scene.syncs();
    assert_eq!((report.counts.updated, report.conflicts.len()), (0, 0));
    assert_eq!(scene.contacts(acme).len(), 1);
}

/// What becomes of a person of HubSpot in a plan of moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Linked,
    LinkedByAddress,
    Archived,
    Edited,
}

/// Whatever addresses the people of a customer get in HubSpot, and whoever holds them here: everybody's mail goes to the
/// address that HubSpot has, or a conflict names both.
#[test]
fn any_round_of_addresses_is_followed_or_told() {
    let kinds = prop_oneof![
        4 => Just(Kind::Linked),
        1 => Just(Kind::LinkedByAddress),
        1 => Just(Kind::Archived),
        1 => Just(Kind::Edited),
    ];
    let people = prop::collection::vec((kinds, 0_usize..12), 2..7);
    let holders = prop::collection::vec((7_usize..12, any::<bool>()), 0..3);
    let mut runner = TestRunner::new(Config {
        cases: 24,
        failure_persistence: None,
        ..Config::default()
    });
    let outcome = runner.run(&(people, holders, any::<bool>()), |(people, holders, full)| {
        round(&people, &holders, full);
        Ok(())
    });
    outcome.expect("nobody is passed over in silence");
}

/// Returns the name of a person by their number.
fn called(number: usize) -> String {
    let families = ["Ash", "Berg", "Cole", "Dahl", "Ek", "Fox", "Gray"];
    format!("Ann {}", families[number])
}

fn round(people: &[(Kind, usize)], holders: &[(usize, bool)], full: bool) {
    let address = |number: usize| format!("p{number}@acme.com");
    let mut scene = Scene::new();
    let acme = scene.customer("Acme", "acme.com");
    for (number, (kind, _)) in people.iter().enumerate() {
        if *kind == Kind::LinkedByAddress {
            scene.adds(acme, &called(number), &address(number), "");
        }
    }
    let ids: Vec<u64> = (0..people.len())
        .map(|number| scene.person(&address(number), &called(number)))
        .collect();
    scene.syncs();
    for (number, (kind, _)) in people.iter().enumerate() {
        let contact = scene.named(acme, &called(number));
        match kind {
            Kind::Archived => {
                scene.does(Change::ArchiveContacts {
                    contacts: vec![contact.id],
                    successor: Successor::Nobody,
                });
            }
            Kind::Edited => {
                let email = Email::parse(&format!("own{number}@acme.com"));
                scene.edits(&contact, ContactEdit::Email(email.expect("an address")));
            }
            Kind::Linked | Kind::LinkedByAddress => {}
        }
    }
    let mut kept = BTreeMap::new();
    for (number, is_archived) in holders {
        if kept.contains_key(&address(*number)) {
            continue;
        }
        let made = scene.adds(acme, &format!("Holder {number}"), &address(*number), "");
        if *is_archived {
            scene.does(Change::ArchiveContacts {
                contacts: vec![made.id],
                successor: Successor::Nobody,
            });
        }
        kept.insert(address(*number), made.name.to_string());
    }
    // HubSpot gives an address to one person at most.
    let mut taken = BTreeMap::new();
    for (number, (_, wanted)) in people.iter().enumerate() {
        taken.entry(*wanted).or_insert(number);
    }
    let moves: BTreeMap<usize, usize> = taken
        .into_iter()
        .map(|(wanted, number)| (number, wanted))
        .collect();
    let now_at = |number: usize| match moves.get(&number) {
        Some(wanted) => address(*wanted),
        None => format!("left{number}@acme.com"),
    };
    for (number, id) in ids.iter().enumerate() {
        gets(&scene, *id, &now_at(number));
    }
    let report = if full { scene.syncs_all() } else { scene.syncs() };
    let told = scene.conflicts();
    assert_eq!(report.conflicts.len(), told.len());
    for (number, (kind, _)) in people.iter().enumerate() {
        let name = called(number);
        let here = scene.address(acme, &name);
        let there = now_at(number);
        let is_told = told
            .iter()
            .any(|line| line.contains(&name) && line.contains(&there));
        match kind {
            Kind::Edited if here != there => assert_eq!(here, format!("own{number}@acme.com")),
            _ => assert!(here == there || is_told, "{name}: {here}, not {there}: {told:?}"),
        }
        assert!(
            here != there || !is_told,
            "{name} is where HubSpot has them: {told:?}"
        );
    }
    for (held, name) in &kept {
        assert_eq!(
            scene.address(acme, name),
            *held,
            "who is held here keeps the address"
        );
    }
    // The next run settles nothing anew.
    let before = scene.rows();
    scene.syncs();
    assert_eq!(scene.conflicts(), told);
    assert_eq!(scene.rows(), before);
}
