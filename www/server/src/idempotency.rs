//! Makes a paid call once for each `Idempotency-Key`. Which answers are kept is decided by periksa's `CallOutcome`.
//!
//! There are two caches. `answers` holds whole answers and is bounded by memory, so it may evict one early. `uses` is
//! small and records that a key was used, so that a call whose answer was evicted is still not made again.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use axum::http::{HeaderMap, HeaderName};
use moka::future::Cache;
use moka::policy::EvictionPolicy;

use crate::answer::Answer;
use crate::outcome::FinishedCall;
use crate::problem::Problem;

/// How a request with a key is answered.
pub(crate) enum Resolution {
    /// The call was made for this request, and its answer is kept.
    Made(Answer),
    /// The call was made, or was being made, for an earlier request.
    Replayed(Answer),
    /// The call was made for this or an earlier request, and its answer is not kept: a repeat makes the call again.
    NotKept(Answer),
    /// The key was used for another call.
    KeyMismatch,
    /// The call was made, but its answer is no longer kept.
    AnswerEvicted,
}

/// SHA-256 of all that makes two calls the same.
pub(crate) type Fingerprint = [u8; 32];

/// A caller's name of one call.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub(crate) struct Key(String);

impl Key {
    /// The header's value, bare or quoted as in draft-ietf-httpapi-idempotency-key-header: 1 to 200 visible
    /// ASCII characters.
    pub(crate) fn from_headers(headers: &HeaderMap) -> Result<Option<Self>, Problem> {
        let mut values = headers.get_all(IDEMPOTENCY_KEY).into_iter();
        let (Some(value), None) = (values.next(), values.next()) else {
            return match headers.contains_key(IDEMPOTENCY_KEY) {
                true => Err(Problem::invalid_payload("Idempotency-Key is given more than once.")),
                false => Ok(None),
            };
        };
        value
            .to_str()
            .ok()
            .map(|text| text.strip_prefix('"').and_then(|text| text.strip_suffix('"')).unwrap_or(text))
            .filter(|key| {
                (1..=MAX_CHARACTERS).contains(&key.len()) && key.bytes().all(|b| b.is_ascii_graphic())
            })
            .map(|key| Some(Self(key.to_owned())))
            .ok_or_else(|| {
                Problem::invalid_payload("Idempotency-Key has to be 1 to 200 visible ASCII characters.")
            })
    }
}

impl Key {
    /// The same key in a name space of its own.
    pub(crate) fn within(self, space: &[u8]) -> Self {
        Self(format!("{} {}", space.escape_ascii(), self.0))
    }
}

/// Running calls and kept answers, by key.
pub(crate) struct Store {
    answers: Cache<Key, Answer>,
    uses: Cache<Key, Arc<KeyUse>>,
    keep: Duration,
}

impl Store {
    /// Keeps answers for `keep`, in about `max_bytes` of memory; no call takes longer than `longest_call`.
    pub(crate) fn new(keep: Duration, max_bytes: u64, longest_call: Duration) -> Self {
        let answers = Cache::builder()
            .weigher(|_: &Key, answer: &Answer| answer.memory())
            .max_capacity(max_bytes)
            .time_to_live(keep)
            // The default policy may refuse a new entry, which here is the one that matters most.
            .eviction_policy(EvictionPolicy::lru());
        let uses = Cache::builder()
            .max_capacity(MAX_KEYS)
            // A use is recorded before its call and has to outlive the answer.
            .time_to_live(keep + longest_call + Duration::from_secs(60))
            .eviction_policy(EvictionPolicy::lru());
        Self { answers: answers.build(), uses: uses.build(), keep }
    }

