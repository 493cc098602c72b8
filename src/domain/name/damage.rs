//! Names that a wrong encoding garbled: the marks by which they are told from names with accents.

/// Returns whether a text was read with the wrong code page, or holds codes that were not decoded.
pub(super) fn is_garbled(text: &str) -> bool {
    if text.is_ascii() {
        return text.contains('?') || text.contains("=?") || has_entity(text);
    }
    text.chars().any(is_sign_of_damage)
        || text.contains('?')
        || has_entity(text)
        || follows_badly(text)
        || is_accents_alone(text)
        || has_strange_neighbours(text)
}

/// Returns whether a word that is not ASCII surely has nothing of it; cheap, and `false` for some good words.
pub(super) fn is_plain_word(word: &[u8]) -> bool {
    let Ok(word) = std::str::from_utf8(word) else {
        return false;
    };
    let (mut letters, mut accents, mut latin, mut other, mut marks_alone) = (0, 0, false, false, true);
    for c in word.chars() {
        match c {
            'a'..='z' | 'A'..='Z' => latin = true,
            '\'' | '-' | '.' => continue,
            // Found in garbled names with others of their kind.
            'Ž' | 'ž' | 'Š' | 'š' | 'Ã' | 'Â' | 'ƒ' | 'Р' | 'С' => return false,
            'À'..='Ö' | 'Ø'..='ö' | 'ø'..='ɏ' => {
                latin = true;
                accents += 1;
            }
            'Α'..='Ρ' | 'Σ'..='ώ' | 'Ѐ'..='ҁ' => other = true,
            'ऄ'..='\u{963}' | 'ก'..='\u{e3a}' | 'เ'..='\u{e4e}' if marks_alone && !c.is_alphabetic() => {
                letters += 1;
                continue;
            }
            'א'..='ת'
            | 'ؠ'..='ي'
            | 'ऄ'..='\u{963}'
            | 'ก'..='\u{e3a}'
            | 'เ'..='\u{e4e}'
            | 'Ḁ'..='ỿ'
            | 'ぁ'..='ゖ'
            | 'ァ'..='ヺ'
            | '一'..='鿿'
            | '가'..='힣' => {}
            _ => return false,
        }
        marks_alone = false;
        letters += 1;
    }
    let few = accents <= 1 || !word.contains(['ø', 'Ø', 'ì', 'Ì', 'ù', 'Ù', 'Å', 'Ä', 'Ð', 'Ñ']);
    few && !marks_alone
        && !(latin && other)
        && (accents == 0 || (letters > accents && accents * 4 < letters * 3))
}

/// Signs that stand in no name and come from bytes of another code page.
fn is_sign_of_damage(c: char) -> bool {
    matches!(c,
        '\u{fffd}' | '\u{80}'..='\u{9f}' | '\u{a1}'..='\u{a6}' | '\u{a8}' | '\u{a9}' | '\u{ac}' | '\u{ae}'..='\u{b3}'
        | '\u{b5}' | '\u{b6}' | '\u{b8}' | '\u{b9}' | '\u{bc}'..='\u{bf}' | '×' | '÷' | '€' | 'ƒ' | 'ˆ' | '˜' | '‰' | '†' | '‡' | '™'
        | '‹' | '›' | '‚' | '\u{2500}'..='\u{25ff}' | '\u{e000}'..='\u{f8ff}')
}

fn has_entity(text: &str) -> bool {
    text.match_indices('&').any(|(at, _)| {
        let mut name = text.get(at + 1..).unwrap_or_default().chars().take(10);
        let length = name
            .by_ref()
            .take_while(|c| c.is_ascii_alphanumeric() || *c == '#')
            .count();
        let rest = text.get(at + 1 + length..).unwrap_or_default();
        length > 1 && rest.starts_with(';')
    })
}

/// UTF-8 that was read as Windows-1252 or Windows-1251: a letter that opens a pair, and what no word has after it.
fn follows_badly(text: &str) -> bool {
    let mut before = ' ';
    let mut pairs = 0;
    for c in text.chars() {
        let opens = matches!(before, 'Ã' | 'Â' | 'Å' | 'Ä' | 'Ð' | 'Ñ');
        if opens
            && matches!(
                c,
                'œ' | 'Œ'
                    | 'š'
                    | 'Š'
                    | 'ž'
                    | 'Ž'
                    | 'Ÿ'
                    | '–'
                    | '—'
                    | '‘'
                    | '’'
                    | '“'
                    | '”'
                    | '„'
                    | '…'
                    | 'ª'
                    | 'º'
                    | '«'
                    | '»'
                    | '·'
                    | '´'
            )
        {
            return true;
        }
        pairs += usize::from(matches!(before, 'Р' | 'С') && !c.is_whitespace());
        before = c;
    }
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    pairs >= 2 && pairs * 3 >= letters
}

const fn is_latin_1(c: char) -> bool {
    matches!(c, 'À'..='Ö' | 'Ø'..='ö' | 'ø'..='ÿ')
}

/// Another script that was read as Windows-1252: nearly every letter has an accent.
fn is_accents_alone(text: &str) -> bool {
    let count = |word: &str| {
        word.chars().fold((0, 0), |(letters, accents), c| {
            (
                letters + usize::from(c.is_alphabetic()),
                accents + usize::from(is_latin_1(c)),
            )
        })
    };
    let (letters, accents) = count(text);
    letters >= 2 && accents == letters
        || text.split_whitespace().any(|word| {
            let (letters, accents) = count(word);
            letters >= 3 && accents * 4 >= letters * 3
        })
}

/// Returns whether a word holds letters of two scripts.
pub(super) fn is_mixed(word: &str) -> bool {
    word.split(['-', '.', '/']).any(|part| {
        let has = |test: fn(char) -> bool| part.chars().any(test);
        let latin = has(|c| c.is_ascii_alphabetic() || is_latin_1(c));
        latin && has(|c| matches!(c, 'Ѐ'..='ӿ' | 'Ͱ'..='Ͽ'))
    })
}

/// Central European letters that were read as Western ones, beside those that are the same in both.
fn has_strange_neighbours(text: &str) -> bool {
    let western = [
        'ø', 'Ø', 'ì', 'Ì', 'è', 'È', 'ù', 'Ù', 'ï', 'Ï', 'ò', 'Ò', 'ê', 'Ê', 'û', 'Û', 'æ', 'Æ', 'õ', 'Õ',
    ];
    (text.contains(['ž', 'Ž', 'š', 'Š']) && text.contains(western))
        || text.split_whitespace().any(|word| {
            word.contains(['ø', 'Ø', 'ì', 'Ì', 'ù', 'Ù'])
                && word.contains(['á', 'í', 'ý', 'é', 'ú', 'Á', 'Í', 'Ý', 'É', 'Ú'])
        })
}
