//! How a spreadsheet shows a number, by the code of its format.
//!
//! Two things are told better than they are shown: a number is never cut to `4.7E+09`, and the short dates that follow
//! the system of whoever looks at them stand as `2026-03-02`.

use super::date::{self, Date};

/// What a cell with a number shows.
#[derive(Debug, Clone)]
pub(super) struct NumberFormat {
    sections: Vec<Section>,
}

#[derive(Debug, Clone)]
struct Section {
    condition: Option<Condition>,
    shown: Shown,
}

#[derive(Debug, Clone)]
struct Condition {
    holds: fn(f64, f64) -> bool,
    than: f64,
}

#[derive(Debug, Clone)]
enum Shown {
    /// As it is, between words.
    General { before: String, after: String },
    /// As a date or a time.
    Date(Vec<Date>),
    /// In the places of digits.
    Digits(Digits),
}

/// Places of digits and what stands between them.
#[derive(Debug, Clone, Default)]
struct Digits {
    whole: Vec<Piece>,
    decimals: Vec<Piece>,
    has_point: bool,
    grouped: bool,
    /// How often it is multiplied with 100, and divided by 1,000.
    hundreds: i32,
    thousandths: i32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Piece {
    Literal(char),
    /// `0`, which always shows; `#` and `?` show what is there.
    Digit {
        always: bool,
    },
}

impl NumberFormat {
    /// Reads the code of a format; what cannot be read is shown as it is.
    pub(super) fn of_code(code: &str) -> Self {
        let sections = split(code).iter().map(|code| Section::of(code)).collect();
        Self { sections }
    }

    /// Returns the format of one of the numbers that stand for the formats that every workbook has.
    pub(super) fn built_in(id: u32) -> Self {
        Self::of_code(match id {
            1 => "0",
            2 => "0.00",
            3 | 37 | 38 => "#,##0",
            4 | 39 | 40 => "#,##0.00",
            9 => "0%",
            10 => "0.00%",
            14 | 27..=31 | 34..=36 | 50..=54 | 57..=58 => "yyyy-mm-dd",
            15 => "d-mmm-yy",
            16 => "d-mmm",
            17 => "mmm-yy",
            18 => "h:mm AM/PM",
            19 => "h:mm:ss AM/PM",
            20 | 32 | 55 => "h:mm",
            21 | 33 | 56 => "h:mm:ss",
            22 => "yyyy-mm-dd h:mm",
            45 => "mm:ss",
            46 => "[h]:mm:ss",
            47 => "mm:ss.0",
            _ => "General",
        })
    }

    /// Writes what a number shows; `days_before` are the days by which the calendar of the workbook begins later.
    pub(super) fn write(&self, value: f64, days_before: f64, into: &mut String) {
        let Some((section, is_signed)) = self.section(value) else {
            return plain(value, into);
        };
        let magnitude = if is_signed { value } else { value.abs() };
        match &section.shown {
            Shown::General { before, after } => {
                into.push_str(before);
                plain(magnitude, into);
                into.push_str(after);
            }
            Shown::Date(parts) if value >= 0.0 => date::write(parts, value + days_before, into),
            Shown::Date(_) => plain(value, into),
            Shown::Digits(digits) => digits.write(magnitude, into),
        }
    }

