//! Promise 25: a mail is not sent twice by itself, and each ends as it truly did.
//!
//! `PIVOTAL_PROOF=full cargo test --test promises odd_mail -- --ignored --nocapture`

use std::collections::BTreeMap;
use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::task::{Context, Waker};
use std::time::Duration;

use pivotal::delivery::{Asked, ChannelConfig, Channels, deliver};
use pivotal::domain::{
    Actor, Change, Channel, ChannelSetup, Clock, ContactDraft, CustomerDraft, CustomerId, IdSource,
    MailSecurity, MailSetup, NetworkScope, Notification, NotificationState, Outcome, SendLimit, Timestamp,
};
use pivotal::store::Store;
use pivotal::workspace::Workspace;
use tempfile::TempDir;
use tokio::sync::watch;

use crate::proof::{self, Dice};
use crate::support::odd_smtp::{OddServer, Say, Step, Visit};

/// The steps before the text.
const EARLY: [(Step, &str); 5] = [
    (Step::Greeting, "220"),
    (Step::Ehlo, "250"),
    (Step::Mail, "250"),
    (Step::Rcpt, "250"),
    (Step::Data, "354"),
];

/// Writes a code in one of the ways that servers have.
fn dressed(dice: &mut Dice, code: &str) -> Vec<u8> {
    let words: [&[u8]; 6] = [
        b"",
        b" ",
        b"OK",
        b" re\xe7u",
        b" \x8e\xf3\x82\xaf\x95t\x82\xaf\x82\xdc\x82\xb5\x82\xbd",
        b" 2.0.0 \xe5\x8f\x97\xe4\xbf\xa1",
    ];
    let ends: [&[u8]; 3] = [b"\r\n", b"\n", b"\r\n\r\n"];
    let before: [&[u8]; 4] = [b"", b"", b"\r\n", b"###-one\r\n###-\xff\n"];
    let before = String::from_utf8_lossy(dice.pick(&before)).replace("###", code);
    [
        before.as_bytes(),
        code.as_bytes(),
        dice.pick(&words),
        dice.pick(&ends),
    ]
    .concat()
}

/// How one client is treated, and whether the server then says yes to a mail that it keeps.
fn visit(seed: u64, number: usize) -> (Visit, bool) {
    let mut dice = Dice::new(seed.wrapping_mul(1_000_003).wrapping_add(number as u64));
    let fate = dice.below(20);
    let mut visit = Visit::fair();
    let early = dice.below(EARLY.len());
    for (at, (step, code)) in EARLY.into_iter().enumerate() {
        let usual = match step {
            // What the text follows is plain, so that the server knows when it does.
            Step::Data => b"354\r\n".to_vec(),
            _ => dressed(&mut dice, code),
        };
        visit = visit.with(
            step,
            match (at == early, fate) {
                (true, 15) => Say::last(dice.pick(&["", "25", "250-more\r\n"])),
                (true, 16) => {
                    Say::bytes(dice.pick(&["421\r\n", "451 \r\n", "999 x\r\n", "250-x\r\n550 y\r\n"]))
                }
                (true, 18) => Say::Flood(b"220-x\xe9\r\n".to_vec()),
                _ => Say::Bytes(usual),
            },
        );
        if step == Step::Rcpt && fate == 17 {
            visit = visit.with(Step::Rcpt, Say::bytes("550 5.1.1\r\n"));
        }
    }
    let yes = Say::Bytes(dressed(&mut dice, "250"));
    match fate {
        9 => (visit.with(Step::Text, Say::last("")), false),
        10 => (visit.with(Step::Text, Say::last("")).keeping_nothing(), false),
        11 => (visit.with(Step::Text, Say::Nothing), false),
        12 => (visit.with(Step::Text, Say::bytes("250-x\r\n550 y\r\n")), false),
        13 => (
            visit.with(Step::Text, Say::bytes("452\r\n")).keeping_nothing(),
            false,
        ),
        14 => (
            visit
                .with(Step::Text, Say::bytes(b"554 \xe9\r\n"))
                .keeping_nothing(),
            false,
        ),
        19 => (
            visit.with(Step::Text, Say::last(dice.pick(&["354 x\r\n", "25", "OK\r\n"]))),
            false,
        ),
        8 => (visit.with(Step::Text, Say::Last(b"250".to_vec())), true),
        _ => (visit.with(Step::Text, yes), true),
    }
}

#[derive(Clone)]
struct Hand(Arc<AtomicI64>);

