//! Reads a request's body, with a limit of its size and of the time without a byte.

use std::time::Duration;

use axum::body::Body;
use bytes::{Bytes, BytesMut};
use http_body_util::BodyExt;
use tokio::time::timeout;

/// Why a body could not be read.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum BodyError {
    /// The connection broke.
    Broken,
    /// No byte came for [`STALL_TIMEOUT`].
    Stalled,
    /// More than allowed.
    TooLarge,
}

/// Reads all of `body`, at most `limit` bytes.
pub(crate) async fn read(mut body: Body, limit: usize) -> Result<Bytes, BodyError> {
    let mut read = BytesMut::new();
    while let Some(chunk) = next(&mut body).await? {
        if read.len().saturating_add(chunk.len()) > limit {
            drain(body).await;
            return Err(BodyError::TooLarge);
        }
        read.extend_from_slice(&chunk);
    }
    Ok(read.freeze())
}

async fn next(body: &mut Body) -> Result<Option<Bytes>, BodyError> {
    loop {
        match timeout(STALL_TIMEOUT, body.frame()).await {
            Err(_) => return Err(BodyError::Stalled),
            Ok(None) => return Ok(None),
            Ok(Some(Err(_))) => return Err(BodyError::Broken),
            // Trailers are not data.
            Ok(Some(Ok(frame))) => {
                if let Ok(data) = frame.into_data() {
                    return Ok(Some(data));
                }
            }
        }
    }
}

/// Reads the rest for a while and drops it: a browser that is still sending when the connection closes reports a
/// broken connection, and never sees the answer that says why.
async fn drain(mut body: Body) {
    let all = async {
        let mut left = DRAIN_BYTES;
        while let Ok(Some(chunk)) = next(&mut body).await {
            left = left.saturating_sub(chunk.len());
            if left == 0 {
                break;
            }
        }
    };
    // Whether all of it came makes no difference to the answer.
    let _ = timeout(DRAIN_TIME, all).await;
}

/// A phone on a bad line sends something more often than that.
const STALL_TIMEOUT: Duration = Duration::from_secs(30);
const DRAIN_BYTES: usize = 64 * 1024 * 1024;
const DRAIN_TIME: Duration = Duration::from_secs(10);
