//! The pictures of the README and the guides: frames of the app on the sample data, written as SVG.
//!
//! They are remade by `PIVOTAL_PICTURES=write cargo test --lib pictures`.

use std::fmt::Write as _;
use std::path::Path;

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};
use rstest::rstest;
use unicode_width::UnicodeWidthStr;

use super::drawn;
use crate::app::Msg;
use crate::app::delivery::DeliveryEvent;
use crate::app::sync::{Connection, SyncEvent};
use crate::app::testing::Person;
use crate::domain::{Channel, ChannelStage, ChannelStanding, ChannelView};
use crate::hubspot::{Client, Options, RateLimit, Token};
use crate::safe_url::SafeUrl;
use crate::sandbox::{Rules, Sandbox, TOKEN, demo_portal};
use crate::sync::{Cancel, RunScope, sync};
use crate::ui::Colors;
use crate::workspace::{Unlinking, sample_book};

/// The size of the terminal that is drawn.
const SIZE: (u16, u16) = (120, 36);

/// The largest picture, in bytes.
const LARGEST: usize = 60 * 1024;

/// The size of a cell, and the margins of the window.
const CELL: (u16, u16) = (8, 17);
const MARGIN: u16 = 12;
const BAR: u16 = 30;

const LIST: &str = "Name,Email,Title,Phone\n\
    Priya Nair,priya.nair@harborline.example,Head of Data,+1 202-555-0110\n\
    Tom Becker,tom.becker@harborline,IT Manager,\n\
    ,rosa.maldonado@harborline.example,Dispatch Lead,+1 202-555-0117\n\
    Denise Okafor,denise.okafor@harborline.example,VP Operations,\n\
    Yan 山田,yan@harborline.example,Logistics Planner,+81 3-5550-0123\n\
    Fay Moss,fay.moss@gmial.com,Controller,\n\
    Priya again,priya.nair@harborline.example,,\n\
    Omar Haddad,omar.haddad@harborline.example,Project Manager,+1 202-555-0131\n";

fn person() -> Person {
    Person::at(SIZE.0, SIZE.1, &sample_book().expect("a book"))
}

/// Syncs with the stand-in for HubSpot, whose people are invented.
fn synced() -> Person {
    let mut person = person();
    let rules = Rules {
        searches_per_second: None,
        calls_in_ten_seconds: None,
        ..Rules::default()
    };
    let sandbox = Sandbox::start(demo_portal(), rules, 0).expect("a sandbox");
    let client = Client::new(Options {
        base: SafeUrl::parse(&sandbox.url()).expect("an address"),
        token: Token::parse(TOKEN).expect("a token"),
        rate: RateLimit::UNLIMITED,
    });
    let folder = tempfile::tempdir().expect("a folder");
    let wanted = RunScope::Full(Unlinking::Guarded);
    let run = sync(
        &mut person.workspace,
        folder.path(),
        &client,
        "mark",
        wanted,
        Cancel::never(),
        |_| {},
    );
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime")
        .block_on(run);
    person.tell(Msg::Sync(SyncEvent::Looked(Connection::Ready)));
    // The header knows of the sync once its screen was seen.
    person.keys("gigc");
    person
}

/// Moves an onboarding on, invites and writes to somebody, and looks at what is held.
fn notified() -> Person {
    let mut person = person();
    person.keys("3n<tab>2027-01-15<enter>vThe data is in.<enter><down><enter>");
    person
        .keys("<esc>/harbor<enter>")
        .keys("3n<tab>2027-02-01<enter>v<enter><down><enter>");
    person.keys("2jwh").keys("jji<down><enter>").keys("gn");
    let ready = ChannelStanding::Ready(ChannelStage::Confirmed);
    let views = [
        (Channel::Email, ready, 4),
        (Channel::Slack, ChannelStanding::Missing, 3),
    ];
    let views = views.map(|(channel, standing, held)| ChannelView {
        channel,
        about: match standing {
            ChannelStanding::Ready(_) => "smtp.us.example:587 as cara@us.example".to_owned(),
            _ => String::new(),
        },
        standing,
        tester: None,
        held,
        bulk_guard: None,
    });
    person.tell(Msg::Delivery(DeliveryEvent::Looked(views.into())));
    person.model.toast = None;
    person
}

