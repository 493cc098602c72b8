//! Pivotal for the terminal: customers, their people, and who gets the next notification.
//!
//! # Rooms
//!
//! | room | what it knows | may import |
//! |---|---|---|
//! | [`domain`] | what a customer-success manager talks about; the rules as pure functions, a folder a subject | nothing |
//! | [`words`] | sentences for people: what a change did, what needs attention, with the keys that hold | `domain` |
//! | [`paste`] | pasted text as rows with verdicts; pure | `domain` |
//! | [`store`] | SQL: the SQLite file, its migrations and its operation log | `domain` |
//! | [`export`] | files for other programs: CSV, TSV, JSON, vCards | `domain` |
//! | [`workspace`] | the use cases, each one transaction | `domain`, `paste`, `store`, `export` |
//! | [`hubspot`] | HubSpot's HTTP interface, which it only reads | `domain` |
//! | [`sync`] | the runs that bring the people of a source in, page by page | `domain`, `workspace`, `hubspot` |
//! | [`delivery`] | mail and Slack: how notifications are written and delivered | `domain`, `workspace` |
//! | [`assistant`] | how a language model is asked, if one is set up | `domain` |
//! | [`sandbox`] | stand-ins for HubSpot, a mail server and Slack on this machine; feature `demo` | nothing |
//! | [`input`] | keys, commands and the keymap | nothing |
//! | [`app`] | the core of the app: model, messages, effects, update | `domain`, `words`, `paste`, `input` |
//! | [`ui`] | how the model is drawn | `app`, `domain`, `words`, `paste`, `input` |
//! | [`cli`] | the commands, with text and JSON | everything but `app`, `ui`, `input`, `words`, `runtime` |
//! | [`runtime`] | the terminal, threads, signals, and the loop | everything but `cli` |
//!
//! Five small modules serve several rooms: [`secrets`] keeps passwords and tokens, [`safe_url`] says where they may be
//! sent, [`lock`] gives a right to one program at a time, [`regular_file`] reads files that the user named, [`disk`] says
//! why nothing can be written somewhere.
//!
//! `tests/it/architecture/mod.rs` enforces this table, which crates each room may use, and how long a file may be.
//!
//! # Flow
//!
//! key → [`app::Msg`] → [`app::Model::update`], which finds its [`input::Command`] in the keymap layers that apply →
//! [`app::Effect`] → [`runtime::Executor`] → the thread that carries it out → [`app::Msg`] → update → [`ui::view`].
//!
//! A command is what the user asks for, an effect what the app asks of the runtime, a message something that happened.
//! Update is total: it does no I/O, reads no clock and cannot fail; time comes with each message. Every question and change
//! has a number by which its reply is known, and a reply that comes too late is dropped (`app/requests.rs`). An effect goes to the store, to
//! what reads files, to HubSpot, to the delivery, to a model or to the terminal; each of these is a thread with one shell,
//! the terminal being the loop itself. A question to the store is one line in the table of `app/questions.rs`, one where
//! `runtime/answers.rs` answers it, and what the screen does with the answer.
//!
//! There are two stacks: the screens (`screens/trail.rs`), so that `esc` goes back to where the user came from, and the
//! overlays above them (`overlay_stack.rs`): a question, a form, the search and so on. The top one alone gets the keys, the
//! pastes and the mouse and is drawn in focus. Each screen and each overlay has its own file, and is reached by one match.
//! A new screen with a list and a question of its own touches eight files, which CONTRIBUTING.md lists.
//!
//! The files of `app` stand in layers, and none use each other in a circle: state and requests, what a part may use and may
//! ask for (`context.rs`, `next.rs`), the screens and overlays, the enums over them (`overlay_stack.rs`, `screens/mod.rs`), the
//! model, and what acts on all of it.
//!
//! A key passes at most nine functions of five files of `app` on its way to the frame: [`app::Model::update`] (`update.rs`)
//! takes the time and routes the message, `in_turn` (`acts.rs`) has it wait while a reply may change what it means, `act`
//! and `press` (`acts.rs`) find its command in the layers that hold, `run` (`update.rs`) gives that to what lies on top or
//! to `run_on_screen` (`navigate.rs`), the overlay or the screen takes it in a `run` of its own, a tab of a customer in its
//! `update`, and `follow` (`navigate.rs`) does what it asks of the rest of the app.
//!
//! # Words
//!
//! A sentence names no key of its own. A fixed one names the command in braces, `Press {add_contact} to add one.`, and
//! the app fills in the key that the keymap of the user has for it where the user is ([`words::with_keys`]). A sentence
//! for the command line names commands in place of keys, and `cli` cannot fill any in. `tests/it/architecture/words.rs`
//! enforces this, and the tests of `ui` show every screen with other keys.
//!
//! # Lists
//!
//! A pasted text or file becomes rows without any I/O: `paste/file` makes text of workbooks and bytes, `paste/detect.rs`
//! finds out what the text is, `paste/structured` reads vCards, JSON and mails, `paste/text` prose and signatures. Cells are
//! cleaned and normalised in `paste/clean.rs` (phone numbers too), judged in `paste/check.rs`, and fixed in `paste/fix.rs`;
//! `paste/nobody.rs` knows the lines that name nobody.
//! What leaves again as a table has its formulas defused by `domain/text/csv_injection.rs`.
//!
//! # Sync
//!
//! Where people come from is a [`sync::Source`]: pages of people and companies, who is associated with whom, and what
//! became of a record, in types of the domain. HubSpot is the only one. What is its own stands in [`hubspot`] (requests,
//! limits, answers) and in `sync/hubspot` (pages that keep no order, merged records, lists that are cut). It is only ever
//! read: a [`hubspot::Request`] that writes cannot be built.
//!
//! A run asks what its plan says, in sorted pages, and writes each page with its checkpoint in one transaction, so that it
//! goes on where it stopped: the checkpoint holds a cursor (`sync/cursor.rs`) and lies in `store/runs.rs`. A
//! merged record comes under another id: `sync/hubspot/mod.rs` finds whose it was, `workspace/sync_pages.rs` has the
//! contact follow it. What a sync changes stands in the history and not in the list of undo. A record is known by a
//! [`RemoteId`](domain::RemoteId), its source and a key; the tables hold the numbers of HubSpot as numbers.
//!
//! A contact of HubSpot on its way from the answer to its row:
//!
//! | form | file |
//! |---|---|
//! | bytes of an answer | `hubspot/line.rs`, read by `hubspot/body.rs` |
//! | record: properties of any form by name | `hubspot/wire.rs`, `hubspot/loose.rs` |
//! | [`RemoteContact`](domain::RemoteContact): cleaned, named, with a checked address | `hubspot/convert.rs` |
//! | [`Answers`](hubspot::Answers): a page as HubSpot sent it | `hubspot/answer.rs` |
//! | [`Page`](sync::Page): a page that is known to be whole | `sync/hubspot/pages.rs` |
//! | row of `remote_contact`: what the source says | `workspace/link`, `store/remotes.rs` |
//! | [`ContactRecord`](domain::ContactRecord), where somebody is new; else edits of fields that follow | `workspace/link` |
//! | row of `contact`, and the operations of the log | `workspace/recorder`, `store/staging.rs` |
//!
//! # Delivery
//!
//! A change that tells somebody writes one row for each channel in its own transaction, with the recipient and the rule
//! that chose them, and the text: a template, built in (`assets/templates`) or of the user, that `delivery/template` fills
//! in. Nothing leaves before its channel was set up, tested and confirmed, and the user had the first rows sent.
//! [`delivery::deliver()`] claims a row, sends it and writes what became of it, each in a transaction. That the text of a
//! mail is about to go out is written down first: after a crash a mail goes out again only if it was not, and all else
//! that was under way waits for the user.
//!
//! Each channel is a transport of its own folder, and its faults become one [`delivery::retry::SendError`]: what kind,
//! what it concerns, for how long, and the sentence. One pure table, [`delivery::retry::decide`], makes of it the
//! [`domain::AttemptOutcome`] that is stored. A new channel is its folder, its arms in
//! `delivery/channels.rs`, and its settings and words; the compiler lists the places.
//!
//! # Assistant
//!
//! Roles are told from job titles and mails are drafted from templates, on this machine. A draft becomes a notification
//! that is held whatever its channel, and leaves only when the user approves it. A model is asked only where one is set
//! up, after the user saw the whole text that would leave, and agreed.
//!
//! # Store
//!
//! Every change that a user makes goes through [`workspace::Workspace::make`]: one `BEGIN IMMEDIATE` transaction that
//! changes rows and appends to the operation log, which is the history of a customer and the stack of undo and redo. A
//! sync logs what it changes too; drafts of lists, and how far a sync or a delivery is, belong to this machine and are in
//! no log.
//! The log holds a thing that comes or goes as a whole, versioned [`record`](domain::OnboardingRecord) that knows other
//! things by their ids; undo compares records (`workspace/undo.rs` leaves alone what changed since, `undo_forbidden.rs`
//! says what else forbids a value to return), and the names in the history are looked up as it is shown. Replayed from its
//! first line on, it gives the same rows of all shared tables: the recorder of the workspace alone writes these.
//! The primary contact is one cell of the customer, so there are never two.
//!
//! A search is read by `domain/search/query.rs` and becomes conditions in SQL in `store/criteria.rs`. Backups that are made
//! by themselves, as before a migration (`store/backups.rs`), are copies that are checked before they get their name
//! (`store/backup.rs`). Of one that is restored nothing leaves by itself (`store/restore.rs`).
//!
//! Where nothing can be written (a full or read-only disk, a folder of somebody else), the store is opened to be read: one
//! without a write-ahead log in place, one whose log has its index through that index, and any other in a copy. Each write first tries to open it to be
//! written, so that it goes on once there is room.

#[cfg(not(any(target_os = "linux", target_os = "macos")))]
compile_error!("pivotal runs on Linux and macOS: signals, terminals and the rights of files are theirs");
#[cfg(all(test, not(feature = "demo")))]
compile_error!("the tests need the feature `demo`, which is on by default");

pub mod app;
pub mod assistant;
pub mod cli;
pub mod clock;
pub mod config;
pub mod delivery;
pub mod disk;
pub mod domain;
pub mod export;
pub mod hubspot;
pub mod input;
pub mod lock;
pub mod logging;
pub mod paste;
pub mod regular_file;
pub mod runtime;
pub mod safe_url;
#[cfg(feature = "demo")]
pub mod sandbox;
#[cfg(not(feature = "demo"))]
#[path = "sandbox/absent.rs"]
pub mod sandbox;
pub mod secrets;
pub mod store;
pub mod sync;
mod tls;
pub mod ui;
pub mod words;
pub mod workspace;