    /// Finds the section for a number, and whether the sign is for it to show.
    fn section(&self, value: f64) -> Option<(&Section, bool)> {
        let numbers: Vec<&Section> = self.sections.iter().take(3).collect();
        if numbers.iter().any(|section| section.condition.is_some()) {
            let holds = |section: &&&Section| match &section.condition {
                Some(condition) => (condition.holds)(value, condition.than),
                None => true,
            };
            return numbers.iter().find(holds).map(|section| (*section, true));
        }
        match numbers.as_slice() {
            [_, negative, ..] if value < 0.0 => Some((negative, false)),
            [_, _, zero] if value == 0.0 => Some((zero, true)),
            [first, ..] => Some((first, true)),
            [] => None,
        }
    }
}

/// Splits a code at the semicolons that stand for themselves.
fn split(code: &str) -> Vec<String> {
    let mut sections = vec![String::new()];
    let mut chars = code.chars();
    let (mut quoted, mut bracketed) = (false, false);
    while let Some(c) = chars.next() {
        match c {
            ';' if !quoted && !bracketed => {
                sections.push(String::new());
                continue;
            }
            '"' if !bracketed => quoted = !quoted,
            '[' if !quoted => bracketed = true,
            ']' if !quoted => bracketed = false,
            _ => {}
        }
        if let Some(last) = sections.last_mut() {
            last.push(c);
            if matches!(c, '\\' | '_' | '*') && !quoted && !bracketed {
                last.extend(chars.next());
            }
        }
    }
    sections
}

impl Section {
    fn of(code: &str) -> Self {
        let mut condition = None;
        let mut digits = Digits::default();
        let mut is_general = false;
        let mut chars = code.chars().peekable();
        let mut rest = code;
        // Colours, languages and conditions stand in brackets before the rest.
        while let Some((inside, after)) = rest.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
            condition = condition.or_else(|| Condition::of(inside));
            if date::is_elapsed(inside) || inside.starts_with('$') && !inside.starts_with("$-") {
                break;
            }
            rest = after;
            chars = rest.chars().peekable();
        }
        if let Some(parts) = date::parts(rest) {
            return Self {
                condition,
                shown: Shown::Date(parts),
            };
        }
        let (mut before, mut after) = (String::new(), String::new());
        let mut is_scientific = false;
        while let Some(c) = chars.next() {
            let mut literal = None;
            match c {
                '\\' => literal = chars.next(),
                '_' | '*' => {
                    chars.next();
                }
                '"' => {
                    for c in chars.by_ref().take_while(|c| *c != '"') {
                        digits.literal(c);
                        if is_general { after.push(c) } else { before.push(c) }
                    }
                }
                '[' => {
                    let inside: String = chars.by_ref().take_while(|c| *c != ']').collect();
                    let sign = inside.strip_prefix('$').and_then(|rest| rest.split('-').next());
                    for c in sign.unwrap_or_default().chars() {
                        digits.literal(c);
                        if is_general { after.push(c) } else { before.push(c) }
                    }
                }
                'G' | 'g' if is_word(c, &chars, "general") => {
                    chars.nth("general".len() - 2);
                    is_general = true;
                }
                '0' | '#' | '?' => digits.place(c == '0'),
                '.' if !digits.has_point => digits.has_point = true,
                ',' => digits.comma(chars.peek().is_some_and(|next| matches!(next, '0' | '#' | '?'))),
                '%' => {
                    digits.hundreds += 1;
                    literal = Some('%');
                }
                'E' | 'e' if matches!(chars.peek(), Some('+' | '-')) => is_scientific = true,
                '/' if digits.is_started() => is_scientific = true,
                '@' => is_general = true,
                c => literal = Some(c),
            }
            if let Some(c) = literal {
                digits.literal(c);
                if is_general { after.push(c) } else { before.push(c) }
            }
        }
        let shown = if is_general || is_scientific || !digits.is_started() && before.is_empty() {
            let words = |words: String| if is_scientific { String::new() } else { words };
            Shown::General {
                before: words(before),
                after: words(after),
            }
        } else {
            Shown::Digits(digits)
        };
        Self { condition, shown }
    }
}

/// Returns whether a word begins with `first` and goes on as the characters do.
fn is_word(first: char, chars: &std::iter::Peekable<std::str::Chars<'_>>, word: &str) -> bool {
    let text: String = std::iter::once(first)
        .chain(chars.clone())
        .take(word.len())
        .collect();
    text.eq_ignore_ascii_case(word)
}

impl Condition {
    fn of(inside: &str) -> Option<Self> {
        type Holds = fn(f64, f64) -> bool;
        const SIGNS: [(&str, Holds); 6] = [
            ("<=", |a, b| a <= b),
            (">=", |a, b| a >= b),
            ("<>", |a, b| a != b),
            ("<", |a, b| a < b),
            (">", |a, b| a > b),
            ("=", |a, b| a == b),
        ];
        let (holds, than) = SIGNS
            .iter()
            .find_map(|(sign, holds)| Some((*holds, inside.strip_prefix(sign)?)))?;
        let than = than.trim().parse().ok()?;
        Some(Self { holds, than })
    }
}

