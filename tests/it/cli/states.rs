//! What a state means by command: why a customer is at risk and since when, when to win it back, what of it needs
//! attention, and onboardings that become active beside others.

use rstest::rstest;
use serde_json::{Value, json};

use crate::cli::home::{Home, Ran, demand_fields, list};
use crate::cli::onboardings;

fn at_risk() -> Home {
    let home = Home::with_acme();
    let edit = [
        "customer",
        "edit",
        "1",
        "--status",
        "at_risk",
        "--reason",
        "Budget frozen",
    ];
    let ran = home.run(edit);
    assert_eq!(ran.text(), "Acme is now at risk: Budget frozen.\n");
    home
}

fn edit(home: &Home, options: &[&str]) -> Value {
    home.json(["customer", "edit", "1"].iter().chain(options))
}

#[test]
fn a_risk_has_a_reason_and_a_day_which_an_undo_restores() {
    let home = at_risk();
    let customer = home.json(["customer", "show", "1"]);
    assert_eq!(customer["risk"]["reason"], "Budget frozen");
    assert_eq!(customer["risk"]["since"], customer["updated_at"]);
    assert_eq!(customer["win_back_on"], Value::Null);
    let shown = home.run(["customer", "show", "1"]);
    assert!(shown.text().contains("at risk since 2"), "{shown:?}");
    assert!(shown.text().contains(": Budget frozen\n"), "{shown:?}");

    let edited = edit(&home, &["--reason", "Champion left"]);
    assert_eq!(edited["risk"]["since"], customer["risk"]["since"]);
    assert_eq!(edited["risk"]["reason"], "Champion left");
    assert_eq!(edit(&home, &["--status", "active"])["risk"], Value::Null);
    home.run(["undo"]);
    assert_eq!(home.json(["customer", "show", "1"])["risk"], edited["risk"]);
    assert_eq!(edit(&home, &["--reason", ""])["risk"]["reason"], Value::Null);
}

#[test]
fn a_risk_without_a_reason_is_asked_for_one() {
    let home = Home::with_acme();
    let ran = home.run(["customer", "edit", "1", "--status", "at_risk"]);
    assert_eq!(ran.text(), "Acme is now at risk. No reason is given yet.\n");
    assert!(
        ran.err.contains("Say why: pivotal customer edit 1 --reason TEXT"),
        "{ran:?}"
    );
    assert_eq!(
        edit(&home, &["--reason", "Budget frozen"])["risk"]["reason"],
        "Budget frozen"
    );
}

#[rstest]
#[case(&["--reason", "Budget frozen"], "A risk reason is for a customer that is at risk")]
#[case(&["--win-back", "2027-01-15"], "A win-back date is for a customer that is churned")]
#[case(&["--status", "at_risk", "--win-back", "+3mo"], "A win-back date")]
#[case(&["--status", "churned", "--reason", "Budget frozen"], "A risk reason")]
#[case(&["--status", "churned", "--win-back", "soon"], "Type a day as")]
fn what_does_not_fit_the_status_is_refused_and_changes_nothing(#[case] options: &[&str], #[case] told: &str) {
    let home = Home::with_acme();
    let ran = home.run(["customer", "edit", "1"].iter().chain(options));
    assert!(ran.refusal(4).contains(told), "{ran:?}");
    assert_eq!(home.lines_of_history(), 1);
}

#[test]
fn a_win_back_date_is_typed_as_other_days_are() {
    let home = Home::with_acme();
    let ran = home.run([
        "customer",
        "edit",
        "1",
        "--status",
        "churned",
        "--win-back",
        "15 jan 2027",
    ]);
    assert_eq!(
        ran.text(),
        "Acme is now churned. Win-back date: 15 January 2027.\n"
    );
    assert_eq!(home.json(["customer", "show", "1"])["win_back_on"], "2027-01-15");
    let later = edit(&home, &["--win-back", "+3mo"])["win_back_on"].clone();
    assert!(later.as_str().is_some_and(|day| day > "2026-12-01"), "{later}");
    assert_eq!(edit(&home, &["--win-back", ""])["win_back_on"], Value::Null);
}

#[test]
fn the_workbench_lists_risks_first_and_who_is_to_be_won_back() {
    let home = at_risk();
    home.json(["customer", "add", "Beta"]);
    home.run([
        "customer",
        "edit",
        "2",
        "--status",
        "churned",
        "--win-back",
        "2026-01-02",
    ]);
    let work = home.json(["workbench"]);
    let items = list(&work, "items");
    for item in items {
        demand_fields(
            item,
            &[
                "customer_id",
                "display_id",
                "customer",
                "need",
                "date",
                "text",
                "onboarding_id",
                "onboarding_number",
                "phase",
                "task_id",
                "task_number",
                "notification_id",
                "notification_number",
                "note_id",
                "note_number",
                "contact_id",
            ],
        );
    }
    let first = &items[0];
    assert_eq!(
        (&first["need"], &first["text"], &first["customer"]),
        (&json!("at_risk"), &json!("Budget frozen"), &json!("Acme"))
    );
    let told: Vec<(&Value, &Value)> = items.iter().map(|item| (&item["need"], &item["date"])).collect();
    assert!(
        told.contains(&(&json!("win_back"), &json!("2026-01-02"))),
        "{told:?}"
    );
    let table = home.run(["workbench"]);
    assert!(table.text().contains("▲ at risk since 2"), "{table:?}");
    assert!(table.text().contains("◷ win back: due 2026-01-02"), "{table:?}");
    let none = Home::new().run(["workbench"]);
    assert_eq!(
        (none.text(), none.err.as_str()),
        ("", "Nothing needs attention.\n")
    );
}