impl Clock for Hand {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.0.load(Ordering::Relaxed))
    }
}

/// Who repeats what is unclear.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Repeats {
    /// Nobody.
    Never,
    /// The program, as one would that trusts mailboxes to know a mail again.
    ByItself,
}

/// A store with one customer and a channel by which mail leaves.
struct Book {
    folder: TempDir,
    clock: Hand,
    channels: Channels,
    acme: CustomerId,
}

impl Book {
    fn open(port: u16) -> Self {
        let folder = crate::support::folder();
        let setup = ChannelSetup {
            mail: MailSetup {
                host: "127.0.0.1".to_owned(),
                port,
                security: MailSecurity::None,
                user: String::new(),
                from: "Cara Osei <cara@us.com>".to_owned(),
            },
            ..ChannelSetup::default()
        };
        let mut channels = Channels::find(&setup, folder.path(), NetworkScope::ThisMachine);
        if let ChannelConfig::Ready(mail) = &mut channels.mail {
            mail.patience = Duration::from_millis(800);
        }
        let mut book = Self {
            folder,
            clock: Hand(Arc::new(AtomicI64::new(1_795_512_600_000))),
            channels,
            acme: CustomerId::from_uuid(uuid::Uuid::nil()),
        };
        let mut workspace = book.workspace();
        let draft = CustomerDraft {
            name: "Acme".into(),
            domain: "acme.com".into(),
            ..CustomerDraft::default()
        };
        let added = workspace.make(Change::AddCustomer(draft.check().expect("valid")));
        let Outcome::CustomerAdded(acme) = added.expect("added").outcome else {
            panic!("a customer")
        };
        book.acme = acme.id;
        let fingerprint = book.channels.fingerprint(Channel::Email);
        workspace
            .fit_channel(Channel::Email, &fingerprint)
            .expect("fitted");
        workspace.note_test(Channel::Email).expect("tested");
        workspace.confirm_channel(Channel::Email).expect("confirmed");
        book
    }

    fn workspace(&self) -> Workspace {
        let store = Store::open(self.folder.path()).expect("opened");
        let actor = Actor::new("Mia");
        Workspace::new(store, actor, Box::new(self.clock.clone()), IdSource::Random)
    }

    /// Writes so many mails, each to somebody else, and has them sent.
    fn writes(&self, mails: usize) {
        let mut workspace = self.workspace();
        for number in 0..mails {
            let draft = ContactDraft {
                name: format!("Person {number}"),
                email: format!("p{number}@acme.com"),
                ..ContactDraft::default()
            };
            let (customer, contact) = (self.acme, draft.check().expect("valid"));
            let added = workspace.make(Change::AddContact { customer, contact });
            let Outcome::ContactAdded { contact, .. } = added.expect("added").outcome else {
                panic!("a contact")
            };
            let contact = Some(contact.id);
            workspace
                .make(Change::InviteToPortal { customer, contact })
                .expect("invited");
        }
        let held = workspace.held(Channel::Email).expect("read");
        if !held.is_empty() {
            workspace
                .make(Change::ApproveNotifications(held))
                .expect("approved");
        }
    }

    fn mails(&self) -> Vec<Notification> {
        let all = self.workspace().notifications().expect("listed");
        all.into_iter()
            .filter(|one| one.channel == Channel::Email)
            .collect()
    }

    /// Delivers; a run that is cut ends in the middle, as by a kill.
    async fn delivers(&self, polls: Option<usize>) {
        let (_stop, stopped) = watch::channel(false);
        let asked = Asked::ByPerson(SendLimit::Any);
        let mut workspace = self.workspace();
        let delivery = deliver(&mut workspace, self.folder.path(), &self.channels, asked, stopped);
        match polls {
            Some(polls) => cut_after(polls, delivery).await,
            None => drop(delivery.await.expect("delivered")),
        }
    }
}

/// Polls a future so many times and drops it.
async fn cut_after<F: Future>(polls: usize, future: F) {
    let mut future = Box::pin(future);
    for _ in 0..polls {
        if future
            .as_mut()
            .poll(&mut Context::from_waker(Waker::noop()))
            .is_ready()
        {
            return;
        }
        tokio::time::sleep(Duration::from_micros(300)).await;
    }
}

/// How mails ended.
#[derive(Debug, Default, Clone, Copy)]
struct Ends {
    sent: usize,
    failed: usize,
    unknown: usize,
    waiting: usize,
    visits: usize,
}

