//! The details of contacts and customers: where each value came from, and what else is known of them.

use super::fields;
use crate::domain::{
    AssigneeFields, Audience, Change, Contact, ContactDetails, ContactEdit, ContactFields, ContactId,
    ContactRole, CustomerDetails, CustomerEdit, CustomerId, Date, Detail, Details, DetailsOf, Email,
    ImportPrimary, LinkKind, MOST_SHOWN, Name, NewTaskFields, NoteDraft, NoteOn, OnboardingId, Outcome,
    RecordDetails, RemoteAccount, RemoteContact, RemoteId, SafeText, SyncCounts, SyncKind, UndoTarget,
};
use crate::workspace::testing::with_acme;
use crate::workspace::{Checkpoint, Workspace};

impl Workspace {
    fn knows(&mut self, contact: ContactId) -> ContactDetails {
        match self.details(DetailsOf::Contact(contact)).expect("read") {
            Some(RecordDetails::Contact(details)) => *details,
            other => panic!("{other:?}"),
        }
    }

    fn knows_customer(&mut self, customer: CustomerId) -> CustomerDetails {
        match self.details(DetailsOf::Customer(customer)).expect("read") {
            Some(RecordDetails::Customer(details)) => *details,
            other => panic!("{other:?}"),
        }
    }

    /// Returns each filled field of a contact with where it came from.
    fn told_of(&mut self, contact: ContactId) -> Vec<String> {
        let details = self.knows(contact);
        let known = details.values.iter();
        known
            .filter(|known| !known.value.is_empty() || known.origin.is_some())
            .map(|known| {
                let origin = known.origin_words(&jiff::tz::TimeZone::UTC);
                format!("{}: {}, {origin}", known.label, known.value)
            })
            .collect()
    }

    /// Takes a person of HubSpot in, as a sync does.
    fn takes_in(&mut self, id: i64, name: &str, email: &str, title: &str) {
        let portal = RemoteAccount {
            id: Some(77),
            time_zone: "UTC".into(),
            host: "app-eu1.hubspot.com".into(),
        };
        self.set_account(&portal, "mark").expect("set");
        let note = Checkpoint {
            run: self.begin_run(SyncKind::Incremental, "{}").expect("begun"),
            cursor: "{}".into(),
            counts: SyncCounts::default(),
            requests: 1,
        };
        let person = RemoteContact {
            is_named: true,
            id: RemoteId::hubspot(id).expect("an id"),
            name: Name::parse(name).expect("a name"),
            email: Email::parse(email).ok(),
            details: Details::default().with(Detail::Title, SafeText::optional(title)),
        };
        self.take_people(&[person], None, &note).expect("taken");
    }

    fn retitles(&mut self, contact: ContactId, title: &str) {
        let edits = vec![ContactEdit::Detail(Detail::Title, SafeText::optional(title))];
        self.make(Change::EditContact { contact, edits }).expect("edited");
    }

    fn by_email(&mut self, customer: CustomerId, email: &str) -> Contact {
        let customer = self.customer(customer).expect("there");
        self.find_contact(&customer, email).expect("there")
    }

    fn lists(&mut self, customer: CustomerId, contacts: Vec<ContactFields>) {
        let change = Change::ImportContacts {
            customer,
            contacts,
            primary: ImportPrimary::FirstIfNone,
            misfits: 0,
            archived: Default::default(),
        };
        self.make(change).expect("imported");
    }

    fn writes_note(&mut self, on: NoteOn, text: &str) {
        let draft = NoteDraft {
            text: text.to_owned(),
            follow_up_on: String::new(),
        };
        let today: Date = "2026-11-24".parse().expect("a day");
        let note = draft.check(today).expect("valid");
        self.make(Change::AddNote { on, note }).expect("written");
    }

    fn assigns(
        &mut self,
        onboarding: OnboardingId,
        title: &str,
        assignee: AssigneeFields,
        due: Option<&str>,
    ) {
        let task = NewTaskFields {
            title: Name::parse(title).expect("a title"),
            assignee: Some(assignee),
            due: due.map(|due| due.parse().expect("a day")),
            audience: Audience::Customer,
            note: None,
        };
        self.make(Change::AddTask {
            onboarding,
            parent: None,
            task,
        })
        .expect("added");
    }
}

#[test]
fn a_typed_value_an_edited_one_and_one_of_a_list_are_told_apart() {
    let (mut workspace, acme) = with_acme();
    let ann = workspace.adds(acme, "Ann Lee", "ann@acme.com").id;
    workspace.retitles(ann, "CTO");
    assert_eq!(
        workspace.told_of(ann),
        [
            "Name: Ann Lee, typed by Mia, 24 Nov 2026",
            "Email: ann@acme.com, typed by Mia, 24 Nov 2026",
            "Title: CTO, set by Mia, 24 Nov 2026",
        ]
    );
    workspace.lists(acme, vec![fields("Dana Ruiz", "dana@acme.com", "CFO")]);
    let dana = workspace.by_email(acme, "dana@acme.com").id;
    assert_eq!(
        workspace.told_of(dana)[2],
        "Title: CFO, from a list, added by Mia, 24 Nov 2026"
    );
}

