//! Reading lists that are no table: against a CSV reader over the same text, which checks nothing.

use std::fmt::Write as _;
use std::hint::black_box;
use std::sync::Arc;

use criterion::{BenchmarkGroup, Criterion, measurement::WallTime};
use pivotal::paste::{IndexedText, Known, Options, Sheet};

use crate::paste::simd_csv_reads;
use crate::people::{Person, person};

/// The people of a list.
const PEOPLE: usize = 100_000;

/// The people that stand on one line.
const ON_A_LINE: usize = 20_000;

pub(crate) fn read(criterion: &mut Criterion) {
    let shapes: [(&str, String); 3] = [
        ("aligned", aligned()),
        ("cards", all(PEOPLE, card)),
        ("bullets", all(PEOPLE, bullet)),
    ];
    let mut group = criterion.benchmark_group("people_in_text");
    group.sample_size(10);
    for (shape, text) in &shapes {
        group.bench_function(format!("simd_csv_without_checks_{shape}"), |bencher| {
            bencher.iter(|| simd_csv_reads(text));
        });
        pivotal(&mut group, &format!("pivotal_{shape}"), text, PEOPLE);
    }
    group.finish();
    let mut group = criterion.benchmark_group("people_in_text_on_a_line");
    group.sample_size(10);
    for (name, end) in [("one_line", " "), ("a_line_each", "\n")] {
        let text = all(ON_A_LINE, |person, text| {
            write!(text, "{} <{}>;{end}", person.name, person.email).expect("written");
        });
        pivotal(&mut group, name, &text, ON_A_LINE);
    }
    group.finish();
}

fn pivotal(group: &mut BenchmarkGroup<'_, WallTime>, name: &str, text: &str, people: usize) {
    let known = Arc::new(Known::of_customer(None, false));
    group.bench_function(name, |bencher| {
        bencher.iter(|| {
            let source = IndexedText::new(text);
            let sheet = Sheet::new(&source, Options::default(), Arc::clone(&known));
            assert_eq!(sheet.counts().ready, people);
            black_box(sheet)
        });
    });
}

fn all(count: usize, write: impl Fn(&Person, &mut String)) -> String {
    let mut text = String::new();
    for number in 0..count {
        let mut person = person(number, "acme.com");
        if person.title.is_empty() {
            "CTO".clone_into(&mut person.title);
        }
        write(&person, &mut text);
    }
    text
}

fn aligned() -> String {
    let line = |person: &Person, text: &mut String| {
        let Person {
            name,
            email,
            title,
            phone,
        } = person;
        writeln!(text, "{name:30}  {email:50}  {title:30}  {phone}").expect("written");
    };
    let head = format!("{:30}  {:50}  {:30}  {}\n", "Name", "Email", "Title", "Phone");
    head + &all(PEOPLE, line)
}

fn card(person: &Person, text: &mut String) {
    let Person {
        name,
        email,
        title,
        phone,
    } = person;
    writeln!(
        text,
        "Name: {name}\nEmail: {email}\nTitle: {title}\nPhone: {phone}\n"
    )
    .expect("written");
}

fn bullet(person: &Person, text: &mut String) {
    let Person {
        name, email, title, ..
    } = person;
    writeln!(text, "- {name} ({}): {email}", title.replace('"', "")).expect("written");
}
