//! A list whose people go to several customers: what each row says of its company, and the verdict on it there.

use std::collections::HashMap;
use std::sync::Arc;

use foldhash::fast::FixedState;

use super::rows::{Plan, fields, shown, spot};
use super::spare::KeptReader;
use super::{RowAt, Sheet};
use crate::domain::{CustomerDomain, Domain, Email, SafeText, unmarked};
use crate::paste::check::{Checker, Verdict};
use crate::paste::company_columns::{self, CompanyColumn};
use crate::paste::entry::Entry;
use crate::paste::explain;
use crate::paste::format::{Layout, Role};
use crate::paste::known::{AddressKey, Known};
use crate::paste::own_fields::{KeptColumn, SpareColumn};
use crate::paste::record::{self, Cell};
use crate::paste::reread;
use crate::paste::row::Row;
use crate::paste::scan::{Lines, Spot};
use crate::paste::status::{Code, Counts, Status};

/// What a row says of the company that somebody works at.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Employer {
    /// The name of the company, if a column has it.
    pub company: Option<SafeText>,
    /// The domain of the company, if a column has it or its website.
    pub domain: Option<Domain>,
    /// The address of the person, if it is valid.
    pub email: Option<Email>,
}

/// The columns that tell of companies, as indexes.
#[derive(Debug, Default)]
struct CompanyColumns {
    delimiter: u8,
    names: Vec<usize>,
    domains: Vec<usize>,
    websites: Vec<usize>,
}

/// The verdicts on the rows of a sheet, each at its own customer.
#[derive(Debug)]
pub struct ByCustomer<'s> {
    sheet: &'s Sheet,
    known: Vec<Arc<Known>>,
    /// What a row is judged by that goes to nobody.
    nobody: Known,
    spots: Vec<Spot>,
    rows: Vec<AtCustomer>,
}

/// What is kept of a row.
#[derive(Debug, Clone, Copy, Default)]
struct AtCustomer {
    customer: Option<usize>,
    verdict: Verdict,
    /// The line of the first row with the same address at the same customer.
    repeats: Option<usize>,
    primary: bool,
    archived: bool,
}

impl AtCustomer {
    /// Returns what adding does with it; who goes to no customer is never added.
    fn status(&self) -> Status {
        match self.customer {
            Some(_) => self.verdict.codes.status(),
            None => Status::Flagged,
        }
    }
}

impl Sheet {
    /// Reads what each row says of its company, in the order of the text.
    pub fn employers(&self, source: &dyn Lines) -> Vec<Employer> {
        let columns = self.company_columns(source);
        let spots = self.spots();
        let mut employers = vec![Employer::default(); spots.len()];
        let mut cells = Vec::new();
        self.each_entry(source, &spots, |at, entry, text| {
            if let Some(employer) = employers.get_mut(at) {
                *employer = columns.read(text, &mut cells, Email::parse(&entry.email).ok());
            }
        });
        employers
    }

    /// Returns the columns from which that is read, with what they tell.
    pub fn company_roles(&self, source: &dyn Lines) -> Vec<(usize, CompanyColumn)> {
        let CompanyColumns {
            names,
            domains,
            websites,
            ..
        } = self.company_columns(source);
        let all = [
            (names, CompanyColumn::Name),
            (domains, CompanyColumn::Domain),
            (websites, CompanyColumn::Website),
        ];
        all.into_iter()
            .flat_map(|(columns, role)| columns.into_iter().map(move |at| (at, role)))
            .collect()
    }

    /// Lists the columns that are read neither for a contact nor for its company.
    pub fn spare_beside_companies(&self, source: &dyn Lines) -> Vec<SpareColumn> {
        let of_companies = self.company_roles(source);
        let mut spare = self.spare_columns(source);
        spare.retain(|column| of_companies.iter().all(|(at, _)| *at != column.at));
        spare
    }

