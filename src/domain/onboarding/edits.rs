//! New values for single fields of onboardings and tasks.

use crate::domain::{
    Assignee, AssigneeFields, Audience, Date, Email, Field, Name, NewTaskFields, NoteText, OwnerFields,
    SafeText, Task,
};

/// A new value for one field of an onboarding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OnboardingEdit {
    /// Who runs it.
    Csm(Option<OwnerFields>),
    /// The day on which the customer should be live.
    Target(Option<Date>),
    /// Why the target is moved.
    TargetReason(Option<SafeText>),
}

impl OnboardingEdit {
    /// Returns which field the edit changes.
    pub const fn field(&self) -> Field {
        match self {
            Self::Csm(_) => Field::Csm,
            Self::Target(_) => Field::Target,
            Self::TargetReason(_) => Field::TargetReason,
        }
    }
}

/// A new value for one field of a task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TaskEdit {
    /// What is to be done.
    Title(Name),
    /// Who does it.
    Assignee(Option<AssigneeFields>),
    /// When it is due.
    Due(Option<Date>),
    /// Who sees it.
    Audience(Audience),
    /// What else is to be known to do it.
    Note(Option<NoteText>),
}

impl TaskEdit {
    /// Returns which field the edit changes.
    pub const fn field(&self) -> Field {
        match self {
            Self::Title(_) => Field::TITLE,
            Self::Assignee(_) => Field::Assignee,
            Self::Due(_) => Field::Due,
            Self::Audience(_) => Field::Audience,
            Self::Note(_) => Field::Note,
        }
    }
}

impl Task {
    /// Lists what differs in `after`, so that an edit writes only what the user changed.
    pub fn edits_to(&self, after: &NewTaskFields) -> Vec<TaskEdit> {
        let mut edits = Vec::new();
        if self.title != after.title {
            edits.push(TaskEdit::Title(after.title.clone()));
        }
        let is_same_assignee = match (&self.assignee, &after.assignee) {
            (None, None) => true,
            (Some(before), Some(after)) => is_same(before, after),
            (None, Some(_)) | (Some(_), None) => false,
        };
        if !is_same_assignee {
            edits.push(TaskEdit::Assignee(after.assignee.clone()));
        }
        if self.due != after.due {
            edits.push(TaskEdit::Due(after.due));
        }
        if self.audience != after.audience {
            edits.push(TaskEdit::Audience(after.audience));
        }
        if self.note != after.note {
            edits.push(TaskEdit::Note(after.note.clone()));
        }
        edits
    }
}

fn is_same(before: &Assignee, after: &AssigneeFields) -> bool {
    let holds = |email: &Email| before.email().is_some_and(|own| own.key() == email.key());
    match after {
        AssigneeFields::Csm(csm) => matches!(before, Assignee::Csm(_)) && holds(&csm.email),
        AssigneeFields::Contact(contact) => matches!(before, Assignee::Contact { id, .. } if id == contact),
        AssigneeFields::Named(email) => holds(email),
        AssigneeFields::ByRule(_) => false,
        AssigneeFields::Role(role) => matches!(before, Assignee::Role { by, .. } if by.role == *role),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::testing::contact;
    use crate::domain::{IdSource, Naming, Owner, OwnerFields, OwnerId, Timestamp};

    #[test]
    fn an_assignee_stays_the_same_on_one_side_and_with_one_address() {
        let (ann, other) = (contact(1), contact(2));
        let csm = |email: &Email| OwnerFields {
            name: ann.name.clone(),
            email: email.clone(),
            naming: Naming::Given,
        };
        let on_our_side = Assignee::Csm(Owner {
            id: OwnerId::from_uuid(IdSource::Counting(7).next(Timestamp::default())),
            name: ann.name.clone(),
            email: ann.email.clone(),
        });
        let at_the_customer = Assignee::Contact {
            id: ann.id,
            name: ann.name.clone(),
            email: ann.email.clone(),
        };
        for (after, ours, theirs) in [
            (AssigneeFields::Csm(csm(&ann.email)), true, false),
            (AssigneeFields::Csm(csm(&other.email)), false, false),
            (AssigneeFields::Contact(ann.id), false, true),
            (AssigneeFields::Contact(other.id), false, false),
            (AssigneeFields::Named(ann.email.clone()), true, true),
            (AssigneeFields::Named(other.email.clone()), false, false),
        ] {
            assert_eq!(
                (is_same(&on_our_side, &after), is_same(&at_the_customer, &after)),
                (ours, theirs),
                "{after:?}"
            );
        }
    }
}
