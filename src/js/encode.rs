//! File → request body, and the key that the call is known by, in one pass.

use js_sys::{Array, JsString, Object, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, BlobPropertyBag, FormData};

use crate::blob::{self, Reading};
use crate::job::Fault;
use crate::key::Key;
use crate::native;
use crate::plain::set;
use periksa::document::Route;
use periksa::error::OcrError;
use periksa::inspect::FileFormat;
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

/// A file of this size makes a text of 358 million characters. Chromium's texts end at 512 Mi - 24.
const MAX_TEXT_BYTES: u64 = 256 << 20;

const JSON: &str = "application/json";

/// The body for a call.
pub(crate) async fn request(file: &Blob, call: &Call) -> Result<Body, Fault> {
    if takes_json(call) { json_body(file, call, &mut |_| {}).await } else { form_body(file, call).await }
}

/// The body for a call and its key.
pub(crate) async fn call(file: &Blob, call: &Call) -> Result<PreparedCall, Fault> {
    let mut key = Key::new(call.route, &call.options, blob::size(file));
    let body = if takes_json(call) {
        json_body(file, call, &mut |piece| key.update(piece)).await?
    } else {
        pieces(file, &mut |piece| key.update(&piece)).await?;
        form_body(file, call).await?
    };
    Ok(PreparedCall {
        body,
        path: request::proxy_path(call.route, &call.options),
        key: key.finish().await,
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
    let body = Body { value: blob_of(&Array::of1(&bytes(&json)), JSON)?.into(), content_type: Some(JSON) };
    Ok(PreparedCall {
        body,
        path: request::proxy_path(call.route, &call.options),
        key: key.finish(),
        bytes: json.len() as f64,
    })
}

/// The file as base64 text after `prefix`.
pub(crate) async fn base64_text(file: &Blob, prefix: &str) -> Result<JsString, Fault> {
    let size = blob::size(file);
    if size > MAX_TEXT_BYTES {
        let detail = "the file is over 256 MiB, more than fits into one text; slice it";
        return Err(OcrError::invalid_options(detail).into());
    }
    let mut text = JsString::from(prefix);
    pieces(file, &mut |piece| text = text.concat(&base64_of(&piece))).await?;
    Ok(text)
}

fn takes_json(call: &Call) -> bool {
    !call.multipart && request::endpoint(call.route, &call.options).body == BodyKind::Json
}

/// The JSON body as a `Blob`: no string of its length exists on the way. Each piece is given away as a `Blob` of its own,
/// so that the page's memory holds a few of them only.
async fn json_body(file: &Blob, call: &Call, each: &mut dyn FnMut(&Uint8Array)) -> Result<Body, Fault> {
    let parts = Array::of1(&bytes(request::KTP_JSON_HEAD));
    let mut failure = Ok(());
    pieces(file, &mut |piece| {
        each(&piece);
        match blob_of(&Array::of1(&base64_of(&piece)), "") {
            Ok(part) => _ = parts.push(&part),
            Err(error) => failure = Err(error),
        }
    })
    .await?;
    failure?;
    parts.push(&bytes(request::ktp_json_tail(call.options.validate_quality)));
    Ok(Body { value: blob_of(&parts, JSON)?.into(), content_type: Some(JSON) })
}

fn base64_of(piece: &Uint8Array) -> JsString {
    native::base64(piece).unwrap_or_else(|| {
        let mut text = Vec::new();
        base64::encode_into(&piece.to_vec(), &mut text);
        // Base64 is ASCII.
        String::from_utf8(text).unwrap_or_default().into()
    })
}

fn bytes(bytes: &[u8]) -> JsValue {
    Uint8Array::from(bytes).into()
}

fn blob_of(parts: &Array, media_type: &str) -> Result<Blob, JsValue> {
    let properties = BlobPropertyBag::new();
    properties.set_type(media_type);
    Blob::new_with_blob_sequence_and_options(parts, &properties)
}

/// A form with the file under a safe name and its real type. The browser streams it from disk.
async fn form_body(file: &Blob, call: &Call) -> Result<Body, Fault> {
    let facts = blob::inspect(file).await?;
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

/// The bytes of the file, piece by piece; the next one is read while one is used.
async fn pieces(file: &Blob, take: &mut dyn FnMut(Uint8Array)) -> Result<(), Fault> {
    let size = blob::size(file);
    let begin = |at: u64| (at < size).then(|| Reading::begin(file, at..size.min(at + PIECE))).transpose();
    let mut at = 0;
    let mut next = begin(at)?;
    while let Some(reading) = next {
        let piece = reading.end().await?;
        at += PIECE;
        next = begin(at)?;
        take(piece);
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
