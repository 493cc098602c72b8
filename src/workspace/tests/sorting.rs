//! Lists sorted by name and by fields that users define.

use crate::domain::{
    Anchor, Change, ContactEdit, ContactFilter, ContactQuery, CustomField, CustomFieldEdit,
    CustomFieldFields, CustomerEdit, CustomerFilter, CustomerId, CustomerQuery, FieldKind, FieldName,
    FieldOf, InLists, ListOrder, ListOrders, Outcome, SafeText, SearchQuery, SearchScope, SortDirection,
    SortKey, UndoTarget, parse_choices,
};
use crate::store::Store;
use crate::workspace::Workspace;
use crate::workspace::testing::{empty, on, with_acme};

const TURNED: SortDirection = SortDirection::Descending;

impl Workspace {
    fn defines_one(&mut self, of: FieldOf, name: &str, kind: FieldKind) -> CustomField {
        let fields = CustomFieldFields {
            of,
            name: FieldName::parse(name).expect("a name"),
            kind,
            in_lists: InLists::Shown,
        };
        let done = self.make(Change::AddCustomFields(vec![fields])).expect("defined");
        match done.outcome {
            Outcome::CustomFieldsAdded(mut fields) => fields.remove(0),
            other => panic!("{other:?}"),
        }
    }

    fn sorted(&mut self, query: &ContactQuery) -> Vec<String> {
        let page = self.contacts(query).expect("listed");
        page.rows.iter().map(|row| row.name.to_string()).collect()
    }
}

fn by(field: &CustomField, direction: SortDirection) -> ListOrder {
    ListOrder {
        by: SortKey::Field(field.id),
        direction,
    }
}

fn query(customer: CustomerId, order: ListOrder) -> ContactQuery {
    ContactQuery {
        customer,
        filter: ContactFilter::Active,
        words: SearchQuery::default(),
        order,
        anchor: Anchor::Row(0),
        limit: 10,
    }
}

/// Gives contacts these values in a new field and returns their names in both orders.
fn orders(kind: FieldKind, values: &[(&str, &str)]) -> [Vec<String>; 2] {
    let (mut workspace, acme) = with_acme();
    let field = workspace.defines_one(FieldOf::Contact, "Rating", kind);
    for (number, (name, value)) in values.iter().enumerate() {
        let contact = workspace.adds(acme, name, &format!("c{number}@acme.com")).id;
        let edits = vec![ContactEdit::Custom(field.id, SafeText::optional(value))];
        workspace
            .make(Change::EditContact { contact, edits })
            .expect("set");
    }
    [SortDirection::Ascending, TURNED].map(|direction| workspace.sorted(&query(acme, by(&field, direction))))
}

#[test]
fn values_are_sorted_by_their_kind_and_those_without_one_come_last_both_ways() {
    let numbers = [
        ("Ann", "10"),
        ("Bo", "9"),
        ("Cy", ""),
        ("Di", "-1"),
        ("Ed", "9"),
        ("Al", ""),
    ];
    assert_eq!(
        orders(FieldKind::Number, &numbers),
        [
            ["Di", "Bo", "Ed", "Ann", "Al", "Cy"],
            ["Ann", "Bo", "Ed", "Di", "Al", "Cy"]
        ]
    );
    let texts = [("Ann", "émile"), ("Bo", "Zoe"), ("Cy", "Edda"), ("Di", "")];
    assert_eq!(
        orders(FieldKind::Text, &texts),
        [["Cy", "Ann", "Bo", "Di"], ["Bo", "Ann", "Cy", "Di"]]
    );
    let days = [
        ("Ann", "2027-03-01"),
        ("Bo", "2026-12-31"),
        ("Cy", ""),
        ("Di", "2027-02-28"),
    ];
    assert_eq!(
        orders(FieldKind::Date, &days),
        [["Bo", "Di", "Ann", "Cy"], ["Ann", "Di", "Bo", "Cy"]]
    );
    let choices = FieldKind::Choice(parse_choices("Low, Medium, High").expect("choices"));
    let levels = [("Ann", "High"), ("Bo", "Low"), ("Cy", ""), ("Di", "Medium")];
    assert_eq!(
        orders(choices, &levels),
        [["Bo", "Di", "Ann", "Cy"], ["Ann", "Di", "Bo", "Cy"]]
    );
}

#[test]
fn choices_stand_in_their_new_order_and_one_that_is_gone_behind_them() {
    let (mut workspace, acme) = with_acme();
    let choices = FieldKind::Choice(parse_choices("Low, Medium, High").expect("choices"));
    let field = workspace.defines_one(FieldOf::Contact, "Level", choices);
    for (name, value) in [("Ann", "High"), ("Bo", "Low"), ("Cy", "Medium")] {
        let contact = workspace.adds(acme, name, &format!("{name}@acme.com")).id;
        let edits = vec![ContactEdit::Custom(field.id, SafeText::optional(value))];
        workspace
            .make(Change::EditContact { contact, edits })
            .expect("set");
    }
    let asked = query(acme, by(&field, SortDirection::Ascending));
    assert_eq!(workspace.sorted(&asked), ["Bo", "Cy", "Ann"]);
    let change = Change::EditCustomField {
        field: field.id,
        edits: vec![CustomFieldEdit::Choices(
            parse_choices("High, Low").expect("choices"),
        )],
    };
    workspace.make(change).expect("edited");
    assert_eq!(workspace.sorted(&asked), ["Ann", "Bo", "Cy"]);
}

