//! The ICC profile of a picture that is encoded anew.

use super::strip::Stripped;
use crate::pixels::{Codec, Colour, inflate};

/// Profiles of cameras and screens have some kilobytes; those of printing presses may be larger.
const MAX_PROFILE_BYTES: usize = 1 << 20;

/// The picture's profile, if it is one for pixels of this colour: greys, or what becomes RGB. Ink has become RGB already,
/// and its profile means nothing any more.
pub(super) fn of(stripped: &Stripped<'_>, codec: Codec, colour: Colour) -> Option<Vec<u8>> {
    let profile = match codec {
        Codec::Jpeg => joined(&stripped.profile)?,
        Codec::Png => inflated(stripped.profile.first()?)?,
    };
    let space: &[u8] = match colour {
        Colour::Grey => b"GRAY",
        Colour::Rgb | Colour::YCbCr => b"RGB ",
        Colour::Cmyk | Colour::Ycck => return None,
    };
    // ICC.1:2022, 7.2: its size, the colours it is for.
    let size = usize::try_from(u32::from_be_bytes(*profile.first_chunk()?)).ok()?;
    let fits = profile.len() >= size && profile.get(16..20) == Some(space);
    fits.then_some(profile)
}

/// ICC.1:2022, B.4: each piece begins with its number, from 1, and how many there are.
fn joined(pieces: &[&[u8]]) -> Option<Vec<u8>> {
    let mut profile = Vec::new();
    for number in 1..=pieces.len() {
        let is_next = |piece: &&&[u8]| piece.first().is_some_and(|own| usize::from(*own) == number);
        profile.extend_from_slice(pieces.iter().find(is_next)?.get(2..)?);
    }
    (profile.len() <= MAX_PROFILE_BYTES).then_some(profile)
}

/// W3C PNG, third edition, 11.3.2.3: a name that ends with 0, the method 0, a zlib stream.
fn inflated(chunk: &[u8]) -> Option<Vec<u8>> {
    let name = memchr::memchr(0, chunk)?;
    inflate(chunk.get(name + 2..)?, MAX_PROFILE_BYTES)
}
