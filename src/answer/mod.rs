//! What is answered: text → [`Extraction`] or [`OcrError`].
//!
//! A vendor's module turns an answer into a `Saying`; `verdict` weighs it against the HTTP status. The rest is maps,
//! one file per document. "Vendor-contract" in the comments is the collection of both vendors' published
//! pages, samples and SDKs; a number after it is its section, `Q` one of its open questions.

mod glair;
mod json;
mod name;
mod outcome;
mod proxy;
mod raw;
mod read;
mod sheet;
mod verdict;
mod verihubs;
mod wire;
mod words;

pub use outcome::{CallFailure, CallOutcome};
pub use raw::Answer;
pub use read::read;
