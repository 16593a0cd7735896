//! Options as JavaScript gives them → the core's types. What is wrong with them is said with its path.

use wasm_bindgen::JsValue;

use super::convert::get;
use super::job::Fault;
use crate::document::{Document, Route, Vendor};
use crate::error::OcrError;
use crate::record::Today;
use crate::vendors::{self, CallOptions};

/// What a call is about.
#[derive(Clone, Copy, Debug)]
pub struct Call {
    /// Vendor and document.
    pub route: Route,
    /// What changes its endpoint or body.
    pub options: CallOptions,
    /// Send a form even where the vendor takes JSON; the proxy turns it.
    pub multipart: bool,
    /// The day that validity is held against.
    pub today: Option<Today>,
}

/// Reads `{ document, vendor, validateQuality?, table?, page?, upload?, today? }`.
pub(super) fn call(options: &JsValue) -> Result<Call, Fault> {
    let member = |name: &str| get(options, name).map_err(|_| wrong(name, "can't be read"));
    let route = route(&member("document")?, &member("vendor")?)?;
    let options = CallOptions {
        table: boolean("table", &member("table")?)?.unwrap_or(false),
        page: page(&member("page")?)?,
        validate_quality: boolean("validateQuality", &member("validateQuality")?)?,
    };
    vendors::check_options(route, &options).map_err(OcrError::invalid_options)?;
    let upload = member("upload")?;
    let multipart = match upload.as_string().as_deref() {
        None if absent(&upload) => false,
        Some("base64") => false,
        Some("multipart") => true,
        _ => return Err(wrong("upload", "must be \"base64\" or \"multipart\"")),
    };
    let today = member("today")?;
    let today = if absent(&today) { None } else { Some(day("today", &today)?) };
    Ok(Call { route, options, multipart, today })
}

/// Reads a document and a vendor that reads it.
pub(super) fn route(document: &JsValue, vendor: &JsValue) -> Result<Route, Fault> {
    let document: Document = name(document)
        .ok_or_else(|| wrong("document", "must be one of ktp, kitas, stnk, bpkb_ik, bpkb_ip, bpkb"))?;
    let vendor: Vendor = name(vendor).ok_or_else(|| wrong("vendor", "must be verihubs or glair"))?;
    Route::new(vendor, document).ok_or_else(|| {
        let detail = match vendor {
            Vendor::Verihubs => "verihubs reads ktp, kitas, stnk, bpkb_ik and bpkb_ip",
            Vendor::Glair => "glair reads ktp, kitas, stnk and bpkb",
        };
        OcrError::invalid_options(detail).into()
    })
}

fn name<T: core::str::FromStr>(value: &JsValue) -> Option<T> {
    value.as_string()?.parse().ok()
}

fn boolean(name: &str, value: &JsValue) -> Result<Option<bool>, Fault> {
    match value.as_bool() {
        None if absent(value) => Ok(None),
        None => Err(wrong(name, "must be true or false")),
        some => Ok(some),
    }
}

fn day(name: &str, value: &JsValue) -> Result<Today, Fault> {
    let today = value.as_string().and_then(|text| text.parse().ok());
    today.ok_or_else(|| wrong(name, "must be a calendar date as YYYY-MM-DD"))
}

fn page(value: &JsValue) -> Result<Option<u8>, Fault> {
    if absent(value) {
        return Ok(None);
    }
    let page = (1..=4).find(|page| value.as_f64() == Some(f64::from(*page)));
    page.map(Some).ok_or_else(|| wrong("page", "must be 1, 2, 3 or 4"))
}

fn absent(value: &JsValue) -> bool {
    value.is_undefined() || value.is_null()
}

fn wrong(name: &str, detail: &str) -> Fault {
    OcrError::invalid_options(&format!("{name} {detail}")).into()
}

/// A member that must be a text.
pub(super) fn text(object: &JsValue, name: &str) -> Result<String, Fault> {
    get(object, name)?.as_string().ok_or_else(|| wrong(name, "must be a string"))
}
