//! Any file with any name and type, and the reports on it.

#![no_main]

use libfuzzer_sys::fuzz_target;
use periksa::Declared;
use periksa_fuzz::bytes::choices;
use periksa_fuzz::file::{laws, reports};

fuzz_target!(|data: &[u8]| {
    let (rest, choices) = choices(data);
    // The type and the name stand behind the file, each behind a zero.
    let mut parts = rest.rsplitn(3, |byte| *byte == 0);
    let mut text = || parts.next().map(|bytes| String::from_utf8_lossy(bytes).into_owned());
    let (file_name, media_type) = (text(), text());
    let content = parts.next().unwrap_or(rest);
    reports(&laws(content, Declared { media_type, file_name }, choices));
});
