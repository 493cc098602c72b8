//! The document against a plain string, and each move and act on its own.

use proptest::prelude::*;
use rstest::rstest;

use super::*;
use edits::Way;

fn at(text: &str, cursor: usize) -> Document {
    let mut document = Document::new(text);
    document.cursor = cursor;
    document
}

#[rstest]
#[case("aé👩‍👩‍👧b", 3, Move::Right, 21)]
#[case("aé👩‍👩‍👧b", 21, Move::Left, 3)]
#[case("ab\ncd", 2, Move::Right, 3)]
#[case("ab\ncd", 3, Move::Left, 2)]
#[case("Ann Lee,ann@acme.com", 0, Move::WordRight, 3)]
#[case("Ann Lee", 7, Move::WordLeft, 4)]
#[case("Ann Lee", 4, Move::WordLeft, 0)]
#[case("王小明\nabcdef", 6, Move::Down, 14)]
#[case("ab\n\ncd", 1, Move::Down, 3)]
#[case("\tx", 1, Move::LineEnd, 2)]
#[case("ab", 1, Move::Up, 0)]
#[case("ab", 1, Move::Down, 2)]
#[case("a\nb\nc\nd", 0, Move::PageDown(2), 4)]
fn moves(#[case] text: &str, #[case] from: usize, #[case] to: Move, #[case] cursor: usize) {
    let mut document = at(text, from);
    document.step(to, Select::Nothing);
    assert_eq!(document.cursor(), cursor);
}

#[test]
fn up_and_down_come_back_to_their_column() {
    let mut document = at("abcdef\nx\nabcdef", 5);
    document.step(Move::Down, Select::Nothing);
    document.step(Move::Down, Select::Nothing);
    assert_eq!(document.cursor_cell(), 5);
}

#[test]
fn typing_is_one_step_and_a_paste_is_one() {
    let mut document = Document::default();
    for c in "Ann".chars() {
        document.type_char(c);
    }
    document.paste("\r\nBo\rCy");
    assert_eq!(document.text(), "Ann\nBo\nCy");
    document.undo();
    assert_eq!(document.text(), "Ann");
    document.undo();
    assert_eq!(document.text(), "");
    assert_eq!(document.undo(), None);
    document.redo();
    document.redo();
    assert_eq!(document.text(), "Ann\nBo\nCy");
}

#[test]
fn a_selection_is_replaced_cut_and_copied() {
    let mut document = at("Ann Lee", 0);
    document.step(Move::WordRight, Select::Along);
    assert_eq!(document.copied(), "Ann");
    document.type_char('B');
    assert_eq!(document.text(), "B Lee");
    document.undo();
    assert_eq!(document.selection(), Some(0..3));
    document.cut();
    assert_eq!(document.text(), " Lee");
}

#[rstest]
#[case("a\nb\nc", 2, Way::Up, "b\na\nc")]
#[case("a\nb\nc", 2, Way::Down, "a\nc\nb")]
#[case("a\nb", 0, Way::Up, "a\nb")]
fn lines_move(#[case] text: &str, #[case] cursor: usize, #[case] way: Way, #[case] moved: &str) {
    let mut document = at(text, cursor);
    document.move_lines(way);
    assert_eq!(document.text(), moved);
}

#[test]
fn what_cannot_show_never_gets_in_or_shows_as_a_dot() {
    let mut document = Document::default();
    document.paste("a\u{1b}[2J\u{0}b\u{202e}c");
    assert_eq!(document.text(), "a[2Jb\u{202e}c");
    let shown: String = clusters(&document.line(0)).map(|cluster| cluster.shown).collect();
    assert!(!shown.contains('\u{202e}'), "{shown}");
}

#[derive(Debug, Clone)]
enum Act {
    Type(char),
    Paste(String),
    Backspace,
    Delete,
    Word,
    Go(Move, Select),
    Lines(Way),
    Cut,
    Rewrite(Vec<(usize, usize, String)>),
}

