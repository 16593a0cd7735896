//! Reads a request's body, with limits of its size, of its time, and of its pace.

use std::future::poll_fn;

use axum::body::Body;
use axum::http::header::{CONTENT_LENGTH, TRANSFER_ENCODING};
use axum::http::{HeaderMap, StatusCode};
use bytes::{Bytes, BytesMut};
use futures_util::stream::{self, Stream};
use http_body_util::BodyExt;
use periksa::ErrorCode;
use tokio::select;
use tokio::time::{Instant, sleep_until};

use crate::limits::{Limits, MAX_BODY_BYTES};
use crate::pace::Pace;
use crate::problem::Problem;

/// Why a body could not be read.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum BodyError {
    /// The connection broke.
    Broken,
    /// Too little of it came in time.
    TooSlow,
    /// More than [`MAX_BODY_BYTES`].
    TooLarge,
    /// A form with too much around its parts' content.
    TooMuchAround,
}

impl std::fmt::Display for BodyError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the body can't be read")
    }
}

impl std::error::Error for BodyError {}

impl From<BodyError> for Problem {
    fn from(error: BodyError) -> Self {
        match error {
            BodyError::TooLarge => Self::new(
                ErrorCode::ImageTooLarge,
                StatusCode::PAYLOAD_TOO_LARGE,
                "The body is larger than the 16 MiB this proxy takes.",
            ),
            BodyError::TooSlow => {
                Self::new(ErrorCode::Timeout, StatusCode::REQUEST_TIMEOUT, "The body came too slowly.")
            }
            BodyError::TooMuchAround => {
                Self::invalid_payload("The form has more than 64 KiB of headers, or around its parts.")
            }
            BodyError::Broken => Self::invalid_payload("The body broke off."),
        }
    }
}

/// How long the body is by its headers, or at most. Where they say nothing of a body there is none.
pub(crate) fn length(headers: &HeaderMap) -> Result<usize, BodyError> {
    let Some(length) = headers.get(CONTENT_LENGTH) else {
        return Ok(if headers.contains_key(TRANSFER_ENCODING) { MAX_BODY_BYTES } else { 0 });
    };
    let length = length.to_str().ok().and_then(|text| text.parse().ok()).unwrap_or(usize::MAX);
    if length > MAX_BODY_BYTES { Err(BodyError::TooLarge) } else { Ok(length) }
}

/// A body that is being read.
pub(crate) struct Reader {
    body: Body,
    left: usize,
    until: Instant,
    pace: Pace,
}

impl Reader {
    /// Starts the clocks.
    pub(crate) fn new(body: Body, limits: &Limits) -> Self {
        let until = Instant::now() + limits.upload_timeout;
        Self { body, left: MAX_BODY_BYTES, until, pace: Pace::new(limits.pace()) }
    }

    /// All of it, in one piece of memory where it is as long as `length`.
    pub(crate) async fn collect(mut self, length: usize) -> Result<BytesMut, BodyError> {
        let mut read = BytesMut::with_capacity(length);
        while let Some(chunk) = self.next().await? {
            read.extend_from_slice(&chunk);
        }
        Ok(read)
    }

    /// Its pieces, as they come.
    pub(crate) fn into_stream(self) -> impl Stream<Item = Result<Bytes, BodyError>> {
        stream::try_unfold(self, async |mut reader| {
            let chunk = reader.next().await?;
            Ok(chunk.map(|chunk| (chunk, reader)))
        })
    }

    async fn next(&mut self) -> Result<Option<Bytes>, BodyError> {
        loop {
            let frame = select! {
                frame = self.body.frame() => frame,
                () = poll_fn(|context| self.pace.poll_too_slow(context)) => return Err(BodyError::TooSlow),
                () = sleep_until(self.until) => return Err(BodyError::TooSlow),
            };
            let Some(frame) = frame else { return Ok(None) };
            // Trailers are not data.
            if let Ok(data) = frame.map_err(|_| BodyError::Broken)?.into_data() {
                self.left = self.left.checked_sub(data.len()).ok_or(BodyError::TooLarge)?;
                self.pace.progress(data.len());
                return Ok(Some(data));
            }
        }
    }
}
