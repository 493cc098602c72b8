//! Small helps for reading XML.

use std::borrow::Cow;

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use super::decode::decode;

/// Returns the text of a part, in whatever encoding it is.
pub(super) fn text_of(bytes: &[u8]) -> Cow<'_, str> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => Cow::Owned(decode(bytes)),
    }
}

/// Returns an attribute of a tag by its name without the prefix.
pub(super) fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut all = tag.attributes();
    let mut all = all.with_checks(false).flatten();
    let found = all.find(|attribute| attribute.key.local_name().as_ref() == name)?;
    let value = found.normalized_value(XmlVersion::Implicit1_0).ok()?;
    Some(value.into_owned())
}

/// Returns an attribute of the first tag of a name.
pub(super) fn first_tag(bytes: &[u8], tag: &str, name: &str) -> Option<String> {
    let mut reader = Reader::from_reader(bytes);
    loop {
        match reader.read_event().ok()? {
            Event::Start(found) | Event::Empty(found) if found.local_name().as_ref() == tag => {
                return attribute(&found, name);
            }
            Event::Eof => return None,
            _ => {}
        }
    }
}
