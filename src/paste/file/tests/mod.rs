//! Files as text, each made by its test.

mod damage;
mod sheets;
mod texts;
mod workbooks;

use std::io::{Cursor, Write};

use rust_xlsxwriter::{Workbook, Worksheet};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::*;

/// Makes a workbook of Excel with sheets of these names.
fn xlsx<const N: usize>(names: [&str; N], fill: impl FnOnce([&mut Worksheet; N])) -> Vec<u8> {
    let mut workbook = Workbook::new();
    for name in names {
        workbook.add_worksheet().set_name(name).expect("a name");
    }
    let mut sheets = workbook.worksheets_mut().iter_mut();
    fill(names.map(|_| sheets.next().expect("a sheet")));
    workbook.save_to_buffer().expect("made")
}

fn write(sheet: &mut Worksheet, row: u32, column: u16, cells: &[&[&str]]) {
    for (down, cells) in (row..).zip(cells) {
        for (right, cell) in (column..).zip(*cells) {
            if !cell.is_empty() {
                sheet.write(down, right, *cell).expect("written");
            }
        }
    }
}

/// Makes a workbook of OpenDocument out of the inside of `office:spreadsheet`.
fn ods(tables: &str) -> Vec<u8> {
    ods_with(tables, "<manifest:manifest/>")
}

fn ods_with(tables: &str, manifest: &str) -> Vec<u8> {
    let content = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><office:document-content><office:automatic-styles>\
         <style:style style:name=\"ta2\"><style:table-properties table:display=\"false\"/></style:style>\
         </office:automatic-styles><office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>\
         </office:document-content>"
    );
    zip_of(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", content.as_bytes()),
        ("META-INF/manifest.xml", manifest.as_bytes()),
    ])
}

/// Packs parts; the first is not compressed.
fn zip_of(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (at, (name, bytes)) in parts.iter().enumerate() {
        let method = if at == 0 {
            CompressionMethod::Stored
        } else {
            CompressionMethod::Deflated
        };
        let options = SimpleFileOptions::default().compression_method(method);
        writer.start_file(*name, options).expect("a part");
        writer.write_all(bytes).expect("written");
    }
    writer.finish().expect("packed").into_inner()
}

fn all(bytes: &[u8]) -> ListFile {
    read(bytes, &Taken::default()).expect("read")
}

fn facts(file: &ListFile) -> &WorkbookFacts {
    match &file.origin {
        Origin::Workbook(facts) => facts,
        Origin::Text(page) => panic!("text in {}", page.name()),
    }
}

fn sheet(name: &str) -> Taken {
    Taken {
        sheet: Some(name.to_owned()),
        ..Taken::default()
    }
}

/// Changes a part of an archive.
fn with_part(bytes: &[u8], name: &str, change: impl Fn(&str) -> String) -> Vec<u8> {
    let mut archive = archive::Archive::open(bytes).expect("an archive");
    let mut parts = Vec::new();
    for (at, other) in archive.names().into_iter().enumerate() {
        let part = archive.part(at).expect("a part");
        let text = String::from_utf8(part).expect("text");
        parts.push((other.clone(), if other == name { change(&text) } else { text }));
    }
    let parts: Vec<(&str, &[u8])> = parts
        .iter()
        .map(|(name, text)| (name.as_str(), text.as_bytes()))
        .collect();
    zip_of(&parts)
}
