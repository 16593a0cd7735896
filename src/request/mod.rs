//! What is asked: a call's options, its endpoint, its body, and the key that it is known by.
//!
//! Bodies are built as bytes. A JavaScript string of megabytes would be encoded once more on the way to the network.

pub mod base64;
mod endpoint;
mod form;
mod idempotency;
mod json_body;
mod options;
mod proxy_path;

pub use endpoint::{BodyKind, Endpoint, endpoint};
pub use form::{FILE_FIELD, PAGE_FIELD, VALIDATE_QUALITY_FIELD, safe_file_name};
pub use idempotency::{KeyHasher, key_head, key_text};
pub use json_body::{KTP_JSON_HEAD, MAX_URL_BYTES, ktp_json, ktp_json_tail, ktp_url_json};
pub use options::{CallOptions, OptionsError, check_options};
pub use proxy_path::proxy_path;
