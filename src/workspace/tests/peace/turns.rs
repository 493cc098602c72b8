//! What undo and redo leave in peace, and many at once.

use std::sync::atomic::Ordering;

use super::scene::{Scene, scene, scene_in, starts};
use crate::domain::{
    Change, CustomerEdit, CustomerStatus, Entity, Field, NotificationState, OnboardingState, UndoTarget,
};
use crate::store::{Cell, Store};
use crate::workspace::Error;
use crate::workspace::testing::on;

#[test]
fn undo_and_redo_neither_write_to_nor_move_who_left() {
    let mut scene = scene();
    let moved = scene.moves("UAT");
    let advance = scene.workspace.changes(1).expect("listed").remove(0).id;
    scene
        .make(Change::CancelNotifications(vec![moved]))
        .expect("cancelled");
    let cancel = scene.workspace.changes(1).expect("listed").remove(0).id;
    scene.status(CustomerStatus::Churned);
    let churn = scene.workspace.changes(1).expect("listed").remove(0).id;
    for change in [cancel, advance] {
        let undone = scene.make(Change::Undo(UndoTarget::Change(change)));
        let sentence = undone.expect("told").sentence();
        assert!(sentence.contains("stays: the"), "{sentence}");
    }
    assert_eq!(scene.state(moved), NotificationState::Cancelled);
    let phase_now = |scene: &mut Scene| {
        let plans = scene.workspace.onboardings(Some(scene.acme)).expect("listed");
        plans.first().expect("one").phase.to_string()
    };
    assert_eq!(phase_now(&mut scene), "UAT");
    // Archived since: what the first change did is not taken back behind its back.
    scene.status(CustomerStatus::Archived);
    scene.make(Change::Undo(UndoTarget::Change(churn))).expect("told");
    assert_eq!(scene.plan_state(), OnboardingState::Paused);
}

#[test]
fn an_undo_that_makes_a_customer_leave_again_pauses_and_holds_what_came_since() {
    let mut scene = scene();
    scene.status(CustomerStatus::Churned);
    scene.status(CustomerStatus::Active);
    let back = scene.workspace.changes(1).expect("listed").remove(0).id;
    let acme = scene.acme;
    let other = starts(&mut scene.workspace, acme).expect("started").id;
    let invited = scene.invites();
    scene
        .make(Change::Undo(UndoTarget::Change(back)))
        .expect("undone");
    assert_eq!(scene.state(invited), NotificationState::Held);
    let plans = scene.workspace.onboardings(Some(acme)).expect("listed");
    assert!(plans.iter().any(|one| one.id == other));
    assert!(
        plans.iter().all(|one| one.state == OnboardingState::Paused),
        "{plans:?}"
    );
}

#[test]
fn what_was_held_stays_held_if_the_undone_status_had_changed_since() {
    let mut scene = scene();
    let moved = scene.moves("UAT");
    scene.status(CustomerStatus::Churned);
    let churn = scene.workspace.changes(1).expect("listed").remove(0).id;
    scene.status(CustomerStatus::Active);
    let undone = scene.make(Change::Undo(UndoTarget::Change(churn)));
    let sentence = undone.expect("told").sentence();
    assert!(sentence.contains("stays held"), "{sentence}");
    assert_eq!(scene.state(moved), NotificationState::Held);
}

#[test]
fn many_who_are_archived_together_tell_one_sum() {
    let mut scene = scene();
    let beta = scene.workspace.adds_customer("Beta", "beta.com").id;
    starts(&mut scene.workspace, beta).expect("started");
    scene.moves("UAT");
    let archive = |id| (id, vec![CustomerEdit::Status(CustomerStatus::Archived)]);
    let change = Change::EditCustomers(vec![archive(scene.acme), archive(beta)]);
    assert_eq!(
        scene.make(change).expect("archived").sentence(),
        "Archived 2 customers. 2 onboardings are paused. 1 waiting notification is held. 2 notifications were held already."
    );
    scene.undo();
    assert_eq!(scene.plan_state(), OnboardingState::Active);
}

#[test]
fn an_older_undo_brings_onboardings_back_that_an_update_paused() {
    let mut scene = scene();
    let plan = scene.plan;
    scene.set(OnboardingState::Paused).expect("paused");
    let before = scene.count();
    scene.status(CustomerStatus::Churned);
    let churn = scene.last();
    // As the update leaves it: the change knows of no onboarding.
    let cell = Cell {
        entity: Entity::Onboarding,
        id: plan.uuid(),
        field: Field::State,
    };
    let now = scene.workspace.now();
    scene
        .workspace
        .store
        .write(|writer| {
            writer.set_cell(cell, Some("active"), now)?;
            Ok::<_, Error>(writer.set_cell(cell, Some("paused"), now)?)
        })
        .expect("written");
    scene.reverts(Change::Undo(UndoTarget::Change(churn)));
    assert_eq!(scene.plan_state(), OnboardingState::Active);
    scene.reverts(Change::Redo);
    assert_eq!(scene.plan_state(), OnboardingState::Paused);
    scene.status(CustomerStatus::Active);
    assert_eq!(scene.plan_state(), OnboardingState::Active);
    assert_eq!(scene.count(), before);
}

#[test]
fn many_are_released_as_fast_each_as_a_few() {
    let mut steps = Vec::new();
    for count in [50, 200] {
        let mut store = Store::in_memory().expect("memory");
        let counted = store.count_steps();
        let mut scene = scene_in(on(store));
        for _ in 0..count {
            scene.invites();
        }
        scene.status(CustomerStatus::Churned);
        let (_, effect) = scene.status(CustomerStatus::Active);
        let ids: Vec<_> = effect.may_leave.iter().map(|one| one.id).collect();
        assert_eq!(ids.len(), count);
        counted.store(0, Ordering::Relaxed);
        let told = scene
            .make(Change::ReleaseNotifications(ids))
            .expect("released")
            .sentence();
        assert_eq!(told, format!("{count} notifications are now queued."));
        steps.push(counted.load(Ordering::Relaxed));
    }
    assert!(steps[1] < 5 * steps[0], "{steps:?}");
}
