#![allow(clippy::unwrap_used, clippy::panic)]

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::thread;
use std::time::Duration;

use axum::http::{HeaderMap, HeaderValue, StatusCode};
use bytes::Bytes;
use prometheus_client::metrics::counter::Counter;

use super::*;
use crate::answer::Answer;
use crate::key::IDEMPOTENCY_KEY;
use crate::records::Records;
use crate::records::memory::Memory;

const ONE: Fingerprint = [1; 32];
const OTHER: Fingerprint = [2; 32];

fn key() -> Key {
    let headers = HeaderMap::from_iter([(IDEMPOTENCY_KEY, HeaderValue::from_static("k"))]);
    Key::from_headers(&headers).unwrap().unwrap()
}

fn store(records: impl Records) -> Store {
    Store::new(Access::new(Arc::new(records)), None, AnswerMemory::new(1), TaskTracker::new())
}

fn in_memory() -> Store {
    store(Memory::new(1 << 20))
}

async fn claim(store: &Store, fingerprint: Fingerprint) -> Claimed {
    store.claim(Some((key(), fingerprint)), None).await.unwrap()
}

impl Claimed {
    fn taken(self) -> Claim {
        match self {
            Self::Now(claim) => claim,
            Self::Earlier(_) => panic!("the key was used"),
        }
    }
}

