//! What is said in the log where the database does not do its work: each reason once, until it is well again.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;
use tracing::{info, warn};

use super::work::Failure;

/// Trouble of a kind, and what is said of it.
pub(super) struct Trouble {
    begins: &'static str,
    ends: &'static str,
    now: Mutex<Option<Now>>,
}

struct Now {
    last: Instant,
    said: Vec<String>,
}

impl Trouble {
    /// None yet.
    pub(super) fn new(begins: &'static str, ends: &'static str) -> Self {
        Self { begins, ends, now: Mutex::default() }
    }

    /// Notes what came of some work.
    pub(super) fn note<T>(&self, done: &Result<T, Failure>) {
        let mut now = self.now.lock().unwrap_or_else(PoisonError::into_inner);
        match done {
            // Other work may go on all the while.
            Ok(_) if now.as_ref().is_some_and(|now| now.last.elapsed() >= OVER_AFTER) => {
                *now = None;
                info!("{}", self.ends);
            }
            // Nothing is wrong with the database.
            Ok(_) | Err(Failure::Lost | Failure::MemoryFull) => {}
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
