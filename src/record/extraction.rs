//! An answer of a vendor, read.

use serde::Serialize;

use super::bpkb::Bpkb;
use super::kitas::Kitas;
use super::ktp::Ktp;
use super::stnk::Stnk;
use super::vendor_quality::VendorQuality;
use super::warning::Warning;
use crate::document::{DocumentKind, Vendor};
use crate::messages::Catalog;

/// An answer of a vendor, read. `raw` and what only the client knows are added in JavaScript.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Extraction {
    /// Which document was asked for.
    pub document: DocumentKind,
    /// Who read it.
    pub vendor: Vendor,
    /// What was read.
    pub record: Record,
    /// What the vendor said of the picture; `None` where it said nothing.
    pub vendor_quality: Option<VendorQuality>,
    /// What looks wrong with single fields. Never a reason to reject.
    pub warnings: Vec<Warning>,
    /// The vendor's `reference_id`.
    pub reference_id: Option<String>,
    /// The answer's `Request-Id`.
    pub request_id: Option<String>,
    /// The vendor's `status_code` or `status`, untouched.
    pub status_code: Option<String>,
}

/// The record of one document.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
#[non_exhaustive]
pub enum Record {
    /// Vehicle ownership book, or one of its pages.
    Bpkb(Box<Bpkb>),
    /// Limited stay permit.
    Kitas(Box<Kitas>),
    /// National identity card.
    Ktp(Box<Ktp>),
    /// Vehicle registration.
    Stnk(Box<Stnk>),
}

impl Extraction {
    /// Takes the texts of this catalog.
    pub fn localize(&mut self, catalog: &Catalog) {
        for warning in &mut self.warnings {
            warning.localize(catalog);
        }
    }
}
