//! Fields that users define: their values, what a rename, a removal and an undo of each does, and how they are sought.

use crate::domain::{
    Anchor, Change, ChangeId, Contact, ContactDraft, ContactEdit, ContactFilter, ContactId, ContactQuery,
    CustomField, CustomFieldEdit, CustomFieldFields, CustomFieldId, CustomValues, CustomerEdit,
    CustomerFilter, CustomerId, CustomerQuery, Depth, Event, Field, FieldKind, FieldName, FieldOf,
    HistoryQuery, InLists, Limits, ListOrder, Outcome, SafeText, SearchQuery, SearchScope, UndoTarget,
    parse_choices,
};
use crate::workspace::testing::with_acme;
use crate::workspace::{Error, Workspace};

impl Workspace {
    fn defines(&mut self, of: FieldOf, name: &str, kind: FieldKind) -> (CustomField, ChangeId) {
        let fields = CustomFieldFields {
            of,
            name: FieldName::parse(name).expect("a name"),
            kind,
            in_lists: InLists::Hidden,
        };
        let done = self.make(Change::AddCustomFields(vec![fields])).expect("defined");
        match (done.outcome, done.change) {
            (Outcome::CustomFieldsAdded(mut fields), Some(change)) => (fields.remove(0), change),
            other => panic!("{other:?}"),
        }
    }

    fn sets(&mut self, contact: ContactId, field: CustomFieldId, value: &str) -> Result<String, Error> {
        let edits = vec![ContactEdit::Custom(field, SafeText::optional(value))];
        let done = self.make(Change::EditContact { contact, edits })?;
        Ok(done.outcome.sentence())
    }

    fn marks(&mut self, customer: CustomerId, field: CustomFieldId, value: &str) {
        let edits = vec![CustomerEdit::Custom(field, SafeText::optional(value))];
        self.make(Change::EditCustomer { customer, edits })
            .expect("edited");
    }

    fn value(&mut self, contact: ContactId, field: CustomFieldId) -> String {
        let contact = self.store.read(|reader| Ok::<_, Error>(reader.contact(contact)?));
        let contact = contact.expect("read").expect("there");
        contact.custom.text(field).to_owned()
    }

    fn renames(&mut self, field: CustomFieldId, name: &str) -> Result<Outcome, Error> {
        let edits = vec![CustomFieldEdit::Name(FieldName::parse(name).expect("a name"))];
        Ok(self.make(Change::EditCustomField { field, edits })?.outcome)
    }

    fn names_found(&mut self, text: &str, scope: SearchScope) -> Vec<String> {
        let fields = self.custom_fields().expect("listed");
        let query = SearchQuery::parse_with(text, scope, &fields).expect(text);
        match scope {
            SearchScope::Customers => {
                let query = CustomerQuery {
                    words: query,
                    filter: CustomerFilter::Current,
                    order: ListOrder::default(),
                    anchor: Anchor::Row(0),
                    limit: 10,
                };
                let page = self.customers(&query).expect("listed");
                page.rows.iter().map(|row| row.name.to_string()).collect()
            }
            _ => {
                let hits = self
                    .search(&query, Limits::each(10), Depth::Whole)
                    .expect("found");
                let customers = hits.customers.iter().map(|hit| hit.customer.name.to_string());
                let contacts = hits.contacts.iter().map(|hit| hit.contact.name.to_string());
                customers.chain(contacts).collect()
            }
        }
    }
}

fn with_region() -> (Workspace, CustomerId, Contact, CustomField) {
    let (mut workspace, acme) = with_acme();
    let ann = workspace.adds(acme, "Ann Lee", "ann@acme.com");
    let choices = parse_choices("EMEA, APAC").expect("choices");
    let (region, _) = workspace.defines(FieldOf::Contact, "Region", FieldKind::Choice(choices));
    (workspace, acme, ann, region)
}

