//! Invented people, of many languages.

use super::Random;

/// A person as a list should give them.
#[derive(Debug, Clone)]
pub(crate) struct Person {
    pub first: &'static str,
    pub last: &'static str,
    pub email: String,
    pub title: &'static str,
    pub phone: String,
}

impl Person {
    pub(crate) fn name(&self) -> String {
        format!("{} {}", self.first, self.last)
    }
}

/// Given names, family names, and what stands for each in an address.
const NAMES: [(&str, &str, &str, &str); 40] = [
    ("Ann", "Lee", "ann", "lee"),
    ("Bo", "Wu", "bo", "wu"),
    ("Dana", "Ruiz", "dana", "ruiz"),
    ("Cara", "O'Brien", "cara", "obrien"),
    ("Jean-Luc", "Moreau", "jeanluc", "moreau"),
    ("Łukasz", "Żak", "lukasz", "zak"),
    ("María José", "García López", "mariajose", "garcia"),
    ("Anneke", "van der Berg", "anneke", "vanderberg"),
    ("Jürgen", "Müller", "juergen", "mueller"),
    ("Zoë", "Bühler-Kraft", "zoe", "buehler"),
    ("Nuno", "de Sá", "nuno", "desa"),
    ("Aoife", "Ní Bhriain", "aoife", "nibhriain"),
    ("Ольга", "Петрова", "olga", "petrova"),
    ("Ngozi", "Adeyemi", "ngozi", "adeyemi"),
    ("Đặng", "Thu Hà", "ha", "dang"),
    ("Søren", "Østergaard", "soren", "ostergaard"),
    ("Priya", "Natarajan", "priya", "natarajan"),
    ("Folasade", "Ogunbanjo", "folasade", "ogunbanjo"),
    ("Yusuf", "al-Amin", "yusuf", "alamin"),
    ("Élodie", "D'Angelo", "elodie", "dangelo"),
    ("Tomáš", "Dvořák", "tomas", "dvorak"),
    ("Ilse", "Aigner", "ilse", "aigner"),
    ("Henk", "de Wit", "henk", "dewit"),
    ("Salma", "Idrissi", "salma", "idrissi"),
    ("Kwame", "Mensah", "kwame", "mensah"),
    ("Ines", "Carvalho", "ines", "carvalho"),
    ("Giulia", "Ferri", "giulia", "ferri"),
    ("Olivia", "St. John", "olivia", "stjohn"),
    ("Mei", "Tan", "mei", "tan"),
    ("Rasmus", "Lind", "rasmus", "lind"),
    ("Grace", "Park", "grace", "park"),
    ("Will", "Young", "will", "young"),
    ("Mark", "Price", "mark", "price"),
    ("April", "May", "april", "may"),
    ("Ravi", "Kumar", "ravi", "kumar"),
    ("Katarzyna", "Nowak-Wiśniewska", "katarzyna", "nowak"),
    ("Émile", "Zola", "emile", "zola"),
    ("Ben", "Carter", "ben", "carter"),
    ("Ida", "Jung", "ida", "jung"),
    ("Omar", "Haddad", "omar", "haddad"),
];

const TITLES: [&str; 32] = [
    "CTO",
    "Head of IT",
    "VP Operations",
    "Product Owner",
    "IT lead",
    "Project Manager",
    "Procurement",
    "Chief Financial Officer",
    "Senior Software Engineer",
    "Director of Customer Experience",
    "Leiterin Einkauf",
    "Geschäftsführer",
    "Projektleiter Logistik",
    "Directrice financière",
    "Responsable informatique",
    "Gerente de Ventas",
    "Jefa de Proyecto",
    "Responsabile Acquisti",
    "Hoofd Inkoop",
    "Kierownik projektu",
    "Data Analyst",
    "Office Manager",
    "Team Lead Support",
    "Legal Counsel",
    "Finance",
    "Security Officer",
    "Plant Manager",
    "Business Development",
    "COO",
    "Marketing Coordinator",
    "Scrum Master",
    "HR Business Partner",
];

const COMPANIES: [&str; 4] = ["acme.com", "acme.example", "okavi-pay.com", "mail.acme.co.uk"];

/// Invents people whose names and addresses all differ; some lack a title or a phone number.
pub(crate) fn some(random: &mut Random, count: usize) -> Vec<Person> {
    let from = random.below(NAMES.len());
    let company = *random.of(&COMPANIES);
    (0..count.min(NAMES.len()))
        .map(|at| {
            let (first, last, local, family) = NAMES[(from + at * 7) % NAMES.len()];
            let local = match random.below(5) {
                0 => local.to_owned(),
                1 => format!("{}{family}", &local[..1]),
                2 => format!("{family}.{local}"),
                _ => format!("{local}.{family}"),
            };
            Person {
                first,
                last,
                email: format!("{local}@{company}"),
                title: random.of::<&str>(&TITLES),
                phone: phone(random),
            }
        })
        .collect()
}

fn phone(random: &mut Random) -> String {
    let number = 10 + random.below(89);
    match random.below(6) {
        0 => format!("+49 30 5550{number}"),
        1 => format!("+1 (202) 555-01{number}"),
        2 => format!("0{number} 555 0102"),
        3 => format!("+44 20 7946 09{number}"),
        4 => format!("555-01{number}-77"),
        _ => format!("+33 1 55 50 10 {number}"),
    }
}
