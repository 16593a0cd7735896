//! Records in memory: they end with the process. None is dropped before its time; where the memory is full, nothing more is
//! claimed.

use std::borrow::Borrow;
use std::collections::{HashMap, VecDeque};
use std::hash::Hash;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use super::{FAILURES_FOR, KEPT_FOR, Past, Records, TICKETS_FOR, Unavailable};
use crate::answer::Answer;
use crate::fingerprint::Fingerprint;
use crate::key::Key;
use crate::ticket::{Quota, Session};

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

    fn claim(
        &self,
        key: &Key,
        fingerprint: &Fingerprint,
        quota: Option<&Quota>,
    ) -> Result<Option<Past>, Unavailable> {
        let mut entries = self.entries();
        if let Some(past) = entries.find(key, Some(fingerprint)) {
            return Ok(Some(past));
        }
        if quota.is_some_and(|quota| entries.is_spent(quota)) {
            return Ok(Some(Past::Spent));
        }
        if entries.bytes.saturating_add(TYPICAL_ANSWER) > self.max_bytes {
            return Err(Unavailable::Memory);
        }
        let ticket = quota.map(|quota| quota.ticket.clone());
        if let Some(ticket) = &ticket {
            entries.used.count(ticket, TICKETS_FOR);
        }
        let entry = Entry { fingerprint: *fingerprint, answer: None, bytes: TYPICAL_ANSWER, ticket };
        entries.put(key.clone(), entry);
        Ok(None)
    }

    fn end(&self, key: &Key, answer: Option<&Answer>) -> Result<(), Unavailable> {
        let mut entries = self.entries();
        match answer {
            Some(answer) => entries.keep(key, answer.clone()),
            None => entries.give_back(key),
        }
        Ok(())
    }

    fn is_spent(&self, quota: &Quota) -> Result<bool, Unavailable> {
        Ok(self.entries().is_spent(quota))
    }

    fn failures(&self, session: &Session) -> Result<u32, Unavailable> {
        Ok(self.entries().failures.of(session))
    }

    fn count_failure(&self, session: &Session) -> Result<(), Unavailable> {
        self.entries().failures.count(session, FAILURES_FOR);
        Ok(())
    }

    fn places(&self) -> Option<usize> {
        None
    }

    /// Also where nobody asks for anything: answers are of people.
    fn tidy(&self) -> Result<bool, Unavailable> {
        drop(self.entries());
        Ok(false)
    }
}

#[derive(Default)]
struct Entries {
    by_key: HashMap<Key, Entry>,
    /// When the kept ones expire, the next first.
    expiries: VecDeque<(Instant, Key)>,
    /// What all take.
    bytes: usize,
    /// The calls of each ticket.
    used: Counts<String>,
    /// The failed attempts of each session.
    failures: Counts<Session>,
}

struct Entry {
    fingerprint: Fingerprint,
    /// By whose call it was made.
    ticket: Option<String>,
    answer: Option<Answer>,
    bytes: usize,
}

impl Entries {
    fn is_spent(&self, quota: &Quota) -> bool {
        self.used.of(&quota.ticket) >= quota.calls
    }

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

    fn give_back(&mut self, key: &Key) {
        if let Some(ticket) = self.by_key.get_mut(key).and_then(|entry| entry.ticket.take()) {
            self.used.take_back(&ticket);
        }
        self.remove(key);
    }

    fn keep(&mut self, key: &Key, answer: Answer) {
        let Some(Entry { fingerprint, .. }) = self.by_key.get(key) else { return };
        let (fingerprint, bytes) = (*fingerprint, answer.memory());
        let entry = Entry { fingerprint, bytes, answer: Some(answer), ticket: None };
        self.put(key.clone(), entry);
        self.expiries.push_back((Instant::now() + KEPT_FOR, key.clone()));
    }

    fn drop_expired(&mut self) {
        let now = Instant::now();
        while let Some((_, key)) = self.expiries.pop_front_if(|(expiry, _)| *expiry <= now) {
            self.remove(&key);
        }
        self.used.drop_expired(now);
        self.failures.drop_expired(now);
    }
}

/// How often something was, until it was not for a while.
struct Counts<K> {
    counts: HashMap<K, (u32, Instant)>,
    /// When they may expire, the next first.
    expiries: VecDeque<(Instant, K)>,
}

impl<K> Default for Counts<K> {
    fn default() -> Self {
        Self { counts: HashMap::new(), expiries: VecDeque::new() }
    }
}

impl<K: Clone + Eq + Hash> Counts<K> {
    fn of<Q: Eq + Hash + ?Sized>(&self, name: &Q) -> u32
    where
        K: Borrow<Q>,
    {
        self.counts.get(name).map_or(0, |(count, _)| *count)
    }

    fn count(&mut self, name: &K, for_time: Duration) {
        let expiry = Instant::now() + for_time;
        let (count, until) = self.counts.entry(name.clone()).or_insert((0, expiry));
        *count = count.saturating_add(1);
        *until = expiry;
        self.expiries.push_back((expiry, name.clone()));
    }

    fn take_back(&mut self, name: &K) {
        if let Some((count, _)) = self.counts.get_mut(name) {
            *count = count.saturating_sub(1);
        }
    }

    fn drop_expired(&mut self, now: Instant) {
        while let Some((_, name)) = self.expiries.pop_front_if(|(expiry, _)| *expiry <= now) {
            if self.counts.get(&name).is_some_and(|(_, until)| *until <= now) {
                self.counts.remove(&name);
            }
        }
    }
}

/// What a running call is counted as; photographs inside GLAIR's answers are some 100 kB.
pub(super) const TYPICAL_ANSWER: usize = 100_000;