fn scene(name: &str) -> Person {
    let mut person = match name {
        "customers" | "contacts" | "integrations" => synced(),
        "notifications" => notified(),
        _ => person(),
    };
    match name {
        "contacts" => drop(person.keys("/harbor<enter>2j")),
        "who" => drop(person.keys("/harbor<enter>2W")),
        "paste" => {
            person.keys("/harbor<enter>2p").tell(Msg::Pasted(LIST.to_owned()));
            person.keys("<ctrl-home><F8>");
        }
        "routing" => drop(person.keys("/harbor<enter>3n<tab>2027-01-15<enter>vThe data is in.<enter>")),
        "integrations" => drop(person.keys("gi")),
        _ => {}
    }
    person
}

#[rstest]
#[case("customers")]
#[case("contacts")]
#[case("who")]
#[case("paste")]
#[case("routing")]
#[case("notifications")]
#[case("integrations")]
fn pictures_show_what_the_app_shows(#[case] name: &str) {
    let svg = svg(&drawn(&scene(name), Colors::Full));
    demand_well_formed(&svg);
    assert!(svg.len() < LARGEST, "{name} has {} bytes", svg.len());
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("assets/screens/{name}.svg"));
    if std::env::var("PIVOTAL_PICTURES").as_deref() == Ok("write") {
        std::fs::write(&file, &svg).expect("written");
    }
    let kept = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(
        kept == svg,
        "{} shows another frame than the app. Remake it: PIVOTAL_PICTURES=write cargo test --lib pictures",
        file.display()
    );
}

/// How the text of a run of cells looks.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Look {
    color: &'static str,
    bold: bool,
    underlined: bool,
    reversed: bool,
}

const GROUND: &str = "#11151c";
const TEXT: &str = "#d6dbe3";

impl Look {
    fn of(cell: &Cell) -> Self {
        let has = |modifier| cell.modifier.contains(modifier);
        let reversed = has(Modifier::REVERSED);
        let color = match cell.fg {
            _ if reversed => GROUND,
            Color::Cyan => "#5fd7e0",
            Color::Green => "#7fd88f",
            Color::Yellow => "#e8c46a",
            Color::Red => "#f0717a",
            _ if has(Modifier::DIM) => "#8b93a1",
            _ => TEXT,
        };
        Self {
            color,
            bold: has(Modifier::BOLD),
            underlined: has(Modifier::UNDERLINED),
            reversed,
        }
    }
}

/// Cells of one look side by side.
struct Run {
    x: u16,
    cells: u16,
    text: String,
    look: Look,
}

/// Parts a row into runs; a wide character stands alone, so that it stays in its cells whatever the font.
fn runs(buffer: &Buffer, y: u16) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut x = 0;
    while x < buffer.area.width {
        let cell = &buffer[(x, y)];
        let symbol = cell.symbol();
        let cells = u16::try_from(symbol.width().max(1)).unwrap_or(1);
        let look = Look::of(cell);
        // The marks of lists are of another width in many fonts.
        let stands_alone = cells > 1 || !symbol.is_ascii() && !symbol.chars().all(char::is_alphanumeric);
        match runs.last_mut() {
            Some(run)
                if run.look == look && !stands_alone && run.x + run.cells == x && is_plain(&run.text) =>
            {
                run.text.push_str(symbol);
                run.cells += cells;
            }
            _ => runs.push(Run {
                x,
                cells,
                text: symbol.to_owned(),
                look,
            }),
        }
        x += cells;
    }
    runs
}

fn is_plain(text: &str) -> bool {
    text.chars()
        .all(|c| c.is_ascii() || c.is_alphanumeric() && c.to_string().width() == 1)
}

fn svg(buffer: &Buffer) -> String {
    let (width, height) = (
        buffer.area.width * CELL.0 + 2 * MARGIN,
        buffer.area.height * CELL.1 + BAR + MARGIN,
    );
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" \
         font-family=\"ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace\" font-size=\"13.3\">\n\
         <rect width=\"{width}\" height=\"{height}\" rx=\"8\" fill=\"{GROUND}\"/>\n\
         <path d=\"M0 {BAR}V8a8 8 0 0 1 8-8h{}a8 8 0 0 1 8 8v{}z\" fill=\"#1d232d\"/>\n\
         <circle cx=\"18\" cy=\"15\" r=\"5\" fill=\"#f0717a\"/><circle cx=\"36\" cy=\"15\" r=\"5\" fill=\"#e8c46a\"/>\
         <circle cx=\"54\" cy=\"15\" r=\"5\" fill=\"#7fd88f\"/>\n\
         <text x=\"{}\" y=\"19\" text-anchor=\"middle\" fill=\"#8b93a1\">pivotal</text>\n",
        width - 16,
        BAR - 8,
        width / 2
    );
    for y in 0..buffer.area.height {
        draw_ground(&mut out, buffer, y);
        draw_frame(&mut out, buffer, y);
        for run in runs(buffer, y) {
            draw_run(&mut out, &run, y);
        }
    }
    out.push_str("</svg>\n");
    out
}

