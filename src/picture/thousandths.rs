//! Numbers that are the same in every engine.

use serde::{Serialize, Serializer};

/// A number from 0 to 1 in steps of a thousandth.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Thousandths(pub u16);

impl Serialize for Thousandths {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // JavaScript writes a whole number without a point, serde_json a float with one.
        match self.0 {
            0 => serializer.serialize_u16(0),
            1000 => serializer.serialize_u16(1),
            _ => serializer.serialize_f64(self.value()),
        }
    }
}

impl Thousandths {
    /// As a number.
    pub fn value(self) -> f64 {
        f64::from(self.0) / 1000.0
    }

    /// The nearest step to a number; what is no number is 0.
    pub fn of(number: f64) -> Self {
        Self((clamp(number, 0.0, 1.0) * 1000.0 + 0.5) as u16)
    }
}

/// The number, not below and not above; what is no number is `low`. `f64::clamp` panics where its bounds are, and
/// formatting floats takes much code.
pub fn clamp(number: f64, low: f64, high: f64) -> f64 {
    number.max(low).min(high)
}
