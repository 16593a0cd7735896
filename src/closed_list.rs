//! Closed lists: enums whose members have a name in the API, in the proxy's path and in its errors.

use core::error::Error;
use core::fmt;

use serde::de::{self, Deserializer, Unexpected, Visitor};

/// A text that names no member of a closed list.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct UnknownName {
    /// What names one.
    pub names: &'static [&'static str],
}

impl fmt::Display for UnknownName {
    /// `not one of glair, verihubs`: without the text, which may be somebody's.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not one of ")?;
        for (index, name) in self.names.iter().enumerate() {
            let separator = if index == 0 { "" } else { ", " };
            write!(f, "{separator}{name}")?;
        }
        Ok(())
    }
}

impl Error for UnknownName {}

/// Defines an enum together with the name of each member, and gives it `ALL`, `as_str`, `Display`, `FromStr`,
/// `Serialize` and `Deserialize`.
macro_rules! closed_list {
    (
        $(#[$attribute:meta])*
        $visibility:vis enum $list:ident { $($(#[$member_attribute:meta])* $member:ident = $name:literal,)+ }
    ) => {
        $(#[$attribute])*
        $visibility enum $list { $($(#[$member_attribute])* $member,)+ }

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

        impl core::fmt::Display for $list {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl core::str::FromStr for $list {
            type Err = $crate::closed_list::UnknownName;

            fn from_str(name: &str) -> Result<Self, Self::Err> {
                let known = Self::ALL.iter().copied().find(|member| member.as_str() == name);
                known.ok_or($crate::closed_list::UnknownName { names: &[$($name),+] })
            }
        }

        impl serde::Serialize for $list {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $list {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::closed_list::deserialize(deserializer, Self::ALL, Self::as_str)
            }
        }
    };
}

pub(crate) use closed_list;

/// Reads the member that has the given name.
pub(crate) fn deserialize<'de, T: Copy, D: Deserializer<'de>>(
    deserializer: D,
    all: &'static [T],
    name: fn(T) -> &'static str,
) -> Result<T, D::Error> {
    deserializer.deserialize_str(Members { all, name })
}

struct Members<T: 'static> {
    all: &'static [T],
    name: fn(T) -> &'static str,
}

impl<T: Copy> Visitor<'_> for Members<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("one of ")?;
        for (index, member) in self.all.iter().enumerate() {
            let separator = if index == 0 { "" } else { ", " };
            write!(f, "{separator}{}", (self.name)(*member))?;
        }
        Ok(())
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<T, E> {
        let named = self.all.iter().copied().find(|member| (self.name)(*member) == text);
        named.ok_or_else(|| E::invalid_value(Unexpected::Other("another text"), &self))
    }
}
