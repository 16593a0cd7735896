//! Where a call is claimed: in the records, or, where the proxy fails open, in memory as long as the records can't be used.

use std::sync::Arc;

use prometheus_client::metrics::counter::Counter;
use tokio::sync::oneshot;
use tokio_util::task::TaskTracker;

use super::ends::Ends;
use super::flights::Flight;
use crate::answer::Answer;
use crate::budget::AnswerMemory;
use crate::fingerprint::Fingerprint;
use crate::key::Key;
use crate::records::access::Access;
use crate::records::memory::Memory;
use crate::records::trouble::Trouble;
use crate::records::{Past, Records, Unavailable};
use crate::ticket::Quota;

/// The records, and what stands in for them.
pub(super) struct Ledgers {
    records: Ledger,
    spare: Option<Spare>,
}

#[derive(Clone)]
struct Ledger {
    access: Access,
    ends: Ends,
}

struct Spare {
    ledger: Ledger,
    /// Of the records, by which it is used.
    trouble: Trouble,
    /// How many calls it was used for.
    calls: Counter,
}

/// What a proxy that fails open claims its calls in meanwhile.
pub(crate) struct FailOpen {
    /// Nothing at first.
    pub(crate) memory: Memory,
    /// Counts the calls that are claimed there.
    pub(crate) calls: Counter,
}

impl Ledgers {
    /// Answers that can't be recorded at once take of `memory`, and the server waits for `tasks` at its end.
    pub(super) fn new(
        records: Access,
        fail_open: Option<FailOpen>,
        memory: AnswerMemory,
        tasks: TaskTracker,
    ) -> Self {
        let ledger = |access: Access, spare: Option<&Access>| {
            let ends = Ends::new(access.clone(), spare.cloned(), memory.clone(), tasks.clone());
            Ledger { access, ends }
        };
        let Some(FailOpen { memory, calls }) = fail_open else {
            return Self { records: ledger(records, None), spare: None };
        };
        let spare = Access::new(Arc::new(memory));
        tokio::spawn(spare.clone().tidy());
        let records = ledger(records, Some(&spare));
        let trouble = Trouble::new(
            "calls are made without their store, and may be paid again (--fail-open)",
            "calls are claimed in their store again",
        );
        let spare = Spare { ledger: ledger(spare, None), trouble, calls };
        Self { records, spare: Some(spare) }
    }

    /// Are calls also made while the records can't be used?
    pub(super) fn fail_open(&self) -> bool {
        self.spare.is_some()
    }

    /// What is recorded of the call; without its fingerprint, of whichever call the key was used for.
    pub(super) async fn find(
        &self,
        key: &Key,
        fingerprint: Option<Fingerprint>,
    ) -> Result<Option<Past>, Unavailable> {
        // The records don't know of it, neither now nor later.
        if let Some(spare) = &self.spare
            && let Some(past) = spare.ledger.find(key, fingerprint).await?
        {
            return Ok(Some(past));
        }
        self.find_recorded(key, fingerprint).await
    }

    /// As the records say, and nothing else.
    pub(super) async fn find_recorded(
        &self,
        key: &Key,
        fingerprint: Option<Fingerprint>,
    ) -> Result<Option<Past>, Unavailable> {
        self.records.find(key, fingerprint).await
    }

    /// Does the work with the records, or with what stands in for them while they can't be used.
    pub(super) async fn ask<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Arc<dyn Records>) -> Result<T, Unavailable> + Clone + Send + 'static,
    ) -> Result<T, Unavailable> {
        match (self.records.access.ask(work.clone()).await, &self.spare) {
            (Err(Unavailable::Store(_)), Some(spare)) => spare.ledger.access.ask(work).await,
            (done, _) => done,
        }
    }

    /// Claims the call of this flight, or tells what is recorded of it.
    pub(super) async fn claim(
        &self,
        flight: &Arc<Flight>,
        fingerprint: Fingerprint,
        quota: Option<Quota>,
    ) -> Result<Result<Recorded, Past>, Unavailable> {
        let Some(spare) = &self.spare else {
            return self.records.claim(flight, fingerprint, quota).await;
        };
        if let Some(past) = spare.ledger.find(&flight.key, Some(fingerprint)).await? {
            return Ok(Err(past));
        }
        let claimed = self.records.claim(flight, fingerprint, quota.clone()).await;
        spare.trouble.note(&claimed);
        if !matches!(claimed, Err(Unavailable::Store(_))) {
            return claimed;
        }
        let claimed = spare.ledger.claim(flight, fingerprint, quota).await?;
        if claimed.is_ok() {
            spare.calls.inc();
        }
        Ok(claimed)
    }
}

impl Ledger {
    async fn find(&self, key: &Key, fingerprint: Option<Fingerprint>) -> Result<Option<Past>, Unavailable> {
        let key = key.clone();
        self.access.ask(move |records| records.find(&key, fingerprint.as_ref())).await
    }

    /// Where whoever asked has left, or was told that it took too long, what is claimed is dropped, and gives the key back.
    async fn claim(
        &self,
        flight: &Arc<Flight>,
        fingerprint: Fingerprint,
        quota: Option<Quota>,
    ) -> Result<Result<Recorded, Past>, Unavailable> {
        let (flight, ends) = (Arc::clone(flight), self.ends.clone());
        let claim = move |records: &Arc<dyn Records>| {
            Ok(match records.claim(&flight.key, &fingerprint, quota.as_ref())? {
                Some(past) => Err(past),
                None => Ok(Recorded(Some((flight, ends)))),
            })
        };
        self.access.ask(claim).await
    }
}

/// A claim that is recorded. Dropped without an end it gives its key back.
pub(super) struct Recorded(Option<(Arc<Flight>, Ends)>);

impl Recorded {
    /// Records the answer, or that the call was not made. Will its key get that answer?
    pub(super) fn end(mut self, answer: Option<Answer>) -> Option<oneshot::Receiver<bool>> {
        self.0.take().map(|(flight, ends)| ends.record(flight, answer))
    }
}

impl Drop for Recorded {
    fn drop(&mut self) {
        if let Some((flight, ends)) = self.0.take() {
            ends.record(flight, None);
        }
    }
}