    /// Makes the call, unless it was made before or is being made: then the request gets that call's answer.
    ///
    /// Dropping this future may drop the call: run it in a task of its own.
    pub(crate) async fn once(
        &self,
        key: Key,
        fingerprint: Fingerprint,
        call: impl Future<Output = FinishedCall>,
    ) -> Resolution {
        let key_use = self
            .uses
            .entry(key.clone())
            .or_insert_with(async { Arc::new(KeyUse { fingerprint, used: Mutex::new(None) }) })
            .await
            .into_value();
        if key_use.fingerprint != fingerprint {
            return Resolution::KeyMismatch;
        }
        let mut made = false;
        let kept = self
            .answers
            .entry(key)
            .or_try_insert_with(async {
                if key_use.used_within(self.keep) {
                    return Err(NotKept::Evicted);
                }
                made = true;
                // Before the call too: it may have been charged even if its task dies.
                key_use.mark(Some(Instant::now()));
                let FinishedCall { answer, outcome } = call.await;
                if outcome.must_be_kept() {
                    key_use.mark(Some(Instant::now()));
                    Ok(answer)
                } else {
                    key_use.mark(None);
                    Err(NotKept::Answer(answer))
                }
            })
            .await;
        match kept.map(|entry| entry.into_value()) {
            Ok(answer) if made => Resolution::Made(answer),
            Ok(answer) => Resolution::Replayed(answer),
            Err(not_kept) => match &*not_kept {
                NotKept::Answer(answer) => Resolution::NotKept(answer.clone()),
                NotKept::Evicted => Resolution::AnswerEvicted,
            },
        }
    }
}

/// For which call a key was used, and when.
struct KeyUse {
    fingerprint: Fingerprint,
    used: Mutex<Option<Instant>>,
}

impl KeyUse {
    fn mark(&self, used: Option<Instant>) {
        *self.used.lock().unwrap_or_else(PoisonError::into_inner) = used;
    }

    fn used_within(&self, time: Duration) -> bool {
        self.used.lock().unwrap_or_else(PoisonError::into_inner).is_some_and(|used| used.elapsed() < time)
    }
}

enum NotKept {
    Answer(Answer),
    Evicted,
}

/// The key of a request. In an answer it says that the answer is kept under this key.
pub(crate) const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");
const MAX_CHARACTERS: usize = 200;
/// Some 100 MB at the very most.
const MAX_KEYS: u64 = 250_000;

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]

    use axum::http::{HeaderValue, StatusCode};
    use bytes::Bytes;

    use super::*;

    fn key(text: &str) -> Result<Option<Key>, Problem> {
        let value = HeaderValue::from_bytes(text.as_bytes()).unwrap();
        Key::from_headers(&HeaderMap::from_iter([(IDEMPOTENCY_KEY, value)]))
    }

    fn answered(text: &'static str) -> FinishedCall {
        let body = Bytes::from_static(text.as_bytes());
        FinishedCall::answered(Answer::new(StatusCode::OK, &HeaderMap::new(), body))
    }

    #[test]
    fn keys_are_read_bare_and_quoted() {
        assert_eq!(key("abc").unwrap(), key("\"abc\"").unwrap());
        assert!(key("abc").unwrap().is_some());
        assert!(key(&"k".repeat(200)).is_ok());
        for bad in ["", "\"\"", "a b", "\u{e9}", &"k".repeat(201)] {
            assert!(key(bad).is_err(), "{bad}");
        }
        assert_eq!(Key::from_headers(&HeaderMap::new()).unwrap(), None);
    }

    #[tokio::test]
    async fn an_answer_given_up_for_memory_is_not_paid_for_again() {
        let store = Store::new(Duration::from_secs(600), 1, Duration::from_secs(1));
        let key = key("abc").unwrap().unwrap();
        let first = store.once(key.clone(), [0; 32], async { answered("first") }).await;
        assert!(matches!(first, Resolution::Made(_)));
        store.answers.run_pending_tasks().await;
        let second = store.once(key, [0; 32], async { answered("second") }).await;
        assert!(matches!(second, Resolution::AnswerEvicted));
    }

    #[tokio::test]
    async fn a_kept_answer_ends_with_its_time() {
        let store = Store::new(Duration::from_millis(50), 1 << 20, Duration::from_secs(1));
        let key = key("abc").unwrap().unwrap();
        for _ in 0..2 {
            let resolution = store.once(key.clone(), [0; 32], async { answered("fresh") }).await;
            assert!(matches!(resolution, Resolution::Made(_)));
            tokio::time::sleep(Duration::from_millis(80)).await;
        }
    }
}
