//! One call for each key. What was made before is in the records; what this process is making is told to all who wait for it.

mod ends;
mod flights;
mod ledgers;

use std::sync::Arc;
use std::time::Duration;

use tokio::select;
use tokio::sync::watch;
use tokio::time::{sleep, timeout};
use tokio_util::task::TaskTracker;

use self::flights::{Flight, Flights};
use self::ledgers::{Ledgers, Recorded};
use crate::budget::AnswerMemory;
use crate::fingerprint::Fingerprint;
use crate::key::Key;
use crate::outcome::{self, FinishedCall};
use crate::records::access::{Access, PATIENCE};
use crate::records::{Past, Unavailable};
use crate::ticket::{Quota, Session};

pub(crate) use self::flights::{Ended, Known, Running};
pub(crate) use self::ledgers::FailOpen;

/// Running calls, and the records of others.
#[derive(Clone)]
pub(crate) struct Store {
    flights: Arc<Flights>,
    ledgers: Arc<Ledgers>,
}

/// May a call be made?
pub(crate) enum Claimed {
    /// Yes.
    Now(Claim),
    /// It was made, or is being made.
    Earlier(Known),
}

impl Store {
    /// A store with these records. Answers that can't be recorded at once take of `memory`, and the server waits for `tasks` at
    /// its end.
    pub(crate) fn new(
        records: Access,
        fail_open: Option<FailOpen>,
        memory: AnswerMemory,
        tasks: TaskTracker,
    ) -> Self {
        let ledgers = Ledgers::new(records, fail_open, memory, tasks);
        Self { flights: Arc::default(), ledgers: Arc::new(ledgers) }
    }

    /// What is known of the call; without its fingerprint, of whichever call the key was used for.
    pub(crate) async fn find(
        &self,
        key: &Key,
        fingerprint: Option<Fingerprint>,
    ) -> Result<Option<Known>, Unavailable> {
        let known = match self.look_up(key, fingerprint).await? {
            // Or it began, and was recorded, between the two looks: then it is under way now, or over.
            Some(Known::Past(Past::Lost)) => self.look_up(key, fingerprint).await?,
            known => known,
        };
        if !matches!(known, Some(Known::Past(Past::Elsewhere))) {
            return Ok(known);
        }
        let (tell, told) = watch::channel(None);
        let told = Running(told);
        let flight = match fingerprint {
            // Whoever else asks for it here waits for the same.
            Some(fingerprint) => match Flights::begin(&self.flights, key.clone(), fingerprint, &told) {
                Ok(flight) => Some(Arc::new(flight)),
                Err(known) => return Ok(Some(*known)),
            },
            None => None,
        };
        self.follow(key.clone(), fingerprint, flight, tell);
        Ok(Some(Known::Running(told)))
    }

    /// The same before a claim: a store that fails open may know nothing then, and claims all the same.
    pub(crate) async fn find_before_claim(
        &self,
        key: &Key,
        fingerprint: Fingerprint,
    ) -> Result<Option<Known>, Unavailable> {
        match self.find(key, Some(fingerprint)).await {
            Err(Unavailable::Store(_)) if self.ledgers.fail_open() => Ok(None),
            found => found,
        }
    }

    /// Asks for the end of a call that another process is making, until it is there or nobody waits for it any more.
    fn follow(
        &self,
        key: Key,
        fingerprint: Option<Fingerprint>,
        flight: Option<Arc<Flight>>,
        tell: watch::Sender<Option<Ended>>,
    ) {
        let ledgers = Arc::clone(&self.ledgers);
        tokio::spawn(async move {
            let mut pause = FIRST_PAUSE;
            loop {
                select! {
                    () = sleep(pause) => {}
                    () = tell.closed() => break,
                }
                if flight.as_ref().is_some_and(|flight| flight.end_unless_wanted(&tell)) {
                    break;
                }
                pause = (pause * 3 / 2).min(LONGEST_PAUSE);
                match ledgers.find_recorded(&key, fingerprint).await {
                    Ok(Some(Past::Elsewhere)) | Err(_) => {}
                    // Or it is free again: then those who wait are told that it was not made.
                    past => {
                        tell.send_replace(past.ok().flatten().and_then(Ended::of));
                        break;
                    }
                }
            }
            drop(flight);
        });
    }

