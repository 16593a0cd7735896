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

pub mod card;
mod decoded;
pub mod pixels;
pub mod prepare;
mod projection;
mod quad;
pub mod quality;
mod source;
mod thousandths;

pub use card::CardFinder;
pub use decoded::Decoded;
pub use pixels::{Codec, Pixels, Undecodable, turned};
pub use projection::Projection;
pub use quad::{Point, Quad, sides};
pub use quality::QualityReport;
pub use source::Source;
pub use thousandths::clamp;
