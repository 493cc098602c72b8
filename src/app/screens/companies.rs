//! Companies at the source that are no customers yet, to be added.

use std::collections::BTreeSet;

use super::part::{Count, ScreenPart, Shown, drop_answer, whole};
use crate::app::context::{Context, Heights};
use crate::app::filter::{FilterInput, FilterMode};
use crate::app::list::{List, Load};
use crate::app::next::Next;
use crate::app::requests::Requests;
use crate::app::toast::Tone;
use crate::app::{Answer, Query};
use crate::domain::{
    AboutStatus, Change, CompanyOwner, CustomValues, CustomerFields, CustomerStatus, OwnerFields,
    RemoteCompany, RemoteId, Tags, fold,
};
use crate::input::{Command, Layer, Motion};

/// Companies at the source that are no customers yet.
#[derive(Debug, Clone, Default)]
pub struct CompaniesScreen {
    /// The companies that hold the words, by name.
    pub list: List<RemoteCompany>,
    /// The words that they must hold.
    pub words: FilterInput,
    all: Vec<RemoteCompany>,
    /// Those that are selected.
    pub marked: BTreeSet<RemoteId>,
}

impl CompaniesScreen {
    /// Takes the companies that came, or the sentence that says why none did.
    pub(in crate::app) fn take(&mut self, companies: Result<Vec<RemoteCompany>, String>) {
        match companies {
            Ok(rows) => {
                self.all = rows;
                self.find();
            }
            Err(sentence) => self.list.fail(sentence),
        }
    }

    /// Returns whether companies have owners who could not be read.
    pub(in crate::app) fn lacks_owners(&self) -> bool {
        let is_unread = |company: &RemoteCompany| matches!(company.owner, CompanyOwner::Id(_));
        self.all.iter().any(is_unread)
    }

    /// Shows the companies that hold the words.
    fn find(&mut self) {
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

    fn marked_companies(&self) -> Vec<RemoteCompany> {
        let marked = |company: &&RemoteCompany| self.marked.contains(&company.id);
        self.all.iter().filter(marked).cloned().collect()
    }
}

impl ScreenPart for CompaniesScreen {
    fn layers(&self) -> &'static [Layer] {
        &[Layer::Companies, Layer::List, Layer::Global, Layer::Always]
    }

    fn refusal(&self, command: Command) -> Option<&'static str> {
        let needs_row = matches!(command, Command::Mark | Command::AddCompanies);
        (needs_row && self.list.selected().is_none()).then_some("No company is selected.")
    }

    fn title(&self) -> &'static str {
        "Companies in HubSpot"
    }

    fn count(&self) -> Option<Count> {
        let count = Count {
            marked: self.marked.len(),
            ..Count::of(&self.list, "company not here yet", "companies not here yet")
        };
        Some(count).filter(|_| *self.list.load() == Load::Ready)
    }

    fn run(&mut self, command: Command, context: &mut Context<'_>) -> Next {
        let height = context.heights.list;
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
                let fields = chosen.iter().map(|company| fields(company, context.owner));
                return Next::Make(Change::ImportCustomers(fields.collect()));
            }
            (Command::Filter, _) => self.words.typing = FilterMode::On,
            (Command::Accept, _) => self.words.typing = FilterMode::Off,
            (Command::Back, _) if self.words.typing == FilterMode::On || !self.words.is_empty() => {
                self.words.clear();
                self.find();
            }
            (Command::Back, _) if !self.marked.is_empty() => self.marked.clear(),
            (Command::Back, _) => return Next::Leave,
            _ => {}
        }
        Next::Stay
    }

    /// The companies come from the source and are asked for once.
    fn reload(&mut self, _context: &mut Context<'_>) {}

    fn take(&mut self, query: &Query, _answer: Answer, _context: &mut Context<'_>) -> Next {
        drop_answer(query);
        Next::Stay
    }

    fn keep_in_view(&mut self, heights: Heights) {
        self.list.keep_in_view(heights.list);
    }

    fn words(&self) -> Option<&FilterInput> {
        Some(&self.words)
    }

    fn words_mut(&mut self) -> Option<&mut FilterInput> {
        Some(&mut self.words)
    }

    fn search(&mut self, _requests: &mut Requests) {
        self.find();
    }

    fn rows(&self) -> Shown {
        Shown::of(&self.list)
    }

    fn click_row(&mut self, place: usize, height: usize) -> Next {
        self.list.select(place, height);
        Next::Stay
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
        about_status: AboutStatus::default(),
        tags: Tags::default(),
        custom: CustomValues::default(),
    }
}
