//! What holds for any bytes whatever. The targets feed these laws from libFuzzer, `tests/laws.rs` from proptest.

pub mod answer;
pub mod bytes;
pub mod card;
pub mod cropped;
pub mod family;
pub mod file;
pub mod picture;
pub mod pixels;
pub mod prepared;
