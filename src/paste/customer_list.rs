//! Reads a list of customers: a table with a row of column names, in any order and many languages.

use std::borrow::Cow;

use super::company_columns::{self, CompanyColumn};
use super::company_heading::{CompanyHeading, HEADING_ROWS};
use super::customer_json;
use super::detect::separator_line;
use super::format::{Delimiter, Layout};
use super::nobody::{is_blank, is_comment, is_ruler, is_total};
use super::own_columns::OwnNames;
use super::own_fields::SpareColumn;
use super::record::{self, Cell};
use super::structured::Structure;
use crate::domain::{CustomerDraft, CustomerStatus, SafeText, is_filler, unmarked};

/// A list of customers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomerList {
    /// How it is written.
    pub layout: Layout,
    /// What each of its columns is read for; none for one that is not.
    pub columns: Vec<Option<CompanyColumn>>,
    /// What its columns are called.
    pub names: Vec<String>,
    /// Its rows.
    pub rows: Vec<CustomerRow>,
}

/// A row of a list of customers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomerRow {
    /// The line of the text on which it starts, counted from 0.
    pub line: usize,
    /// What it says of the customer.
    pub draft: CustomerDraft,
    /// What stands in each of its cells, cleaned; empty where a sign such as `-` stands for nothing.
    pub cells: Vec<String>,
    /// Whether cleaning changed a field.
    pub cleaned: bool,
    /// Whether a quote in it is never closed.
    pub unterminated: bool,
}

/// The columns of what is known beside the status.
const ABOUT_STATUS: [CompanyColumn; 3] = [
    CompanyColumn::RiskReason,
    CompanyColumn::AtRiskSince,
    CompanyColumn::WinBackOn,
];

struct Record<'t> {
    line: usize,
    cells: Vec<Cow<'t, str>>,
    unterminated: bool,
}

impl CustomerList {
    /// Lists the columns that nothing is read from.
    pub fn spare_columns(&self) -> Vec<SpareColumn> {
        let columns = self.columns.iter().zip(&self.names).enumerate();
        let spare = columns.filter(|(_, (column, _))| column.is_none());
        let spare = spare.map(|(at, (_, name))| SpareColumn {
            at,
            name: name.clone(),
        });
        spare.collect()
    }

    /// Reads a text whose lines end in `\n`; none if no row of it names a column of names that is no field of the user.
    pub fn read(text: &str, own: &OwnNames) -> Option<Self> {
        match customer_json::table(text) {
            Some(table) => Some(Self {
                layout: Layout::Structured(Structure::Json),
                ..Self::read_table(&table, own)?
            }),
            None => Self::read_table(text, own),
        }
    }

    fn read_table(text: &str, own: &OwnNames) -> Option<Self> {
        let (separator, skipped) = separator_line(text);
        let body = text.get(skipped..)?;
        let before = usize::from(skipped > 0);
        let delimiters = separator.map_or_else(|| Delimiter::ALL.to_vec(), |delimiter| vec![delimiter]);
        let mut best: Option<(Delimiter, CompanyHeading, usize)> = None;
        for delimiter in delimiters {
            let first = records(body, before, delimiter, HEADING_ROWS);
            let rows = first.iter().map(|row| row.cells.iter().map(Cow::as_ref));
            let Some((heading, place)) = CompanyHeading::find(rows) else {
                continue;
            };
            if best.is_none_or(|(_, best, _)| heading.score > best.score) {
                best = Some((delimiter, heading, place));
            }
        }
        let (delimiter, _, place) = best?;
        let mut records = records(body, before, delimiter, usize::MAX);
        let rows = records.split_off(place + 1);
        let names = records.pop()?.cells;
        let columns = Columns::of(&names, &rows, own)?;
        Some(Self {
            layout: Layout::Delimited(delimiter),
            columns: columns.roles(names.len()),
            names: names.iter().map(ToString::to_string).collect(),
            rows: rows
                .iter()
                .filter(|row| row.cells != names && !columns.is_total(row))
                .map(|row| columns.row(row))
                .collect(),
        })
    }
}

