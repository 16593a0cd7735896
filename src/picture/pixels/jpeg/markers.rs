//! Markers and segments (T.81, B.1.1), and numbers in them.

use super::super::Undecodable;

/// The next marker's second byte; `at` moves past it.
pub(super) fn next_marker(bytes: &[u8], at: &mut usize) -> Result<u8, Undecodable> {
    loop {
        let byte = byte(bytes, *at)?;
        let next = byte_or_fill(bytes, *at + 1);
        *at += 1;
        if byte == 0xFF && next != 0 && next != 0xFF {
            *at += 1;
            return Ok(next);
        }
    }
}

/// The content of the segment whose length stands at `at`, which moves past it.
pub(super) fn segment<'a>(bytes: &'a [u8], at: &mut usize) -> Result<&'a [u8], Undecodable> {
    let length = usize::from(word(bytes, *at)?);
    let segment = bytes.get(*at + 2..*at + length).ok_or(Undecodable::Broken)?;
    *at += length;
    Ok(segment)
}

pub(super) fn byte(bytes: &[u8], at: usize) -> Result<u8, Undecodable> {
    bytes.get(at).copied().ok_or(Undecodable::Broken)
}

pub(super) fn byte_or_fill(bytes: &[u8], at: usize) -> u8 {
    bytes.get(at).copied().unwrap_or(0)
}

pub(super) fn word(bytes: &[u8], at: usize) -> Result<u16, Undecodable> {
    Ok(u16::from(byte(bytes, at)?) << 8 | u16::from(byte(bytes, at + 1)?))
}
