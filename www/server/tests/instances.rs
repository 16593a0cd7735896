//! Several instances on one PostgreSQL: together they pay for a key once, whichever of them is asked, or dies.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use std::hash::{BuildHasher, RandomState};
use std::process::Command;
use std::time::Duration;

use axum::body::Body;
use axum::http::Response;
use common::raw::{Act, RawVendor};
use common::tickets::{self, claims, ticket, with};
use common::{CREDENTIALS, SECRET, Server, Vendor, cluster, jpeg, problem};
use serde_json::{Value, json};
use tokio::time::sleep;

const PATH: &str = "/api/ocr/glair/stnk";

fn serve(database: &str, vendor: &str, more: &[&str]) -> Server {
    let mut environment = CREDENTIALS.to_vec();
    environment.extend([("VERIHUBS_BASE_URL", vendor), ("GLAIR_BASE_URL", vendor)]);
    environment.extend([("DATABASE_URL", database), ("STORE_SECRET", SECRET)]);
    Server::start(&[&["--open"], more].concat(), &environment)
}

fn new_database() -> String {
    cluster().database()
}

fn send(server: &Server, key: &str) -> reqwest::RequestBuilder {
    server.send_form(PATH, &jpeg(key)).header("idempotency-key", key)
}

fn kill(mut server: Server) {
    assert!(Command::new("kill").args(["-KILL", &server.id().to_string()]).status().unwrap().success());
    server.wait();
}