/// Reads the first records of a text that starts on a line.
fn records(text: &str, line: usize, delimiter: Delimiter, most: usize) -> Vec<Record<'_>> {
    let mut records = Vec::new();
    let mut cells: Vec<Cell> = Vec::new();
    let (mut at, mut line) = (0, line);
    while let Some(rest) = text
        .get(at..)
        .filter(|rest| !rest.is_empty() && records.len() < most)
    {
        let first = rest.split('\n').next().unwrap_or_default();
        let is_remark = records.is_empty() && is_comment(first, delimiter);
        if is_blank(first, delimiter) || is_remark || is_ruler(first) {
            at += first.len() + 1;
            line += 1;
            continue;
        }
        let end = record::read(rest, 0, delimiter.byte(), &mut cells);
        records.push(Record {
            line,
            cells: cells.iter().map(|cell| cell.value(rest)).collect(),
            unterminated: end.unterminated,
        });
        at += end.next;
        line += end.lines;
    }
    records
}

/// Where each field stands, as indexes of columns.
struct Columns {
    name: usize,
    /// The domain, then the websites; the first that is filled in counts.
    domains: Vec<usize>,
    owner: Option<usize>,
    plan: Option<usize>,
    /// Where it stands why and since when a customer is at risk, and when to win it back.
    about_status: [Option<usize>; 3],
    tags: Option<usize>,
    status: Option<usize>,
    with_websites: Vec<usize>,
}

impl Columns {
    /// Finds the columns by their names, where the values do not speak against it.
    fn of(names: &[Cow<'_, str>], rows: &[Record<'_>], own: &OwnNames) -> Option<Self> {
        let read = |name: &Cow<'_, str>| company_columns::read(name).filter(|_| !own.has(name));
        let readings: Vec<Option<CompanyColumn>> = names.iter().map(read).collect();
        let all = |wanted: CompanyColumn| -> Vec<usize> {
            let at = readings.iter().enumerate();
            at.filter(|(_, reading)| **reading == Some(wanted))
                .map(|(at, _)| at)
                .collect()
        };
        let agreeing = |at: usize, agrees: fn(&str) -> bool| {
            rows.iter()
                .filter_map(|row| row.cells.get(at))
                .filter(|cell| agrees(cell))
                .count()
        };
        let is_called = |at: usize, called: &[&str]| {
            names
                .get(at)
                .is_some_and(|name| called.contains(&name.trim().to_lowercase().as_str()))
        };
        let plain = (0..names.len()).filter(|at| {
            names
                .get(*at)
                .is_some_and(|name| company_columns::is_plain_name(name) && !own.has(name))
        });
        let has_letters = |cell: &str| cell.chars().any(char::is_alphabetic);
        let best = |columns: Vec<usize>| {
            let columns = columns
                .into_iter()
                .rev()
                .map(|at| (agreeing(at, has_letters), at));
            columns.max_by_key(|(count, _)| *count)
        };
        // A plain `Name` beside a column of companies is that of a person.
        let stated = best(all(CompanyColumn::Name));
        let name = stated
            .filter(|(count, _)| *count > 0)
            .or_else(|| best(plain.collect()))
            .or(stated)
            .map(|(_, at)| at)?;
        let owner = all(CompanyColumn::Owner).into_iter().find(|at| {
            is_called(*at, &["owner", "owner email"]) || agreeing(*at, |cell| cell.contains('@')) > 0
        });
        let status = all(CompanyColumn::Status).into_iter().find(|at| {
            is_called(*at, &["status"]) || agreeing(*at, |cell| CustomerStatus::parse(cell).is_ok()) > 0
        });
        let websites = all(CompanyColumn::Website);
        let mut domains = all(CompanyColumn::Domain);
        domains.extend(&websites);
        Some(Self {
            name,
            domains,
            owner,
            plan: all(CompanyColumn::Plan).first().copied(),
            tags: all(CompanyColumn::Tags).first().copied(),
            status,
            about_status: ABOUT_STATUS.map(|column| all(column).first().copied()),
            with_websites: websites,
        })
    }

    fn roles(&self, count: usize) -> Vec<Option<CompanyColumn>> {
        (0..count)
            .map(|at| match at {
                at if at == self.name => Some(CompanyColumn::Name),
                at if self.with_websites.contains(&at) => Some(CompanyColumn::Website),
                at if self.domains.contains(&at) => Some(CompanyColumn::Domain),
                at if self.owner == Some(at) => Some(CompanyColumn::Owner),
                at if self.plan == Some(at) => Some(CompanyColumn::Plan),
                at if self.tags == Some(at) => Some(CompanyColumn::Tags),
                at if self.status == Some(at) => Some(CompanyColumn::Status),
                at => {
                    let place = self.about_status.iter().position(|column| *column == Some(at))?;
                    ABOUT_STATUS.get(place).copied()
                }
            })
            .collect()
    }

