//! Enums whose variants have a name outside the program: in the store, JSON, templates or a search; each name is a promise.

/// Declares such an enum, with `ALL` in their order, `key`, `from_key` and `Serialize`.
macro_rules! keyed {
    ($(#[$meta:meta])* pub enum $name:ident { $($(#[$about:meta])* $variant:ident = $key:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum $name {
            $($(#[$about])* $variant,)+
        }

        impl $name {
            /// All of them, in the order of their declaration.
            pub const ALL: [Self; [$($key),+].len()] = [$(Self::$variant),+];

            /// Returns the name by which it is known outside the program.
            pub const fn key(self) -> &'static str {
                match self {
                    $(Self::$variant => $key,)+
                }
            }

            /// Finds the one that such a name stands for.
            pub fn from_key(key: &str) -> Option<Self> {
                match key {
                    $($key => Some(Self::$variant),)+
                    _ => None,
                }
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.key())
            }
        }
    };
}

pub(super) use keyed;

#[cfg(test)]
mod tests {
    use crate::domain::FaultKind;

    #[test]
    fn every_variant_is_found_by_its_key_and_is_written_as_it() {
        for kind in FaultKind::ALL {
            assert_eq!(FaultKind::from_key(kind.key()), Some(kind));
            let written = serde_json::to_string(&kind).expect("text");
            assert_eq!(written, format!("\"{}\"", kind.key()));
        }
        assert_eq!(FaultKind::from_key("nonsense"), None);
    }
}
