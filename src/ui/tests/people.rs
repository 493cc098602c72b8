//! Snapshots of the people of a customer by role, and of mails to them.

use rstest::rstest;

use super::{SIZES, snapshot, story};
use crate::app::Msg;
use crate::app::assistant::{AssistantEvent, Turn};
use crate::app::overlay::sheet::Content;
use crate::app::testing::{Person, small_book};
use crate::domain::ModelView;

#[rstest]
#[case("who", "2W")]
#[case("draft", "2w")]
#[case("drafts", "2<space><space>wn")]
#[case("drafts_hold", "2<space><space>wh")]
fn people_and_mails(#[case] name: &str, #[case] keys: &str) {
    story(name, &small_book(), keys);
}

#[test]
fn a_mail_that_lacks_something() {
    for (width, height) in SIZES {
        let mut person = Person::at(width, height, &small_book());
        person.keys("2w");
        if let Some(Content::Drafts { drafts, .. }) = person.sheet_mut().map(|sheet| &mut sheet.content) {
            drafts[0].content.body =
                "Hello Ann Lee,\n\nthis is what we need:\n\n- Send the logo\n\nKind regards,\n[owner]\n"
                    .to_owned();
            drafts[0].content.missing_fields = vec!["owner".to_owned()];
        }
        snapshot("draft_blank", &person);
    }
}

#[test]
fn what_a_model_would_be_sent_and_what_it_wrote() {
    for (width, height) in SIZES {
        let mut person = Person::at(width, height, &small_book());
        person.keys("2Wm");
        person.tell(Msg::Assistant(AssistantEvent::Looked(
            Turn(1),
            Ok(ModelView {
                url: "https://api.example/v1/chat/completions".to_owned(),
                model: "small".to_owned(),
            }),
        )));
        snapshot("model_asked", &person);
        person.keys("<down><enter>");
        snapshot("model_writing", &person);
        let text = "Dana Ruiz, an engineer, is the primary contact. Nobody is known who decides.".to_owned();
        person.tell(Msg::Assistant(AssistantEvent::Wrote(Turn(2), Ok(text))));
        snapshot("model_wrote", &person);
    }
}
