//! The texts people read, one file per language, and how a problem's values are put into them.
//!
//! Indonesian and English are built in, and each problem, warning and error is made with them. Who offers further
//! languages keeps a [`Catalog`] and has what it shows take its texts: `report.localize(&catalog)`.

mod catalog;
mod english;
mod indonesian;
mod template;
mod texts;

pub use catalog::Catalog;
pub use texts::Texts;
