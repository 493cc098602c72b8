//! People as customers have them, made from a seed: names in ten scripts, titles with commas, and, in a list, a defect in
//! one row of a hundred.

use pivotal::domain::{ContactDraft, ContactFields, Detail};

/// What everything is made from; another seed makes other people.
const SEED: u64 = 0x005e_ed0f_b00c;

/// A name in its script, and in the letters of an address.
type Spelled = (&'static str, &'static str);

/// Names that go together.
struct Script {
    /// How many of a hundred people have such a name.
    share: u64,
    first: &'static [Spelled],
    last: &'static [Spelled],
    /// What stands between the two, and which of them comes first.
    order: Order,
}

enum Order {
    FirstLast,
    LastFirst,
}

const SCRIPTS: [Script; 10] = [
    Script {
        share: 70,
        first: &[
            ("José", "jose"),
            ("Ann", "ann"),
            ("Dana", "dana"),
            ("Mia", "mia"),
            ("Søren", "soren"),
            ("Łukasz", "lukasz"),
            ("Priya", "priya"),
            ("Kenji", "kenji"),
            ("Zoë", "zoe"),
            ("Marcus", "marcus"),
            ("Chloé", "chloe"),
            ("Noor", "noor"),
            ("Bruno", "bruno"),
            ("Elif", "elif"),
            ("Farid", "farid"),
            ("Greta", "greta"),
            ("Inês", "ines"),
            ("Jonas", "jonas"),
            ("Lars", "lars"),
            ("Quinn", "quinn"),
            ("Rosa", "rosa"),
            ("Tara", "tara"),
            ("Uwe", "uwe"),
            ("Xenia", "xenia"),
            ("Yara", "yara"),
            ("Đorđe", "dorde"),
            ("Thảo", "thao"),
            ("Ayşe", "ayse"),
            ("Oisín", "oisin"),
        ],
        last: &[
            ("García", "garcia"),
            ("Lee", "lee"),
            ("Ruiz", "ruiz"),
            ("Osei", "osei"),
            ("Müller", "mueller"),
            ("Novák", "novak"),
            ("Patel", "patel"),
            ("Smith", "smith"),
            ("Rossi", "rossi"),
            ("Jansen", "jansen"),
            ("O'Neill", "oneill"),
            ("Andersson", "andersson"),
            ("Okafor", "okafor"),
            ("Haddad", "haddad"),
            ("Silva", "silva"),
            ("Nguyễn", "nguyen"),
            ("Kowalski", "kowalski"),
            ("Dubois", "dubois"),
            ("Weber", "weber"),
            ("Yılmaz", "yilmaz"),
            ("van der Berg", "vanderberg"),
            ("Horvat", "horvat"),
            ("Nowak", "nowak"),
            ("Keller", "keller"),
            ("Santos", "santos"),
            ("Hansen", "hansen"),
            ("Wang", "wang"),
            ("Sato", "sato"),
            ("Wolf", "wolf"),
        ],
        order: Order::FirstLast,
    },
    Script {
        share: 6,
        first: &[
            ("Ольга", "olga"),
            ("Дмитрий", "dmitri"),
            ("Анна", "anna"),
            ("Иван", "ivan"),
        ],
        last: &[
            ("Попова", "popova"),
            ("Иванов", "ivanov"),
            ("Шевченко", "shevchenko"),
        ],
        order: Order::FirstLast,
    },
    Script {
        share: 4,
        first: &[("Ελένη", "eleni"), ("Γιώργος", "giorgos"), ("Νίκος", "nikos")],
        last: &[("Παπαδόπουλος", "papadopoulos"), ("Οικονόμου", "oikonomou")],
        order: Order::FirstLast,
    },
    Script {
        share: 4,
        first: &[
            ("太郎", "taro"),
            ("花子", "hanako"),
            ("さくら", "sakura"),
            ("ケンジ", "kenji"),
        ],
        last: &[("山田", "yamada"), ("佐藤", "sato"), ("鈴木", "suzuki")],
        order: Order::LastFirst,
    },
    Script {
        share: 4,
        first: &[("伟", "wei"), ("秀英", "xiuying"), ("明", "ming")],
        last: &[("王", "wang"), ("李", "li"), ("欧阳", "ouyang")],
        order: Order::LastFirst,
    },
    Script {
        share: 3,
        first: &[("민준", "minjun"), ("서연", "seoyeon"), ("지우", "jiwoo")],
        last: &[("김", "kim"), ("이", "lee"), ("박", "park")],
        order: Order::LastFirst,
    },
    Script {
        share: 3,
        first: &[("محمد", "mohammed"), ("فاطمة", "fatima"), ("علي", "ali")],
        last: &[("الحداد", "alhaddad"), ("منصور", "mansour")],
        order: Order::FirstLast,
    },
    Script {
        share: 2,
        first: &[("נועה", "noa"), ("דוד", "david"), ("יעל", "yael")],
        last: &[("כהן", "cohen"), ("לוי", "levi")],
        order: Order::FirstLast,
    },
    Script {
        share: 2,
        first: &[("प्रिया", "priya"), ("राहुल", "rahul")],
        last: &[("शर्मा", "sharma"), ("पटेल", "patel")],
        order: Order::FirstLast,
    },
    Script {
        share: 2,
        first: &[("สมชาย", "somchai"), ("มาลี", "mali")],
        last: &[("ใจดี", "jaidee"), ("สุขใจ", "sukjai")],
        order: Order::FirstLast,
    },
];

