//! What a vendor said of the picture.

use serde::{Serialize, Serializer};

/// One finding of a vendor on the picture. Vendors give no scores.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify), tsify(missing_as_null))]
#[non_exhaustive]
pub struct VendorFinding {
    /// The defect is there.
    pub detected: bool,
    /// Always `null`.
    #[cfg_attr(feature = "typescript", tsify(type = "null"))]
    pub score: Option<()>,
    /// Always `null`.
    #[cfg_attr(feature = "typescript", tsify(type = "null"))]
    pub threshold: Option<()>,
}

/// What a vendor said of the picture, in the shape of a `QualityReport`.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify), tsify(missing_as_null))]
#[non_exhaustive]
pub struct VendorQuality {
    /// Out of focus or moved.
    pub blur: Option<VendorFinding>,
    /// Too dark.
    pub dark: Option<VendorFinding>,
    /// A spot of flash light.
    pub flashlight: Option<VendorFinding>,
    /// Black-and-white.
    pub grayscale: Option<VendorFinding>,
    /// Always `null`: no vendor says where the card is.
    #[cfg_attr(feature = "typescript", tsify(type = "null"))]
    pub card: Option<()>,
    /// Always `null`: the pixels were decoded by the vendor.
    #[cfg_attr(feature = "typescript", tsify(type = "null"))]
    pub decoder: Option<()>,
    /// The vendor's further findings, by its own names.
    #[cfg_attr(feature = "typescript", tsify(type = "Record<string, boolean>"))]
    #[serde(serialize_with = "as_object")]
    pub other: Vec<(String, bool)>,
}

impl VendorFinding {
    /// A finding as vendors give it.
    pub fn new(detected: bool) -> Self {
        Self { detected, score: None, threshold: None }
    }
}

fn as_object<S: Serializer>(members: &[(String, bool)], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(members.iter().map(|(name, value)| (name, value)))
}
