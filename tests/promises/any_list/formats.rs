//! Writes people in formats that name their fields, and in the head of a mail.

use super::Random;
use super::people::Person;

pub(super) fn vcard(_: &mut Random, people: &[Person]) -> String {
    let one = |p: &Person| {
        format!(
            "BEGIN:VCARD\nVERSION:3.0\nN:{};{};;;\nFN:{}\nORG:Acme\nTITLE:{}\nTEL;TYPE=WORK:{}\nEMAIL;TYPE=INTERNET:{}\nEND:VCARD\n",
            p.last,
            p.first,
            p.name(),
            p.title,
            p.phone,
            p.email
        )
    };
    people.iter().map(one).collect()
}

pub(super) fn ldif(_: &mut Random, people: &[Person]) -> String {
    let one = |p: &Person| {
        format!(
            "dn: mail={0},dc=acme\nobjectClass: person\ncn: {1}\nmail: {0}\ntitle: {2}\ntelephoneNumber: {3}\n",
            p.email,
            p.name(),
            p.title,
            p.phone
        )
    };
    people.iter().map(one).collect::<Vec<_>>().join("\n")
}

pub(super) fn json(random: &mut Random, people: &[Person]) -> String {
    let one = |p: &Person| {
        serde_json::json!({"name": p.name(), "email": p.email, "jobTitle": p.title, "phone": p.phone})
            .to_string()
    };
    let all: Vec<String> = people.iter().map(one).collect();
    if random.coin() {
        format!("[{}]", all.join(",\n"))
    } else {
        all.join("\n")
    }
}

pub(super) fn calendar(_: &mut Random, people: &[Person]) -> String {
    let one = |p: &Person| {
        format!(
            "ATTENDEE;CN={};ROLE=REQ-PARTICIPANT:mailto:{}\n",
            p.name(),
            p.email
        )
    };
    let all: String = people.iter().map(one).collect();
    format!(
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:Kickoff\nDTSTART:20260304T100000Z\n{all}END:VEVENT\nEND:VCALENDAR\n"
    )
}

pub(super) fn forward(random: &mut Random, people: &[Person]) -> String {
    let [from, to, cc, sent] = *random.of(&[
        ["From", "To", "Cc", "Sent"],
        ["Von", "An", "Cc", "Gesendet"],
        ["De", "À", "Cc", "Envoyé"],
    ]);
    let one = |p: &Person| format!("{} <{}>", p.name(), p.email);
    let all: Vec<String> = people.iter().map(one).collect();
    let (first, rest) = all
        .split_first()
        .map_or((String::new(), &[][..]), |(first, rest)| (first.clone(), rest));
    let half = rest.len() / 2;
    let mut text = format!("{from}: {first}\n{sent}: Monday, 2 March 2026 10:04\n");
    for (label, people) in [(to, &rest[..half]), (cc, &rest[half..])] {
        if !people.is_empty() {
            text.push_str(&format!("{label}: {}\n", people.join("; ")));
        }
    }
    text + "Subject: Kickoff\n\nHi all,\nsee you on Monday.\n"
}

/// Accounts with their people, each with who reports to them, printed over many lines.
pub(super) fn nested_json(random: &mut Random, people: &[Person]) -> String {
    let one = |p: &Person| serde_json::json!({"full_name": p.name(), "email": p.email, "title": p.title});
    let accounts: Vec<serde_json::Value> = people
        .chunks(3)
        .map(|team| {
            let mut lead = one(&team[0]);
            lead["reports"] = team[1..].iter().map(one).collect();
            serde_json::json!({"account": "Acme", "contacts": [lead]})
        })
        .collect();
    if random.coin() {
        serde_json::to_string_pretty(&accounts).expect("written")
    } else {
        serde_json::to_string(&accounts).expect("written")
    }
}

/// Cards with a picture of more lines than a byte counts.
pub(super) fn vcard_with_photo(random: &mut Random, people: &[Person]) -> String {
    let picture = "\n ".to_owned() + &vec!["A".repeat(8); 300].join("\n ");
    vcard(random, people).replacen(
        "ORG:Acme",
        &format!("ORG:Acme\nPHOTO;ENCODING=b;TYPE=JPEG:{picture}"),
        1,
    )
}