#[test]
fn a_value_is_checked_kept_as_the_field_has_it_and_told_in_the_history_by_its_name() {
    let (mut workspace, acme, ann, region) = with_region();
    workspace.sets(ann.id, region.id, "emea").expect("a choice");
    assert_eq!(workspace.value(ann.id, region.id), "EMEA");
    let refused = workspace.sets(ann.id, region.id, "Mars").expect_err("no choice");
    assert!(
        refused.to_string().contains("Region is one of: EMEA, APAC."),
        "{refused}"
    );
    workspace.sets(ann.id, region.id, "").expect("taken away");
    assert_eq!(workspace.value(ann.id, region.id), "");
    let query = HistoryQuery {
        customer: acme,
        words: SearchQuery::default(),
        row: 0,
        limit: 10,
    };
    let lines = workspace.history(&query).expect("listed").rows;
    assert_eq!(lines[0].sentence(), "Region of Ann Lee: \"EMEA\" → nothing");
    assert!(matches!(&lines[1].event, Event::Set { name, .. } if name == "Region"));
    let label = &workspace.changes(9).expect("listed")[0].label;
    assert_eq!(label, "changed Region of Ann Lee");
}

#[test]
fn a_value_in_a_field_of_the_other_kind_of_record_is_refused() {
    let (mut workspace, acme, _, region) = with_region();
    let edits = vec![CustomerEdit::Custom(region.id, SafeText::optional("EMEA"))];
    let change = Change::EditCustomer {
        customer: acme,
        edits,
    };
    assert!(matches!(workspace.make(change), Err(Error::NotFound(_))));
}

#[test]
fn a_rename_and_an_undo_of_each_act_keep_the_values() {
    let (mut workspace, _, ann, region) = with_region();
    workspace.sets(ann.id, region.id, "APAC").expect("set");
    let renamed = workspace.renames(region.id, "Territory").expect("renamed");
    assert_eq!(renamed.sentence(), "Renamed the field Region to Territory.");
    assert_eq!(workspace.value(ann.id, region.id), "APAC");
    workspace.takes_back(UndoTarget::Latest);
    let removed = workspace
        .make(Change::RemoveCustomField(region.id))
        .expect("removed");
    assert!(removed.outcome.sentence().contains("comes back with an undo"));
    assert_eq!(workspace.custom_fields().expect("listed"), []);
    assert!(workspace.sets(ann.id, region.id, "EMEA").is_err(), "it is gone");
    workspace.takes_back(UndoTarget::Latest);
    let fields = workspace.custom_fields().expect("listed");
    assert_eq!((fields[0].label(), fields[0].used), ("Region", 1));
    assert_eq!(workspace.value(ann.id, region.id), "APAC");
    workspace.takes_back(UndoTarget::Latest);
    assert_eq!(workspace.value(ann.id, region.id), "");
}

#[test]
fn a_field_with_values_stays_when_its_adding_is_undone_and_a_name_is_given_once() {
    let (mut workspace, acme) = with_acme();
    let ann = workspace.adds(acme, "Ann Lee", "ann@acme.com");
    let (seats, added) = workspace.defines(FieldOf::Contact, "Seats", FieldKind::Number);
    workspace.sets(ann.id, seats.id, "1,200").expect("a number");
    assert_eq!(workspace.value(ann.id, seats.id), "1200");
    let done = workspace
        .make(Change::Undo(UndoTarget::Change(added)))
        .expect("tried");
    let Outcome::Undone(reverted) = done.outcome else {
        panic!()
    };
    assert_eq!(reverted.refused[0].why, "stays: 1 contact has a value in it now");
    let twice = CustomFieldFields {
        of: FieldOf::Contact,
        name: FieldName::parse("SEATS").expect("a name"),
        kind: FieldKind::Text,
        in_lists: InLists::Hidden,
    };
    let refused = workspace
        .make(Change::AddCustomFields(vec![twice.clone()]))
        .expect_err("taken");
    assert!(
        refused
            .to_string()
            .contains("There is a field Seats of contacts already"),
        "{refused}"
    );
    // Customers may have one of the same name; and a removed one does not come back beside another of its name.
    workspace
        .make(Change::AddCustomFields(vec![CustomFieldFields {
            of: FieldOf::Customer,
            ..twice.clone()
        }]))
        .expect("of customers");
    let gone = workspace
        .make(Change::RemoveCustomField(seats.id))
        .expect("removed");
    workspace
        .make(Change::AddCustomFields(vec![twice]))
        .expect("free again");
    let target = UndoTarget::Change(gone.change.expect("a change"));
    let done = workspace.make(Change::Undo(target)).expect("tried");
    let Outcome::Undone(reverted) = done.outcome else {
        panic!()
    };
    assert_eq!(
        reverted.refused[0].why,
        "not restored: another field has its name now"
    );
}