    /// Returns whether a row adds up others: its name is a total, and no domain stands beside it.
    fn is_total(&self, record: &Record<'_>) -> bool {
        let cell = |at: &usize| record.cells.get(*at).map_or("", Cow::as_ref);
        is_total(cell(&self.name)) && !self.domains.iter().any(|at| cell(at).contains('.'))
    }

    fn row(&self, record: &Record<'_>) -> CustomerRow {
        let mut cleaned = false;
        let mut cell = |at: Option<usize>| {
            let raw = at.and_then(|at| record.cells.get(at)).map_or("", Cow::as_ref);
            let text = clean(raw);
            cleaned |= text != raw.trim_matches(' ');
            text
        };
        let name = cell(Some(self.name));
        let [owner, plan, status] = [self.owner, self.plan, self.status].map(&mut cell);
        let tags = cell(self.tags);
        let [risk_reason, at_risk_since, win_back_on] = self.about_status.map(&mut cell);
        let domain = self
            .domains
            .iter()
            .map(|at| cell(Some(*at)))
            .find(|domain| !domain.is_empty())
            .unwrap_or_default();
        CustomerRow {
            line: record.line,
            draft: CustomerDraft {
                name,
                domain,
                owner,
                plan,
                status,
                risk_reason,
                at_risk_since,
                win_back_on,
                // A comma says that the other signs belong to a tag.
                tags: if tags.contains(',') {
                    tags
                } else {
                    tags.replace(['|', ';'], ",")
                },
            },
            cells: record.cells.iter().map(|raw| clean(raw)).collect(),
            cleaned,
            unterminated: record.unterminated,
        }
    }
}

