//! Base64 (RFC 4648, section 4), with padding.

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Pieces of this many bytes, or a multiple of it, encode to texts that can be put one after the other.
pub const GROUP: usize = 3;

/// How many characters `bytes` bytes encode to.
pub const fn encoded_len(bytes: usize) -> usize {
    bytes.div_ceil(GROUP) * 4
}

/// Appends the base64 text of `bytes` to `out`.
pub fn encode_into(bytes: &[u8], out: &mut Vec<u8>) {
    let start = out.len();
    out.resize(start + encoded_len(bytes.len()), b'=');
    let (groups, rest) = bytes.as_chunks::<GROUP>();
    let mut quads = out.split_at_mut(start).1.as_chunks_mut::<4>().0.iter_mut();
    for ([a, b, c], quad) in groups.iter().zip(&mut quads) {
        *quad = [digit(a >> 2), digit(a << 4 | b >> 4), digit(b << 2 | c >> 6), digit(*c)];
    }
    match (rest, quads.next()) {
        ([a], Some(quad)) => *quad = [digit(a >> 2), digit(a << 4), b'=', b'='],
        ([a, b], Some(quad)) => *quad = [digit(a >> 2), digit(a << 4 | b >> 4), digit(b << 2), b'='],
        _ => {}
    }
}

/// The character for the low six bits.
fn digit(bits: u8) -> u8 {
    ALPHABET.get(usize::from(bits & 0x3f)).copied().unwrap_or(b'=')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn encode(bytes: &[u8]) -> String {
        let mut out = Vec::new();
        encode_into(bytes, &mut out);
        String::from_utf8_lossy(&out).into_owned()
    }

    /// The obvious twin: a string of bits, cut into sixes.
    fn naive(bytes: &[u8]) -> String {
        let bits: String = bytes.iter().map(|byte| format!("{byte:08b}")).collect();
        let mut text: String = bits
            .as_bytes()
            .chunks(6)
            .map(|six| {
                let six = format!("{:0<6}", String::from_utf8_lossy(six));
                char::from(digit(u8::from_str_radix(&six, 2).unwrap_or(0)))
            })
            .collect();
        while !text.len().is_multiple_of(4) {
            text.push('=');
        }
        text
    }

    #[test]
    fn the_rfc_test_vectors() {
        let vectors = [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
        ];
        for (plain, encoded) in vectors {
            assert_eq!(encode(plain.as_bytes()), encoded);
        }
    }

    proptest! {
        #[test]
        fn agrees_with_the_obvious_way(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            prop_assert_eq!(encode(&bytes), naive(&bytes));
        }

        #[test]
        fn pieces_of_whole_groups_join(bytes in proptest::collection::vec(any::<u8>(), 0..200), groups in 1usize..20) {
            let mut joined = Vec::new();
            for piece in bytes.chunks(groups * GROUP) {
                encode_into(piece, &mut joined);
            }
            prop_assert_eq!(String::from_utf8_lossy(&joined).into_owned(), encode(&bytes));
        }
    }
}
