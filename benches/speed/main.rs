//! Speed, always beside a peer that is measured in the same run.
//!
//! `cargo bench` runs everything and prints the table of `docs/performance.md`; `cargo bench -- search` only what has that name.

#![expect(clippy::expect_used, clippy::panic, reason = "a bench ends by a panic")]

mod bare;
mod commit;
mod custom;
mod export;
mod figures;
mod fixture;
mod frame;
mod growth;
mod import;
mod page;
mod palette;
mod pane;
mod paste;
mod people;
mod programs;
mod report;
mod rest;
mod search;
mod session;
mod shapes;
mod start;
mod terminal;
mod workbook;

use criterion::Criterion;
use figures::Figures;

/// What is measured together.
type Group = (&'static str, fn(&mut Criterion, &mut Figures));

const GROUPS: [Group; 19] = [
    ("contacts_tab_step_and_frame", |criterion, _| {
        frame::contacts_tab(criterion);
    }),
    ("customer_list_step_and_frame", |criterion, _| {
        frame::customer_list(criterion);
    }),
    ("step_and_frame_with_fields", |criterion, _| {
        custom::frames(criterion);
    }),
    ("palette_open_and_key", |criterion, _| {
        palette::open_and_type(criterion);
    }),
    ("add_contact", |criterion, _| commit::add_contact(criterion)),
    ("import_100k_contacts", |criterion, _| {
        import::import_contacts(criterion);
    }),
    ("export_100k_contacts", |criterion, _| {
        export::export_contacts(criterion);
    }),
    ("sync_page_of_200", |criterion, _| page::apply_page(criterion)),
    ("read_100k_rows", |criterion, _| paste::parse(criterion)),
    ("people_in_text", |criterion, _| shapes::read(criterion)),
    ("workbook_100k_rows", |criterion, _| workbook::read(criterion)),
    ("key_in_a_pasted_list_and_frame", |criterion, _| {
        pane::key_in_a_list(criterion);
    }),
    ("paste_100k_rows_in_a_terminal", |criterion, _| {
        terminal::paste(criterion);
    }),
    ("keys_in_a_terminal", |_, figures| {
        terminal::keys_and_memory(figures);
    }),
    ("search_1m_contacts", search::as_you_type),
    ("search_with_fields", search::with_fields),
    ("search_growth", |criterion, _| search::growth(criterion)),
    ("first_frame_1m_contacts", |criterion, _| {
        start::first_frame(criterion);
    }),
    ("at_rest", |_, figures| rest::at_rest(figures)),
];

fn main() {
    if bare::is_wanted() {
        return bare::run();
    }
    // Criterion takes the first bare word as a filter; what it would leave out need not be prepared.
    let filter = std::env::args()
        .skip(1)
        .find(|argument| !argument.starts_with('-'));
    let mut criterion = Criterion::default().configure_from_args();
    let mut figures = Figures::default();
    for (name, measure) in GROUPS {
        if filter
            .as_deref()
            .is_none_or(|filter| name.contains(filter) || filter.starts_with(name))
        {
            measure(&mut criterion, &mut figures);
        }
    }
    criterion.final_summary();
    report::tell(&figures);
    growth::draw();
}
