//! Check a photo or scan of an Indonesian identity or vehicle document, build the request an OCR vendor wants,
//! and read its answer as one typed record.
//!
//! The stages, each a module that takes the product of the one before:
//!
//! ```text
//! bytes ─ inspect ─▶ FileFacts ─ rules ─▶ Problems ─▶ CheckReport
//!   ├ picture ─▶ QualityReport ─ policy ─┘
//!   ├ prepare ─▶ smaller, upright, clean bytes
//!   └ request ─▶ body bytes ─ (client, proxy, vendor) ─▶ answer text ─ vendors ─▶ Extraction | OcrError
//! ```
//!
//! The crate runs in browsers as WebAssembly and natively in the backend proxy: one rule set on both sides.
//! Pixels are the matter of another crate, [`picture`]. Nothing here knows JavaScript: the crate `periksa-js` (`src/js/`)
//! does.
//!
//! ```
//! use periksa::{Declared, Document, Route, Vendor, inspect, rules};
//!
//! let file = b"not a picture";
//! let facts = inspect::inspect_slice(file, Declared::default());
//! if let Some(route) = Route::new(Vendor::Verihubs, Document::Ktp) {
//!     let report = rules::check(facts, route);
//!     assert!(!report.ok);
//! }
//! ```

mod bytes;
pub mod document;
pub mod error;
pub mod inspect;
pub mod messages;
mod names;
pub mod policy;
pub mod prepare;
pub mod problem;
pub mod quality;
pub mod record;
pub mod request;
pub mod rules;
mod source;
pub mod vendors;

pub use document::{Document, Route, Vendor};
pub use error::{Action, Billed, ErrorCode, OcrError};
pub use inspect::{Declared, FileFacts, Format, Inspection};
pub use names::UnknownName;
pub use periksa_picture as picture;
pub use picture::Undecodable;
pub use policy::Policy;
pub use problem::{CheckReport, Fix, Measure, Problem, ProblemCode, Severity};
pub use quality::QualityReport;
pub use record::{Extraction, Field, Record};
