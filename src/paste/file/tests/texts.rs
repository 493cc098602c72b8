//! Texts in any encoding.

use std::sync::Arc;

use rstest::rstest;

use super::super::*;
use super::all;
use crate::paste::{Filter, IndexedText, Options, Sheet};

fn encoded(name: &str, text: &str) -> Vec<u8> {
    let page = encoding_rs::Encoding::for_label(name.as_bytes()).expect("known");
    page.encode(text).0.into_owned()
}

#[rstest]
#[case(
    "windows-1250",
    "Imię;E-mail\nŁukasz Żak;lukasz@acme.com\nZdeňka Šťastná;zdenka@acme.com\n"
)]
#[case(
    "windows-1251",
    "Имя;Почта\nИван Петров;ivan@acme.com\nОльга Смирнова;olga@acme.com\n"
)]
#[case(
    "windows-1252",
    "Name;E-Mail;Titel\nJürgen Groß;j@acme.com;Geschäftsführer\nZoé Lefèvre;z@acme.com;Chargée\n"
)]
#[case(
    "macintosh",
    "Name;E-Mail;Titel\nJürgen Groß;j@acme.com;Geschäftsführer\nZoé Lefèvre;z@acme.com;Chargée d’affaires\n"
)]
#[case(
    "macintosh",
    "Nombre,Correo\nJosé Núñez,jose@acme.com\nIñaki Gómez,inaki@acme.com\n"
)]
#[case(
    "shift_jis",
    "氏名,メール,役職\n山田 太郎,taro@acme.co.jp,部長\n佐藤 花子,hanako@acme.co.jp,営業\n"
)]
#[case(
    "gbk",
    "姓名,邮箱,职位\n王小明,wang@acme.com,项目经理\n李娜,li@acme.com,财务总监\n"
)]
#[case(
    "big5",
    "姓名,信箱,職稱\n陳怡君,chen@acme.com.tw,專案經理\n林志明,lin@acme.com.tw,總監\n"
)]
#[case(
    "euc-kr",
    "이름,이메일,직책\n김민수,kim@acme.co.kr,팀장\n이서연,lee@acme.co.kr,과장\n"
)]
fn code_pages_are_found_out(#[case] name: &str, #[case] text: &str) {
    let bytes = match name {
        "macintosh" => text.chars().map(mac).collect(),
        name => encoded(name, text),
    };
    let file = all(&bytes);
    assert_eq!(file.text, text);
    let known = CodePage::parse(name).expect("known");
    assert!(matches!(file.origin, Origin::Text(page) if page == known || name.starts_with("windows")));
}

/// Encodes a character as the old Mac does, which encoding_rs only decodes.
fn mac(c: char) -> u8 {
    (0..=255)
        .find(|byte| {
            encoding_rs::MACINTOSH
                .decode_without_bom_handling(&[*byte])
                .0
                .chars()
                .eq([c])
        })
        .expect("a character of the old Mac")
}

#[rstest]
#[case(b"Name;E-Mail\r\nJ\x81rgen Gro\xe1;j@acme.com\r\nS\x94ren M\x81ller;s@acme.com\r\n".as_slice(), "Jürgen Groß")]
#[case(b"Nombre,Correo\nJos\x82 N\xa3\xa4ez,jose@acme.com\nI\xa4aki G\xa2mez,i@acme.com\n".as_slice(), "José Núñez")]
#[case(b"Namn;E-post\n\x8fsa \x99berg;asa@acme.com\nBj\x94rn Sj\x94gren;b@acme.com\n".as_slice(), "Björn Sjögren")]
#[case(b"Nom;Mail\nFran\x87oise B\x82nard;f@acme.com\nJ\x82r\x93me,j@acme.com\n".as_slice(), "Françoise Bénard")]
fn code_pages_of_dos_are_found_out(#[case] bytes: &[u8], #[case] name: &str) {
    let file = all(bytes);
    assert!(file.text.contains(name), "{}", file.text);
    assert!(
        file.origin.words().is_some_and(|words| words.starts_with("ibm")),
        "{:?}",
        file.origin
    );
}

#[rstest]
#[case("\u{feff}", false)]
#[case("\u{feff}", true)]
#[case("", false)]
#[case("", true)]
fn cards_in_utf_16_are_read(#[case] mark: &str, #[case] is_big: bool) {
    let card = |name: &str| {
        format!("BEGIN:VCARD\r\nVERSION:3.0\r\nFN:{name}\r\nEMAIL:{name}@acme.com\r\nEND:VCARD\r\n")
    };
    let text = format!("{mark}{}{}", card("Ann"), card("Zoe")).replace("FN:Zoe", "FN:Zoë 太郎");
    let bytes: Vec<u8> = text
        .encode_utf16()
        .flat_map(|unit| {
            if is_big {
                unit.to_be_bytes()
            } else {
                unit.to_le_bytes()
            }
        })
        .collect();
    let file = all(&bytes);
    let source = IndexedText::new(&file.text);
    let sheet = Sheet::new(&source, Options::default(), Arc::default());
    let rows = sheet.rows(&sheet.shown(Filter::Ready, 0, 9), &source);
    let names: Vec<&str> = rows.iter().map(|row| row.name.as_str()).collect();
    assert_eq!(names, ["Ann", "Zoë 太郎"]);
}

#[test]
fn an_encoding_that_is_asked_for_is_taken() {
    let taken = |name: &str| Taken {
        encoding: CodePage::parse(name),
        ..Taken::default()
    };
    let bytes = b"\xa3ukasz,l@acme.com";
    let text = |name: &str| read(bytes, &taken(name)).expect("read").text;
    assert_eq!(text("cp1250"), "Łukasz,l@acme.com");
    assert_eq!(text("cp1252"), "£ukasz,l@acme.com");
    assert_eq!(text("cp850"), "úukasz,l@acme.com");
    assert_eq!(read_part(bytes, "klingon"), Err(Unread::UnknownEncoding));
}

#[test]
fn letters_far_behind_in_a_text_tell_its_code_page() {
    let mut bytes = b"Ann Lee,ann@acme.com\n".repeat(8_000);
    bytes.extend(encoded(
        "windows-1251",
        "Иван Петров,ivan@acme.com\nОльга Смирнова,olga@acme.com\n",
    ));
    assert!(all(&bytes).text.contains("Ольга"));
}

#[test]
fn a_damaged_character_does_not_make_utf_8_into_something_else() {
    let mut bytes = "Łukasz Żak, José, Zoë, Müller, Ærø, Ñandú\n"
        .repeat(3)
        .into_bytes();
    bytes.push(0xc3);
    let file = all(&bytes);
    assert!(file.text.starts_with("Łukasz Żak, José"), "{}", file.text);
    assert_eq!(file.origin, Origin::Text(CodePage::UTF_8));
}

#[rstest]
#[case("Имя;Почта\nИван Петров;i@acme.com\nОльга Смирнова;o@acme.com\n")]
#[case("氏名,メール\n山田 太郎,taro@acme.com\n")]
fn utf_16_is_known_without_its_mark(#[case] text: &str) {
    let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    assert_eq!(all(&little).text, text);
    assert_eq!(all(&big).text, text);
    assert_eq!(all(&little).origin.words().as_deref(), Some("UTF-16LE"));
}
