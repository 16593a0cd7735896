//! Records in memory: they end with the process. None is dropped before its time; where the memory is full, nothing more is
//! claimed.

use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::time::Instant;

use super::{KEPT_FOR, Past, Records, Unavailable};
use crate::answer::Answer;
use crate::fingerprint::Fingerprint;
use crate::key::Key;

/// Records in memory.
pub(crate) struct Memory {
    entries: Mutex<Entries>,
    max_bytes: usize,
}

impl Memory {
    /// Room for about so many bytes of answers.
    pub(crate) fn new(max_bytes: usize) -> Self {
        Self { entries: Mutex::default(), max_bytes }
    }

    /// The entries that are still kept.
    fn entries(&self) -> MutexGuard<'_, Entries> {
        let mut entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        entries.drop_expired();
        entries
    }
}

impl Records for Memory {
    fn find(&self, key: &Key, fingerprint: Option<&Fingerprint>) -> Result<Option<Past>, Unavailable> {
        Ok(self.entries().find(key, fingerprint))
    }

    fn claim(&self, key: &Key, fingerprint: &Fingerprint) -> Result<Option<Past>, Unavailable> {
        let mut entries = self.entries();
        if let Some(past) = entries.find(key, Some(fingerprint)) {
            return Ok(Some(past));
        }
        if entries.bytes.saturating_add(TYPICAL_ANSWER) > self.max_bytes {
            return Err(Unavailable("The memory for answers is full; nothing was sent to the vendor."));
        }
        let entry = Entry { fingerprint: *fingerprint, answer: None, bytes: TYPICAL_ANSWER };
        entries.put(key.clone(), entry);
        Ok(None)
    }

    fn end(&self, key: &Key, answer: Option<&Answer>) -> Result<(), Unavailable> {
        let mut entries = self.entries();
        match answer {
            Some(answer) => entries.keep(key, answer.clone()),
            None => entries.remove(key),
        }
        Ok(())
    }
}

#[derive(Default)]
struct Entries {
    by_key: HashMap<Key, Entry>,
    /// When the kept ones expire, the next first.
    expiries: VecDeque<(Instant, Key)>,
    /// What all take.
    bytes: usize,
}

struct Entry {
    fingerprint: Fingerprint,
    answer: Option<Answer>,
    bytes: usize,
}

impl Entries {
    fn find(&self, key: &Key, fingerprint: Option<&Fingerprint>) -> Option<Past> {
        let entry = self.by_key.get(key)?;
        Some(match &entry.answer {
            _ if fingerprint.is_some_and(|of| entry.fingerprint != *of) => Past::Other,
            Some(answer) => Past::Kept(answer.clone()),
            None => Past::Lost,
        })
    }

    fn put(&mut self, key: Key, entry: Entry) {
        self.bytes += entry.bytes;
        if let Some(before) = self.by_key.insert(key, entry) {
            self.bytes -= before.bytes;
        }
    }

    fn remove(&mut self, key: &Key) {
        if let Some(entry) = self.by_key.remove(key) {
            self.bytes -= entry.bytes;
        }
    }

    fn keep(&mut self, key: &Key, answer: Answer) {
        let Some(Entry { fingerprint, .. }) = self.by_key.get(key) else { return };
        let entry = Entry { fingerprint: *fingerprint, bytes: answer.memory(), answer: Some(answer) };
        self.put(key.clone(), entry);
        self.expiries.push_back((Instant::now() + KEPT_FOR, key.clone()));
    }

    fn drop_expired(&mut self) {
        let now = Instant::now();
        while let Some((_, key)) = self.expiries.pop_front_if(|(expiry, _)| *expiry <= now) {
            self.remove(&key);
        }
    }
}

/// What a running call is counted as; photographs inside GLAIR's answers are some 100 kB.
pub(super) const TYPICAL_ANSWER: usize = 100_000;
