//! The details of a contact or customer as they are read: fields with where they came from, and what happened.

use jiff::tz::TimeZone;

use crate::domain::{
    Audience, ContactDetails, CustomerDetails, Date, KnownValue, Link, MOST_SHOWN, Newest, Note,
    Notification, NotificationKind, NotificationState, Onboarding, OnboardingState, Origin, OriginKind,
    RecordDetails, RoutedTo, SafeText, SourceValue, Standing, Task, Timestamp, WebLink, route,
};

/// The details of a record in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DetailsWords {
    /// What it is: `Contact of Acme, #1`.
    pub head: String,
    /// What is particular about it, such as `★ primary`; empty if nothing is.
    pub state: String,
    /// What its notifications do.
    pub routing: String,
    /// Its fields.
    pub values: Vec<ToldValue>,
    /// What else is known of it.
    pub facts: Vec<ToldValue>,
    /// The lists below: notes, tasks, notifications, links.
    pub sections: Vec<Section>,
}

/// A field in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToldValue {
    /// The name of the field.
    pub label: String,
    /// The value.
    pub value: String,
    /// Where it came from; empty if that is not known.
    pub origin: String,
}

/// A list in the details.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// What it lists.
    pub title: &'static str,
    /// How many there are: `3`, `the first 20 of 41`, `none`.
    pub count: String,
    /// The rows.
    pub entries: Vec<Entry>,
}

/// A row of a list in the details.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// When; of a link what it leads to.
    pub when: String,
    /// What, in one line or several.
    pub what: String,
    /// What matters less about it; empty for nothing.
    pub about: String,
    /// What is wrong with it; empty for nothing.
    pub trouble: String,
}

/// Writes a day with its year.
fn day(at: Timestamp, zone: &TimeZone) -> String {
    Date::of(at, zone).full()
}

impl Origin {
    /// Returns who wrote a value and when: `typed by Cara Osei, 12 Nov 2026`; `over` says that the source has another one.
    fn words(&self, over: bool, zone: &TimeZone) -> String {
        let (by, at) = (&self.by, day(self.at, zone));
        match self.kind {
            OriginKind::Typed => format!("typed by {by}, {at}"),
            OriginKind::List => format!("from a list, added by {by}, {at}"),
            OriginKind::Remote => format!("from HubSpot, {at}"),
            OriginKind::FromAddress => format!("made from the address, as HubSpot has no name, {at}"),
            OriginKind::Added => format!("added by {by}, {at}"),
            OriginKind::Edited if over => format!("edited here by {by}, {at}"),
            OriginKind::Edited => format!("set by {by}, {at}"),
            OriginKind::Merged => format!("kept in a merge by {by}, {at}"),
        }
    }
}

impl KnownValue {
    /// Returns where the value came from, and what the source has in its place; empty if nothing is known.
    pub fn origin_words(&self, zone: &TimeZone) -> String {
        let over = self.at_source.is_some();
        let origin = self.origin.as_ref().map(|origin| origin.words(over, zone));
        let at_source = self.at_source.as_ref().map(|SourceValue(value)| match value {
            Some(value) => format!("HubSpot has \"{value}\""),
            None => "HubSpot has none".to_owned(),
        });
        let told: Vec<String> = origin.into_iter().chain(at_source).collect();
        told.join("; ")
    }

    fn told(&self, zone: &TimeZone) -> ToldValue {
        ToldValue {
            label: self.label.clone(),
            value: self.value.clone(),
            origin: self.origin_words(zone),
        }
    }
}

impl RecordDetails {
    /// Returns them in words.
    pub fn words(&self, zone: &TimeZone) -> DetailsWords {
        match self {
            Self::Contact(details) => details.words(zone),
            Self::Customer(details) => details.words(zone),
        }
    }
}

impl ContactDetails {
    /// Returns them in words.
    pub fn words(&self, zone: &TimeZone) -> DetailsWords {
        DetailsWords {
            head: format!("Contact of {}, #{}", self.customer.name, self.customer.display_id),
            state: match (self.contact.standing(), self.contact.is_primary) {
                (Standing::Archived, _) => "▪ archived".to_owned(),
                (Standing::Unlinked, _) => "⊘ unlinked".to_owned(),
                (Standing::Active, true) => "★ primary".to_owned(),
                (Standing::Active, false) => String::new(),
            },
            routing: self.routing(),
            values: self.values.iter().map(|value| value.told(zone)).collect(),
            facts: self.facts(zone),
            sections: vec![
                section("Notes", &self.notes, |note| note.entry(Whose::Hidden, zone)),
                section("Open tasks", &self.tasks, |task| task.entry(Whose::Hidden)),
                section("Notifications", &self.notifications, |one| {
                    one.entry(Whose::Hidden, zone)
                }),
                links(&self.links),
            ],
        }
    }