    /// Judges each row at its customer; `customers` has an index of `known` for each row, in the order of the text.
    pub fn by_customer(
        &self,
        source: &dyn Lines,
        customers: &[Option<usize>],
        known: Vec<Arc<Known>>,
    ) -> ByCustomer<'_> {
        let spots = self.spots();
        let mut checkers: Vec<Checker> = known
            .iter()
            .map(|known| Checker::new(Arc::clone(known)))
            .collect();
        let mut nobody = Checker::new(Arc::new(Known::default()));
        let mut first: HashMap<(usize, AddressKey), usize, FixedState> = HashMap::default();
        let has_primary: Vec<bool> = known.iter().map(|known| known.has_primary()).collect();
        let states = self.state_columns(source);
        let mut state_cells = Vec::new();
        // Of each customer without a primary, the row that the list tells is it, and the first that can be.
        let mut chosen: Vec<(Option<usize>, Option<usize>)> = vec![(None, None); known.len()];
        let mut rows = vec![AtCustomer::default(); spots.len()];
        self.each_entry(source, &spots, |at, entry, text| {
            let customer = customers.get(at).copied().flatten();
            let checker = customer.and_then(|customer| checkers.get_mut(customer));
            let mut verdict = checker.unwrap_or(&mut nobody).judge(entry);
            let mut repeats = None;
            if let (Some(customer), Some(key), Some(spot)) = (customer, verdict.key, spots.get(at)) {
                let line = spot.line + spot.shown;
                repeats = first.get(&(customer, key)).copied();
                first.entry((customer, key)).or_insert(line);
            }
            if repeats.is_some() {
                verdict.codes.insert(Code::DuplicateInList);
            }
            let state = states
                .map(|states| states.read(text, &mut state_cells))
                .unwrap_or_default();
            let row = AtCustomer {
                customer,
                verdict,
                repeats,
                primary: false,
                archived: state.is_archived,
            };
            if let Some((listed, first)) = customer.and_then(|customer| chosen.get_mut(customer))
                && row.status() == Status::Ready
                && !row.archived
            {
                *first = first.or(Some(at));
                *listed = listed.or(Some(at).filter(|_| state.is_primary));
            }
            if let Some(place) = rows.get_mut(at) {
                *place = row;
            }
        });
        let without = chosen
            .into_iter()
            .zip(has_primary)
            .filter(|(_, has_primary)| !has_primary);
        for ((listed, first), _) in without {
            if let Some(row) = listed.or(first).and_then(|at| rows.get_mut(at)) {
                row.primary = true;
            }
        }
        ByCustomer {
            sheet: self,
            known,
            nobody: Known::default(),
            spots,
            rows,
        }
    }

    fn spots(&self) -> Vec<Spot> {
        self.rows_and_lines()
            .filter(|(_, facts, _)| facts.status() != Status::Ignored)
            .map(|(RowAt(_), facts, line)| spot(line, facts))
            .collect()
    }

    fn each_entry(&self, source: &dyn Lines, spots: &[Spot], each: impl FnMut(usize, &Entry<'_>, &str)) {
        reread::again(source, &self.format, &self.options, spots, each);
    }

    /// Finds the columns of companies by the row of column names, among those that are read for nothing else.
    fn company_columns(&self, source: &dyn Lines) -> CompanyColumns {
        let mut columns = CompanyColumns::default();
        let Layout::Delimited(delimiter) = self.format.layout else {
            return columns;
        };
        columns.delimiter = delimiter.byte();
        let names = self.headings(source);
        for (at, name) in names.iter().enumerate() {
            let role = self.format.columns.roles.get(at);
            let is_read = role.is_some_and(|role| *role != Role::Ignored) || self.checker.known.own.has(name);
            match company_columns::read(name).filter(|_| !is_read) {
                Some(CompanyColumn::Name) => columns.names.push(at),
                Some(CompanyColumn::Domain) => columns.domains.push(at),
                Some(CompanyColumn::Website) => columns.websites.push(at),
                Some(
                    CompanyColumn::Owner
                    | CompanyColumn::Plan
                    | CompanyColumn::Tags
                    | CompanyColumn::Status
                    | CompanyColumn::RiskReason
                    | CompanyColumn::AtRiskSince
                    | CompanyColumn::WinBackOn,
                )
                | None => {}
            }
        }
        columns
    }
}