#[test]
fn a_part_is_found_around_a_row_or_an_item_and_what_is_written_shows_at_once() {
    let (mut workspace, acme) = with_acme();
    let field = workspace.defines_one(FieldOf::Contact, "Seats", FieldKind::Number);
    let mut last = None;
    for number in 0..9 {
        let name = format!("N{number}");
        let contact = workspace.adds(acme, &name, &format!("n{number}@acme.com")).id;
        let edits = vec![ContactEdit::Custom(
            field.id,
            SafeText::optional(&(100 - number).to_string()),
        )];
        workspace
            .make(Change::EditContact { contact, edits })
            .expect("set");
        last = Some(contact);
    }
    let last = last.expect("some");
    let mut asked = query(acme, by(&field, SortDirection::Ascending));
    asked.limit = 4;
    assert_eq!(workspace.sorted(&asked), ["N8", "N7", "N6", "N5"]);
    asked.anchor = Anchor::Row(8);
    assert_eq!(workspace.sorted(&asked), ["N3", "N2", "N1", "N0"]);
    asked.anchor = Anchor::Item(last, 5);
    assert_eq!(workspace.contacts(&asked).expect("listed").found, Some(0));
    let edits = vec![ContactEdit::Custom(field.id, SafeText::optional("96.5"))];
    workspace
        .make(Change::EditContact { contact: last, edits })
        .expect("set");
    let page = workspace.contacts(&asked).expect("listed");
    assert_eq!((page.found, page.total, page.offset), (Some(4), 9, 2));
    workspace.takes_back(UndoTarget::Latest);
    assert_eq!(workspace.contacts(&asked).expect("listed").found, Some(0));
    let fields = workspace.custom_fields().expect("listed");
    asked.words = SearchQuery::parse_with("seats:>=95 n", SearchScope::Contacts, &fields).expect("a search");
    asked.order = by(&field, TURNED);
    asked.anchor = Anchor::Item(last, 1);
    let page = workspace.contacts(&asked).expect("listed");
    assert_eq!((page.total, page.found, page.offset), (6, None, 0));
    assert_eq!(page.rows[0].name.as_str(), "N0");
}

#[test]
fn the_order_of_a_removed_field_is_the_usual_one_until_it_is_back() {
    let mut workspace = empty();
    let field = workspace.defines_one(FieldOf::Customer, "Seats", FieldKind::Number);
    for (name, seats) in [("Acme", "1"), ("Beta", "2"), ("Core", "")] {
        let customer = workspace.adds_customer(name, &format!("{name}.com")).id;
        let edits = vec![CustomerEdit::Custom(field.id, SafeText::optional(seats))];
        workspace
            .make(Change::EditCustomer { customer, edits })
            .expect("set");
    }
    let names = |workspace: &mut Workspace, order| {
        let query = CustomerQuery {
            filter: CustomerFilter::Current,
            words: SearchQuery::default(),
            order,
            anchor: Anchor::Row(0),
            limit: 10,
        };
        let page = workspace.customers(&query).expect("listed");
        let names: Vec<String> = page.rows.iter().map(|row| row.name.to_string()).collect();
        names.join(" ")
    };
    let turned = by(&field, TURNED);
    assert_eq!(names(&mut workspace, turned), "Beta Acme Core");
    workspace
        .make(Change::RemoveCustomField(field.id))
        .expect("removed");
    assert_eq!(names(&mut workspace, turned), "Acme Beta Core");
    workspace.takes_back(UndoTarget::Latest);
    assert_eq!(names(&mut workspace, turned), "Beta Acme Core");
    let of_contacts = workspace.defines_one(FieldOf::Contact, "Seats", FieldKind::Number);
    assert_eq!(names(&mut workspace, by(&of_contacts, TURNED)), "Acme Beta Core");
}

#[test]
fn names_are_sorted_both_ways_and_found_there() {
    let (mut workspace, acme) = with_acme();
    for name in ["Bo", "Ann", "Cy"] {
        workspace.adds(acme, name, &format!("{name}@acme.com"));
    }
    let turned = ListOrder {
        by: SortKey::Name,
        direction: TURNED,
    };
    let mut asked = query(acme, turned);
    assert_eq!(workspace.sorted(&asked), ["Cy", "Bo", "Ann"]);
    let ann = workspace.contacts(&asked).expect("listed").rows[2].id;
    asked.anchor = Anchor::Item(ann, 0);
    assert_eq!(workspace.contacts(&asked).expect("listed").found, Some(2));
}

#[test]
fn how_lists_are_sorted_is_kept_beside_the_store() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut orders = ListOrders::default();
    {
        let mut workspace = on(Store::open(folder.path()).expect("opened"));
        assert_eq!(workspace.list_orders(), orders);
        let field = workspace.defines_one(FieldOf::Contact, "Seats", FieldKind::Number);
        orders.set(FieldOf::Contact, by(&field, TURNED));
        workspace.keep_list_orders(orders);
    }
    let workspace = on(Store::open(folder.path()).expect("opened"));
    assert_eq!(workspace.list_orders(), orders);
    std::fs::write(folder.path().join("sorting.json"), "{\"customers\":3").expect("written");
    assert_eq!(workspace.list_orders(), ListOrders::default());
    let in_memory = empty();
    in_memory.keep_list_orders(orders);
    assert_eq!(in_memory.list_orders(), ListOrders::default());
}