/// Returns the left edge of a column of cells.
const fn left(x: u16) -> u16 {
    MARGIN + x * CELL.0
}

/// Returns the upper edge of a row of cells.
const fn top(y: u16) -> u16 {
    BAR + 4 + y * CELL.1
}

/// Fills the cells of a row whose colours are exchanged.
fn draw_ground(out: &mut String, buffer: &Buffer, y: u16) {
    let reversed = |x: u16| x < buffer.area.width && Look::of(&buffer[(x, y)]).reversed;
    let mut x = 0;
    while x < buffer.area.width {
        let end = (x..=buffer.area.width).find(|x| !reversed(*x)).unwrap_or(x);
        if end > x {
            let _ = writeln!(
                out,
                "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" fill=\"{TEXT}\"/>",
                left(x),
                top(y),
                (end - x) * CELL.0,
                CELL.1
            );
        }
        x = end + 1;
    }
}

/// Draws the lines of boxes, which have gaps where they are text.
fn draw_frame(out: &mut String, buffer: &Buffer, y: u16) {
    let mut path = String::new();
    let (top, half) = (top(y), CELL.1 / 2);
    for x in 0..buffer.area.width {
        let (left, middle) = (left(x), left(x) + CELL.0 / 2);
        let _ = match buffer[(x, y)].symbol() {
            "─" => write!(path, "M{left} {}h{}", top + half, CELL.0),
            "│" => write!(path, "M{middle} {top}v{}", CELL.1),
            "╭" => write!(
                path,
                "M{} {}q-4 0-4 4v{}",
                left + CELL.0,
                top + half,
                CELL.1 - half - 4
            ),
            "╮" => write!(path, "M{left} {}q4 0 4 4v{}", top + half, CELL.1 - half - 4),
            "╰" => write!(path, "M{middle} {top}v{}q0 4 4 4", half - 4),
            "╯" => write!(path, "M{middle} {top}v{}q0 4-4 4", half - 4),
            _ => Ok(()),
        };
    }
    if !path.is_empty() {
        let _ = writeln!(out, "<path d=\"{path}\" fill=\"none\" stroke=\"#8b93a1\"/>");
    }
}

fn is_line(text: &str) -> bool {
    text.chars().all(|c| "─│╭╮╰╯".contains(c))
}

fn draw_run(out: &mut String, run: &Run, y: u16) {
    let top = top(y);
    // Blanks are not written: each word group stands at its own cell.
    let mut start = 0;
    for group in run.text.split("  ") {
        let words = group.trim();
        if !words.is_empty() && !is_line(words) {
            let before = run.text[..start].width() + group.len() - group.trim_start().len();
            let x = left(run.x + u16::try_from(before).unwrap_or(0));
            let length = u16::try_from(words.width()).unwrap_or(0) * CELL.0;
            let mut looks = format!("fill=\"{}\"", run.look.color);
            if run.look.bold {
                looks.push_str(" font-weight=\"bold\"");
            }
            if run.look.underlined {
                looks.push_str(" text-decoration=\"underline\"");
            }
            if words.chars().count() > 1 {
                let _ = write!(looks, " textLength=\"{length}\"");
            }
            let _ = writeln!(
                out,
                "<text x=\"{x}\" y=\"{}\" {looks}>{}</text>",
                top + 13,
                escaped(words)
            );
        }
        start += group.len() + 2;
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

/// Demands that all tags close in turn and nothing is left unescaped.
fn demand_well_formed(svg: &str) {
    let mut open: Vec<&str> = Vec::new();
    let mut rest = svg;
    while let Some((before, after)) = rest.split_once('<') {
        assert!(!before.contains('>'), "{before}");
        for part in before.split('&').skip(1) {
            assert!(
                ["amp;", "lt;", "gt;"].iter().any(|name| part.starts_with(name)),
                "{part}"
            );
        }
        let (tag, after) = after.split_once('>').expect("a tag that ends");
        assert_eq!(tag.matches('"').count() % 2, 0, "{tag}");
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name));
        } else if !tag.ends_with('/') {
            open.push(tag.split(' ').next().unwrap_or_default());
        }
        rest = after;
    }
    assert_eq!((open.len(), rest.trim()), (0, ""));
}