impl CompanyColumns {
    fn read(&self, text: &str, cells: &mut Vec<Cell>, email: Option<Email>) -> Employer {
        if self.names.is_empty() && self.domains.is_empty() && self.websites.is_empty() {
            return Employer {
                email,
                ..Employer::default()
            };
        }
        record::read(text, 0, self.delimiter, cells);
        let values = |columns: &[usize]| -> Vec<SafeText> {
            columns
                .iter()
                .filter_map(|at| cells.get(*at))
                .map(|cell| cell.value(text))
                .map(|raw| SafeText::clean(unmarked(&raw).as_deref().unwrap_or(&raw)))
                .filter(|text| !text.is_empty())
                .collect()
        };
        let stated = values(&self.domains)
            .iter()
            .find_map(|text| CustomerDomain::parse(text.as_str()).ok());
        let domain = stated.or_else(|| {
            values(&self.websites)
                .iter()
                .find_map(|text| CustomerDomain::parse(site(text.as_str())?).ok())
        });
        Employer {
            company: values(&self.names)
                .into_iter()
                .find(|name| name.as_str().chars().any(char::is_alphabetic)),
            domain: domain.map(|domain| domain.domain().clone()),
            email,
        }
    }
}

/// Returns a website without its scheme; none for a page of one, such as a profile, which may be that of anybody.
fn site(raw: &str) -> Option<&str> {
    let site = raw.split_once("://").map_or(raw, |(_, rest)| rest);
    let site = site.trim_end_matches('/');
    (!site.contains(['/', '?', '#'])).then_some(site)
}

