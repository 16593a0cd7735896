//! The calls that this process is making, or waits for, by key; each is told to all who wait for it.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::watch;

use crate::answer::Answer;
use crate::fingerprint::Fingerprint;
use crate::key::Key;
use crate::outcome;
use crate::records::Past;

/// What is known under a key.
pub(crate) enum Known {
    /// The call is running.
    Running(Running),
    /// It is not.
    Past(Past),
}

/// How a call ended.
#[derive(Clone)]
pub(crate) struct Ended {
    /// What the caller gets.
    pub(crate) answer: Answer,
    /// Is it kept under the call's key?
    pub(crate) kept: bool,
}

impl Ended {
    /// The end of a call that was made.
    pub(super) fn of(past: Past) -> Option<Self> {
        match past {
            Past::Kept(answer) => Some(Self { answer, kept: true }),
            Past::Lost => Some(Self { answer: outcome::answer_lost(), kept: true }),
            Past::Elsewhere | Past::Other | Past::Spent => None,
        }
    }
}

/// A call that is running.
#[derive(Clone)]
pub(crate) struct Running(pub(super) watch::Receiver<Option<Ended>>);

impl Running {
    /// How it ended; `None` where it was given up before it was made.
    pub(crate) async fn ended(mut self) -> Option<Ended> {
        self.0.wait_for(Option::is_some).await.ok()?.clone()
    }
}

/// The calls that this process is making, by key.
#[derive(Default)]
pub(super) struct Flights(Mutex<HashMap<Key, (Fingerprint, Running)>>);

/// One of them, until this is dropped.
pub(super) struct Flight {
    flights: Arc<Flights>,
    pub(super) key: Key,
    pub(super) fingerprint: Fingerprint,
    is_over: AtomicBool,
}

impl Flight {
    /// Ends it where nobody waits for it. Nobody can come to wait meanwhile.
    pub(super) fn end_unless_wanted(&self, tell: &watch::Sender<Option<Ended>>) -> bool {
        let mut running = self.flights.running();
        // The one receiver is that of the flight itself.
        let is_unwanted = tell.receiver_count() <= 1;
        if is_unwanted {
            running.remove(&self.key);
            self.is_over.store(true, Ordering::Relaxed);
        }
        is_unwanted
    }
}

impl Flights {
    fn running(&self) -> MutexGuard<'_, HashMap<Key, (Fingerprint, Running)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn find(&self, key: &Key, fingerprint: Option<&Fingerprint>) -> Option<Known> {
        Some(known(self.running().get(key)?, fingerprint))
    }

    pub(super) fn begin(
        flights: &Arc<Self>,
        key: Key,
        fingerprint: Fingerprint,
        told: &Running,
    ) -> Result<Flight, Box<Known>> {
        let mut running = flights.running();
        if let Some(known) = running.get(&key).map(|flight| known(flight, Some(&fingerprint))) {
            return Err(Box::new(known));
        }
        running.insert(key.clone(), (fingerprint, told.clone()));
        drop(running);
        Ok(Flight { flights: Arc::clone(flights), key, fingerprint, is_over: AtomicBool::new(false) })
    }
}

fn known((of, running): &(Fingerprint, Running), fingerprint: Option<&Fingerprint>) -> Known {
    let is_other = fingerprint.is_some_and(|fingerprint| of != fingerprint);
    if is_other { Known::Past(Past::Other) } else { Known::Running(running.clone()) }
}

impl Drop for Flight {
    fn drop(&mut self) {
        // Another may have the key by then.
        if !*self.is_over.get_mut() {
            self.flights.running().remove(&self.key);
        }
    }
}
