//! Which reasons flag a row, and which only warn: the codes of its reasons, and the status that follows from them.

use serde::Serialize;

/// Why a row is not plainly ready.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Code {
    /// The row holds an address where the name should be, and the other way round.
    NameEmailSwapped,
    /// A quote is opened and never closed.
    UnterminatedQuote,
    /// The line may hold two people, or one's name with the address of another.
    MixedPeople,
    /// There is no name, or something that is none.
    MissingName,
    /// There is no address.
    MissingEmail,
    /// The address is not one that mail can be sent to.
    InvalidEmail,
    /// The title is a phone number, or the other way round.
    Misplaced,
    /// A field is longer than a contact can hold.
    TooLong,
    /// A row before has the same address.
    DuplicateInList,
    /// The customer has a contact with the address.
    AlreadyContact,
    /// The customer has an archived contact with the address.
    ArchivedContact,
    /// The customer had a contact with the address that a person unlinked.
    UnlinkedContact,
    /// The address is outside the customer's domain.
    DomainMismatch,
    /// The domain looks like a slip of the finger.
    TypoDomain,
    /// The address is at a provider of mail for the public.
    FreeMail,
    /// The address belongs to a function and not to a person.
    RoleAddress,
    /// Another customer has a contact with the address.
    AtOtherCustomer,
    /// The name looks odd and may be real.
    OddName,
    /// The words beside the address say that the person is not to be added.
    NotWanted,
    /// The row was read from a sentence.
    ReadFromText,
    /// The row has other addresses of the person.
    OtherEmails,
}

impl Code {
    /// All codes, the ones to mend first at the start.
    pub const ALL: [Self; 21] = [
        Self::NameEmailSwapped,
        Self::UnterminatedQuote,
        Self::MixedPeople,
        Self::NotWanted,
        Self::MissingName,
        Self::MissingEmail,
        Self::InvalidEmail,
        Self::Misplaced,
        Self::TooLong,
        Self::DuplicateInList,
        Self::AlreadyContact,
        Self::ArchivedContact,
        Self::UnlinkedContact,
        Self::DomainMismatch,
        Self::TypoDomain,
        Self::FreeMail,
        Self::RoleAddress,
        Self::AtOtherCustomer,
        Self::OddName,
        Self::ReadFromText,
        Self::OtherEmails,
    ];

    /// Returns the name under which JSON knows the code.
    pub const fn key(self) -> &'static str {
        match self {
            Self::NameEmailSwapped => "name_email_swapped",
            Self::UnterminatedQuote => "unterminated_quote",
            Self::MixedPeople => "mixed_people",
            Self::MissingName => "missing_name",
            Self::MissingEmail => "missing_email",
            Self::InvalidEmail => "invalid_email",
            Self::Misplaced => "misplaced",
            Self::TooLong => "too_long",
            Self::DuplicateInList => "duplicate_in_list",
            Self::AlreadyContact => "already_contact",
            Self::ArchivedContact => "archived_contact",
            Self::UnlinkedContact => "unlinked_contact",
            Self::DomainMismatch => "domain_mismatch",
            Self::TypoDomain => "typo_domain",
            Self::FreeMail => "free_mail",
            Self::RoleAddress => "role_address",
            Self::AtOtherCustomer => "at_other_customer",
            Self::OddName => "odd_name",
            Self::NotWanted => "not_wanted",
            Self::ReadFromText => "read_from_text",
            Self::OtherEmails => "other_emails",
        }
    }

    const fn bit(self) -> u32 {
        1 << (self as u32)
    }
}

impl Serialize for Code {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.key())
    }
}

/// A set of codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Codes(u32);

impl Codes {
    /// The codes that block a row.
    pub const FLAGS: Self = Self(
        Code::NameEmailSwapped.bit()
            | Code::UnterminatedQuote.bit()
            | Code::MixedPeople.bit()
            | Code::NotWanted.bit()
            | Code::MissingName.bit()
            | Code::MissingEmail.bit()
            | Code::InvalidEmail.bit()
            | Code::Misplaced.bit()
            | Code::TooLong.bit()
            | Code::DuplicateInList.bit(),
    );

    /// The codes by which there is nothing to add.
    const HERE: Self =
        Self(Code::AlreadyContact.bit() | Code::ArchivedContact.bit() | Code::UnlinkedContact.bit());

    /// A line that holds nobody; it has no other code.
    pub(super) const NOBODY: Self = Self(1 << 31);

