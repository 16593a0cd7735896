//! Check a photo or scan of an Indonesian identity or vehicle document, build the request an OCR vendor wants,
//! and read its answer as one typed record.
//!
//! The stages, each a module that takes the product of the one before:
//!
//! ```text
//! bytes ─ inspect ─▶ FileFacts ─ rules ─▶ Problems ─▶ CheckReport
//!   ├ picture ─▶ QualityReport ─ policy ─┘
//!   ├ prepare ─▶ smaller, upright, clean bytes
//!   └ request ─▶ body bytes ─ (client, proxy, vendor) ─▶ answer text ─ answer ─▶ Extraction | OcrError
//! ```
//!
//! The crate runs in browsers as WebAssembly and natively in the backend proxy: one rule set on both sides.
//! Pixels are the matter of another crate, [`picture`]. Nothing here knows JavaScript: the crate `periksa-js` (`src/js/`)
//! does.
//!
//! ```
//! use periksa::{Declared, DocumentKind, Route, Vendor, check, inspect};
//!
//! let file = b"not a picture";
//! let facts = inspect::inspect_slice(file, Declared::default());
//! if let Some(route) = Route::new(Vendor::Verihubs, DocumentKind::Ktp) {
//!     let report = check::check_facts(facts, route);
//!     assert!(!report.ok);
//! }
//! ```

pub mod agreement_row;
pub mod answer;
mod bytes;
pub mod check;
mod closed_list;
pub mod codes;
pub mod document;
pub mod error;
pub mod inspect;
mod measure;
pub mod messages;
pub mod options;
pub mod plain_data;
pub mod policy;
pub mod prepare;
pub mod problem;
pub mod quality;
pub mod record;
pub mod request;
pub mod rules;
mod source;

pub use closed_list::UnknownName;
pub use codes::{Billed, ErrorAction, ErrorCode, ProblemCode, ProblemFix, Severity, WarningCode};
pub use document::{DocumentKind, Route, Vendor};
pub use error::OcrError;
pub use inspect::{Declared, FileFacts, FileFormat, Inspection};
pub use measure::Measure;
pub use messages::Catalog;
pub use periksa_picture as picture;
pub use picture::Undecodable;
pub use policy::Policy;
pub use problem::{CheckReport, Problem};
pub use quality::QualityReport;
pub use record::{Extraction, Record, RecordField};
