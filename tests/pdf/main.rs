//! PDF facts: documents built here, each cut and spoilt in many ways, and public ones where they are at hand.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test may fail loudly")]

mod anything;
mod containers;
mod cuts;
mod linearization;
mod other_tools;
mod passwords;
mod support;
mod vectors;
