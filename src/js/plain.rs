//! JavaScript's plain data → types, and types → plain data, by serde-wasm-bindgen.

use js_sys::{Array, Object, Reflect};
use periksa::parse::parse;
use periksa::{CheckReport, OcrError};
use serde::de::value::MapDeserializer;
use serde::de::{DeserializeOwned, Deserializer, IntoDeserializer, Visitor};
use serde::{Serialize, forward_to_deserialize_any};
use serde_wasm_bindgen::{Error, Serializer};
use wasm_bindgen::{JsCast, JsValue};

use crate::catalog;

/// Reads plain data.
///
/// # Errors
///
/// `invalid_options`, with the path of what is wrong.
pub(crate) fn read<T: DeserializeOwned>(data: &JsValue) -> Result<T, OcrError> {
    parse(Plain(data.clone())).map_err(|error| OcrError::invalid_options(error.to_string()))
}

/// Writes plain data: every member present, `null` where it does not apply, numbers as numbers.
pub(crate) fn write<T: Serialize, E: From<JsValue>>(value: &T) -> Result<JsValue, E> {
    value.serialize(&Serializer::json_compatible()).map_err(|error| E::from(error.into()))
}

/// A value of JavaScript. serde-wasm-bindgen asks an object for the members that a type has; this one gives all of its
/// members, so that serde finds those that no type knows.
struct Plain(JsValue);

impl<'de> Deserializer<'de> for Plain {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        serde_wasm_bindgen::Deserializer::from(self.0).deserialize_any(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if self.0.is_null() || self.0.is_undefined() {
            visitor.visit_none()
        } else {
            visitor.visit_some(self)
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        match self.0.dyn_ref::<Object>().filter(|object| !object.is_function()) {
            Some(object) => visitor.visit_map(MapDeserializer::new(members(object))),
            None => serde_wasm_bindgen::Deserializer::from(self.0).deserialize_struct(name, fields, visitor),
        }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct newtype_struct
        seq tuple tuple_struct map enum identifier ignored_any
    }
}

impl IntoDeserializer<'_, Error> for Plain {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

/// The members that are there: what is `undefined` counts as left out.
fn members(object: &Object) -> impl Iterator<Item = (String, Plain)> {
    Object::entries(object).into_iter().filter_map(|entry| {
        let entry = Array::from(&entry);
        let value = entry.get(1);
        (!value.is_undefined()).then(|| (entry.get(0).as_string().unwrap_or_default(), Plain(value)))
    })
}

/// A member, `undefined` where there is none.
pub(crate) fn get(object: &JsValue, name: &str) -> Result<JsValue, JsValue> {
    if object.is_object() { Reflect::get(object, &name.into()) } else { Ok(JsValue::UNDEFINED) }
}

/// Sets a member of an object.
pub(crate) fn set(object: &JsValue, name: &str, value: impl Into<JsValue>) -> Result<(), JsValue> {
    Reflect::set(object, &name.into(), &value.into()).map(drop)
}

/// Gives the report its texts in every language that was registered.
pub(crate) fn localize(report: &mut CheckReport) {
    catalog::read(|catalog| report.localize(catalog));
}

/// The error as plain data, in every language that was registered.
pub(crate) fn error(mut error: OcrError) -> JsValue {
    catalog::read(|catalog| error.localize(catalog));
    write::<_, JsValue>(&error).unwrap_or_else(|failure| failure)
}
