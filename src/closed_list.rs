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
        write!(f, "not one of {}", List(self.names))
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
            const NAMES: &[&'static str] = &[$($name),+];

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
                known.ok_or($crate::closed_list::UnknownName { names: Self::NAMES })
            }
        }

        impl serde::Serialize for $list {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $list {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let place = $crate::closed_list::deserialize(deserializer, Self::NAMES)?;
                Self::ALL.get(place).copied().ok_or_else(|| serde::de::Error::custom("is unknown"))
            }
        }
    };
}

pub(crate) use closed_list;

/// Reads one of these names; gives its place among them.
pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
    deserializer: D,
    names: &'static [&'static str],
) -> Result<usize, D::Error> {
    deserializer.deserialize_str(Names(names))
}

/// Not by the type of the list: this is compiled once.
struct Names(&'static [&'static str]);

impl Visitor<'_> for Names {
    type Value = usize;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "one of {}", List(self.0))
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<usize, E> {
        let place = self.0.iter().position(|name| *name == text);
        place.ok_or_else(|| E::invalid_value(Unexpected::Other("another text"), &self))
    }
}

/// `glair, verihubs`.
struct List(&'static [&'static str]);

impl fmt::Display for List {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, name) in self.0.iter().enumerate() {
            f.write_str(if index == 0 { "" } else { ", " })?;
            f.write_str(name)?;
        }
        Ok(())
    }
}
