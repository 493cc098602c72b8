//! What passes is waited for, and what does not end is given up with what was saved.

use super::*;

#[test]
fn what_passes_is_waited_for() {
    for (path, status, count) in [
        ("/search", 423, 3),
        ("/search", 404, 3),
        ("/search", 408, 3),
        ("/details", 403, 1),
        ("/search", 530, 1),
        ("/search", 401, 1),
        ("/associations/", 502, 3),
    ] {
        let (mut scene, _, _) = Scene::acme(250);
        scene.company("Acme Inc", &["acme.com"], &[]);
        let report = succeeded(scene.meets(RunScope::Due, first(count, path, status)));
        assert_eq!(report.counts.linked, 250, "{path} {status}");
    }
}

#[test]
fn a_network_that_is_away_for_a_minute_is_waited_for_and_one_that_stays_away_is_told_with_what_is_saved() {
    let cut_after_a_page = |count: u64| {
        let asked = AtomicU64::new(0);
        move |question: &Question, answer: Answer| {
            if is(question, "/contacts/search") {
                let number = asked.fetch_add(1, Ordering::Relaxed);
                if (1..=count).contains(&number) {
                    return Err(HubSpotError::Offline);
                }
            }
            answer
        }
    };
    let (mut scene, _, _) = Scene::acme(450);
    let (report, paused) = scene.waits(RunScope::Due, 0, cut_after_a_page(15));
    assert_eq!(succeeded(report).counts.linked, 450);
    assert!(paused > Duration::from_secs(40), "{paused:?}");
    let (mut scene, _, _) = Scene::acme(450);
    let (report, paused) = scene.waits(RunScope::Due, 0, cut_after_a_page(u64::MAX));
    assert_eq!((failed(&report), report.reached), ("offline", Reached::Nothing));
    let message = report.fault.expect("a fault").message;
    assert!(message.ends_with("Saved so far: 200 linked."), "{message}");
    assert!(paused < Duration::from_secs(130), "{paused:?}");
}

#[test]
fn an_answer_may_take_half_a_minute_and_no_longer() {
    let (mut scene, _, _) = Scene::acme(3);
    succeeded(scene.waits(RunScope::Due, 12, as_it_is).0);
    let (mut scene, _, _) = Scene::acme(3);
    let (report, _) = scene.waits(RunScope::Due, 31, as_it_is);
    assert_eq!(failed(&report), "timeout");
}

#[test]
fn associations_that_are_too_large_are_asked_for_in_halves() {
    let (mut scene, _, _) = Scene::acme(0);
    for number in 0..9 {
        let stray = scene.person(&format!("s{number}@stray{number}.io"), "Stray Dog");
        scene.company(&format!("Acme {number}"), &["acme.com"], &[stray]);
    }
    let report = scene.meets(RunScope::Due, |question, answer| {
        let many = |body: &String| body.matches("\"id\"").count() > 2;
        if is(question, "/associations/") && question.body.as_ref().is_some_and(many) {
            return Err(HubSpotError::TooLarge(1));
        }
        answer
    });
    assert_eq!(succeeded(report).near_misses, 9);
    // A company of which even one page is too large is left, and told.
    let report = scene.meets(FULL, |question, answer| {
        let first = |body: &String| body.contains("\"501\"");
        if is(question, "/associations/") && question.body.as_ref().is_some_and(first) {
            return Err(HubSpotError::TooLarge(1));
        }
        answer
    });
    let message = report.fault.expect("a remark").message;
    assert!(message.contains("the people of company 501"), "{message}");
    assert_eq!(report.near_misses, 9);
}

#[test]
fn a_list_of_associations_whose_mark_comes_again_is_left() {
    let (mut scene, _, _) = Scene::acme(0);
    let stray = scene.person("s@stray.io", "Stray Dog");
    scene.company("Acme Inc", &["acme.com"], &[stray]);
    let report = scene.meets(RunScope::Due, |question, answer| {
        let (head, mut body) = answer?;
        if is(question, "/associations/") {
            body["results"][0]["paging"] = json!({ "next": { "after": "7" } });
        }
        Ok((head, body))
    });
    assert_eq!((report.state, report.near_misses), (RunState::Ok, 0));
    let message = report.fault.expect("a remark").message;
    assert!(message.contains("the people of company 501"), "{message}");
    assert_eq!(succeeded(scene.meets(RunScope::Due, as_it_is)).near_misses, 1);
}
