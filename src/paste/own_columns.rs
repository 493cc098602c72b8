//! Columns that have the names of fields which users defined: they belong to those, whatever else their headings may mean.

use std::sync::Arc;

use super::columns::{self, Table};
use super::format::Columns;
use super::header::Reading;
use crate::domain::{CustomField, FieldOf, custom_key, fields_of};

/// The names of fields that users defined, as the headings of lists are compared with them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OwnNames(Arc<[String]>);

impl OwnNames {
    /// Takes the names of the fields of customers, or of contacts.
    pub fn of(of: FieldOf, fields: &[CustomField]) -> Self {
        Self(
            fields_of(fields, of)
                .map(|field| field.key().to_owned())
                .collect(),
        )
    }

    /// Returns whether a column has the name of one.
    pub(super) fn has(&self, heading: &str) -> bool {
        !self.0.is_empty() && self.0.contains(&custom_key(heading))
    }
}

/// Decides as [`columns::named`] does for the columns that are no fields of the user; what stands in those is nobody to be added.
pub(super) fn beside_own(
    names: &[String],
    readings: &[Reading],
    table: &Table<'_>,
    own: &OwnNames,
) -> Columns {
    let is_own: Vec<bool> = names.iter().map(|name| own.has(name)).collect();
    if !is_own.contains(&true) {
        return columns::named(names, readings, table);
    }
    let (mut names, mut readings, mut aside) = (names.to_vec(), readings.to_vec(), Vec::new());
    let columns = names.iter_mut().zip(&mut readings).zip(is_own).enumerate();
    for (at, ((name, reading), _)) in columns.filter(|(_, (_, is_own))| *is_own) {
        name.clear();
        *reading = Reading::Other;
        aside.push(at);
    }
    let mut columns = columns::named(&names, &readings, table);
    columns.set_aside.extend(aside);
    columns
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::paste::detect::detect;
    use crate::paste::{IndexedText, Known, Options, Sheet};

    #[rstest]
    #[case("name,email,title,Job title", "Job title", "name email title ignored")]
    #[case("name,email,title,Position", "position", "name email title ignored")]
    #[case("name,email,Vorname", "Vorname", "name email ignored")]
    #[case("name,email,Surname", "Surname", "name email ignored")]
    #[case("name,email,phone,Mobile", "Mobile", "name email phone ignored")]
    #[case("name,email,e-mail", "E-mail", "name email ignored")]
    #[case("Name,Mobile,Email", "Mobile", "name ignored email")]
    #[case("Name,Telefon,Mobile,Email", "Mobile", "name phone ignored email")]
    #[case("Name,Level,Email", "Mobile", "name ignored email")]
    fn a_column_with_the_name_of_a_field_belongs_to_it(
        #[case] heading: &str,
        #[case] own: &str,
        #[case] roles: &str,
    ) {
        let cells: Vec<&str> = heading
            .split(',')
            .map(|name| match name {
                "Name" | "name" => "Ann Lee",
                "title" => "CTO",
                "Level" => "2",
                _ => "ann@acme.com",
            })
            .collect();
        let text = format!("{heading}\n{}\n", cells.join(","));
        let own = OwnNames([custom_key(own)].into());
        let format = detect(&IndexedText::new(&text), &Options::default(), &own);
        let found: Vec<&str> = format.columns.roles.iter().map(|role| role.key()).collect();
        assert_eq!(found.join(" "), roles);
    }

    #[test]
    fn a_field_that_is_learned_of_takes_its_column() {
        let source = IndexedText::new("name,Mobile,email\nAnn Lee,12,ann@acme.com\n");
        let mut sheet = Sheet::new(&source, Options::default(), Arc::default());
        assert!(sheet.spare_columns(&source).is_empty());
        let known = Known::default().with_fields(OwnNames(["mobile".to_owned()].into()));
        sheet.learn(Arc::new(known), &source);
        let spare = sheet.spare_columns(&source);
        assert_eq!(spare.first().map(|column| column.name.as_str()), Some("Mobile"));
        assert_eq!(sheet.counts().ready, 1);
    }
}
