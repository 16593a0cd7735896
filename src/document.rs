//! The documents, the vendors, and which vendor reads which document.

use core::error::Error;
use core::fmt;

use crate::closed_list::closed_list;

closed_list! {
    /// An Indonesian identity or vehicle document.
    #[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
    #[cfg_attr(feature = "typescript", derive(tsify::Tsify), serde(rename_all = "snake_case"))]
    #[non_exhaustive]
    pub enum DocumentKind {
        /// Vehicle ownership book, any page: GLAIR reads the book as one document.
        Bpkb = "bpkb",
        /// Vehicle page of the ownership book (*identitas kendaraan*), as Verihubs names it.
        BpkbIk = "bpkb_ik",
        /// Owner page of the ownership book (*identitas pemilik*), as Verihubs names it.
        BpkbIp = "bpkb_ip",
        /// Limited stay permit.
        Kitas = "kitas",
        /// National identity card.
        Ktp = "ktp",
        /// Vehicle registration, with its annual tax page.
        Stnk = "stnk",
    }
}

closed_list! {
    /// A vendor of document OCR.
    #[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
    #[cfg_attr(feature = "typescript", derive(tsify::Tsify), serde(rename_all = "snake_case"))]
    #[non_exhaustive]
    pub enum Vendor {
        /// GLAIR Vision, docs.glair.ai/vision.
        Glair = "glair",
        /// Verihubs, docs.verihubs.com.
        Verihubs = "verihubs",
    }
}

impl Vendor {
    /// What it reads.
    pub fn documents(self) -> impl Iterator<Item = DocumentKind> {
        Route::ALL.into_iter().filter(move |route| route.vendor == self).map(Route::document)
    }
}

/// A vendor and a document it reads: no other pairing can be built.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct Route {
    vendor: Vendor,
    document: DocumentKind,
}

impl Route {
    /// Every pairing there is.
    pub const ALL: [Self; 9] = [
        Self::of(Vendor::Verihubs, DocumentKind::Ktp),
        Self::of(Vendor::Verihubs, DocumentKind::Kitas),
        Self::of(Vendor::Verihubs, DocumentKind::Stnk),
        Self::of(Vendor::Verihubs, DocumentKind::BpkbIk),
        Self::of(Vendor::Verihubs, DocumentKind::BpkbIp),
        Self::of(Vendor::Glair, DocumentKind::Ktp),
        Self::of(Vendor::Glair, DocumentKind::Kitas),
        Self::of(Vendor::Glair, DocumentKind::Stnk),
        Self::of(Vendor::Glair, DocumentKind::Bpkb),
    ];

    const fn of(vendor: Vendor, document: DocumentKind) -> Self {
        Self { vendor, document }
    }

    /// The pairing, or `None` where the vendor does not read the document.
    pub fn new(vendor: Vendor, document: DocumentKind) -> Option<Self> {
        let route = Self::of(vendor, document);
        Self::ALL.contains(&route).then_some(route)
    }

    /// Who reads.
    pub fn vendor(self) -> Vendor {
        self.vendor
    }

    /// What is read.
    pub fn document(self) -> DocumentKind {
        self.document
    }
}

/// The vendor does not read the document.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct UnsupportedDocument(pub Vendor);

impl fmt::Display for UnsupportedDocument {
    /// `verihubs reads ktp, kitas, stnk, bpkb_ik, bpkb_ip`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} reads ", self.0)?;
        let routes = Route::ALL.iter().filter(|route| route.vendor == self.0);
        for (index, route) in routes.enumerate() {
            let separator = if index == 0 { "" } else { ", " };
            write!(f, "{separator}{}", route.document)?;
        }
        Ok(())
    }
}

impl Error for UnsupportedDocument {}

impl fmt::Display for Route {
    /// As in the proxy's path: `verihubs/ktp`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.vendor.as_str(), self.document.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_documented_pairings_exist() {
        assert!(Route::new(Vendor::Glair, DocumentKind::BpkbIk).is_none());
        assert!(Route::new(Vendor::Verihubs, DocumentKind::Bpkb).is_none());
        for route in Route::ALL {
            assert_eq!(Route::new(route.vendor(), route.document()), Some(route));
        }
    }

    #[test]
    fn names_read_back() {
        for route in Route::ALL {
            assert_eq!(route.document().as_str().parse(), Ok(route.document()));
            assert_eq!(route.vendor().as_str().parse(), Ok(route.vendor()));
        }
        assert!("KTP".parse::<DocumentKind>().is_err());
        let unknown = "acme".parse::<Vendor>().map_err(|error| error.to_string());
        assert_eq!(unknown, Err("not one of glair, verihubs".to_owned()));
    }
}
