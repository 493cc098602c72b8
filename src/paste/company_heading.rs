//! Tells by the names of its columns whether a table lists companies, or people who may work at some.

use super::company_columns::{self, CompanyColumn};
use super::header::{self, Heading, Party, Reading, Sort};

/// The rows among which the one with the column names may stand, after a preamble.
pub(super) const HEADING_ROWS: usize = 20;

/// What a table lists, by the names of its columns; what suits a list of customers better is greater.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Listed {
    /// People: a name and an address.
    People,
    /// Names, of which it is not said whose they are.
    Names,
    /// People with their companies, or companies with an address of somebody there.
    PeopleOfCompanies,
    /// Companies.
    Companies,
}

/// What a row of column names tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct CompanyHeading {
    pub(super) listed: Listed,
    /// How many columns of a list of customers it names.
    pub(super) score: usize,
}

impl CompanyHeading {
    /// Reads a row of column names; none if it has no column of names.
    pub(super) fn read<'c>(cells: impl IntoIterator<Item = &'c str>) -> Option<Self> {
        let (mut named, mut of_companies, mut with_address, mut others) = (false, false, false, 0);
        for cell in cells {
            match company_columns::read(cell) {
                Some(CompanyColumn::Name) => of_companies = true,
                Some(_) => others += 1,
                None if company_columns::is_plain_name(cell) => named = true,
                None => with_address |= is_of_address(cell),
            }
        }
        if !named && !of_companies {
            return None;
        }
        let listed = match (of_companies || others > 0, with_address) {
            (true, false) => Listed::Companies,
            (true, true) => Listed::PeopleOfCompanies,
            (false, false) => Listed::Names,
            (false, true) => Listed::People,
        };
        Some(Self {
            listed,
            score: 1 + others,
        })
    }

    /// Finds the row of column names that tells most, with its place.
    pub(super) fn find<'c, R: IntoIterator<Item = &'c str>>(
        rows: impl Iterator<Item = R>,
    ) -> Option<(Self, usize)> {
        let mut best: Option<(Self, usize)> = None;
        for (place, cells) in rows.take(HEADING_ROWS).enumerate() {
            let Some(found) = Self::read(cells).filter(|found| found.counts_at(place)) else {
                continue;
            };
            if best.is_none_or(|(best, _)| found.score > best.score) {
                best = Some((found, place));
            }
        }
        best
    }

    /// Returns whether a row at some place is a row of column names; one behind a preamble must name two columns.
    fn counts_at(&self, place: usize) -> bool {
        place == 0 || self.score > 1
    }
}

/// Returns whether a column holds the addresses of people, and not that of the company.
fn is_of_address(heading: &str) -> bool {
    matches!(
        header::read(heading),
        Reading::Heading(Heading { sort: Sort::Email, group, .. }) if group.party != Party::Payer
    )
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(&["Company", "Domain", "Owner email"], Some((Listed::Companies, 3)))]
    #[case(&["Name", "Website", "Plan", "Company email"], Some((Listed::Companies, 3)))]
    #[case(&["Account name"], Some((Listed::Companies, 1)))]
    #[case(&["Name", "E-mail", "Company"], Some((Listed::PeopleOfCompanies, 1)))]
    #[case(&["Name", "Meaning"], Some((Listed::Names, 1)))]
    #[case(&["Name", "Email", "Phone"], Some((Listed::People, 1)))]
    #[case(&["Domain", "Plan"], None)]
    fn headings_tell_what_is_listed(#[case] cells: &[&str], #[case] expected: Option<(Listed, usize)>) {
        let heading = CompanyHeading::read(cells.iter().copied());
        assert_eq!(heading.map(|heading| (heading.listed, heading.score)), expected);
    }
}
