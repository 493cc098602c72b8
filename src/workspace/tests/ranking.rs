//! Which of many hits of a search come first, and what is said of the rest.

use crate::domain::{Depth, Hits, Limits, Rest, SearchQuery, SearchScope};
use crate::workspace::testing::empty;

#[test]
fn names_that_begin_with_the_text_come_first_and_a_limit_says_that_there_is_more() {
    let mut workspace = empty();
    let acme = workspace.adds_customer("Acme", "acme.com").id;
    for (name, email) in [
        ("Rhoda Nash", "r@acme.com"),
        ("Ann Dahl", "ann@acme.com"),
        ("Rhoda", "x@acme.com"),
        ("Da Silva", "d@acme.com"),
    ] {
        workspace.adds(acme, name, email);
    }
    let query = SearchQuery::parse("da", SearchScope::Everywhere).expect("a search");
    let names = |hits: &Hits| -> Vec<String> {
        let names = hits.contacts.iter().map(|hit| hit.contact.name.to_string());
        names.collect()
    };
    let hits = workspace
        .search(&query, Limits::each(10), Depth::Quick)
        .expect("found");
    assert_eq!(names(&hits), ["Ann Dahl", "Da Silva", "Rhoda Nash", "Rhoda"]);
    assert_eq!(hits.rest, Rest::None);
    let hits = workspace
        .search(&query, Limits::each(2), Depth::Quick)
        .expect("found");
    // Between two keys, history is left for later where it would stand out of sight.
    let found = (hits.contacts.len(), hits.history.len(), hits.rest);
    assert_eq!(found, (2, 0, Rest::Unread));
    let hits = workspace
        .search(&query, Limits::each(2), Depth::Deep)
        .expect("found");
    let found = (hits.contacts.len(), hits.history.len(), hits.rest);
    assert_eq!(found, (2, 2, Rest::More));
    let nothing = workspace
        .search(&SearchQuery::default(), Limits::each(10), Depth::Quick)
        .expect("found");
    assert!(nothing.is_empty());
}

#[test]
fn a_customer_of_exactly_that_name_or_domain_comes_first_however_many_hold_it() {
    let mut workspace = empty();
    for number in 0..12 {
        workspace.adds_customer(&format!("Acme {number}"), &format!("acme.com{number}.org"));
    }
    workspace.adds_customer("ACME", "acme.com");
    for text in ["acme", "acme.com"] {
        let query = SearchQuery::parse(text, SearchScope::Everywhere).expect("a search");
        let hits = workspace
            .search(&query, Limits::each(5), Depth::Quick)
            .expect("found");
        assert_eq!(hits.customers.len(), 5);
        assert_eq!(hits.customers[0].customer.name.as_str(), "ACME", "{text}");
        assert_eq!(hits.rest, Rest::More);
    }
}
