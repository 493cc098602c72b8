//! Ids of things: UUIDv7, one type for each kind of thing.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use uuid::Uuid;

use super::Timestamp;

/// An id that is not a UUID.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an id is a UUID such as 0193a5c0-7f3e-7c1a-8d2b-5e6f70819203")]
pub struct IdError;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Uuid);

        impl $name {
            /// Takes a UUID that is known to be the id of such a thing.
            pub const fn from_uuid(uuid: Uuid) -> Self {
                Self(uuid)
            }

            /// Returns the UUID.
            pub const fn uuid(self) -> Uuid {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = IdError;

            fn from_str(text: &str) -> Result<Self, IdError> {
                Uuid::try_parse(text.trim()).map(Self).map_err(|_| IdError)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(&self.0)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}

id!(
    /// The id of a customer.
    CustomerId
);
id!(
    /// The id of a contact.
    ContactId
);
id!(
    /// The id of an owner.
    OwnerId
);
id!(
    /// The id of an onboarding.
    OnboardingId
);
id!(
    /// The id of a task.
    TaskId
);
id!(
    /// The id of a notification.
    NotificationId
);
id!(
    /// The id of a note.
    NoteId
);
id!(
    /// The id of a field that the user defined.
    CustomFieldId
);
id!(
    /// The id of a pasted list that is not added yet.
    DraftId
);
id!(
    /// The id of a change: everything that one act of the user wrote, which is undone and redone as one.
    ChangeId
);

id!(
    /// The id of a session: one run of the app on a terminal.
    SessionId
);

/// Where new ids come from.
#[derive(Debug)]
pub enum IdSource {
    /// Random bits from the operating system.
    Random,
    /// A count, so that tests see the same ids in every run.
    Counting(u64),
}

impl IdSource {
    /// Makes a UUIDv7 for the given time.
    pub fn next(&mut self, now: Timestamp) -> Uuid {
        let millis = u64::try_from(now.as_millis()).unwrap_or(0);
        match self {
            Self::Random => {
                let seconds = millis / 1_000;
                let nanos = u32::try_from(millis % 1_000).unwrap_or(0) * 1_000_000;
                Uuid::new_v7(uuid::Timestamp::from_unix(uuid::NoContext, seconds, nanos))
            }
            Self::Counting(count) => {
                *count += 1;
                let mut bytes = [0; 10];
                for (byte, value) in bytes.iter_mut().skip(2).zip(count.to_be_bytes()) {
                    *byte = value;
                }
                uuid::Builder::from_unix_timestamp_millis(millis, &bytes).into_uuid()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn ids_are_uuid_v7_and_never_repeat() {
        let now = Timestamp::from_millis(1_795_512_600_000);
        for mut source in [IdSource::Random, IdSource::Counting(0)] {
            let ids: HashSet<Uuid> = (0..1_000).map(|_| source.next(now)).collect();
            assert_eq!(ids.len(), 1_000);
            assert!(ids.iter().all(|id| id.get_version_num() == 7));
        }
    }

    #[test]
    fn an_id_is_read_back_from_its_text() {
        let id = ContactId::from_uuid(IdSource::Random.next(Timestamp::from_millis(5)));
        assert_eq!(id.to_string().parse(), Ok(id));
        assert_eq!("42".parse::<ContactId>(), Err(IdError));
    }

    #[test]
    fn ids_bear_the_time_to_the_millisecond() {
        let now = Timestamp::from_millis(1_795_512_600_789);
        for mut source in [IdSource::Random, IdSource::Counting(0)] {
            let (seconds, nanos) = source.next(now).get_timestamp().expect("a time").to_unix();
            assert_eq!((seconds, nanos), (1_795_512_600, 789_000_000));
        }
    }
}
