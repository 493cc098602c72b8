//! Snapshots of the screens, read by eye before they were kept.

mod details;
mod fields;
mod many;
mod notes;
mod other_keys;
mod sizes;

mod people;
mod pictures;
mod states;
mod themes;

use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};
use rstest::rstest;

use super::{Colors, Glyphs, Theme, view};
use crate::app::Msg;
use crate::app::delivery::DeliveryEvent;
use crate::app::layout::{SMALLEST, Size};
use crate::app::testing::{Person, give_zoe_the_address_of_wang, small_book};
use crate::domain::{self, Channel, ChannelStage, ChannelStanding, ChannelView, CompanyOwner, OwnerFields};
use crate::workspace::sample_book;

fn drawn(person: &Person, colors: Colors) -> Buffer {
    drawn_with(person, &Theme::new(colors))
}

fn drawn_with(person: &Person, theme: &Theme) -> Buffer {
    let Size { width, height } = person.model.size;
    let mut terminal = Terminal::new(TestBackend::new(width, height)).expect("a terminal");
    terminal
        .draw(|frame| view(&person.model, theme, frame))
        .expect("drawn");
    terminal.backend().buffer().clone()
}

/// Writes the text of a screen.
fn text(buffer: &Buffer) -> String {
    lines(buffer, |cell| cell.symbol().to_owned())
}

/// Writes one letter for the style of each cell.
fn styles(buffer: &Buffer) -> String {
    lines(buffer, |cell| {
        let letter = match (cell.fg, cell.modifier) {
            (_, modifier) if modifier.contains(Modifier::REVERSED) => "S",
            (Color::Cyan | Color::Blue | Color::LightCyan, _) => "a",
            (Color::Green | Color::LightGreen, _) => "g",
            (Color::Yellow | Color::Magenta | Color::LightYellow, _) => "w",
            (Color::Red | Color::LightRed, _) => "e",
            (_, modifier) if modifier.contains(Modifier::BOLD) => "b",
            (_, modifier) if modifier.contains(Modifier::UNDERLINED) => "u",
            (_, modifier) if modifier.contains(Modifier::DIM) => "d",
            _ => ".",
        };
        letter.to_owned()
    })
}

fn lines(buffer: &Buffer, write: impl Fn(&Cell) -> String) -> String {
    let mut all = String::new();
    for y in 0..buffer.area.height {
        let mut line = String::new();
        let mut covered = 0;
        for x in 0..buffer.area.width {
            // A wide character covers the cells behind it.
            if covered > 0 {
                covered -= 1;
                continue;
            }
            let cell = &buffer[(x, y)];
            covered = unicode_width::UnicodeWidthStr::width(cell.symbol()).saturating_sub(1);
            line.push_str(&write(cell));
        }
        all.push_str(line.trim_end());
        all.push('\n');
    }
    all
}

fn snapshot(name: &str, person: &Person) {
    let buffer = drawn(person, Colors::Full);
    let Size { width, .. } = person.model.size;
    insta::assert_snapshot!(
        format!("{name}_{width}"),
        format!("{}\n{}", text(&buffer), styles(&buffer))
    );
}

const SIZES: [(u16, u16); 2] = [(80, 24), (120, 40)];

/// Sits down at both sizes, presses keys, and keeps what shows.
fn story(name: &str, book: &[crate::workspace::BookEntry], keys: &str) {
    for (width, height) in SIZES {
        let mut person = Person::at(width, height, book);
        person.keys(keys);
        snapshot(name, &person);
    }
    other_keys::names_none_by_default(book, keys);
}

#[rstest]
#[case("welcome", "")]
#[case("first_customer", "n")]
#[case("customer_form_errors", "n<tab>gmail.com<tab>cara<tab><tab><right><enter>")]
#[case("help_on_welcome", "?")]
#[case("tour", "t<enter>")]
fn empty_store(#[case] name: &str, #[case] keys: &str) {
    story(name, &[], keys);
}

#[test]
fn a_store_that_can_only_be_read_is_marked_until_it_can_be_written() {
    for (width, height) in SIZES {
        let mut person = Person::at(width, height, &small_book());
        let shown = |person: &Person| text(&drawn(person, Colors::Full));
        let sentence = "The disk is full: /home/mia/pivotal.db can be read.";
        person.tell(Msg::StoreReadOnly(Some(sentence.to_owned())));
        assert!(
            shown(&person)
                .lines()
                .next()
                .is_some_and(|top| top.ends_with("read-only"))
        );
        assert!(shown(&person).contains(sentence));
        person.keys("<enter>2").tell(Msg::StoreReadOnly(None));
        assert!(!shown(&person).contains("read-only"));
    }
}

