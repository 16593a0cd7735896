//! Rust values → JavaScript objects, every member present, `null` where it does not apply.

use js_sys::Reflect;
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::JsValue;

use crate::error::OcrError;

pub(super) fn to_js<T: Serialize, E: From<JsValue>>(value: &T) -> Result<JsValue, E> {
    value.serialize(&Serializer::json_compatible()).map_err(|error| E::from(error.into()))
}

pub(super) fn error_to_js(error: &OcrError) -> JsValue {
    to_js::<_, JsValue>(error).unwrap_or_else(|failure| failure)
}

pub(super) fn set(object: &JsValue, name: &str, value: impl Into<JsValue>) -> Result<(), JsValue> {
    Reflect::set(object, &name.into(), &value.into()).map(drop)
}

/// A member, `undefined` where there is none.
pub(super) fn get(object: &JsValue, name: &str) -> Result<JsValue, JsValue> {
    if object.is_object() { Reflect::get(object, &name.into()) } else { Ok(JsValue::UNDEFINED) }
}
