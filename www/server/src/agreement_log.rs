//! The agreement log: a row for each call, of this proxy's own scores and the vendor's verdict, and nothing of a person.

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use periksa::agreement_row::AgreementRow;
use tracing::warn;

/// A file that rows are added to.
#[derive(Clone)]
pub(crate) struct AgreementLog(Arc<Inner>);

struct Inner {
    file: Mutex<File>,
    has_failed: AtomicBool,
}

impl AgreementLog {
    /// Opens the file, or makes it.
    pub(crate) fn open(file: &Path) -> io::Result<Self> {
        let file = OpenOptions::new().append(true).create(true).open(file)?;
        Ok(Self(Arc::new(Inner { file: Mutex::new(file), has_failed: AtomicBool::new(false) })))
    }

    /// Adds a row, as a line of JSON. Where that fails, it is said once: no call is to suffer from it.
    pub(crate) fn write(&self, row: &AgreementRow) {
        let Self(inner) = self;
        let written = serde_json::to_vec(row).map_err(io::Error::from).and_then(|mut line| {
            line.push(b'\n');
            inner.file.lock().unwrap_or_else(PoisonError::into_inner).write_all(&line)
        });
        if let Err(error) = written
            && !inner.has_failed.swap(true, Ordering::Relaxed)
        {
            warn!("the agreement log can't be written, and that is not said again: {error}");
        }
    }
}
