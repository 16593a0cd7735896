//! A proxy that is told to make calls without its store: once for each key all the same, as far as this process knows.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use std::io::Read;
use std::net::TcpListener;
use std::process::Stdio;
use std::time::Duration;

use common::postgres::Cluster;
use common::tickets::{self, KTP, ticket, with};
use common::{CREDENTIALS, SECRET, Server, Vendor, client, command, jpeg, problem};
use serde_json::json;
use tokio::time::sleep;

/// A ticket of another name and session, for so many calls.
fn ticket_of(name: &str, calls: u32) -> String {
    let mut claims = with("jti", json!(name));
    (claims["sid"], claims["calls"]) = (json!(name), json!(calls));
    ticket(&claims)
}

fn free_address() -> String {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string()
}

async fn ask(operations: &str, path: &str) -> (u16, String) {
    let answer = client().get(format!("http://{operations}{path}")).send().await.unwrap();
    (answer.status().as_u16(), answer.text().await.unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn while_the_database_is_away_calls_are_made_once_for_each_key() {
    let (mut own, vendor) = (Cluster::start(), Vendor::agreeable().await);
    let (database, operations, key) = (own.database(), free_address(), tickets::key());
    let mut environment = CREDENTIALS.to_vec();
    environment.extend([("VERIHUBS_BASE_URL", &*vendor.base), ("GLAIR_BASE_URL", &*vendor.base)]);
    environment.extend([("DATABASE_URL", &*database), ("STORE_SECRET", SECRET), ("TICKET_KEY", &*key)]);
    let mut started = command(&["--fail-open", "--metrics", &operations], &environment);
    started.stderr(Stdio::piped());
    let (server, mut log) = Server::start_with_log(started);
    let (two, one) = (ticket_of("two", 2), ticket_of("one", 1));
    let status = async |ticket: &str, key: &str| {
        tickets::send(&server, ticket, key).send().await.unwrap().status().as_u16()
    };
    assert_eq!(status(&ticket_of("before", 1), "before").await, 200);
    let unrecorded = async |calls: u32| {
        let line = format!("periksa_proxy_calls_unrecorded_total {calls}\n");
        let (_, metrics) = ask(&operations, "/metrics").await;
        assert!(metrics.contains(&line), "{metrics}");
    };
    unrecorded(0).await;

    own.stop();
    let equal = (0..20).map(|_| tokio::spawn(tickets::send(&server, &two, "equal-mark").send()));
    for call in equal.collect::<Vec<_>>() {
        assert_eq!(call.await.unwrap().unwrap().status(), 200);
    }
    assert_eq!(vendor.calls(), 2);
    let again = tickets::send(&server, &two, "equal-mark").send().await.unwrap();
    assert_eq!(again.headers()["idempotent-replay"], "true");
    let resumed = client().get(server.url(KTP)).bearer_auth(&two).header("idempotency-key", "equal-mark");
    assert_eq!(resumed.send().await.unwrap().status(), 200);
    let other =
        server.send_form(KTP, &jpeg("other")).bearer_auth(&two).header("idempotency-key", "equal-mark");
    assert_eq!(problem(other).await.0, 422);
    // Of what the database knew nobody can say that there was no such call.
    let before = client().get(server.url(KTP)).bearer_auth(ticket_of("before", 1));
    assert_eq!(problem(before.header("idempotency-key", "before")).await.0, 503);
    // A ticket's calls are counted here too.
    assert_eq!(status(&two, "second-mark").await, 200);
    assert_eq!(problem(tickets::send(&server, &two, "third")).await.0, 401);
    assert_eq!(vendor.calls(), 3);
    let (ready, said) = ask(&operations, "/health/ready").await;
    assert_eq!((ready, &*said), (200, "calls are made without their store\n"));
    unrecorded(2).await;

    own.resume();
    while ask(&operations, "/health/ready").await.1 != "ok\n" {
        sleep(Duration::from_millis(100)).await;
    }
    for known in ["equal-mark", "second-mark"] {
        let again = tickets::send(&server, &two, known).send().await.unwrap();
        assert_eq!(again.headers()["idempotent-replay"], "true", "{known}");
    }
    assert_eq!(vendor.calls(), 3);
    let recorded = "SELECT count(*) FROM periksa_proxy.call";
    assert_eq!(own.execute(&database, recorded), "1");
    // Not said at the first sign of it.
    sleep(Duration::from_secs(2)).await;
    assert_eq!(status(&one, "new").await, 200);
    assert_eq!((own.execute(&database, recorded), vendor.calls()), ("2".to_owned(), 4));
    unrecorded(2).await;

    drop(server);
    let mut said = String::new();
    log.read_to_string(&mut said).unwrap();
    for line in ["may be paid again (--fail-open)", "calls are claimed in their store again"] {
        assert!(said.contains(line), "{said}");
    }
    for secret in ["equal-mark", "second-mark", &two, &key, SECRET] {
        assert!(!said.contains(secret), "{secret} in {said}");
    }
}

/// A standby that has to confirm what is committed, and isn't there.
#[tokio::test(flavor = "multi_thread")]
async fn a_claim_that_is_committed_too_late_leaves_no_trace() {
    let (own, vendor) = (Cluster::start(), Vendor::agreeable().await);
    let (database, key) = (own.database(), tickets::key());
    let store = [("DATABASE_URL", &*database), ("STORE_SECRET", SECRET)];
    let server = tickets::serve(&vendor, &key, &["--fail-open"], &store);
    let follow = async |standby: &str| {
        own.execute("postgres", &format!("ALTER SYSTEM SET synchronous_standby_names = '{standby}'"));
        own.execute("postgres", "SELECT pg_reload_conf()");
        while own.execute("postgres", "SHOW synchronous_standby_names") != standby {
            sleep(Duration::from_millis(50)).await;
        }
    };
    follow("nobody").await;
    let late = ticket_of("late", 1);
    assert_eq!(tickets::send(&server, &late, "late").send().await.unwrap().status(), 200);
    follow("").await;
    let traces = "SELECT (SELECT count(*) FROM periksa_proxy.call) + (SELECT coalesce(sum(used), 0) FROM periksa_proxy.ticket)";
    for _ in 0..100 {
        if own.execute(&database, traces) == "0" {
            break;
        }
        sleep(Duration::from_millis(100)).await;
    }
    assert_eq!(own.execute(&database, traces), "0");
    let again = tickets::send(&server, &late, "late").send().await.unwrap();
    assert_eq!(again.headers()["idempotent-replay"], "true");
    assert_eq!(vendor.calls(), 1);
}
