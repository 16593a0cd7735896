//! The card finder: any weights, any picture.

#![no_main]

use libfuzzer_sys::fuzz_target;
use periksa_fuzz::bytes::choices;
use periksa_fuzz::card;

fuzz_target!(|data: &[u8]| {
    let (content, choices) = choices(data);
    card::weights(content, choices);
});
