//! Inspects a file without reading all of it: an [`Inspection`] says which bytes it needs next, and is fed them.
//!
//! ```sh
//! cargo run --example feed_slices -- photo.jpg
//! ```
//!
//! This is how a browser inspects a `Blob`, and how a server can inspect what lies in a store that reads ranges.
#![allow(clippy::print_stdout, reason = "it is there to print")]

use std::env;
use std::error::Error;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};

use periksa::{Declared, FileFacts, Inspection};

fn main() -> Result<(), Box<dyn Error>> {
    let path = env::args().nth(1).ok_or("usage: feed_slices FILE")?;
    let mut file = File::open(path)?;
    let size = file.metadata()?.len();
    let (facts, read) = inspect(&mut file, size)?;
    println!("{}", serde_json::to_string_pretty(&facts)?);
    println!("{read} of {size} bytes read");
    Ok(())
}

/// The facts, and how many bytes they took.
fn inspect(file: &mut (impl Read + Seek), size: u64) -> Result<(FileFacts, u64), Box<dyn Error>> {
    let mut inspection = Inspection::new(size, Declared::default());
    let mut read = 0;
    while let Some(range) = inspection.need() {
        file.seek(SeekFrom::Start(range.start))?;
        let mut slice = Vec::new();
        // Fewer bytes than asked for are fed as they are; none at all says that the file ends here.
        file.take(range.end - range.start).read_to_end(&mut slice)?;
        read += slice.len() as u64;
        inspection.feed(range.start, &slice);
    }
    Ok((inspection.finish(), read))
}
