//! Reads a request's body into the picture and the options that it holds.

use axum::http::HeaderMap;
use axum::http::header::CONTENT_TYPE;
use base64::Engine;
use base64::engine::general_purpose::STANDARD_PAD_INDIFFERENT;
use bytes::Bytes;
use periksa::request::{BodyKind, CallOptions, FILE_FIELD, VALIDATE_QUALITY_FIELD, endpoint, ktp_url_json};
use periksa::{Declared, Route};
use serde::Deserialize;

use crate::form;
use crate::problem::Problem;

/// What a body holds.
pub(crate) struct Upload {
    /// The picture.
    pub(crate) image: Image,
    /// `validate_quality`, where the body has it.
    pub(crate) validate_quality: Option<bool>,
}

/// The picture itself, or where the vendor gets it.
pub(crate) enum Image {
    /// The file's bytes, and the type and name that the sender declared.
    File(Bytes, Declared),
    /// An `https` address, passed on unread: only the vendor opens it.
    Url(String),
}

/// Reads a body: JSON for a KTP at Verihubs, a form for everything.
pub(crate) async fn read(route: Route, headers: &HeaderMap, body: Bytes) -> Result<Upload, Problem> {
    let content_type = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let media_type = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    match media_type.as_str() {
        "application/json" if takes_json(route) => json(&body),
        "application/json" => Err(Problem::invalid_payload(
            "This document takes multipart/form-data with a file field `image`.",
        )),
        "multipart/form-data" => multipart(content_type, body).await,
        _ if takes_json(route) => {
            Err(Problem::invalid_payload("Content-Type has to be application/json or multipart/form-data."))
        }
        _ => Err(Problem::invalid_payload("Content-Type has to be multipart/form-data.")),
    }
}

/// Does the vendor take this document as JSON?
pub(crate) fn takes_json(route: Route) -> bool {
    endpoint(route, &CallOptions::default()).body == BodyKind::Json
}

/// The body Verihubs takes for a KTP. What is not in here is not passed on, so it is refused.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct KtpBody {
    image: Option<String>,
    validate_quality: Option<bool>,
}

fn json(body: &[u8]) -> Result<Upload, Problem> {
    // serde's own message could quote the body.
    let KtpBody { image, validate_quality } = serde_json::from_slice(body).map_err(|_| {
        Problem::invalid_payload(
            "The body has to be a JSON object with `image`, a string, and at most `validate_quality`, a boolean.",
        )
    })?;
    match image.as_deref() {
        None => Err(Problem::image_missing("The body has no `image`.")),
        Some("") => Err(Problem::image_missing("`image` is empty.")),
        Some(text) => Ok(Upload { image: image_text(text)?, validate_quality }),
    }
}

/// Base64, with or without a data URL's prefix, or an address.
fn image_text(text: &str) -> Result<Image, Problem> {
    if let Some(scheme_end) = text.get(..MAX_SCHEME).unwrap_or(text).find(':') {
        let (scheme, rest) = text.split_at(scheme_end);
        return match scheme.to_ascii_lowercase().as_str() {
            "data" => data_url(rest.trim_start_matches(':')),
            "https" => address(text),
            _ => Err(Problem::invalid_payload("`image` as an address has to be https.")),
        };
    }
    Ok(Image::File(decode(text)?, Declared::default()))
}

/// After `data:`.
fn data_url(rest: &str) -> Result<Image, Problem> {
    let (head, data) = rest
        .split_once(',')
        .filter(|(head, _)| head.len() <= MAX_DATA_URL_HEAD)
        .ok_or_else(|| Problem::invalid_payload("`image` is a data URL without a comma."))?;
    let media_type = head
        .strip_suffix(";base64")
        .ok_or_else(|| Problem::invalid_payload("`image` is a data URL that is not base64."))?;
    if data.is_empty() {
        return Err(Problem::image_missing("`image` is empty."));
    }
    let media_type = media_type.split(';').next().filter(|media_type| !media_type.is_empty());
    Ok(Image::File(decode(data)?, Declared { media_type: media_type.map(str::to_owned), file_name: None }))
}

