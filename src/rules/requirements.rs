//! What each vendor takes of each document: the one list of it.
//!
//! Sources: docs.verihubs.com `extract-ktp-sync`, `kitas`, `stnk`, `bpkb`; docs.glair.ai `vision/stnk`;
//! GLAIR's Postman collection for its other documents (vendor-contract.md 1). Sizes are decimal.

use serde::Serialize;

use crate::document::{DocumentKind, Route, Vendor};
use crate::inspect::FileFormat;

/// What a vendor takes of a document.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify), tsify(missing_as_null))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Requirements {
    /// The formats it takes.
    pub formats: &'static [FileFormat],
    /// Most bytes of the file.
    pub max_bytes: Option<u64>,
    /// Least pixels of the long side, upright.
    pub min_long_side: Option<u32>,
    /// Least pixels of the short side, upright.
    pub min_short_side: Option<u32>,
    /// For a file input's `accept`. It names types one by one: iOS then turns HEIC into JPEG by itself.
    pub accept: String,
    /// Which limits the vendor states. What it does not state only warns.
    pub documented: Documented,
}

/// Which limits the vendor states.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Documented {
    /// `formats`.
    pub formats: bool,
    /// `maxBytes`.
    pub max_bytes: bool,
    /// `minLongSide` and `minShortSide`.
    pub min_pixels: bool,
}

/// Least long and short side of a KTP at Verihubs (`extract-ktp-sync`).
pub(crate) const KTP_SIDES: (u32, u32) = (720, 480);

/// What the vendor takes of the document.
pub fn requirements(route: Route) -> Requirements {
    use DocumentKind as Kind;
    use FileFormat::{Jpeg, Pdf, Png, Tiff};
    type Limits = (&'static [FileFormat], u64, Option<u32>, Option<u32>);
    let (formats, max_bytes, min_long_side, min_short_side): Limits = match (route.vendor(), route.document())
    {
        (Vendor::Verihubs, Kind::Ktp) => (&[Jpeg, Png], 5_000_000, Some(KTP_SIDES.0), Some(KTP_SIDES.1)),
        (Vendor::Verihubs, Kind::Bpkb | Kind::BpkbIk | Kind::BpkbIp | Kind::Kitas | Kind::Stnk) => {
            (&[Jpeg, Png, Pdf], 10_000_000, None, None)
        }
        (Vendor::Glair, Kind::Bpkb) => (&[Jpeg, Png, Tiff, Pdf], 10_000_000, None, Some(480)),
        (Vendor::Glair, Kind::BpkbIk | Kind::BpkbIp | Kind::Kitas | Kind::Ktp | Kind::Stnk) => {
            (&[Jpeg, Png], 10_000_000, None, Some(480))
        }
    };
    let verihubs = route.vendor() == Vendor::Verihubs;
    Requirements {
        formats,
        max_bytes: Some(max_bytes),
        min_long_side,
        min_short_side,
        accept: formats.iter().map(|format| format.media_type()).collect::<Vec<_>>().join(","),
        documented: Documented {
            formats: true,
            max_bytes: verihubs,
            min_pixels: verihubs && min_long_side.is_some(),
        },
    }
}
