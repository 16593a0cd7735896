//! `inspect`: the facts of small files made here. Public files are in `tests/other_tools.rs`, PDF in `tests/pdf/`.
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