    /// Makes a set of codes.
    pub fn of(codes: &[Code]) -> Self {
        let mut set = Self::default();
        for code in codes {
            set.insert(*code);
        }
        set
    }

    /// Adds a code.
    pub fn insert(&mut self, code: Code) {
        self.0 |= code.bit();
    }

    /// Takes a code away.
    pub fn remove(&mut self, code: Code) {
        self.0 &= !code.bit();
    }

    /// Adds all codes of another set.
    pub fn extend(&mut self, other: Self) {
        self.0 |= other.0;
    }

    /// Returns whether a code is in the set.
    pub const fn has(self, code: Code) -> bool {
        self.0 & code.bit() != 0
    }

    /// Returns those that are in another set too.
    pub const fn among(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// Returns those that are in no other set.
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Returns how many there are.
    pub const fn count(self) -> u32 {
        self.0.count_ones()
    }

    /// Returns the codes, the ones to mend first at the start.
    pub fn iter(self) -> impl Iterator<Item = Code> {
        Code::ALL.into_iter().filter(move |code| self.has(*code))
    }

    /// Returns the status of a row with these codes that nobody skipped.
    pub const fn status(self) -> Status {
        if self.0 & Self::NOBODY.0 != 0 {
            Status::Ignored
        } else if self.0 & Self::FLAGS.0 != 0 {
            Status::Flagged
        } else if self.0 & Self::HERE.0 != 0 {
            Status::Existing
        } else {
            Status::Ready
        }
    }
}

/// What adding does with a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Status {
    /// It is added, perhaps with a warning.
    Ready,
    /// It stays in the text until somebody mends it.
    Flagged,
    /// There is nothing to add.
    Existing,
    /// A person left it out.
    Skipped,
    /// The line holds nobody.
    Ignored,
}

impl Status {
    /// Returns the name under which JSON knows the status.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Ready => "ready",
            Self::Flagged => "flagged",
            Self::Existing => "existing",
            Self::Skipped => "skipped",
            Self::Ignored => "ignored",
        }
    }
}

/// How many rows have each status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Counts {
    /// Rows that are added.
    pub ready: usize,
    /// Rows to mend.
    pub flagged: usize,
    /// Rows with nothing to add.
    pub existing: usize,
    /// Rows left out.
    pub skipped: usize,
    /// Lines that hold nobody; they are no rows, and JSON lists them.
    #[serde(skip)]
    pub ignored: usize,
}

impl Counts {
    /// Returns the number of rows with a status.
    pub const fn of(&self, status: Status) -> usize {
        match status {
            Status::Ready => self.ready,
            Status::Flagged => self.flagged,
            Status::Existing => self.existing,
            Status::Skipped => self.skipped,
            Status::Ignored => self.ignored,
        }
    }

    /// Returns the number of all rows.
    pub const fn all(&self) -> usize {
        self.ready + self.flagged + self.existing + self.skipped
    }

    pub(super) fn add(&mut self, other: &Self) {
        self.ready += other.ready;
        self.flagged += other.flagged;
        self.existing += other.existing;
        self.skipped += other.skipped;
        self.ignored += other.ignored;
    }

    pub(super) fn subtract(&mut self, other: &Self) {
        self.ready -= other.ready;
        self.flagged -= other.flagged;
        self.existing -= other.existing;
        self.skipped -= other.skipped;
        self.ignored -= other.ignored;
    }

    /// Returns the number of rows with a status, to be changed.
    pub fn cell(&mut self, status: Status) -> &mut usize {
        match status {
            Status::Ready => &mut self.ready,
            Status::Flagged => &mut self.flagged,
            Status::Existing => &mut self.existing,
            Status::Skipped => &mut self.skipped,
            Status::Ignored => &mut self.ignored,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_counted_by_their_status() {
        let counts = Counts {
            ready: 2,
            flagged: 3,
            existing: 4,
            skipped: 5,
            ignored: 6,
        };
        let statuses = [
            Status::Ready,
            Status::Flagged,
            Status::Existing,
            Status::Skipped,
            Status::Ignored,
        ];
        assert_eq!(statuses.map(|status| counts.of(status)), [2, 3, 4, 5, 6]);
        assert_eq!(counts.all(), 14);
        assert_eq!(
            statuses.map(Status::key),
            ["ready", "flagged", "existing", "skipped", "ignored"]
        );
    }
}
