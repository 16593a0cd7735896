//! What every store of records keeps to.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::env;
use std::fs;
use std::path::PathBuf;

use axum::http::{HeaderMap, HeaderValue, StatusCode};
use bytes::Bytes;
use tokio::time::advance;

use super::memory::{Memory, TYPICAL_ANSWER};
use super::seal::Seal;
use super::sqlite::{OpenError, Sqlite};
use super::*;
use crate::key::IDEMPOTENCY_KEY;

const ONE: Fingerprint = [1; 32];
const OTHER: Fingerprint = [2; 32];

fn key(text: &str) -> Key {
    let headers = HeaderMap::from_iter([(IDEMPOTENCY_KEY, HeaderValue::from_str(text).unwrap())]);
    Key::from_headers(&headers).unwrap().unwrap()
}

fn answer(body: impl Into<Bytes>) -> Answer {
    let headers = HeaderMap::from_iter([("request-id".parse().unwrap(), HeaderValue::from_static("r"))]);
    Answer::new(StatusCode::OK, &headers, body.into())
}

/// A folder that ends with this value.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let folder = env::temp_dir().join(format!("periksa-records-{name}-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    fn open(&self, secret: u8) -> Result<Sqlite, OpenError> {
        Sqlite::open(&self.0.join("calls.sqlite"), Seal::new(&[secret; 32]).unwrap())
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn is_kept(past: Option<Past>) -> bool {
    matches!(past, Some(Past::Kept(answer)) if answer.body == "answer" && answer.headers.contains_key("request-id"))
}

fn keeps_the_rules(records: &dyn Records) {
    let (k, l) = (key("k"), key("l"));
    assert!(records.find(&k, Some(&ONE)).unwrap().is_none());
    // What was given back was never there.
    assert!(records.claim(&k, &ONE).unwrap().is_none());
    records.end(&k, None).unwrap();
    assert!(records.find(&k, Some(&ONE)).unwrap().is_none());
    // Claimed once, for one call.
    assert!(records.claim(&k, &OTHER).unwrap().is_none());
    assert!(matches!(records.claim(&k, &OTHER).unwrap(), Some(Past::Lost)));
    assert!(matches!(records.claim(&k, &ONE).unwrap(), Some(Past::Other)));
    records.end(&k, Some(&answer("answer"))).unwrap();
    assert!(is_kept(records.find(&k, Some(&OTHER)).unwrap()));
    assert!(is_kept(records.claim(&k, &OTHER).unwrap()));
    assert!(matches!(records.find(&k, Some(&ONE)).unwrap(), Some(Past::Other)));
    // Whoever has nothing but the key gets the answer too.
    assert!(is_kept(records.find(&k, None).unwrap()));
    // Another key knows nothing of it.
    assert!(records.find(&l, Some(&OTHER)).unwrap().is_none());
    assert!(records.find(&l, None).unwrap().is_none());
    assert!(records.claim(&l, &OTHER).unwrap().is_none());
}

#[tokio::test]
async fn memory_keeps_the_rules() {
    keeps_the_rules(&Memory::new(1 << 20));
}

#[test]
fn sqlite_keeps_the_rules() {
    let folder = Folder::new("rules");
    keeps_the_rules(&folder.open(1).unwrap());
}

/// The sequence in which another picture once got the first one's answer.
#[tokio::test(start_paused = true)]
async fn after_a_429_and_a_late_success_a_key_is_still_that_of_its_picture() {
    let memory = Memory::new(1 << 20);
    let make = |body: Option<&Answer>| {
        assert!(memory.claim(&key("k"), &ONE).unwrap().is_none());
        memory.end(&key("k"), body).unwrap();
    };
    make(None);
    advance(KEPT_FOR).await;
    make(Some(&answer("answer")));
    // Longer after the first use of the key than an answer is kept.
    advance(KEPT_FOR - Duration::from_secs(1)).await;
    assert!(matches!(memory.claim(&key("k"), &OTHER).unwrap(), Some(Past::Other)));
    assert!(is_kept(memory.claim(&key("k"), &ONE).unwrap()));
    advance(Duration::from_secs(1)).await;
    assert!(memory.claim(&key("k"), &OTHER).unwrap().is_none());
}

#[tokio::test(start_paused = true)]
async fn memory_gives_up_no_answer_and_claims_nothing_where_it_is_full() {
    let memory = Memory::new(100 * TYPICAL_ANSWER);
    let body = Bytes::from(vec![0; TYPICAL_ANSWER - 2_000]);
    let keys: Vec<_> = (0..100).map(|number| key(&number.to_string())).collect();
    for key in &keys {
        assert!(memory.claim(key, &ONE).unwrap().is_none());
        memory.end(key, Some(&answer(body.clone()))).unwrap();
    }
    assert!(memory.claim(&key("k"), &ONE).is_err());
    assert!(keys.iter().all(|key| matches!(memory.find(key, Some(&ONE)), Ok(Some(Past::Kept(_))))));
    advance(KEPT_FOR).await;
    assert!(memory.claim(&key("k"), &ONE).unwrap().is_none());
}

#[test]
fn a_file_outlives_its_process_and_tells_what_was_lost() {
    let folder = Folder::new("outlives");
    {
        let records = folder.open(1).unwrap();
        for name in ["kept", "begun"] {
            assert!(records.claim(&key(name), &ONE).unwrap().is_none());
        }
        records.end(&key("kept"), Some(&answer("answer"))).unwrap();
    }
    let records = folder.open(1).unwrap();
    assert!(is_kept(records.claim(&key("kept"), &ONE).unwrap()));
    assert!(matches!(records.claim(&key("begun"), &ONE).unwrap(), Some(Past::Lost)));
    assert!(matches!(records.claim(&key("begun"), &OTHER).unwrap(), Some(Past::Other)));
}

#[test]
fn a_file_is_for_one_secret_and_one_process() {
    let folder = Folder::new("one");
    let records = folder.open(1).unwrap();
    assert!(matches!(folder.open(1), Err(OpenError::Sqlite(_))));
    drop(records);
    assert!(matches!(folder.open(2), Err(OpenError::OtherSecret)));
    assert!(folder.open(1).is_ok());
}
