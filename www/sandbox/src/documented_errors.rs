//! The answers other than success that the vendors document: each can be asked for by name.

use axum::body::Body;
use axum::http::header::CONTENT_TYPE;
use axum::http::{Response, StatusCode};
use axum::response::IntoResponse;

/// Endpoints that share their errors.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Family {
    Glair,
    VerihubsKtp,
    VerihubsOcr,
}

/// A documented answer other than success.
pub(crate) struct DocumentedError {
    /// The vendor's code, or a name for the status where it has none.
    name: &'static str,
    family: Family,
    status: StatusCode,
    body: &'static str,
}

impl DocumentedError {
    pub(crate) fn response(&self) -> Response<Body> {
        (self.status, [(CONTENT_TYPE, "application/json")], self.body).into_response()
    }
}

/// The error of that name, if the family has one.
pub(crate) fn find(family: Family, name: &str) -> Option<&'static DocumentedError> {
    DOCUMENTED_ERRORS.iter().find(|error| error.family == family && error.name == name)
}

/// The names of the family's errors.
pub(crate) fn names(family: Family) -> impl Iterator<Item = &'static str> {
    DOCUMENTED_ERRORS.iter().filter(move |error| error.family == family).map(|error| error.name)
}

macro_rules! documented_errors {
    ($($family:ident $name:literal $status:ident $body:literal)*) => {
        [$(DocumentedError { name: $name, family: Family::$family, status: StatusCode::$status, body: $body }),*]
    };
}

/// Statuses and bodies as in vendor-contract 2.4, 2.6 and 3.2; where no page shows a body, the family's.
static DOCUMENTED_ERRORS: [DocumentedError; 27] = documented_errors! {
    VerihubsKtp "FAIL_ON_1" OK r#"{"message":"fail on quality","error_code":"FAIL_ON_1","data":{"image_quality":{"blur":true,"dark":false,"flashlight":false,"grayscale":false}}}"#
    VerihubsKtp "INVALID_PAYLOAD" BAD_REQUEST r#"{"message":"no value in payload","error_code":"INVALID_PAYLOAD"}"#
    VerihubsKtp "INVALID_PAYLOAD_IMAGE_MISSING" BAD_REQUEST r#"{"message":"invalid payload image not a standard b64/url","error_code":"INVALID_PAYLOAD_IMAGE_MISSING"}"#
    VerihubsKtp "INVALID_PAYLOAD_IMAGE_SIZE" BAD_REQUEST r#"{"message":"invalid payload image size too large","error_code":"INVALID_PAYLOAD_IMAGE_SIZE"}"#
    VerihubsKtp "INVALID_PAYLOAD_IMAGE_FORMAT" BAD_REQUEST r#"{"message":"image unable to be decoded","error_code":"INVALID_PAYLOAD_IMAGE_FORMAT"}"#
    VerihubsKtp "MISSING_PAYLOAD_IMAGE" BAD_REQUEST r#"{"message":"missing payload image","error_code":"MISSING_PAYLOAD_IMAGE"}"#
    VerihubsKtp "KTP_NOT_DETECTED" BAD_REQUEST r#"{"message":"KTP not detected from image","error_code":"KTP_NOT_DETECTED"}"#
    VerihubsKtp "INVALID_PAYLOAD_QUALITY_VALIDATION_DEPENDENCY" BAD_REQUEST r#"{"message":"is_quality must be true if validate_quality true","error_code":"INVALID_PAYLOAD_QUALITY_VALIDATION_DEPENDENCY"}"#
    VerihubsKtp "INVALID_PAYLOAD_REFERENCE_ID" BAD_REQUEST r#"{"message":"invalid payload reference id","error_code":"INVALID_PAYLOAD_REFERENCE_ID"}"#
    VerihubsKtp "INVALID_PAYLOAD_REFERENCE_ID_EXISTS" BAD_REQUEST r#"{"message":"reference id exists","error_code":"INVALID_PAYLOAD_REFERENCE_ID_EXISTS"}"#
    VerihubsKtp "UNAUTHORIZED" UNAUTHORIZED r#"{"message":"Authorization failed"}"#
    VerihubsKtp "INSUFFICIENT_QUOTA" FORBIDDEN r#"{"message":"quota for extract/quality is not sufficient","error_code":"INSUFFICIENT_QUOTA"}"#
    VerihubsKtp "FORBIDDEN" FORBIDDEN r#"{"message":"Forbidden"}"#
    VerihubsKtp "INTERNAL_SERVER_ERROR" INTERNAL_SERVER_ERROR r#"{"message":"internal server error","error_code":"INTERNAL_SERVER_ERROR"}"#
    VerihubsOcr "OCR_200004" OK r#"{"message":"Document not detected","error_code":"OCR_200004"}"#
    VerihubsOcr "OCR_40001" BAD_REQUEST r#"{"message":"There's a problem with your JSON payload","error_code":"OCR_40001"}"#
    VerihubsOcr "OCR_40001_422" UNPROCESSABLE_ENTITY r#"{"message":"There's a problem with your JSON payload","error_code":"OCR_40001"}"#
    VerihubsOcr "OCR_40004" BAD_REQUEST r#"{"message":"You don't have enough quota, please contact our admin","error_code":"OCR_40004"}"#
    VerihubsOcr "UNAUTHORIZED" UNAUTHORIZED r#"{"message":"Authorization failed"}"#
    VerihubsOcr "FORBIDDEN" FORBIDDEN r#"{"message":"Forbidden"}"#
    VerihubsOcr "OCR_50000" INTERNAL_SERVER_ERROR r#"{"message":"There's a problem from our system.","error_code":"OCR_50000"}"#
    Glair "NO_FILE" BAD_REQUEST r#"{"status":"NO_FILE","reason":"No file in request body"}"#
    Glair "FAILED" BAD_REQUEST r#"{"status":"FAILED","reason":"Image is too blurry"}"#
    Glair "FILE_INVALID_FORMAT" UNSUPPORTED_MEDIA_TYPE r#"{"status":"FILE_INVALID_FORMAT","reason":"Failed to process invalid file format. Please upload the correct file format"}"#
    Glair "UNAUTHORIZED" UNAUTHORIZED r#"{"message":"Unauthorized"}"#
    Glair "FORBIDDEN" FORBIDDEN r#"{"error":"Access to this API has been disallowed"}"#
    Glair "INTERNAL_SERVER_ERROR" INTERNAL_SERVER_ERROR r#"{"message":"Internal server error"}"#
};
