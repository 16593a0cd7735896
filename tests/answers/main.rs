//! Every documented answer of both vendors: the shapes of success, the errors, and whatever else may come.
//!
//! Shapes and codes are the vendors' (the section of the vendor contract stands beside each), all values are made up.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod anything;
mod bodies;
mod failure;
mod names;
mod success;
mod support;
