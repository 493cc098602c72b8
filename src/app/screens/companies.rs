//! Companies of HubSpot that are no customers yet, to be added.

use std::collections::BTreeSet;

use super::Next;
use super::integrations::whole;
use crate::app::list::List;
use crate::app::toast::Tone;
use crate::app::words::{Typing, Words};
use crate::domain::{
    Change, CompanyOwner, CustomerFields, CustomerStatus, HubSpotId, OwnerFields, RemoteCompany, Tags, fold,
};
use crate::input::{Command, Motion};

/// Companies of HubSpot that are no customers yet.
#[derive(Debug, Clone, Default)]
pub struct CompaniesScreen {
    /// The companies that hold the words, by name.
    pub list: List<RemoteCompany>,
    /// The words that they must hold.
    pub words: Words,
    all: Vec<RemoteCompany>,
    /// Those that are selected.
    pub marked: BTreeSet<HubSpotId>,
}

impl CompaniesScreen {
    /// Takes the companies that came, or the sentence that says why none did.
    pub(in crate::app) fn take(&mut self, companies: Result<Vec<RemoteCompany>, String>) {
        match companies {
            Ok(rows) => {
                self.all = rows;
                self.search();
            }
            Err(sentence) => self.list.fail(sentence),
        }
    }

    /// Says whether companies have owners who could not be read.
    pub(in crate::app) fn lacks_owners(&self) -> bool {
        let is_unread = |company: &RemoteCompany| matches!(company.owner, CompanyOwner::Id(_));
        self.all.iter().any(is_unread)
    }

    /// Shows the companies that hold the words.
    pub(in crate::app) fn search(&mut self) {
        let words = fold(self.words.line.text());
        let holds = |company: &&RemoteCompany| {
            let domain = company
                .domains
                .first()
                .map(ToString::to_string)
                .unwrap_or_default();
            let text = fold(&format!("{} {domain}", company.name));
            words.split_whitespace().all(|word| text.contains(word))
        };
        let rows = self.all.iter().filter(holds).cloned().collect();
        self.list.rewind();
        self.list.take(whole(rows, None), usize::MAX);
    }

    /// Says why a command cannot be carried out now.
    pub(in crate::app) fn refusal(&self, command: Command) -> Option<&'static str> {
        let needs_row = matches!(command, Command::Mark | Command::AddCompanies);
        (needs_row && self.list.selected().is_none()).then_some("No company is selected.")
    }

    /// Carries a command out; `owner` is whom new customers start with.
    pub(in crate::app) fn update(&mut self, command: Command, owner: &str, height: usize) -> Next {
        if let Some(why) = self.refusal(command) {
            return Next::Tell(Tone::Refused, why);
        }
        match (command, self.list.selected()) {
            (Command::Move(motion), _) => self.list.step(motion, height),
            (Command::Mark, Some(company)) => {
                if !self.marked.remove(&company.id) {
                    self.marked.insert(company.id);
                }
                self.list.step(Motion::Down, height);
            }
            (Command::AddCompanies, Some(company)) => {
                let chosen = if self.marked.is_empty() {
                    vec![company.clone()]
                } else {
                    self.marked_companies()
                };
                let fields = chosen.iter().map(|company| fields(company, owner));
                return Next::Make(Change::ImportCustomers(fields.collect()));
            }
            (Command::Filter, _) => self.words.typing = Typing::On,
            (Command::Accept, _) => self.words.typing = Typing::Off,
            (Command::Back, _) if self.words.typing == Typing::On || !self.words.is_empty() => {
                self.words.clear();
                self.search();
            }
            (Command::Back, _) if !self.marked.is_empty() => self.marked.clear(),
            (Command::Back, _) => return Next::Leave,
            _ => {}
        }
        Next::Stay
    }

    fn marked_companies(&self) -> Vec<RemoteCompany> {
        let marked = |company: &&RemoteCompany| self.marked.contains(&company.id);
        self.all.iter().filter(marked).cloned().collect()
    }
}

fn fields(company: &RemoteCompany, owner: &str) -> CustomerFields {
    CustomerFields {
        name: company.name.clone(),
        domain: company.domains.first().cloned(),
        owner: company
            .known_owner()
            .cloned()
            .or_else(|| OwnerFields::parse(owner).ok().filter(|_| !owner.is_empty())),
        plan: None,
        status: CustomerStatus::Active,
        tags: Tags::default(),
    }
}
