//! Reads `multipart/form-data` bodies while they come, so that a file is in memory once.

use std::pin::{Pin, pin};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll, ready};

use bytes::{Bytes, BytesMut};
use futures_util::{Stream, TryStreamExt};
use multer::{Field, Multipart};
use periksa::Declared;
use periksa::request::{FILE_FIELD, VALIDATE_QUALITY_FIELD};

use crate::body::{BodyError, Reader};
use crate::budget::Reservation;
use crate::problem::Problem;
use crate::upload::{Image, Upload};

/// Reads a form whose `Content-Type` is `content_type`, of at most `length` bytes. Its file keeps the part of `reserved`
/// that it takes.
pub(crate) async fn read(
    content_type: &str,
    body: Reader,
    length: usize,
    reserved: Reservation,
) -> Result<Upload, Problem> {
    let boundary = multer::parse_boundary(content_type).map_err(problem)?;
    let outside = Outside::default();
    let body = pin!(body.into_stream());
    let mut body = Piecewise { body, outside: outside.clone(), gave: false };
    let mut form = Multipart::new(&mut body, boundary);
    let mut image = None;
    let mut validate_quality = None;
    while let Some(field) = form.next_field().await.map_err(problem)? {
        match field.name().unwrap_or_default() {
            FILE_FIELD if image.is_none() => {
                let declared = Declared {
                    media_type: field.content_type().map(|media_type| media_type.essence_str().to_owned()),
                    file_name: field.file_name().map(str::to_owned),
                };
                image = Some((collect(field, length, &outside).await?, declared));
            }
            VALIDATE_QUALITY_FIELD if validate_quality.is_none() => {
                validate_quality = Some(flag(&collect(field, 0, &outside).await?)?);
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
    drop(form);
    // Who leaves before the body's end does not wait for an answer, whatever the form has by then.
    while body.try_next().await?.is_some() {}
    let (file, declared) = image.ok_or_else(|| Problem::image_missing("The form has no part `image`."))?;
    Ok(Upload { image: Image::File(reserved.hold(file), declared), validate_quality })
}

async fn collect(mut field: Field<'_>, length: usize, outside: &Outside) -> Result<BytesMut, Problem> {
    let mut content = BytesMut::with_capacity(length);
    while let Some(chunk) = field.chunk().await.map_err(problem)? {
        outside.forget();
        content.extend_from_slice(&chunk);
    }
    Ok(content)
}

/// Bytes that came since the last ones of a part's content: headers of parts, and what stands before, between and behind
/// parts.
#[derive(Clone, Default)]
struct Outside(Arc<AtomicUsize>);

impl Outside {
    fn count(&self, bytes: usize) -> Result<(), BodyError> {
        let before = self.0.fetch_add(bytes, Ordering::Relaxed);
        if before.saturating_add(bytes) > MAX_OUTSIDE { Err(BodyError::TooMuchAround) } else { Ok(()) }
    }

    fn forget(&self) {
        self.0.store(0, Ordering::Relaxed);
    }
}

/// A body of which multer gets one piece at a time. By itself it takes all that is there before it looks; and it looks through
/// unfinished headers from their start with each piece, so they must not get long.
struct Piecewise<S> {
    body: S,
    outside: Outside,
    gave: bool,
}

impl<S: Stream<Item = Result<Bytes, BodyError>> + Unpin> Stream for Piecewise<S> {
    type Item = Result<Bytes, BodyError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if std::mem::take(&mut self.gave) {
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        let piece = ready!(Pin::new(&mut self.body).poll_next(context));
        self.gave = true;
        Poll::Ready(piece.map(|piece| {
            let piece = piece?;
            self.outside.count(piece.len())?;
            Ok(piece)
        }))
    }
}

fn flag(text: &[u8]) -> Result<bool, Problem> {
    match text {
        b"true" => Ok(true),
        b"false" => Ok(false),
        _ => Err(Problem::invalid_payload("`validate_quality` has to be `true` or `false`.")),
    }
}

/// multer's own message could quote the form.
fn problem(error: multer::Error) -> Problem {
    match error {
        multer::Error::StreamReadFailed(error) if error.is::<BodyError>() => {
            Problem::from(error.downcast_ref().copied().unwrap_or(BodyError::Broken))
        }
        _ => Problem::invalid_payload("The body is not a readable multipart/form-data."),
    }
}

/// Far more than browsers write, and a few pieces of a body.
const MAX_OUTSIDE: usize = 64 * 1024;
