//! Rust values → JavaScript objects, every member present, `null` where it does not apply.

use std::io::{self, Write};

use js_sys::{JSON, Number, Reflect};
use serde::Serialize;
use serde_json::Serializer;
use serde_json::ser::Formatter;
use wasm_bindgen::JsValue;

use super::catalog;
use periksa::error::OcrError;

/// As JSON, of which the browser's own reader makes objects: 1.7 kB of the wasm's gzip less than a call across the border
/// for each member (serde-wasm-bindgen), and as quick.
pub(super) fn to_js<T: Serialize, E: From<JsValue>>(value: &T) -> Result<JsValue, E> {
    let mut json = Vec::new();
    let written = value.serialize(&mut Serializer::with_formatter(&mut json, Compact));
    let text = written.ok().and_then(|()| String::from_utf8(json).ok()).unwrap_or_default();
    JSON::parse(&text).map_err(E::from)
}

/// JSON without spaces. Its fractions are written here: what serde_json does it with is 10 kB of wasm.
struct Compact;

impl Formatter for Compact {
    /// A whole number, or one of hundred-thousandths as every score and confidence is; of all others the browser knows
    /// the digits.
    fn write_f64<W: ?Sized + Write>(&mut self, writer: &mut W, value: f64) -> io::Result<()> {
        let whole = value as i64;
        if whole as f64 == value {
            return self.write_i64(writer, whole);
        }
        let parts = (value * 100_000.0 + 0.5) as i64;
        if parts as f64 / 100_000.0 == value {
            self.write_i64(writer, parts)?;
            return writer.write_all(b"e-5");
        }
        let text = Number::from(value).to_string_with_radix(10).map(String::from).unwrap_or_default();
        writer.write_all(text.as_bytes())
    }
}

/// An error as plain data, with the texts of registered languages.
pub(super) fn error_to_js(mut error: OcrError) -> JsValue {
    catalog::read(|catalog| error.localize(catalog));
    to_js::<_, JsValue>(&error).unwrap_or_else(|failure| failure)
}

pub(super) fn set(object: &JsValue, name: &str, value: impl Into<JsValue>) -> Result<(), JsValue> {
    Reflect::set(object, &name.into(), &value.into()).map(drop)
}

/// A member, `undefined` where there is none.
pub(super) fn get(object: &JsValue, name: &str) -> Result<JsValue, JsValue> {
    if object.is_object() { Reflect::get(object, &name.into()) } else { Ok(JsValue::UNDEFINED) }
}
