//! Reads `multipart/form-data` bodies.

use bytes::Bytes;
use futures_util::stream;
use multer::Multipart;

/// One part of a form.
pub(crate) struct Part {
    /// The field's name.
    pub(crate) name: String,
    /// The file's name, where it is a file.
    pub(crate) file_name: Option<String>,
    /// The media type that the sender gave it.
    pub(crate) media_type: Option<String>,
    /// The content.
    pub(crate) bytes: Bytes,
}

/// The body is no form, or has more than [`MAX_PARTS`] parts.
#[derive(Debug)]
pub(crate) struct Malformed;

/// The parts of a form whose `Content-Type` is `content_type`.
pub(crate) async fn parts(content_type: &str, body: Bytes) -> Result<Vec<Part>, Malformed> {
    let boundary = multer::parse_boundary(content_type).map_err(|_| Malformed)?;
    let body = stream::iter([Ok::<_, std::convert::Infallible>(body)]);
    let mut form = Multipart::new(body, boundary);
    let mut parts = Vec::new();
    while let Some(field) = form.next_field().await.map_err(|_| Malformed)? {
        if parts.len() == MAX_PARTS {
            return Err(Malformed);
        }
        parts.push(Part {
            name: field.name().unwrap_or_default().to_owned(),
            file_name: field.file_name().map(str::to_owned),
            media_type: field.content_type().map(|media_type| media_type.essence_str().to_owned()),
            bytes: field.bytes().await.map_err(|_| Malformed)?,
        });
    }
    Ok(parts)
}

const MAX_PARTS: usize = 16;
