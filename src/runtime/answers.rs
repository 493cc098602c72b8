//! Answers to the questions of the app, from the workspace.

use crate::app::pasted::ListStart;
use crate::app::{Answer, Query};
use crate::domain::NoteFilter;
use crate::workspace::{Error, Workspace};

/// How many runs of the sync the log shows.
const LISTED_RUNS: usize = 200;

/// Answers a question.
pub fn answer(workspace: &mut Workspace, query: &Query) -> Result<Answer, Error> {
    Ok(match query {
        Query::Customers(query) => Answer::Customers(workspace.customers(query)?),
        Query::AnyCustomer(query) => Answer::AnyCustomer(workspace.customers(query)?),
        Query::MarkCustomers(query) => Answer::MarkCustomers(workspace.customers(query)?),
        Query::Customer(id) => {
            let customer = workspace.customer(*id)?;
            let links = workspace.customer_links(&customer)?;
            Answer::Customer(Box::new((customer, links)))
        }
        Query::Visit(id, _) => Answer::Visit(Box::new(workspace.customer(*id)?)),
        Query::Integration => Answer::Integration(Box::new(workspace.integration()?)),
        Query::NearMisses => Answer::NearMisses(workspace.near_misses()?),
        Query::Runs(filter) => Answer::Runs(workspace.sync_runs(*filter, LISTED_RUNS)?),
        Query::Plans(customer) => Answer::Plans(workspace.plan(*customer)?),
        Query::Notes(customer) => Answer::Notes(workspace.notes(NoteFilter::OfCustomer(*customer))?),
        Query::Who(customer) => Answer::Who(workspace.who(*customer)?),
        Query::OpenDetails(of) => Answer::OpenDetails(workspace.details(*of)?.map(Box::new)),
        Query::Details(of) => Answer::Details(workspace.details(*of)?.map(Box::new)),
        Query::MessageDrafts(customer, contacts) => {
            Answer::MessageDrafts(workspace.draft_messages(*customer, contacts)?)
        }
        Query::Notifications => Answer::Notifications(workspace.notifications()?),
        Query::AllOnboardings => Answer::AllOnboardings(workspace.onboardings(None)?),
        Query::Work(schedule) => Answer::Work(workspace.work(schedule)?),
        Query::Duplicates(customer) => Answer::Duplicates(workspace.duplicates(*customer)?),
        Query::CustomFields => Answer::CustomFields(workspace.custom_fields()?),
        Query::Tags => Answer::Tags(workspace.known_tags()?),
        Query::Preview(change) => Answer::Preview(Box::new(workspace.preview((**change).clone())?)),
        Query::MergePreview(change) => Answer::MergePreview(Box::new(workspace.preview((**change).clone())?)),
        Query::Reversal(reversal, target) => {
            Answer::Reversal(workspace.reversal_preview(*reversal, *target)?.map(Box::new))
        }
        Query::Changes(query) => Answer::Changes(workspace.changes_in_force(*query)?),
        Query::UndoEffect(change) => Answer::UndoEffect(workspace.undo_effect(*change)?.map(Box::new)),
        Query::DomainEffect(miss, domain) => {
            Answer::DomainEffect(workspace.preview_domain(miss.customer, domain)?)
        }
        Query::NearMissPeople(miss) => {
            Answer::NearMissPeople(workspace.near_miss_people(miss.customer, &miss.domain)?)
        }
        Query::Contacts(query) => Answer::Contacts(workspace.contacts(query)?),
        Query::MarkContacts(query) => Answer::MarkContacts(workspace.contacts(query)?),
        Query::Successors(query) => Answer::Successors(workspace.contacts(query)?),
        Query::Search(query, limits, depth) => {
            Answer::Search(Box::new(workspace.search(query, *limits, *depth)?))
        }
        Query::History(query) => Answer::History(workspace.history(query)?),
        Query::List(id) => {
            let customer = workspace.customer(*id)?;
            Answer::List(Box::new(ListStart {
                known: workspace.known(&customer)?,
                drafts: workspace.drafts(*id)?,
                fresh: workspace.new_draft(),
            }))
        }
        Query::Draft(id) => Answer::Draft(workspace.open_draft(*id)?.map(Box::new)),
    })
}
