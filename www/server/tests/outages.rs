//! A database that is away for long, hangs, or refuses: what is paid is kept, what was not sent is free, and others are not taken
//! for dead.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use std::io::Read;
use std::net::TcpListener;
use std::process::{Command, Stdio};
use std::time::Duration;

use axum::body::Body;
use axum::http::Response;
use common::postgres::Cluster;
use common::raw::{Act, RawVendor};
use common::tickets::{self, ticket, with};
use common::{CREDENTIALS, SECRET, Server, Vendor, client, cluster, command, jpeg, problem};
use serde_json::{Value, json};
use tokio::time::sleep;

const PATH: &str = "/api/ocr/glair/stnk";

fn environment<'a>(database: &'a str, vendor: &'a str) -> Vec<(&'a str, &'a str)> {
    let mut environment = CREDENTIALS.to_vec();
    environment.extend([("VERIHUBS_BASE_URL", vendor), ("GLAIR_BASE_URL", vendor)]);
    environment.extend([("DATABASE_URL", database), ("STORE_SECRET", SECRET)]);
    environment
}

fn serve(database: &str, vendor: &str, more: &[&str]) -> Server {
    Server::start(&[&["--open"], more].concat(), &environment(database, vendor))
}

fn send(server: &Server, key: &str) -> reqwest::RequestBuilder {
    server.send_form(PATH, &jpeg(key)).header("idempotency-key", key)
}

/// A standby that has to confirm what is committed, and isn't there.
#[tokio::test(flavor = "multi_thread")]
async fn a_claim_that_is_committed_too_late_is_taken_back() {
    let (own, vendor) = (Cluster::start(), Vendor::agreeable().await);
    let database = own.database();
    let store = [("DATABASE_URL", &*database), ("STORE_SECRET", SECRET)];
    let server = tickets::serve(&vendor, &tickets::key(), &["--rate", "0"], &store);
    let once = |name: &str| {
        let mut claims = with("jti", json!(name));
        claims["calls"] = json!(1);
        ticket(&claims)
    };
    assert_eq!(tickets::send(&server, &once("first"), "first").send().await.unwrap().status(), 200);
    let follow = |standby: &str| {
        own.execute("postgres", &format!("ALTER SYSTEM SET synchronous_standby_names = '{standby}'"));
        own.execute("postgres", "SELECT pg_reload_conf()");
    };
    follow("nobody");
    while own.execute("postgres", "SHOW synchronous_standby_names") != "nobody" {
        sleep(Duration::from_millis(50)).await;
    }
    let connections = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'periksa-proxy'";
    for round in 0..3 {
        let calls = (0..10).map(|number| {
            let name = format!("{round}-{number}");
            tokio::spawn(problem(tickets::send(&server, &once(&name), &name)))
        });
        for call in calls.collect::<Vec<_>>() {
            let (status, problem) = call.await.unwrap();
            assert_eq!((status, &problem["billed"]), (503, &json!("no")));
        }
        assert!(own.execute("postgres", connections).parse::<u32>().unwrap() <= 9);
    }
    follow("");
    let held = "SELECT count(*) FROM periksa_proxy.call WHERE answer IS NULL";
    for _ in 0..100 {
        if own.execute(&database, held) == "0" {
            break;
        }
        sleep(Duration::from_millis(100)).await;
    }
    // Neither the key nor the ticket's one call is used up.
    for round in 0..3 {
        for number in 0..10 {
            let name = format!("{round}-{number}");
            let again = tickets::send(&server, &once(&name), &name).send().await.unwrap();
            assert_eq!(again.status(), 200, "{name}");
        }
    }
    assert_eq!(vendor.calls(), 31);
}

/// The database commits a claim that nobody heard of while the process ends.
#[tokio::test(flavor = "multi_thread")]
async fn a_process_does_not_end_before_a_late_claim_is_taken_back() {
    let (own, vendor) = (Cluster::start(), Vendor::agreeable().await);
    let database = own.database();
    let follow = async |standby: &str| {
        own.execute("postgres", &format!("ALTER SYSTEM SET synchronous_standby_names = '{standby}'"));
        own.execute("postgres", "SELECT pg_reload_conf()");
        while own.execute("postgres", "SHOW synchronous_standby_names") != standby {
            sleep(Duration::from_millis(50)).await;
        }
    };
    let mut server = serve(&database, &vendor.base, &[]);
    follow("nobody").await;
    assert_eq!(problem(send(&server, "late")).await.0, 503);
    assert!(Command::new("kill").args(["-TERM", &server.id().to_string()]).status().unwrap().success());
    sleep(Duration::from_secs(1)).await;
    follow("").await;
    assert!(tokio::task::spawn_blocking(move || server.wait()).await.unwrap().success());
    assert_eq!(own.execute(&database, "SELECT count(*) FROM periksa_proxy.call"), "0");
    let server = serve(&database, &vendor.base, &[]);
    assert_eq!(send(&server, "late").send().await.unwrap().status(), 200);
    assert_eq!(vendor.calls(), 1);
}

