//! A walk with the short way for plain blocks against one that reads each block with care.

use std::sync::Arc;

use proptest::prelude::*;

use super::*;
use crate::domain::Domain;
use crate::paste::known::Known;

/// What a walk did: where blocks may begin, who was found, and where it ended.
#[derive(Debug, PartialEq)]
struct Walked {
    blocks: Vec<(usize, usize)>,
    found: Vec<(Spot, Verdict)>,
    end: usize,
}

fn walked(text: &str, fast_path: Option<FastPath>, first: usize, slab: usize, last: usize) -> Walked {
    let known = Arc::new(Known::of_customer(Domain::parse("acme.com").ok(), false));
    let (mut blocks, mut found) = (Vec::new(), Vec::new());
    let end = walk_by(
        fast_path,
        &IndexedText::new(text),
        first,
        slab,
        |line, reach| {
            blocks.push((line, reach));
            if line < last {
                ControlFlow::Continue(())
            } else {
                ControlFlow::Break(())
            }
        },
        &mut Checker::new(known),
        |spot, verdict| found.push((spot, verdict)),
    );
    Walked { blocks, found, end }
}

/// Walks over a text with the short way and without it; returns how many people both found.
fn walked_both_ways(text: &str, first: usize, slab: usize, last: usize) -> usize {
    let carefully = walked(text, None, first, slab, last);
    let fast = walked(text, Some(FastPath::default()), first, slab, last);
    assert_eq!(fast, carefully, "{text}");
    fast.found.len()
}

/// Lines of a list, some of which are plain.
fn line() -> impl Strategy<Value = String> {
    let plain = "(- |\\* |1\\. |)(Ann|Bo|José|Ольга|山田) (Lee|Wu|García|太郎)( \\(CTO\\):|,| -|  )? (ann|bo|x17|jose)[1-3]?@acme\\.com(, \\+1 202-555-0101| - CTO)?";
    let field = "(Name|name|Nom|氏名|Email|E-Mail|Title|Titel|Phone|Mobile|Company|First name|Attendee|Contact|Note): ?(Ann Lee|Bo Wu|José García|Ольга Попова|Hello|Ann Phone|ann@acme.com|bo@acme.com|x17@acme.com|CTO|VP, Customer Success|Director, \"Platform\" & Data|Office manager|Lead \\(EMEA\\)|Sales - Ann Lee|\\+1 202-555-0101|555|-|)";
    let other = "|-|---|Sponsors|Ann Lee|Email|Phone|CTO|ann@acme.com|\\+1 202-555-0101|Hello all,|BEGIN:VCARD|END:VCARD|> x|\\{| |Project lead: Bo Wu|Bo Wu <bo@acme.com> and Ann Lee <ann@acme.com>|bo wu bo@acme.com";
    prop_oneof![4 => plain, 4 => field, 2 => other]
}

/// Cards whose fields come in about the same order.
fn card() -> impl Strategy<Value = String> {
    let name =
        "(Name|Nom|氏名): (Ann Lee|Bo Wu|José García|Ольга Попова|山田太郎|Ann|Mr Wu|Ann Owner|Company)\n";
    let email = "(Email|E-Mail): (ann|bo|x17|jose.garcia|Name|e)@(acme.com|email.com)\n";
    let title = "((Title|Titel|Company|Department): (CTO|VP, Sales|N/A|Manager|Office|Mobile|Name|A, B|Ann, Bo Wu|Acme)\n)?";
    let phone = "((Phone|Tel): (\\+1 202-555-0101|030 123|)\n){0,2}";
    let gap = "(\n|\n\n|---\n| \n|)";
    let of = |parts: [&str; 5]| prop::string::string_regex(&parts.concat()).expect("a pattern");
    prop_oneof![
        3 => of([name, email, title, phone, gap]),
        1 => of([name, title, email, phone, gap]),
        1 => of([email, name, phone, title, gap]),
        1 => of([title, name, email, gap, ""]),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn lines_are_read_as_with_care(
        parts in prop::collection::vec((line(), prop_oneof![8 => Just(1_usize), 1 => 2..12_usize, 1 => 60..70_usize]), 0..24),
        first in 0..3_usize, slab in 1..400_usize, last in prop_oneof![Just(usize::MAX), 0..90_usize],
    ) {
        let lines: Vec<String> = parts.into_iter().flat_map(|(line, times)| vec![line; times]).collect();
        let text = lines.join("\n");
        let first = start(&IndexedText::new(&text), first.min(lines.len()));
        walked_both_ways(&text, first, slab, last);
    }

    #[test]
    fn cards_are_read_as_with_care(cards in prop::collection::vec(card(), 0..9), slab in 1..400_usize) {
        walked_both_ways(&cards.concat(), 0, slab, usize::MAX);
    }
}

#[test]
fn plain_lists_take_the_short_way() {
    for (block, lines) in [
        ("- Ann Lee (CTO): ann@acme.com\n", 1),
        (
            "Name: Ann Lee\nEmail: ann@acme.com\nTitle: VP, Sales\nPhone: \n\n",
            5,
        ),
        ("Nom : Ann Lee\nE-mail : ann@acme.com\n\n", 3),
        ("Ann Lee <ann@acme.com>, CTO\n\n", 2),
    ] {
        let text = block.repeat(300);
        let mut path = FastPath::default();
        let (mut at, mut state, mut read) = (0, Before::Break, 0);
        let known = Arc::new(Known::default());
        let mut checker = Checker::new(known);
        let piece = Piece {
            text: &text,
            is_last: true,
        };
        while at < text.len() {
            let Some(found) = path.block(piece, at, state, &mut checker) else {
                break;
            };
            (at, state, read) = (found.end, found.then, read + found.lines);
        }
        assert_eq!(read, 300 * lines, "{block}");
        assert_eq!(walked_both_ways(&text, 0, 4096, usize::MAX), 300, "{block}");
    }
}