#[test]
fn a_script_acts_by_the_ids_and_numbers_of_the_workbench() {
    let home = onboardings::home();
    home.run(["onboarding", "edit", "1", "--target", "2026-01-02"]);
    let add = ["task", "add", "1", "--title", "Sign", "--due", "2026-01-03"];
    let task = home.json(add);
    let text = ["note", "add", "1", "Call Dana", "--follow-up", "2026-01-04"];
    let note = home.json(text);
    let work = home.json(["workbench"]);
    let of = |need: &str| {
        let mut items = list(&work, "items").iter();
        items.find(|item| item["need"] == need).expect("listed")
    };
    let onboarding = &home.json(["onboarding", "list"])["onboardings"][0];
    for item in [of("late_onboarding"), of("overdue_task")] {
        assert_eq!(item["onboarding_id"], onboarding["id"]);
        assert_eq!(item["onboarding_number"], onboarding["number"]);
        assert_eq!(item["phase"], onboarding["phase"]);
        assert_eq!(item["display_id"], 1);
    }
    let due = of("overdue_task");
    assert_eq!(
        (&due["task_id"], &due["task_number"]),
        (&task["id"], &task["number"])
    );
    let follow_up = of("follow_up");
    assert_eq!(
        (&follow_up["note_id"], &follow_up["note_number"]),
        (&note["id"], &note["number"])
    );
    let numbers = [&due["onboarding_number"], &due["task_number"]].map(Value::to_string);
    let ran = home.run(
        ["task", "done"]
            .into_iter()
            .chain(numbers.iter().map(String::as_str)),
    );
    assert_eq!(ran.code, Some(0), "{ran:?}");
}

#[test]
fn risks_and_win_back_dates_leave_as_a_table_and_come_back_by_import() {
    let home = at_risk();
    home.json(["customer", "add", "Beta"]);
    home.run([
        "customer",
        "edit",
        "2",
        "--status",
        "churned",
        "--win-back",
        "2027-01-15",
    ]);
    for (options, number) in [(&[][..], "1"), (&["--churned"], "2")] {
        let table = home.run(["export", "customers"].iter().chain(options));
        let other = Home::new();
        let ran = other.run_with_input(["customer", "import", "-"], table.text().as_bytes());
        assert_eq!(ran.text(), "Added 1 customer.\n");
        let (before, after) = (
            home.json(["customer", "show", number]),
            other.json(["customer", "show", "1"]),
        );
        for field in ["name", "status", "risk", "win_back_on"] {
            assert_eq!(before[field], after[field], "{field}");
        }
        assert!(before["risk"].is_object() || before["win_back_on"].is_string());
    }
    let flagged = home.run_with_input(
        ["customer", "import", "-", "--dry-run"],
        b"name,status,risk reason,win back\nDelta,churned,,soon\n",
    );
    assert!(flagged.text().contains("Type a day as"), "{flagged:?}");
}

#[rstest]
fn a_day_is_shown_as_it_was_typed_in_every_zone(
    #[values(
        "UTC",
        "Pacific/Auckland",
        "America/Los_Angeles",
        "Pacific/Kiritimati",
        "Etc/GMT+12"
    )]
    zone: &str,
) {
    let home = Home::new();
    let run = |arguments: &[&str]| -> Ran {
        let mut command = home.command(arguments);
        command.env("TZ", zone).output().expect("started").into()
    };
    // A night on which the clocks go forward in some of them, and one on which they do not.
    for (number, day) in [("1", "2026-03-08"), ("2", "2026-11-03")] {
        let list = home.path("list.csv");
        let text = format!("name,status,risk_reason,at_risk_since\nAcme {number},at_risk,Budget,{day}\n");
        std::fs::write(&list, text).expect("written");
        let list = list.to_str().expect("a path");
        assert_eq!(run(&["customer", "import", list]).text(), "Added 1 customer.\n");
        let shown = run(&["customer", "show", number]);
        let told = format!("at risk since {day}: Budget");
        assert!(shown.text().contains(&told), "{shown:?}");
        let work = run(&["workbench"]);
        assert!(work.text().contains(&told), "{work:?}");
    }
    run(&[
        "customer",
        "edit",
        "1",
        "--status",
        "churned",
        "--win-back",
        "2027-01-15",
    ]);
    let shown = run(&["customer", "show", "1"]);
    assert!(
        shown.text().contains("churned, win-back date: 2027-01-15"),
        "{shown:?}"
    );
}

