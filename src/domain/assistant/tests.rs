//! Job titles as people have them, and texts that are edited.

use rstest::rstest;

use super::*;
use crate::domain::testing::contact;
use crate::domain::{
    ContactId, Detail, Email, IdSource, Name, NotificationContent, Person, Phase, SafeText, Timestamp,
};

/// Titles by role; those of people who were met in exports, and those that set traps.
const TITLES: &[(JobRole, &[&str])] = &[
    (
        JobRole::Decides,
        &[
            "CEO",
            "Co-Founder & CTO",
            "VP Operations",
            "Vice President, Sales",
            "Head of IT",
            "Director of Dispatch",
            "Managing Director",
            "Chief Information Officer",
            "Owner-operator",
            "President",
            "Board member",
            "General Manager",
            "Supply Chain Director",
            "CFO",
            "Geschäftsführer",
            "Geschaeftsfuehrerin",
            "Leiter IT",
            "Leiterin Einkauf",
            "Abteilungsleiter",
            "Inhaberin",
            "Vorstandsmitglied",
            "Prokuristin",
            "Directeur général",
            "Directrice des Opérations",
            "PDG",
            "DSI",
            "Fondatrice",
            "Gérant",
            "Director de Tecnología",
            "Directora General",
            "Jefe de Operaciones",
            "Jefa de Administración",
            "Socia gerente",
            "Gerente General",
            "Fundador",
            "Consejero delegado",
            "Diretora Financeira",
            "Diretor de TI",
            "Vice-presidente",
            "Amministratore Delegato",
            "Direttore Acquisti",
            "Titolare",
            "Responsabile e Titolare",
            "Hoofd ICT",
            "Directeur",
            "Eigenaar",
            "Bedrijfsleider",
            "VD",
            "Verkställande direktör",
            "IT-chef",
            "Ekonomichef",
            "Grundare",
            "Innkjøpssjef",
        ],
    ),
    (
        JobRole::Technical,
        &[
            "IT Manager",
            "Senior Software Engineer",
            "Data Engineer",
            "Principal DBA",
            "Systems Administrator",
            "QA Lead",
            "Integration Architect",
            "Network Engineer",
            "Telehealth Product Owner",
            "Systemadministrator",
            "Softwareentwicklerin",
            "Werkstudentin IT",
            "Informatiker",
            "Développeur",
            "Responsable informatique",
            "Ingénieure réseaux",
            "Técnico de Sistemas",
            "Desarrolladora web",
            "Engenheiro de software",
            "Analista de TI",
            "Sviluppatore",
            "Sistemista",
            "Responsabile IT",
            "Softwareontwikkelaar",
            "Systeembeheerder",
            "Systemutvecklare",
            "Ingenjör",
        ],
    ),
    (
        JobRole::Operations,
        &[
            "Customer Onboarding Lead",
            "Executive Assistant to the CEO",
            "Project Manager",
            "Office Manager",
            "Training Coordinator",
            "Warehouse Supervisor",
            "Procurement Officer",
            "Chef de projet",
            "Projektleiter ERP-Einführung",
            "Sachbearbeiterin",
            "Einkäufer",
            "Acheteuse",
            "Responsable logistique",
            "Assistante de direction",
            "Responsable de Compras",
            "Coordinadora de proyectos",
            "Coordenador de operações",
            "Capo progetto",
            "Ufficio Acquisti",
            "Projectleider",
            "Klantenservice",
            "Inköpare",
            "Projektledare",
            "Handläggare",
            "Sekretärin",
            "Air traffic controller",
        ],
    ),
    (
        JobRole::Finance,
        &[
            "Finance Manager",
            "Accounts Payable Clerk",
            "Financial Controller",
            "Payroll Specialist",
            "Buchhalterin",
            "Steuerfachangestellter",
            "Comptable",
            "Contrôleur de gestion",
            "Contable",
            "Tesorera",
            "Analista contábil",
            "Ragioniere",
            "Boekhouder",
            "Redovisningsekonom",
            "Ekonomiassistent",
        ],
    ),
    (
        JobRole::Unknown,
        &[
            "",
            "  ",
            "Former CEO",
            "Account Executive",
            "Werkstudent",
            "Legal counsel",
            "Edit",
            "Headteacher",
            "Titanium",
        ],
    ),
];

