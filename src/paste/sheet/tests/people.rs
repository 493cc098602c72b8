//! Nobody vanishes, and nobody gets the name of another: what a line may hold of others has its row flagged.

use super::*;
use rstest::rstest;

/// Returns the status of each row with its codes that flag it.
fn verdicts(text: &str) -> Vec<(Status, Vec<&'static str>)> {
    let codes = |row: &Row| row.reasons.iter().map(|reason| reason.code.key()).collect();
    read(text).iter().map(|row| (row.status, codes(row))).collect()
}

#[rstest]
#[case("Name,Email,Name,Email\nAnn Lee,ann@acme.com,Bo Wu,bo@acme.com\n")]
#[case("Name,Email,Assistant,Assistant email\nAnn Lee,ann@acme.com,Bo Wu,bo@acme.com\n")]
#[case("Name,Email,Email 2\nAnn Lee,ann@acme.com,bo@acme.com\n")]
#[case("Name,Email,Manager,Manager Email\nAnn Lee,ann@acme.com,Bo Wu,bo@acme.com\n")]
#[case("Name,Email,Notes\nAnn Lee,ann@acme.com,also bo@acme.com\n")]
#[case("Ann Lee,Bo Wu,bo@acme.com\n")]
#[case("Acme\tBo Wu\tbo@acme.com\n")]
#[case("Paris\tBo Wu\tbwu@acme.com\n")]
#[case("Ann Lee,bo.wu@acme.com,Bo Wu\n")]
#[case("\"Ann Lee\nBo Wu\",ann@acme.com\n")]
fn a_row_that_may_hold_two_people_is_never_ready(#[case] text: &str) {
    assert_eq!(
        verdicts(text),
        [(Status::Flagged, vec!["mixed_people"])],
        "{text}"
    );
}

#[rstest]
#[case("Name,Email,Email 2\nAnn Lee,ann@acme.com,ann.lee@gmail.com\n")]
#[case("Name,Work email,Private email\nAnn Lee,ann@acme.com,kitty@gmail.com\n")]
#[case("Name,Email,Owner email\nAnn Lee,ann@acme.com,sam@ours.com\n")]
#[case("Name,Email,Email\nAnn Lee,ann@acme.com,ANN@acme.com\n")]
#[case("Order email,Attendee name,Attendee email\npay@acme.com,Ann Lee,ann@acme.com\n")]
#[case("Ann Lee,ann@acme.com,Ann Lee Coaching\n")]
#[case("Ann Lee,x7@acme.com,Product Owner\n")]
#[case("Ann Lee,sales@acme.com,Sales Manager\n")]
#[case("\"Ann Lee\n\",ann@acme.com\n")]
fn a_second_address_of_the_one_person_flags_nobody(#[case] text: &str) {
    let verdicts = verdicts(text);
    assert!(
        verdicts
            .iter()
            .all(|(status, codes)| *status == Status::Ready && !codes.contains(&"mixed_people")),
        "{verdicts:?}"
    );
}

#[rstest]
#[case("Bo Wu, Cy Dee <cy@acme.com>\n")]
#[case("Ann Lee, Bo Wu, Cy Dee <cy@acme.com>\n")]
#[case("Kind regards,ann@acme.com\n")]
#[case("no reply,noreply@acme.com\n")]
#[case("All,all@acme.com\n")]
fn a_name_that_is_none_or_of_several_is_never_ready(#[case] text: &str) {
    let flagged: Vec<Status> = verdicts(text).into_iter().map(|(status, _)| status).collect();
    assert_eq!(flagged, [Status::Flagged], "{text}");
}

#[test]
fn a_family_name_that_may_stand_first_is_told() {
    assert_eq!(
        verdicts("Lee, Ann, ann@acme.com\n"),
        [(Status::Ready, vec!["odd_name"])]
    );
    assert_eq!(
        verdicts("Ann, Lee, ann.lee@acme.com\n"),
        [(Status::Ready, vec![])]
    );
}