#[rstest]
#[case("overview", "<enter>")]
#[case("overview_no_contacts", "j<enter>")]
#[case("overview_owner_fallback", "jj<enter>")]
#[case("contacts", "2")]
#[case("contacts_invited", "2i<down><enter>")]
#[case("contacts_none", "j2")]
#[case("contacts_marked", "2<space><space>")]
#[case("contacts_archived", "2f")]
#[case("contacts_filter", "2/ann")]
#[case("delete", "2D")]
#[case("successor", "2jd")]
#[case("edited", "2*")]
#[case("history", "2*4")]
#[case("changes", "2*j*jdU<down>")]
#[case("export", "2E")]
#[case("export_history", "4E")]
#[case("help", "2?")]
#[case("palette", "2:")]
#[case("palette_typed", "2:copy em")]
#[case("nothing_found", "/xyz")]
#[case("quit_with_draft", "2aHalf<esc>q")]
fn small_store(#[case] name: &str, #[case] keys: &str) {
    story(name, &small_book(), keys);
}

/// The form of a contact in one snapshot, as each of its fields shows there.
#[test]
fn contact_forms() {
    let mut screens = String::new();
    for keys in ["2a", "2a<tab>dana@acme<enter>", "2i<down><enter>e"] {
        for (width, height) in SIZES {
            let mut person = Person::at(width, height, &small_book());
            person.keys(keys);
            let buffer = drawn(&person, Colors::Full);
            screens.push_str(&format!("{keys}\n{}\n{}\n", text(&buffer), styles(&buffer)));
        }
    }
    insta::assert_snapshot!(screens);
}

const LIST: &str = "Name,Email,Title\nZoe Hart,zoe@acme.com,CTO\nYan 山田,yan@acme\n,carl.jones@acme.com,PM\nAnn,ANN@acme.com\nFay,fay@gmial.com\nZoe again,zoe@acme.com\n";

#[rstest]
#[case("list_empty", "", "")]
#[case("list_pasted", LIST, "")]
#[case("list_flagged", LIST, "<ctrl-home><F8><F8>")]
#[case("list_preview", LIST, "<tab>")]
#[case("list_columns", LIST, "<alt-c><right>")]
#[case("list_file", LIST, "<ctrl-o>~/list.csv")]
#[case("list_added", LIST, "<ctrl-s>")]
#[case("list_selected", LIST, "<ctrl-home><shift-down><shift-right>")]
fn paste_pane(#[case] name: &str, #[case] list: &str, #[case] keys: &str) {
    for (width, height) in SIZES {
        let mut person = Person::at(width, height, &small_book());
        person.keys("2p");
        person.tell(crate::app::Msg::Pasted(list.to_owned()));
        person.keys(keys);
        snapshot(name, &person);
    }
}

#[rstest]
#[case("hubspot_overview", "j<enter>")]
#[case("hubspot_contacts", "2")]
#[case("hubspot_unlinked", "2ff")]
#[case("hubspot_near", "jj2")]
#[case("integrations", "gi")]
#[case("integrations_errors", "gif<tab>")]
#[case("fix_domain", "gi<enter>")]
#[case("link_people", "giL")]
#[case("connect", "gicabc")]
fn synced_store(#[case] name: &str, #[case] keys: &str) {
    for (width, height) in SIZES {
        let mut person = Person::at_synced_book(width, height);
        person.keys(keys);
        snapshot(name, &person);
    }
}

#[rstest]
#[case("search", "<ctrl-f>")]
#[case("search_found", "2je<tab><tab>CTO of Acme<enter><ctrl-f>acme<down>")]
#[case("search_title", "2je<tab><tab>CTO of Acme<enter><ctrl-f>title:cto")]
#[case("search_nothing", "<ctrl-f>nobody")]
#[case("search_unknown_field", "<ctrl-f>tga:vip")]
#[case("customers_filter_unknown_field", "/email:dana")]
#[case("history_filter", "4/added actor:mia<enter>")]
fn searches(#[case] name: &str, #[case] keys: &str) {
    story(name, &small_book(), keys);
}

#[rstest]
#[case("onboardings_none", "")]
#[case("onboarding_form", "n")]
#[case("onboardings", "n<tab>2026-11-20<enter>")]
#[case("advance_form", "n<enter>vAll is set<tab>")]
#[case("advance", "n<enter>vAll is set<enter>")]
#[case("edit_task", "n<enter>je")]
#[case("edit_onboarding", "n<enter>e")]
#[case("skip", "n<enter>>")]
#[case("back_form_errors", "n<enter>v<enter><down><enter><lt>Launch<enter>")]
#[case("task_form", "n<enter>tSend the logo<tab>ann@acme.com<tab><tab><right>")]
#[case(
    "task_preview",
    "n<enter>tSend the logo<tab>ann@acme.com<tab><tab><right><enter>"
)]
#[case("workbench", "n<tab>2026-11-20<enter>gw")]
#[case(
    "all_onboardings",
    "n<tab>2026-11-20<enter>gcj3n<enter>v<enter><down><enter>go"
)]
#[case("notifications", "n<enter>v<enter><down><enter>gn")]
#[case("notification_text", "n<enter>v<enter><down><enter>gn<enter>")]
fn onboardings(#[case] name: &str, #[case] keys: &str) {
    for (width, height) in SIZES {
        let mut person = Person::at(width, height, &small_book());
        person.keys("3").keys(keys);
        snapshot(name, &person);
    }
}

