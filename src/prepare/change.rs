//! What preparing changed about a file.

use serde::Serialize;

use crate::closed_list::closed_list;
use crate::measure::Measure;

/// One thing that was changed.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
pub struct Change {
    /// What was done.
    pub kind: ChangeKind,
    /// What the file had: `rotated` its EXIF orientation, `cropped` and `resized` upright sides (`4000x3000`), `recompressed` bytes,
    /// `metadata_removed` bytes of metadata, `converted` a format.
    pub from: Measure,
    /// What it has now, in the same unit.
    pub to: Measure,
}

closed_list! {
    /// What was done to a file. The string form is public API.
    #[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
    #[cfg_attr(feature = "typescript", derive(tsify::Tsify), serde(rename_all = "snake_case"))]
    #[non_exhaustive]
    pub enum ChangeKind {
        /// It has another format.
        Converted = "converted",
        /// Only the card is left, straightened.
        Cropped = "cropped",
        /// EXIF, XMP, IPTC, comments, thumbnails and whatever was appended are gone.
        MetadataRemoved = "metadata_removed",
        /// Its pixels were encoded anew.
        Recompressed = "recompressed",
        /// It has fewer pixels.
        Resized = "resized",
        /// It was turned upright.
        Rotated = "rotated",
    }
}
