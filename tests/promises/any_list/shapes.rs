//! Writes people as lists of every shape that people really have.

use super::Random;
use super::formats::{calendar, forward, json, ldif, nested_json, vcard, vcard_with_photo};
use super::people::Person;

/// A shape: its name, and what writes people in it.
pub(crate) type Shape = (&'static str, fn(&mut Random, &[Person]) -> String);

pub(crate) const ALL: [Shape; 29] = [
    ("plain", plain),
    ("table", table),
    ("noise_table", noise_table),
    ("first_last", first_last),
    ("aligned", aligned),
    ("markdown", markdown),
    ("psql", psql),
    ("addresses", addresses),
    ("bullets", bullets),
    ("numbers", numbers),
    ("roles", roles),
    ("title_in_brackets", title_in_brackets),
    ("labels", labels),
    ("form", form),
    ("cards", cards),
    ("signature", signature),
    ("prose", prose),
    ("vcard", vcard),
    ("ldif", ldif),
    ("json", json),
    ("calendar", calendar),
    ("forward", forward),
    ("two_groups", two_groups),
    ("wrapped", wrapped),
    ("form_answers", form_answers),
    ("wrapped_groups", wrapped_groups),
    ("nested_json", nested_json),
    ("vcard_with_photo", vcard_with_photo),
    ("addresses_alone", addresses_alone),
];

fn lines(lines: impl IntoIterator<Item = String>) -> String {
    lines.into_iter().collect::<Vec<_>>().join("\n") + "\n"
}

fn quoted(cell: &str, delimiter: char) -> String {
    if cell.contains([delimiter, '"']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}

fn plain(_: &mut Random, people: &[Person]) -> String {
    lines(
        people
            .iter()
            .map(|p| format!("{}, {}, {}, {}", p.name(), p.email, p.title, p.phone)),
    )
}

/// The headings of name, address, title and phone in a language.
const HEADINGS: [[&str; 4]; 8] = [
    ["Name", "Email", "Title", "Phone"],
    ["Full Name", "E-mail Address", "Job Title", "Phone Number"],
    ["Contact name", "Work email", "Position", "Mobile"],
    ["Name", "E-Mail", "Funktion", "Telefon"],
    ["Nom", "Adresse e-mail", "Fonction", "Téléphone"],
    ["Nombre", "Correo electrónico", "Cargo", "Teléfono"],
    ["Nome", "E-mail", "Cargo", "Telefone"],
    ["Naam", "E-mailadres", "Functie", "Telefoon"],
];

fn table(random: &mut Random, people: &[Person]) -> String {
    let heads = *random.of(&HEADINGS);
    let delimiter = *random.of(&[',', '\t', ';', '|']);
    let mut order = [0, 1, 2, 3];
    random.shuffle(&mut order);
    let row = |cells: [&str; 4]| {
        let cells: Vec<String> = order.iter().map(|at| quoted(cells[*at], delimiter)).collect();
        cells.join(&delimiter.to_string())
    };
    let rows = people
        .iter()
        .map(|p| row([&p.name(), &p.email, p.title, &p.phone]));
    lines(std::iter::once(row(heads)).chain(rows))
}

fn noise_table(random: &mut Random, people: &[Person]) -> String {
    let title = if random.coin() {
        "Attendee report, exported 2026-03-04\n\n"
    } else {
        ""
    };
    let head = "Last Login,Company,Registered,Email,Status,Full Name,Job Title,Notes";
    let row = |p: &Person| {
        format!(
            "2026-01-05 10:30,Acme GmbH,{},{},Active,{},{},\"likes tea, no milk\"",
            if p.title.len() > 8 { "yes" } else { "no" },
            p.email,
            p.name(),
            p.title
        )
    };
    let total = if random.coin() {
        format!("Total,{},,,,,,\n", people.len())
    } else {
        String::new()
    };
    format!("{title}{head}\n{}{total}", lines(people.iter().map(row)))
}

fn first_last(random: &mut Random, people: &[Person]) -> String {
    let heads = *random.of(&[
        "First name,Last name,Email",
        "Vorname,Nachname,E-Mail",
        "Prénom,Nom,E-mail",
        "Nombre,Apellidos,Correo",
    ]);
    let rows = people
        .iter()
        .map(|p| format!("{},{},{}", p.first, p.last, p.email));
    lines(std::iter::once(heads.to_owned()).chain(rows))
}

fn aligned(random: &mut Random, people: &[Person]) -> String {
    let has_head = random.coin();
    let heads = ["NAME".to_owned(), "EMAIL".to_owned(), "TITLE".to_owned()];
    let mut rows: Vec<[String; 3]> = people
        .iter()
        .map(|p| [p.name(), p.email.clone(), p.title.to_owned()])
        .collect();
    if has_head {
        rows.insert(0, heads);
    }
    let width = |at: usize| rows.iter().map(|row| row[at].chars().count()).max().unwrap_or(0) + 2;
    let (one, two) = (width(0), width(1));
    lines(
        rows.iter()
            .map(|row| format!("{:one$}{:two$}{}", row[0], row[1], row[2])),
    )
}

fn markdown(random: &mut Random, people: &[Person]) -> String {
    let heads = *random.of(&HEADINGS);
    let bold = if random.coin() { "**" } else { "" };
    let rows = people.iter().map(|p| {
        format!(
            "| {bold}{}{bold} | {} | {} | {} |",
            p.name(),
            p.email,
            p.title,
            p.phone
        )
    });
    let head = format!(
        "| {} | {} | {} | {} |\n|---|:---|---|---:|",
        heads[0], heads[1], heads[2], heads[3]
    );
    lines(std::iter::once(head).chain(rows))
}

fn psql(_: &mut Random, people: &[Person]) -> String {
    let name = people
        .iter()
        .map(|p| p.name().chars().count())
        .max()
        .unwrap_or(0)
        .max(4);
    let email = people.iter().map(|p| p.email.len()).max().unwrap_or(0);
    let head = format!(" {:name$} | {:email$} | title", "name", "email");
    let rule = format!("{}+{}+-------", "-".repeat(name + 2), "-".repeat(email + 2));
    let rows = people
        .iter()
        .map(|p| format!(" {:name$} | {:email$} | {}", p.name(), p.email, p.title));
    let foot = format!("({} rows)", people.len());
    lines([head, rule].into_iter().chain(rows).chain([foot]))
}

fn addresses(random: &mut Random, people: &[Person]) -> String {
    let separator = *random.of(&["; ", ", ", "\n", " / ", ";\n", " and ", " | "]);
    let style = random.below(4);
    let one = |p: &Person| match style {
        0 => format!("{} <{}>", p.name(), p.email),
        1 => format!("\"{}\" <{}>", p.name(), p.email),
        2 => format!("{} [{}]", p.name(), p.email),
        _ => format!("{} ({})", p.name(), p.email),
    };
    people.iter().map(one).collect::<Vec<_>>().join(separator)
}

fn bullets(random: &mut Random, people: &[Person]) -> String {
    let mark = *random.of(&["- ", "* ", "• ", "– ", "[ ] ", "> "]);
    let gap = *random.of(&[" - ", " – ", " / ", " | ", ", ", ": "]);
    let style = random.below(3);
    let one = |p: &Person| {
        let parts = match style {
            0 => [p.name(), p.title.to_owned(), p.email.clone()],
            1 => [p.name(), p.email.clone(), p.title.to_owned()],
            _ => [p.name(), p.email.clone(), p.phone.clone()],
        };
        format!("{mark}{}", parts.join(gap))
    };
    lines(people.iter().map(one))
}

fn numbers(random: &mut Random, people: &[Person]) -> String {
    let style = random.below(3);
    let one = |(at, p): (usize, &Person)| match style {
        0 => format!("{}. {}, {}, {}", at + 1, p.name(), p.title, p.email),
        1 => format!("{}) {} <{}>", at + 1, p.name(), p.email),
        _ => format!("#{} {} – {} – {}", at + 1, p.name(), p.email, p.title),
    };
    lines(people.iter().enumerate().map(one))
}

fn roles(random: &mut Random, people: &[Person]) -> String {
    const PARTS: [&str; 8] = [
        "Executive sponsor",
        "Technical lead",
        "Billing",
        "Project lead",
        "Main contact",
        "Ansprechpartner IT",
        "Day-to-day contact",
        "Legal",
    ];
    let gap = *random.of(&[": ", " – ", " - "]);
    let one =
        |(at, p): (usize, &Person)| format!("{}{gap}{}, {}", PARTS[at % PARTS.len()], p.name(), p.email);
    lines(people.iter().enumerate().map(one))
}

fn title_in_brackets(random: &mut Random, people: &[Person]) -> String {
    let style = random.below(4);
    let one = |p: &Person| match style {
        0 => format!("{} ({}) {}", p.name(), p.title, p.email),
        1 => format!("{} ({}): {}", p.name(), p.title, p.email),
        2 => format!("- {} ({}) <{}>", p.name(), p.title, p.email),
        _ => format!("{} ({}, {})", p.name(), p.title, p.email),
    };
    lines(people.iter().map(one))
}

fn labels(random: &mut Random, people: &[Person]) -> String {
    let heads = *random.of(&HEADINGS);
    let gap = *random.of(&[": ", ":", " : ", ":\t"]);
    let between = if random.coin() { "\n" } else { "" };
    let mut order = [1, 2, 3];
    random.shuffle(&mut order);
    let bold = if random.coin() { "" } else { "**" };
    let one = |p: &Person| {
        let cells = [p.name(), p.email.clone(), p.title.to_owned(), p.phone.clone()];
        let lines: Vec<String> = std::iter::once(0)
            .chain(order)
            .map(|at| format!("{bold}{}{bold}{gap}{}\n", heads[at], cells[at]))
            .collect();
        lines.concat()
    };
    people.iter().map(one).collect::<Vec<_>>().join(between)
}

fn form(random: &mut Random, people: &[Person]) -> String {
    let heads = *random.of(&[
        ["Your name", "Your email", "Your role"],
        ["Name", "E-Mail", "Funktion"],
        ["Full name *", "Email address *", "Job title"],
    ]);
    let one = |p: &Person| {
        format!(
            "{}\n{}\n\n{}\n{}\n\n{}\n{}\n",
            heads[0],
            p.name(),
            heads[1],
            p.email,
            heads[2],
            p.title
        )
    };
    let people = if people.is_empty() { people } else { &people[..1] };
    people.iter().map(one).collect::<Vec<_>>().join("\n")
}

fn cards(random: &mut Random, people: &[Person]) -> String {
    let style = random.below(3);
    let one = |p: &Person| match style {
        0 => format!("{}\n{}\nAcme GmbH\n{}\n{}\n", p.name(), p.title, p.phone, p.email),
        1 => format!("{}\n{}\n{}\n", p.name(), p.title, p.email),
        _ => format!("{}\n{}\n{}\n", p.name(), p.email, p.phone),
    };
    people.iter().map(one).collect::<Vec<_>>().join("\n")
}

fn signature(random: &mut Random, people: &[Person]) -> String {
    let close = *random.of(&[
        "Best regards,",
        "Mit freundlichen Grüßen",
        "Cordialement,",
        "Thanks,",
        "Saludos,",
        "-- ",
    ]);
    let phone = *random.of(&["T: ", "Tel. ", "Mobile: ", "Phone: ", "Mobil: ", ""]);
    let mail = *random.of(&["E: ", "", "Email: ", "Mail: "]);
    let Some(p) = people.first() else {
        return String::new();
    };
    let body = if random.coin() {
        "Hi,\n\nplease find the plan attached. We can talk on Monday.\n\n"
    } else {
        ""
    };
    format!(
        "{body}{close}\n{}\n{} | Acme GmbH\n{phone}{}\n{mail}{}\nwww.acme.com\n",
        p.name(),
        p.title,
        p.phone,
        p.email
    )
}

fn prose(random: &mut Random, people: &[Person]) -> String {
    let style = random.below(3);
    let one = |p: &Person| match style {
        0 => format!("Please add {} ({}) as well.", p.name(), p.email),
        1 => format!("You should talk to {}, {}, about the rollout.", p.name(), p.email),
        _ => format!("Our {} is {} <{}>.", p.title, p.name(), p.email),
    };
    let text: Vec<String> = people.iter().take(4).map(one).collect();
    format!(
        "Hi team,\n\nthanks for the call today. {}\n\nBest,\nEve",
        text.join(" ")
    )
}

fn two_groups(_: &mut Random, people: &[Person]) -> String {
    let rows = people.chunks(2).filter(|pair| pair.len() == 2).map(|pair| {
        format!(
            "Acme,{},{},{},{}",
            pair[0].name(),
            pair[0].email,
            pair[1].name(),
            pair[1].email
        )
    });
    lines(
        std::iter::once("Account,Contact 1 Name,Contact 1 Email,Contact 2 Name,Contact 2 Email".to_owned())
            .chain(rows),
    )
}

fn wrapped(_: &mut Random, people: &[Person]) -> String {
    let rows = people
        .iter()
        .map(|p| format!("\"{},{},{}\"", p.name(), p.email, p.title));
    lines(std::iter::once("\"Name,Email,Title\"".to_owned()).chain(rows))
}

/// The answers of several people, each label on a line of its own.
fn form_answers(random: &mut Random, people: &[Person]) -> String {
    let heads = *random.of(&[
        ["Your name", "Your email"],
        ["Full name", "Email address"],
        ["Vorname und Nachname", "E-Mail"],
        ["First name", "Email"],
    ]);
    let mut one = |p: &Person| {
        let name = match heads[0] {
            "First name" => format!("{}\nLast name\n{}", p.first, p.last),
            _ => p.name(),
        };
        let blank = if random.below(4) == 0 { "\n" } else { "" };
        format!("{}\n{name}\n{}\n{}\n{blank}", heads[0], heads[1], p.email)
    };
    people.iter().map(&mut one).collect()
}

fn wrapped_groups(random: &mut Random, people: &[Person]) -> String {
    let text = two_groups(random, people);
    lines(text.lines().map(|line| format!("\"{line}\"")))
}

fn addresses_alone(random: &mut Random, people: &[Person]) -> String {
    let separator = *random.of(&["; ", ", ", "\n", " ", ",\n"]);
    people
        .iter()
        .map(|p| p.email.clone())
        .collect::<Vec<_>>()
        .join(separator)
}
