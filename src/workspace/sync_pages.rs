//! What a sync writes, a page at a time: the records and how far the run came are one transaction.

use std::collections::HashSet;

use super::link::{Linker, set_link};
use super::recorder::Recorder;
use super::{Error, Workspace};
use crate::domain::{
    AddressConflict, ContactId, Domain, GoneWhy, Link, LinkedBy, RemoteCompany, RemoteContact, RemoteId,
    SyncCounts, SyncFault, SyncKind, Timestamp,
};
use crate::store::{Follower, IdRange, SyncWatermark, Writer};

/// The name under which syncs stand in the history.
const ACTOR: &str = "HubSpot sync";

/// How many links must go at once before a run asks.
const FEW_LINKS: u64 = 10;

/// How far a run came with a page, as it is saved with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// The number of the run.
    pub run: i64,
    /// How far it came, as JSON.
    pub cursor: String,
    /// What it did before this page.
    pub counts: SyncCounts,
    /// How many requests it made so far.
    pub requests: u64,
}

/// Whether a run may take many links away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unlinking {
    /// It stops before more than a fifth of the links would go.
    Guarded,
    /// A user allowed it.
    Allowed,
}

/// How the part of a run ended that is about people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PeopleFinish {
    /// All that is known of them holds.
    Done {
        /// What that changed.
        counts: SyncCounts,
    },
    /// It stopped, as too many links would have gone; nothing of that was written.
    Guarded {
        /// How many would have gone.
        gone: u64,
        /// How many there are.
        linked: u64,
    },
}

/// What is known at the end of a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finish {
    /// How many near misses there are.
    pub near_misses: u64,
    /// Whose address could not be taken over, as another contact has it.
    pub conflicts: Vec<AddressConflict>,
}

impl Workspace {
    /// Takes a page of people in; of those that it should have held by its range, who is not there may be missing.
    pub fn take_people(
        &mut self,
        people: &[RemoteContact],
        range: Option<&IdRange>,
        checkpoint: &Checkpoint,
    ) -> Result<SyncCounts, Error> {
        self.in_background(ACTOR, |recorder, writer| {
            let counts = link_all(recorder, people)?;
            if let Some(range) = range {
                writer.suspect_absent(range, &people.iter().map(|person| person.id).collect())?;
            }
            save_checkpoint(writer, checkpoint, counts)
        })
    }

    /// Returns whether a page would bring something new of a person.
    pub fn is_news(&mut self, person: &RemoteContact) -> Result<bool, Error> {
        self.store.read(|reader| {
            if let Some(before) = reader.remote(person.id)? {
                return Ok(before != *person);
            }
            for domain in person.domains() {
                if !reader.customers_at(&domain)?.is_empty() {
                    return Ok(true);
                }
            }
            Ok(false)
        })
    }

    /// Takes a page of companies in: those with the domain or the name of a customer.
    pub fn take_companies(
        &mut self,
        companies: &[RemoteCompany],
        range: Option<&IdRange>,
        checkpoint: &Checkpoint,
    ) -> Result<SyncCounts, Error> {
        self.in_background(ACTOR, |recorder, writer| {
            for company in companies {
                let matters = recorder.is_customer_domain(&company.domains)?
                    || (!company.domains.is_empty() && recorder.is_customer_name(company.name.as_str())?);
                if matters {
                    writer.put_company(company)?;
                }
            }
            if let Some(range) = range {
                let seen: HashSet<RemoteId> = companies.iter().map(|company| company.id).collect();
                writer.forget_absent_companies(range, &seen)?;
            }
            save_checkpoint(writer, checkpoint, SyncCounts::default())
        })
    }

    /// Has the people of companies asked for again: those that changed, or of which the source did not say who they are.
    pub fn make_companies_due(&mut self, companies: &[RemoteId]) -> Result<(), Error> {
        if companies.is_empty() {
            return Ok(());
        }
        self.store
            .write(|writer| Ok(companies.iter().try_for_each(|id| writer.make_company_due(*id))?))
    }

    /// Has records read by their ids that could not be read on a page.
    pub fn suspect_missing(&mut self, ids: &[RemoteId]) -> Result<(), Error> {
        if ids.is_empty() {
            return Ok(());
        }
        self.store
            .write(|writer| Ok(ids.iter().try_for_each(|id| writer.suspect_missing(*id))?))
    }

    /// Leaves records as they are of which the source does not say what became of them.
    pub fn confirm_present(&mut self, ids: &[RemoteId]) -> Result<(), Error> {
        if ids.is_empty() {
            return Ok(());
        }
        self.store
            .write(|writer| Ok(ids.iter().try_for_each(|id| writer.confirm_present(*id))?))
    }

