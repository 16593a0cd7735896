//! AVIF: an ISO base media file whose pictures are coded as AV1.

pub(super) use super::isobmff::walk;

use super::isobmff::brands::{Coding, coding};

pub(super) fn matches(head: &[u8]) -> bool {
    coding(head) == Some(Coding::Av1)
}
