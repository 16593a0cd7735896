//! The brands by which an ISO base media file of pictures is told, and what codes them.

/// What the pictures of a file are coded as.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(in crate::inspect::format) enum Coding {
    Av1,
    /// HEVC, or what the brands don't tell.
    Other,
}

/// By the brands in the first box (ISO/IEC 14496-12, 4.3): major brand, version, compatible brands. `None` of a file
/// that has no such box, or whose brands are not those of pictures.
pub(in crate::inspect::format) fn coding(head: &[u8]) -> Option<Coding> {
    let [s3, s2, s1, s0, b'f', b't', b'y', b'p', rest @ ..] = head else { return None };
    // Sizes 0 and 1 say that the box goes on to the end, or that 8 bytes with its size come first: no brand is like them.
    let len = (u32::from_be_bytes([*s3, *s2, *s1, *s0]) as usize).wrapping_sub(8);
    let brands = rest.get(..len).unwrap_or(rest);
    // HEIF, ISO/IEC 23008-12, 10 and annexes B to L. A codec's own brand says more than the general ones. In place of
    // the version, the files with but a `mini` box (brand `mif3`) name their codec.
    let mut coding = None;
    for brand in brands.chunks(4) {
        match brand {
            b"avif" | b"avis" => return Some(Coding::Av1),
            [b'h', b'e', b'i' | b'v', b'c' | b'm' | b's' | b'x'] => return Some(Coding::Other),
            [b'm', b'i' | b's', b'f', b'1'..=b'3'] | b"miaf" => coding = Some(Coding::Other),
            _ => {}
        }
    }
    coding
}
