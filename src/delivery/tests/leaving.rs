//! Who leaves while a delivery is under way.

use std::time::Duration;

use super::scene::Scene;
use crate::delivery::Asked;
use crate::domain::{Channel, CustomerStatus, NotificationState};
use crate::sandbox::{SlackFault, SlackMethod};

#[tokio::test]
async fn who_leaves_while_slack_is_asked_about_them_is_posted_nothing() {
    for method in [SlackMethod::Lookup, SlackMethod::Open] {
        let scene = Scene::open();
        scene.slack.misbehave(method, SlackFault::Late);
        let asked = scene.slack.asked().len();
        let leaves = async {
            while scene.slack.asked().len() < asked + usize::from(method == SlackMethod::Open) + 1 {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
            scene.becomes(CustomerStatus::Churned);
            scene.slack.behave();
        };
        let (delivered, ()) = tokio::join!(scene.delivers(Asked::ByClock), leaves);
        // The mail had left before.
        assert_eq!(delivered.counts.sent, 1);
        assert_eq!(scene.slack.posts(), [], "{method:?}");
        assert_eq!(scene.states(Channel::Slack), [NotificationState::Held]);
        scene.becomes(CustomerStatus::Active);
        let held = scene.workspace().held_back(scene.acme).expect("listed");
        assert_eq!(held.len(), 1, "it is asked about");
    }
}
