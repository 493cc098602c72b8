//! Judges a line that tells of a person by itself straight from its bytes: `- Ann Lee (CTO) ann@acme.com, +1 202 555 0101`.

use super::super::{line, unwanted};
use super::address::Address;
use super::beside::Beside;
use super::name;
use crate::paste::check::{Checker, Verdict};

/// The longest line that is looked at, in bytes; all of it is near the address.
const LONGEST: usize = 240;

/// Judges a line, if it surely tells of one person and begins with their name.
pub(super) fn judge(text: &str, checker: &mut Checker) -> Option<Verdict> {
    if text.len() > LONGEST {
        return None;
    }
    let address = Address::around(text, memchr::memchr(b'@', text.as_bytes())?)?;
    let from = line::mark(text);
    let words = text.get(from..address.opens)?;
    let start = address.opens - words.trim_ascii_start().len();
    let name = name::before(text, start, address.opens)?;
    let sure = name::sure(name, address.local, &mut checker.names)?;
    let beside = Beside {
        line: text,
        from,
        sure,
        address: &address,
    };
    let is_plain = beside.is_plain(start + name.len()..address.opens)
        && beside.is_plain(address.end..text.len())
        && !unwanted::may_hold_sign(text);
    address.judge(checker).filter(|_| is_plain)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use proptest::prelude::*;
    use rstest::rstest;

    use super::super::super::entries;
    use super::*;
    use crate::domain::Domain;
    use crate::paste::known::Known;

    fn checker() -> Checker {
        Checker::new(Arc::new(Known::of_customer(
            Domain::parse("acme.com").ok(),
            false,
        )))
    }

    /// Judges a line both ways; returns whether it is plain.
    fn is_plain(line: &str) -> bool {
        let mut checker = checker();
        let Some(verdict) = judge(line, &mut checker) else {
            return false;
        };
        let entries = entries(line, None);
        let verdicts: Vec<Verdict> = entries.iter().map(|entry| checker.judge(entry)).collect();
        assert_eq!(verdicts, [verdict], "{line:?} {entries:?}");
        true
    }

    #[rstest]
    #[case("- Ann Lee (CTO): ann@acme.com")]
    #[case("- Ann Lee (VP, Sales) ann@acme.com, +1 202-555-0101")]
    #[case("1. Ann Lee <ann.lee@acme.com>, CTO, +49 (30) 1234567")]
    #[case("• Ann Lee – Head of IT – ann@acme.com")]
    #[case("* [ ] Ann Lee | x17@acme.com | Engineer")]
    #[case("Ann Lee    ann@acme.com   Director, \"Platform\" & Data   +1 202 555 0101")]
    #[case("Ольга Попова   olga@acme.com   VP, Customer Success")]
    #[case("- José García (jose@acme.com, +49 30 1234)")]
    #[case("- 山田太郎 (CTO): taro.yamada@acme.com")]
    #[case("Ann Lee ann@acme.com")]
    fn plain_lines_take_the_short_way(#[case] line: &str) {
        assert!(is_plain(line), "{line}");
    }

    #[rstest]
    #[case("- Sponsor: Ann Lee, ann@acme.com")]
    #[case("- Ann Lee: ann@acme.com")]
    #[case("- Ann Lee (CTO), Bo Wu: x17@acme.com")]
    #[case("- Bo Wu (Ann Lee): x17@acme.com")]
    #[case("- Bo Wu ann@acme.com bo@acme.com")]
    #[case("- Ann Lee (CTO) ann@acme.com, no longer here")]
    #[case("- Ann Lee (CTO, +49 30 123456) ann@acme.com")]
    #[case("- and Bo Wu x17@acme.com")]
    #[case("- Ann & Bo ann@acme.com")]
    #[case("- Hello Ann x17@acme.com")]
    #[case("- Ann Lee <ann@acme.com CTO>")]
    #[case("- Ann Lee 'ann@acme.com'")]
    #[case("- Ann Lee (CTO) ann@acme.com \"x")]
    #[case("- Ann Lee, Title: Bo Wu, ann@acme.com")]
    #[case("Sales Team   sales@acme.com")]
    fn any_other_line_is_left_to_the_thorough_way(#[case] line: &str) {
        assert!(!is_plain(line), "{line}");
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn gives_the_verdict_of_the_thorough_way(
            mark in "- |\\* |• |1[.)] |#2 |> |\\[ \\] |[ ]{0,2}",
            name in "(Ann|Bo|José|Ольга|山田|ann|O'Neill|van|de|Mr|Hello|Sales|and|Lead|Contact|via|Via|김|[A-Z]\\.?|o)( |-|, | {2})?((Lee|Wu|García|Попова|太郎|lee|Berg|Team|GmbH|von|Ng)( Lee| \\(2\\)|-Wu)?)?",
            signs in prop::collection::vec("( ?\\(| {1,3}|, ?|; ?|: ?| - |-| – | / |/|\\)|\\]| \\[|\\): ?| \\| | = |·|\u{a0}|\"|\t)(CTO|VP|Head of|Engineer|Sales|EMEA|Berlin|Acme GmbH|n/a|Ann Lee|Bo|and|of|please add|\\+1 202-555-01|\\(30\\) 12|2024-01-05|123456|x|\"|Title|Mobil|Lead|no longer|left us|Geschäftsführer|,|)", 0..4),
            at in 0..4_usize,
            open in "| ?<| \\(|\\[| |, |: |'|\"|\\*",
            address in "(ann|ann.lee|bo|jose|olga|x17|lee|cto|sales|o.neill|a_b|-ann|ann.|a..b)@(acme|Acme|gmail|a_b|ac-me|acme-)\\.(com|con|co\\.uk|c|com\\.)|ann @acme.com|ann@ acme.com|＠",
            close in "|>|\\)|\\]| |, |:|\\.|'|\"|\\*|\u{301}| >",
        ) {
            let (before, behind) = signs.split_at(at.min(signs.len()));
            let line = format!("{mark}{name}{}{open}{address}{close}{}", before.concat(), behind.concat());
            is_plain(&line);
        }
    }
}