/// Sends mails to a server that is odd by seed, by runs of which every third is cut, and judges how they ended.
fn lives_through(seed: u64, mails: usize, repeats: Repeats) -> Result<Ends, String> {
    let server = OddServer::start(move |number| visit(seed, number).0);
    let book = Book::open(server.port());
    book.writes(mails);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    let mut dice = Dice::new(seed);
    let goes_on = |one: &Notification| {
        matches!(
            one.state,
            NotificationState::Queued | NotificationState::Sending | NotificationState::Retry
        )
    };
    for run in 0..mails * 20 {
        book.clock.0.fetch_add(6 * 3_600_000, Ordering::Relaxed);
        let polls = (run % 3 == 2).then(|| dice.below(60));
        runtime.block_on(book.delivers(polls));
        let all = book.mails();
        let unclear = all.iter().filter(|one| one.state == NotificationState::Unknown);
        let unclear: Vec<_> = unclear.map(|one| one.id).collect();
        if repeats == Repeats::ByItself && run < mails && !unclear.is_empty() {
            let again = Change::RetryNotifications(unclear);
            book.workspace().make(again).expect("resent");
        } else if !all.iter().any(goes_on) {
            break;
        }
    }
    judge(&book.mails(), &server, seed, mails)
}

fn judge(all: &[Notification], server: &OddServer, seed: u64, mails: usize) -> Result<Ends, String> {
    if all.len() != mails {
        return Err(format!("{} were written", all.len()));
    }
    let mut kept: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (visit, text) in server.kept() {
        let text = String::from_utf8_lossy(&text).into_owned();
        let id = text.lines().find_map(|line| line.strip_prefix("Message-ID: "));
        kept.entry(id.expect("an id").to_owned()).or_default().push(visit);
    }
    let mut ends = Ends {
        visits: server.visits(),
        ..Ends::default()
    };
    for one in all {
        let copies = kept
            .remove(&format!("<{}@pivotal.invalid>", one.id))
            .unwrap_or_default();
        let why = one.error.as_deref().unwrap_or_default();
        match (one.state, copies.as_slice()) {
            (_, [_, _, ..]) => return Err(format!("#{} came {} times", one.number, copies.len())),
            (NotificationState::Sent, [at]) if visit(seed, *at).1 => ends.sent += 1,
            (NotificationState::Failed, []) if !why.is_empty() => ends.failed += 1,
            (NotificationState::Retry | NotificationState::Queued | NotificationState::Sending, []) => {
                ends.waiting += 1;
            }
            (NotificationState::Unknown, _) if why.contains("may have arrived") => ends.unknown += 1,
            (state, _) => return Err(format!("#{} is {state} ({why}), kept by {copies:?}", one.number)),
        }
    }
    match kept.keys().next() {
        Some(id) => Err(format!("a mail of nobody: {id}")),
        None => Ok(ends),
    }
}

/// Lives through so many servers at once, with so many mails each, and tells the figure.
fn hold(servers: u64, mails: usize) {
    let ends: Vec<Ends> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..servers)
            .map(|seed| scope.spawn(move || lives_through(seed, mails, Repeats::Never).expect("holds")))
            .collect();
        threads
            .into_iter()
            .map(|thread| thread.join().expect("holds"))
            .collect()
    });
    let sum = |of: fn(&Ends) -> usize| ends.iter().map(of).sum::<usize>();
    println!(
        "promise 25: {} mails to {servers} odd servers in {} connections: {} sent, {} failed, {} unknown with the reason, {} waiting; 0 second copies, 0 untrue",
        sum(|ends| ends.sent + ends.failed + ends.unknown + ends.waiting),
        sum(|ends| ends.visits),
        sum(|ends| ends.sent),
        sum(|ends| ends.failed),
        sum(|ends| ends.unknown),
        sum(|ends| ends.waiting),
    );
    assert!(sum(|ends| ends.sent) > 0 && sum(|ends| ends.unknown) > 0);
}

#[test]
fn no_mail_is_sent_twice_by_itself() {
    hold(3, 15);
}

#[test]
#[ignore = "some minutes: cargo proof odd_mail"]
fn five_hundred_mails_to_odd_servers() {
    hold(proof::of(5, 10) as u64, proof::of(20, 50));
}

#[test]
fn the_control_is_found_a_program_that_repeats_what_is_unclear() {
    let found = lives_through(7, 15, Repeats::ByItself).expect_err("a second copy");
    assert!(found.contains("times"), "{found}");
}
