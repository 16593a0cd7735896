//! The pixels of a JPEG or PNG: bounded decoding, what they show of a card, and smaller and upright files of them.
//!
//! ```text
//! bytes ─ pixels ─▶ Pixels ─ quality ─▶ QualityReport
//!                     └───── prepare ─▶ fewer bytes
//! ```
//!
//! This crate knows two codecs, EXIF's orientation and numbers. What a vendor takes, what follows from a report and what is
//! said to people is decided above it, in `periksa`. It is a crate of its own because people wait for it: it is
//! compiled for speed, all else for size.

mod decoded;
pub mod pixels;
pub mod prepare;
pub mod quality;

pub use decoded::Decoded;
pub use pixels::{Codec, Pixels, Undecodable, turned};
pub use quality::QualityReport;

/// A picture as it is in its file, and what its headers say of it.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// The whole file.
    pub bytes: &'a [u8],
    /// How it is coded.
    pub codec: Codec,
    /// Width and height as coded, before it is turned upright, where they are known.
    pub size: Option<(u32, u32)>,
    /// EXIF's orientation, 1 to 8. Any other number is taken for 1, which is upright.
    pub orientation: u8,
}
