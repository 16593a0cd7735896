//! JavaScript's plain data → types, and types → plain data, by serde-wasm-bindgen.

use js_sys::{Array, Object, Reflect};
use periksa::plain_data::InvalidOption;
use periksa::{CheckReport, OcrError};
use serde::de::{self, DeserializeOwned, DeserializeSeed, Deserializer, MapAccess, Unexpected, Visitor};
use serde::{Serialize, forward_to_deserialize_any};
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::{JsCast, JsValue};

use crate::languages;

/// Reads plain data.
///
/// # Errors
///
/// `invalid_options`, with the path of what is wrong.
pub(crate) fn read<T: DeserializeOwned>(data: &JsValue) -> Result<T, Box<OcrError>> {
    T::deserialize(Plain(data.clone()))
        .map_err(|error| Box::new(OcrError::invalid_options(error.to_string())))
}

/// Writes plain data: every member present, `null` where it does not apply, numbers as numbers.
pub(crate) fn write<T: Serialize, E: From<JsValue>>(value: &T) -> Result<JsValue, E> {
    value.serialize(&Serializer::json_compatible()).map_err(|error| E::from(error.into()))
}

/// A value of JavaScript. serde-wasm-bindgen asks an object for the members that a type has; this one gives all of its
/// members, so that serde finds those that no type knows, and an error has its path.
struct Plain(JsValue);

impl<'de> Deserializer<'de> for Plain {
    type Error = InvalidOption;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, InvalidOption> {
        match Kind::of(&self.0) {
            Kind::Null => visitor.visit_unit(),
            Kind::Boolean(boolean) => visitor.visit_bool(boolean),
            Kind::Integer(integer) => visitor.visit_i64(integer),
            Kind::Number(number) => visitor.visit_f64(number),
            Kind::Text(text) => visitor.visit_string(text),
            Kind::Object(members) => visitor.visit_map(members),
            Kind::Other => Err(de::Error::invalid_type(Unexpected::Other("a value of JavaScript"), &visitor)),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, InvalidOption> {
        if self.0.is_null() || self.0.is_undefined() {
            visitor.visit_none()
        } else {
            visitor.visit_some(self)
        }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct newtype_struct
        seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

/// What a value is. Not part of the deserializer, which is compiled once for each type.
enum Kind {
    Null,
    Boolean(bool),
    Integer(i64),
    Number(f64),
    Text(String),
    Object(Members),
    Other,
}

impl Kind {
    fn of(value: &JsValue) -> Self {
        if value.is_null() {
            Self::Null
        } else if let Some(boolean) = value.as_bool() {
            Self::Boolean(boolean)
        } else if let Some(number) = value.as_f64() {
            let integer = number as i64;
            if integer as f64 == number { Self::Integer(integer) } else { Self::Number(number) }
        } else if let Some(text) = value.as_string() {
            Self::Text(text)
        } else if let Some(object) = value.dyn_ref::<Object>().filter(|object| !object.is_function()) {
            Self::Object(Members { entries: Object::entries(object), next: 0 })
        } else {
            Self::Other
        }
    }
}

/// The members of an object. What is `undefined` counts as left out.
struct Members {
    entries: Array,
    /// The entry to be read next, its name before its value.
    next: u32,
}

impl<'de> MapAccess<'de> for Members {
    type Error = InvalidOption;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, InvalidOption> {
        while self.next < self.entries.length() {
            if !self.entry(1).is_undefined() {
                return seed.deserialize(Plain(self.entry(0))).map(Some);
            }
            self.next += 1;
        }
        Ok(None)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, InvalidOption> {
        let (name, value) = (self.entry(0), self.entry(1));
        self.next += 1;
        let in_member = |error: InvalidOption| error.in_member(&name.as_string().unwrap_or_default());
        seed.deserialize(Plain(value)).map_err(in_member)
    }
}

impl Members {
    /// Name or value of the entry to be read.
    fn entry(&self, index: u32) -> JsValue {
        Array::from(&self.entries.get(self.next)).get(index)
    }
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
    languages::with_catalog(|catalog| report.localize(catalog));
}
