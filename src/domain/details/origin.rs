//! Where a value came from: who wrote the one that holds, when, and how.

use crate::domain::keyed::keyed;
use crate::domain::{Actor, Cause, ContactSource, Field, Timestamp};

keyed! {
    /// How a value came to be.
    pub enum OriginKind {
        /// Somebody typed it as the contact was added.
        Typed = "typed",
        /// It came in a list that was pasted or read from a file.
        List = "list",
        /// The source has it.
        Remote = "hubspot",
        /// It was made from the address, as the source has no name.
        FromAddress = "from_address",
        /// It was there as the customer was added.
        Added = "added",
        /// Somebody changed it.
        Edited = "edited",
        /// It was chosen or kept as another contact was merged into this one.
        Merged = "merged",
    }
}

/// Where a value came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// How it came to be.
    pub kind: OriginKind,
    /// Who wrote it.
    pub by: Actor,
    /// When.
    pub at: Timestamp,
}

/// That a change wrote a field of a record, as the log tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoggedWrite {
    /// The number of the change in the order of the log.
    pub seq: i64,
    /// The field; the whole record where it was added or brought back.
    pub field: Field,
    /// The text that it wrote into the field; none if that was nothing.
    pub value: Option<String>,
    /// How the change came about.
    pub cause: Cause,
    /// The change that was taken back or made again.
    pub target: Option<i64>,
    /// Who made the change.
    pub by: WrittenBy,
    /// The name of who made it.
    pub actor: Actor,
    /// When.
    pub at: Timestamp,
}

/// What kind of change wrote a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WrittenBy {
    /// A user's.
    User,
    /// A user's that merged another contact into this one.
    Merge,
    /// A sync's.
    Sync,
}

/// Finds which write gave a field the value that it has, and where that came from; `writes` are the newest first.
///
/// What was undone does not count, and neither does the undo: the value is that of the write before.
pub fn origin(
    writes: &[LoggedWrite],
    field: Field,
    source: Option<ContactSource>,
    follows: bool,
) -> Option<(&LoggedWrite, Origin)> {
    let write = in_force(writes, field)?;
    let newest = writes.iter().find(|write| write.field == field);
    // What was taken back since gives the field what the source has by now, which need not be what it had.
    if let Some(newest) = newest.filter(|newest| follows && newest.seq != write.seq)
        && write.field == field
        && newest.value != write.value
    {
        let origin = Origin {
            kind: OriginKind::Remote,
            by: newest.actor.clone(),
            at: newest.at,
        };
        return Some((newest, origin));
    }
    // As a contact is linked by hand, the user's change writes what the source has.
    let links = writes
        .iter()
        .any(|other| other.seq == write.seq && other.field == Field::Link);
    let kind = match (write.field, source, write.by) {
        (Field::Record, Some(ContactSource::Remote(_)), _) => OriginKind::Remote,
        (Field::Record, Some(ContactSource::Paste), _) => OriginKind::List,
        (Field::Record, Some(ContactSource::Manual), _) => OriginKind::Typed,
        (Field::Record, None, _) => OriginKind::Added,
        (_, _, WrittenBy::Sync) => OriginKind::Remote,
        (_, _, WrittenBy::User | WrittenBy::Merge) if follows && links => OriginKind::Remote,
        (_, _, WrittenBy::Merge) => OriginKind::Merged,
        (_, _, WrittenBy::User) => OriginKind::Edited,
    };
    let origin = Origin {
        kind,
        by: write.actor.clone(),
        at: write.at,
    };
    Some((write, origin))
}

