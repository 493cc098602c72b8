//! What the keys of the sync wish, and what follows from its news.

use super::{Connection, Loss, SyncEvent, SyncProgress, SyncRequest};
use crate::app::screens::Screen;
use crate::app::testing::{Person, small_book};
use crate::app::{Effect, Msg};
use crate::domain::{
    CompanyList, CompanyOwner, ContactFilter, FaultKind, Reached, RemoteAccount, RemoteCompany, RunState,
    SyncCounts, SyncFault, SyncKind, SyncReport,
};
use crate::input::Tab;

fn synced() -> Person {
    let mut person = Person::at_synced_book(80, 24);
    person.wished.clear();
    person
}

fn wishes(person: &mut Person) -> Vec<SyncRequest> {
    let wished = std::mem::take(&mut person.wished);
    wished
        .into_iter()
        .filter_map(|effect| match effect {
            Effect::Sync(wish) => Some(wish),
            _ => None,
        })
        .collect()
}

fn progressed() -> Msg {
    Msg::Sync(SyncEvent::Progressed(SyncProgress {
        kind: SyncKind::Full,
        stage: "people",
        done: 0,
        of: 3,
    }))
}

fn ended(fault: Option<(FaultKind, &str)>) -> Msg {
    Msg::Sync(SyncEvent::Ended(SyncReport {
        reached: match fault {
            None | Some((FaultKind::Skipped, _)) => Reached::All,
            Some(_) => Reached::Nothing,
        },
        counts: SyncCounts {
            linked: 3,
            ..SyncCounts::default()
        },
        near_misses: 2,
        fault: fault.map(|(kind, message)| SyncFault {
            kind,
            message: message.to_owned(),
        }),
        ..SyncReport::new(RunState::Ok)
    }))
}

#[test]
fn s_syncs_anywhere_and_tells_what_it_did() {
    for keys in ["", "2", "4", "gi", "i"] {
        let mut person = synced();
        person.keys(keys);
        wishes(&mut person);
        person.keys("S");
        assert_eq!(wishes(&mut person), [SyncRequest::Run], "{keys}");
        person.tell(progressed());
        person.keys("S");
        assert!(person.toast().contains("already running"), "{}", person.toast());
        assert_eq!(wishes(&mut person), []);
        person.tell(ended(None));
        assert_eq!(
            person.toast(),
            "Synced with HubSpot: 3 linked. 2 near misses: g i shows them."
        );
    }
}

#[test]
fn x_in_capitals_stops_the_run_and_says_so_when_there_is_none() {
    let mut person = synced();
    person.keys("X");
    assert_eq!(person.toast(), "No sync is running.");
    person.keys("S").tell(progressed());
    wishes(&mut person);
    person.keys("X");
    assert_eq!(wishes(&mut person), [SyncRequest::Stop]);
    person.tell(ended(Some((FaultKind::Cancelled, "The sync was stopped."))));
    assert_eq!(person.toast(), "The sync was stopped.");
}

#[test]
fn a_run_by_the_clock_says_nothing_and_leaves_the_cursor_where_it_is() {
    let mut person = synced();
    person.keys("2jj");
    let place = |person: &Person| {
        let Screen::Customer(screen) = person.model.trail.top() else {
            return None;
        };
        screen.contacts.list.selected().map(|contact| contact.id)
    };
    let before = place(&person);
    person.tell(progressed()).tell(ended(None));
    assert_eq!(person.toast(), "");
    assert_eq!(place(&person), before);
}

#[test]
fn without_a_token_s_says_how_to_connect() {
    let mut person = Person::at(80, 24, &small_book());
    person.tell(Msg::Sync(SyncEvent::Looked(Connection::NeedsToken)));
    person.keys("S");
    assert!(person.toast().contains("g i, then c"), "{}", person.toast());
    person.keys("i");
    assert!(person.toast().contains("not connected"), "{}", person.toast());
    assert_eq!(wishes(&mut person), []);
    person.tell(Msg::Sync(SyncEvent::Looked(Connection::Unusable(
        "Run chmod 600.".into(),
    ))));
    person.keys("S");
    assert_eq!(person.toast(), "Run chmod 600.");
}

