//! What a source of people says, how contacts follow it, and how its runs went.

mod fault;
mod link;
mod near_miss;
mod remote;
mod remote_query;
mod run;

pub use fault::{FaultKind, SyncBlocker, SyncFault};
pub use link::{GoneWhy, Link, LinkError, LinkedBy, Merge, merge};
pub use near_miss::{DomainEffect, NearMiss, NearMissPerson, NearMissWhy};
pub use remote::{
    CompanyList, CompanyOwner, Dated, RemoteAccount, RemoteCompany, RemoteContact, RemoteId, RemoteIdError,
    RemoteSource, Unreadable,
};
pub use remote_query::{CompanyQuery, PeopleQuery, Presence};
pub use run::{
    Coverage, CustomerLinks, Integration, Reached, RunFilter, RunState, SyncCounts, SyncKind, SyncReport,
    SyncRun,
};
