//! Plays both OCR vendors, Verihubs and GLAIR Vision, with made-up people: their paths, headers, bodies and errors.
//!
//! The proxy nests [`router()`] where it is started with `--sandbox`, and calls it over HTTP like a vendor.
//!
//! All that is said here comes from the vendors' pages (`docs/vendor-contract.md`), not from periksa's own tables of
//! endpoints, bodies and error codes, so that the two check each other. Only the rules for a file are periksa's.
//!
//! ```text
//! router ─▶ verihubs, glair ─▶ people, vehicles ─▶ date ─▶ generator
//!    └────▶ scenario ─▶ documented_errors
//! ```

pub mod credentials;
mod date;
mod documented_errors;
mod form;
mod generator;
mod glair;
mod headers;
mod people;
mod reply;
mod router;
mod scenario;
mod vehicles;
mod verihubs;

pub use headers::{SANDBOX, SANDBOX_SCENARIO};
pub use router::{GLAIR_PATH, VERIHUBS_PATH, router};
