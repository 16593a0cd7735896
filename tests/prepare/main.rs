//! `prepare`: what comes out is upright, clean, small enough, and shows the same picture.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::print_stdout, clippy::panic)]

mod cropping;
#[path = "../support/encoded_pixels.rs"]
mod encoded_pixels;
mod encoding;
mod every_file;
mod laws;
mod stripping;
mod support;
mod turning;
