//! How a spreadsheet shows a date or a time, by the code of its format; months and days in English.

/// A part of a date or of a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Date {
    Literal(char),
    Year {
        digits: usize,
    },
    Month {
        letters: usize,
    },
    Day {
        letters: usize,
    },
    Hour {
        digits: usize,
    },
    Minute {
        digits: usize,
    },
    Second {
        digits: usize,
    },
    /// Digits behind the seconds.
    Fraction {
        digits: usize,
    },
    /// `AM` or `PM`, or their first letters.
    Half {
        letters: usize,
    },
    /// All hours, minutes or seconds.
    Elapsed {
        unit: char,
        digits: usize,
    },
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const WEEKDAYS: [&str; 7] = [
    "Sunday",
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
];

/// Returns whether what stands in brackets counts hours, minutes or seconds.
pub(super) fn is_elapsed(inside: &str) -> bool {
    let mut letters = inside.chars().map(|c| c.to_ascii_lowercase());
    let first = letters.next();
    matches!(first, Some('h' | 'm' | 's')) && letters.all(|c| Some(c) == first)
}

/// Reads the parts of a date or of a time; a code of anything else has none.
pub(super) fn parts(code: &str) -> Option<Vec<Date>> {
    if code.to_ascii_lowercase().contains("general") {
        return None;
    }
    let mut parts = Vec::new();
    let mut chars = code.chars().peekable();
    while let Some(c) = chars.next() {
        let letter = c.to_ascii_lowercase();
        match letter {
            'y' | 'm' | 'd' | 'h' | 's' | 'e' => {
                let mut letters = 1;
                while chars.next_if(|next| next.eq_ignore_ascii_case(&letter)).is_some() {
                    letters += 1;
                }
                parts.push(match letter {
                    'y' => Date::Year { digits: letters },
                    'e' => Date::Year { digits: 4 },
                    'm' => Date::Month { letters },
                    'd' => Date::Day { letters },
                    'h' => Date::Hour { digits: letters },
                    _ => Date::Second { digits: letters },
                });
            }
            'a' => {
                let rest: String = chars.clone().take(4).collect::<String>().to_ascii_lowercase();
                let (letters, more) = match rest.as_str() {
                    "m/pm" => (2, 4),
                    rest if rest.starts_with("/p") => (1, 2),
                    _ => return None,
                };
                chars.by_ref().take(more).for_each(drop);
                parts.push(Date::Half { letters });
            }
            '[' => {
                let inside: String = chars.by_ref().take_while(|c| *c != ']').collect();
                if is_elapsed(&inside) {
                    let unit = inside.chars().next().unwrap_or('h').to_ascii_lowercase();
                    let digits = inside.chars().count();
                    parts.push(Date::Elapsed { unit, digits });
                }
            }
            '\\' => parts.extend(chars.next().map(Date::Literal)),
            '_' | '*' => {
                chars.next();
            }
            '"' => parts.extend(chars.by_ref().take_while(|c| *c != '"').map(Date::Literal)),
            '0' => {
                let mut digits = 1;
                while chars.next_if_eq(&'0').is_some() {
                    digits += 1;
                }
                if !matches!(
                    parts.as_slice(),
                    [
                        ..,
                        Date::Second { .. } | Date::Elapsed { .. },
                        Date::Literal('.' | ',')
                    ]
                ) {
                    return None;
                }
                parts.push(Date::Fraction { digits });
            }
            '#' | '?' | '%' => return None,
            '@' => {}
            _ => parts.push(Date::Literal(c)),
        }
    }
    let is_date = parts.iter().any(|part| !matches!(part, Date::Literal(_)));
    is_date.then(|| with_minutes(parts))
}

/// Makes months behind hours, and before seconds, into minutes.
fn with_minutes(mut parts: Vec<Date>) -> Vec<Date> {
    let kind = |part: &Date| !matches!(part, Date::Literal(_));
    let places: Vec<usize> = (0..parts.len())
        .filter(|at| parts.get(*at).is_some_and(kind))
        .collect();
    for (nth, at) in places.iter().enumerate() {
        let Some(Date::Month {
            letters: digits @ 1..=2,
        }) = parts.get(*at).copied()
        else {
            continue;
        };
        let near = |place: Option<&usize>| place.and_then(|at| parts.get(*at)).copied();
        let before = near(nth.checked_sub(1).and_then(|nth| places.get(nth)));
        let after = near(places.get(nth + 1));
        let is_minute = matches!(before, Some(Date::Hour { .. } | Date::Elapsed { unit: 'h', .. }))
            || matches!(after, Some(Date::Second { .. } | Date::Elapsed { unit: 's', .. }));
        if is_minute && let Some(part) = parts.get_mut(*at) {
            *part = Date::Minute { digits };
        }
    }
    parts
}

