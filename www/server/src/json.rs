//! Reads Verihubs' JSON body of a KTP.

use std::borrow::Cow;

use base64::Engine;
use base64::engine::general_purpose::STANDARD_PAD_INDIFFERENT;
use periksa::Declared;
use periksa::request::ktp_url_json;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::budget::Reservation;
use crate::openapi;
use crate::problem::Problem;
use crate::upload::{Image, Upload};

/// Reads the body. The file that it holds keeps the part of `reserved` that it takes.
pub(crate) fn read(body: &[u8], reserved: Reservation) -> Result<Upload, Problem> {
    // serde's own message could quote the body.
    let KtpBody { image, validate_quality } = serde_json::from_slice(body).map_err(|_| {
        Problem::invalid_payload(
            "The body has to be a JSON object with `image`, a string, and at most `validate_quality`, a boolean.",
        )
    })?;
    let image = match image.as_ref().map(|text| &*text.0) {
        None => return Err(Problem::image_missing("The body has no `image`.")),
        Some("") => return Err(Problem::image_missing("`image` is empty.")),
        Some(text) => match Text::of(text)? {
            Text::File(base64, declared) => Image::File(reserved.hold(decode(base64)?), declared),
            Text::Url => Image::Url(text.to_owned()),
        },
    };
    Ok(Upload { image, validate_quality })
}

/// The body Verihubs takes for a KTP. What is not in here is not passed on, so it is refused.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct KtpBody<'a> {
    /// The file.
    #[serde(borrow)]
    #[schema(schema_with = openapi::image, required)]
    image: Option<Borrowed<'a>>,
    /// Has the vendor judge the picture too?
    validate_quality: Option<bool>,
}

/// Borrowed from the body, which is long, unless something in it is escaped.
#[derive(Deserialize)]
struct Borrowed<'a>(#[serde(borrow)] Cow<'a, str>);

/// What the text is.
enum Text<'a> {
    /// Base64, and what a data URL says of it.
    File(&'a str, Declared),
    /// An address that can be passed on.
    Url,
}

impl<'a> Text<'a> {
    /// Base64, with or without a data URL's prefix, or an address.
    fn of(text: &'a str) -> Result<Self, Problem> {
        // By bytes: a character may end after that.
        let Some(scheme_end) = text.bytes().take(MAX_SCHEME).position(|byte| byte == b':') else {
            return Ok(Self::File(text, Declared::default()));
        };
        let (scheme, rest) = text.split_at(scheme_end);
        match scheme.to_ascii_lowercase().as_str() {
            "data" => Self::of_data_url(rest.trim_start_matches(':')),
            "https" if ktp_url_json(text, None).is_some() => Ok(Self::Url),
            "https" => Err(Problem::invalid_payload(
                "`image` is not a plain https address of at most 2048 characters.",
            )),
            _ => Err(Problem::invalid_payload("`image` as an address has to be https.")),
        }
    }

    /// After `data:`.
    fn of_data_url(rest: &'a str) -> Result<Self, Problem> {
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
        Ok(Self::File(data, Declared { media_type: media_type.map(str::to_owned), file_name: None }))
    }
}

fn decode(text: &str) -> Result<Vec<u8>, Problem> {
    STANDARD_PAD_INDIFFERENT
        .decode(text)
        .map_err(|_| Problem::invalid_payload("`image` is neither base64 nor an https address."))
}

/// No scheme in use is longer, and base64 has no colon.
const MAX_SCHEME: usize = 32;
const MAX_DATA_URL_HEAD: usize = 200;

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]

    use tokio::runtime::Builder;

    use super::*;
    use crate::budget::Budget;
    use crate::client_address::Household;

    fn read_json(body: &str) -> Result<Upload, Problem> {
        let runtime = Builder::new_current_thread().enable_time().build().unwrap();
        let household = Household::of(std::net::Ipv4Addr::LOCALHOST.into());
        let reserved = runtime.block_on(Budget::new(1, 100).reserve(household, body.len()));
        read(body.as_bytes(), reserved.unwrap())
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
