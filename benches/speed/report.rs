//! The table of a run: each figure beside its peer or limit, as `docs/performance.md` has it.

#![expect(clippy::print_stdout, reason = "the table is what the bench is run for")]

use std::path::Path;

use crate::figures::{Figures, Limit, Unit};

/// A figure of ours beside that of a peer; both are the names under which criterion keeps them.
struct Row {
    what: &'static str,
    peer: &'static str,
    peer_words: &'static str,
    own: &'static str,
    goal: Goal,
}

/// What a ratio is to be.
#[derive(Clone, Copy)]
enum Goal {
    None,
    /// The time of the peer, so many times, at most.
    Within(f64),
    /// So many times faster than the peer.
    Faster(f64),
}

const ROWS: [Row; 39] = [
    Row {
        what: "program start to first frame, 1,000,000 contacts stored",
        peer: "first_frame_1m_contacts/bare",
        peer_words: "open SQLite, draw one frame",
        own: "first_frame_1m_contacts/pivotal",
        goal: Goal::Within(1.4),
    },
    Row {
        what: "the same, to the frame that shows the customers",
        peer: "first_frame_1m_contacts/bare",
        peer_words: "",
        own: "first_frame_1m_contacts/pivotal_with_rows",
        goal: Goal::None,
    },
    Row {
        what: "one key and its frame on the Contacts tab, 100,000 contacts",
        peer: "contacts_tab_step_and_frame/100",
        peer_words: "with 100 contacts",
        own: "contacts_tab_step_and_frame/100000",
        goal: Goal::Within(1.2),
    },
    Row {
        what: "the same in the list of 40,000 customers with 1,000,000 contacts",
        peer: "customer_list_step_and_frame/1000",
        peer_words: "with 40 customers",
        own: "customer_list_step_and_frame/1000000",
        goal: Goal::Within(1.2),
    },
    Row {
        what: "the same with 200,000 contacts, ten fields filled and 100,000 notes",
        peer: "step_and_frame_with_fields/customers_without",
        peer_words: "without fields and notes",
        own: "step_and_frame_with_fields/customers_with",
        goal: Goal::Within(1.2),
    },
    Row {
        what: "the same on the Contacts tab",
        peer: "step_and_frame_with_fields/contacts_without",
        peer_words: "without fields and notes",
        own: "step_and_frame_with_fields/contacts_with",
        goal: Goal::Within(1.2),
    },
    Row {
        what: "the palette opened, a letter typed, both drawn",
        peer: "",
        peer_words: "1 ms",
        own: "palette_open_and_key",
        goal: Goal::None,
    },
    Row {
        what: "one key in a list of 100,000 lines and its frame",
        peer: "key_in_a_pasted_list_and_frame/100",
        peer_words: "in 100 lines",
        own: "key_in_a_pasted_list_and_frame/100000",
        goal: Goal::Within(1.2),
    },
    Row {
        what: "the same in 1,000,000 lines",
        peer: "key_in_a_pasted_list_and_frame/100",
        peer_words: "in 100 lines",
        own: "key_in_a_pasted_list_and_frame/1000000",
        goal: Goal::Within(1.4),
    },
    Row {
        what: "read 100,000 rows with verdicts and repeats",
        peer: "read_100k_rows/simd_csv_without_checks",
        peer_words: "the simd-csv crate, no checks",
        own: "read_100k_rows/pivotal_with_verdicts",
        goal: Goal::Within(3.0),
    },
    Row {
        what: "the same",
        peer: "read_100k_rows/csv_crate_without_checks",
        peer_words: "the csv crate, no checks",
        own: "read_100k_rows/pivotal_with_verdicts",
        goal: Goal::None,
    },
    Row {
        what: "the same",
        peer: "read_100k_rows/python_csv_without_checks",
        peer_words: "Python's csv, no checks",
        own: "read_100k_rows/pivotal_with_verdicts",
        goal: Goal::None,
    },
    Row {
        what: "the same",
        peer: "read_100k_rows/xan_count_without_checks",
        peer_words: "`xan count`, the whole program, no checks",
        own: "read_100k_rows/pivotal_with_verdicts",
        goal: Goal::None,
    },
    Row {
        what: "read 100,000 people in aligned columns",
        peer: "people_in_text/simd_csv_without_checks_aligned",
        peer_words: "the simd-csv crate over the same text",
        own: "people_in_text/pivotal_aligned",
        goal: Goal::Within(10.0),
    },
    Row {
        what: "read 100,000 people in blocks with labels",
        peer: "people_in_text/simd_csv_without_checks_cards",
        peer_words: "the simd-csv crate over the same text",
        own: "people_in_text/pivotal_cards",
        goal: Goal::Within(10.0),
    },
    Row {
        what: "read 100,000 people in a bulleted list",
        peer: "people_in_text/simd_csv_without_checks_bullets",
        peer_words: "the simd-csv crate over the same text",
        own: "people_in_text/pivotal_bullets",
        goal: Goal::Within(10.0),
    },
    Row {
        what: "read 20,000 people on one line",
        peer: "people_in_text_on_a_line/a_line_each",
        peer_words: "on a line each",
        own: "people_in_text_on_a_line/one_line",
        goal: Goal::Within(1.5),
    },
    Row {
        what: "open a workbook (.xlsx) of 100,000 rows, with verdicts",
        peer: "workbook_100k_rows/calamine_reads_the_cells",
        peer_words: "calamine, its cells read and dropped",
        own: "workbook_100k_rows/pivotal_with_verdicts",
        goal: Goal::Within(1.5),
    },
    Row {
        what: "100,000 rows pasted into a terminal to a complete preview",
        peer: "paste_100k_rows_in_a_terminal/terminal_layer_alone",
        peer_words: "the terminal layer alone",
        own: "paste_100k_rows_in_a_terminal/pivotal_100000_to_complete_preview",
        goal: Goal::None,
    },
    Row {
        what: "the same",
        peer: "paste_100k_rows_in_a_terminal/pivotal_1000_to_complete_preview",
        peer_words: "with 1,000 rows",
        own: "paste_100k_rows_in_a_terminal/pivotal_100000_to_complete_preview",
        goal: Goal::None,
    },
    Row {
        what: "add a contact, durable, with history and undo",
        peer: "add_contact/bare_insert",
        peer_words: "one bare insert",
        own: "add_contact/pivotal",
        goal: Goal::None,
    },
    Row {
        what: "add 100,000 contacts with history and search index",
        peer: "import_100k_contacts/sqlite3_import",
        peer_words: "`sqlite3 .import` into the same tables",
        own: "import_100k_contacts/pivotal",
        goal: Goal::Faster(5.0),
    },
    Row {
        what: "add them with values in five fields",
        peer: "import_100k_contacts/pivotal",
        peer_words: "without",
        own: "import_100k_contacts/pivotal_with_five_fields",
        goal: Goal::Within(1.3),
    },
    Row {
        what: "take them back",
        peer: "import_100k_contacts/pivotal",
        peer_words: "adding them",
        own: "import_100k_contacts/pivotal_undo",
        goal: Goal::Within(1.5),
    },
    Row {
        what: "export 100,000 contacts of 1,000 customers as CSV",
        peer: "export_100k_contacts/same_bytes",
        peer_words: "the same bytes written",
        own: "export_100k_contacts/pivotal",
        goal: Goal::Within(2.0),
    },
    Row {
        what: "link a page of 200 new people of HubSpot, durable, with history",
        peer: "sync_page_of_200/bare_inserts",
        peer_words: "bare inserts into the same tables",
        own: "sync_page_of_200/new_people",
        goal: Goal::None,
    },
    Row {
        what: "one key of the search over 1,000,000 contacts, customers, tags and history: `jose`",
        peer: "search_1m_contacts/fzf/jose",
        peer_words: "`fzf --filter` over the names and addresses",
        own: "search_1m_contacts/pivotal/jose",
        goal: Goal::Faster(100.0),
    },
    Row {
        what: "the same",
        peer: "search_1m_contacts/rg/jose",
        peer_words: "`rg --ignore-case --count` over the same",
        own: "search_1m_contacts/pivotal/jose",
        goal: Goal::Faster(50.0),
    },
    Row {
        what: "the same",
        peer: "search_1m_contacts/sqlite_like/jose",
        peer_words: "SQLite's `LIKE`, the first 50",
        own: "search_1m_contacts/pivotal/jose",
        goal: Goal::None,
    },
    Row {
        what: "`jose garcia`",
        peer: "search_1m_contacts/fzf/jose garcia",
        peer_words: "fzf",
        own: "search_1m_contacts/pivotal/jose garcia",
        goal: Goal::Faster(100.0),
    },
    Row {
        what: "the same",
        peer: "search_1m_contacts/rg/jose garcia",
        peer_words: "rg",
        own: "search_1m_contacts/pivotal/jose garcia",
        goal: Goal::Faster(50.0),
    },
    Row {
        what: "`nobody at all`",
        peer: "search_1m_contacts/fzf/nobody at all",
        peer_words: "fzf",
        own: "search_1m_contacts/pivotal/nobody at all",
        goal: Goal::Faster(100.0),
    },
    Row {
        what: "the same",
        peer: "search_1m_contacts/rg/nobody at all",
        peer_words: "rg",
        own: "search_1m_contacts/pivotal/nobody at all",
        goal: Goal::Faster(50.0),
    },
    Row {
        what: "`太郎`, two letters that a few have",
        peer: "search_1m_contacts/fzf/太郎",
        peer_words: "fzf",
        own: "search_1m_contacts/pivotal/太郎",
        goal: Goal::None,
    },
    Row {
        what: "the same",
        peer: "search_1m_contacts/rg/太郎",
        peer_words: "rg",
        own: "search_1m_contacts/pivotal/太郎",
        goal: Goal::Within(1.0),
    },
    Row {
        what: "`j`",
        peer: "search_1m_contacts/fzf/j",
        peer_words: "fzf",
        own: "search_1m_contacts/pivotal/j",
        goal: Goal::None,
    },
    Row {
        what: "the same",
        peer: "search_1m_contacts/rg/j",
        peer_words: "rg",
        own: "search_1m_contacts/pivotal/j",
        goal: Goal::Within(1.0),
    },
    Row {
        what: "`title:engineer owner:owner7@ wang`",
        peer: "",
        peer_words: "",
        own: "search_1m_contacts/pivotal/title:engineer owner:owner7@ wang",
        goal: Goal::None,
    },
    Row {
        what: "`jose`, 1,000,000 contacts",
        peer: "search_growth/1000",
        peer_words: "1,000 contacts",
        own: "search_growth/1000000",
        goal: Goal::None,
    },
];

