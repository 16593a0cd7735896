//! The options of a call.

use crate::closed_list::closed_list;
use crate::document::{DocumentKind, Route, UnsupportedDocument, Vendor};
use crate::error::OcrError;
use crate::plain_data::Count;
use crate::policy::{Context, Policy};
use crate::prepare::{CropTo, Plan, Rotation, When};
use crate::record::Today;
use crate::request::{CallOptions, check_options};

/// What a caller says of a call. Each stage reads the members that concern it.
#[derive(Clone, Debug, serde::Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, expecting = "an object")]
pub struct Options {
    /// What is read.
    pub document: DocumentKind,
    /// Who reads it.
    pub vendor: Vendor,
    /// The vendor judges the quality of a KTP too.
    pub validate_quality: Option<bool>,
    /// GLAIR reads the tax table of an STNK too.
    pub table: Option<bool>,
    /// GLAIR reads this page of a BPKB, 1 to 4.
    pub page: Option<Count>,
    /// How the file is sent.
    pub upload: Option<Upload>,
    /// The day that validity is compared with.
    pub today: Option<Today>,
    /// Check the file; yes where it is left out.
    pub check: Option<bool>,
    /// Judge the pixels too; yes where it is left out.
    pub check_quality: Option<bool>,
    /// What a finding on pixels does.
    pub policy: Option<Policy>,
    /// How many attempts of the person failed before this one.
    pub attempt: Option<Count>,
    /// When the file is prepared; always where it is left out.
    pub when: Option<When>,
    /// Most bytes of the prepared file.
    pub max_bytes: Option<Count>,
    /// Degrees clockwise by which the upright picture is turned.
    pub rotate: Option<Rotation>,
    /// What is left of the picture; all of it where it is left out.
    pub crop: Option<CropTo>,
}

closed_list! {
    /// How a file is sent.
    #[derive(Clone, Copy, Debug, Eq, PartialEq)]
    pub enum Upload {
        /// As the vendor takes it: base64 in JSON, or a form.
        Base64 = "base64",
        /// Always as a form; the proxy makes the base64.
        Multipart = "multipart",
    }
}

impl Options {
    /// Vendor and document.
    ///
    /// # Errors
    ///
    /// `invalid_options`: the vendor does not read the document.
    pub fn route(&self) -> Result<Route, Box<OcrError>> {
        Route::new(self.vendor, self.document)
            .ok_or_else(|| Box::new(UnsupportedDocument(self.vendor).into()))
    }

    /// What changes the call's endpoint or body.
    ///
    /// # Errors
    ///
    /// `invalid_options`: the endpoint does not take one of them.
    pub fn call(&self, route: Route) -> Result<CallOptions, Box<OcrError>> {
        let options = CallOptions {
            table: self.table.unwrap_or(false),
            page: self.page.map(|page| u8::try_from(page.0).unwrap_or(u8::MAX)),
            validate_quality: self.validate_quality,
        };
        check_options(route, &options).map_err(|error| Box::new(error.into()))?;
        Ok(options)
    }

    /// How the file is prepared.
    pub fn plan(&self, route: Route) -> Plan {
        let when = self.when.unwrap_or(When::Always);
        let max_bytes = self.max_bytes.map(|count| count.0.into());
        Plan::new(route, when, max_bytes, self.rotate.unwrap_or_default(), self.crop)
    }

    /// What a policy goes by.
    pub fn context(&self, route: Route) -> Context {
        let attempt = self.attempt.map_or(0, |attempt| attempt.0);
        Context { route, validate_quality: self.validate_quality == Some(true), attempt }
    }
}
