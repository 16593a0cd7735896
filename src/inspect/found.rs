//! What a walker finds out, field by field: what it knows when it has to stop stays known.

use super::stop::Stop;

/// What a walker found.
#[derive(Clone, Debug, Default)]
pub(crate) struct Found {
    pub(crate) width: Option<u32>,
    pub(crate) height: Option<u32>,
    /// EXIF orientation, 1 to 8.
    pub(crate) orientation: Option<u8>,
    /// The format's end is there.
    pub(crate) complete: Option<bool>,
    /// Where the content contradicts its own format.
    pub(crate) malformed: Option<&'static str>,
    pub(crate) encrypted: Option<bool>,
    pub(crate) password_needed: Option<bool>,
    pub(crate) pages: Option<u32>,
    pub(crate) has_gps: Option<bool>,
    /// A GPS directory has been looked into.
    pub(crate) gps_directory_seen: bool,
}

impl Found {
    /// The outcome of a walk through a format that states its size near the start: a file that puts more before its
    /// size than any program writes must not pass for a sound picture.
    pub(crate) fn with_size(&self, outcome: Result<(), Stop>) -> Result<(), Stop> {
        match outcome {
            Err(Stop::Limit) if self.width.is_none() => Err(Stop::Malformed("limit")),
            outcome => outcome,
        }
    }
}

/// A number of pixels, if it can be one.
pub(crate) fn pixels(number: u64) -> Option<u32> {
    u32::try_from(number).ok().filter(|pixels| *pixels > 0)
}
