//! Reads `multipart/form-data` bodies as the vendors do: a part is a file where it has a file name.

use std::convert::Infallible;

use axum::http::HeaderMap;
use axum::http::header::CONTENT_TYPE;
use bytes::Bytes;
use futures_util::stream;
use multer::Multipart;

/// One part of a form.
pub(crate) struct Part {
    pub(crate) name: String,
    pub(crate) is_file: bool,
    pub(crate) bytes: Bytes,
}

/// The body is no form, or has more than [`MAX_PARTS`] parts.
#[derive(Debug)]
pub(crate) struct Malformed;

/// The parts of a form, in their order. `headers` are the request's.
pub(crate) async fn parts(headers: &HeaderMap, body: Bytes) -> Result<Vec<Part>, Malformed> {
    let content_type = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).ok_or(Malformed)?;
    let boundary = multer::parse_boundary(content_type).map_err(|_| Malformed)?;
    let mut form = Multipart::new(stream::iter([Ok::<_, Infallible>(body)]), boundary);
    let mut parts = Vec::new();
    while let Some(field) = form.next_field().await.map_err(|_| Malformed)? {
        if parts.len() == MAX_PARTS {
            return Err(Malformed);
        }
        parts.push(Part {
            name: field.name().unwrap_or_default().to_owned(),
            is_file: field.file_name().is_some(),
            bytes: field.bytes().await.map_err(|_| Malformed)?,
        });
    }
    Ok(parts)
}

/// The file in the part `image`.
pub(crate) fn image(parts: &[Part]) -> Option<&Part> {
    parts.iter().find(|part| part.name == "image" && part.is_file)
}

const MAX_PARTS: usize = 16;