const TITLES: [&str; 10] = [
    "Engineer",
    "CTO",
    "Head of Operations",
    "VP, Customer Success",
    "Director, \"Platform\" & Data",
    "Support Lead",
    "Chief of Staff, EMEA",
    "Project Manager",
    "Finance",
    "",
];

/// A person as a row of a list has it.
pub(crate) struct Person {
    pub(crate) name: String,
    pub(crate) email: String,
    pub(crate) title: String,
    pub(crate) phone: String,
}

/// Makes the person of a number, at a domain; no two numbers share an address.
pub(crate) fn person(number: usize, domain: &str) -> Person {
    let mut dice = Dice(SEED ^ number as u64);
    let share = dice.roll(100);
    let mut below = 0;
    let script = SCRIPTS
        .iter()
        .find(|script| {
            below += script.share;
            share < below
        })
        .expect("the shares make a hundred");
    let (first, first_plain) = dice.pick(script.first);
    let (last, last_plain) = dice.pick(script.last);
    let name = match script.order {
        Order::FirstLast => format!("{first} {last}"),
        Order::LastFirst => format!("{last}{first}"),
    };
    let phone = match dice.roll(3) {
        0 => String::new(),
        _ => format!("+1 202-555-{:04}", dice.roll(10_000)),
    };
    Person {
        name,
        email: format!("{first_plain}.{last_plain}.{number}@{domain}"),
        title: dice.pick(&TITLES).to_owned(),
        phone,
    }
}

/// Makes the same person as the app has it.
pub(crate) fn fields(number: usize, domain: &str) -> ContactFields {
    let Person {
        name,
        email,
        title,
        phone,
    } = person(number, domain);
    let draft = ContactDraft::new(name, email)
        .with(Detail::Title, title)
        .with(Detail::Phone, phone);
    draft.check().expect("valid")
}

/// A list to paste: name, email, title, phone.
pub(crate) struct List {
    pub(crate) text: String,
    /// How many of its rows have no defect.
    pub(crate) ready: usize,
}

/// Makes a list of so many rows as CSV.
pub(crate) fn list(rows: usize) -> List {
    let mut text = String::with_capacity(rows * 72);
    let mut ready = 0;
    for number in 0..rows {
        let person = person(number, "acme.com");
        let email = match number % 300 {
            37 => person.email.replace('@', " at "),
            137 => person.email.replace('@', "@@"),
            237 => person.email.replace("acme.com", "acme..com"),
            _ => {
                ready += 1;
                person.email
            }
        };
        for cell in [&person.name, &email, &person.title] {
            if cell.contains([',', '"']) {
                text.push('"');
                text.push_str(&cell.replace('"', "\"\""));
                text.push('"');
            } else {
                text.push_str(cell);
            }
            text.push(',');
        }
        text.push_str(&person.phone);
        text.push('\n');
    }
    List { text, ready }
}

/// Makes numbers by the generator SplitMix64 (Steele, Lea and Flood 2014).
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn roll(&mut self, sides: u64) -> u64 {
        self.next() % sides
    }

    fn pick<T: Copy>(&mut self, list: &[T]) -> T {
        let place = usize::try_from(self.roll(list.len() as u64)).expect("small");
        *list.get(place).expect("within the list")
    }
}