#[test]
fn an_undo_gives_a_value_back_where_it_came_from_and_a_redo_the_edit() {
    let (mut workspace, acme) = with_acme();
    workspace.lists(acme, vec![fields("Dana Ruiz", "dana@acme.com", "CFO")]);
    let dana = workspace.by_email(acme, "dana@acme.com").id;
    let listed = "Title: CFO, from a list, added by Mia, 24 Nov 2026";
    workspace.retitles(dana, "CTO");
    workspace.takes_back(UndoTarget::Latest);
    assert_eq!(workspace.told_of(dana)[2], listed);
    workspace.make(Change::Redo).expect("redone");
    assert_eq!(workspace.told_of(dana)[2], "Title: CTO, set by Mia, 24 Nov 2026");
    workspace.retitles(dana, "");
    assert_eq!(workspace.told_of(dana)[2], "Title: , set by Mia, 24 Nov 2026");
    workspace.takes_back(UndoTarget::Latest);
    workspace.takes_back(UndoTarget::Latest);
    workspace
        .make(Change::DeleteContacts(vec![dana]))
        .expect("deleted");
    assert_eq!(workspace.details(DetailsOf::Contact(dana)).expect("read"), None);
    workspace.takes_back(UndoTarget::Latest);
    assert_eq!(workspace.told_of(dana)[2], listed);
}

#[test]
fn a_value_of_hubspot_names_it_and_one_edited_over_it_shows_both() {
    let (mut workspace, acme) = with_acme();
    let ann = workspace.adds(acme, "Ann Lee", "ann@acme.com").id;
    workspace.takes_in(101, "Ann Lee", "ann@acme.com", "CTO");
    workspace.takes_in(102, "Zoe Hart", "zoe@acme.com", "COO");
    assert_eq!(
        workspace.told_of(ann),
        [
            "Name: Ann Lee, typed by Mia, 24 Nov 2026",
            "Email: ann@acme.com, typed by Mia, 24 Nov 2026",
            "Title: CTO, from HubSpot, 24 Nov 2026",
        ]
    );
    let zoe = workspace.by_email(acme, "zoe@acme.com").id;
    assert_eq!(
        workspace.told_of(zoe)[0],
        "Name: Zoe Hart, from HubSpot, 24 Nov 2026"
    );
    workspace.retitles(zoe, "CFO");
    assert_eq!(
        workspace.told_of(zoe)[2],
        "Title: CFO, edited here by Mia, 24 Nov 2026; HubSpot has \"COO\""
    );
    workspace.takes_back(UndoTarget::Latest);
    assert_eq!(workspace.told_of(zoe)[2], "Title: COO, from HubSpot, 24 Nov 2026");
    workspace.takes_in(103, "Kim Berg", "kim@acme.com", "");
    let kim = workspace.by_email(acme, "kim@acme.com").id;
    workspace.retitles(kim, "Buyer");
    assert_eq!(
        workspace.told_of(kim)[2],
        "Title: Buyer, edited here by Mia, 24 Nov 2026; HubSpot has none"
    );
}

#[test]
fn what_a_merge_kept_of_the_other_contact_is_not_told_as_typed() {
    let (mut workspace, acme) = with_acme();
    let ann = workspace.adds(acme, "Ann Lee", "ann@acme.com").id;
    let change = Change::AddContact {
        customer: acme,
        contact: fields("A. Lee", "a.lee@acme.com", "CTO"),
    };
    let Outcome::ContactAdded { contact: other, .. } = workspace.make(change).expect("added").outcome else {
        panic!("added")
    };
    let change = Change::MergeContacts {
        keep: ann,
        drop: other.id,
        edits: vec![ContactEdit::Detail(Detail::Title, SafeText::optional("CTO"))],
    };
    workspace.make(change).expect("merged");
    assert_eq!(
        workspace.told_of(ann)[2],
        "Title: CTO, kept in a merge by Mia, 24 Nov 2026"
    );
    workspace.retitles(ann, "CIO");
    assert_eq!(workspace.told_of(ann)[2], "Title: CIO, set by Mia, 24 Nov 2026");
}

