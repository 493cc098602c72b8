//! What a customer-success manager talks about, and the rules as pure functions.
//!
//! Nothing in here does I/O, reads a clock or knows how things are stored or shown. Text from outside becomes a
//! [`SafeText`], [`Name`], [`Email`] or [`Domain`] at the border and is trusted from then on.

mod address_move;
mod assignment;
mod assistant;
mod believable;
mod change;
mod channel_setup;
mod contact;
mod content;
mod csv_injection;
mod customer;
mod date;
mod delivery;
mod domain_name;
mod duplicate;
mod email;
mod failure;
mod field;
mod filler;
mod fold;
mod follows;
mod free_mail;
mod health;
mod history;
mod ids;
mod invitation;
mod known;
mod link;
mod links_and_dates;
mod list_draft;
mod name_damage;
mod name_quality;
mod names;
mod near_miss;
mod no_names;
mod notification;
mod onboarding;
mod outcome;
mod owner;
mod page;
mod phase;
mod plan_edits;
mod progress;
mod promotion;
mod record;
mod remote;
mod remote_query;
mod reversal;
mod routing;
mod schedule;
mod search_field;
mod search_hits;
mod search_query;
mod selection;
mod shell;
mod silence;
mod status_effect;
mod sure_names;
mod sync_fault;
mod sync_run;
mod tag_change;
mod tags;
#[cfg(test)]
pub(crate) mod testing;
mod text;
mod time;
mod undo_effect;
mod view;
mod work;

pub use address_move::{AddressConflict, MovePlan, plan_moves};
pub use assignment::{Candidate, Candidates, Unassigned, assign};
pub use assistant::{
    DraftFacts, HeldMessage, JobRole, MessageDraft, ModelKind, ModelRequest, ModelSetup, ModelView,
    RoleGroup, by_role, draft_prompt, summary_prompt,
};
pub use believable::{believable_name, is_believable_name};
pub use change::{
    AssigneeFields, Change, CustomerContacts, ImportPrimary, NewTaskFields, OnboardingFields, OpenTasks,
    PhaseMove, Successor, UndoTarget,
};
pub use channel_setup::{ChannelSetup, MailSecurity, MailSetup, NetworkScope};
pub use contact::{
    Contact, ContactDraft, ContactEdit, ContactField, ContactFields, ContactSource, Detail, Details, FIELDS,
    FieldSpec, Standing, TextKind,
};
pub use content::{NotificationContent, NotificationFacts, NotificationRenderer, PlainRenderer, Step};
pub use csv_injection::{inert, unmarked};
pub use customer::{Customer, CustomerDraft, CustomerEdit, CustomerFields, CustomerStatus};
pub use date::{Date, DateError};
pub use delivery::{
    AttemptOutcome, ChannelStage, ChannelStanding, ChannelState, ChannelView, DeliveryCounts, DeliveryReport,
    LONGEST_PAUSE_MILLIS, MOST_AT_ONCE, Obstacle, OutboundMessage, PerChannel, PriorAttempts, SendLimit,
    Sending,
};
pub use domain_name::{CustomerDomain, Domain, DomainError};
pub use duplicate::{Alike, Duplicate, LinkFate, MergeEffect, PrimaryTransfer, who_stays};
pub use email::{Email, EmailError, MAX_ADDRESS_CHARS, bare};
pub use failure::Failure;
pub use field::{Field, FieldError};
pub use filler::is_filler;
pub use fold::fold;
pub use follows::Follows;
pub use free_mail::is_free_mail;
pub use health::{Health, Signal};
pub use history::{Actor, Cause, Entity, Event, HistoryEntry, UndoEntry, UndoState};
pub use ids::{
    ChangeId, ContactId, CustomerId, DraftId, IdError, IdSource, NotificationId, OnboardingId, OwnerId,
    SessionId, TaskId,
};
pub use invitation::Invitation;
pub use known::KnownAt;
pub use link::{GoneWhy, Link, LinkError, LinkedBy, Merge, merge};
pub use links_and_dates::is_date_or_time;
pub use list_draft::{DraftHead, DraftHolder, ListDraft, ListMarks};
pub use name_quality::{NameQuality, NotAName, name_quality, names_work, sentence_words};
pub use names::{name_from_local_part, name_within};
pub use near_miss::{DomainEffect, NearMiss, NearMissPerson, NearMissWhy};
pub use notification::{Notification, NotificationState, RouteReason};
pub use onboarding::{Assignee, Audience, NextTask, Onboarding, OnboardingState, PlanId, PlanRow, Task};
pub use outcome::{Done, Outcome, Refusal, Reverted};
pub use owner::{Naming, Owner, OwnerFields};
pub use page::{
    Anchor, ContactFilter, ContactQuery, CustomerFilter, CustomerQuery, HistoryQuery, Page, PageQuery,
};
pub use phase::{Phase, Phases, PhasesError, PlannedPhase, PlannedTask};
pub use plan_edits::{OnboardingEdit, TaskEdit};
pub(crate) use progress::grouped;
pub use progress::{Meter, PROGRESS_STEP, Progress};
pub use promotion::promotes;
pub use record::{
    AssigneeId, ContactRecord, CustomerRecord, InWords, Logged, NotificationRecord, OnboardingRecord,
    OwnerRecord, PairRecord, TaskRecord,
};
pub use remote::{
    CompanyList, CompanyOwner, Dated, RemoteAccount, RemoteCompany, RemoteContact, RemoteId, RemoteIdError,
    RemoteSource, Unreadable,
};
pub use remote_query::{CompanyQuery, PeopleQuery, Presence};
pub use reversal::{
    KeptFromLeaving, MOST_RECORDS_UNASKED, MadeIn, Part, PastChange, Reversal, ReversalPreview, Session,
    TouchedRecord, TouchedRecords,
};
pub use routing::{Channel, NotificationKind, Person, Route, RoutedTo, route, route_to, routes};
pub use schedule::{PhaseDays, Schedule};
pub use search_field::{SearchField, SearchScope, Trait};
pub use search_hits::{
    ContactHit, CustomerHit, CustomerName, Depth, HistoryHit, Hits, Limits, Matched, Rest, TagHit,
};
pub use search_query::{SearchError, SearchQuery, Sense, Sought, Term};
pub use selection::{
    ContactLine, ContactSelection, CustomerSelection, Existing, HistorySelection, Selection,
};
pub use shell::shell_word;
pub use silence::Silence;
pub use status_effect::StatusEffect;
pub use sure_names::is_surely_a_name;
pub use sync_fault::{FaultKind, SyncBlocker, SyncFault};
pub use sync_run::{
    Coverage, CustomerLinks, Integration, Reached, RunFilter, RunState, SyncCounts, SyncKind, SyncReport,
    SyncRun,
};
pub use tag_change::TagChange;
pub use tags::Tags;
pub use text::{
    MAX_NAME_CHARS, MAX_TEXT_CHARS, Name, NameError, SafeText, harmless, is_dropped, is_harmless,
};
pub use time::{Clock, Timestamp};
pub use undo_effect::{Counted, LeftAlone, MOST_RECORDS_COUNTED, UndoEffect};
pub use view::View;
pub use work::{Lateness, Need, WorkItem};