/// Waits until nothing is known of the key.
async fn is_free(store: &Store) {
    while store.find(&key(), Some(ONE)).await.unwrap().is_some() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

#[tokio::test]
async fn a_running_call_is_told_to_who_asks_for_it_and_to_no_other() {
    let store = in_memory();
    let mut call = claim(&store, ONE).await.taken();
    let Claimed::Earlier(Known::Running(waiting)) = claim(&store, ONE).await else { panic!("it is running") };
    assert!(matches!(claim(&store, OTHER).await, Claimed::Earlier(Known::Past(Past::Other))));
    call.send();
    let answer = Answer::new(StatusCode::OK, &HeaderMap::new(), Bytes::from_static(b"answer"));
    call.end(FinishedCall::answered(answer)).await;
    let ended = waiting.ended().await.unwrap();
    assert!(ended.kept && ended.answer.body == "answer");
    assert!(matches!(store.find(&key(), Some(ONE)).await.unwrap(), Some(Known::Past(Past::Kept(_)))));
}

#[tokio::test]
async fn a_claim_that_is_dropped_gives_its_key_back_unless_it_may_be_charged() {
    let store = in_memory();
    let unsent = claim(&store, ONE).await.taken();
    let waiting = unsent.running();
    drop(unsent);
    assert!(waiting.ended().await.is_none());
    is_free(&store).await;

    let mut sent = claim(&store, ONE).await.taken();
    let waiting = sent.running();
    sent.send();
    drop(sent);
    let ended = waiting.ended().await.unwrap();
    assert!(ended.kept && ended.answer.status == StatusCode::BAD_GATEWAY);
    let known = loop {
        match store.find(&key(), Some(ONE)).await.unwrap() {
            Some(Known::Running(_)) => tokio::time::sleep(Duration::from_millis(5)).await,
            known => break known,
        }
    };
    assert!(matches!(known, Some(Known::Past(Past::Kept(_)))));
}

/// Records that a test steers.
#[derive(Default)]
struct Steered {
    /// Claims wait.
    hangs: AtomicBool,
    /// Ends are not recorded.
    fails: AtomicBool,
    /// There is no memory for what is found.
    is_full: AtomicBool,
    /// Nothing can be asked.
    is_away: AtomicBool,
    /// Each call is another process's.
    is_elsewhere: bool,
    finds: AtomicU32,
}

impl Steered {
    fn is_away(&self) -> Result<(), Unavailable> {
        if self.is_away.load(Ordering::SeqCst) { Err(Unavailable::Store("as the test asks")) } else { Ok(()) }
    }
}

struct Ledger(Memory, Arc<Steered>, Option<usize>);

impl Records for Ledger {
    fn find(&self, key: &Key, fingerprint: Option<&Fingerprint>) -> Result<Option<Past>, Unavailable> {
        self.1.finds.fetch_add(1, Ordering::SeqCst);
        self.1.is_away()?;
        if self.1.is_full.load(Ordering::SeqCst) {
            return Err(Unavailable::Memory);
        }
        if self.1.is_elsewhere { Ok(Some(Past::Elsewhere)) } else { self.0.find(key, fingerprint) }
    }

    fn claim(
        &self,
        key: &Key,
        fingerprint: &Fingerprint,
        quota: Option<&Quota>,
    ) -> Result<Option<Past>, Unavailable> {
        while self.1.hangs.load(Ordering::SeqCst) {
            thread::sleep(Duration::from_millis(5));
        }
        self.1.is_away()?;
        self.0.claim(key, fingerprint, quota)
    }

    fn end(&self, key: &Key, answer: Option<&Answer>) -> Result<(), Unavailable> {
        if self.1.fails.load(Ordering::SeqCst) {
            return Err(Unavailable::Store("as the test asks"));
        }
        self.0.end(key, answer)
    }

    fn is_spent(&self, quota: &Quota) -> Result<bool, Unavailable> {
        self.0.is_spent(quota)
    }

    fn failures(&self, session: &Session) -> Result<u32, Unavailable> {
        self.0.failures(session)
    }

    fn count_failure(&self, session: &Session) -> Result<(), Unavailable> {
        self.0.count_failure(session)
    }

    fn places(&self) -> Option<usize> {
        self.2
    }
}

#[tokio::test]
async fn where_the_records_hang_nothing_is_claimed_and_the_key_is_free_later() {
    let steered = Arc::new(Steered { hangs: true.into(), ..Steered::default() });
    let store = store(Ledger(Memory::new(1 << 20), Arc::clone(&steered), Some(1)));
    assert!(store.claim(Some((key(), ONE)), None).await.is_err());
    steered.hangs.store(false, Ordering::SeqCst);
    is_free(&store).await;
    claim(&store, OTHER).await.taken();
}

#[tokio::test]
async fn a_store_that_fails_open_claims_in_memory_and_takes_late_claims_back() {
    let steered = Arc::new(Steered { hangs: true.into(), ..Steered::default() });
    let records = Arc::new(Ledger(Memory::new(1 << 20), Arc::clone(&steered), Some(1)));
    let calls = Counter::default();
    let fail_open = FailOpen { memory: Memory::new(1 << 20), calls: calls.clone() };
    let tasks = TaskTracker::new();
    let store = Store::new(Access::new(records.clone()), Some(fail_open), AnswerMemory::new(1), tasks);
    let quota = Quota { ticket: "t".to_owned(), calls: 1 };
    let claim = async |key: Key| store.claim(Some((key, ONE)), Some(quota.clone())).await.unwrap();
    let mut call = claim(key()).await.taken();
    assert!(matches!(claim(key()).await, Claimed::Earlier(Known::Running(_))));
    let other = HeaderMap::from_iter([(IDEMPOTENCY_KEY, HeaderValue::from_static("other"))]);
    let other = Key::from_headers(&other).unwrap().unwrap();
    assert!(matches!(claim(other.clone()).await, Claimed::Earlier(Known::Past(Past::Spent))));
    call.send();
    let answer = Answer::new(StatusCode::OK, &HeaderMap::new(), Bytes::from_static(b"answer"));
    call.end(FinishedCall::answered(answer)).await;
    assert!(matches!(claim(key()).await, Claimed::Earlier(Known::Past(Past::Kept(_)) | Known::Running(_))));
    assert_eq!(calls.get(), 1);

    steered.hangs.store(false, Ordering::SeqCst);
    while records.find(&key(), None).unwrap().is_some() || records.is_spent(&quota).unwrap() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    // What was claimed in memory is known as before; what is new is recorded.
    while matches!(store.find(&key(), Some(ONE)).await.unwrap(), Some(Known::Running(_))) {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    assert!(matches!(claim(key()).await, Claimed::Earlier(Known::Past(Past::Kept(_)))));
    let recorded = claim(other.clone()).await.taken();
    assert!(records.is_spent(&quota).unwrap() && records.find(&other, None).unwrap().is_some());
    assert_eq!(calls.get(), 1);
    drop(recorded);
}

fn failing_open(steered: &Arc<Steered>) -> Store {
    let records = Ledger(Memory::new(1 << 20), Arc::clone(steered), None);
    let fail_open = FailOpen { memory: Memory::new(1 << 20), calls: Counter::default() };
    Store::new(Access::new(Arc::new(records)), Some(fail_open), AnswerMemory::new(1), TaskTracker::new())
}

#[tokio::test]
async fn a_store_that_only_lacks_memory_does_not_fail_open() {
    let steered = Arc::new(Steered::default());
    let store = failing_open(&steered);
    let mut call = claim(&store, ONE).await.taken();
    call.send();
    call.end(FinishedCall::answered(Answer::new(StatusCode::OK, &HeaderMap::new(), Bytes::new()))).await;
    steered.is_full.store(true, Ordering::SeqCst);
    assert!(matches!(store.find_before_claim(&key(), ONE).await, Err(Unavailable::Memory)));
    assert!(matches!(store.find(&key(), None).await, Err(Unavailable::Memory)));
}

#[tokio::test(start_paused = true)]
async fn a_store_that_fails_open_never_pays_again_for_what_it_has_paid() {
    let steered = Arc::new(Steered::default());
    let store = failing_open(&steered);
    let kept = HeaderMap::from_iter([(IDEMPOTENCY_KEY, HeaderValue::from_static("kept"))]);
    let kept = Key::from_headers(&kept).unwrap().unwrap();
    let mut small = store.claim(Some((kept.clone(), ONE)), None).await.unwrap().taken();
    let mut call = claim(&store, ONE).await.taken();
    small.send();
    call.send();
    for flag in [&steered.is_away, &steered.fails] {
        flag.store(true, Ordering::SeqCst);
    }
    // Of another call nobody can say that there was none.
    let other = HeaderMap::from_iter([(IDEMPOTENCY_KEY, HeaderValue::from_static("other"))]);
    let other = Key::from_headers(&other).unwrap().unwrap();
    assert!(matches!(store.find(&other, None).await, Err(Unavailable::Store(_))));
    assert!(store.find_before_claim(&other, ONE).await.unwrap().is_none());
    let answer = |length| {
        FinishedCall::answered(Answer::new(StatusCode::OK, &HeaderMap::new(), vec![b'a'; length].into()))
    };
    small.end(answer(100_000)).await;
    // There is no memory left for this one.
    let running = call.running();
    call.end(answer(950_000)).await;
    let Some(Known::Running(small)) = store.find(&kept, None).await.unwrap() else {
        panic!("it is not known")
    };
    assert!(small.ended().await.unwrap().kept);
    assert!(!running.ended().await.unwrap().kept);
    tokio::time::sleep(Duration::from_secs(1)).await;
    for known in
        [claim(&store, ONE).await, Claimed::Earlier(store.find(&key(), None).await.unwrap().unwrap())]
    {
        let Claimed::Earlier(Known::Past(Past::Kept(answer))) = known else {
            panic!("it would be paid again")
        };
        assert_eq!(answer.status, StatusCode::BAD_GATEWAY);
    }
}

#[tokio::test(start_paused = true)]
async fn an_end_that_can_not_be_recorded_is_told_from_memory_until_it_is() {
    let steered = Arc::new(Steered::default());
    let store = store(Ledger(Memory::new(1 << 20), Arc::clone(&steered), None));
    let answer = |length| {
        FinishedCall::answered(Answer::new(StatusCode::OK, &HeaderMap::new(), vec![b'a'; length].into()))
    };
    let find = async || store.find(&key(), Some(ONE)).await.unwrap();
    steered.fails.store(true, Ordering::SeqCst);
    let mut call = claim(&store, ONE).await.taken();
    call.send();
    call.end(answer(100_000)).await;
    // Another one, for which there is no memory left.
    let other = HeaderMap::from_iter([(IDEMPOTENCY_KEY, HeaderValue::from_static("l"))]);
    let other = Key::from_headers(&other).unwrap().unwrap();
    let mut call = store.claim(Some((other.clone(), ONE)), None).await.unwrap().taken();
    call.send();
    call.end(answer(950_000)).await;
    for _ in 0..9 {
        tokio::time::sleep(Duration::from_secs(60)).await;
        let Some(Known::Running(running)) = find().await else { panic!("it is not known") };
        let ended = running.ended().await.unwrap();
        assert!(ended.kept && ended.answer.body.len() == 100_000);
        assert!(matches!(store.find(&other, Some(ONE)).await.unwrap(), Some(Known::Past(Past::Lost))));
    }
    steered.fails.store(false, Ordering::SeqCst);
    tokio::time::sleep(Duration::from_secs(5)).await;
    assert!(matches!(find().await, Some(Known::Past(Past::Kept(answer))) if answer.body.len() == 100_000));
    let lost = store.find(&other, Some(ONE)).await.unwrap();
    assert!(
        matches!(lost, Some(Known::Past(Past::Kept(answer))) if answer.status == StatusCode::BAD_GATEWAY)
    );

    // What was turned away is free later, however late.
    steered.fails.store(true, Ordering::SeqCst);
    let free = HeaderMap::from_iter([(IDEMPOTENCY_KEY, HeaderValue::from_static("m"))]);
    let free = Key::from_headers(&free).unwrap().unwrap();
    drop(store.claim(Some((free.clone(), ONE)), None).await.unwrap().taken());
    tokio::time::sleep(Duration::from_secs(3600)).await;
    steered.fails.store(false, Ordering::SeqCst);
    tokio::time::sleep(Duration::from_secs(5)).await;
    assert!(store.find(&free, None).await.unwrap().is_none());
}

#[tokio::test(start_paused = true)]
async fn a_call_elsewhere_is_asked_for_as_long_as_somebody_waits_for_it() {
    let steered = Arc::new(Steered { is_elsewhere: true, ..Steered::default() });
    let store = store(Ledger(Memory::new(1 << 20), Arc::clone(&steered), None));
    let finds = || steered.finds.load(Ordering::SeqCst);
    let wait = async || match store.find(&key(), Some(ONE)).await.unwrap() {
        Some(Known::Running(running)) => running,
        _ => panic!("it is not running"),
    };
    for _ in 0..2 {
        let (first, second) = (wait().await, wait().await);
        drop(first);
        let asked = finds();
        tokio::time::sleep(Duration::from_secs(10)).await;
        assert!(finds() > asked + 5);
        drop(second);
        tokio::time::sleep(Duration::from_secs(2)).await;
        let asked = finds();
        tokio::time::sleep(Duration::from_secs(10)).await;
        assert_eq!(finds(), asked);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_that_begins_meanwhile_is_never_taken_for_lost() {
    for _ in 0..300 {
        let store = in_memory();
        let asking = store.clone();
        let asked = tokio::spawn(async move { asking.find(&key(), Some(ONE)).await.unwrap() });
        let running = claim(&store, ONE).await.taken();
        assert!(!matches!(asked.await.unwrap(), Some(Known::Past(Past::Lost))));
        drop(running);
    }
}
