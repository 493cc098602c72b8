//! Histories that are exported, whole and in their order.

use rstest::rstest;

use crate::domain::{Change, HistorySelection, ImportPrimary, SafeText, SearchQuery, Selection};
use crate::export::Format;
use crate::workspace::testing::with_acme;

#[rstest]
#[case(Format::Csv)]
#[case(Format::Json)]
fn a_long_history_is_exported_whole_and_newest_first(#[case] format: Format) {
    let (mut workspace, acme) = with_acme();
    let contacts = (0..4_500)
        .map(|number| super::fields(&format!("P {number}"), &format!("p{number}@acme.com"), ""))
        .collect();
    let change = Change::ImportContacts {
        customer: acme,
        contacts,
        primary: ImportPrimary::FirstIfNone,
        misfits: 0,
        archived: Default::default(),
    };
    workspace.make(change).expect("imported");
    let selection = Selection::History(HistorySelection {
        customer: acme,
        words: SearchQuery::default(),
    });
    let mut out = Vec::new();
    let exported = workspace.export(&selection, format, &mut out).expect("exported");
    assert_eq!(exported.rows, 4_502);
    let file = SafeText::clean("acme.csv");
    assert_eq!(
        exported.sentence(&file),
        "Exported 4502 lines of the history to acme.csv."
    );
    let text = String::from_utf8(out).expect("UTF-8");
    let at = |number: usize| text.find(&format!("p{number}@acme.com")).expect("written");
    assert!(at(4_499) < at(3_000) && at(3_000) < at(2_001) && at(2_001) < at(2_000) && at(2_000) < at(1_000));
}
