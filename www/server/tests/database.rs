//! What may be wrong with the database: what the proxy does not start with, and what it says while there is none.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use std::fs;
use std::net::TcpListener;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use common::postgres::Cluster;
use common::raw::{Act, RawVendor};
use common::{CREDENTIALS, Folder, SECRET, Server, client, cluster, command, jpeg, problem};
use rcgen::{CertifiedKey, generate_simple_self_signed};
use serde_json::json;
use tokio::time::sleep;

const NIK: &str = "3174015508900001";
const ANSWER: &str =
    "HTTP/1.1 200 OK\r\nconnection: close\r\nrequest-id: r-1\r\ncontent-length: 16\r\n\r\n3174015508900001";

fn serve(database: &str, vendor: &RawVendor, more: &[&str]) -> Server {
    let mut environment = CREDENTIALS.to_vec();
    environment.extend([("VERIHUBS_BASE_URL", &*vendor.base), ("GLAIR_BASE_URL", &*vendor.base)]);
    environment.extend([("DATABASE_URL", database), ("STORE_SECRET", SECRET)]);
    Server::start(&[&["--open"], more].concat(), &environment)
}

fn send(server: &Server, key: &str) -> reqwest::RequestBuilder {
    server.send_form("/api/ocr/glair/stnk", &jpeg(key)).header("idempotency-key", key)
}

/// What it says, and does not start, for what may pass (1) or not (2).
fn refused(code: i32, environment: &[(&str, &str)]) -> String {
    let mut started = command(&["--sandbox"], environment);
    let output = started.stdout(Stdio::piped()).stderr(Stdio::piped()).output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(code), "{said}");
    said
}

#[test]
fn it_does_not_start_with_a_database_that_it_can_not_use() {
    let database = cluster().database();
    let secret = ("STORE_SECRET", SECRET);
    assert!(refused(2, &[("DATABASE_URL", &database)]).contains("STORE_SECRET"));
    let file = Folder::new("both");
    let both = [("DATABASE_URL", &*database), secret, ("STORE", &*file.path("calls.sqlite"))];
    assert!(refused(2, &both).contains("--store and DATABASE_URL"));
    for (code, url, why) in [
        (2, "mysql://u:hidden@db.example/calls", "postgres://"),
        (1, "postgres://u:hidden@127.0.0.1:1/calls", "refused"),
        (2, "postgres://u:hidden@localhost/calls?sslmode=prefer", "sslmode"),
    ] {
        let said = refused(code, &[("DATABASE_URL", url), secret]);
        assert!(said.contains("DATABASE_URL") && said.contains(why) && !said.contains("hidden"), "{said}");
    }
    drop(Server::start(&["--sandbox"], &[("DATABASE_URL", &database), secret]));
    let other = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDI=";
    let said = refused(1, &[("DATABASE_URL", &database), ("STORE_SECRET", other)]);
    assert!(said.contains("another secret") && !said.contains(other), "{said}");
    // A file may hold the address, and its password.
    let named = file.path("database-url");
    fs::write(&named, format!("{database}\n")).unwrap();
    drop(Server::start(&["--sandbox"], &[("DATABASE_URL_FILE", &named), secret]));
}

/// Who may only use the tables, and not make any.
#[tokio::test]
async fn a_role_that_may_use_the_tables_is_enough_once_they_are_there() {
    let (database, vendor) = (cluster().database(), RawVendor::start(Act::Say(ANSWER)).await);
    let limited = database.replace("postgres://postgres@", "postgres://proxy@");
    cluster().execute(&database, "CREATE ROLE proxy LOGIN");
    let said = refused(1, &[("DATABASE_URL", &limited), ("STORE_SECRET", SECRET)]);
    assert!(said.contains("permission denied"), "{said}");
    drop(serve(&database, &vendor, &[]));
    cluster().execute(
        &database,
        "GRANT USAGE ON SCHEMA periksa_proxy TO proxy;
         GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA periksa_proxy TO proxy",
    );
    let server = serve(&limited, &vendor, &[]);
    for _ in 0..2 {
        assert_eq!(send(&server, "k").send().await.unwrap().status(), 200);
    }
    assert_eq!(vendor.requests(), 1);
}