/// Finds the write of which the value is still there.
fn in_force(writes: &[LoggedWrite], field: Field) -> Option<&LoggedWrite> {
    let mut before = i64::MAX;
    loop {
        let write = writes
            .iter()
            .find(|write| write.seq < before && (write.field == field || write.field == Field::Record))?;
        let target = write.target.unwrap_or_default();
        before = match write.cause {
            Cause::Made => return Some(write),
            Cause::Undo => target.min(write.seq),
            Cause::Redo => target.saturating_add(1).min(write.seq),
        };
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::domain::RemoteSource;

    /// Makes the write of a change with a number, which is its time too.
    fn write(seq: i64, field: Field, by: WrittenBy, cause: Cause, target: Option<i64>) -> LoggedWrite {
        LoggedWrite {
            seq,
            field,
            value: None,
            cause,
            target,
            by,
            actor: Actor::new("Cara"),
            at: Timestamp::from_millis(seq),
        }
    }

    fn made(seq: i64, field: Field, by: WrittenBy) -> LoggedWrite {
        write(seq, field, by, Cause::Made, None)
    }

    /// Returns how a title came to be and by which change.
    fn title(writes: &[LoggedWrite], source: ContactSource, follows: bool) -> Option<(OriginKind, i64)> {
        let (_, found) = origin(writes, Field::TITLE, Some(source), follows)?;
        Some((found.kind, found.at.as_millis()))
    }

    #[test]
    fn an_undo_that_brought_what_the_source_has_by_now_says_so() {
        let with = |value: &str, write: LoggedWrite| LoggedWrite {
            value: Some(value.to_owned()),
            ..write
        };
        let undone = |value: &str| {
            [
                with(
                    value,
                    write(4, Field::TITLE, WrittenBy::User, Cause::Undo, Some(3)),
                ),
                with("Boss", made(3, Field::TITLE, WrittenBy::User)),
                with("CTO", made(2, Field::TITLE, WrittenBy::Sync)),
                made(1, Field::Record, WrittenBy::Sync),
            ]
        };
        for (value, follows, at) in [("Head", true, 4), ("CTO", true, 2), ("Head", false, 2)] {
            let found = title(&undone(value), REMOTE, follows);
            assert_eq!(found, Some((OriginKind::Remote, at)), "{value} {follows}");
        }
    }

    const REMOTE: ContactSource = ContactSource::Remote(RemoteSource::HubSpot);

    #[rstest]
    #[case(ContactSource::Manual, OriginKind::Typed)]
    #[case(ContactSource::Paste, OriginKind::List)]
    #[case(REMOTE, OriginKind::Remote)]
    fn a_value_that_nobody_changed_came_with_the_contact(
        #[case] source: ContactSource,
        #[case] kind: OriginKind,
    ) {
        let writes = [
            made(2, Field::Name, WrittenBy::User),
            made(1, Field::Record, WrittenBy::User),
        ];
        assert_eq!(title(&writes, source, false), Some((kind, 1)));
    }

    #[rstest]
    #[case(WrittenBy::User, OriginKind::Edited)]
    #[case(WrittenBy::Merge, OriginKind::Merged)]
    #[case(WrittenBy::Sync, OriginKind::Remote)]
    fn the_last_write_of_the_field_counts(#[case] by: WrittenBy, #[case] kind: OriginKind) {
        let writes = [
            made(4, Field::Email, WrittenBy::User),
            made(3, Field::TITLE, by),
            made(2, Field::TITLE, WrittenBy::Sync),
            made(1, Field::Record, WrittenBy::User),
        ];
        assert_eq!(title(&writes, ContactSource::Manual, false), Some((kind, 3)));
    }

    #[test]
    fn what_a_link_by_hand_fills_in_came_from_the_source() {
        let writes = [
            made(2, Field::TITLE, WrittenBy::User),
            made(2, Field::Link, WrittenBy::User),
            made(1, Field::Record, WrittenBy::User),
        ];
        assert_eq!(
            title(&writes, ContactSource::Manual, true),
            Some((OriginKind::Remote, 2))
        );
        assert_eq!(
            title(&writes, ContactSource::Manual, false),
            Some((OriginKind::Edited, 2))
        );
    }

    #[test]
    fn what_was_undone_gives_way_to_the_write_before_it_and_comes_back_with_a_redo() {
        let undone = [
            write(4, Field::TITLE, WrittenBy::User, Cause::Undo, Some(3)),
            made(3, Field::TITLE, WrittenBy::User),
            made(2, Field::TITLE, WrittenBy::Sync),
            made(1, Field::Record, WrittenBy::User),
        ];
        assert_eq!(
            title(&undone, ContactSource::Manual, false),
            Some((OriginKind::Remote, 2))
        );
        let mut redone = undone.to_vec();
        redone.insert(0, write(5, Field::TITLE, WrittenBy::User, Cause::Redo, Some(3)));
        assert_eq!(
            title(&redone, ContactSource::Manual, false),
            Some((OriginKind::Edited, 3))
        );
        redone.insert(0, write(6, Field::TITLE, WrittenBy::User, Cause::Undo, Some(3)));
        assert_eq!(
            title(&redone, ContactSource::Manual, false),
            Some((OriginKind::Remote, 2))
        );
    }

    #[test]
    fn a_contact_that_was_deleted_and_brought_back_keeps_where_its_values_came_from() {
        let writes = [
            write(5, Field::Record, WrittenBy::User, Cause::Undo, Some(4)),
            made(4, Field::Record, WrittenBy::User),
            made(3, Field::TITLE, WrittenBy::User),
            made(1, Field::Record, WrittenBy::User),
        ];
        assert_eq!(
            title(&writes, ContactSource::Manual, false),
            Some((OriginKind::Edited, 3))
        );
    }

    #[test]
    fn a_log_that_does_not_tell_is_no_origin_and_no_endless_search() {
        assert_eq!(title(&[], ContactSource::Manual, false), None);
        let odd = [
            write(2, Field::TITLE, WrittenBy::User, Cause::Undo, Some(7)),
            write(1, Field::TITLE, WrittenBy::User, Cause::Redo, None),
        ];
        assert_eq!(title(&odd, ContactSource::Manual, false), None);
    }
}
