//! What a sync of HubSpot leaves in the small book.

use super::testing::NOW;
use crate::domain::{
    Anchor, Change, CompanyOwner, ContactFilter, ContactQuery, CustomerDomain, Detail, Details, Email,
    FaultKind, GoneWhy, ListOrder, Name, RemoteAccount, RemoteCompany, RemoteContact, RemoteId, SafeText,
    SearchQuery, SearchScope, Successor, SyncCounts, SyncFault, SyncKind,
};
use crate::workspace::{Checkpoint, PeopleFinish, SyncWatermark, Unlinking, Workspace};

/// Fills what a sync of HubSpot leaves behind: Dana linked, Ann linked with a title of her own, Wang gone, Zoe brought by
/// HubSpot, Kim unlinked; two people of Borealis are known at another domain; a run that failed.
pub(crate) fn sync_small_book(workspace: &mut Workspace) {
    let portal = RemoteAccount {
        id: Some(4_242_424),
        time_zone: "Europe/Berlin".into(),
        host: "app.hubspot.com".into(),
    };
    workspace.set_account(&portal, "mark").expect("set");
    let mut note = Checkpoint {
        run: workspace.begin_run(SyncKind::Full, "{}").expect("begun"),
        cursor: "{}".into(),
        counts: SyncCounts::default(),
        requests: 6,
    };
    let mut people = vec![
        remote(101, "Dana Ruiz", "dana@acme.com", "Engineer"),
        remote(102, "Ann Lee", "ann@acme.com", "Chief Engineer"),
        remote(103, "王小明", "wang@acme.com", "Engineer"),
        remote(104, "Zoe Hart", "zoe@acme.com", "CTO"),
        remote(105, "Kim Berg", "kim@acme.com", ""),
    ];
    let counts = workspace.take_people(&people, None, &note).expect("taken");
    note.counts.add(counts);
    let company = |id, name: &str, domain: &str| RemoteCompany {
        owner: CompanyOwner::Nobody,
        id: RemoteId::hubspot(id).expect("an id"),
        name: Name::parse(name).expect("a name"),
        domains: CustomerDomain::parse(domain).into_iter().collect(),
    };
    let companies = [company(501, "Borealis AS", "borealis.no")];
    workspace.take_companies(&companies, None, &note).expect("taken");
    let near = [
        remote(201, "Liv Moe", "liv@borealis-group.example", "COO"),
        remote(202, "Per Aas", "per@borealis-group.example", ""),
    ];
    let ids: Vec<RemoteId> = near.iter().map(|person| person.id).collect();
    let lists = [(companies[0].id, ids.clone())];
    workspace.take_associations(&lists, &note).expect("taken");
    workspace
        .take_unknown_associations(&ids, &near, &note)
        .expect("taken");
    let gone = [(people[2].id, GoneWhy::Archived)];
    workspace.settle_missing(&[], &gone, &note).expect("settled");
    let covered = workspace.customer_domains().expect("listed");
    let finish = workspace
        .finish_people(mark(SyncKind::Full), &covered, Unlinking::Allowed, &note)
        .expect("concluded");
    if let PeopleFinish::Done { counts } = finish {
        note.counts.add(counts);
    }
    workspace.finish_run(NOW, None, &note).expect("finished");
    let failed = workspace.begin_run(SyncKind::Incremental, "{}").expect("begun");
    let fault = SyncFault {
        kind: FaultKind::Offline,
        message: "HubSpot cannot be reached.".into(),
    };
    workspace.fail_run(failed, &fault, 1).expect("failed");
    let kim = people.remove(4).email.expect("an address");
    let query = ContactQuery {
        customer: workspace.find_customer("1").expect("Acme").id,
        filter: ContactFilter::Active,
        words: SearchQuery::parse(kim.as_str(), SearchScope::Contacts).expect("a search"),
        order: ListOrder::default(),
        anchor: Anchor::Row(0),
        limit: 1,
    };
    let kim = workspace.contacts(&query).expect("listed").rows.remove(0).id;
    let change = Change::UnlinkContacts {
        contacts: vec![kim],
        successor: Successor::Nobody,
    };
    workspace.make(change).expect("unlinked");
}

/// Has HubSpot give Zoe, whose names are long, the address of Wang, who is gone from HubSpot and stays here: a conflict.
pub(crate) fn give_zoe_the_address_of_wang(workspace: &mut Workspace) {
    let note = Checkpoint {
        run: workspace.begin_run(SyncKind::Incremental, "{}").expect("begun"),
        cursor: "{}".into(),
        counts: SyncCounts::default(),
        requests: 1,
    };
    let name = "Zoe Alexandra Hart-Featherstonehaugh de Cholmondeley";
    for email in ["zoe.hart-featherstonehaugh@acme.com", "wang@acme.com"] {
        let zoe = remote(104, name, email, "CTO");
        workspace.take_people(&[zoe], None, &note).expect("taken");
    }
    workspace
        .finish_people(mark(SyncKind::Incremental), &[], Unlinking::Guarded, &note)
        .expect("concluded");
    workspace.finish_run(NOW, None, &note).expect("finished");
}

fn mark(kind: SyncKind) -> SyncWatermark {
    SyncWatermark {
        kind,
        at: NOW,
        lag: 0,
    }
}

fn remote(id: i64, name: &str, email: &str, title: &str) -> RemoteContact {
    RemoteContact {
        id: RemoteId::hubspot(id).expect("an id"),
        name: Name::parse(name).expect("a name"),
        is_named: true,
        email: Email::parse(email).ok(),
        details: Details::default().with(Detail::Title, SafeText::optional(title)),
    }
}
