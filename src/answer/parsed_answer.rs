//! What the body of an answer says, in one shape for both vendors.

use crate::codes::ErrorCode;
use crate::record::{Record, VendorQuality, Warning};

/// What the body of an answer says, before it is weighed against the HTTP status.
pub(super) struct ParsedAnswer {
    /// How it went, by the body's own account.
    pub(super) body_status: BodyStatus,
    /// What was read.
    pub(super) record: Record,
    /// How many fields of the record are there.
    pub(super) found: usize,
    /// What looks wrong with them.
    pub(super) warnings: Vec<Warning>,
    /// What the vendor said of the picture.
    pub(super) quality: Option<VendorQuality>,
    /// The vendor's `reference_id`.
    pub(super) reference_id: Option<String>,
    /// The vendor's `status_code` or `status`.
    pub(super) status_code: Option<String>,
    /// The vendor's code for the failure.
    pub(super) code: Option<String>,
    /// The vendor's words.
    pub(super) message: Option<String>,
}

/// How it went, by the body's own account.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum BodyStatus {
    /// It failed, as a page of the vendor documents.
    Failed(ErrorCode),
    /// It failed, in a way that no page names.
    FailedUndocumented,
    /// The body is of the vendor's form and names no failure.
    Recognized,
    /// The body says in so many words that it succeeded.
    Succeeded,
    /// The body is JSON, but not of the vendor's form.
    Unrecognized,
}
