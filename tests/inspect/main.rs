//! `inspect`: the facts of small files made here. The public corpora are in `tests/corpora.rs`, PDF in `tests/pdf.rs`.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail loudly")]

mod damage;
mod heif;
mod jpeg;
mod names;
mod png;
mod reading;
mod recognition;
mod support;
mod tiff;
mod webp;
