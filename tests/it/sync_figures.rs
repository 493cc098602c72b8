//! How many requests a sync costs: 1,000 customers with 20,000 people in a portal of 100,000.

use pivotal::clock::SystemClock;
use pivotal::domain::{
    Actor, Change, Clock, CustomerDomain, CustomerDraft, CustomerEdit, CustomerId, IdSource, Outcome,
    RunState, SyncKind, SyncReport,
};
use pivotal::hubspot::{Client, Options, RateLimit, Token};
use pivotal::safe_url::SafeUrl;
use pivotal::sandbox::{Portal, PortalCompany, PortalContact, Rules, Sandbox, TOKEN};
use pivotal::store::Store;
use pivotal::sync::{Cancel, RunScope, sync};
use pivotal::workspace::Workspace;

/// How large everything is.
#[derive(Debug, Clone, Copy)]
struct Size {
    customers: usize,
    people_each: usize,
    others: usize,
    /// Customers whose company has people at another domain.
    with_near_misses: usize,
}

/// The most requests of each kind of run.
#[derive(Debug, Clone, Copy)]
struct Most {
    first: u64,
    nothing: u64,
    some: u64,
    domain: u64,
}

fn time(second: i64) -> jiff::Timestamp {
    jiff::Timestamp::from_second(second).expect("a time")
}

fn person(email: String, number: usize) -> PortalContact {
    PortalContact {
        email: Some(email),
        firstname: Some("Ann".to_owned()),
        lastname: Some(format!("Lee {number}")),
        jobtitle: Some("CTO".to_owned()),
        modified: time(1_600_000_000),
        ..PortalContact::default()
    }
}

fn domain(customer: usize) -> String {
    format!("customer-number-{customer:04}.com")
}

/// Makes a portal in which the people of customers stand among many others.
fn portal(size: Size) -> Portal {
    let mut portal = Portal::default();
    let every = size.others / (size.customers * size.people_each).max(1);
    let mut own: Vec<Vec<u64>> = vec![Vec::new(); size.customers];
    for number in 0..size.customers * size.people_each {
        let id = portal.add_contact(person(
            format!("p{number}@{}", domain(number % size.customers)),
            number,
        ));
        if let Some(people) = own.get_mut(number % size.customers) {
            people.push(id);
        }
        for other in 0..every {
            portal.add_contact(person(
                format!("x{number}.{other}@elsewhere-{}.org", number % 5_000),
                number,
            ));
        }
    }
    for (customer, people) in own.into_iter().enumerate() {
        let id = portal.add_company(PortalCompany {
            name: format!("Company {customer}"),
            domain: Some(domain(customer)),
            additional_domains: Vec::new(),
            owner: None,
            modified: time(1_600_000_000),
        });
        for person in people {
            portal.associate_primary(id, person);
        }
        if customer < size.with_near_misses {
            for number in 0..3 {
                let stray = portal.add_contact(person(format!("s{number}@stray-{customer}.io"), number));
                portal.associate_primary(id, stray);
            }
        }
    }
    portal
}

struct Scene {
    workspace: Workspace,
    sandbox: Sandbox,
    folder: tempfile::TempDir,
    customers: Vec<CustomerId>,
}

impl Scene {
    fn new(size: Size) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let store = Store::open(folder.path()).expect("a store");
        let mut workspace = Workspace::new(store, Actor::new("Mia"), Box::new(SystemClock), IdSource::Random);
        let rows = (0..size.customers)
            .map(|customer| {
                let draft = CustomerDraft {
                    name: format!("Customer {customer}"),
                    domain: domain(customer),
                    ..CustomerDraft::default()
                };
                draft.check().expect("valid")
            })
            .collect();
        let customers = match workspace
            .make(Change::ImportCustomers(rows))
            .expect("imported")
            .outcome
        {
            Outcome::CustomersImported { added, .. } => added.iter().map(|customer| customer.id).collect(),
            other => panic!("{other:?}"),
        };
        let rules = Rules {
            searches_per_second: None,
            calls_in_ten_seconds: None,
            ..Rules::default()
        };
        Self {
            workspace,
            sandbox: Sandbox::start(portal(size), rules, 0).expect("a sandbox"),
            folder,
            customers,
        }
    }

    fn syncs(&mut self, what: &str) -> SyncReport {
        self.sandbox.forget_requests();
        let client = Client::new(Options {
            base: SafeUrl::parse(&self.sandbox.url()).expect("an address"),
            token: Token::parse(TOKEN).expect("a token"),
            rate: RateLimit::UNLIMITED,
        });
        let run = sync(
            &mut self.workspace,
            self.folder.path(),
            &client,
            "mark",
            RunScope::Due,
            Cancel::never(),
            |_| {},
        );
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .expect("a runtime");
        let report = runtime.block_on(run);
        assert_eq!(report.state, RunState::Ok, "{report:?}");
        let requests = self.sandbox.requests();
        let longest = requests
            .iter()
            .filter(|request| request.path.ends_with("/search"))
            .map(|request| request.body.chars().count())
            .max();
        println!(
            "{what}: {} requests, {} linked, {} updated, {} near misses, longest search {} characters",
            report.requests,
            report.counts.linked,
            report.counts.updated,
            report.near_misses,
            longest.unwrap_or(0)
        );
        assert!(longest.unwrap_or(0) < 3_000, "{longest:?}");
        assert!(requests.iter().all(|request| request.status < 300), "{what}");
        report
    }
}

fn demand(size: Size, most: Most) {
    let mut scene = Scene::new(size);
    let people = u64::try_from(size.customers * size.people_each).expect("small");
    let first = scene.syncs("first sync");
    assert_eq!(first.counts.linked, people);
    assert_eq!(
        first.near_misses,
        u64::try_from(size.with_near_misses).expect("small")
    );
    assert!(first.requests <= most.first, "{first:?}");

    let nothing = scene.syncs("nothing changed");
    assert_eq!(
        (nothing.kind, nothing.counts.updated),
        (Some(SyncKind::Incremental), 0)
    );
    assert!(nothing.requests <= most.nothing, "{nothing:?}");

    let now = jiff::Timestamp::from_millisecond(SystemClock.now().as_millis()).expect("a time");
    let ids: Vec<u64> = scene
        .sandbox
        .portal()
        .contacts()
        .map(|(id, _)| id)
        .step_by(100)
        .collect();
    for id in &ids {
        scene
            .sandbox
            .portal()
            .edit_contact(*id, now, |person| person.jobtitle = Some("CIO".to_owned()));
    }
    let some = scene.syncs("1 % changed");
    assert!(some.counts.updated > 0);
    assert!(some.requests <= most.some, "{some:?}");

    // The changes of just now are not to be counted again.
    for id in &ids {
        scene
            .sandbox
            .portal()
            .edit_contact(*id, time(1_600_000_000), |_| {});
    }
    let customer = scene.customers.last().copied().expect("a customer");
    let edits = vec![CustomerEdit::Domain(CustomerDomain::parse("stray-0.io").ok())];
    scene
        .workspace
        .make(Change::EditCustomer { customer, edits })
        .expect("changed");
    let changed = scene.syncs("one changed domain");
    assert!(changed.requests <= most.domain, "{changed:?}");
}

#[test]
fn a_large_account_costs_as_many_requests_as_promised() {
    demand(
        Size {
            customers: 1_000,
            people_each: 20,
            others: 80_000,
            with_near_misses: 100,
        },
        Most {
            first: 140,
            nothing: 4,
            some: 11,
            domain: 4,
        },
    );
}
