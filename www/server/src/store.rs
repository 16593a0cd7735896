//! One entry for each key: for which call it was used, and what that came to. So nobody gets the answer of another call,
//! and no call is paid for twice.
//!
//! An entry is there from the claim on, and for [`KEPT_FOR`] from the end of its call. It is never dropped sooner: where
//! the memory for answers is full, no further call is made.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::Instant;

use crate::answer::Answer;
use crate::fingerprint::Fingerprint;
use crate::key::Key;
use crate::outcome::{self, FinishedCall};

/// Running calls and kept answers, by key; in memory.
#[derive(Clone)]
pub(crate) struct Store(Arc<Shared>);

/// What is known under a key.
pub(crate) enum Known {
    /// The call is running.
    Running(Running),
    /// The call was made.
    Kept(Answer),
    /// The key was used for another call.
    Other,
}

/// May a call be made?
pub(crate) enum Claimed {
    /// Yes.
    Now(Claim),
    /// It was made, or is being made.
    Earlier(Known),
    /// There is no memory for its answer.
    Full,
}

/// How a call ended.
#[derive(Clone)]
pub(crate) struct Ended {
    /// What the caller gets.
    pub(crate) answer: Answer,
    /// Is it kept under the call's key?
    pub(crate) kept: bool,
}

impl Store {
    /// A store that keeps about so many bytes.
    pub(crate) fn new(max_bytes: usize) -> Self {
        Self(Arc::new(Shared { entries: Mutex::default(), max_bytes }))
    }

    /// What is known of the call.
    pub(crate) fn find(&self, key: &Key, fingerprint: &Fingerprint) -> Option<Known> {
        self.0.entries().find(key, fingerprint)
    }

    /// Takes the right to make the call. A call without a key is not known to others.
    pub(crate) fn claim(&self, call: Option<(Key, Fingerprint)>) -> Claimed {
        let mut entries = self.0.entries();
        let (tell, told) = watch::channel(None);
        let key = match call {
            None => None,
            Some((key, fingerprint)) => {
                if let Some(known) = entries.find(&key, &fingerprint) {
                    return Claimed::Earlier(known);
                }
                if entries.bytes.saturating_add(TYPICAL_ANSWER) > self.0.max_bytes {
                    return Claimed::Full;
                }
                let state = State::Running(Running(told.clone()));
                entries.put(key.clone(), Entry { fingerprint, state, bytes: TYPICAL_ANSWER });
                Some(key)
            }
        };
        Claimed::Now(Claim {
            store: Arc::clone(&self.0),
            key,
            tell,
            told: Running(told),
            may_be_charged: false,
        })
    }
}

/// The right to make a call. Dropped without an end it gives the key back, or, where the call may have been charged, says
/// that nobody knows.
pub(crate) struct Claim {
    store: Arc<Shared>,
    key: Option<Key>,
    tell: watch::Sender<Option<Ended>>,
    told: Running,
    may_be_charged: bool,
}

impl Claim {
    /// Has the call a key, by which its answer can be asked for later?
    pub(crate) fn has_key(&self) -> bool {
        self.key.is_some()
    }

    /// The call's end, to be waited for.
    pub(crate) fn running(&self) -> Running {
        self.told.clone()
    }

    /// From here on it may be charged.
    pub(crate) fn send(&mut self) {
        self.may_be_charged = true;
    }

    /// The call is over.
    pub(crate) fn end(mut self, call: FinishedCall) {
        self.settle(Some(call));
    }

    fn settle(&mut self, call: Option<FinishedCall>) {
        self.may_be_charged = false;
        let key = self.key.take();
        let Some(FinishedCall { answer, outcome }) = call else {
            if let Some(key) = key {
                self.store.entries().remove(&key);
            }
            return;
        };
        let kept = key.is_some() && outcome.must_be_kept();
        if let Some(key) = key {
            let mut entries = self.store.entries();
            if kept { entries.keep(key, answer.clone()) } else { entries.remove(&key) }
        }
        self.tell.send_replace(Some(Ended { answer, kept }));
    }
}

impl Drop for Claim {
    fn drop(&mut self) {
        let lost = self.may_be_charged.then(outcome::call_lost);
        self.settle(lost);
    }
}

/// A call that is running.
#[derive(Clone)]
pub(crate) struct Running(watch::Receiver<Option<Ended>>);

impl Running {
    /// How it ended; `None` where it was given up before it was made.
    pub(crate) async fn ended(mut self) -> Option<Ended> {
        self.0.wait_for(Option::is_some).await.ok()?.clone()
    }
}

struct Shared {
    entries: Mutex<Entries>,
    max_bytes: usize,
}

impl Shared {
    /// The entries that are still kept.
    fn entries(&self) -> MutexGuard<'_, Entries> {
        let mut entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        entries.drop_expired();
        entries
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
    state: State,
    bytes: usize,
}

enum State {
    Running(Running),
    Kept(Answer),
}

impl Entries {
    fn find(&self, key: &Key, fingerprint: &Fingerprint) -> Option<Known> {
        let entry = self.by_key.get(key)?;
        Some(match &entry.state {
            _ if entry.fingerprint != *fingerprint => Known::Other,
            State::Running(running) => Known::Running(running.clone()),
            State::Kept(answer) => Known::Kept(answer.clone()),
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

    fn keep(&mut self, key: Key, answer: Answer) {
        let Some(Entry { fingerprint, .. }) = self.by_key.get(&key) else { return };
        let entry = Entry { fingerprint: *fingerprint, bytes: answer.memory(), state: State::Kept(answer) };
        self.put(key.clone(), entry);
        self.expiries.push_back((Instant::now() + KEPT_FOR, key));
    }

    fn drop_expired(&mut self) {
        let now = Instant::now();
        while let Some((_, key)) = self.expiries.pop_front_if(|(expiry, _)| *expiry <= now) {
            self.remove(&key);
        }
    }
}

/// From the end of the call.
pub(crate) const KEPT_FOR: Duration = Duration::from_secs(600);
/// What a running call is counted as; photographs inside GLAIR's answers are some 100 kB.
const TYPICAL_ANSWER: usize = 100_000;

#[cfg(test)]
mod tests;