#[tokio::test]
async fn while_the_database_is_gone_nothing_is_sent_and_afterwards_all_is_well() {
    let (mut own, vendor) = (Cluster::start(), RawVendor::start(Act::Say(ANSWER)).await);
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let metrics = listener.local_addr().unwrap().to_string();
    drop(listener);
    let server = serve(&own.database(), &vendor, &["--metrics", &metrics]);
    let ready =
        async || client().get(format!("http://{metrics}/health/ready")).send().await.unwrap().status();
    assert_eq!(ready().await, 200);
    assert_eq!(send(&server, "before").send().await.unwrap().status(), 200);
    own.stop();
    for key in ["before", "after"] {
        let answer = send(&server, key).send().await.unwrap();
        assert!(answer.headers().contains_key("retry-after"));
        let (status, problem) = (answer.status().as_u16(), answer.json::<serde_json::Value>().await.unwrap());
        assert_eq!((status, &problem["billed"]), (503, &json!("no")), "{key}");
    }
    assert_eq!((ready().await.as_u16(), vendor.requests()), (503, 1));
    own.resume();
    assert_eq!(send(&server, "after").send().await.unwrap().status(), 200);
    let again = send(&server, "before").send().await.unwrap();
    assert_eq!(again.headers()["idempotent-replay"], "true");
    assert_eq!((ready().await.as_u16(), vendor.requests()), (200, 2));
}

/// The answer of a call that the database was gone for.
#[tokio::test]
async fn an_answer_that_comes_while_the_database_starts_anew_is_kept() {
    let (mut own, vendor) =
        (Cluster::start(), RawVendor::start(Act::Late(Duration::from_millis(1500))).await);
    let server = serve(&own.database(), &vendor, &[]);
    let call = tokio::spawn(send(&server, "k").send());
    vendor.reached().await;
    own.stop();
    sleep(Duration::from_millis(1500)).await;
    own.resume();
    assert_eq!(call.await.unwrap().unwrap().text().await.unwrap(), "late");
    // A repeat is told to come again, until it is there.
    let again = loop {
        let again = send(&server, "k").send().await.unwrap();
        match again.status().as_u16() {
            503 => sleep(Duration::from_millis(100)).await,
            status => break (status, again.text().await.unwrap()),
        }
    };
    assert_eq!((again.0, &*again.1, vendor.requests()), (200, "late", 1));
}

#[tokio::test]
async fn a_database_that_is_slow_is_not_waited_for() {
    let (database, vendor) = (cluster().database(), RawVendor::start(Act::Say(ANSWER)).await);
    let server = serve(&database, &vendor, &[]);
    let lock = "BEGIN; LOCK TABLE periksa_proxy.call; SELECT 1; SELECT pg_sleep(4); COMMIT";
    let mut locking = cluster().psql(&database).args(["-c", lock]).spawn().unwrap();
    let waits = "SELECT count(*) FROM pg_locks JOIN pg_class ON relation = pg_class.oid
                 WHERE relname = 'call' AND mode = 'AccessExclusiveLock' AND granted";
    while cluster().execute(&database, waits) == "0" {
        sleep(Duration::from_millis(50)).await;
    }
    let (status, problem) = problem(send(&server, "k")).await;
    assert_eq!((status, &problem["billed"], vendor.requests()), (503, &json!("no"), 0));
    assert!(locking.try_wait().unwrap().is_none(), "it has not waited to the end");
    assert!(locking.wait().unwrap().success());
    assert_eq!(send(&server, "k").send().await.unwrap().status(), 200);
    assert_eq!(vendor.requests(), 1);
}

/// A limit of a file's size is what a full disk is to it.
#[tokio::test]
async fn where_the_database_is_full_nothing_is_sent() {
    let vendor = RawVendor::start(Act::Say(ANSWER)).await;
    let own = Cluster::limited(6144);
    let database = own.database();
    let server = serve(&database, &vendor, &[]);
    assert_eq!(send(&server, "before").send().await.unwrap().status(), 200);
    let mut rows = 0;
    for at_once in [1000, 10, 1] {
        let sql = format!(
            "INSERT INTO periksa_proxy.call (name, fingerprint, instance, claim, running_until, forgotten_at)
             SELECT sha256(gen_random_uuid()::text::bytea), sha256(''), '\\x00112233445566778899aabbccddeeff', '',
                 now(), now() + interval '1 day' FROM generate_series(1, {at_once})"
        );
        while own.psql(&database).args(["-c", &sql]).output().unwrap().status.success() {
            rows += at_once;
            assert!(rows < 100_000, "it is never full");
        }
    }
    let (status, problem) = problem(send(&server, "after")).await;
    assert_eq!((status, &problem["billed"]), (503, &json!("no")));
    let kept = send(&server, "before").send().await.unwrap();
    assert_eq!(kept.headers()["idempotent-replay"], "true");
    assert_eq!(vendor.requests(), 1);
    own.execute(
        &database,
        "DELETE FROM periksa_proxy.call WHERE instance = '\\x00112233445566778899aabbccddeeff'",
    );
    own.execute(&database, "VACUUM periksa_proxy.call");
    assert_eq!(send(&server, "after").send().await.unwrap().status(), 200);
}

