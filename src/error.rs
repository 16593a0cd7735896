//! What can go wrong with a call, sorted by who has to act.

use serde::Serialize;

use crate::document::Vendor;
use crate::messages::{self, Texts};
use crate::names::names;
use crate::problem::Problem;
use crate::record::{Extraction, VendorQuality};

/// Why a call failed. The string form is public API.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum ErrorCode {
    /// The caller's signal was aborted.
    Aborted,
    /// The vendor found no such document in the picture, or read no field of it.
    DocumentNotDetected,
    /// The wasm can't be loaded, or broke: CSP, old browser, memory.
    EngineUnavailable,
    /// The file vanished or changed after it was picked.
    FileUnreadable,
    /// The vendor's or proxy's 403.
    Forbidden,
    /// The vendor got no image.
    ImageMissing,
    /// The vendor or a proxy on the way found the upload too large.
    ImageTooLarge,
    /// The vendor found the picture too small.
    ImageTooSmall,
    /// The vendor could not decode the picture, or does not take its format.
    ImageUnreadable,
    /// The file has problems of severity `error`; nothing was sent.
    InvalidFile,
    /// The call itself is wrong: an option, a pairing, an order of calls.
    InvalidOptions,
    /// The vendor did not understand the request.
    InvalidPayload,
    /// An answer that can't be read, with a status under 400.
    MalformedResponse,
    /// The connection failed without an answer.
    Network,
    /// Nothing answers at the endpoint.
    NotFound,
    /// The connection failed, and the device says it has none.
    Offline,
    /// The vendor rejected the picture's quality.
    QualityRejected,
    /// The account has no calls left.
    QuotaExhausted,
    /// Too many calls at a time.
    RateLimited,
    /// No answer within the time allowed.
    Timeout,
    /// The vendor refused the credentials, or the proxy the caller.
    Unauthorized,
    /// An answer that no rule names.
    Unknown,
    /// The vendor or the proxy failed.
    VendorUnavailable,
}

names! {
    ErrorCode {
        Aborted = "aborted",
        DocumentNotDetected = "document_not_detected",
        EngineUnavailable = "engine_unavailable",
        FileUnreadable = "file_unreadable",
        Forbidden = "forbidden",
        ImageMissing = "image_missing",
        ImageTooLarge = "image_too_large",
        ImageTooSmall = "image_too_small",
        ImageUnreadable = "image_unreadable",
        InvalidFile = "invalid_file",
        InvalidOptions = "invalid_options",
        InvalidPayload = "invalid_payload",
        MalformedResponse = "malformed_response",
        Network = "network",
        NotFound = "not_found",
        Offline = "offline",
        QualityRejected = "quality_rejected",
        QuotaExhausted = "quota_exhausted",
        RateLimited = "rate_limited",
        Timeout = "timeout",
        Unauthorized = "unauthorized",
        Unknown = "unknown",
        VendorUnavailable = "vendor_unavailable",
    }
}

/// Who has to do what.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Action {
    /// The person picks another file.
    ChooseAnotherFile,
    /// The site's team asks the vendor.
    ContactSupport,
    /// The site's team mends the call.
    FixIntegration,
    /// The person takes the photo again.
    RetakePhoto,
    /// The person tries again.
    Retry,
    /// The person tries again after a while.
    RetryLater,
    /// The person signs in again.
    SignIn,
}

names! {
    Action {
        ChooseAnotherFile = "choose_another_file",
        ContactSupport = "contact_support",
        FixIntegration = "fix_integration",
        RetakePhoto = "retake_photo",
        Retry = "retry",
        RetryLater = "retry_later",
        SignIn = "sign_in",
    }
}

/// Was the call charged? `unknown` unless a page of the vendor, or the proxy, says.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify), serde(rename_all = "snake_case"))]
pub enum Billed {
    /// It was.
    Yes,
    /// It was not: nothing reached the vendor.
    No,
    /// Nobody said.
    #[default]
    Unknown,
}

names! {
    Billed {
        Yes = "yes",
        No = "no",
        Unknown = "unknown",
    }
}