impl ByCustomer<'_> {
    /// Counts the rows by their status; who goes to no customer is flagged.
    pub fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        for row in &self.rows {
            *counts.cell(row.status()) += 1;
        }
        counts
    }

    /// Returns how many rows there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Returns whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Finds the first rows that are flagged, by their places.
    pub fn flagged(&self, most: usize) -> Vec<usize> {
        let flagged = |(_, row): &(usize, &AtCustomer)| row.status() == Status::Flagged;
        let all = self.rows.iter().enumerate();
        all.filter(flagged).map(|(at, _)| at).take(most).collect()
    }

    /// Reads some rows, by their places in order, with all that is known about them; a row that goes to no customer has no reason for that here.
    pub fn rows(&self, some: &[usize], source: &dyn Lines) -> Vec<Row> {
        let found = some
            .iter()
            .filter_map(|at| Some((*self.spots.get(*at)?, self.rows.get(*at)?)));
        let (spots, of_spots): (Vec<Spot>, Vec<&AtCustomer>) = found.unzip();
        let mut rows = Vec::with_capacity(spots.len());
        self.sheet.each_entry(source, &spots, |at, entry, _| {
            let (Some(row), Some(spot)) = (of_spots.get(at), spots.get(at)) else {
                return;
            };
            let known = row.customer.and_then(|customer| self.known.get(customer));
            let known = known.map_or(&self.nobody, Arc::as_ref);
            let reasons = explain::reasons(entry, row.verdict, row.repeats, known);
            rows.push(Row {
                status: row.status(),
                primary: row.primary,
                ..shown(entry, *spot, row.verdict.codes, reasons)
            });
        });
        rows
    }

    /// Reads what adding would do at each customer, in the order in which they are known, with the values of further columns.
    pub fn plans(&self, source: &dyn Lines, kept: &[KeptColumn]) -> Vec<Plan> {
        let mut plans = vec![Plan::default(); self.known.len()];
        let mut kept = KeptReader::new(kept, self.sheet.format.layout);
        self.sheet.each_entry(source, &self.spots, |at, entry, text| {
            let row = self.rows.get(at).filter(|row| row.status() == Status::Ready);
            let plan = row.and_then(|row| row.customer).and_then(|at| plans.get_mut(at));
            if let (Some(plan), Some(mut fields)) = (plan, fields(entry, None)) {
                if let Some(kept) = &mut kept {
                    let (values, misfits) = kept.read(entry, text);
                    fields = fields.with_custom(values);
                    plan.misfits += misfits;
                }
                let of_row = self.rows.get(at).copied().unwrap_or_default();
                if of_row.archived {
                    plan.archived.insert(plan.contacts.len());
                }
                if of_row.primary {
                    plan.primary = Some(plan.contacts.len());
                }
                plan.contacts.push(fields);
            }
        });
        plans
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::domain::Standing;
    use crate::domain::testing::contact;
    use crate::paste::{IndexedText, Options};

    fn employers(text: &str) -> Vec<(String, String, String)> {
        let source = IndexedText::new(text);
        let sheet = Sheet::new(&source, Options::default(), Arc::new(Known::default()));
        let told = |employer: Employer| {
            (
                employer.company.map(|name| name.to_string()).unwrap_or_default(),
                employer
                    .domain
                    .map(|domain| domain.to_string())
                    .unwrap_or_default(),
                employer.email.map(|email| email.to_string()).unwrap_or_default(),
            )
        };
        sheet.employers(&source).into_iter().map(told).collect()
    }

    #[rstest]
    #[case("Name,Email,Company\nAnn Lee,ann@x.com,\"Acme, Inc\"\n", "Acme, Inc", "")]
    #[case(
        "Company Domain Name;E-Mail;Vorname;Nachname;Firma\nacme.com;ann@x.com;Ann;Lee;Acme\n",
        "Acme",
        "acme.com"
    )]
    #[case(
        "Name\tEmail\tWebsite\nAnn Lee\tann@x.com\thttps://www.Acme.com/\n",
        "",
        "acme.com"
    )]
    #[case(
        "Name,Email,Website\nAnn Lee,ann@x.com,https://www.linkedin.com/in/annlee\n",
        "",
        ""
    )]
    #[case(
        "Name,Email,Website,Domain\nAnn Lee,ann@x.com,beta.io,acme.com\n",
        "",
        "acme.com"
    )]
    #[case("Export\n\nName,Email,Organisation\nAnn Lee,ann@x.com,Acme\n", "Acme", "")]
    #[case("Name,Email,Account,Account Name\nAnn Lee,ann@x.com,17,Acme\n", "Acme", "")]
    #[case("Customer Name,Email\nAnn Lee,ann@x.com\n", "", "")]
    #[case("Ann Lee,ann@x.com,Acme\n", "", "")]
    fn a_row_tells_of_its_company_by_the_columns_that_say_so(
        #[case] text: &str,
        #[case] company: &str,
        #[case] domain: &str,
    ) {
        let found = employers(text);
        let row = (company.to_owned(), domain.to_owned(), "ann@x.com".to_owned());
        assert_eq!(found, [row]);
    }

    #[test]
    fn each_row_is_judged_at_its_own_customer() {
        let text = "Name,Email\nAnn Lee,ann@acme.com\nBo Ek,bo@beta.io\nAnn Lee,ann@acme.com\nAnn Lee,ANN@acme.com\nCy Fox,cy@x.com\n,dee@beta.io\nEve Orr,eve@beta.io\n";
        let source = IndexedText::new(text);
        let sheet = Sheet::new(&source, Options::default(), Arc::new(Known::default()));
        let acme = Known::of_customer(Domain::parse("acme.com").ok(), true);
        let mut beta = Known::of_customer(Domain::parse("beta.io").ok(), false);
        let id = contact(1).id;
        beta.add_contact("bo@beta.io", id, "Bo Ek".to_owned(), Standing::Active);
        let customers = [Some(0), Some(1), Some(1), Some(0), None, Some(1), Some(1)];
        let split = sheet.by_customer(&source, &customers, vec![Arc::new(acme), Arc::new(beta)]);
        let told: Vec<(usize, &str, Vec<&str>, bool)> = split
            .rows(&(0..split.len()).collect::<Vec<_>>(), &source)
            .into_iter()
            .map(|row| {
                let codes = row.reasons.iter().map(|reason| reason.code.key()).collect();
                (row.line + 1, row.status.key(), codes, row.primary)
            })
            .collect();
        assert_eq!(
            told,
            [
                (2, "ready", vec![], false),
                (3, "existing", vec!["already_contact"], false),
                (4, "ready", vec!["domain_mismatch"], true),
                (5, "flagged", vec!["duplicate_in_list"], false),
                (6, "flagged", vec![], false),
                (7, "flagged", vec!["missing_name"], false),
                (8, "ready", vec![], false),
            ]
        );
        let counts = split.counts();
        assert_eq!((counts.ready, counts.flagged, counts.existing), (3, 3, 1));
        let plans: Vec<Vec<String>> = split
            .plans(&source, &[])
            .into_iter()
            .map(|plan| {
                plan.contacts
                    .iter()
                    .map(|contact| contact.email.to_string())
                    .collect()
            })
            .collect();
        assert_eq!(plans, [vec!["ann@acme.com"], vec!["ann@acme.com", "eve@beta.io"]]);
    }
}
