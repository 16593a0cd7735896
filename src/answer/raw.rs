//! An answer before it is read.

/// An answer as it came over the wire.
#[derive(Clone, Copy, Debug)]
pub struct Answer<'a> {
    /// The body.
    pub text: &'a str,
    /// The HTTP status, where it is known.
    pub status: Option<u16>,
    /// The `Request-Id` header.
    pub request_id: Option<&'a str>,
}
