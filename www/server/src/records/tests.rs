//! What every store of records keeps to.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use std::env;
use std::fs;
use std::path::PathBuf;
use std::thread;

use axum::http::{HeaderMap, HeaderValue, StatusCode};
use bytes::Bytes;
use tokio::runtime::Runtime;
use tokio::time::advance;

use super::memory::{Memory, TYPICAL_ANSWER};
use super::postgres::{Database, JUDGES_AFTER, Postgres};
use super::seal::Seal;
use super::sqlite::{OpenError, Sqlite};
use tokio_util::task::TaskTracker;

use super::*;
use crate::budget::AnswerMemory;
use crate::key::IDEMPOTENCY_KEY;
use crate::ticket::Quota;

#[path = "../../tests/common/postgres.rs"]
mod cluster;

use cluster::Cluster;

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

    fn file(&self) -> PathBuf {
        self.0.join("calls.sqlite")
    }

    fn open(&self, secret: u8) -> Result<Sqlite, OpenError> {
        Sqlite::open(&self.file(), Seal::new(&[secret; 32]).unwrap(), AnswerMemory::new(1))
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
    assert!(records.claim(&k, &ONE, None).unwrap().is_none());
    records.end(&k, None).unwrap();
    assert!(records.find(&k, Some(&ONE)).unwrap().is_none());
    // Claimed once, for one call.
    assert!(records.claim(&k, &OTHER, None).unwrap().is_none());
    assert!(matches!(records.claim(&k, &OTHER, None).unwrap(), Some(Past::Lost)));
    assert!(matches!(records.claim(&k, &ONE, None).unwrap(), Some(Past::Other)));
    records.end(&k, Some(&answer("answer"))).unwrap();
    assert!(is_kept(records.find(&k, Some(&OTHER)).unwrap()));
    assert!(is_kept(records.claim(&k, &OTHER, None).unwrap()));
    assert!(matches!(records.find(&k, Some(&ONE)).unwrap(), Some(Past::Other)));
    // Its ticket is used up by what was made, not by what was given back, nor by repeats.
    let two = Quota { ticket: "s t".to_owned(), calls: 2 };
    let claim = |name: &str| records.claim(&key(name), &ONE, Some(&two)).unwrap();
    for _ in 0..3 {
        assert!(claim("given-back").is_none());
        records.end(&key("given-back"), None).unwrap();
    }
    assert!(claim("first").is_none() && claim("second").is_none());
    records.end(&key("first"), Some(&answer("answer"))).unwrap();
    assert!(is_kept(claim("first")) && matches!(claim("second"), Some(Past::Lost)));
    assert!(matches!(claim("third"), Some(Past::Spent)) && records.is_spent(&two).unwrap());
    let other = Quota { ticket: "s u".to_owned(), calls: 1 };
    assert!(records.claim(&key("third"), &ONE, Some(&other)).unwrap().is_none());
    records.end(&key("second"), None).unwrap();
    assert!(!records.is_spent(&two).unwrap());
    assert!(claim("fourth").is_none() && matches!(claim("fifth"), Some(Past::Spent)));
    // Whoever has nothing but the key gets the answer too.
    assert!(is_kept(records.find(&k, None).unwrap()));
    // Another key knows nothing of it.
    assert!(records.find(&l, None).unwrap().is_none());
    assert!(records.find(&l, Some(&OTHER)).unwrap().is_none());
    assert!(records.claim(&l, &OTHER, None).unwrap().is_none());
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

/// Those that come together are written together, and each is told of its own.
#[test]
fn of_many_claims_at_once_a_key_has_one_and_a_ticket_no_more_than_its_calls() {
    let folder = Folder::new("at-once");
    let records = folder.open(1).unwrap();
    let ten = Quota { ticket: "s t".to_owned(), calls: 10 };
    let claims: Vec<_> = thread::scope(|scope| {
        let claim =
            |number: usize| records.claim(&key(&(number % 30).to_string()), &ONE, Some(&ten)).unwrap();
        let threads: Vec<_> = (0..60).map(|number| scope.spawn(move || claim(number))).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert_eq!(claims.iter().filter(|past| past.is_none()).count(), 10);
    assert!(claims.iter().all(|past| matches!(past, None | Some(Past::Lost | Past::Spent))));
    assert!(records.is_spent(&ten).unwrap());
    drop(records);
    let records = folder.open(1).unwrap();
    let kept = |number: &usize| records.find(&key(&number.to_string()), Some(&ONE)).unwrap().is_some();
    assert_eq!((0..30).filter(kept).count(), 10);
}

#[test]
fn postgres_keeps_the_rules() {
    let (cluster, runtime) = (Cluster::start(), Runtime::new().unwrap());
    keeps_the_rules(&runtime.block_on(shared(&cluster.database(), 1)).unwrap());
}

async fn shared(database: &str, secret: u8) -> Result<Postgres, String> {
    let (database, seal) = (Database::from_url(database).unwrap(), Seal::new(&[secret; 32]).unwrap());
    Postgres::open(database, seal, AnswerMemory::new(1), Duration::from_secs(60), TaskTracker::new()).await
}

#[test]
fn a_database_is_shared_by_instances_with_its_secret_and_by_no_others() {
    let (cluster, runtime) = (Cluster::start(), Runtime::new().unwrap());
    let database = cluster.database();
    // Several make its tables at once.
    let (a, b, c) = runtime
        .block_on(async { tokio::join!(shared(&database, 1), shared(&database, 1), shared(&database, 1)) });
    let (a, b, _) = (a.unwrap(), b.unwrap(), c.unwrap());
    let refused = |secret| runtime.block_on(shared(&database, secret)).err().unwrap();
    assert!(refused(2).contains("another secret"));
    let k = key("k");
    assert!(a.claim(&k, &ONE, None).unwrap().is_none());
    // Whoever claimed it knows best that it is not being made any more; the other believes in it.
    assert!(matches!(a.find(&k, None).unwrap(), Some(Past::Lost)));
    assert!(matches!(b.find(&k, None).unwrap(), Some(Past::Elsewhere)));
    assert!(matches!(b.claim(&k, &ONE, None).unwrap(), Some(Past::Elsewhere)));
    assert!(matches!(b.claim(&k, &OTHER, None).unwrap(), Some(Past::Other)));
    // It is not for the other to give back, or to answer.
    b.end(&k, None).unwrap();
    assert!(b.end(&k, Some(&answer("another"))).is_err());
    assert!(matches!(b.find(&k, None).unwrap(), Some(Past::Elsewhere)));
    a.end(&k, Some(&answer("answer"))).unwrap();
    assert!(is_kept(b.claim(&k, &ONE, None).unwrap()));
    // One whose time is over, and one that is not alive any more, as far as this one can know.
    for (name, sql) in [
        ("late", "UPDATE periksa_proxy.call SET running_until = now()"),
        ("dead", "UPDATE periksa_proxy.instance SET alive_until = now()"),
    ] {
        assert!(a.claim(&key(name), &ONE, None).unwrap().is_none());
        cluster.execute(&database, sql);
        if name == "dead" {
            assert!(matches!(b.find(&key(name), None).unwrap(), Some(Past::Elsewhere)));
            thread::sleep(JUDGES_AFTER);
            cluster.execute(&database, sql);
        }
        assert!(matches!(b.find(&key(name), None).unwrap(), Some(Past::Lost)), "{name}");
        a.ready().unwrap();
    }
    // Nobody reads what is kept without the secret.
    let kept = cluster.execute(&database, "SELECT encode(answer, 'escape') FROM periksa_proxy.call");
    assert!(!kept.is_empty() && !kept.contains("answer") && !kept.contains("request-id"), "{kept}");
    cluster.execute(&database, "UPDATE periksa_proxy.store SET version = 2");
    assert!(refused(1).contains("version 2"));
}

/// What is said of a claim may come when the same instance has the key by another one.
#[test]
fn an_end_is_of_its_claim_and_of_no_other() {
    let (cluster, runtime) = (Cluster::start(), Runtime::new().unwrap());
    let database = cluster.database();
    let records = runtime.block_on(shared(&database, 1)).unwrap();
    let rows =
        || cluster.execute(&database, "SELECT name IS NOT NULL, answer IS NULL FROM periksa_proxy.call");
    assert!(records.claim(&key("k"), &ONE, None).unwrap().is_none());
    cluster.execute(&database, "UPDATE periksa_proxy.call SET claim = sha256(claim)");
    assert!(records.end(&key("k"), Some(&answer("answer"))).is_err());
    records.end(&key("k"), None).unwrap();
    assert_eq!(rows(), "t|t");
}

#[test]
fn what_is_over_is_free_and_goes_from_the_database() {
    let (cluster, runtime) = (Cluster::start(), Runtime::new().unwrap());
    let database = cluster.database();
    let records = runtime.block_on(shared(&database, 1)).unwrap();
    let quota = Quota { ticket: "s t".to_owned(), calls: 1000 };
    // More than goes in one piece.
    for number in 0..300 {
        let key = key(&number.to_string());
        assert!(records.claim(&key, &ONE, Some(&quota)).unwrap().is_none());
        records.end(&key, Some(&answer("answer"))).unwrap();
    }
    let count =
        |what: &str| cluster.execute(&database, &format!("SELECT count({what}) FROM periksa_proxy.call"));
    cluster.execute(&database, "UPDATE periksa_proxy.call SET answer_until = now()");
    assert!(matches!(records.find(&key("0"), Some(&ONE)).unwrap(), Some(Past::Lost)));
    while records.tidy().unwrap() {}
    assert_eq!((count("answer"), count("name")), ("0".to_owned(), "300".to_owned()));
    cluster.execute(&database, "UPDATE periksa_proxy.call SET forgotten_at = now()");
    assert!(records.find(&key("0"), Some(&ONE)).unwrap().is_none());
    assert!(records.claim(&key("0"), &OTHER, None).unwrap().is_none());
    while records.tidy().unwrap() {}
    assert_eq!(count("name"), "1");
}

/// Two instances, and threads that all want the same.
#[test]
fn however_many_instances_ask_at_once_a_key_is_claimed_once_and_a_ticket_is_not_overspent() {
    let (cluster, runtime) = (Cluster::start(), Runtime::new().unwrap());
    let database = cluster.database();
    let instances = [1, 1].map(|secret| runtime.block_on(shared(&database, secret)).unwrap());
    let quota = Quota { ticket: "s t".to_owned(), calls: 3 };
    for round in 0..20 {
        let claimed = thread::scope(|scope| {
            let claims = (0..16).map(|number| {
                let records = &instances[number % 2];
                let name = format!("{round}");
                scope.spawn(move || records.claim(&key(&name), &ONE, None).unwrap().is_none())
            });
            let claims: Vec<_> = claims.collect();
            claims.into_iter().map(|claim| u32::from(claim.join().unwrap())).sum::<u32>()
        });
        assert_eq!(claimed, 1);
    }
    let claimed = thread::scope(|scope| {
        let claims = (0..40).map(|number| {
            let (records, quota) = (&instances[number % 2], &quota);
            scope.spawn(move || {
                records.claim(&key(&format!("t{number}")), &ONE, Some(quota)).unwrap().is_none()
            })
        });
        let claims: Vec<_> = claims.collect();
        claims.into_iter().map(|claim| u32::from(claim.join().unwrap())).sum::<u32>()
    });
    assert_eq!(claimed, 3);
    assert!(instances[0].is_spent(&quota).unwrap() && instances[1].is_spent(&quota).unwrap());
}

/// The sequence in which another picture once got the first one's answer.
#[tokio::test(start_paused = true)]
async fn after_a_429_and_a_late_success_a_key_is_still_that_of_its_picture() {
    let memory = Memory::new(1 << 20);
    let make = |body: Option<&Answer>| {
        assert!(memory.claim(&key("k"), &ONE, None).unwrap().is_none());
        memory.end(&key("k"), body).unwrap();
    };
    make(None);
    advance(KEPT_FOR).await;
    make(Some(&answer("answer")));
    // Longer after the first use of the key than an answer is kept.
    advance(KEPT_FOR - Duration::from_secs(1)).await;
    assert!(matches!(memory.claim(&key("k"), &OTHER, None).unwrap(), Some(Past::Other)));
    assert!(is_kept(memory.claim(&key("k"), &ONE, None).unwrap()));
    advance(Duration::from_secs(1)).await;
    assert!(memory.claim(&key("k"), &OTHER, None).unwrap().is_none());
}

#[tokio::test(start_paused = true)]
async fn memory_gives_up_no_answer_and_claims_nothing_where_it_is_full() {
    let memory = Memory::new(100 * TYPICAL_ANSWER);
    let body = Bytes::from(vec![0; TYPICAL_ANSWER - 2_000]);
    let keys: Vec<_> = (0..100).map(|number| key(&number.to_string())).collect();
    for key in &keys {
        assert!(memory.claim(key, &ONE, None).unwrap().is_none());
        memory.end(key, Some(&answer(body.clone()))).unwrap();
    }
    assert!(memory.claim(&key("k"), &ONE, None).is_err());
    assert!(keys.iter().all(|key| matches!(memory.find(key, Some(&ONE)), Ok(Some(Past::Kept(_))))));
    advance(KEPT_FOR).await;
    assert!(memory.claim(&key("k"), &ONE, None).unwrap().is_none());
}

#[test]
fn a_file_outlives_its_process_and_tells_what_was_lost() {
    let folder = Folder::new("outlives");
    {
        let records = folder.open(1).unwrap();
        for name in ["kept", "begun"] {
            assert!(records.claim(&key(name), &ONE, None).unwrap().is_none());
        }
        records.end(&key("kept"), Some(&answer("answer"))).unwrap();
    }
    let records = folder.open(1).unwrap();
    assert!(is_kept(records.claim(&key("kept"), &ONE, None).unwrap()));
    assert!(matches!(records.claim(&key("begun"), &ONE, None).unwrap(), Some(Past::Lost)));
    assert!(matches!(records.claim(&key("begun"), &OTHER, None).unwrap(), Some(Past::Other)));
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

#[test]
fn what_is_over_is_gone_when_a_file_is_opened_and_leaves_no_log() {
    let folder = Folder::new("over");
    let records = folder.open(1).unwrap();
    // More than goes in one piece.
    for number in 0..200 {
        let key = key(&number.to_string());
        assert!(records.claim(&key, &ONE, None).unwrap().is_none());
        records.end(&key, Some(&answer("answer"))).unwrap();
    }
    drop(records);
    let rows = |sql: &str| -> i64 {
        let connection = rusqlite::Connection::open(folder.file()).unwrap();
        connection.query_row(sql, [], |row| row.get(0)).unwrap()
    };
    let age = |sql: &str| {
        rusqlite::Connection::open(folder.file()).unwrap().execute_batch(sql).unwrap();
    };
    age("UPDATE call SET answer_until = 1");
    let records = folder.open(1).unwrap();
    assert!(matches!(records.find(&key("0"), Some(&ONE)).unwrap(), Some(Past::Lost)));
    let log = fs::metadata(folder.0.join("calls.sqlite-wal")).unwrap();
    assert_eq!(log.len(), 0);
    drop(records);
    assert_eq!(rows("SELECT count(*) FROM call WHERE answer IS NULL"), 200);
    age("UPDATE call SET forgotten_at = 1");
    let records = folder.open(1).unwrap();
    assert!(records.claim(&key("0"), &OTHER, None).unwrap().is_none());
    drop(records);
    assert_eq!(rows("SELECT count(*) FROM call"), 1);
}

/// What is over may still be there: it goes a piece at a time.
#[test]
fn a_key_that_is_forgotten_but_not_removed_is_free() {
    let folder = Folder::new("forgotten");
    let records = folder.open(1).unwrap();
    assert!(records.claim(&key("k"), &ONE, None).unwrap().is_none());
    records.execute("UPDATE call SET forgotten_at = 1");
    assert!(records.claim(&key("k"), &OTHER, None).unwrap().is_none());
}

#[test]
fn answers_that_are_given_again_have_their_bound_of_memory() {
    let folder = Folder::new("bound");
    let records = folder.open(1).unwrap();
    for (name, length) in [("a", 600_000), ("b", 600_000), ("large", 3_000_000)] {
        assert!(records.claim(&key(name), &ONE, None).unwrap().is_none());
        records.end(&key(name), Some(&answer(vec![0; length]))).unwrap();
    }
    let find = |name: &str| records.find(&key(name), Some(&ONE));
    let first = find("a").unwrap();
    assert!(find("b").is_err() && records.claim(&key("b"), &ONE, None).is_err());
    assert!(matches!(records.find(&key("b"), Some(&OTHER)).unwrap(), Some(Past::Other)));
    drop(first);
    assert!(matches!(find("b").unwrap(), Some(Past::Kept(_))));
    // One that is more than all of it can be given, alone.
    let large = find("large").unwrap();
    assert!(matches!(&large, Some(Past::Kept(answer)) if answer.body.len() == 3_000_000));
    assert!(find("a").is_err());
}
