//! One table of names per closed list: what JavaScript, the proxy's path and its errors call the members.

/// The text names no member of the list.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct UnknownName;

/// Gives a list its names: `ALL`, `as_str`, `FromStr` and `Serialize`.
///
/// serde's own derive would do for writing. Reading with it drags in its errors, and with them 30 kB of float
/// formatting.
macro_rules! names {
    ($list:ident { $($member:ident = $name:literal,)+ }) => {
        impl $list {
            /// Every member.
            pub const ALL: &[Self] = &[$(Self::$member),+];

            /// The name in the API.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$member => $name),+
                }
            }
        }

        impl core::str::FromStr for $list {
            type Err = $crate::names::UnknownName;

            fn from_str(name: &str) -> Result<Self, Self::Err> {
                let known = Self::ALL.iter().copied().find(|member| member.as_str() == name);
                known.ok_or($crate::names::UnknownName)
            }
        }

        impl serde::Serialize for $list {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }
    };
}

pub(crate) use names;
