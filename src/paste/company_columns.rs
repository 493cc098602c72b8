//! Recognises the columns that tell of companies: of a list of customers, and of a list of people who work at several.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::header::words;

/// What a column tells of a company.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CompanyColumn {
    /// Its name.
    Name,
    /// Its domain.
    Domain,
    /// The address of its website, which holds its domain.
    Website,
    /// Who looks after it.
    Owner,
    /// Its plan.
    Plan,
    /// Its tags.
    Tags,
    /// How it is doing.
    Status,
    /// Why it is at risk.
    RiskReason,
    /// Since when it is at risk.
    AtRiskSince,
    /// The day from which to win it back.
    WinBackOn,
}

impl CompanyColumn {
    const ALL: [Self; 10] = [
        Self::Name,
        Self::Domain,
        Self::Website,
        Self::Owner,
        Self::Plan,
        Self::Tags,
        Self::Status,
        Self::RiskReason,
        Self::AtRiskSince,
        Self::WinBackOn,
    ];

    /// Returns the name under which JSON knows the column.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Domain => "domain",
            Self::Website => "website",
            Self::Owner => "owner",
            Self::Plan => "plan",
            Self::Tags => "tags",
            Self::Status => "status",
            Self::RiskReason => "risk_reason",
            Self::AtRiskSince => "at_risk_since",
            Self::WinBackOn => "win_back_on",
        }
    }

    /// Returns the name of its phrases in `assets/columns.txt`.
    const fn phrases(self) -> &'static str {
        match self {
            Self::Name => "company",
            Self::Status => "customer_status",
            Self::Domain
            | Self::Website
            | Self::Owner
            | Self::Plan
            | Self::Tags
            | Self::RiskReason
            | Self::AtRiskSince
            | Self::WinBackOn => self.key(),
        }
    }
}

/// The names of columns, folded and with their words closed up.
static NAMES: LazyLock<HashMap<String, CompanyColumn>> = LazyLock::new(|| {
    phrases(|name| {
        CompanyColumn::ALL
            .into_iter()
            .find(|column| column.phrases() == name)
    })
});

/// The names of columns that hold any name, of a person or a company.
static PLAIN_NAMES: LazyLock<HashMap<String, ()>> =
    LazyLock::new(|| phrases(|name| (name == "name").then_some(())));

fn phrases<T: Copy>(meaning: impl Fn(&str) -> Option<T>) -> HashMap<String, T> {
    let mut all = HashMap::new();
    for line in include_str!("../../assets/columns.txt").lines() {
        let Some((name, phrases)) = line.split_once(": ").filter(|_| !line.starts_with('#')) else {
            continue;
        };
        let Some(meaning) = meaning(name) else { continue };
        for phrase in phrases.split(',') {
            all.entry(words(phrase).concat()).or_insert(meaning);
        }
    }
    all
}

/// Returns what a column tells of a company, by its name alone.
pub(super) fn read(heading: &str) -> Option<CompanyColumn> {
    NAMES.get(&key(heading)).copied()
}

/// Returns whether a column holds names and it is not said of what.
pub(super) fn is_plain_name(heading: &str) -> bool {
    PLAIN_NAMES.contains_key(&key(heading))
}

/// Folds the name of a column, without the digits and the word that exports put beside it: `Website 1 - Value`.
fn key(heading: &str) -> String {
    words(heading)
        .into_iter()
        .filter(|word| word != "value" && !word.chars().all(|c| c.is_ascii_digit()))
        .collect()
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("Company", CompanyColumn::Name)]
    #[case("Account Name", CompanyColumn::Name)]
    #[case("ORGANIZATION_NAME", CompanyColumn::Name)]
    #[case("accountName", CompanyColumn::Name)]
    #[case("Organization 1 - Name", CompanyColumn::Name)]
    #[case("Person - Organization", CompanyColumn::Name)]
    #[case("Firma", CompanyColumn::Name)]
    #[case("Nom de l'entreprise", CompanyColumn::Name)]
    #[case("Raison sociale", CompanyColumn::Name)]
    #[case("Razón social", CompanyColumn::Name)]
    #[case("Název firmy", CompanyColumn::Name)]
    #[case("Şirket Adı", CompanyColumn::Name)]
    #[case("Компания", CompanyColumn::Name)]
    #[case("会社名", CompanyColumn::Name)]
    #[case("公司名称", CompanyColumn::Name)]
    #[case("회사명", CompanyColumn::Name)]
    #[case("Company Domain Name", CompanyColumn::Domain)]
    #[case("company_domain", CompanyColumn::Domain)]
    #[case("Dominio", CompanyColumn::Domain)]
    #[case("Website", CompanyColumn::Website)]
    #[case("Website URL", CompanyColumn::Website)]
    #[case("Website 1 - Value", CompanyColumn::Website)]
    #[case("Strona internetowa", CompanyColumn::Website)]
    #[case("ウェブサイト", CompanyColumn::Website)]
    #[case("Сайт", CompanyColumn::Website)]
    #[case("Account Owner", CompanyColumn::Owner)]
    #[case("Étiquettes", CompanyColumn::Tags)]
    #[case("Status", CompanyColumn::Status)]
    #[case("risk_reason", CompanyColumn::RiskReason)]
    #[case("At risk since", CompanyColumn::AtRiskSince)]
    #[case("Win-back date", CompanyColumn::WinBackOn)]
    fn recognises(#[case] heading: &str, #[case] column: CompanyColumn) {
        assert_eq!(read(heading), Some(column), "{heading}");
    }

    #[rstest]
    #[case("Company Main Phone")]
    #[case("Company email")]
    #[case("Organization Title")]
    #[case("Organization Department")]
    #[case("Organizational ID Number")]
    #[case("Account ID")]
    #[case("Account Number")]
    #[case("URL")]
    #[case("Website 1 - Label")]
    #[case("Contact owner")]
    #[case("Acme Inc")]
    #[case("")]
    fn leaves_alone(#[case] heading: &str) {
        assert_eq!(read(heading), None, "{heading}");
        assert!(!is_plain_name(heading));
    }

    #[test]
    fn no_name_of_a_column_tells_of_two_things() {
        let mut seen: HashMap<String, &str> = HashMap::new();
        for line in include_str!("../../assets/columns.txt").lines() {
            let of_companies = CompanyColumn::ALL.map(CompanyColumn::phrases);
            let Some((name, phrases)) = line
                .split_once(": ")
                .filter(|(name, _)| of_companies.contains(name))
            else {
                continue;
            };
            for phrase in phrases.split(',') {
                let key = words(phrase).concat();
                assert!(!key.is_empty(), "{phrase}");
                if let Some(other) = seen.insert(key, name) {
                    assert_eq!(other, name, "{phrase}");
                }
            }
        }
        assert!(seen.len() > 500);
    }
}
