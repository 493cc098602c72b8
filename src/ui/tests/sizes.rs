//! What holds at every size of the window, for every name and without colours.

use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::style::Color;

use super::{drawn, text};
use crate::app::Msg;
use crate::app::layout::{Size, areas};
use crate::app::testing::{Person, entry, small_book};
use crate::ui::{Colors, Theme, view};
use crate::workspace::{Role, sample_book};

#[test]
fn every_screen_at_every_size_is_drawn_and_shows_what_is_selected() {
    let keys = [
        "",
        "2",
        "2a<enter>",
        "2D",
        "2jd",
        "1",
        "4",
        "n<enter>",
        "?",
        "2<space>?ar",
        "2<space><space>M<down><right>",
        "<ctrl-a>t+vip",
        "v",
        "/a",
        "<ctrl-f>acme",
    ];
    for keys in keys {
        for width in (1..130).step_by(9) {
            for height in (1..45).step_by(5) {
                let mut person = Person::at(width, height, &small_book());
                person.keys(keys);
                drawn(&person, Colors::Full);
            }
        }
    }
    let book = sample_book().expect("a book");
    for height in 16..40 {
        let mut person = Person::at(80, height, &book);
        for _ in 0..44 {
            person.keys("j");
            let shown = text(&drawn(&person, Colors::Full));
            assert!(shown.contains('▸'), "{shown}");
        }
    }
}

#[test]
fn a_shrinking_window_is_survived_before_the_model_knows() {
    let mut person = Person::at(120, 40, &small_book());
    person.keys("2");
    let mut terminal = Terminal::new(TestBackend::new(70, 20)).expect("a terminal");
    terminal
        .draw(|frame| view(&person.model, &Theme::new(Colors::Full), frame))
        .expect("drawn");
    person.tell(Msg::Resized(Size {
        width: 70,
        height: 20,
    }));
    drawn(&person, Colors::Full);
}

#[test]
fn hostile_and_wide_names_leave_the_other_columns_in_place() {
    let marks = format!("Z{}", "\u{0301}".repeat(500));
    let names = [
        "Ann Lee",
        &marks,
        "王小明先生",
        "👩‍👩‍👧 Family",
        "محمد علي",
        "\u{202e}evil\u{1b}[2J",
        "Ünïcödé",
    ];
    let people: Vec<(String, String)> = names
        .iter()
        .enumerate()
        .map(|(number, name)| ((*name).to_owned(), format!("p{number}@acme.com")))
        .collect();
    let people: Vec<(&str, &str, Role)> = people
        .iter()
        .map(|(name, email)| (name.as_str(), email.as_str(), Role::Other))
        .collect();
    let mut person = Person::at(80, 24, &[entry("Acme", "acme.com", &people)]);
    person.keys("2");
    let buffer = drawn(&person, Colors::Full);
    let rows = areas(&person.model).rows;
    let column = |y: u16| (0..80).find(|x| buffer[(*x, y)].symbol() == "@");
    let first = column(rows.y);
    assert!(first.is_some());
    for number in 0..7 {
        assert_eq!(column(rows.y + number), first, "{}", text(&buffer));
    }
    assert!(!text(&buffer).contains(['\u{1b}', '\u{202e}']));
}

#[test]
fn without_colours_nothing_is_told_by_colour_alone() {
    let mut person = Person::at(80, 24, &small_book());
    person.keys("2a<enter>");
    let buffer = drawn(&person, Colors::None);
    assert!(
        buffer
            .content
            .iter()
            .all(|cell| cell.fg == Color::Reset && cell.bg == Color::Reset)
    );
}

/// Writes a screen as words, parted by single blanks.
fn words_of(person: &Person) -> String {
    let shown = text(&drawn(person, Colors::Full));
    shown.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn what_is_wrong_in_a_form_shows_in_full_at_every_width() {
    let forms = [
        "n<enter>",
        "nAcme<tab>ac me!.com<enter>",
        "n<tab>gmail.com<tab>cara<tab><tab><right><enter>",
        "<enter>2a<tab>dana@acme<enter>",
        "<enter>2<home>e<tab><tab><tab><tab><tab>dana@acme.com<enter>",
        "<enter>2<down>:erase a person<enter><enter>",
        "<enter>2<down>:erase a person<enter>Ann<enter>",
        "NBudget<tab>soon<enter>",
        "<enter>3n<tab>soon<enter>",
        "gfaName<enter>",
    ];
    let mut told = 0;
    for keys in forms {
        let mut person = Person::at(80, 40, &small_book());
        person.keys(keys);
        for width in 60..=130 {
            person.tell(Msg::Resized(Size { width, height: 40 }));
            let shown = words_of(&person);
            let form = person.form().unwrap_or_else(|| panic!("{keys}: {shown}"));
            let errors = form.fields.iter().filter_map(|field| field.error.as_ref());
            for error in errors.chain(&form.error) {
                let words = error.split_whitespace().collect::<Vec<_>>().join(" ");
                assert!(shown.contains(&words), "{keys} at {width}: {error}\n{shown}");
                told += 1;
            }
        }
    }
    assert!(told >= forms.len() * 71, "{told}");
}

#[test]
fn the_overview_always_shows_who_gets_the_next_notification_and_says_what_it_leaves_out() {
    let mut person = Person::at(80, 40, &small_book());
    person.keys("gf");
    for number in 0..16 {
        person.keys(&format!("aField of mine {number}<enter>"));
    }
    person.keys("gc<home>F");
    for number in 0..16 {
        person.keys(&format!("some words of value {number}<tab>"));
    }
    person.keys("<enter><enter>1");
    for number in 0..4 {
        person.keys(&format!("nNote {number}<ctrl-s>"));
    }
    person.model.toast = None;
    for width in [60, 80, 100, 130] {
        for height in 16..45 {
            person.tell(Msg::Resized(Size { width, height }));
            let shown = words_of(&person);
            for words in [
                "Who gets the next notification",
                "Phase change",
                "Task assigned",
                "Portal invite",
            ] {
                assert!(shown.contains(words), "{width}x{height}: {words}\n{shown}");
            }
            let fields = (0..16).filter(|number| shown.contains(&format!("words of value {number}")));
            let all_fields = fields.count() == 16 && shown.contains("Added 2026");
            let says = shown.contains("… enter shows all:");
            assert_eq!(
                says && shown.contains("more field"),
                !all_fields,
                "{width}x{height}\n{shown}"
            );
            let has_notes = shown.contains("Note 3");
            assert_eq!(
                says && shown.contains("4 more notes"),
                !has_notes,
                "{width}x{height}\n{shown}"
            );
        }
    }
}
