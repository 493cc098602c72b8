//! What a search finds, and why.

use rstest::rstest;

use crate::domain::{
    Change, ContactEdit, CustomerDraft, CustomerEdit, CustomerStatus, Depth, Detail, Hits, Limits, Rest,
    SafeText, SearchField, SearchQuery, SearchScope, Successor, Tags,
};
use crate::workspace::Workspace;
use crate::workspace::testing::empty;

const MANY: usize = 1_000;

/// As many rows as a search looks at before it asks more of the index.
const LOOKED_AT: usize = 500;

fn search(workspace: &mut Workspace, text: &str) -> Hits {
    let query = SearchQuery::parse(text, SearchScope::Everywhere).expect(text);
    workspace
        .search(&query, Limits::each(MANY), Depth::Whole)
        .expect(text)
}

fn people(hits: &Hits) -> Vec<String> {
    let mut names: Vec<String> = hits
        .contacts
        .iter()
        .map(|hit| hit.contact.name.to_string())
        .collect();
    names.sort();
    names
}

fn companies(hits: &Hits) -> Vec<String> {
    let names = hits.customers.iter().map(|hit| hit.customer.name.to_string());
    names.collect()
}

/// A book of two customers, the first with a primary, a tag and a status; the second is archived.
fn book() -> Workspace {
    let mut workspace = empty();
    let acme = workspace.adds_customer("Åcme & Søns", "acme.com").id;
    let old = workspace.adds_customer("Old Co", "old.example").id;
    let edits = vec![
        CustomerEdit::Tags(Tags::parse(["vip,café"]).expect("tags")),
        CustomerEdit::Status(CustomerStatus::AtRisk),
    ];
    workspace
        .make(Change::EditCustomer {
            customer: acme,
            edits,
        })
        .expect("edited");
    let jose = workspace.adds(acme, "José García", "jose@acme.com").id;
    let edits = vec![
        ContactEdit::Detail(Detail::Title, SafeText::optional("Head of \"IT\"")),
        ContactEdit::Detail(Detail::Phone, SafeText::optional("+1 202-555-0101")),
    ];
    workspace
        .make(Change::EditContact { contact: jose, edits })
        .expect("edited");
    workspace.adds(acme, "山田太郎", "taro@acme.com");
    let gone = workspace.adds(acme, "Gone Girl", "gone@acme.com").id;
    workspace
        .make(Change::ArchiveContacts {
            contacts: vec![gone],
            successor: Successor::Nobody,
        })
        .expect("archived");
    let never = workspace.adds(acme, "Never Mind", "never@acme.com").id;
    workspace
        .make(Change::DeleteContacts(vec![never]))
        .expect("deleted");
    workspace.adds(old, "Zoë Łuk", "zoe@old.example");
    workspace
        .make(Change::EditCustomer {
            customer: old,
            edits: vec![CustomerEdit::Status(CustomerStatus::Archived)],
        })
        .expect("archived");
    workspace
}

#[rstest]
#[case("garcia", &["José García"])]
#[case("GARCÍA josé", &["José García"])]
#[case("\"jose garcia\"", &["José García"])]
#[case("\"garcia jose\"", &[])]
#[case("山", &["山田太郎"])]
#[case("田太", &["山田太郎"])]
#[case("郎", &["山田太郎"])]
#[case("luk", &["Zoë Łuk"])]
#[case("ł", &["Zoë Łuk"])]
#[case("title:head phone:555-0101", &["José García"])]
#[case("\"of \"\"it\"\"\"", &["José García"])]
#[case("title:jose", &[])]
#[case("is:primary customer:acme", &["José García"])]
#[case("!is:primary @acme.com", &["山田太郎"])]
#[case("tag:vip !garcia", &["山田太郎"])]
#[case("tag:cafe status:risk", &["José García", "山田太郎"])]
#[case("owner:cara domain:acme name:jo", &["José García"])]
#[case("#1 ta", &["山田太郎"])]
#[case("source:manual !@acme.com", &["Zoë Łuk"])]
#[case("gone", &[])]
#[case("is:archived gone", &["Gone Girl"])]
#[case("is:archived", &["Gone Girl"])]
#[case("never", &[])]
#[case("actor:mia", &[])]
#[case("100%", &[])]
#[case("j_se", &[])]
fn contacts_are_found(#[case] text: &str, #[case] expected: &[&str]) {
    let hits = search(&mut book(), text);
    assert_eq!(
        (people(&hits).as_slice(), hits.rest),
        (
            expected
                .iter()
                .map(ToString::to_string)
                .collect::<Vec<_>>()
                .as_slice(),
            Rest::None
        )
    );
}

