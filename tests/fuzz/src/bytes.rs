//! A fuzzer's input, taken apart. Choices come off its end, so that a real file with some bytes added is an input.

use crc::{CRC_32_ISO_HDLC, Crc};

static SUM: Crc<u32> = Crc::<u32>::new(&CRC_32_ISO_HDLC);

/// The last `N` bytes, zeros where there are fewer, and what stands before them.
pub fn choices<const N: usize>(data: &[u8]) -> (&[u8], [u8; N]) {
    match data.split_last_chunk() {
        Some((rest, choices)) => (rest, *choices),
        None => (data, [0; N]),
    }
}

/// What has to stand where, for a file to be of a format.
pub type Signature = &'static [(usize, &'static [u8])];

/// The input with one of these signatures: its own, or one put over its first bytes.
pub fn signed(data: &[u8], signatures: &[Signature]) -> Vec<u8> {
    let mut file = data.to_vec();
    let has = |signature: &&Signature| {
        signature.iter().all(|(at, bytes)| data[(*at).min(data.len())..].starts_with(bytes))
    };
    if !signatures.iter().any(|signature| has(&signature)) {
        let choice = usize::from(data.first().copied().unwrap_or(0)) % signatures.len();
        for (at, bytes) in signatures[choice] {
            let end = at + bytes.len();
            file.resize(file.len().max(end), 0);
            file[*at..end].copy_from_slice(bytes);
        }
    }
    file
}

/// Puts right the sum of each chunk of a PNG (W3C PNG, 5.3 and 5.5): hardly any change would get past it.
pub fn mend_png(file: &mut [u8]) {
    let mut rest = file.get_mut(8..).unwrap_or_default();
    while let Some((length, after)) = rest.split_first_chunk_mut() {
        let named = (u32::from_be_bytes(*length) as usize).saturating_add(4);
        let Some((named, after)) = after.split_at_mut_checked(named) else { return };
        let Some((sum, next)) = after.split_first_chunk_mut() else { return };
        *sum = SUM.checksum(named).to_be_bytes();
        rest = next;
    }
}

/// A chunk of a PNG (W3C PNG, 5.3).
pub fn chunk(name: &[u8; 4], content: &[u8]) -> Vec<u8> {
    let named = [name, content].concat();
    let length = (content.len() as u32).to_be_bytes();
    [&length[..], &named, &SUM.checksum(&named).to_be_bytes()].concat()
}

/// The words of a dictionary of libFuzzer's: one a line, in quotes, `\\xHH` for a byte.
pub fn words(dictionary: &str) -> Vec<Vec<u8>> {
    let quoted = |line: &'_ str| Some(line.strip_prefix('"')?.strip_suffix('"')?.to_owned());
    dictionary.lines().filter_map(quoted).map(|word| unescaped(word.as_bytes())).collect()
}

fn unescaped(mut word: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    while let Some((&first, rest)) = word.split_first() {
        let (byte, rest) = match word {
            [b'\\', b'x', high, low, rest @ ..] => {
                let digit = |digit: &u8| char::from(*digit).to_digit(16).unwrap() as u8;
                (digit(high) << 4 | digit(low), rest)
            }
            [b'\\', escaped, rest @ ..] => (*escaped, rest),
            _ => (first, rest),
        };
        bytes.push(byte);
        word = rest;
    }
    bytes
}