    /// Takes in who is associated with companies.
    pub fn take_associations(
        &mut self,
        lists: &[(RemoteId, Vec<RemoteId>)],
        checkpoint: &Checkpoint,
    ) -> Result<SyncCounts, Error> {
        self.in_background(ACTOR, |_, writer| {
            for (company, people) in lists {
                writer.put_associations(*company, people)?;
            }
            save_checkpoint(writer, checkpoint, SyncCounts::default())
        })
    }

    /// Takes in people of whom only the id was known; those asked for and not found are forgotten.
    pub fn take_unknown_associations(
        &mut self,
        asked: &[RemoteId],
        people: &[RemoteContact],
        checkpoint: &Checkpoint,
    ) -> Result<SyncCounts, Error> {
        self.in_background(ACTOR, |recorder, writer| {
            let counts = link_all(recorder, people)?;
            for person in people {
                recorder.put_remote(person)?;
            }
            for id in asked {
                if !people.iter().any(|person| person.id == *id) {
                    writer.forget_association(*id)?;
                }
            }
            save_checkpoint(writer, checkpoint, counts)
        })
    }

    /// Suspects every record that some contact follows and that no pass over the domains shows.
    pub fn suspect_unseen(&mut self) -> Result<(), Error> {
        self.store.write(|writer| Ok(writer.suspect_unseen()?))
    }

    /// Takes in what became of missing candidates: found under an id, or gone.
    pub fn settle_missing(
        &mut self,
        found: &[(RemoteId, RemoteContact)],
        gone: &[(RemoteId, GoneWhy)],
        checkpoint: &Checkpoint,
    ) -> Result<SyncCounts, Error> {
        self.in_background(ACTOR, |recorder, writer| {
            // Of two contacts whose records were merged, the one with the address of the new record follows it.
            let mut merged = Vec::new();
            for (asked, person) in found {
                if *asked == person.id {
                    recorder.confirm_present(*asked)?;
                } else {
                    merged.push((!has_address(recorder, *asked, person)?, *asked, person.id));
                }
            }
            merged.sort_unstable();
            for (_, asked, id) in merged {
                rename(recorder, asked, id)?;
            }
            let mut counts = link_all(recorder, found.iter().map(|(_, person)| person))?;
            let mut linker = Linker::new(recorder);
            for (id, _) in gone {
                linker.replace(*id)?;
            }
            counts.add(linker.finish()?);
            for (id, why) in gone {
                recorder.conclude_missing(*id, *why)?;
            }
            save_checkpoint(writer, checkpoint, counts)
        })
    }

    /// Marks who is gone, and notes what is covered and up to when.
    pub fn finish_people(
        &mut self,
        watermark: SyncWatermark,
        covered: &[Domain],
        unlinking: Unlinking,
        checkpoint: &Checkpoint,
    ) -> Result<PeopleFinish, Error> {
        let linked = self.integration()?.linked;
        self.in_background(ACTOR, |recorder, writer| {
            let leaving = leaving(recorder)?;
            let gone = u64::try_from(leaving.len()).unwrap_or(u64::MAX);
            if unlinking == Unlinking::Guarded && gone > FEW_LINKS && gone * 5 > linked {
                return Ok(PeopleFinish::Guarded { gone, linked });
            }
            let at = recorder.now();
            for (contact, id, why) in leaving {
                let contact = recorder.contact(contact)?.ok_or_else(Error::no_contact)?;
                set_link(recorder, &contact, Some(Link::Gone { id, why, at }))?;
            }
            for (id, why) in recorder.concluded_missing()? {
                match why {
                    // Who was archived may come back, and is then compared with what was known.
                    GoneWhy::Archived => writer.hide_remote(id)?,
                    GoneWhy::Deleted | GoneWhy::Merged => recorder.forget_remote(id)?,
                    GoneWhy::Moved => {}
                }
            }
            writer.cover_domains(covered)?;
            writer.set_watermark(watermark, at)?;
            let blocked = recorder.blocked_people()?;
            writer.forget_blocked()?;
            let mut linker = Linker::new(recorder);
            for (customer, person) in blocked {
                linker.retry(customer, person)?;
            }
            // Who stays as they are was counted when their page was taken in.
            let settled = linker.finish()?;
            writer.forget_missing_candidates()?;
            let counts = SyncCounts {
                gone,
                updated: settled.updated,
                linked: settled.linked,
                ..SyncCounts::default()
            };
            save_checkpoint(writer, checkpoint, counts)?;
            Ok(PeopleFinish::Done { counts })
        })
    }