    /// Returns whether the contact gets what the customer is told, else who does.
    fn routing(&self) -> String {
        let name = &self.contact.name;
        match self.contact.standing() {
            Standing::Archived => return format!("{name} is archived and gets no notifications."),
            Standing::Unlinked => return format!("{name} was unlinked and gets no notifications."),
            Standing::Active => {}
        }
        let to = route(&self.customer, NotificationKind::PhaseChange).to;
        match &to {
            RoutedTo::Primary(_) if self.contact.is_primary => {
                "Gets the notifications of this customer.".to_owned()
            }
            RoutedTo::Silent(why) => format!("Nobody is notified: {why}."),
            RoutedTo::Primary(_) | RoutedTo::OwnerFallback(_) | RoutedTo::Assignee(_) | RoutedTo::Nobody => {
                format!("Gets only what is assigned to it. The rest goes to {to}.")
            }
        }
    }

    fn facts(&self, zone: &TimeZone) -> Vec<ToldValue> {
        let contact = &self.contact;
        let mut facts = Vec::new();
        if let Some(link) = contact.link {
            let id = link.id();
            let told = match link {
                Link::Linked { .. } => format!("linked to record {id}"),
                Link::Gone { why, at, .. } => format!("record {id}: {why}, seen {}", day(at, zone)),
                Link::Unlinked { at, .. } => format!("unlinked from record {id}, {}", day(at, zone)),
            };
            facts.push(fact(contact.source_name(), told));
        }
        facts.push(fact("Portal", contact.invitation.words(zone)));
        for other in &self.also_at.rows {
            let state = match other.contact.standing() {
                Standing::Active => "",
                Standing::Archived => ", archived",
                Standing::Unlinked => ", unlinked",
            };
            let (customer, number) = (&other.customer_name, other.display_id);
            facts.push(fact(
                "Also at",
                format!("{customer}, #{number}: {}{state}", other.contact.name),
            ));
        }
        if self.also_at.left_out() > 0 {
            let more = super::outcome::count(self.also_at.left_out(), "more customer");
            facts.push(fact("Also at", more));
        }
        facts.push(fact("Added", day(contact.created_at, zone)));
        if let Some(at) = contact.archived_at {
            facts.push(fact("Archived", day(at, zone)));
        }
        facts
    }
}

impl CustomerDetails {
    /// Returns them in words.
    pub fn words(&self, zone: &TimeZone) -> DetailsWords {
        DetailsWords {
            head: format!("Customer #{}", self.customer.display_id),
            state: String::new(),
            routing: format!(
                "Notifications go to {}.",
                route(&self.customer, NotificationKind::PhaseChange).to
            ),
            values: self.values.iter().map(|value| value.told(zone)).collect(),
            facts: self.facts(zone),
            sections: vec![
                section("Onboardings", &self.onboardings, |one| one.entry(zone)),
                section("Open tasks", &self.tasks, |task| task.entry(Whose::Shown)),
                section("Notes", &self.notes, |note| note.entry(Whose::Shown, zone)),
                section("Notifications", &self.notifications, |one| {
                    one.entry(Whose::Shown, zone)
                }),
                links(&self.links),
            ],
        }
    }

    fn facts(&self, zone: &TimeZone) -> Vec<ToldValue> {
        let people = self.people;
        let groups = [
            (people.active, "active"),
            (people.archived, "archived"),
            (people.unlinked, "unlinked"),
            (people.linked, "linked to HubSpot"),
        ];
        let groups: Vec<String> = groups
            .iter()
            .filter(|(count, word)| *count > 0 || *word == "active")
            .map(|(count, word)| format!("{count} {word}"))
            .collect();
        let mut facts = vec![fact("People", groups.join(", "))];
        for company in &self.companies {
            facts.push(fact(
                "HubSpot",
                format!("company {}: {}", company.id, company.name),
            ));
        }
        match self.customer.sharing_domain {
            0 | 1 => {}
            2 => facts.push(fact("Shared", "1 other customer has this domain".to_owned())),
            all => facts.push(fact(
                "Shared",
                format!("{} other customers have this domain", all - 1),
            )),
        }
        facts.push(fact("Added", day(self.customer.created_at, zone)));
        facts
    }
}

