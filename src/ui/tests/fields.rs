//! Fields of one's own: their screen, their form, and where their values show.

use rstest::rstest;

use super::{SIZES, snapshot};
use crate::app::testing::{Person, small_book};

const REGION: &str =
    "gfa<shift-tab><right><tab>Region<tab><right><right><right><tab>EMEA, APAC<tab><right><enter>";
const RENEWAL: &str = "aRenewal date<tab><right><right><tab><tab><right><enter>";
const SEATS: &str = "aSeats<tab><right><enter>";

#[rstest]
#[case("fields", "<up>")]
#[case("field_form", "a<enter>")]
#[case("field_edited", "<down><down>e")]
#[case("contact_with_fields", "gc<enter>2e<tab><tab><tab><tab><tab><tab>em")]
#[case(
    "contacts_with_fields",
    "gc<enter>2e<tab><tab><tab><tab><tab><tab>emea<enter>"
)]
#[case(
    "customers_with_fields",
    "gce<tab><tab><tab><tab><tab><tab>2027-03-01<tab>1200<enter>"
)]
#[case(
    "overview_with_fields",
    "gce<tab><tab><tab><tab><tab><tab>2027-03-01<tab>1200<enter><enter>"
)]
#[case("fields_of_many", "gc<ctrl-a>F")]
fn fields(#[case] name: &str, #[case] keys: &str) {
    for (width, height) in SIZES {
        let mut person = Person::at(width, height, &small_book());
        person.keys(REGION).keys(RENEWAL).keys(SEATS).keys(keys);
        snapshot(name, &person);
    }
}

#[test]
fn without_fields_the_screen_says_how_to_add_one() {
    for (width, height) in SIZES {
        let mut person = Person::at(width, height, &small_book());
        person.keys("gf");
        snapshot("no_fields", &person);
    }
}

#[test]
fn the_pane_announces_columns_that_are_not_kept() {
    let one = "name,email,Size,Level\nBo Cruz,bo@acme.com,4,3\n";
    let two = "name,email,Level,Team\nBo Cruz,bo@acme.com,4,3\n,no@acme.com,1,2\n";
    for (name, list) in [("list_unkept_one", one), ("list_unkept", two)] {
        for (width, height) in SIZES {
            let mut person = Person::at(width, height, &small_book());
            person.keys("gfa<shift-tab><right><tab>Size<enter>gc<enter>2p");
            person.tell(crate::app::Msg::Pasted(list.to_owned()));
            snapshot(name, &person);
        }
    }
}