    /// Ends a run that did all it should, but for what the fault tells.
    pub fn finish_run(
        &mut self,
        watermark: Timestamp,
        fault: Option<&SyncFault>,
        checkpoint: &Checkpoint,
    ) -> Result<Finish, Error> {
        self.in_background(ACTOR, |recorder, writer| {
            writer.lower_watermark(watermark)?;
            save_checkpoint(writer, checkpoint, SyncCounts::default())?;
            let near_misses = u64::try_from(recorder.near_misses()?.len()).unwrap_or(u64::MAX);
            let conflicts = recorder.conflicts()?;
            let conflicting = u64::try_from(conflicts.len()).unwrap_or(u64::MAX);
            writer.finish_run(checkpoint.run, near_misses, conflicting, fault, recorder.now())?;
            Ok(Finish {
                near_misses,
                conflicts,
            })
        })
    }

    /// Saves how far a run came that stops.
    pub fn save_checkpoint(&mut self, checkpoint: &Checkpoint) -> Result<(), Error> {
        self.store
            .write(|writer| save_checkpoint(writer, checkpoint, SyncCounts::default()).map(drop))
    }

    /// Begins a run and returns its number.
    pub fn begin_run(&mut self, kind: SyncKind, cursor: &str) -> Result<i64, Error> {
        let now = self.clock.now();
        self.store.write(|writer| {
            writer.forget_missing_candidates()?;
            Ok(writer.begin_run(kind, now, cursor)?)
        })
    }

    /// Goes on with a run that stopped.
    pub fn resume_run(&mut self, run: i64) -> Result<(), Error> {
        self.store.write(|writer| Ok(writer.resume_run(run)?))
    }

    /// Ends a run that failed.
    pub fn fail_run(&mut self, run: i64, fault: &SyncFault, requests: u64) -> Result<(), Error> {
        let now = self.clock.now();
        self.store
            .write(|writer| Ok(writer.fail_run(run, fault, requests, now)?))
    }
}

fn link_all<'p>(
    recorder: &mut Recorder<'_>,
    people: impl IntoIterator<Item = &'p RemoteContact>,
) -> Result<SyncCounts, Error> {
    let mut linker = Linker::new(recorder);
    for person in people {
        linker.take(person)?;
    }
    linker.finish()
}

fn save_checkpoint(
    writer: &Writer<'_>,
    checkpoint: &Checkpoint,
    counts: SyncCounts,
) -> Result<SyncCounts, Error> {
    let mut all = checkpoint.counts;
    all.add(counts);
    writer.note_progress(checkpoint.run, &checkpoint.cursor, all, checkpoint.requests)?;
    Ok(counts)
}

/// Returns whether a contact that follows a record has the address of a person.
fn has_address(recorder: &Recorder<'_>, id: RemoteId, person: &RemoteContact) -> Result<bool, Error> {
    for follower in recorder.followers(id)? {
        let contact = recorder.contact(follower.contact)?;
        if contact.is_some_and(|contact| person.email.as_ref() == Some(&contact.email)) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Puts everything that had to do with a record under the id that a merge gave it.
fn rename(recorder: &mut Recorder<'_>, old: RemoteId, new: RemoteId) -> Result<(), Error> {
    let followers = recorder.followers(new)?;
    let mut left_over = false;
    for follower in recorder.followers(old)? {
        if follower.is_deleted {
            continue;
        }
        if followers.iter().any(|other| other.customer == follower.customer) {
            left_over |= follower.link.is_linked();
        } else if let Some(contact) = recorder.contact(follower.contact)? {
            set_link(recorder, &contact, Some(follower.link.with_id(new)))?;
        }
    }
    if left_over {
        recorder.conclude_missing(old, GoneWhy::Merged)
    } else {
        recorder.rename_remote(old, new)?;
        recorder.confirm_present(old)
    }
}

/// Lists the contacts that are to be marked as gone.
fn leaving(recorder: &Recorder<'_>) -> Result<Vec<(ContactId, RemoteId, GoneWhy)>, Error> {
    let mut leaving = Vec::new();
    for (id, why) in recorder.concluded_missing()? {
        let remote = recorder.remote(id)?;
        let moved = |follower: &Follower| -> Result<bool, Error> {
            let own = recorder.domain_of(follower.customer)?;
            let has_left = |remote: &RemoteContact| remote.has_left(own.as_ref());
            Ok(remote.as_ref().map_or(own.is_some(), has_left))
        };
        for follower in recorder.followers(id)? {
            let goes = match (follower.link, why) {
                (Link::Gone { .. } | Link::Unlinked { .. }, _) => false,
                (Link::Linked { .. }, GoneWhy::Archived | GoneWhy::Deleted | GoneWhy::Merged) => true,
                (Link::Linked { by, .. }, GoneWhy::Moved) => by == LinkedBy::Domain && moved(&follower)?,
            };
            if goes && !follower.is_deleted {
                leaving.push((follower.contact, id, why));
            }
        }
    }
    Ok(leaving)
}
