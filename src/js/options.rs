//! Options as JavaScript gives them → the core's types. What is wrong with them is said with its path.

use js_sys::{Array, Object};
use wasm_bindgen::{JsCast, JsValue};

use super::convert::get;
use super::job::Fault;
use periksa::codes::ProblemCode;
use periksa::document::{Document, Route, Vendor};
use periksa::error::OcrError;
use periksa::policy::{Policy, Thresholds};
use periksa::record::Today;
use periksa::request::{CallOptions, check_options};

/// What a call is about.
#[derive(Clone, Copy, Debug)]
pub(super) struct Call {
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
    check_options(route, &options).map_err(OcrError::from)?;
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

/// Reads `{ maxBytes? }`.
pub(super) fn max_bytes(options: &JsValue) -> Result<Option<u64>, Fault> {
    Ok(count("maxBytes", &get(options, "maxBytes")?)?.map(u64::from))
}

/// Reads `{ rotate? }`, as quarters of a turn.
pub(super) fn quarters(options: &JsValue) -> Result<u8, Fault> {
    let rotate = get(options, "rotate")?;
    if absent(&rotate) {
        return Ok(0);
    }
    let quarters = (0..4).find(|quarters| rotate.as_f64() == Some(f64::from(*quarters) * 90.0));
    quarters.ok_or_else(|| wrong("rotate", "must be 0, 90, 180 or 270"))
}

/// How the pixels of a file are to be judged.
#[derive(Clone, Copy, Debug)]
pub(super) struct Judging {
    pub(super) policy: Policy,
    /// Attempts that failed before.
    pub(super) attempt: u32,
}

/// Reads `{ quality?, policy?, attempt? }`; `None` where pixels are not to be judged.
pub(super) fn judging(options: &JsValue) -> Result<Option<Judging>, Fault> {
    let wanted = boolean("quality", &get(options, "quality")?)?.unwrap_or(true);
    let policy = policy(&get(options, "policy")?)?;
    let attempt = count("attempt", &get(options, "attempt")?)?.unwrap_or(0);
    Ok(wanted.then_some(Judging { policy, attempt }))
}

fn policy(value: &JsValue) -> Result<Policy, Fault> {
    let mut policy = Policy::default();
    for (name, value) in members("policy", value)? {
        let path = format!("policy.{name}");
        match name.as_str() {
            "thresholds" => policy.thresholds = thresholds(&path, &value)?,
            "relaxAfter" => policy.relax_after = count(&path, &value)?,
            _ => {
                let code: Option<ProblemCode> = name.parse().ok();
                let mode = code.and_then(|code| policy.mode_mut(code));
                let mode = mode.ok_or_else(|| wrong(&path, "is no finding on pixels"))?;
                if !absent(&value) {
                    let text = value.as_string().and_then(|text| text.parse().ok());
                    *mode = Some(text.ok_or_else(|| wrong(&path, "must be off, shadow, warn or block"))?);
                }
            }
        }
    }
    Ok(policy)
}

fn thresholds(path: &str, value: &JsValue) -> Result<Thresholds, Fault> {
    let mut thresholds = Thresholds::default();
    for (name, value) in members(path, value)? {
        let path = format!("{path}.{name}");
        let threshold = match name.as_str() {
            "blur" => &mut thresholds.blur,
            "dark" => &mut thresholds.dark,
            "flashlight" => &mut thresholds.flashlight,
            "grayscale" => &mut thresholds.grayscale,
            _ => return Err(wrong(&path, "is no score")),
        };
        *threshold = value.as_f64().filter(|score| (0.0..=1.0).contains(score));
        if threshold.is_none() && !absent(&value) {
            return Err(wrong(&path, "must be a number from 0 to 1"));
        }
    }
    Ok(thresholds)
}

/// The members of a plain object, of which there are none where it is left out.
fn members(path: &str, value: &JsValue) -> Result<Vec<(String, JsValue)>, Fault> {
    if absent(value) {
        return Ok(Vec::new());
    }
    let object: &Object =
        value.dyn_ref().filter(|_| !value.is_function()).ok_or_else(|| wrong(path, "must be an object"))?;
    let entries = Object::entries(object).into_iter().map(|entry| Array::from(&entry));
    Ok(entries.map(|entry| (entry.get(0).as_string().unwrap_or_default(), entry.get(1))).collect())
}

fn count(name: &str, value: &JsValue) -> Result<Option<u32>, Fault> {
    if absent(value) {
        return Ok(None);
    }
    let count = value
        .as_f64()
        .filter(|count| *count >= 0.0 && *count <= f64::from(u32::MAX) && *count == count.trunc());
    count.map(|count| Some(count as u32)).ok_or_else(|| wrong(name, "must be a whole number, 0 or more"))
}

/// Reads a document and a vendor that reads it.
pub(super) fn route(document: &JsValue, vendor: &JsValue) -> Result<Route, Fault> {
    let document: Document = name(document)
        .ok_or_else(|| wrong("document", "must be one of ktp, kitas, stnk, bpkb_ik, bpkb_ip, bpkb"))?;
    let vendor: Vendor = name(vendor).ok_or_else(|| wrong("vendor", "must be verihubs or glair"))?;
    Route::new(vendor, document).ok_or_else(|| {
        let documents: Vec<_> = vendor.documents().map(Document::as_str).collect();
        OcrError::invalid_options(&format!("{} reads {}", vendor.as_str(), listed(&documents))).into()
    })
}

/// The names as a sentence lists them.
fn listed(names: &[&str]) -> String {
    match names {
        [names @ .., last] if !names.is_empty() => format!("{} and {last}", names.join(", ")),
        names => names.concat(),
    }
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
    OcrError::invalid_options(format!("{name} {detail}")).into()
}

/// A member that must be a text.
pub(super) fn text(object: &JsValue, name: &str) -> Result<String, Fault> {
    get(object, name)?.as_string().ok_or_else(|| wrong(name, "must be a string"))
}