impl Digits {
    fn is_started(&self) -> bool {
        let is_digit = |piece: &Piece| matches!(piece, Piece::Digit { .. });
        self.whole.iter().chain(&self.decimals).any(is_digit)
    }

    fn part(&mut self) -> &mut Vec<Piece> {
        if self.has_point {
            &mut self.decimals
        } else {
            &mut self.whole
        }
    }

    fn literal(&mut self, c: char) {
        self.part().push(Piece::Literal(c));
    }

    fn place(&mut self, always: bool) {
        self.part().push(Piece::Digit { always });
    }

    fn comma(&mut self, before_a_digit: bool) {
        match (self.is_started(), before_a_digit) {
            (true, true) => self.grouped = true,
            (true, false) => self.thousandths += 1,
            (false, _) => self.literal(','),
        }
    }

    fn write(&self, value: f64, into: &mut String) {
        let value = value * 100_f64.powi(self.hundreds) / 1000_f64.powi(self.thousandths);
        let is_digit = |piece: &&Piece| matches!(piece, Piece::Digit { .. });
        let places = self.decimals.iter().filter(is_digit).count().min(30);
        let number = format!("{:.places$}", value.abs());
        let (whole, decimals) = number.split_once('.').unwrap_or((number.as_str(), ""));
        let is_zero = number.bytes().all(|byte| matches!(byte, b'0' | b'.'));
        if value < 0.0 && !is_zero {
            into.push('-');
        }
        self.write_whole(if whole == "0" { "" } else { whole }, into);
        if self.has_point {
            self.write_decimals(decimals, into);
        }
    }

    /// Writes the digits before the point, from the last one on; those without a place of their own stand before the first.
    fn write_whole(&self, digits: &str, into: &mut String) {
        let first = self
            .whole
            .iter()
            .position(|piece| matches!(piece, Piece::Digit { .. }));
        let mut digits = digits.chars().rev();
        let mut backwards = Vec::new();
        let mut written = 0;
        let mut put = |digit: char, backwards: &mut Vec<char>| {
            if self.grouped && written > 0 && written % 3 == 0 {
                backwards.push(',');
            }
            backwards.push(digit);
            written += 1;
        };
        for (at, piece) in self.whole.iter().enumerate().rev() {
            match piece {
                Piece::Literal(c) => backwards.push(*c),
                Piece::Digit { always } => {
                    if let Some(digit) = digits.next().or(always.then_some('0')) {
                        put(digit, &mut backwards);
                    }
                    if first == Some(at) {
                        digits.by_ref().for_each(|digit| put(digit, &mut backwards));
                    }
                }
            }
        }
        digits.for_each(|digit| put(digit, &mut backwards));
        into.extend(backwards.into_iter().rev());
    }

    /// Writes the digits behind the point, without zeros that need not show.
    fn write_decimals(&self, digits: &str, into: &mut String) {
        let places = || {
            self.decimals.iter().filter_map(|piece| match piece {
                Piece::Digit { always } => Some(*always),
                Piece::Literal(_) => None,
            })
        };
        let shown = places()
            .zip(digits.chars())
            .enumerate()
            .filter(|(_, (always, digit))| *always || *digit != '0')
            .map(|(at, _)| at + 1)
            .last()
            .unwrap_or(0);
        if shown > 0 {
            into.push('.');
        }
        let mut digits = digits.chars().take(shown);
        for piece in &self.decimals {
            match piece {
                Piece::Literal(c) => into.push(*c),
                Piece::Digit { .. } => into.extend(digits.next()),
            }
        }
    }
}

