//! How the screens and what lies over them are told apart: one enum each, reached by one match.

/// A kind of `E`, by which one is found wherever it lies.
pub trait Kind<E>: Sized {
    /// Returns it as this kind, if it is one.
    fn of(one: &E) -> Option<&Self>;
    /// Returns it as this kind to be changed, if it is one.
    fn of_mut(one: &mut E) -> Option<&mut Self>;
}

/// Writes an enum of kinds, how the one at hand is reached by what all of them do, and how one is found by its type.
macro_rules! kinds {
    ($(#[$about:meta])* $all:ident as $part:ident { $($(#[$doc:meta])* $kind:ident($type:ty),)+ }) => {
        $(#[$about])*
        #[derive(Debug)]
        pub enum $all {
            $($(#[$doc])* $kind(Box<$type>),)+
        }

        impl $all {
            pub(in crate::app) fn part(&self) -> &dyn $part {
                match self {
                    $(Self::$kind(own) => own.as_ref(),)+
                }
            }

            pub(in crate::app) fn part_mut(&mut self) -> &mut dyn $part {
                match self {
                    $(Self::$kind(own) => own.as_mut(),)+
                }
            }
        }

        $(impl crate::app::kinds::Kind<$all> for $type {
            fn of(one: &$all) -> Option<&Self> {
                if let $all::$kind(own) = one { Some(own) } else { None }
            }

            fn of_mut(one: &mut $all) -> Option<&mut Self> {
                if let $all::$kind(own) = one { Some(own) } else { None }
            }
        }

        impl From<$type> for $all {
            fn from(own: $type) -> Self {
                Self::$kind(Box::new(own))
            }
        })+
    };
}

pub(super) use kinds;