#[tokio::test(flavor = "multi_thread")]
async fn fifty_equal_calls_at_two_instances_are_one_request() {
    let (database, vendor) = (new_database(), RawVendor::start(Act::Late(Duration::from_millis(700))).await);
    let servers = [1, 2].map(|_| serve(&database, &vendor.base, &[]));
    let calls: Vec<_> = (0..50).map(|number| tokio::spawn(send(&servers[number % 2], "k").send())).collect();
    let mut fresh = 0;
    for call in calls {
        let answer = call.await.unwrap().unwrap();
        fresh += u32::from(!answer.headers().contains_key("idempotent-replay"));
        assert_eq!(answer.text().await.unwrap(), "late");
    }
    assert_eq!((vendor.requests(), fresh), (1, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_ticket_for_three_calls_makes_three_wherever_it_is_shown() {
    let (database, vendor) = (new_database(), Vendor::agreeable().await);
    let store = [("DATABASE_URL", &*database), ("STORE_SECRET", SECRET)];
    let servers = [1, 2].map(|_| tickets::serve(&vendor, &tickets::key(), &[], &store));
    let three = ticket(&claims());
    let calls: Vec<_> = (0..40)
        .map(|number| tokio::spawn(tickets::send(&servers[number % 2], &three, &number.to_string()).send()))
        .collect();
    let mut answered = 0;
    for call in calls {
        let status = call.await.unwrap().unwrap().status().as_u16();
        assert!(matches!(status, 200 | 401), "{status}");
        answered += u32::from(status == 200);
    }
    assert_eq!((vendor.calls(), answered), (3, 3));
    let other = ticket(&with("jti", json!("t-2")));
    assert_eq!(tickets::send(&servers[0], &other, "other").send().await.unwrap().status(), 200);
}

#[tokio::test]
async fn a_call_that_another_instance_makes_is_waited_for() {
    let (database, vendor) = (new_database(), RawVendor::start(Act::Late(Duration::from_secs(3))).await);
    let first = serve(&database, &vendor.base, &["--caller-timeout", "1"]);
    let second = serve(&database, &vendor.base, &[]);
    let hasty = serve(&database, &vendor.base, &["--caller-timeout", "1"]);
    let call = tokio::spawn(send(&first, "k").send());
    vendor.reached().await;
    let asked = second.client.get(second.url(PATH)).header("idempotency-key", "k");
    let waiting = [tokio::spawn(send(&second, "k").send()), tokio::spawn(asked.send())];
    // Its fingerprint goes with the key, wherever.
    let other = second.send_form(PATH, &jpeg("other")).header("idempotency-key", "k");
    assert_eq!(problem(other).await.0, 422);
    for late in [call.await.unwrap().unwrap(), send(&hasty, "k").send().await.unwrap()] {
        assert_eq!(late.status(), 504);
        assert!(!late.headers().contains_key("idempotency-key"));
        let late: Value = late.json().await.unwrap();
        assert_eq!((&late["billed"], &late["pending"]), (&json!("unknown"), &json!(true)));
    }
    // Another's restart takes nothing from who is alive.
    kill(hasty);
    let third = serve(&database, &vendor.base, &[]);
    let asked = send(&third, "k").send().await.unwrap();
    assert_eq!((asked.status().as_u16(), &*asked.text().await.unwrap()), (200, "late"));
    for answer in waiting {
        let answer = answer.await.unwrap().unwrap();
        assert_eq!(answer.headers()["idempotent-replay"], "true");
        assert_eq!(answer.text().await.unwrap(), "late");
    }
    assert_eq!(vendor.requests(), 1);
}

#[tokio::test]
async fn what_was_turned_away_is_free_at_every_instance() {
    let vendor = Vendor::start(|number| async move {
        sleep(Duration::from_millis(800)).await;
        let status = if number == 1 { 429 } else { 200 };
        Response::builder().status(status).body(Body::empty()).unwrap()
    })
    .await;
    let database = new_database();
    let servers = [1, 2].map(|_| serve(&database, &vendor.base, &[]));
    let first = tokio::spawn(send(&servers[0], "k").send());
    vendor.reached().await;
    let (status, behind) = problem(send(&servers[1], "k")).await;
    assert_eq!((status, &behind["billed"]), (503, &json!("no")));
    assert_eq!(first.await.unwrap().unwrap().status(), 429);
    assert_eq!(send(&servers[1], "k").send().await.unwrap().status(), 200);
    assert_eq!(send(&servers[0], "k").send().await.unwrap().headers()["idempotent-replay"], "true");
    assert_eq!(vendor.calls(), 2);
}

#[tokio::test]
async fn what_an_instance_was_calling_when_it_died_is_not_called_again() {
    let (database, vendor) = (new_database(), RawVendor::start(Act::Silence).await);
    let servers = [1, 2].map(|_| serve(&database, &vendor.base, &[]));
    let [dying, other] = servers;
    let call = tokio::spawn(send(&dying, "k").send());
    vendor.reached().await;
    kill(dying);
    assert!(call.await.unwrap().is_err());
    for _ in 0..2 {
        let answer = send(&other, "k").send().await.unwrap();
        assert_eq!((answer.status().as_u16(), answer.headers().contains_key("idempotency-key")), (502, true));
        assert_eq!(answer.json::<Value>().await.unwrap()["billed"], "unknown");
    }
    assert_eq!(vendor.requests(), 1);
}

/// Kills one of two instances under load, and asks for all keys at the other. Gives how many calls nobody knows of.
async fn survive(kills: u32) -> usize {
    let (database, vendor) = (new_database(), RawVendor::start(Act::Count(Duration::from_millis(3))).await);
    let start = || Some(serve(&database, &vendor.base, &["--rate", "0", "--caller-timeout", "2"]));
    let mut servers = [start(), start()];
    let (mut answers, mut open) = (Vec::new(), Vec::new());
    for round in 0..kills {
        let random = RandomState::new().hash_one(round);
        let calls: Vec<_> = (0..8)
            .map(|caller| {
                let requests: Vec<_> = (0..16)
                    .map(|number| {
                        let key = format!("{round}-{caller}-{number}");
                        (send(servers[(caller + number) % 2].as_ref().unwrap(), &key), key)
                    })
                    .collect();
                tokio::spawn(async move {
                    let mut told = Vec::new();
                    for (request, key) in requests {
                        let answer = match request.send().await {
                            Ok(answer) => Some((answer.status(), answer.text().await.ok())),
                            Err(_) => None,
                        };
                        told.push((key, answer));
                    }
                    told
                })
            })
            .collect();
        sleep(Duration::from_micros(random % 200_000)).await;
        let dying = usize::try_from(random % 2).unwrap();
        kill(servers[dying].take().unwrap());
        let alive = servers[1 - dying].as_ref().unwrap();
        let mut again = Vec::new();
        for call in calls {
            for (key, answer) in call.await.unwrap() {
                again.push((tokio::spawn(send(alive, &key).send()), key, answer));
            }
        }
        for (asked, key, answer) in again {
            let asked = asked.await.unwrap().unwrap();
            let (status, body) = (asked.status().as_u16(), asked.text().await.unwrap());
            if let Some((first, Some(answer))) = answer {
                assert_eq!((first.as_u16(), status, &body), (200, 200, &answer), "{key}");
            }
            match status {
                200 => answers.push(body),
                // It may still be believed to be alive.
                502 | 504 => open.push(key),
                _ => panic!("{key}: {status} {body}"),
            }
        }
        servers[dying] = start();
    }
    let mut unknown = 0;
    sleep(Duration::from_secs(11)).await;
    for (number, key) in open.iter().enumerate() {
        let asked = send(servers[number % 2].as_ref().unwrap(), key).send().await.unwrap();
        let (status, body) = (asked.status().as_u16(), asked.text().await.unwrap());
        match status {
            200 => answers.push(body),
            502 => unknown += 1,
            _ => panic!("{key}: {status} {body}"),
        }
    }
    let keys = usize::try_from(kills * 8 * 16).unwrap();
    vendor.assert_called_once_a_key(keys, answers, unknown);
    unknown
}

#[tokio::test(flavor = "multi_thread")]
async fn any_instance_may_be_killed_at_any_moment() {
    survive(3).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "long"]
async fn instances_may_be_killed_at_two_hundred_moments() {
    assert!(survive(200).await > 0, "no kill met a call");
}
