//! Tells what a file is, and what a vendor would find wrong with it:
//!
//! ```sh
//! cargo run --example inspect_file -- scan.pdf                 # for a KTP at Verihubs
//! cargo run --example inspect_file -- scan.pdf glair stnk
//! ```
//!
//! Only the file's headers are judged: no pixel is decoded.
#![allow(clippy::print_stdout, reason = "it is there to print")]

use std::error::Error;
use std::path::Path;
use std::{env, fs};

use periksa::inspect::inspect_slice;
use periksa::{Declared, DocumentKind, Route, Vendor, check};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let path = arguments.next().ok_or("usage: inspect_file FILE [VENDOR DOCUMENT]")?;
    let vendor = arguments.next().map_or(Ok(Vendor::Verihubs), |name| name.parse());
    let document = arguments.next().map_or(Ok(DocumentKind::Ktp), |name| name.parse());
    let vendor = vendor.map_err(|_| "no such vendor: verihubs or glair")?;
    let document = document.map_err(|_| "no such document: ktp, kitas, stnk, bpkb, bpkb_ik or bpkb_ip")?;
    let route = Route::new(vendor, document).ok_or("this vendor does not read this document")?;

    // Its name is only ever compared with its content.
    let file_name = Path::new(&path).file_name().map(|name| name.to_string_lossy().into_owned());
    let facts = inspect_slice(&fs::read(&path)?, Declared { file_name, ..Declared::default() });
    let report = check::check_facts(facts, route);
    println!("{}", serde_json::to_string_pretty(&report)?);
    Ok(())
}