    async fn look_up(
        &self,
        key: &Key,
        fingerprint: Option<Fingerprint>,
    ) -> Result<Option<Known>, Unavailable> {
        if let Some(known) = self.flights.find(key, fingerprint.as_ref()) {
            return Ok(Some(known));
        }
        Ok(self.ledgers.find(key, fingerprint).await?.map(Known::Past))
    }

    /// Were all calls of a ticket made?
    pub(crate) async fn is_spent(&self, quota: &Quota) -> Result<bool, Unavailable> {
        let quota = quota.clone();
        self.ledgers.ask(move |records| records.is_spent(&quota)).await
    }

    /// How many attempts failed in the session.
    pub(crate) async fn failures(&self, session: &Session) -> Result<u32, Unavailable> {
        let session = session.clone();
        self.ledgers.ask(move |records| records.failures(&session)).await
    }

    /// Counts an attempt that failed.
    pub(crate) async fn count_failure(&self, session: &Session) -> Result<(), Unavailable> {
        let session = session.clone();
        self.ledgers.ask(move |records| records.count_failure(&session)).await
    }

    /// Takes the right to make the call. A call without a key is not known to others.
    pub(crate) async fn claim(
        &self,
        call: Option<(Key, Fingerprint)>,
        quota: Option<Quota>,
    ) -> Result<Claimed, Unavailable> {
        let (tell, told) = watch::channel(None);
        let told = Running(told);
        let Some((key, fingerprint)) = call else {
            return Ok(Claimed::Now(Claim { recorded: None, tell, told, may_be_charged: false }));
        };
        let flight = match Flights::begin(&self.flights, key.clone(), fingerprint, &told) {
            Ok(flight) => Arc::new(flight),
            Err(known) => return Ok(Claimed::Earlier(*known)),
        };
        Ok(match self.ledgers.claim(&flight, fingerprint, quota).await? {
            Ok(recorded) => {
                Claimed::Now(Claim { recorded: Some(recorded), tell, told, may_be_charged: false })
            }
            // Another process was faster; those who wait here wait for that.
            Err(Past::Elsewhere) => {
                self.follow(key, Some(fingerprint), Some(flight), tell);
                Claimed::Earlier(Known::Running(told))
            }
            Err(past) => {
                tell.send_replace(Ended::of(past.clone()));
                Claimed::Earlier(Known::Past(past))
            }
        })
    }
}

/// The right to make a call. Dropped without an end it gives the key back, or, where the call may have been charged, says
/// that nobody knows.
pub(crate) struct Claim {
    /// `None` for a call without a key.
    recorded: Option<Recorded>,
    tell: watch::Sender<Option<Ended>>,
    told: Running,
    may_be_charged: bool,
}

impl Claim {
    /// Has the call a key, by which its answer can be asked for later?
    pub(crate) fn has_key(&self) -> bool {
        self.recorded.is_some()
    }

    /// The call's end, to be waited for.
    pub(crate) fn running(&self) -> Running {
        self.told.clone()
    }

    /// From here on it may be charged.
    pub(crate) fn send(&mut self) {
        self.may_be_charged = true;
    }

    /// The call is over: it is recorded, and then told.
    pub(crate) async fn end(mut self, call: FinishedCall) {
        let FinishedCall { answer, outcome } = call;
        let keep = outcome.must_be_kept();
        let mut record = self.recorded.take().and_then(|recorded| recorded.end(keep.then(|| answer.clone())));
        let kept = match &mut record {
            None => false,
            Some(record) => timeout(PATIENCE, record).await.is_ok_and(|kept| kept.unwrap_or(false)),
        };
        // Where it could not be kept, or not soon, it is told all the same, for it is paid.
        self.tell.send_replace(Some(Ended { answer, kept }));
        self.may_be_charged = false;
    }
}

impl Drop for Claim {
    fn drop(&mut self) {
        let lost = self.may_be_charged.then(|| outcome::call_lost().answer);
        if let Some(recorded) = self.recorded.take() {
            recorded.end(lost.clone());
        }
        if let Some(answer) = lost {
            self.tell.send_replace(Some(Ended { answer, kept: true }));
        }
    }
}

/// Between two questions for a call that another process makes.
const FIRST_PAUSE: Duration = Duration::from_millis(50);
const LONGEST_PAUSE: Duration = Duration::from_secs(1);

#[cfg(test)]
mod tests;
