#![allow(clippy::unwrap_used, clippy::panic)]

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use axum::http::{HeaderMap, HeaderValue, StatusCode};
use bytes::Bytes;

use super::*;
use crate::key::IDEMPOTENCY_KEY;
use crate::records::memory::Memory;

const ONE: Fingerprint = [1; 32];
const OTHER: Fingerprint = [2; 32];

fn key() -> Key {
    let headers = HeaderMap::from_iter([(IDEMPOTENCY_KEY, HeaderValue::from_static("k"))]);
    Key::from_headers(&headers).unwrap().unwrap()
}

fn in_memory() -> Store {
    Store::new(Access::new(Arc::new(Memory::new(1 << 20))), TaskTracker::new())
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

/// Records that hang while they are told to.
struct Hanging(Memory, Arc<AtomicBool>);

impl Records for Hanging {
    fn find(&self, key: &Key, fingerprint: Option<&Fingerprint>) -> Result<Option<Past>, Unavailable> {
        self.0.find(key, fingerprint)
    }

    fn claim(
        &self,
        key: &Key,
        fingerprint: &Fingerprint,
        quota: Option<&Quota>,
    ) -> Result<Option<Past>, Unavailable> {
        while self.1.load(Ordering::SeqCst) {
            thread::sleep(Duration::from_millis(5));
        }
        self.0.claim(key, fingerprint, quota)
    }

    fn end(&self, key: &Key, answer: Option<&Answer>) -> Result<(), Unavailable> {
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
        Some(1)
    }
}

#[tokio::test]
async fn where_the_records_hang_nothing_is_claimed_and_the_key_is_free_later() {
    let hangs = Arc::new(AtomicBool::new(true));
    let records = Hanging(Memory::new(1 << 20), Arc::clone(&hangs));
    let store = Store::new(Access::new(Arc::new(records)), TaskTracker::new());
    assert!(store.claim(Some((key(), ONE)), None).await.is_err());
    hangs.store(false, Ordering::SeqCst);
    is_free(&store).await;
    claim(&store, OTHER).await.taken();
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
