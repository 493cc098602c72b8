//! Labels on lines of their own, above what they name.

use super::item::{Field, Fields, What};
use super::line::Line;
use crate::domain::Detail;
use crate::paste::header;

/// Returns what a line names that may be the label of the line below.
pub(super) fn above(words: &str) -> Option<header::Sort> {
    let may_be_label = !words.bytes().any(|byte| byte.is_ascii_digit());
    let words = Some(words).filter(|_| may_be_label)?;
    header::whole(words.trim().trim_end_matches([':', '*', '?']))
}

/// Gives the words of a line the label that stands alone on the line above.
pub(super) fn with_above(text: &str, run: &[Line], mut lines: Vec<Fields>) -> Vec<Fields> {
    let sorts: Vec<_> = run.iter().map(|line| above(line.text(text))).collect();
    for at in 1..lines.len() {
        let (Some(Some(sort)), Some(None)) = (sorts.get(at - 1), sorts.get(at)) else {
            continue;
        };
        let Some(line) = run.get(at) else { continue };
        let words = line.text(text);
        let start = line.range.start + (words.len() - words.trim_start().len());
        let range = start..start + words.trim().len();
        let what = match sort {
            header::Sort::Email | header::Sort::Detail(Detail::OtherEmails) => continue,
            header::Sort::First => What::First,
            header::Sort::Last => What::Last,
            header::Sort::Full | header::Sort::Name => What::Name,
            header::Sort::Detail(Detail::Title) | header::Sort::AmbiguousTitle => What::Title,
            header::Sort::Detail(Detail::Phone) => What::Phone,
            header::Sort::Detail(Detail::Roles) => What::Roles,
        };
        if let Some(fields) = lines.get_mut(at).filter(|fields| fields.addresses == 0) {
            fields.all = vec![Field {
                what,
                range,
                line: line.number,
                is_labelled: true,
                nth: 0,
                is_bracketed: false,
            }];
        }
    }
    for (fields, sort) in lines.iter_mut().zip(&sorts) {
        if sort.is_some() && fields.addresses == 0 && !fields.all.iter().any(|field| field.is_labelled) {
            fields.all.clear();
        }
    }
    lines
}