#[test]
fn what_does_not_go_with_the_status_of_a_row_is_left_out_and_the_row_is_added() {
    let home = Home::new();
    let text = b"name,status,Churn risk reason\nGamma,active,Budget\nBeta,at_risk,Champion left\n";
    let read = home.run_with_input(["customer", "import", "-", "--strict", "--json"], text);
    assert_eq!(read.code, Some(0), "{read:?}");
    let json: Value = serde_json::from_str(&read.out).expect("JSON");
    let told = |row: usize| {
        (
            &json["rows"][row]["status"],
            &json["rows"][row]["reasons"][0]["code"],
        )
    };
    assert_eq!(told(0), (&json!("ready"), &json!("not_at_status")));
    assert_eq!(told(1), (&json!("ready"), &Value::Null));
    assert_eq!(home.json(["customer", "show", "1"])["risk"], Value::Null);
    assert_eq!(
        home.json(["customer", "show", "2"])["risk"]["reason"],
        "Champion left"
    );
}

#[test]
fn a_field_of_ones_own_takes_the_column_that_has_its_name() {
    let home = Home::new();
    home.run(["field", "add", "customer", "Win-back date", "--type", "text"]);
    let text = b"name,status,Win-back date\nGamma,churned,after the summer\n";
    let read = home.run_with_input(["customer", "import", "-", "--strict"], text);
    assert_eq!(read.code, Some(0), "{read:?}");
    let shown = home.json(["customer", "show", "1"]);
    assert_eq!(shown["win_back_on"], Value::Null);
    assert!(shown.to_string().contains("after the summer"), "{shown}");
}

#[test]
fn a_risk_is_found_by_its_reason_while_it_lasts() {
    let home = at_risk();
    let found = |words: &str| list(&home.json(["customer", "list", "--search", words]), "customers").len();
    assert_eq!((found("risk:budget"), found("risk:champion")), (1, 0));
    let hits = home.run(["search", "risk:frozen"]);
    assert!(hits.text().contains("Budget frozen"), "{hits:?}");
    edit(&home, &["--status", "active"]);
    assert_eq!(found("risk:budget"), 0);
}

#[test]
fn a_paused_onboarding_is_resumed_beside_another_one_only_if_it_is_wanted() {
    let home = onboardings::home();
    home.run(["onboarding", "pause", "1"]);
    home.json(["onboarding", "start", "1"]);
    let ran = home.run(["onboarding", "resume", "1"]);
    let sentence = "Acme has an active onboarding already: #2, in Kickoff. Add --another to resume one more.";
    assert_eq!(ran.refusal(4), sentence);
    // One that goes on already is not refused.
    assert_eq!(home.run(["onboarding", "resume", "2"]).code, Some(0));
    let ran = home.run(["onboarding", "resume", "1", "--another"]);
    assert_eq!(
        ran.text(),
        "The onboarding of Acme is now active. Its target is still 15 January 2027.\n"
    );
}

#[test]
fn an_onboarding_that_is_over_is_reopened_beside_another_one_only_if_it_is_wanted() {
    let home = onboardings::home();
    home.run(["onboarding", "skip", "1", "--to", "Adoption"]);
    home.run(["onboarding", "advance", "1"]);
    home.json(["onboarding", "start", "1"]);
    let back = [
        "onboarding",
        "back",
        "1",
        "--to",
        "Launch",
        "--reason",
        "Once more",
    ];
    let ran = home.run(back);
    assert_eq!(
        ran.refusal(4),
        "Acme has an active onboarding already: #2, in Kickoff. Add --another to reopen one more."
    );
    let ran = home.run(back.into_iter().chain(["--another"]));
    assert_eq!(ran.code, Some(0), "{ran:?}");
    let states = home.json(["onboarding", "list"]);
    let states = states["onboardings"].as_array().expect("a list");
    assert!(states.iter().all(|one| one["state"] == "active"), "{states:?}");
}

#[test]
fn who_comes_back_has_those_onboardings_go_on_that_did_before_and_their_targets_stay() {
    let home = onboardings::home();
    home.json(["onboarding", "start", "1", "--another"]);
    home.run(["onboarding", "pause", "2"]);
    let ran = home.run(["customer", "edit", "1", "--status", "churned"]);
    assert!(ran.text().ends_with("1 onboarding is paused.\n"), "{ran:?}");
    let ran = home.run(["customer", "edit", "1", "--status", "active"]);
    assert!(
        ran.text()
            .ends_with("1 onboarding is resumed, its target unchanged.\n"),
        "{ran:?}"
    );
    let list = home.json(["onboarding", "list"]);
    let told: Vec<(&Value, &Value)> = list["onboardings"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|one| (&one["state"], &one["target"]))
        .collect();
    assert_eq!(
        told,
        [
            (&"active".into(), &"2027-01-15".into()),
            (&"paused".into(), &Value::Null)
        ]
    );
}
