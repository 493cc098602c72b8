//! Opening a workbook: against calamine, which reads its cells and drops them.

use std::hint::black_box;
use std::io::Cursor;
use std::sync::Arc;

use calamine::{Reader, Xlsx};
use criterion::Criterion;
use pivotal::paste::{IndexedText, Known, ListFile, Options, Sheet, Taken, read_file};
use rust_xlsxwriter::Workbook;

use crate::people::{List, list};

pub(crate) fn read(criterion: &mut Criterion) {
    let List { text, ready } = list(100_000);
    let bytes = workbook(&text);
    let mut group = criterion.benchmark_group("workbook_100k_rows");
    group.sample_size(10);
    group.bench_function("calamine_reads_the_cells", |bencher| {
        bencher.iter(|| {
            let mut workbook = Xlsx::new(Cursor::new(bytes.as_slice())).expect("a workbook");
            let name = workbook.sheet_names().first().cloned().expect("a sheet");
            let mut reader = workbook.worksheet_cells_reader(&name).expect("cells");
            let mut cells = 0;
            while let Some(cell) = reader.next_cell().expect("a cell") {
                black_box(cell);
                cells += 1;
            }
            cells
        });
    });
    group.bench_function("pivotal_with_verdicts", |bencher| {
        let known = Arc::new(Known::of_customer(None, false));
        bencher.iter(|| {
            let ListFile { text, layout, .. } = read_file(&bytes, &Taken::default()).expect("read");
            let source = IndexedText::new(&text);
            let options = Options {
                layout,
                ..Options::default()
            };
            let sheet = Sheet::new(&source, options, Arc::clone(&known));
            assert_eq!(sheet.counts().ready, ready);
            sheet.counts()
        });
    });
    group.finish();
}

/// Makes a workbook of one sheet out of lines of CSV.
fn workbook(text: &str) -> Vec<u8> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    for (row, record) in (0..).zip(reader.records()) {
        for (column, cell) in (0..).zip(record.expect("a record").iter()) {
            sheet.write(row, column, cell).expect("written");
        }
    }
    workbook.save_to_buffer().expect("made")
}
