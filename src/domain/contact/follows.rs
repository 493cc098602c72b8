//! Where the fields of a contact come from: which hold what the source says and change with it; the others were written here.

use std::fmt;

use crate::domain::{ContactField, ContactFields, FIELDS, Field, FieldSpec, RemoteContact};

/// The fields of a contact that follow its record of the source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Follows {
    /// A bit for each of [`FIELDS`], in their order, and [`STAND_IN`].
    bits: u32,
}

/// The name was made up, as the source has none; the first one that it gets takes its place.
const STAND_IN: u32 = 1 << 31;

/// How the store knows [`STAND_IN`].
const STAND_IN_KEY: &str = "stand_in";

impl Follows {
    /// No field.
    pub const NONE: Self = Self { bits: 0 };

    /// All fields that a record of the source has.
    pub const ALL: Self = Self { bits: all_bits() };

    /// Returns what a contact follows that is made of a record.
    pub fn all_of(remote: &RemoteContact) -> Self {
        let stand_in = if remote.is_named { 0 } else { STAND_IN };
        Self {
            bits: Self::ALL.bits | stand_in,
        }
    }

    /// Returns what a contact follows that the user wrote and that is put together with a record: the fields in which
    /// they agree, and those that are empty here.
    pub fn at_first_link(local: &ContactFields, remote: &RemoteContact) -> Self {
        let mut follows = Self::NONE;
        follows.agree(local, remote);
        for (detail, text) in local.details.iter() {
            if text.is_none() {
                follows.set(Field::Detail(detail), true);
            }
        }
        follows
    }

    /// Adds the fields that are the same here and there.
    pub fn agree(&mut self, local: &ContactFields, remote: &RemoteContact) {
        for field in ContactField::all() {
            let is_same = match field {
                ContactField::Name => remote.is_named && remote.name == local.name,
                ContactField::Email => remote.email.as_ref() == Some(&local.email),
                ContactField::Detail(detail) => remote.details[detail] == local.details[detail],
            };
            if is_same {
                self.set(field.field(), true);
            }
        }
    }

    /// Returns whether a field follows.
    pub fn holds(self, field: Field) -> bool {
        self.bits & bit(field) != 0
    }

    /// Has a field follow, or not any more. A name that is set is no stand-in.
    pub fn set(&mut self, field: Field, follows: bool) {
        if follows {
            self.bits |= bit(field);
        } else {
            self.bits &= !bit(field);
        }
        if field == Field::Name {
            self.bits &= !STAND_IN;
        }
    }

    /// Has the name follow, although the source has none yet.
    pub fn set_stand_in(&mut self) {
        self.bits |= bit(Field::Name) | STAND_IN;
    }

    /// Returns whether the name was made up, as the source has none.
    pub const fn has_stand_in(self) -> bool {
        self.bits & STAND_IN != 0
    }

    /// Lists the fields that were written here.
    pub fn written_here(self) -> Vec<Field> {
        let remote = FIELDS.iter().filter(|spec| spec.is_remote());
        let fields = remote.map(|spec| spec.field.field());
        fields.filter(|field| !self.holds(*field)).collect()
    }

    /// Puts the fields in which two states differ back to the first of them, but for those that are kept.
    #[must_use]
    pub fn reverted(self, to: Self, from: Self, kept: &[Field]) -> Self {
        let mut turned = to.bits ^ from.bits;
        for field in kept {
            turned &= !bit(*field);
            if *field == Field::Name {
                turned &= !STAND_IN;
            }
        }
        Self {
            bits: (self.bits & !turned) | (to.bits & turned),
        }
    }

    /// Reads the form of the store; words that are not known are passed over.
    pub fn from_stored(text: &str) -> Self {
        let bits = text.split(',').map(|word| {
            let place = FIELDS
                .iter()
                .position(|spec| spec.key == word && spec.is_remote());
            match place {
                Some(place) => 1 << place,
                None if word == STAND_IN_KEY => STAND_IN,
                None => 0,
            }
        });
        Self {
            bits: bits.fold(0, |all, bit| all | bit),
        }
    }
}

impl fmt::Display for Follows {
    /// Writes the form of the store: `name,email,title,phone`, with `stand_in` behind it for a name that was made up.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let fields = FIELDS.iter().map(|spec| (spec.key, 1 << spec.field.place()));
        let mut comma = "";
        for (word, bit) in fields.chain([(STAND_IN_KEY, STAND_IN)]) {
            if self.bits & bit != 0 {
                write!(f, "{comma}{word}")?;
                comma = ",";
            }
        }
        Ok(())
    }
}

/// Returns the bit of a field; 0 for one that no record of HubSpot fills.
fn bit(field: Field) -> u32 {
    let field = ContactField::of(field).filter(|field| field.spec().is_remote());
    field.map_or(0, |field| 1 << field.place())
}

const fn all_bits() -> u32 {
    const TABLE: &[FieldSpec] = &FIELDS;
    let (mut bits, mut rest) = (0, TABLE);
    while let [first, behind @ ..] = rest {
        if first.is_remote() {
            bits |= 1 << first.field.place();
        }
        rest = behind;
    }
    bits
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::Detail;

    const PHONE: Field = Field::Detail(Detail::Phone);

    proptest! {
        #[test]
        fn every_state_is_read_back_from_its_text(bits in 0..=Follows::ALL.bits, stand_in in any::<bool>()) {
            let follows = Follows { bits: bits & Follows::ALL.bits | if stand_in { STAND_IN } else { 0 } };
            prop_assert_eq!(Follows::from_stored(&follows.to_string()), follows);
        }

        #[test]
        fn what_is_reverted_is_as_before_where_nothing_is_kept(before in 0..=Follows::ALL.bits, after in 0..=Follows::ALL.bits) {
            let [before, after] = [before, after].map(|bits| Follows { bits: bits & Follows::ALL.bits });
            prop_assert_eq!(after.reverted(before, after, &[]), before);
            let all: Vec<Field> = ContactField::all().map(ContactField::field).collect();
            prop_assert_eq!(after.reverted(before, after, &all), after);
        }
    }

    #[test]
    fn a_field_that_changed_since_keeps_where_it_comes_from() {
        let mut edited = Follows::ALL;
        edited.set(Field::TITLE, false);
        let before = Follows::ALL;
        let mut now = edited;
        now.set(PHONE, false);
        assert_eq!(now.reverted(before, edited, &[]).written_here(), [PHONE]);
        assert_eq!(
            now.reverted(before, edited, &[Field::TITLE]).written_here(),
            [Field::TITLE, PHONE]
        );
    }

    #[test]
    fn a_name_that_is_set_is_no_stand_in() {
        let mut follows = Follows::NONE;
        follows.set_stand_in();
        assert!(follows.has_stand_in() && follows.holds(Field::Name));
        follows.set(Field::Name, true);
        assert!(!follows.has_stand_in());
    }
}