fn act() -> impl Strategy<Value = Act> {
    let text = "[a-c,é王\n ]{0,6}";
    prop_oneof![
        prop::char::any()
            .prop_filter("plain", |c| !c.is_control())
            .prop_map(Act::Type),
        Just(Act::Type('\n')),
        text.prop_map(Act::Paste),
        Just(Act::Backspace),
        Just(Act::Delete),
        Just(Act::Word),
        (
            prop_oneof![
                Just(Move::Left),
                Just(Move::Right),
                Just(Move::Up),
                Just(Move::Down),
                Just(Move::WordLeft),
                Just(Move::End),
                Just(Move::Start)
            ],
            prop_oneof![Just(Select::Nothing), Just(Select::Along)]
        )
            .prop_map(|(to, select)| Act::Go(to, select)),
        prop_oneof![Just(Way::Up), Just(Way::Down)].prop_map(Act::Lines),
        Just(Act::Cut),
        prop::collection::vec((0..20usize, 0..4usize, text), 0..4).prop_map(Act::Rewrite),
    ]
}

fn carry_out(document: &mut Document, act: &Act) -> Option<Change> {
    match act {
        Act::Type(c) => document.type_char(*c),
        Act::Paste(text) => document.paste(text),
        Act::Backspace => document.backspace(),
        Act::Delete => document.delete(),
        Act::Word => document.delete_word_left(),
        Act::Go(to, select) => {
            document.step(*to, *select);
            None
        }
        Act::Lines(way) => document.move_lines(*way),
        Act::Cut => document.cut(),
        Act::Rewrite(edits) => {
            let text = document.text();
            let mut at = 0;
            let mut ranges = Vec::new();
            for (gap, length, new) in edits {
                let start = text.floor_char_boundary((at + gap).min(text.len()));
                let end = text.floor_char_boundary((start + length).min(text.len()));
                if start < at {
                    break;
                }
                ranges.push((start..end, new.clone()));
                at = end + 1;
            }
            document.rewrite(&ranges)
        }
    }
}

#[rstest]
#[case::they_overlap(&[(0, 4), (3, 5)])]
#[case::they_are_not_in_order(&[(4, 5), (0, 1)])]
#[case::one_lies_beyond_the_text(&[(0, 1), (5, 12)])]
#[case::one_ends_before_it_starts(&[(4, 1)])]
#[case::one_cuts_a_letter(&[(0, 2)])]
fn ranges_that_cannot_be_replaced_change_nothing(#[case] ranges: &[(usize, usize)]) {
    let mut document = Document::new("aé\nb c");
    let edits: Vec<_> = ranges
        .iter()
        .map(|(start, end)| (*start..*end, "x".to_owned()))
        .collect();
    assert_eq!(document.rewrite(&edits), None);
    assert_eq!(document.text(), "aé\nb c");
    assert_eq!(document.undo(), None);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_change_tells_its_lines_and_can_be_taken_back(start in "[a-c\n]{0,30}", acts in prop::collection::vec(act(), 0..30)) {
        let mut document = Document::new(&start);
        for act in &acts {
            let before = document.text();
            let change = carry_out(&mut document, act);
            tells_its_lines(&before, &document.text(), change)?;
            prop_assert!(document.text().is_char_boundary(document.cursor()));
        }
        let end = document.text();
        loop {
            let before = document.text();
            let Some(change) = document.undo() else { break };
            tells_its_lines(&before, &document.text(), Some(change))?;
        }
        prop_assert_eq!(document.text(), start);
        while document.redo().is_some() {}
        prop_assert_eq!(document.text(), end);
    }
}

fn tells_its_lines(before: &str, after: &str, change: Option<Change>) -> Result<(), TestCaseError> {
    let (old, new): (Vec<&str>, Vec<&str>) = (before.split('\n').collect(), after.split('\n').collect());
    let Some(change) = change else {
        prop_assert_eq!(before, after);
        return Ok(());
    };
    prop_assert_eq!(&old[..change.first], &new[..change.first]);
    prop_assert_eq!(
        &old[change.first + change.removed..],
        &new[change.first + change.inserted..]
    );
    Ok(())
}