/// Writes a number of days as the parts say.
pub(super) fn write(parts: &[Date], days: f64, into: &mut String) {
    let fraction = parts.iter().find_map(|part| {
        if let Date::Fraction { digits } = part {
            Some((*digits).min(3))
        } else {
            None
        }
    });
    // What is not shown is rounded, as 17:59:59.9999 is six o'clock.
    let step = 10_f64.powi(3 - i32::try_from(fraction.unwrap_or(0)).unwrap_or(0));
    let millis = (days * 86_400_000.0 / step).round() * step;
    let days = (millis / 86_400_000.0).floor();
    let in_day = millis - days * 86_400_000.0;
    let (year, month, day) = civil(days);
    let part_of = |unit: f64, of: f64| (in_day / unit).floor() % of;
    let hour = part_of(3_600_000.0, 24.0);
    let has_halves = parts.iter().any(|part| matches!(part, Date::Half { .. }));
    for part in parts {
        match *part {
            Date::Literal(c) => into.push(c),
            Date::Year { digits: 1 | 2 } => number(year.rem_euclid(100.0), 2, into),
            Date::Year { .. } => number(year, 4, into),
            Date::Month {
                letters: digits @ (1 | 2),
            } => number(month, digits, into),
            Date::Month { letters } => {
                let name = MONTHS.get(place(month - 1.0)).copied().unwrap_or_default();
                into.push_str(match letters {
                    3 => name.get(..3).unwrap_or(name),
                    5 => name.get(..1).unwrap_or(name),
                    _ => name,
                });
            }
            Date::Day {
                letters: digits @ (1 | 2),
            } => number(day, digits, into),
            Date::Day { letters } => {
                let weekday = (days - 1.0).rem_euclid(7.0);
                let name = WEEKDAYS.get(place(weekday)).copied().unwrap_or_default();
                into.push_str(if letters == 3 {
                    name.get(..3).unwrap_or(name)
                } else {
                    name
                });
            }
            Date::Hour { digits } => {
                let hour = if has_halves {
                    (hour + 11.0) % 12.0 + 1.0
                } else {
                    hour
                };
                number(hour, digits, into);
            }
            Date::Minute { digits } => number(part_of(60_000.0, 60.0), digits, into),
            Date::Second { digits } => number(part_of(1000.0, 60.0), digits, into),
            Date::Fraction { digits } => {
                let millis = format!("{:03}", part_of(1.0, 1000.0));
                into.push_str(millis.get(..digits.min(3)).unwrap_or_default());
            }
            Date::Half { letters } => {
                let half = if hour < 12.0 { "AM" } else { "PM" };
                into.push_str(half.get(..letters.min(2)).unwrap_or(half));
            }
            Date::Elapsed { unit, digits } => {
                let unit = match unit {
                    'h' => 3_600_000.0,
                    'm' => 60_000.0,
                    _ => 1000.0,
                };
                number((millis / unit).floor(), digits, into);
            }
        }
    }
}

fn number(value: f64, digits: usize, into: &mut String) {
    into.push_str(&format!("{value:0>digits$.0}", digits = digits.min(4)));
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the value is a small number, and a cast of another one ends in the range"
)]
fn place(value: f64) -> usize {
    value as usize
}

/// Returns year, month and day of a number of days since the last of 1899, as spreadsheets count them: with a 29th of
/// February in 1900, and none after the year 9999.
fn civil(days: f64) -> (f64, f64, f64) {
    let days = days.clamp(0.0, 2_958_465.0);
    if days == 60.0 {
        return (1900.0, 2.0, 29.0);
    }
    let days = if days < 60.0 { days + 1.0 } else { days };
    // The days since the 1st of March of the year 0, in eras of 400 years; 25,569 days lie before 1970.
    let days = days - 25_569.0 + 719_468.0;
    let era = (days / 146_097.0).floor();
    let of_era = days - era * 146_097.0;
    let year_of_era = ((of_era - (of_era / 1460.0).floor() + (of_era / 36_524.0).floor()
        - (of_era / 146_096.0).floor())
        / 365.0)
        .floor();
    let of_year =
        of_era - (365.0 * year_of_era + (year_of_era / 4.0).floor() - (year_of_era / 100.0).floor());
    let from_march = ((5.0 * of_year + 2.0) / 153.0).floor();
    let day = of_year - ((153.0 * from_march + 2.0) / 5.0).floor() + 1.0;
    let month = if from_march < 10.0 {
        from_march + 3.0
    } else {
        from_march - 9.0
    };
    let year = year_of_era + era * 400.0 + if month <= 2.0 { 1.0 } else { 0.0 };
    (year, month, day)
}