#[test]
fn the_values_of_a_contact_and_a_customer_come_and_go_with_them() {
    let (mut workspace, acme, _, region) = with_region();
    let values = CustomValues::from_iter([(region.id, SafeText::clean("EMEA"))]);
    let contact = ContactDraft::new("Bo Cruz", "bo@acme.com")
        .check()
        .expect("valid")
        .with_custom(values);
    let done = workspace
        .make(Change::AddContact {
            customer: acme,
            contact,
        })
        .expect("added");
    let Outcome::ContactAdded { contact: bo, .. } = done.outcome else {
        panic!()
    };
    assert_eq!(bo.custom.text(region.id), "EMEA");
    workspace
        .make(Change::DeleteContacts(vec![bo.id]))
        .expect("deleted");
    assert_eq!(workspace.custom_fields().expect("listed")[0].used, 0);
    workspace.takes_back(UndoTarget::Latest);
    assert_eq!(workspace.value(bo.id, region.id), "EMEA");
}

#[test]
fn values_are_sought_by_the_name_of_their_field() {
    let (mut workspace, acme, ann, region) = with_region();
    let (renewal, _) = workspace.defines(FieldOf::Customer, "Renewal date", FieldKind::Date);
    let (seats, _) = workspace.defines(FieldOf::Customer, "Seats", FieldKind::Number);
    workspace.sets(ann.id, region.id, "EMEA").expect("set");
    workspace.marks(acme, renewal.id, "2027-03-15");
    workspace.marks(acme, seats.id, "90");
    let finds = |workspace: &mut Workspace, text: &str| {
        let there = workspace.names_found(text, SearchScope::Customers);
        assert!(there.is_empty() || there == ["Acme"], "{there:?}");
        !there.is_empty()
    };
    for text in [
        "renewal_date:2027",
        "renewal_date:2027-03",
        "renewal_date:<2027-04",
        "renewal_date:>=2027-03-15",
        "renewal_date:<=2027-03",
        "renewal_date:>2027-02",
        "seats:90",
        "seats:>89.5",
        "seats:<=90",
        "seats:<1000",
        "acme seats:>10",
    ] {
        assert!(finds(&mut workspace, text), "{text}");
    }
    for text in [
        "renewal_date:2028",
        "renewal_date:<2027-03",
        "renewal_date:>2027-03",
        "seats:9",
        "seats:<90",
        "!seats:90",
        "beta seats:>10",
    ] {
        assert!(!finds(&mut workspace, text), "{text}");
    }
    let everywhere = |workspace: &mut Workspace, text| workspace.names_found(text, SearchScope::Everywhere);
    assert_eq!(everywhere(&mut workspace, "region:em"), ["Ann Lee"]);
    assert_eq!(everywhere(&mut workspace, "seats:90"), ["Acme", "Ann Lee"]);
    assert_eq!(everywhere(&mut workspace, "region:ap"), [""; 0]);
    let query = ContactQuery {
        customer: acme,
        words: SearchQuery::parse_with(
            "region:emea",
            SearchScope::Contacts,
            &workspace.custom_fields().expect("listed"),
        )
        .expect("a search"),
        filter: ContactFilter::Active,
        order: ListOrder::default(),
        anchor: Anchor::Row(0),
        limit: 10,
    };
    assert_eq!(workspace.contacts(&query).expect("listed").total, 1);
}

#[test]
fn a_merge_keeps_the_values_of_the_contact_that_goes_where_the_other_has_none() {
    let (mut workspace, acme, ann, region) = with_region();
    let (seats, _) = workspace.defines(FieldOf::Contact, "Seats", FieldKind::Number);
    let other = workspace.adds(acme, "Ann B Lee", "ann.lee@acme.com");
    workspace.sets(ann.id, region.id, "EMEA").expect("set");
    workspace.sets(other.id, region.id, "APAC").expect("set");
    workspace.sets(other.id, seats.id, "5").expect("set");
    let merge = Change::MergeContacts {
        keep: ann.id,
        drop: other.id,
        edits: Vec::new(),
    };
    workspace.make(merge).expect("merged");
    assert_eq!(workspace.value(ann.id, region.id), "EMEA");
    assert_eq!(workspace.value(ann.id, seats.id), "5");
    workspace.takes_back(UndoTarget::Latest);
    assert_eq!(workspace.value(ann.id, seats.id), "");
    assert_eq!(workspace.value(other.id, seats.id), "5");
}