/// Writes a number as it is, with as many digits as spreadsheets keep, and never with an exponent.
pub(super) fn plain(value: f64, into: &mut String) {
    if !value.is_finite() {
        return;
    }
    let kept = if value.fract() == 0.0 {
        value
    } else {
        format!("{value:.14e}").parse().unwrap_or(value)
    };
    // Of zero there is one.
    into.push_str(&(kept + 0.0).to_string());
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn shown(code: &str, value: f64) -> String {
        let mut text = String::new();
        NumberFormat::of_code(code).write(value, 0.0, &mut text);
        text
    }

    #[rstest]
    #[case("General", 12.0, "12")]
    #[case("General", -0.0, "0")]
    #[case("General", 0.1 + 0.2, "0.3")]
    #[case("General", 4_755_501_501.0, "4755501501")]
    #[case("General", 491_701_234_567_890.0, "491701234567890")]
    #[case("0.00E+00", 4_755_501_501.0, "4755501501")]
    #[case("@", 4_755_501_501.0, "4755501501")]
    #[case("", 5.5, "5.5")]
    #[case("# ?/?", 0.5, "0.5")]
    #[case("0", 12.6, "13")]
    #[case("00000", 1067.0, "01067")]
    #[case("0.00", 12.0, "12.00")]
    #[case("0.0#", 12.34, "12.34")]
    #[case("0.0#", 12.0, "12.0")]
    #[case("0.##", 12.0, "12")]
    #[case("0%", 0.5, "50%")]
    #[case("0.0%", 0.125, "12.5%")]
    #[case("#,##0", 1_234_567.0, "1,234,567")]
    #[case("#,##0", 0.0, "0")]
    #[case("#,##0.00", -1234.5, "-1,234.50")]
    #[case("#,##0.00;[Red](#,##0.00)", -1234.5, "(1,234.50)")]
    #[case("0;-0;\"none\"", 0.0, "none")]
    #[case("#,##0.00 [$€-407]", 9.5, "9.50 €")]
    #[case("[$£-809]#,##0.00", 9.5, "£9.50")]
    #[case("\"+\"0", 4_755_501_501.0, "+4755501501")]
    #[case("+00 000 00 000", 4_755_501_501.0, "+47 555 01 501")]
    #[case(
        "[<=9999999]###\\-####;\\(###\\)\\ ###\\-####",
        5_550_105_021.0,
        "(555) 010-5021"
    )]
    #[case("[<=9999999]###\\-####;\\(###\\)\\ ###\\-####", 5_550_105.0, "555-0105")]
    #[case("0,", 12_345.0, "12")]
    #[case("_(* #,##0_);_(* (#,##0);_(* \"-\"_);_(@_)", 1234.0, "1,234")]
    #[case("General\" units\"", 3.0, "3 units")]
    fn numbers_stand_as_they_are_shown(#[case] code: &str, #[case] value: f64, #[case] text: &str) {
        assert_eq!(shown(code, value), text);
    }

    #[rstest]
    #[case("yyyy-mm-dd", 46_083.0, "2026-03-02")]
    #[case("dd\\.mm\\.yyyy", 46_083.0, "02.03.2026")]
    #[case("[$-407]d. mmmm yyyy;@", 46_083.0, "2. March 2026")]
    #[case("d/m/yy h:mm", 46_083.75, "2/3/26 18:00")]
    #[case("h:mm AM/PM", 0.75, "6:00 PM")]
    #[case("hh:mm:ss", 0.5, "12:00:00")]
    #[case("[h]:mm", 1.5, "36:00")]
    #[case("mm:ss", 0.001, "01:26")]
    #[case("dddd, d mmm", 46_083.0, "Monday, 2 Mar")]
    #[case("yyyy\"-Q\"", 46_083.0, "2026-Q")]
    fn dates_stand_as_they_are_shown(#[case] code: &str, #[case] value: f64, #[case] text: &str) {
        assert_eq!(shown(code, value), text);
    }

    #[rstest]
    #[case(14, 46_083.0, "2026-03-02")]
    #[case(22, 46_083.5, "2026-03-02 12:00")]
    #[case(9, 0.5, "50%")]
    #[case(0, 7.0, "7")]
    #[case(999, 7.0, "7")]
    fn formats_of_every_workbook_are_known(#[case] id: u32, #[case] value: f64, #[case] text: &str) {
        let mut shown = String::new();
        NumberFormat::built_in(id).write(value, 0.0, &mut shown);
        assert_eq!(shown, text);
    }

    proptest::proptest! {
        #[test]
        fn no_code_and_no_number_is_too_much(code in "[0#?.,%;@dmyhs\\[\\]$\\\\\"_*E+/GeneralAMP <=9]{0,24}", value: f64) {
            shown(&code, value);
        }
    }
}