#[rstest]
#[case("channels_missing", "", [ChannelStanding::Missing, ChannelStanding::Missing])]
#[case("channels_confirmed", "A", [ChannelStanding::Ready(ChannelStage::Confirmed), ChannelStanding::Ready(ChannelStage::Untested)])]
#[case("channels_stopped", "", [ChannelStanding::Stopped("The mail server did not accept the login (535).".to_owned()), ChannelStanding::Ready(ChannelStage::Open)])]
#[case("mail_form", "M", [ChannelStanding::Missing, ChannelStanding::Missing])]
#[case("slack_token", "Kxoxb", [ChannelStanding::Missing, ChannelStanding::Missing])]
#[case("test_message", "T", [ChannelStanding::Ready(ChannelStage::Untested), ChannelStanding::Missing])]
fn deliveries(#[case] name: &str, #[case] keys: &str, #[case] standings: [ChannelStanding; 2]) {
    for (width, height) in SIZES {
        let mut person = Person::at(width, height, &small_book());
        person.keys("3n<enter>v<enter><down><enter>gn");
        let views = Channel::ALL
            .into_iter()
            .zip(standings.clone())
            .map(|(channel, standing)| ChannelView {
                channel,
                about: match standing {
                    ChannelStanding::Missing => String::new(),
                    _ => "smtp.us.com:587 as cara@us.com".to_owned(),
                },
                standing,
                tester: OwnerFields::parse("cara@us.com").ok().map(|cara| domain::Person {
                    name: cara.name,
                    email: cara.email,
                }),
                held: 1,
                bulk_guard: None,
            });
        person.tell(Msg::Delivery(DeliveryEvent::Looked(views.collect())));
        person.model.toast = None;
        person.keys(keys);
        if keys == "M" {
            let mail = Box::default();
            person.tell(Msg::Delivery(DeliveryEvent::Offered(Ok(mail))));
        }
        snapshot(name, &person);
    }
}

#[test]
fn a_phase_that_takes_too_long() {
    for (width, height) in SIZES {
        let mut person = Person::at(width, height, &small_book());
        person.keys(
            "3n<enter>n<down><enter><tab>2027-02-01<enter><down><down><down>P<esc>j3n<enter>j<space>j<space>",
        );
        // Ten days later.
        person.wait(864_000_000).keys("gck3");
        snapshot("onboardings_late", &person);
        person.keys("go");
        snapshot("all_onboardings_late", &person);
        person.keys("gw");
        snapshot("workbench_late", &person);
    }
}

#[test]
fn a_sync_under_way_and_companies_that_came() {
    use crate::app::sync::{SyncEvent, SyncProgress};
    use crate::domain::{CompanyList, CustomerDomain, Name, RemoteCompany, RemoteId, SyncKind};
    let company = |id, name: &str, domain: &str| RemoteCompany {
        owner: CompanyOwner::Nobody,
        id: RemoteId::hubspot(id).expect("an id"),
        name: Name::parse(name).expect("a name"),
        domains: CustomerDomain::parse(domain).into_iter().collect(),
    };
    for (width, height) in SIZES {
        let mut person = Person::at_synced_book(width, height);
        let companies = vec![
            company(501, "Alder & Sons", "alder.example"),
            company(502, "雲の会社", "kumo.example"),
        ];
        let fault = None;
        let list = CompanyList {
            companies,
            fault,
            ..CompanyList::default()
        };
        person.keys("i").tell(Msg::Sync(SyncEvent::Companies(Ok(list))));
        person.keys("<space>");
        person.tell(Msg::Sync(SyncEvent::Progressed(SyncProgress {
            kind: SyncKind::Full,
            stage: "people",
            done: 2,
            of: 10,
        })));
        snapshot("companies_and_progress", &person);
    }
}

#[test]
fn an_address_in_conflict_is_told_whole_with_both_names_and_the_fix() {
    for (width, height) in SIZES {
        let mut person = Person::at_synced_book(width, height);
        give_zoe_the_address_of_wang(&mut person.workspace);
        person.keys("gi");
        snapshot("integrations_conflict", &person);
        let size = SMALLEST;
        person.tell(Msg::Resized(size));
        assert!(text(&drawn(&person, Colors::Full)).contains("Conflict"));
    }
}

#[test]
fn without_colors_and_in_ascii() {
    let theme = Theme::new(Colors::None).with_glyphs(Glyphs::Ascii);
    for (screen, keys) in themes::SCREENS {
        let mut person = Person::at_synced_book(80, 24);
        person.keys(keys);
        let buffer = drawn_with(&person, &theme);
        insta::assert_snapshot!(
            format!("theme_mono_ascii_{screen}"),
            format!("{}\n{}", text(&buffer), styles(&buffer))
        );
        let shown = |glyph: char| glyph.is_ascii() || glyph.is_alphabetic();
        assert!(text(&buffer).chars().all(shown));
    }
}

#[test]
fn sample_data() {
    story("customers", &sample_book().expect("a book"), "");
    story("customers_below", &sample_book().expect("a book"), "<end>k");
}

#[test]
fn a_window_that_is_too_small_says_so() {
    let person = Person::at(50, 10, &small_book());
    snapshot("too_small", &person);
}
