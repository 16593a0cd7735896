//! Any answer ends in a record or an error that follow the laws.

#![no_main]

use libfuzzer_sys::fuzz_target;
use periksa::Route;
use periksa_fuzz::answer::{body, laws};
use periksa_fuzz::bytes::choices;

const STATUSES: [u16; 13] = [200, 201, 302, 400, 401, 403, 404, 413, 415, 422, 429, 500, 503];

fuzz_target!(|data: &[u8]| {
    let (rest, [route, status, form]) = choices(data);
    let route = Route::ALL[usize::from(route) % Route::ALL.len()];
    let status = match usize::from(status) {
        0 => None,
        known @ 1..=13 => Some(STATUSES[known - 1]),
        other => Some(u16::try_from(other * 257).unwrap_or(u16::MAX)),
    };
    // Half are texts, half are JSON by their making.
    let text = if form % 2 == 0 { String::from_utf8_lossy(rest) } else { body(rest).to_string().into() };
    laws(route, status, &text);
});