fn address(text: &str) -> Result<Image, Problem> {
    match ktp_url_json(text, None) {
        Some(_) => Ok(Image::Url(text.to_owned())),
        None => {
            Err(Problem::invalid_payload("`image` is not a plain https address of at most 2048 characters."))
        }
    }
}

fn decode(text: &str) -> Result<Bytes, Problem> {
    STANDARD_PAD_INDIFFERENT
        .decode(text)
        .map(Bytes::from)
        .map_err(|_| Problem::invalid_payload("`image` is neither base64 nor an https address."))
}

async fn multipart(content_type: &str, body: Bytes) -> Result<Upload, Problem> {
    let parts = form::parts(content_type, body).await.map_err(|form::Malformed| {
        Problem::invalid_payload("The body is not a readable multipart/form-data.")
    })?;
    let mut image = None;
    let mut validate_quality = None;
    for part in parts {
        match part.name.as_str() {
            FILE_FIELD if image.is_none() => {
                let declared = Declared { media_type: part.media_type, file_name: part.file_name };
                image = Some(Image::File(part.bytes, declared));
            }
            VALIDATE_QUALITY_FIELD if validate_quality.is_none() => {
                validate_quality = Some(flag(&part.bytes)?);
            }
            FILE_FIELD | VALIDATE_QUALITY_FIELD => {
                return Err(Problem::invalid_payload("The form has a part more than once."));
            }
            _ => {
                return Err(Problem::invalid_payload(
                    "The form has a part other than `image` and `validate_quality`; options go into the query.",
                ));
            }
        }
    }
    let image = image.ok_or_else(|| Problem::image_missing("The form has no part `image`."))?;
    Ok(Upload { image, validate_quality })
}

fn flag(text: &[u8]) -> Result<bool, Problem> {
    match text {
        b"true" => Ok(true),
        b"false" => Ok(false),
        _ => Err(Problem::invalid_payload("`validate_quality` has to be `true` or `false`.")),
    }
}

/// No scheme in use is longer, and base64 has no colon.
const MAX_SCHEME: usize = 32;
const MAX_DATA_URL_HEAD: usize = 200;

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]

    use super::*;

    fn read_json(body: &str) -> Result<Upload, Problem> {
        json(body.as_bytes())
    }

    #[test]
    fn base64_comes_bare_padded_and_as_a_data_url() {
        for text in ["aGk", "aGk=", "data:image/png;base64,aGk=", "DATA:;base64,aGk"] {
            let upload = read_json(&format!(r#"{{"image":"{text}"}}"#)).unwrap();
            let Image::File(bytes, _) = upload.image else { panic!("{text}") };
            assert_eq!(&bytes[..], b"hi", "{text}");
        }
    }

    #[test]
    fn only_https_addresses_pass() {
        let upload = read_json(r#"{"image":"https://example.com/a.jpg"}"#).unwrap();
        assert!(matches!(upload.image, Image::Url(url) if url == "https://example.com/a.jpg"));
        for text in ["http://example.com/a.jpg", "file:///etc/passwd", "ftp://example.com", "https:", "x:y"] {
            assert!(read_json(&format!(r#"{{"image":"{text}"}}"#)).is_err(), "{text}");
        }
    }

    #[test]
    fn what_would_be_lost_is_refused() {
        assert!(read_json(r#"{"image":"aGk=","reference_id":"1"}"#).is_err());
        assert!(read_json(r#"{"image":"data:image/png,hi"}"#).is_err());
        assert!(read_json(r#"{"image":"a b"}"#).is_err());
        assert!(read_json(r#"{"image":5}"#).is_err());
        assert!(read_json("[]").is_err());
    }

    #[test]
    fn text_that_splits_a_character_at_the_scheme_is_refused_not_a_panic() {
        let text = format!("{}\u{e9}", "a".repeat(MAX_SCHEME - 1));
        assert!(read_json(&format!(r#"{{"image":"{text}"}}"#)).is_err());
    }
}
