//! The agreement log: a row for each call, of this proxy's own scores and the vendor's verdict, and nothing of a person.
//!
//! Rows are written on a thread of their own: a disk that is slow, or hangs, is waited for by no call.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use periksa::agreement_row::AgreementRow;
use prometheus_client::metrics::counter::Counter;
use tokio::sync::{mpsc, oneshot};
use tokio::time::timeout;
use tracing::warn;

/// A file that rows are added to.
#[derive(Clone)]
pub(crate) struct AgreementLog {
    queue: mpsc::Sender<Order>,
    lost: Lost,
}

/// What the thread is told to do.
enum Order {
    /// To write this line.
    Write(Vec<u8>),
    /// To say that all before is written.
    Tell(oneshot::Sender<()>),
}

impl AgreementLog {
    /// Opens the file, or makes it.
    pub(crate) fn open(path: &Path) -> io::Result<Self> {
        let file = OpenOptions::new().append(true).create(true).open(path)?;
        let mut lines = Lines { is_cut: !ends_a_line(path)?, file };
        let (queue, mut orders) = mpsc::channel(PLACES);
        let log = Self { queue, lost: Lost::default() };
        let lost = log.lost.clone();
        thread::Builder::new().name("agreement-log".to_owned()).spawn(move || {
            while let Some(order) = orders.blocking_recv() {
                match order {
                    Order::Write(line) => {
                        if let Err(error) = lines.add(&line) {
                            lost.row(&error);
                        }
                    }
                    // Who asked may have gone.
                    Order::Tell(done) => drop(done.send(())),
                }
            }
        })?;
        Ok(log)
    }

    /// Adds a row, as a line of JSON, without waiting for it. A row that is lost is counted, and the first one is said.
    pub(crate) fn write(&self, row: &AgreementRow) {
        let queued = serde_json::to_vec(row).map_err(io::Error::from).and_then(|mut line| {
            line.push(b'\n');
            let full = |_| io::Error::other("it takes too long, and too many rows wait");
            self.queue.try_send(Order::Write(line)).map_err(full)
        });
        if let Err(error) = queued {
            self.lost.row(&error);
        }
    }

    /// Waits until all rows are written, for some seconds at most.
    pub(crate) async fn finish(&self) {
        let (done, is_done) = oneshot::channel();
        let told = async { self.queue.send(Order::Tell(done)).await.is_ok() && is_done.await.is_ok() };
        if !timeout(PATIENCE, told).await.unwrap_or(false) {
            let rows = self.queue.max_capacity() - self.queue.capacity();
            warn!(rows, "the agreement log takes too long: rows that wait are lost");
        }
    }

    /// How many rows were lost.
    pub(crate) fn lost(&self) -> Counter {
        self.lost.rows.clone()
    }
}

/// Rows that were not written.
#[derive(Clone, Default)]
struct Lost {
    rows: Counter,
    is_said: Arc<AtomicBool>,
}

impl Lost {
    fn row(&self, error: &io::Error) {
        self.rows.inc();
        if !self.is_said.swap(true, Ordering::Relaxed) {
            warn!("the agreement log can't be written, and that is not said again: {error}");
        }
    }
}

/// Lines that are added to a file. One that was written in part spoils no other.
struct Lines {
    file: File,
    /// Does the file end within a line?
    is_cut: bool,
}

impl Lines {
    fn add(&mut self, line: &[u8]) -> io::Result<()> {
        let written = if self.is_cut {
            self.file.write_all(&[b"\n", line].concat())
        } else {
            self.file.write_all(line)
        };
        self.is_cut = written.is_err();
        written
    }
}

/// Does the file end with a whole line, or have none? A process that died may have written a part.
fn ends_a_line(path: &Path) -> io::Result<bool> {
    let about = fs::metadata(path)?;
    if !about.is_file() || about.len() == 0 {
        return Ok(true);
    }
    let mut last = [0];
    let read = File::open(path).and_then(|mut file| {
        file.seek(SeekFrom::End(-1))?;
        file.read_exact(&mut last)
    });
    // Where it may only be written nobody knows, and an empty line does no harm.
    Ok(read.is_ok() && last == *b"\n")
}

/// Rows that may wait: minutes of them, and less than a megabyte.
const PLACES: usize = 1000;
/// How long the end waits for them.
const PATIENCE: Duration = Duration::from_secs(5);

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::io::Write;

    use super::*;

    /// Nobody reads the pipe, so the thread hangs in it.
    #[tokio::test]
    async fn rows_that_find_no_place_are_counted() -> io::Result<()> {
        let (_reader, mut pipe) = io::pipe()?;
        let path = format!("/proc/self/fd/{}", std::os::fd::AsRawFd::as_raw_fd(&pipe));
        let log = AgreementLog::open(Path::new(&path))?;
        thread::spawn(move || pipe.write_all(&[0; 4 << 20]));
        let row = AgreementRow {
            periksa: String::new(),
            finder: None,
            route: "verihubs/ktp".to_owned(),
            outcome: None,
            rules: BTreeMap::new(),
        };
        let rows = 100_000;
        for _ in 0..rows {
            log.write(&row);
        }
        // A pipe holds 64 kB, and few rows more than that were taken.
        assert!(log.lost().get() > rows - 3000, "{}", log.lost().get());
        Ok(())
    }
}
