//! The reports of files, by the native crate: one line of JSON a route. Each line of the input is a file: its path,
//! its name and its media type, with tabs between.
#![allow(clippy::print_stdout)]

use std::error::Error;
use std::{fs, io};

use periksa::{Declared, Document, Route, Vendor, inspect::inspect_slice, rules};

/// As in `tests/e2e/support/reports.mjs`.
const ROUTES: [(Vendor, Document); 3] =
    [(Vendor::Verihubs, Document::Ktp), (Vendor::Verihubs, Document::Kitas), (Vendor::Glair, Document::Bpkb)];

fn main() -> Result<(), Box<dyn Error>> {
    for line in io::stdin().lines() {
        let line = line?;
        let mut columns = line.split('\t');
        let (Some(path), Some(name), Some(media_type)) = (columns.next(), columns.next(), columns.next())
        else {
            return Err(line.into());
        };
        let declared = Declared { media_type: Some(media_type.to_owned()), file_name: Some(name.to_owned()) };
        let facts = inspect_slice(&fs::read(path)?, declared);
        for (vendor, document) in ROUTES {
            let route = Route::new(vendor, document).ok_or("no such route")?;
            println!("{}", serde_json::to_string(&rules::check(facts.clone(), route))?);
        }
    }
    Ok(())
}