#[test]
fn titles_tell_roles() {
    let mut wrong = Vec::new();
    let mut count = 0;
    for (role, titles) in TITLES {
        for title in *titles {
            count += 1;
            let found = JobRole::of_title(title);
            if found != *role {
                wrong.push(format!("{title}: {} in place of {}", found.key(), role.key()));
            }
        }
    }
    assert!(count > 120, "{count}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn draft() -> MessageDraft {
    MessageDraft {
        contact: ContactId::from_uuid(IdSource::Counting(7).next(Timestamp::default())),
        to: Person {
            name: Name::parse("Dana Ruiz").expect("a name"),
            email: Email::parse("dana@acme.com").expect("an address"),
        },
        facts: DraftFacts {
            customer: "Acme".to_owned(),
            title: SafeText::optional("CTO"),
            phase: Phase::parse("UAT").ok(),
            tasks: vec!["Send the logo, by 1 December".to_owned()],
            owner: None,
        },
        content: NotificationContent {
            subject: "Next steps".to_owned(),
            body: "Hello Dana,\n\n  see you.\n[owner]\n".to_owned(),
            missing_fields: vec!["owner".to_owned()],
        },
    }
}

#[rstest]
#[case("Subject: New\n\nHi\u{1b}[2J\n\n  all\n", "New", "Hi\n\n  all\n")]
#[case("Only a text", "Next steps", "Only a text\n")]
#[case("Subject: Alone", "Alone", "Hello Dana,\n\n  see you.\n[owner]\n")]
#[case("Subject:\n\nBody\n", "Next steps", "Body\n")]
#[case("\n\n", "Next steps", "Hello Dana,\n\n  see you.\n[owner]\n")]
fn a_text_is_taken_with_or_without_its_subject(
    #[case] text: &str,
    #[case] subject: &str,
    #[case] body: &str,
) {
    let mut draft = draft();
    draft.set_text(text);
    assert_eq!(
        (draft.content.subject.as_str(), draft.content.body.as_str()),
        (subject, body)
    );
}

#[test]
fn what_was_edited_unchanged_is_the_same_and_a_blank_that_was_filled_is_none() {
    let mut edited = draft();
    edited.set_text(&draft().text());
    assert_eq!(edited, draft());
    edited.set_text("Hello Dana, yours, Cara");
    assert_eq!(edited.content.missing_fields, Vec::<String>::new());
}

#[test]
fn a_prompt_holds_the_facts_and_no_address() {
    let prompt = draft_prompt(&draft());
    for wanted in ["Dana Ruiz", "CTO", "Acme", "UAT", "Send the logo, by 1 December"] {
        assert!(prompt.contains(wanted), "{prompt}");
    }
    assert!(!prompt.contains('@') && !prompt.contains("Sender"), "{prompt}");
}

#[test]
fn a_prompt_for_a_summary_names_people_by_role_without_an_address() {
    let mut chief = contact(1);
    chief.details[Detail::Title] = SafeText::optional("CTO");
    chief.is_primary = true;
    let groups = by_role(vec![chief, contact(2)]);
    let prompt = summary_prompt("Acme", &groups);
    assert!(prompt.contains("the customer Acme:"), "{prompt}");
    assert!(prompt.contains("\n- Ann 1, CTO (primary contact)\n"), "{prompt}");
    assert!(prompt.ends_with("\n- Ann 2\n"), "{prompt}");
    assert_eq!(prompt.matches(":\n").count(), 2, "{prompt}");
    assert!(!prompt.contains('@'), "{prompt}");
}
