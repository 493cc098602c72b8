//! What a sync writes, a page at a time: the records and how far the run came are one transaction.

use std::collections::HashSet;

use super::link::{Linker, set_link};
use super::recorder::Recorder;
use super::{Error, Workspace};
use crate::domain::{
    AddressConflict, ContactId, Domain, GoneWhy, HubSpotId, Link, LinkedBy, RemoteCompany, RemoteContact,
    SyncCounts, SyncFault, SyncKind, Timestamp,
};
use crate::store::{Follower, Stretch, SyncMark, Writer};

/// The name under which syncs stand in the history.
const ACTOR: &str = "HubSpot sync";

/// How many links must go at once before a run asks.
const FEW_LINKS: u64 = 10;

/// Where a run stands after a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
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
    /// A person allowed it.
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
    /// Takes a page of people in; with a stretch, those it should have held and did not are doubted.
    pub fn take_people(
        &mut self,
        people: &[RemoteContact],
        stretch: Option<&Stretch>,
        note: &Note,
    ) -> Result<SyncCounts, Error> {
        self.in_background(ACTOR, |recorder, writer| {
            let counts = link_all(recorder, people)?;
            if let Some(stretch) = stretch {
                writer.doubt_absent(stretch, &people.iter().map(|person| person.id).collect())?;
            }
            noted(writer, note, counts)
        })
    }

    /// Says whether a page would bring something new of a person.
    pub fn is_news(&mut self, person: &RemoteContact) -> Result<bool, Error> {
        self.store.read(|reader| {
            Ok(match (reader.remote(person.id)?, person.domain()) {
                (Some(before), _) => before != *person,
                (None, Some(domain)) => !reader.customers_at(domain)?.is_empty(),
                (None, None) => false,
            })
        })
    }

    /// Takes a page of companies in: those with the domain or the name of a customer.
    pub fn take_companies(
        &mut self,
        companies: &[RemoteCompany],
        stretch: Option<&Stretch>,
        note: &Note,
    ) -> Result<SyncCounts, Error> {
        self.in_background(ACTOR, |recorder, writer| {
            for company in companies {
                let matters = recorder.is_customer_domain(&company.domains)?
                    || (!company.domains.is_empty() && recorder.is_customer_name(company.name.as_str())?);
                if matters {
                    writer.put_company(company)?;
                }
            }
            if let Some(stretch) = stretch {
                let seen: HashSet<HubSpotId> = companies.iter().map(|company| company.id).collect();
                writer.forget_absent_companies(stretch, &seen)?;
            }
            noted(writer, note, SyncCounts::default())
        })
    }

    /// Has the people of companies asked for again: those that changed, or of which HubSpot did not say who they are.
    pub fn make_companies_due(&mut self, companies: &[HubSpotId]) -> Result<(), Error> {
        if companies.is_empty() {
            return Ok(());
        }
        self.store.write(|writer| {
            for company in companies {
                writer.make_company_due(*company)?;
            }
            Ok(())
        })
    }

    /// Has records read by their ids that could not be read on a page.
    pub fn doubt_records(&mut self, ids: &[HubSpotId]) -> Result<(), Error> {
        if ids.is_empty() {
            return Ok(());
        }
        self.store.write(|writer| {
            for id in ids {
                writer.doubt(*id, None)?;
            }
            Ok(())
        })
    }

    /// Leaves records as they are of which HubSpot does not say what became of them.
    pub fn leave_doubts(&mut self, ids: &[HubSpotId]) -> Result<(), Error> {
        if ids.is_empty() {
            return Ok(());
        }
        self.store.write(|writer| {
            for id in ids {
                writer.trust(*id)?;
            }
            Ok(())
        })
    }

    /// Takes in whom HubSpot counts to companies.
    pub fn take_colleagues(
        &mut self,
        lists: &[(HubSpotId, Vec<HubSpotId>)],
        note: &Note,
    ) -> Result<SyncCounts, Error> {
        self.in_background(ACTOR, |_, writer| {
            for (company, people) in lists {
                writer.put_colleagues(*company, people)?;
            }
            noted(writer, note, SyncCounts::default())
        })
    }

    /// Takes in people of whom only the id was known; those asked for and not found are forgotten.
    pub fn take_strangers(
        &mut self,
        asked: &[HubSpotId],
        people: &[RemoteContact],
        note: &Note,
    ) -> Result<SyncCounts, Error> {
        self.in_background(ACTOR, |recorder, writer| {
            let counts = link_all(recorder, people)?;
            for person in people {
                recorder.put_remote(person)?;
            }
            for id in asked {
                if !people.iter().any(|person| person.id == *id) {
                    writer.forget_colleague(*id)?;
                }
            }
            noted(writer, note, counts)
        })
    }

    /// Doubts every record that some contact follows and that no pass over the domains shows.
    pub fn doubt_unseen(&mut self) -> Result<(), Error> {
        self.store.write(|writer| Ok(writer.doubt_unseen()?))
    }

    /// Takes in what became of doubted records: found under an id, or gone.
    pub fn settle_doubts(
        &mut self,
        found: &[(HubSpotId, RemoteContact)],
        gone: &[(HubSpotId, GoneWhy)],
        note: &Note,
    ) -> Result<SyncCounts, Error> {
        self.in_background(ACTOR, |recorder, writer| {
            // Of two contacts whose records were merged, the one with the address of the new record follows it.
            let mut merged = Vec::new();
            for (asked, person) in found {
                if *asked == person.id {
                    recorder.trust(*asked)?;
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
                recorder.doubt(*id, Some(*why))?;
            }
            noted(writer, note, counts)
        })
    }

    /// Marks who is gone, and notes what is covered and up to when.
    pub fn finish_people(
        &mut self,
        mark: SyncMark,
        covered: &[Domain],
        unlinking: Unlinking,
        note: &Note,
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
            for (id, why) in recorder.verdicts()? {
                match why {
                    // Who was archived may come back, and is then compared with what was known.
                    GoneWhy::Archived => writer.hide_remote(id)?,
                    GoneWhy::Deleted | GoneWhy::Merged => recorder.forget_remote(id)?,
                    GoneWhy::Moved => {}
                }
            }
            writer.cover_domains(covered)?;
            writer.set_mark(mark, at)?;
            let blocked = recorder.blocked_people()?;
            writer.forget_blocked()?;
            let mut linker = Linker::new(recorder);
            for (customer, person) in blocked {
                linker.retry(customer, person)?;
            }
            // Who stays as they are was counted when their page was taken in.
            let settled = linker.finish()?;
            writer.forget_doubts()?;
            let counts = SyncCounts {
                gone,
                updated: settled.updated,
                linked: settled.linked,
                ..SyncCounts::default()
            };
            noted(writer, note, counts)?;
            Ok(PeopleFinish::Done { counts })
        })
    }

    /// Ends a run that did all it should, but for what the fault tells.
    pub fn finish_run(
        &mut self,
        watermark: Timestamp,
        fault: Option<&SyncFault>,
        note: &Note,
    ) -> Result<Finish, Error> {
        self.in_background(ACTOR, |recorder, writer| {
            writer.lower_watermark(watermark)?;
            noted(writer, note, SyncCounts::default())?;
            let near_misses = u64::try_from(recorder.near_misses(None)?.len()).unwrap_or(u64::MAX);
            let conflicts = recorder.conflicts(None)?;
            let conflicting = u64::try_from(conflicts.len()).unwrap_or(u64::MAX);
            writer.finish_run(note.run, near_misses, conflicting, fault, recorder.now())?;
            Ok(Finish {
                near_misses,
                conflicts,
            })
        })
    }

    /// Notes how far a run came that stops.
    pub fn note_run(&mut self, note: &Note) -> Result<(), Error> {
        self.store
            .write(|writer| noted(writer, note, SyncCounts::default()).map(drop))
    }

    /// Begins a run, or goes on with one, and gives its number.
    pub fn begin_run(&mut self, kind: SyncKind, cursor: &str) -> Result<i64, Error> {
        let now = self.clock.now();
        self.store.write(|writer| {
            writer.forget_doubts()?;
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

fn noted(writer: &Writer<'_>, note: &Note, counts: SyncCounts) -> Result<SyncCounts, Error> {
    let mut all = note.counts;
    all.add(counts);
    writer.note_progress(note.run, &note.cursor, all, note.requests)?;
    Ok(counts)
}

/// Says whether a contact that follows a record has the address of a person.
fn has_address(recorder: &Recorder<'_>, id: HubSpotId, person: &RemoteContact) -> Result<bool, Error> {
    for follower in recorder.followers(id)? {
        let contact = recorder.contact(follower.contact)?;
        if contact.is_some_and(|contact| person.email.as_ref() == Some(&contact.email)) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Puts everything that had to do with a record under the id that a merge gave it.
fn rename(recorder: &mut Recorder<'_>, old: HubSpotId, new: HubSpotId) -> Result<(), Error> {
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
        recorder.doubt(old, Some(GoneWhy::Merged))
    } else {
        recorder.rename_remote(old, new)?;
        recorder.trust(old)
    }
}

/// Lists the contacts that are to be marked as gone.
fn leaving(recorder: &Recorder<'_>) -> Result<Vec<(ContactId, HubSpotId, GoneWhy)>, Error> {
    let mut leaving = Vec::new();
    for (id, why) in recorder.verdicts()? {
        let domain = recorder.remote(id)?.and_then(|remote| remote.domain().cloned());
        let moved = |follower: &Follower| Ok::<_, Error>(recorder.domain_of(follower.customer)? != domain);
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