/// A failed call as plain data. In JavaScript it is an `Error` of class `OcrError` with these members.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct OcrError {
    /// Why.
    pub code: ErrorCode,
    /// Who has to do what.
    pub action: Action,
    /// May the person try the same again?
    pub retryable: bool,
    /// Was it charged?
    pub billed: Billed,
    /// HTTP status, where there was an answer.
    pub status: Option<u16>,
    /// Whose answer it was.
    pub vendor: Option<Vendor>,
    /// The vendor's own code.
    pub vendor_code: Option<String>,
    /// The vendor's own words.
    pub vendor_message: Option<String>,
    /// The `Request-Id` of the answer.
    pub request_id: Option<String>,
    /// How long the answer asks to wait, in milliseconds (`Retry-After`).
    pub retry_after_ms: Option<u64>,
    /// What is wrong with the file, for `invalid_file`.
    pub problems: Vec<Problem>,
    /// What the vendor said of the picture, for `quality_rejected`.
    pub quality: Option<VendorQuality>,
    /// What could be read all the same.
    pub partial: Option<Box<Extraction>>,
    /// What is wrong and what to do.
    pub messages: Texts,
    /// The body is the vendor's or the proxy's last word on a call that was made; a gateway's is not.
    #[serde(skip)]
    pub(crate) settled: bool,
}

impl OcrError {
    /// An error with what its code alone says.
    pub fn new(code: ErrorCode) -> Self {
        Self {
            code,
            action: code.action(),
            retryable: code.retryable(),
            billed: code.billed(),
            status: None,
            vendor: None,
            vendor_code: None,
            vendor_message: None,
            request_id: None,
            retry_after_ms: None,
            problems: Vec::new(),
            quality: None,
            partial: None,
            messages: messages::error(code),
            settled: false,
        }
    }

    /// `invalid_options`, with words for the developer on what is wrong with the call.
    pub fn invalid_options(detail: &str) -> Self {
        let mut error = Self::new(ErrorCode::InvalidOptions);
        error.messages = error.messages.with_detail(detail);
        error
    }

    /// `invalid_file`, for these problems, worst first.
    pub fn invalid_file(problems: Vec<Problem>) -> Self {
        let error = Self::new(ErrorCode::InvalidFile);
        // The worst problem says more exactly what to do than the code does.
        let messages = problems.first().map(|problem| problem.messages.clone()).unwrap_or(error.messages);
        Self { messages, problems, ..error }
    }
}

impl ErrorCode {
    /// The usual action. The proxy's own 401 is `sign_in` instead.
    pub const fn action(self) -> Action {
        match self {
            Self::InvalidFile | Self::FileUnreadable | Self::ImageTooLarge | Self::ImageUnreadable => {
                Action::ChooseAnotherFile
            }
            Self::InvalidOptions
            | Self::ImageMissing
            | Self::InvalidPayload
            | Self::NotFound
            | Self::Unauthorized => Action::FixIntegration,
            Self::EngineUnavailable | Self::Offline | Self::Network | Self::Timeout | Self::Aborted => {
                Action::Retry
            }
            Self::DocumentNotDetected | Self::QualityRejected | Self::ImageTooSmall => Action::RetakePhoto,
            Self::Forbidden | Self::QuotaExhausted | Self::MalformedResponse | Self::Unknown => {
                Action::ContactSupport
            }
            Self::RateLimited | Self::VendorUnavailable => Action::RetryLater,
        }
    }

    /// May the person try the same again?
    pub const fn retryable(self) -> bool {
        matches!(self.action(), Action::Retry | Action::RetryLater)
    }

    /// `no` where by its nature nothing was sent.
    const fn billed(self) -> Billed {
        match self {
            Self::InvalidFile | Self::FileUnreadable | Self::InvalidOptions | Self::EngineUnavailable => {
                Billed::No
            }
            _ => Billed::Unknown,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_sent_is_nothing_billed() {
        assert_eq!(OcrError::new(ErrorCode::InvalidFile).billed, Billed::No);
        assert_eq!(OcrError::new(ErrorCode::Timeout).billed, Billed::Unknown);
    }

    #[test]
    fn only_the_two_retries_are_retryable() {
        assert!(ErrorCode::RateLimited.retryable());
        assert!(ErrorCode::Network.retryable());
        assert!(!ErrorCode::QualityRejected.retryable());
        assert!(!ErrorCode::Unauthorized.retryable());
    }
}
