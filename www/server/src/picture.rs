//! A picture on its way to the vendor. It can be sent once: as soon as a byte of it is asked for, there is a connection
//! that may have carried the request, and the call can't be made again by accident.

use std::error::Error;
use std::fmt;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use periksa::request::{KTP_JSON_HEAD, base64, ktp_json_tail};

/// A file that can be sent once. It is dropped as soon as it has been sent, though its call may go on for minutes.
#[derive(Clone)]
pub(crate) struct Picture {
    file: Arc<Mutex<Option<Bytes>>>,
    length: usize,
}

impl Picture {
    /// A picture of these bytes.
    pub(crate) fn new(file: Bytes) -> Self {
        Self { length: file.len(), file: Arc::new(Mutex::new(Some(file))) }
    }

    /// Has nobody begun to send it?
    pub(crate) fn is_unsent(&self) -> bool {
        self.slot().is_some()
    }

    /// The file itself, as a body.
    pub(crate) fn plain(&self) -> PictureBody {
        PictureBody::new(self, None, self.length)
    }

    /// Verihubs' JSON of a KTP, as a body: what [`periksa::request::ktp_json`] writes, piece by piece.
    pub(crate) fn ktp_json(&self, validate_quality: Option<bool>) -> PictureBody {
        let tail = ktp_json_tail(validate_quality);
        let length = KTP_JSON_HEAD.len() + base64::encoded_len(self.length) + tail.len();
        PictureBody::new(self, Some(tail), length)
    }

    fn slot(&self) -> MutexGuard<'_, Option<Bytes>> {
        self.file.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A body with a picture.
pub(crate) struct PictureBody {
    picture: Picture,
    /// What stands after the base64 text, where it is one.
    tail: Option<&'static [u8]>,
    length: u64,
    stage: Stage,
}

enum Stage {
    Unsent,
    /// With what is left of the file.
    Sending(Bytes),
    Sent,
}

impl PictureBody {
    fn new(picture: &Picture, tail: Option<&'static [u8]>, length: usize) -> Self {
        let length = u64::try_from(length).unwrap_or(u64::MAX);
        Self { picture: picture.clone(), tail, length, stage: Stage::Unsent }
    }

    /// The next piece, and what comes after it.
    fn next(&mut self) -> Result<Option<Bytes>, SentBefore> {
        let (mut file, mut piece) = match std::mem::replace(&mut self.stage, Stage::Sent) {
            Stage::Unsent => {
                let file = self.picture.slot().take().ok_or(SentBefore)?;
                let Some(_) = self.tail else { return Ok(Some(file)) };
                (file, KTP_JSON_HEAD.to_vec())
            }
            Stage::Sending(file) => (file, Vec::new()),
            Stage::Sent => return Ok(None),
        };
        base64::encode_into(&file.split_to(PIECE.min(file.len())), &mut piece);
        if file.is_empty() {
            piece.extend_from_slice(self.tail.unwrap_or_default());
        } else {
            self.stage = Stage::Sending(file);
        }
        Ok(Some(piece.into()))
    }
}

impl Body for PictureBody {
    type Data = Bytes;
    type Error = SentBefore;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, SentBefore>>> {
        Poll::Ready(self.next().map(|piece| piece.map(Frame::data)).transpose())
    }

    fn size_hint(&self) -> SizeHint {
        match &self.stage {
            Stage::Unsent => SizeHint::with_exact(self.length),
            _ => SizeHint::default(),
        }
    }

    fn is_end_stream(&self) -> bool {
        matches!(self.stage, Stage::Sent)
    }
}

/// The picture was sent before.
#[derive(Debug)]
pub(crate) struct SentBefore;

impl fmt::Display for SentBefore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the picture was sent before")
    }
}

impl Error for SentBefore {}

/// A multiple of what base64 takes at a time.
const PIECE: usize = base64::GROUP * 16 * 1024;

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use http_body_util::BodyExt;
    use periksa::request::ktp_json;

    use super::*;

    #[tokio::test]
    async fn the_json_is_periksas_own_in_pieces() {
        for length in [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE + 2] {
            let file: Vec<u8> = (0..length).map(|at| (at % 251) as u8).collect();
            for validate_quality in [None, Some(true), Some(false)] {
                let body = Picture::new(file.clone().into()).ktp_json(validate_quality);
                let said = body.size_hint().exact();
                let sent = body.collect().await.unwrap().to_bytes();
                assert_eq!(said, Some(sent.len() as u64), "{length}");
                assert_eq!(&sent[..], ktp_json(&file, validate_quality), "{length}");
            }
        }
    }

    #[tokio::test]
    async fn it_is_sent_once() {
        let picture = Picture::new(Bytes::from_static(b"file"));
        let (first, second) = (picture.plain(), picture.plain());
        assert!(picture.is_unsent());
        assert_eq!(&first.collect().await.unwrap().to_bytes()[..], b"file");
        assert!(!picture.is_unsent());
        assert!(second.collect().await.is_err());
    }
}
