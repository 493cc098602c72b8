//! The JSON documents of channels and deliveries; their field names are a promise.

use serde::Serialize;

use crate::domain::{
    Channel, ChannelStanding, ChannelView, DeliveryCounts, DeliveryReport, Person, Timestamp,
};

/// How a channel stands.
#[derive(Debug, Serialize)]
pub(super) struct ChannelJson<'a> {
    channel: Channel,
    state: &'static str,
    about: &'a str,
    tester: Option<&'a Person>,
    held: u64,
    message: Option<&'a str>,
}

impl<'a> From<&'a ChannelView> for ChannelJson<'a> {
    fn from(view: &'a ChannelView) -> Self {
        let (state, message) = match &view.standing {
            ChannelStanding::Missing => ("missing", None),
            ChannelStanding::Unusable(sentence) => ("unusable", Some(sentence.as_str())),
            ChannelStanding::Stopped(sentence) => ("stopped", Some(sentence.as_str())),
            ChannelStanding::Ready(stage) => (stage.key(), None),
        };
        Self {
            channel: view.channel,
            state,
            about: &view.about,
            tester: view.tester.as_ref(),
            held: view.held,
            message,
        }
    }
}

/// How the channels stand.
#[derive(Debug, Serialize)]
pub(super) struct ChannelsJson<'a> {
    pub(super) channels: Vec<ChannelJson<'a>>,
}

/// What a delivery did.
#[derive(Debug, Serialize)]
pub(super) struct DeliveredJson<'a> {
    #[serde(flatten)]
    counts: DeliveryCounts,
    held: usize,
    next_at: Option<Timestamp>,
    error: Option<&'a str>,
}

impl<'a> DeliveredJson<'a> {
    pub(super) const fn new(report: &DeliveryReport, held: usize, error: Option<&'a str>) -> Self {
        Self {
            counts: report.counts,
            held,
            next_at: report.next_at,
            error,
        }
    }
}
