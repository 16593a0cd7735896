//! The reports of files, by the native crate: one line of JSON a route. Each line of the input is a file: its path,
//! its name and its media type, with tabs between.
#![allow(clippy::print_stdout)]

use std::error::Error;
use std::{fs, io};

use periksa::inspect::inspect_slice;
use periksa::policy::Context;
use periksa::{Declared, DocumentKind, Policy, Route, Vendor, check, quality};
use periksa_card::LearnedFinder;

/// As in `tests/e2e/support/reports.mjs`.
const ROUTES: [(Vendor, DocumentKind); 3] = [
    (Vendor::Verihubs, DocumentKind::Ktp),
    (Vendor::Verihubs, DocumentKind::Kitas),
    (Vendor::Glair, DocumentKind::Bpkb),
];

fn main() -> Result<(), Box<dyn Error>> {
    let finder = LearnedFinder::bundled()?;
    for line in io::stdin().lines() {
        let line = line?;
        let mut columns = line.split('\t');
        let (Some(path), Some(name), Some(media_type)) = (columns.next(), columns.next(), columns.next())
        else {
            return Err(line.into());
        };
        let declared = Declared { media_type: Some(media_type.to_owned()), file_name: Some(name.to_owned()) };
        let bytes = fs::read(path)?;
        let facts = inspect_slice(&bytes, declared);
        for (index, (vendor, document)) in ROUTES.into_iter().enumerate() {
            let route = Route::new(vendor, document).ok_or("no such route")?;
            let mut report = check::check_facts(facts.clone(), route);
            // Pixels are the same for every route.
            let judged = index == 0;
            if check::needs_pixels(&report, judged) {
                let context = Context { route, validate_quality: true, attempt: 0 };
                let quality = quality::assess(&bytes, &facts, Some(&finder));
                let policy = judged.then(Policy::default);
                report = check::check_quality(report, quality, policy.as_ref(), &context).report;
            }
            println!("{}", serde_json::to_string(&report)?);
        }
    }
    Ok(())
}
