//! File → request body, in one pass: base64 and the key that the call is known by.

use js_sys::{Array, Object, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, BlobPropertyBag, FormData};

use crate::blob;
use crate::job::Fault;
use crate::plain::set;
use periksa::document::Route;
use periksa::error::OcrError;
use periksa::inspect::{FileFacts, FileFormat};
use periksa::options::{Options, Upload};
use periksa::request::{self, BodyKind, CallOptions, KeyHasher, base64};

/// A body and its headers.
pub struct Body {
    value: JsValue,
    content_type: Option<&'static str>,
}

/// A body, where to send it, and what it is known by.
pub struct PreparedCall {
    body: Body,
    path: String,
    key: String,
    bytes: f64,
}

/// Vendor, document and options of a call.
pub(crate) struct Call {
    route: Route,
    options: CallOptions,
    /// Send a form even where the vendor takes JSON; the proxy turns it.
    multipart: bool,
}

impl Call {
    /// # Errors
    ///
    /// `invalid_options` where the vendor does not read the document, or the endpoint does not take an option.
    pub(crate) fn new(options: &Options) -> Result<Self, Fault> {
        let route = options.route()?;
        let multipart = options.upload == Some(Upload::Multipart);
        Ok(Self { route, options: options.call(route)?, multipart })
    }
}

/// Bytes of the file handled at a time: whole groups of base64.
const PIECE: u64 = (1 << 20) / base64::GROUP as u64 * base64::GROUP as u64;

/// A file of this size makes a text of 358 million characters. Chromium's texts end at 512 Mi - 24, and the wasm's
/// memory holds the whole text once more.
const MAX_TEXT_BYTES: u64 = 256 << 20;

const JSON: &str = "application/json";

/// The body for a call and its key.
pub(crate) async fn call(file: &Blob, call: &Call) -> Result<PreparedCall, Fault> {
    let mut key = KeyHasher::new(call.route, &call.options);
    let body = if takes_json(call) {
        json_body(file, call, &mut key).await?
    } else {
        pieces(file, |piece| key.update(piece)).await?;
        let facts = blob::inspect(file).await?;
        form_body(file, &facts, call)?
    };
    Ok(PreparedCall {
        body,
        path: request::proxy_path(call.route, &call.options),
        key: key.finish(),
        bytes: blob::size(file) as f64,
    })
}

/// The same for a picture that Verihubs fetches by itself.
pub(crate) fn url_call(url: &str, call: &Call) -> Result<PreparedCall, Fault> {
    if request::endpoint(call.route, &call.options).body != BodyKind::Json {
        return Err(OcrError::invalid_options("only verihubs ktp takes { url }; pass a File or Blob").into());
    }
    let json = request::ktp_url_json(url, call.options.validate_quality).ok_or_else(|| {
        OcrError::invalid_options("the url must be a plain https address of at most 2048 characters")
    })?;
    let mut key = KeyHasher::new(call.route, &call.options);
    key.update(url.as_bytes());
    let parts = Array::of1(&Uint8Array::from(json.as_slice()));
    let body = Body { value: json_blob(&parts)?.into(), content_type: Some(JSON) };
    Ok(PreparedCall {
        body,
        path: request::proxy_path(call.route, &call.options),
        key: key.finish(),
        bytes: json.len() as f64,
    })
}

/// The file as base64 text after `prefix`.
pub(crate) async fn base64_text(file: &Blob, prefix: &str) -> Result<String, Fault> {
    let size = blob::size(file);
    if size > MAX_TEXT_BYTES {
        let detail = "the file is over 256 MiB, more than fits into one text; slice it";
        return Err(OcrError::invalid_options(detail).into());
    }
    let len = usize::try_from(size).unwrap_or(0);
    let mut text = Vec::with_capacity(prefix.len() + base64::encoded_len(len));
    text.extend_from_slice(prefix.as_bytes());
    pieces(file, |piece| base64::encode_into(piece, &mut text)).await?;
    // Base64 is ASCII.
    Ok(String::from_utf8(text).unwrap_or_default())
}

fn takes_json(call: &Call) -> bool {
    !call.multipart && request::endpoint(call.route, &call.options).body == BodyKind::Json
}

/// The JSON body as a `Blob`: no string of its length exists on the way.
async fn json_body(file: &Blob, call: &Call, key: &mut KeyHasher) -> Result<Body, Fault> {
    let parts = Array::new();
    let mut text = request::KTP_JSON_HEAD.to_vec();
    pieces(file, |piece| {
        key.update(piece);
        base64::encode_into(piece, &mut text);
        parts.push(&Uint8Array::from(text.as_slice()));
        text.clear();
    })
    .await?;
    text.extend_from_slice(request::ktp_json_tail(call.options.validate_quality));
    parts.push(&Uint8Array::from(text.as_slice()));
    Ok(Body { value: json_blob(&parts)?.into(), content_type: Some(JSON) })
}

fn json_blob(parts: &Array) -> Result<Blob, JsValue> {
    let properties = BlobPropertyBag::new();
    properties.set_type(JSON);
    Blob::new_with_u8_array_sequence_and_options(parts, &properties)
}

/// A form with the file under a safe name and its real type. The browser streams it from disk.
fn form_body(file: &Blob, facts: &FileFacts, call: &Call) -> Result<Body, Fault> {
    let form = FormData::new()?;
    let typed = with_type(file, facts.format)?;
    form.append_with_blob_and_filename(request::FILE_FIELD, &typed, &request::safe_file_name(facts.format))?;
    if call.options.validate_quality == Some(true) {
        form.append_with_str(request::VALIDATE_QUALITY_FIELD, "true")?;
    }
    Ok(Body { value: form.into(), content_type: None })
}

/// A view of the same bytes that carries the type of the content.
fn with_type(file: &Blob, format: FileFormat) -> Result<Blob, JsValue> {
    file.slice_with_f64_and_f64_and_content_type(0.0, file.size(), format.media_type())
}

async fn pieces(file: &Blob, mut take: impl FnMut(&[u8])) -> Result<(), Fault> {
    let size = blob::size(file);
    let mut buffer = Vec::new();
    let mut at = 0;
    while at < size {
        let end = size.min(at + PIECE);
        let piece = blob::read(file, at..end).await?;
        buffer.resize(piece.length() as usize, 0);
        piece.copy_to(&mut buffer);
        take(&buffer);
        at = end;
    }
    Ok(())
}

impl Body {
    pub(crate) fn into_js(self) -> Result<JsValue, Fault> {
        let headers = Object::new();
        if let Some(content_type) = self.content_type {
            set(&headers, "Content-Type", content_type)?;
        }
        let object = Object::new();
        set(&object, "body", self.value)?;
        set(&object, "headers", headers)?;
        Ok(object.unchecked_into())
    }
}

impl PreparedCall {
    pub(crate) fn into_js(self) -> Result<JsValue, Fault> {
        let object = self.body.into_js()?;
        set(&object, "path", self.path)?;
        set(&object, "key", self.key)?;
        set(&object, "bytes", self.bytes)?;
        Ok(object)
    }
}