#[test]
fn a_token_is_checked_and_a_wrong_one_stays_to_be_corrected() {
    let mut person = synced();
    person.keys("gic");
    person.tell(Msg::Pasted("pat-1\n".into()));
    person.keys("<enter><enter>");
    let [SyncRequest::Connect(token)] = &wishes(&mut person)[..] else {
        panic!("one check")
    };
    assert_eq!(token.reveal(), "pat-1");
    person.tell(Msg::Sync(SyncEvent::Connected(Err(
        "HubSpot does not accept it.".into(),
    ))));
    assert!(person.connect().is_some());
    person.keys("<enter>");
    person.tell(Msg::Sync(SyncEvent::Connected(Ok(RemoteAccount {
        id: Some(77),
        ..RemoteAccount::default()
    }))));
    assert!(person.connect().is_none());
    assert!(person.toast().contains("account 77"), "{}", person.toast());
    assert_eq!(wishes(&mut person).last(), Some(&SyncRequest::Run));
}

#[test]
fn one_key_previews_the_fix_of_a_near_miss_and_enter_makes_it_and_syncs() {
    let mut person = synced();
    person.keys("j");
    person.keys("<esc>gi<enter>");
    let dialog = person.dialog().cloned().expect("a preview");
    assert!(dialog.text.contains("links 2 and unlinks 0"), "{}", dialog.text);
    person.keys("<enter>");
    assert!(
        person.toast().contains("Linked 2 from HubSpot"),
        "{}",
        person.toast()
    );
    assert_eq!(wishes(&mut person), [SyncRequest::Run]);
    person.tell(ended(None));
    person.keys("u");
    let misses = person.workspace.near_misses().expect("listed");
    assert_eq!(misses.len(), 1, "the undo brings the near miss back");
}

#[test]
fn one_person_of_a_near_miss_is_linked_by_hand_and_cancel_links_nobody() {
    let mut person = synced();
    person.keys("giL<enter>");
    assert!(person.dialog().is_none());
    person.keys("L<down><enter>");
    assert_eq!(person.toast(), "Linked Liv Moe to Borealis by hand.");
}

#[test]
fn unlinking_takes_away_whom_sync_brought_and_r_brings_them_back() {
    let mut person = synced();
    person.keys("2jjx");
    assert!(person.toast().contains("Unlinked Zoe Hart"), "{}", person.toast());
    person.keys("ff");
    let Screen::Customer(screen) = person.model.trail.top() else {
        panic!("a customer")
    };
    assert_eq!(
        (screen.tab, screen.contacts.filter),
        (Tab::Contacts, ContactFilter::Unlinked)
    );
    assert_eq!(screen.contacts.list.total(), 2);
    person.keys("*");
    assert!(person.toast().contains("is unlinked"), "{}", person.toast());
    person.keys("r");
    assert!(person.toast().contains("Relinked"), "{}", person.toast());
}

#[test]
fn unlinking_a_primary_that_sync_brought_offers_a_successor() {
    let mut person = synced();
    person.keys("2jj*x");
    let dialog = person.dialog().cloned().expect("asks");
    assert!(dialog.title.contains("Unlink Zoe Hart"), "{}", dialog.title);
    person.keys("<down><down><enter>");
    assert!(
        person.toast().contains("is now the primary contact"),
        "{}",
        person.toast()
    );
}

#[test]
fn a_guarded_full_sync_is_allowed_only_after_a_question() {
    let mut person = synced();
    person.keys("giF");
    assert_eq!(wishes(&mut person), [SyncRequest::RunFull(Loss::Guarded)]);
    person.tell(ended(Some((
        FaultKind::TooManyUnlinks,
        "30 of 40 links would go.",
    ))));
    person.model.sync.fault = Some(SyncFault {
        kind: FaultKind::TooManyUnlinks,
        message: "30 of 40 links would go.".into(),
    });
    person.keys("F");
    assert!(person.dialog().is_some());
    person.keys("<enter>");
    assert_eq!(wishes(&mut person), [], "Cancel has the focus");
    person.keys("F<down><enter>");
    assert_eq!(wishes(&mut person), [SyncRequest::RunFull(Loss::Allowed)]);
}

