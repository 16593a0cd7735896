#![allow(clippy::unwrap_used, clippy::panic)]

use axum::http::{HeaderMap, HeaderValue, StatusCode};
use bytes::Bytes;
use tokio::time::advance;

use super::*;
use crate::key::IDEMPOTENCY_KEY;

const MANY: usize = 64 << 20;
const ONE: Fingerprint = [1; 32];
const OTHER: Fingerprint = [2; 32];

fn key(text: &str) -> Key {
    let headers = HeaderMap::from_iter([(IDEMPOTENCY_KEY, HeaderValue::from_str(text).unwrap())]);
    Key::from_headers(&headers).unwrap().unwrap()
}

fn claim(store: &Store, fingerprint: Fingerprint) -> Claimed {
    store.claim(Some((key("k"), fingerprint)))
}

impl Claimed {
    fn taken(self) -> Claim {
        match self {
            Self::Now(claim) => claim,
            _ => panic!("the key was used"),
        }
    }
}

fn answered(status: u16, body: Bytes) -> FinishedCall {
    FinishedCall::answered(Answer::new(StatusCode::from_u16(status).unwrap(), &HeaderMap::new(), body))
}

fn make(store: &Store, fingerprint: Fingerprint, status: u16) {
    let mut claim = claim(store, fingerprint).taken();
    claim.send();
    claim.end(answered(status, Bytes::from_static(b"answer")));
}

/// The sequence in which another picture once got the first one's answer.
#[tokio::test(start_paused = true)]
async fn after_a_429_and_a_late_success_a_key_is_still_that_of_its_picture() {
    let store = Store::new(MANY);
    make(&store, ONE, 429);
    assert!(store.find(&key("k"), &ONE).is_none());
    advance(KEPT_FOR).await;
    make(&store, ONE, 200);
    // Longer after the first use of the key than an answer is kept.
    advance(KEPT_FOR - Duration::from_secs(1)).await;
    assert!(matches!(store.find(&key("k"), &OTHER), Some(Known::Other)));
    assert!(matches!(claim(&store, OTHER), Claimed::Earlier(Known::Other)));
    assert!(matches!(claim(&store, ONE), Claimed::Earlier(Known::Kept(_))));
    advance(Duration::from_secs(1)).await;
    assert!(matches!(claim(&store, OTHER), Claimed::Now(_)));
    assert_eq!(store.0.entries().bytes, 0);
}

#[tokio::test(start_paused = true)]
async fn an_answer_is_kept_from_the_end_of_its_call() {
    let store = Store::new(MANY);
    let mut long = claim(&store, ONE).taken();
    long.send();
    advance(KEPT_FOR * 2).await;
    assert!(matches!(claim(&store, ONE), Claimed::Earlier(Known::Running(_))));
    long.end(answered(200, Bytes::new()));
    advance(KEPT_FOR - Duration::from_secs(1)).await;
    assert!(matches!(store.find(&key("k"), &ONE), Some(Known::Kept(_))));
}

#[tokio::test(start_paused = true)]
async fn no_answer_is_given_up_for_memory_and_no_call_is_made_without() {
    let store = Store::new(100 * TYPICAL_ANSWER);
    let body = Bytes::from(vec![0; TYPICAL_ANSWER - 2_000]);
    let keys: Vec<_> = (0..100).map(|number| key(&number.to_string())).collect();
    for key in &keys {
        let mut claim = store.claim(Some((key.clone(), ONE))).taken();
        claim.send();
        claim.end(answered(200, body.clone()));
    }
    assert!(matches!(claim(&store, ONE), Claimed::Full));
    assert!(keys.iter().all(|key| matches!(store.find(key, &ONE), Some(Known::Kept(_)))));
    advance(KEPT_FOR).await;
    assert!(matches!(claim(&store, ONE), Claimed::Now(_)));
}

#[tokio::test]
async fn a_claim_that_is_dropped_gives_its_key_back_unless_it_may_be_charged() {
    let store = Store::new(MANY);
    let unsent = claim(&store, ONE).taken();
    let Claimed::Earlier(Known::Running(waiting)) = claim(&store, ONE) else { panic!("it is running") };
    drop(unsent);
    assert!(waiting.ended().await.is_none());

    let mut sent = claim(&store, OTHER).taken();
    let waiting = sent.running();
    sent.send();
    drop(sent);
    let ended = waiting.ended().await.unwrap();
    assert!(ended.kept && ended.answer.status == StatusCode::BAD_GATEWAY);
    assert!(matches!(store.find(&key("k"), &OTHER), Some(Known::Kept(_))));
}
