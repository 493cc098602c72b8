//! Whether a step can be made once steps before it were left out of a story.

use super::step::Step;
use super::world::World;
use super::{chores, fields, notes};

/// Returns whether all that a step names is there, which it may not be once steps before it were left out.
pub(crate) fn fits(world: &World, step: &Step) -> bool {
    let (companies, people) = (world.companies.len(), world.people.len());
    let all = |list: &[usize]| list.iter().all(|at| *at < people);
    match step {
        Step::AddCustomer { .. } | Step::Undo | Step::Redo | Step::Page(_) | Step::Crash => true,
        Step::EditCustomer { company, .. }
        | Step::AddContact { company, .. }
        | Step::LinkPerson { company, .. }
        | Step::Import { company, .. }
        | Step::Start { company, .. } => *company < companies,
        Step::EditContact { person, .. } | Step::Erase(person) => *person < people,
        Step::Archive {
            people: list,
            successor,
        }
        | Step::Unlink {
            people: list,
            successor,
        } => all(list) && successor.is_none_or(|at| at < people),
        Step::Restore(list) | Step::Delete(list) | Step::Relink(list) => all(list),
        Step::SetPrimary {
            company,
            primary: person,
        }
        | Step::Invite { company, person } => *company < companies && person.is_none_or(|at| at < people),
        Step::Merge { keep, drop, .. } => all(&[*keep, *drop]),
        Step::UndoThat(at) => *at < world.acts.len(),
        Step::Advance { plan, .. } | Step::Back { plan, .. } => *plan < world.plans.len(),
        Step::Cancel(at) | Step::Retry(at) => *at < world.notifications.len(),
        Step::Chore(chore) => chores::fits(world, chore),
        Step::Note(step) => notes::fits(world, step),
        Step::Field(step) => fields::fits(world, step),
    }
}