#[test]
fn the_details_of_a_contact_hold_its_notes_tasks_notifications_and_links() {
    let (mut workspace, acme) = with_acme();
    let dana = workspace.adds(acme, "Dana Ruiz", "dana@acme.com").id;
    workspace.takes_in(101, "Ann Lee", "ann@acme.com", "CTO");
    let ann = workspace.by_email(acme, "ann@acme.com").id;
    let labs = workspace.adds_customer("Acme Labs", "labs.example").id;
    workspace.adds(labs, "Ann at Labs", "ann@acme.com");
    for number in 0..MOST_SHOWN + 3 {
        workspace.writes_note(NoteOn::Contact(ann), &format!("note {number}"));
    }
    workspace.writes_note(NoteOn::Customer(acme), "on the customer");
    let edits = vec![ContactEdit::Detail(Detail::Roles, SafeText::optional("billing"))];
    workspace
        .make(Change::EditContact { contact: ann, edits })
        .expect("edited");
    let onboarding = workspace.starts_onboarding(acme);
    let billing = || AssigneeFields::Role(ContactRole::parse("billing").expect("a role"));
    workspace.assigns(onboarding.id, "Pay", billing(), None);
    workspace.assigns(
        onboarding.id,
        "Sign",
        AssigneeFields::Contact(ann),
        Some("2026-12-04"),
    );
    workspace.assigns(onboarding.id, "Not hers", AssigneeFields::Contact(dana), None);
    let details = workspace.knows(ann);
    assert_eq!(
        (
            details.notes.total,
            details.notes.rows.len(),
            details.notes.left_out()
        ),
        (MOST_SHOWN + 3, MOST_SHOWN, 3)
    );
    assert_eq!(
        details.notes.rows[0].text.as_str(),
        format!("note {}", MOST_SHOWN + 2)
    );
    let titles: Vec<&str> = details
        .tasks
        .rows
        .iter()
        .map(|task| task.title.as_str())
        .collect();
    assert_eq!(titles, ["Sign", "Pay"]);
    // Each of its two tasks was told by mail and by Slack.
    assert_eq!(details.notifications.total, 4);
    let also: Vec<(u32, &str)> = details
        .also_at
        .rows
        .iter()
        .map(|other| (other.display_id, other.contact.name.as_str()))
        .collect();
    assert_eq!(also, [(2, "Ann at Labs")]);
    let links: Vec<(LinkKind, &str)> = details
        .links
        .iter()
        .map(|link| (link.kind, link.url.as_str()))
        .collect();
    assert_eq!(
        links,
        [
            (LinkKind::Mail, "mailto:ann@acme.com"),
            (
                LinkKind::Remote,
                "https://app-eu1.hubspot.com/contacts/77/record/0-1/101"
            ),
        ]
    );
    // A role that two hold is neither's alone.
    let edits = vec![ContactEdit::Detail(Detail::Roles, SafeText::optional("billing"))];
    workspace
        .make(Change::EditContact { contact: dana, edits })
        .expect("edited");
    assert_eq!(workspace.knows(ann).tasks.total, 1);
}

#[test]
fn the_details_of_a_customer_tell_who_set_what_and_count_its_people() {
    let (mut workspace, acme) = with_acme();
    let dana = workspace.adds(acme, "Dana Ruiz", "dana@acme.com").id;
    workspace.adds(acme, "Ann Lee", "ann@acme.com");
    workspace.takes_in(101, "Zoe Hart", "zoe@acme.com", "COO");
    let edits = vec![CustomerEdit::Plan(SafeText::optional("Growth"))];
    workspace
        .make(Change::EditCustomer {
            customer: acme,
            edits,
        })
        .expect("edited");
    workspace.writes_note(NoteOn::Contact(dana), "prefers calls");
    let zone = jiff::tz::TimeZone::UTC;
    let details = workspace.knows_customer(acme);
    let told: Vec<String> = details
        .values
        .iter()
        .filter(|known| !known.value.is_empty())
        .map(|known| format!("{}: {}, {}", known.label, known.value, known.origin_words(&zone)))
        .collect();
    assert_eq!(
        told,
        [
            "Name: Acme, added by Mia, 24 Nov 2026",
            "Domain: acme.com, added by Mia, 24 Nov 2026",
            "Owner: Cara Osei <cara.osei@us.com>, added by Mia, 24 Nov 2026",
            "Plan: Growth, set by Mia, 24 Nov 2026",
            "Status: active, added by Mia, 24 Nov 2026",
            "Primary: Dana Ruiz <dana@acme.com>, set by Mia, 24 Nov 2026",
        ]
    );
    assert_eq!((details.people.active, details.people.linked), (3, 1));
    assert_eq!(details.notes.total, 1);
    workspace.takes_back(UndoTarget::Latest);
    workspace.takes_back(UndoTarget::Latest);
    let plan = workspace.knows_customer(acme).values.remove(3);
    assert_eq!((plan.value.as_str(), plan.origin), ("", None));
}