fn fact(label: &str, value: String) -> ToldValue {
    ToldValue {
        label: label.to_owned(),
        value,
        origin: String::new(),
    }
}

/// Whether it is told whose a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Whose {
    Shown,
    Hidden,
}

fn section<T>(title: &'static str, list: &Newest<T>, entry: impl Fn(&T) -> Entry) -> Section {
    let count = match (list.total, list.left_out()) {
        (0, _) => "none".to_owned(),
        (total, 0) => total.to_string(),
        (total, _) => format!("the first {MOST_SHOWN} of {total}"),
    };
    Section {
        title,
        count,
        entries: list.rows.iter().map(entry).collect(),
    }
}

fn links(links: &[WebLink]) -> Section {
    let entry = |link: &WebLink| Entry {
        when: link.kind.to_string(),
        what: link.url.clone(),
        about: String::new(),
        trouble: String::new(),
    };
    Section {
        title: "Links",
        count: if links.is_empty() { "none" } else { "" }.to_owned(),
        entries: links.iter().map(entry).collect(),
    }
}

impl Note {
    fn entry(&self, whose: Whose, zone: &TimeZone) -> Entry {
        let on = self.subject.name().filter(|_| whose == Whose::Shown);
        let on = on.map(|name| format!(", on {name}"));
        let edited = self.edited_at.map(|at| format!(", edited {}", day(at, zone)));
        let follow_up = self.follow_up_on.map(|day| format!(", follow up {}", day.full()));
        Entry {
            when: day(self.created_at, zone),
            what: self.text.to_string(),
            about: [Some(format!("by {}", self.author)), on, edited, follow_up]
                .into_iter()
                .flatten()
                .collect(),
            trouble: String::new(),
        }
    }
}

impl Task {
    fn entry(&self, whose: Whose) -> Entry {
        let audience = match self.audience {
            Audience::Customer => "customer-facing",
            Audience::Internal => "internal",
        };
        let assignee = match (&self.assignee, whose) {
            (Some(assignee), Whose::Shown) => format!(", {assignee}"),
            (Some(assignee), Whose::Hidden) if assignee.email().is_none() => {
                format!(", {}", assignee.name())
            }
            (Some(_), Whose::Hidden) => String::new(),
            (None, _) => ", nobody assigned".to_owned(),
        };
        Entry {
            when: self.due.map_or_else(|| "no due date".to_owned(), Date::full),
            what: self.title.to_string(),
            about: [
                Some(format!("{}, {audience}{assignee}", self.phase)),
                self.parent
                    .as_ref()
                    .map(|parent| format!("part of {}", parent.title)),
                self.note.as_ref().map(|note| note.one_line().to_string()),
            ]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(", "),
            trouble: String::new(),
        }
    }
}

impl Notification {
    fn entry(&self, whose: Whose, zone: &TimeZone) -> Entry {
        let to = match whose {
            Whose::Shown => format!(" to {}", self.recipient.name),
            Whose::Hidden => String::new(),
        };
        let at = match self.state {
            NotificationState::Sent => self.sent_at.unwrap_or(self.created_at),
            NotificationState::Held
            | NotificationState::Queued
            | NotificationState::Sending
            | NotificationState::Retry
            | NotificationState::Failed
            | NotificationState::Unknown
            | NotificationState::Cancelled => self.created_at,
        };
        Entry {
            when: day(at, zone),
            what: format!("{} by {}{to}: {}", self.kind, self.channel, self.state),
            about: self.subject.clone(),
            trouble: self.trouble().unwrap_or_default().to_owned(),
        }
    }
}

impl Onboarding {
    fn entry(&self, zone: &TimeZone) -> Entry {
        let state = match self.state {
            OnboardingState::Active => String::new(),
            OnboardingState::Paused | OnboardingState::Done => format!(", {}", self.state),
        };
        let target = self.target.map(|day| format!("target {}", day.full()));
        let reason = self.target_reason.as_ref().map(SafeText::to_string);
        let csm = self.csm.as_ref().map(|csm| format!("CSM {}", csm.name));
        let told: Vec<String> = [target, reason, csm].into_iter().flatten().collect();
        Entry {
            when: day(self.created_at, zone),
            what: format!(
                "#{} in {} since {}{state}",
                self.number,
                self.phase,
                day(self.phase_since, zone)
            ),
            about: told.join(", "),
            trouble: String::new(),
        }
    }
}