#[test]
fn disconnecting_asks_first() {
    let mut person = synced();
    person.keys("giD<enter>");
    assert_eq!(wishes(&mut person), []);
    person.keys("D<down><enter>");
    assert_eq!(wishes(&mut person), [SyncRequest::Disconnect]);
}

#[test]
fn companies_are_chosen_and_added_as_customers() {
    use crate::domain::{CustomerDomain, Name, RemoteId};
    let company = |id, name: &str, domain: &str| RemoteCompany {
        owner: CompanyOwner::Nobody,
        id: RemoteId::hubspot(id).expect("an id"),
        name: Name::parse(name).expect("a name"),
        domains: CustomerDomain::parse(domain).into_iter().collect(),
    };
    let mut person = synced();
    person.keys("i");
    assert_eq!(wishes(&mut person), [SyncRequest::ListCompanies]);
    person.tell(listed(vec![
        company(501, "Alder", "alder.example"),
        company(502, "Birch", "birch.example"),
        company(503, "Cedar", "cedar.example"),
    ]));
    person.keys("<space>j<space><enter>");
    assert_eq!(person.toast(), "Added 2 customers.");
    assert!(matches!(person.model.trail.top(), Screen::Customers(_)));
    assert_eq!(
        wishes(&mut person),
        [SyncRequest::Run],
        "their people are asked for"
    );
}

/// Returns of companies that all could be read.
fn listed(companies: Vec<RemoteCompany>) -> Msg {
    let fault = None;
    Msg::Sync(SyncEvent::Companies(Ok(CompanyList {
        companies,
        fault,
        ..CompanyList::default()
    })))
}

#[test]
fn companies_that_could_not_be_read_are_told() {
    let mut person = synced();
    person.keys("i");
    let message = "1 HubSpot record could not be read and was skipped: company 7 on page 1.";
    person.tell(Msg::Sync(SyncEvent::Companies(Ok(CompanyList {
        companies: Vec::new(),
        namesakes: Vec::new(),
        fault: Some(SyncFault {
            kind: FaultKind::Skipped,
            message: message.to_owned(),
        }),
    }))));
    assert_eq!(person.toast(), message);
}

#[test]
fn owners_who_could_not_be_read_are_told() {
    use crate::domain::{CompanyOwner, Name, RemoteId};
    let id = RemoteId::hubspot(501).expect("an id");
    for (owner, is_told) in [(CompanyOwner::Id(id), true), (CompanyOwner::Nobody, false)] {
        let mut person = synced();
        person.keys("i");
        person.tell(listed(vec![RemoteCompany {
            id,
            name: Name::parse("Alder").expect("a name"),
            domains: Vec::new(),
            owner,
        }]));
        assert_eq!(person.toast().contains("crm.objects.owners.read"), is_told);
    }
}

#[test]
fn words_narrow_the_companies_and_a_letter_adds_nothing() {
    use crate::domain::{CustomerDomain, Name, RemoteId};
    let company = |id, name: &str| RemoteCompany {
        owner: CompanyOwner::Nobody,
        id: RemoteId::hubspot(id).expect("an id"),
        name: Name::parse(name).expect("a name"),
        domains: CustomerDomain::parse(&format!("c{id}.example"))
            .into_iter()
            .collect(),
    };
    let mut person = synced();
    person.keys("i");
    let rows = vec![
        company(501, "Alder"),
        company(502, "Birch"),
        company(503, "Cedar"),
    ];
    person.tell(listed(rows));
    let total = |person: &Person| {
        let Screen::Companies(screen) = person.model.trail.top() else {
            panic!("the companies")
        };
        screen.list.total()
    };
    person.keys("a");
    assert_eq!(total(&person), 3);
    person.keys("<space>/bir<enter><space>");
    assert_eq!(total(&person), 1);
    person.keys("<esc>");
    assert_eq!(total(&person), 3);
    person.keys("<enter>");
    assert_eq!(person.toast(), "Added 2 customers.");
}
