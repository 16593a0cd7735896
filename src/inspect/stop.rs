//! Why a walker can't go on, and which bytes it waits for.

use core::ops::Range;

/// Why a walker can't go on.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Stop {
    /// Bytes of the file have not been read yet. Once they are there, the walk starts over.
    Need(Need),
    /// The file ends before what was asked for.
    End,
    /// The content contradicts its own format; the tag says where.
    Malformed(&'static str),
    /// Reading on would pass a limit.
    Limit,
}

/// The bytes to read next.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Need {
    /// Within the file, and never empty.
    pub(crate) range: Range<u64>,
    /// What they are read for.
    pub(crate) purpose: Purpose,
}

/// What bytes are read for.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Purpose {
    /// To be kept: a walker reads fields there.
    Fields,
    /// To be kept: the next of many headers stands there, far behind the one before.
    Hop,
    /// To be searched, and forgotten.
    Search {
        /// The text to find.
        needle: Vec<u8>,
        /// Where the search begins.
        from: u64,
    },
}

/// Turns damage into `None`; passes on only a request for bytes. For parts that only add facts, such as EXIF: damage
/// there is no damage of the picture.
pub(crate) fn tolerate<T>(outcome: Result<T, Stop>) -> Result<Option<T>, Stop> {
    match outcome {
        Ok(value) => Ok(Some(value)),
        Err(Stop::Need(need)) => Err(Stop::Need(need)),
        Err(Stop::End | Stop::Malformed(_) | Stop::Limit) => Ok(None),
    }
}