/// Neither its tables, nor its log, nor what else it writes.
#[tokio::test]
async fn the_database_tells_nothing() {
    let (own, vendor) = (Cluster::start(), RawVendor::start(Act::Say(ANSWER)).await);
    let server = serve(&own.database(), &vendor, &[]);
    let key = "the-key-of-a-call";
    assert_eq!(send(&server, key).send().await.unwrap().text().await.unwrap(), NIK);
    own.execute("postgres", "CHECKPOINT");
    let (picture, mut files) = (jpeg(key), 0);
    each_file(own.folder(), &mut |bytes| {
        files += 1;
        for mark in [NIK.as_bytes(), key.as_bytes(), SECRET.as_bytes(), &picture[30..60]] {
            assert!(!bytes.windows(mark.len()).any(|window| window == mark), "{mark:?}");
        }
    });
    assert!(files > 100, "{files}");
}

fn each_file(folder: &Path, look: &mut impl FnMut(&[u8])) {
    for entry in fs::read_dir(folder).unwrap().flatten() {
        match entry.file_type().unwrap() {
            kind if kind.is_dir() => each_file(&entry.path(), look),
            kind if kind.is_file() => {
                // One may be gone by now.
                let _ = fs::read(entry.path()).map(|bytes| look(&bytes));
            }
            _ => {}
        }
    }
}

#[tokio::test]
async fn over_a_network_certificate_and_name_are_verified() {
    let vendor = RawVendor::start(Act::Say(ANSWER)).await;
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    let CertifiedKey { cert, signing_key } = generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let other = generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let folder = Folder::new("roots");
    let (roots, other_roots) = (folder.path("roots.pem"), folder.path("others.pem"));
    fs::write(&roots, cert.pem()).unwrap();
    fs::write(&other_roots, other.cert.pem()).unwrap();
    let files = [
        ("server.crt", &*cert.pem()),
        ("server.key", &*signing_key.serialize_pem()),
        ("pg_hba.conf", "local all all trust\nhostssl all all all trust\n"),
    ];
    let own = Cluster::with(&format!("-c ssl=on -c listen_addresses=localhost -c port={port}"), &files);
    let name = own.database().rsplit('/').next().unwrap().to_owned();
    let url = |host: &str, query: &str| format!("postgres://postgres@{host}:{port}/{name}?{query}");
    for mode in ["require", "verify-full"] {
        let trusted = url("localhost", &format!("sslmode={mode}&sslrootcert={roots}"));
        let server = serve(&trusted, &vendor, &[]);
        assert_eq!(send(&server, "k").send().await.unwrap().status(), 200);
        for (url, why) in [
            (url("localhost", &format!("sslmode={mode}&sslrootcert={other_roots}")), "certificate"),
            (url("localhost", &format!("sslmode={mode}")), "certificate"),
            (url("127.0.0.1", &format!("sslmode={mode}&sslrootcert={roots}")), "certificate"),
            (url("localhost", "sslmode=disable"), "no encryption"),
        ] {
            let said = refused(1, &[("DATABASE_URL", &url), ("STORE_SECRET", SECRET)]);
            assert!(said.contains(why), "{url}: {said}");
        }
    }
    let encrypted = "SELECT bool_and(ssl) FROM pg_stat_ssl JOIN pg_stat_activity USING (pid)
                     WHERE application_name = 'periksa-proxy'";
    let server = serve(&url("localhost", &format!("sslrootcert={roots}&sslmode=verify-full")), &vendor, &[]);
    assert_eq!(own.execute(&name, encrypted), "t");
    drop(server);
    assert_eq!(vendor.requests(), 1);
}
