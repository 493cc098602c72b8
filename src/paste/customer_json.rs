//! Customers in JSON, as this program exports them, written as the table that its other exports are.

use std::fmt::Write as _;

use serde_json::{Map, Value};

use crate::domain::FieldOf;

/// The columns of the table, in front of those of fields that users defined.
const COLUMNS: [&str; 9] = [
    "name",
    "domain",
    "owner",
    "plan",
    "tags",
    "status",
    "risk_reason",
    "at_risk_since",
    "win_back_on",
];

/// Writes the customers of a document as a table; none if it is no such document.
///
/// The export has a customer on each line, so that the lines of the table are those of the document.
pub(super) fn table(text: &str) -> Option<String> {
    let text = text.trim_start_matches('\u{feff}').trim_start();
    if !text.starts_with(['{', '[']) {
        return None;
    }
    let document: Value = serde_json::from_str(text).ok()?;
    let all = document.get("customers").unwrap_or(&document).as_array()?;
    let is_customer =
        |one: &&Value| one.get("object").and_then(Value::as_str) == Some(FieldOf::Customer.key());
    let customers: Vec<&Value> = all.iter().filter(is_customer).collect();
    if customers.is_empty() && !all.is_empty() {
        return None;
    }
    let mut own: Vec<&str> = Vec::new();
    for name in customers.iter().filter_map(|one| fields(one)).flat_map(Map::keys) {
        if !own.contains(&name.as_str()) {
            own.push(name);
        }
    }
    let mut table = String::new();
    let titles = COLUMNS.iter().copied().chain(own.iter().copied());
    row(&mut table, titles.map(str::to_owned));
    for customer in customers {
        let own = own.iter().map(|name| {
            let value = fields(customer).and_then(|fields| fields.get(*name));
            value.and_then(Value::as_str).unwrap_or_default().to_owned()
        });
        row(&mut table, cells(customer).into_iter().chain(own));
    }
    Some(table)
}

fn fields(customer: &Value) -> Option<&Map<String, Value>> {
    customer.get("fields").and_then(Value::as_object)
}

fn cells(customer: &Value) -> [String; COLUMNS.len()] {
    let at = |path: &str| {
        customer
            .pointer(path)
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned()
    };
    let owner = match (at("/owner/name"), at("/owner/email")) {
        (_, email) if email.is_empty() => String::new(),
        (name, email) => format!("{name} <{email}>"),
    };
    let tags = customer.get("tags").and_then(Value::as_array);
    let tags = tags.into_iter().flatten().filter_map(Value::as_str);
    // A comma says that other signs belong to a tag.
    let tags: String = tags.map(|tag| format!("{tag},")).collect();
    [
        at("/name"),
        at("/domain"),
        owner,
        at("/plan"),
        tags,
        at("/status"),
        at("/risk/reason"),
        at("/risk/since"),
        at("/win_back_on"),
    ]
}

fn row(table: &mut String, cells: impl Iterator<Item = String>) {
    for (at, cell) in cells.enumerate() {
        let comma = if at == 0 { "" } else { "," };
        // Writing to a text cannot fail.
        let _ = write!(table, "{comma}\"{}\"", cell.replace('"', "\"\""));
    }
    table.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn customers_are_written_as_a_table() {
        let text = "{\"customers\":[\n{\"object\":\"customer\",\"name\":\"A \\\"B\\\", C\",\"domain\":null,\
                    \"owner\":{\"name\":\"Cara\",\"email\":\"c@us.com\"},\"status\":\"at_risk\",\
                    \"risk\":{\"reason\":\"x\",\"since\":\"2026-12-01T00:00:00Z\"},\"tags\":[\"a;b\"],\
                    \"fields\":{\"seats\":\"7\"}},\n{\"object\":\"customer\",\"name\":\"D\"}\n]}\n";
        assert_eq!(
            table(text).expect("a table"),
            "\"name\",\"domain\",\"owner\",\"plan\",\"tags\",\"status\",\"risk_reason\",\"at_risk_since\",\
             \"win_back_on\",\"seats\"\n\
             \"A \"\"B\"\", C\",\"\",\"Cara <c@us.com>\",\"\",\"a;b,\",\"at_risk\",\"x\",\"2026-12-01T00:00:00Z\",\
             \"\",\"7\"\n\"D\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\"\n"
        );
        for other in [
            "name,domain\nAcme,acme.com\n",
            "{\"contacts\":[]}",
            "{",
            "[1]x",
            "[{\"name\":\"Acme\"}]",
        ] {
            assert_eq!(table(other), None, "{other}");
        }
    }
}
