//! Speed, always beside a peer that is measured in the same run.

#![expect(clippy::expect_used, reason = "a bench ends by a panic")]

mod bare;
mod commit;
mod export;
mod fixture;
mod frame;
mod import;
mod page;
mod palette;
mod pane;
mod paste;
mod search;
mod start;
mod terminal;

use criterion::Criterion;

fn main() {
    if bare::is_wanted() {
        return bare::run();
    }
    let mut criterion = Criterion::default().configure_from_args();
    frame::contacts_tab(&mut criterion);
    palette::open_and_type(&mut criterion);
    commit::add_contact(&mut criterion);
    import::import_contacts(&mut criterion);
    export::export_contacts(&mut criterion);
    page::apply_page(&mut criterion);
    paste::parse(&mut criterion);
    pane::key_in_a_list(&mut criterion);
    terminal::paste(&mut criterion);
    search::as_you_type(&mut criterion);
    start::first_frame(&mut criterion);
    criterion.final_summary();
}
