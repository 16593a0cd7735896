//! HEIC, and HEIF of any other coding than AV1: an ISO base media file.

pub(super) use super::isobmff::walk;

use super::isobmff::brands::{Coding, coding};

pub(super) fn matches(head: &[u8]) -> bool {
    coding(head) == Some(Coding::Other)
}
