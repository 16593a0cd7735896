//! What is said in the log where a store does not do its work: each reason once, until it is well again.

use std::fmt;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;
use tracing::{info, warn};

/// Trouble of a kind, and what is said of it.
pub(crate) struct Trouble {
    begins: &'static str,
    ends: &'static str,
    now: Mutex<Option<Now>>,
}

struct Now {
    last: Instant,
    said: Vec<String>,
}

/// Why work was not done. Its words are for those who run the proxy.
pub(crate) trait Fault: fmt::Display {
    /// Is something wrong with the store?
    fn is_of_store(&self) -> bool;
}

impl Trouble {
    /// None yet.
    pub(crate) fn new(begins: &'static str, ends: &'static str) -> Self {
        Self { begins, ends, now: Mutex::default() }
    }

    /// Of a store of calls.
    pub(super) fn of_store() -> Self {
        Self::new("the store of calls refuses them", "the store of calls takes them again")
    }

    /// Notes what came of some work. A failure that is none of the store's says nothing of it.
    pub(crate) fn note<T, F: Fault>(&self, done: &Result<T, F>) {
        let mut now = self.now.lock().unwrap_or_else(PoisonError::into_inner);
        match done {
            // Other work may go on all the while.
            Ok(_) if now.as_ref().is_some_and(|now| now.last.elapsed() >= OVER_AFTER) => {
                *now = None;
                info!("{}", self.ends);
            }
            Ok(_) => {}
            Err(failure) if !failure.is_of_store() => {}
            Err(failure) => {
                let now = now.get_or_insert_with(|| Now { last: Instant::now(), said: Vec::new() });
                now.last = Instant::now();
                let why = failure.to_string();
                if now.said.len() < MOST_REASONS && !now.said.contains(&why) {
                    warn!("{}: {why}", self.begins);
                    now.said.push(why);
                }
            }
        }
    }
}

const OVER_AFTER: Duration = Duration::from_secs(2);
/// Some name what they met with, and are always new.
const MOST_REASONS: usize = 8;