#[tokio::test]
async fn what_comes_while_the_database_is_away_for_long_is_kept() {
    let vendor = Vendor::start(|number| async move {
        sleep(Duration::from_millis(1500)).await;
        let status = if number == 2 { 429 } else { 200 };
        Response::builder().status(status).body(Body::from(number.to_string())).unwrap()
    })
    .await;
    let mut own = Cluster::start();
    let server = serve(&own.database(), &vendor.base, &[]);
    let paid = tokio::spawn(send(&server, "paid").send());
    vendor.reached().await;
    let free = tokio::spawn(send(&server, "free").send());
    while vendor.calls() < 2 {
        sleep(Duration::from_millis(20)).await;
    }
    own.stop();
    let paid = paid.await.unwrap().unwrap();
    assert_eq!(paid.headers()["idempotency-key"], "paid");
    assert_eq!(paid.text().await.unwrap(), "1");
    assert_eq!(free.await.unwrap().unwrap().status(), 429);
    sleep(Duration::from_secs(11)).await;
    // This process has it, for a page that was loaded anew too.
    let asking = client().get(server.url(PATH)).header("idempotency-key", "paid");
    for again in [send(&server, "paid"), asking] {
        let again = again.send().await.unwrap();
        assert_eq!(again.headers()["idempotency-key"], "paid");
        assert_eq!(again.headers()["idempotent-replay"], "true");
        assert_eq!(again.text().await.unwrap(), "1");
    }
    own.resume();
    // Others have it soon, and new calls have not waited behind it.
    assert_eq!(send(&server, "new").send().await.unwrap().status(), 200);
    sleep(Duration::from_secs(4)).await;
    let again = send(&server, "paid").send().await.unwrap();
    assert_eq!(again.headers()["idempotent-replay"], "true");
    assert_eq!(again.text().await.unwrap(), "1");
    assert_eq!(send(&server, "free").send().await.unwrap().status(), 200);
    assert_eq!(vendor.calls(), 4);
}

#[tokio::test]
async fn after_an_outage_the_living_are_not_taken_for_dead() {
    let vendor = RawVendor::start(Act::Late(Duration::from_secs(20))).await;
    let mut own = Cluster::start();
    let database = own.database();
    let calling = serve(&database, &vendor.base, &[]);
    let other = serve(&database, &vendor.base, &["--caller-timeout", "1"]);
    let call = tokio::spawn(send(&calling, "k").send());
    vendor.reached().await;
    own.stop();
    sleep(Duration::from_secs(12)).await;
    // All its beats are too old now, for whoever comes first.
    own.resume();
    for _ in 0..4 {
        let asked = send(&other, "k").send().await.unwrap();
        assert!(matches!(asked.status().as_u16(), 503 | 504), "{}", asked.status());
        let asked: Value = asked.json().await.unwrap();
        assert!(asked["pending"] == json!(true) || asked["billed"] == json!("no"), "{asked}");
    }
    assert_eq!(call.await.unwrap().unwrap().text().await.unwrap(), "late");
    assert_eq!(send(&other, "k").send().await.unwrap().text().await.unwrap(), "late");
    assert_eq!(vendor.requests(), 1);
}

#[tokio::test]
async fn where_calls_can_not_be_claimed_it_is_not_ready_and_says_why_once() {
    let (database, vendor) = (cluster().database(), RawVendor::start(Act::Silence).await);
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let metrics = listener.local_addr().unwrap().to_string();
    drop(listener);
    drop(serve(&database, &vendor.base, &[]));
    cluster().execute(
        &database,
        "CREATE ROLE clerk LOGIN; GRANT USAGE ON SCHEMA periksa_proxy TO clerk;
         GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA periksa_proxy TO clerk",
    );
    let limited = database.replace("postgres://postgres@", "postgres://clerk@");
    let mut started = command(&["--open", "--metrics", &metrics], &environment(&limited, &vendor.base));
    started.stderr(Stdio::piped());
    let (mut server, mut log) = Server::start_with_log(started);
    let ready =
        async || client().get(format!("http://{metrics}/health/ready")).send().await.unwrap().status();
    assert_eq!(ready().await, 200);
    for table in ["call", "ticket"] {
        cluster().execute(&database, &format!("REVOKE UPDATE ON periksa_proxy.{table} FROM clerk"));
        assert_eq!(ready().await, 503, "{table}");
        cluster().execute(&database, &format!("GRANT UPDATE ON periksa_proxy.{table} TO clerk"));
        assert_eq!(ready().await, 200, "{table}");
    }
    cluster().execute(&database, "REVOKE UPDATE ON periksa_proxy.call FROM clerk");
    for key in ["a", "b", "c"] {
        assert_eq!(problem(send(&server, key)).await.0, 503);
    }
    assert!(Command::new("kill").arg(server.id().to_string()).status().unwrap().success());
    server.wait();
    let mut said = String::new();
    log.read_to_string(&mut said).unwrap();
    for table in ["call", "ticket"] {
        assert_eq!(said.matches(&format!("permission denied for table {table}")).count(), 1, "{said}");
    }
    assert_eq!(vendor.requests(), 0);
}
