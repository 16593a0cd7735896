//! What an upload holds: the picture, and the options that are sent with it.

use bytes::Bytes;
use periksa::Declared;

/// What a body holds.
pub(crate) struct Upload {
    /// The picture.
    pub(crate) image: Image,
    /// `validate_quality`, where the body has it.
    pub(crate) validate_quality: Option<bool>,
}

/// The picture itself, or where the vendor gets it.
pub(crate) enum Image {
    /// The file's bytes, and the type and name that the sender declared.
    File(Bytes, Declared),
    /// An `https` address: only the vendor opens it.
    Url(String),
}
