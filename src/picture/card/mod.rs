//! Where a card is in a picture.

pub mod cut;
pub mod refine;
