//! What is answered: a text → an [`Extraction`](crate::Extraction) or an [`OcrError`](crate::OcrError).
//!
//! [`read`] parses the text as JSON. The vendor's module, with one file for each document, reads its fields into a record
//! (`ParsedAnswer`), and `verdict` weighs that against the HTTP status. What follows for the next call is a
//! [`CallOutcome`]. "Vendor-contract" in the comments is the collection of both vendors' published pages, samples and SDKs;
//! a number after it is its section, `Q` one of its open questions.

mod cursor;
mod field_reader;
mod glair;
mod json;
mod keys;
mod outcome;
mod parsed_answer;
mod proxy_problem;
mod raw;
mod read;
mod redaction;
mod verdict;
mod verihubs;

pub use outcome::{CallFailure, CallOutcome};
pub use raw::Answer;
pub use read::read;
