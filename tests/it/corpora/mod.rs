//! The rules for text and addresses against public test data.

mod lists;
mod paste;

use pivotal::domain::{CustomerDomain, Email, Name, NameQuality, SafeText, name_quality};

use crate::cli::home::Home;
use crate::cli::hostile::demand_clean_output;
use crate::support::data::{data, json_lines, naughty, public, terminal_sequences, text as field};

#[test]
#[ignore = "reads the public lists of PIVOTAL_CORPORA"]
fn addresses_get_the_verdict_on_which_all_sources_agree() {
    let rows = json_lines(&public("emails.jsonl"));
    let mut wrong = Vec::new();
    for row in &rows {
        let address = field(row, "address");
        let label = field(row, "label");
        let accepted = match label {
            "valid" | "trim" => true,
            "invalid"
            | "policy:address_literal"
            | "policy:double_quote"
            | "policy:paren_comment"
            | "policy:single_label"
            | "policy:local_gt_64" => false,
            _ => continue,
        };
        if Email::parse(address).is_ok() != accepted {
            wrong.push(format!("{label}: {address:?}: {:?}", Email::parse(address)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn hostile_text_is_stored_clean() {
    let strings = naughty().into_iter().chain(terminal_sequences());
    for raw in strings {
        let clean = SafeText::clean(&format!("Ann{raw}Lee"));
        let drives = |c: char| {
            c.is_control()
                || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{e0000}'..='\u{e007f}')
        };
        assert!(!clean.as_str().contains(drives), "{raw:?} became {clean:?}");
        assert_eq!(SafeText::clean(clean.as_str()), clean, "{raw:?}");
    }
}

#[test]
fn names_of_many_scripts_are_kept_as_they_are() {
    for row in json_lines(&data("names/faker_names.jsonl")) {
        let name = field(&row, "name");
        let parsed = Name::parse(name).expect("a name");
        let letters = |text: &str| text.chars().filter(|c| c.is_alphabetic()).count();
        assert_eq!(letters(parsed.as_str()), letters(name), "{name:?}");
    }
}

#[test]
fn names_of_many_scripts_are_taken_for_names() {
    let rows = json_lines(&data("names/faker_names.jsonl"));
    let odd: Vec<String> = rows
        .iter()
        .map(|row| field(row, "name"))
        .filter(|name| name_quality(name) != NameQuality::Good)
        .map(|name| format!("{name}: {:?}", name_quality(name)))
        .collect();
    assert!(
        odd.len() * 100 <= rows.len(),
        "{} of {}: {odd:#?}",
        odd.len(),
        rows.len()
    );
}

#[test]
#[ignore = "reads the public lists of PIVOTAL_CORPORA"]
fn public_suffixes_are_refused_as_the_domain_of_a_customer() {
    let text = public("domains/public_suffix_list.dat");
    let rules: Vec<&str> = text
        .lines()
        .take_while(|line| !line.contains("END ICANN"))
        .filter(|line| line.contains('.') && !line.starts_with("//") && !line.contains(['*', '!']))
        .collect();
    let accepted: Vec<&&str> = rules
        .iter()
        .filter(|rule| CustomerDomain::parse(rule).is_ok())
        .collect();
    // The list here is newer than the one in the crate by a few rules.
    assert!(
        accepted.len() * 200 <= rules.len(),
        "{} of {}: {accepted:?}",
        accepted.len(),
        rules.len()
    );
}

#[test]
#[ignore = "reads the public lists of PIVOTAL_CORPORA"]
fn addresses_given_to_the_command_get_the_verdict_on_which_all_sources_agree() {
    let home = Home::new();
    let rows = json_lines(&public("emails.jsonl"));
    // Every fifth address is enough here; the rule itself is tested on all of them.
    for row in rows.iter().step_by(5) {
        let address = row["address"].as_str().expect("text");
        let wanted = match row["label"].as_str() {
            Some("valid" | "trim") => Some(0),
            Some("invalid") => Some(4),
            _ => continue,
        };
        if address.contains('\0') {
            continue;
        }
        let customer = home.json(["customer", "add", "Acme"])["display_id"].to_string();
        let email = format!("--email={address}");
        let ran = home.run(["contact", "add", &customer, "--name", "Ann Lee", &email]);
        assert_eq!(ran.code, wanted, "{address:?}: {ran:?}");
        demand_clean_output(&ran, address);
    }
}