#[rstest]
#[case("acme", &["Åcme & Søns"])]
#[case("sons", &["Åcme & Søns"])]
#[case("cafe", &["Åcme & Søns"])]
#[case("garcia", &[])]
#[case("#1 s", &["Åcme & Søns"])]
#[case("é", &["Åcme & Søns"])]
#[case("tag:vip status:at_risk \"acme &\"", &["Åcme & Søns"])]
#[case("primary:jose owner:osei #1", &["Åcme & Søns"])]
#[case("!tag:vip", &[])]
#[case("old", &[])]
#[case("is:archived old", &["Old Co"])]
#[case("status:archived", &["Old Co"])]
#[case("title:head", &[])]
#[case("acme !title:head", &["Åcme & Søns"])]
#[case("#2", &[])]
fn customers_are_found(#[case] text: &str, #[case] expected: &[&str]) {
    assert_eq!(companies(&search(&mut book(), text)), expected);
}

#[test]
fn customers_behind_as_many_as_are_looked_at_first_are_found() {
    let mut workspace = empty();
    let drafts = (0..LOOKED_AT).map(|number| CustomerDraft {
        name: format!("Acm {number}"),
        ..CustomerDraft::default()
    });
    let rows = drafts.map(|draft| draft.check().expect("valid")).collect();
    workspace.make(Change::ImportCustomers(rows)).expect("imported");
    workspace.adds_customer("Acmeland", "acme.com");
    workspace.adds_customer("Zoë", "zoe.example");
    assert_eq!(companies(&search(&mut workspace, "acmel")), ["Acmeland"]);
    assert_eq!(companies(&search(&mut workspace, "oë")), ["Zoë"]);
    assert_eq!(companies(&search(&mut workspace, "z")), ["Zoë"]);
}

#[test]
fn tags_and_history_are_found_and_each_hit_says_why() {
    let mut workspace = book();
    let hits = search(&mut workspace, "caf");
    let tags: Vec<(&str, usize)> = hits
        .tags
        .iter()
        .map(|hit| (hit.tag.as_str(), hit.customers))
        .collect();
    assert_eq!(tags, [("café", 1)]);
    assert_eq!(hits.customers[0].matched.field, SearchField::Tag);

    let hits = search(&mut workspace, "head");
    assert_eq!(hits.contacts[0].matched.text, "Head of \"IT\"");
    assert_eq!(hits.contacts[0].customer.display_id, 1);
    let lines: Vec<String> = hits.history.iter().map(|hit| hit.entry.sentence()).collect();
    assert_eq!(lines, ["title of José García: nothing → \"Head of \"IT\"\""]);

    let told = |workspace: &mut Workspace, text| search(workspace, text).history.len();
    assert_eq!(told(&mut workspace, "field:title"), 1);
    assert_eq!(told(&mut workspace, "archived gone"), 1);
    assert_eq!(told(&mut workspace, "field:status customer:old actor:mia"), 1);
    assert_eq!(told(&mut workspace, "field:status !customer:old"), 1);
    assert_eq!(told(&mut workspace, "tag:vip"), 0);
}

#[test]
fn hits_of_every_kind_are_counted() {
    let mut workspace = book();
    let vip = workspace.adds_customer("Vip Co", "vip.example").id;
    for number in 0..3 {
        workspace.adds(vip, &format!("Vip {number}"), &format!("v{number}@vip.example"));
    }
    let hits = search(&mut workspace, "vip");
    let counts = [
        hits.customers.len(),
        hits.tags.len(),
        hits.contacts.len(),
        hits.history.len(),
    ];
    assert!(counts.iter().all(|count| *count > 0), "{counts:?}");
    assert_eq!((hits.len(), hits.is_empty()), (counts.iter().sum(), false));
    assert!(search(&mut workspace, "nobody").is_empty());
}