/// Cleans a cell; what stands for nothing becomes empty.
fn clean(raw: &str) -> String {
    match unmarked(raw) {
        Some(text) => SafeText::clean(&text).to_string(),
        None if is_filler(raw) => String::new(),
        None => SafeText::cleaned(raw).into_owned(),
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::domain::CustomerDomain;
    use crate::paste::decode;

    fn read(text: &str) -> Option<CustomerList> {
        CustomerList::read(&decode(text.as_bytes()), &OwnNames::default())
    }

    fn rows(text: &str) -> Vec<CustomerRow> {
        read(text).expect("a list").rows
    }

    #[rstest]
    #[case("name,domain,owner,plan,tags\nAcme,acme.com,cara@us.com,Growth,\"a,b\"\n")]
    #[case(
        "\u{feff}Owner;Name;Extra;Domain;Plan;Tags\r\ncara@us.com;Acme;x;https://acme.com/;Growth;a|b\r\n\r\n"
    )]
    #[case("tags\tplan\tdomain\tname\towner\na;b\tGrowth\tACME.com\tAcme\tcara@us.com")]
    #[case("sep=|\nEtikett|Firma|Webseite|Tarif|Tags|Inhaber\n1|Acme|www.acme.com|Growth|a;b|cara@us.com\n")]
    #[case(
        "Accounts of May\n\nAccount Name,Website,Account Owner,Plan,Labels\nAcme,http://acme.com/en,cara@us.com,Growth,a;b\n"
    )]
    #[case("会社名,ドメイン,所有者,プラン,タグ\nAcme,acme.com,cara@us.com,Growth,a|b\n")]
    fn columns_are_known_by_name_in_any_order_and_language(#[case] text: &str) {
        let rows = rows(text);
        let [row] = rows.as_slice() else {
            panic!("{rows:?}")
        };
        let fields = row.draft.check().expect("valid");
        assert_eq!(
            (
                fields.name.as_str(),
                fields.domain.as_ref().map(CustomerDomain::ascii),
                fields.owner.map(|owner| owner.email.to_string()).as_deref(),
                fields.plan.as_ref().map(SafeText::as_str),
                fields.tags.stored().as_str(),
            ),
            (
                "Acme",
                Some("acme.com"),
                Some("cara@us.com"),
                Some("Growth"),
                "a,b"
            )
        );
    }

    #[test]
    fn a_heading_is_believed_where_the_values_agree() {
        let list = read(
            "Account,Account Name,Company owner,Statut,Website,Domain\n17,Acme,Cara Osei,offen,x.com,-\n18,Beta,Bo Ek,neu,,beta.io\n",
        )
        .expect("a list");
        let told: Vec<&str> = list
            .columns
            .iter()
            .map(|column| column.map_or("ignored", CompanyColumn::key))
            .collect();
        assert_eq!(
            told,
            ["ignored", "name", "ignored", "ignored", "website", "domain"]
        );
        let drafts: Vec<(&str, &str)> = list
            .rows
            .iter()
            .map(|row| (row.draft.name.as_str(), row.draft.domain.as_str()))
            .collect();
        assert_eq!(drafts, [("Acme", "x.com"), ("Beta", "beta.io")]);
    }

    #[test]
    fn each_row_has_the_line_on_which_it_starts() {
        let rows =
            rows("# ours\nname,domain\n\nAcme,acme.com\n\"Two\nlines\",two.com\nname,domain\n#4 Ltd,\n");
        let told: Vec<(usize, &str)> = rows
            .iter()
            .map(|row| (row.line, row.draft.name.as_str()))
            .collect();
        assert_eq!(told, [(3, "Acme"), (4, "Two lines"), (7, "#4 Ltd")]);
    }

    #[rstest]
    #[case("name\nAcme\n\"Beta\nGamma\n", Some(2))]
    #[case("name\nAcme\n\"Beta\nGamma\"\n", None)]
    #[case("name\nAcme\nThe 5\" Pipe\n", None)]
    fn a_quote_that_is_never_closed_is_told_and_takes_no_other_row(
        #[case] text: &str,
        #[case] open: Option<usize>,
    ) {
        let rows = rows(text);
        let found = rows.iter().find(|row| row.unterminated).map(|row| row.line);
        assert_eq!(found, open, "{rows:?}");
        assert!(open.is_none() || rows.len() == 3);
    }

    #[test]
    fn a_status_and_tags_come_back_as_they_were_exported() {
        let told: Vec<(&str, String)> =
            rows("name,status,tags\nAcme,at_risk,a|b\nBeta,archived,\"a|b,\"\n'=Gamma,,\n")
                .iter()
                .map(|row| row.draft.check().expect("valid"))
                .map(|fields| (fields.status.key(), fields.tags.stored()))
                .collect();
        assert_eq!(
            told,
            [
                ("at_risk", "a,b".to_owned()),
                ("archived", "a|b".to_owned()),
                ("active", String::new())
            ]
        );
        assert!(rows("name,status\nAcme,nonsense\n")[0].draft.check().is_err());
    }

    #[test]
    fn what_is_known_beside_a_status_comes_back_as_it_was_exported() {
        let text = "name,domain,owner,plan,tags,status,risk_reason,at_risk_since,win_back_on\n\
            Acme,,,,,at_risk,\"Budget frozen, twice\",2026-11-03T09:30:00Z,\nBeta,,,,,churned,,,2027-01-15\n";
        let told: Vec<(Option<String>, Option<String>, Option<String>)> = rows(text)
            .iter()
            .map(|row| row.draft.check().expect("valid").about_status)
            .map(|about| {
                (
                    about.risk_reason.map(|reason| reason.to_string()),
                    about.at_risk_since.map(|at| at.to_string()),
                    about.win_back_on.map(|day| day.to_string()),
                )
            })
            .collect();
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(
            told,
            [
                (some("Budget frozen, twice"), some("2026-11-03T09:30:00Z"), None),
                (None, None, some("2027-01-15"))
            ]
        );
        let wrong = rows("name,status,risk_reason\nAcme,active,Budget frozen\n");
        assert!(wrong[0].draft.check().is_err());
    }

    #[test]
    fn a_plain_name_beside_a_column_of_companies_is_none_of_a_customer() {
        let rows = rows("Name,Company,Email\nAnn Lee,Acme,ann@acme.com\nBo Ek,,bo@x.com\n");
        let names: Vec<&str> = rows.iter().map(|row| row.draft.name.as_str()).collect();
        assert_eq!(names, ["Acme", ""]);
    }

    #[test]
    fn what_fills_an_empty_place_and_a_total_are_no_customers() {
        let rows = rows("name,domain,plan\nAcme,acme.com,TBD\nN/A,,\nTotal Wine,wine.com,40\nTotal,2,\n");
        let found: Vec<(&str, &str)> = rows
            .iter()
            .map(|row| (row.draft.name.as_str(), row.draft.plan.as_str()))
            .collect();
        assert_eq!(found, [("Acme", ""), ("", ""), ("Total Wine", "40")]);
    }

    #[rstest]
    #[case("")]
    #[case("domain\nacme.com\n")]
    #[case("Acme,acme.com\nBeta,beta.io\n")]
    fn a_text_without_a_column_of_names_is_no_list(#[case] text: &str) {
        assert_eq!(read(text), None);
    }
}