#[test]
fn choices_and_the_column_change_and_go_back() {
    let (mut workspace, _, ann, region) = with_region();
    let (seats, _) = workspace.defines(FieldOf::Contact, "Seats", FieldKind::Number);
    let refused = workspace.make(Change::EditCustomField {
        field: seats.id,
        edits: vec![CustomFieldEdit::Choices(parse_choices("a,b").expect("choices"))],
    });
    let why = "Seats is a field of type number and has no choices.";
    assert_eq!(refused.expect_err("refused").to_string(), why);
    workspace.sets(ann.id, region.id, "EMEA").expect("set");
    let edits = vec![
        CustomFieldEdit::Choices(parse_choices("EMEA, Americas").expect("choices")),
        CustomFieldEdit::InLists(InLists::Shown),
    ];
    let change = Change::EditCustomField {
        field: region.id,
        edits,
    };
    let done = workspace.make(change).expect("edited");
    assert_eq!(
        done.outcome.sentence(),
        "Saved choices, column in lists of the field Region."
    );
    let Outcome::CustomFieldEdited { fields, .. } = &done.outcome else {
        panic!()
    };
    assert_eq!(fields, &[Field::Choices, Field::InLists]);
    workspace
        .sets(ann.id, region.id, "americas")
        .expect("a new choice");
    assert!(workspace.sets(ann.id, region.id, "APAC").is_err());
    workspace.takes_back(UndoTarget::Latest);
    workspace.takes_back(UndoTarget::Latest);
    let after = workspace.custom_fields().expect("listed");
    assert_eq!(after[0].fields, region.fields);
    assert_eq!(workspace.value(ann.id, region.id), "EMEA");
}

#[test]
fn contacts_are_found_by_a_value_of_the_last_of_many_customers_while_the_user_types() {
    let (mut workspace, acme, _, _) = with_region();
    let (seats, _) = workspace.defines(FieldOf::Customer, "Seats", FieldKind::Number);
    // More customers than are looked at on the way to their contacts.
    let rows = (0..2_100).map(|number| {
        let draft = crate::domain::CustomerDraft {
            name: format!("Customer {number}"),
            ..Default::default()
        };
        draft.check().expect("valid")
    });
    workspace
        .make(Change::ImportCustomers(rows.collect()))
        .expect("imported");
    let last = workspace.adds_customer("Zeta", "zeta.io").id;
    workspace.adds(last, "Zoe Fox", "zoe@zeta.io");
    workspace.marks(last, seats.id, "90");
    workspace.marks(acme, seats.id, "5");
    let fields = workspace.custom_fields().expect("listed");
    for text in ["seats:>=50", "seats:>=50 name:zoe"] {
        let query = SearchQuery::parse_with(text, SearchScope::Everywhere, &fields).expect(text);
        let hits = workspace
            .search(&query, Limits::each(10), Depth::Quick)
            .expect("found");
        let names: Vec<&str> = hits
            .contacts
            .iter()
            .map(|hit| hit.contact.name.as_str())
            .collect();
        assert_eq!(names, ["Zoe Fox"], "{text}");
    }
}

#[test]
fn the_history_is_found_by_the_name_of_a_field() {
    let (mut workspace, acme, ann, region) = with_region();
    workspace.sets(ann.id, region.id, "EMEA").expect("set");
    let found = |workspace: &mut Workspace, text: &str| {
        let fields = workspace.custom_fields().expect("listed");
        let words = SearchQuery::parse_with(text, SearchScope::History, &fields)?;
        let query = HistoryQuery {
            customer: acme,
            words,
            row: 0,
            limit: 10,
        };
        Ok::<usize, crate::domain::SearchError>(workspace.history(&query).expect("listed").total)
    };
    assert_eq!(found(&mut workspace, "field:regi"), Ok(1));
    assert_eq!(found(&mut workspace, "!field:region field:title"), Ok(0));
    workspace.renames(region.id, "Home market").expect("renamed");
    assert_eq!(found(&mut workspace, "field:home_market"), Ok(1));
    assert!(found(&mut workspace, "field:region").is_err());
}
