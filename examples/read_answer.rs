//! Reads a vendor's answer and prints the record, or says why there is none:
//!
//! ```sh
//! cargo run --example read_answer -- verihubs stnk answer.json
//! echo '{"message":"Authorization failed"}' | cargo run --example read_answer -- verihubs ktp - 401
//! ```
//!
//! The last argument is the HTTP status, where it is known.
#![allow(clippy::print_stdout, reason = "it is there to print")]

use std::error::Error;
use std::{env, fs, io};

use periksa::answer::{Answer, read};
use periksa::{DocumentKind, Route, Vendor};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let (vendor, document, path, status) = match arguments.as_slice() {
        [vendor, document] => (vendor, document, "-", None),
        [vendor, document, path] => (vendor, document, path.as_str(), None),
        [vendor, document, path, status] => (vendor, document, path.as_str(), Some(status.parse()?)),
        _ => return Err("usage: read_answer VENDOR DOCUMENT [FILE [STATUS]]".into()),
    };
    let vendor: Vendor = vendor.parse().map_err(|_| "no such vendor: verihubs or glair")?;
    let document: DocumentKind =
        document.parse().map_err(|_| "no such document: ktp, kitas, stnk, bpkb, bpkb_ik or bpkb_ip")?;
    let route = Route::new(vendor, document).ok_or("this vendor does not read this document")?;
    let text = if path == "-" { io::read_to_string(io::stdin())? } else { fs::read_to_string(path)? };

    match read(route, &Answer { text: &text, status, request_id: None }) {
        Ok(extraction) => println!("{}", serde_json::to_string_pretty(&extraction)?),
        Err(error) => println!(
            "{}: {} (billed: {}, may be tried again: {})",
            error.code.as_str(),
            error.action.as_str(),
            error.billed.as_str(),
            error.retryable,
        ),
    }
    Ok(())
}
