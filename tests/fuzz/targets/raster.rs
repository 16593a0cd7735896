//! Whatever follows the signature of a WebP or TIFF.

#![no_main]

use libfuzzer_sys::fuzz_target;
use periksa_fuzz::{family, file};

fuzz_target!(|data: &[u8]| file::walk(data, &family::RASTER));
