//! How much of everything there may be: the options of the command line that bound memory, time and connections.

use std::time::Duration;

use clap::{Args, value_parser};

/// Bounds of memory, time and connections.
#[derive(Args, Clone, Debug)]
pub struct Limits {
    /// Calls that one client address may make in a minute; 0 for any number
    #[arg(long, value_name = "CALLS", default_value_t = 600)]
    pub rate: u32,
    /// Most percent of all connections, and of a vendor's memory for uploads, that one client address may have; 100 for
    /// all
    #[arg(long, value_name = "PERCENT", default_value_t = 25, value_parser = value_parser!(u32).range(1..=100))]
    pub address_share: u32,
    /// Connections at once
    #[arg(long, value_name = "COUNT", default_value_t = 2048, value_parser = value_parser!(u32).range(1..=1_000_000))]
    pub connections: u32,
    /// Seconds in which a request's headers have to come, from their first byte on
    #[arg(long, value_name = "SECONDS", default_value = "10", value_parser = seconds)]
    pub header_timeout: Duration,
    /// Seconds after which a connection without a request is closed
    #[arg(long, value_name = "SECONDS", default_value = "60", value_parser = seconds)]
    pub idle_timeout: Duration,
    /// Seconds that an upload may take
    #[arg(long, value_name = "SECONDS", default_value = "120", value_parser = seconds)]
    pub upload_timeout: Duration,
    /// Seconds in which so many bytes have to go on as --least-rate says
    #[arg(long, value_name = "SECONDS", default_value = "30", value_parser = seconds)]
    pub stall_timeout: Duration,
    /// Least bytes a second of an upload, and of an answer that is being taken
    #[arg(long, value_name = "BYTES", default_value_t = 1024)]
    pub least_rate: u32,
    /// Megabytes of memory for uploads under way, of each vendor
    #[arg(long, value_name = "MB", default_value_t = 256, value_parser = value_parser!(u32).range(48..=1_000_000))]
    pub upload_memory: u32,
    /// Megabytes of memory for answers that are kept, or read from --store to be given again; where it is full, no
    /// further call is made. --fail-open takes as much again
    #[arg(long, value_name = "MB", default_value_t = 256, value_parser = value_parser!(u32).range(1..=1_000_000))]
    pub answer_memory: u32,
    /// Calls of one vendor at once
    #[arg(long, value_name = "COUNT", default_value_t = 64, value_parser = value_parser!(u32).range(1..=100_000))]
    pub vendor_calls: u32,
    /// Calls of one vendor that may wait for their turn
    #[arg(long, value_name = "COUNT", default_value_t = 256, value_parser = value_parser!(u32).range(0..=100_000))]
    pub vendor_queue: u32,
    /// Seconds that a caller waits for its answer, once its upload is there
    #[arg(long, value_name = "SECONDS", default_value = "100", value_parser = seconds)]
    pub caller_timeout: Duration,
    /// Seconds that a vendor has for its answer. One that comes after its caller's time is kept for the same key
    #[arg(long, value_name = "SECONDS", default_value = "300", value_parser = seconds)]
    pub upstream_timeout: Duration,
    /// Seconds after a signal to end in which what is under way may finish
    #[arg(long, value_name = "SECONDS", default_value = "120", value_parser = seconds)]
    pub drain_timeout: Duration,
}

impl Limits {
    /// What has to go on in a window of time.
    pub(crate) fn pace(&self) -> (Duration, u64) {
        (self.stall_timeout, u64::from(self.least_rate).saturating_mul(self.stall_timeout.as_secs()))
    }
}

/// More than a file of 10 MB in a form, or one of 5 MB as base64.
pub(crate) const MAX_BODY_BYTES: usize = 16 * MEGABYTE;
/// The memory that an upload as JSON takes, by its length: there is the text, a copy of it where something is escaped, and
/// then the file.
pub(crate) const JSON_MEMORY: usize = 3;
/// The memory that the largest upload takes.
pub(crate) const LARGEST_UPLOAD: usize = JSON_MEMORY * MAX_BODY_BYTES;
/// A megabyte here is what memory is counted in.
pub(crate) const MEGABYTE: usize = 1024 * 1024;

fn seconds(text: &str) -> Result<Duration, String> {
    match text.parse() {
        Ok(seconds @ 1..=3600) => Ok(Duration::from_secs(seconds)),
        _ => Err("it has to be 1 to 3600 seconds".to_owned()),
    }
}