/// Prints the table of what was measured, now or by an earlier run.
pub(crate) fn tell(figures: &Figures) {
    println!("\n| what | peer or limit | pivotal | ratio | goal |\n|---|---|---|---|---|");
    for row in &ROWS {
        let Some(own) = seconds(row.own) else { continue };
        let (peer, ratio) = match seconds(row.peer) {
            Some(peer) => {
                let words = if row.peer_words.is_empty() { "" } else { ": " };
                (
                    format!("{}{words}{}", Unit::Seconds.write(peer), row.peer_words),
                    ratio(own / peer),
                )
            }
            None if row.peer.is_empty() => (row.peer_words.to_owned(), String::new()),
            None => continue,
        };
        println!(
            "| {} | {peer} | {} | {ratio} | {} |",
            row.what,
            Unit::Seconds.write(own),
            row.goal.words()
        );
    }
    for figure in &figures.0 {
        let Limit { value, unit } = &figure.limit;
        let limit = unit.write(*value);
        let ratio = if *value > 0.0 {
            ratio(figure.own / value)
        } else {
            String::new()
        };
        println!(
            "| {} | {limit} | {} | {ratio} | at most the limit |",
            figure.what,
            unit.write(figure.own)
        );
    }
}

/// Returns the median that criterion keeps under a name, in seconds.
pub(crate) fn seconds(name: &str) -> Option<f64> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("../criterion");
    // What a folder cannot be called, criterion replaces.
    let place = folder.join(name.replace(':', "_")).join("new/estimates.json");
    let text = std::fs::read_to_string(place).ok()?;
    let estimates: serde_json::Value = serde_json::from_str(&text).ok()?;
    estimates
        .pointer("/median/point_estimate")?
        .as_f64()
        .map(|nanos| nanos / 1e9)
}

fn ratio(ratio: f64) -> String {
    match ratio {
        ratio if ratio < 0.1 => format!("{:.0} times faster", 1.0 / ratio),
        ratio if ratio < 0.5 => format!("{:.1} times faster", 1.0 / ratio),
        ratio if ratio < 10.0 => format!("{ratio:.2}"),
        ratio => format!("{ratio:.0}"),
    }
}

impl Goal {
    fn words(self) -> String {
        match self {
            Self::None => String::new(),
            Self::Within(times) => format!("{times} at most"),
            Self::Faster(times) => format!("{times} times faster"),
        }
    }
}
