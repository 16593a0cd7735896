//! Upload tickets: nobody calls a vendor without one, nor more often than it says; and what was not charged costs none of it.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use std::fs;
use std::path::PathBuf;

use axum::body::Body;
use axum::http::Response;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use common::tickets::{KEY, KTP, OTHER_KEY, claims, hs256, key, now, send, serve, ticket, token, with};
use common::{CREDENTIALS, Folder, IN_MEMORY, SECRET, Server, Vendor, cluster, jpeg, jpeg_of, problem};
use reqwest::RequestBuilder;
use serde_json::json;

/// Every route.
const ROUTES: [&str; 9] = [
    "verihubs/ktp",
    "verihubs/kitas",
    "verihubs/stnk",
    "verihubs/bpkb_ik",
    "verihubs/bpkb_ip",
    "glair/ktp",
    "glair/kitas",
    "glair/stnk",
    "glair/bpkb",
];

#[tokio::test]
async fn who_has_no_good_ticket_makes_no_call() {
    let vendor = Vendor::agreeable().await;
    let server = serve(&vendor, &key(), &["--rate", "0"], &[]);
    let hs = json!({ "alg": "HS256" });
    let sign = hs256(&KEY);
    let bearer = |token: String| Some(format!("Bearer {token}"));
    let good = ticket(&claims());
    let mut tampered = good.clone();
    tampered.replace_range(40..41, if &good[40..41] == "A" { "B" } else { "A" });
    let no = |name: &str| {
        let mut claims = claims();
        claims.as_object_mut().unwrap().remove(name);
        bearer(ticket(&claims))
    };
    let cases = [
        ("none", None),
        ("another scheme", Some(format!("Basic {}", STANDARD.encode("a:b")))),
        ("no token", Some("Bearer ".to_owned())),
        ("no JWT", bearer("abc".to_owned())),
        ("tampered", bearer(tampered)),
        ("foreign", bearer(token(&hs, &claims(), hs256(&OTHER_KEY)))),
        ("unsigned", bearer(token(&json!({ "alg": "none" }), &claims(), |_| Vec::new()))),
        ("another algorithm", bearer(token(&json!({ "alg": "HS512" }), &claims(), &sign))),
        ("of EdDSA, by the secret", bearer(token(&json!({ "alg": "EdDSA" }), &claims(), &sign))),
        ("expired", bearer(ticket(&with("exp", json!(now() - 6))))),
        ("another audience", bearer(ticket(&with("aud", json!("another"))))),
        ("too long", bearer(ticket(&with("exp", json!(now() + 15 * 60 + 30))))),
        ("not yet", bearer(ticket(&with("nbf", json!(now() + 60))))),
        ("without aud", no("aud")),
        ("without exp", no("exp")),
        ("without jti", no("jti")),
        ("without sid", no("sid")),
        ("without routes", no("routes")),
        ("without calls", no("calls")),
        ("for no call", bearer(ticket(&with("calls", json!(0))))),
        ("an empty session", bearer(ticket(&with("sid", json!(""))))),
        ("very long", bearer(ticket(&with("more", json!("x".repeat(4000)))))),
    ];
    for (number, (what, authorization)) in cases.into_iter().enumerate() {
        for route in ROUTES {
            let path = format!("/api/ocr/{route}");
            let mut request = server.send_form(&path, &jpeg(what)).header("idempotency-key", number);
            if let Some(authorization) = &authorization {
                request = request.header("authorization", authorization);
            }
            let (status, problem) = problem(request).await;
            assert_eq!((status, &problem["type"]), (401, &json!("urn:periksa:unauthorized")), "{what}");
            assert_eq!(problem["billed"], "no", "{what}");
        }
    }
    assert_eq!(vendor.calls(), 0);
    // The last second of its life and five more.
    assert_eq!(
        send(&server, &ticket(&with("exp", json!(now() - 2))), "leeway").send().await.unwrap().status(),
        200
    );
    assert_eq!(send(&server, &good, "good").send().await.unwrap().status(), 200);
    let several = ticket(&with("aud", json!(["another", "periksa-proxy"])));
    assert_eq!(send(&server, &several, "several").send().await.unwrap().status(), 200);
    assert_eq!(vendor.calls(), 3);
}

#[tokio::test]
async fn a_ticket_that_is_used_up_is_so_for_every_document() {
    let vendor = Vendor::agreeable().await;
    let server = serve(&vendor, &key(), &[], &[]);
    let mut one = with("routes", json!(ROUTES));
    one["calls"] = json!(1);
    let one = ticket(&one);
    assert_eq!(send(&server, &one, "first").send().await.unwrap().status(), 200);
    for route in ROUTES {
        let request = server.send_form(&format!("/api/ocr/{route}"), &jpeg("r")).bearer_auth(&one);
        assert_eq!(problem(request.header("idempotency-key", route)).await.0, 401, "{route}");
    }
    assert_eq!(vendor.calls(), 1);
}

#[tokio::test]
async fn a_ticket_is_for_its_documents() {
    let vendor = Vendor::agreeable().await;
    let server = serve(&vendor, &key(), &[], &[]);
    for route in ROUTES {
        let others: Vec<_> = ROUTES.into_iter().filter(|other| *other != route).collect();
        let ticket = ticket(&with("routes", json!(others)));
        let path = format!("/api/ocr/{route}");
        let request =
            server.send_form(&path, &jpeg("r")).bearer_auth(&ticket).header("idempotency-key", route);
        let (status, problem) = problem(request).await;
        assert_eq!(
            (status, &problem["type"], &problem["billed"]),
            (403, &json!("urn:periksa:forbidden"), &json!("no"))
        );
    }
    assert_eq!(vendor.calls(), 0);
}

/// What a ticket is counted by is the key of a call.
#[tokio::test]
async fn a_call_by_a_ticket_has_a_key() {
    let vendor = Vendor::agreeable().await;
    let server = serve(&vendor, &key(), &[], &[]);
    let (status, problem) = problem(server.send_form(KTP, &jpeg("k")).bearer_auth(ticket(&claims()))).await;
    assert_eq!((status, &problem["type"]), (400, &json!("urn:periksa:invalid_payload")));
    assert!(problem["detail"].as_str().unwrap().contains("Idempotency-Key"));
    assert_eq!(vendor.calls(), 0);
}

/// In memory; in a file and in a database over a restart.
#[tokio::test]
async fn a_ticket_is_used_up_by_calls_alone() {
    let (folder, database) = (Folder::new("tickets"), cluster().database());
    let secret = ("STORE_SECRET", SECRET);
    let stores = [
        &[IN_MEMORY][..],
        &[("STORE", &*folder.path("calls.sqlite")), secret],
        &[("DATABASE_URL", &*database), secret],
    ];
    for store in stores {
        let vendor = Vendor::start(|number| async move {
            let status = if number == 1 { 429 } else { 200 };
            Response::builder().status(status).body(Body::from(number.to_string())).unwrap()
        })
        .await;
        let server = serve(&vendor, &key(), &[], store);
        let two = ticket(&with("calls", json!(2)));
        let call = async |server: &Server, ticket: &str, key: &str| {
            send(server, ticket, key).send().await.unwrap().status().as_u16()
        };
        // What the vendor turns away costs nothing, nor does a file that is refused here.
        assert_eq!(call(&server, &two, "a").await, 429);
        let small = server.send_form(KTP, &jpeg_of(100, 100, "")).bearer_auth(&two);
        assert_eq!(small.header("idempotency-key", "small").send().await.unwrap().status(), 422);
        assert_eq!(call(&server, &two, "a").await, 200);
        // Nor does a repeat, or another picture under the same key.
        for _ in 0..3 {
            assert_eq!(call(&server, &two, "a").await, 200);
        }
        let other = server.send_form(KTP, &jpeg("other")).bearer_auth(&two).header("idempotency-key", "a");
        assert_eq!(other.send().await.unwrap().status(), 422);
        let server = if store == [IN_MEMORY] {
            server
        } else {
            drop(server);
            serve(&vendor, &key(), &[], store)
        };
        assert_eq!(call(&server, &two, "b").await, 200);
        let calls = vendor.calls();
        // That is said before the picture is checked.
        let small = server.send_form(KTP, &jpeg_of(100, 100, "c")).bearer_auth(&two);
        assert_eq!(small.header("idempotency-key", "c").send().await.unwrap().status(), 401);
        let (status, problem) = problem(send(&server, &two, "c")).await;
        assert_eq!(
            (status, &problem["type"], &problem["billed"]),
            (401, &json!("urn:periksa:unauthorized"), &json!("no"))
        );
        // What was answered before still is; and by another ticket of the session.
        assert_eq!(call(&server, &two, "b").await, 200);
        let next = ticket(&with("jti", json!("t-2")));
        let again = send(&server, &next, "b").send().await.unwrap();
        assert_eq!(again.headers()["idempotent-replay"], "true");
        assert_eq!(vendor.calls(), calls);
        // Another session knows nothing of this one's keys.
        let other = ticket(&with("sid", json!("s-2")));
        let theirs = send(&server, &other, "b").send().await.unwrap();
        assert!(!theirs.headers().contains_key("idempotent-replay"));
        assert_eq!(vendor.calls(), calls + 1);
    }
}

#[tokio::test]
async fn a_vendor_that_is_not_reached_costs_no_call_of_a_ticket() {
    let nobody = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let base = format!("http://{}", nobody.local_addr().unwrap());
    drop(nobody);
    let mut environment = CREDENTIALS.to_vec();
    let key = key();
    environment.extend([("VERIHUBS_BASE_URL", &*base), ("GLAIR_BASE_URL", &*base), ("TICKET_KEY", &*key)]);
    let server = Server::start(&[], &environment);
    let one = ticket(&with("calls", json!(1)));
    for key in ["a", "b"] {
        assert_eq!(problem(send(&server, &one, key)).await.0, 502);
    }
}

/// However many ask at once.
#[tokio::test(flavor = "multi_thread")]
async fn a_ticket_for_two_calls_makes_two() {
    let vendor = Vendor::agreeable().await;
    let server = serve(&vendor, &key(), &[], &[]);
    let two = ticket(&with("calls", json!(2)));
    let calls: Vec<_> =
        (0..20).map(|number| tokio::spawn(send(&server, &two, &number.to_string()).send())).collect();
    let mut statuses = Vec::new();
    for call in calls {
        statuses.push(call.await.unwrap().unwrap().status().as_u16());
    }
    statuses.sort_unstable();
    assert_eq!((statuses[1], statuses[2], statuses[19]), (200, 401, 401), "{statuses:?}");
    assert_eq!(vendor.calls(), 2);
}

/// A policy that blocks what the tests send: their pictures hold no pixels.
struct Policy(PathBuf);

impl Policy {
    fn new(name: &str) -> Self {
        let file = std::env::temp_dir().join(format!("periksa-{name}-{}.json", std::process::id()));
        let rules = r#"{"rules":{"card_not_found":"block","quality_unknown":"block"},"relaxAfter":2}"#;
        fs::write(&file, rules).unwrap();
        Self(file)
    }

    fn file(&self) -> &str {
        self.0.to_str().unwrap()
    }
}

impl Drop for Policy {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

async fn status(request: RequestBuilder) -> u16 {
    request.header("attempt", "99").send().await.unwrap().status().as_u16()
}

/// The policy relaxes by what failed in the session, whatever the page says.
#[tokio::test]
async fn failed_attempts_are_the_sessions() {
    let (vendor, policy) = (Vendor::agreeable().await, Policy::new("attempts"));
    let server = serve(&vendor, &key(), &["--policy", policy.file()], &[]);
    let one = ticket(&claims());
    assert_eq!(status(send(&server, &one, "a")).await, 422);
    assert_eq!(status(send(&server, &one, "b")).await, 422);
    // Another ticket, the same person.
    assert_eq!(status(send(&server, &ticket(&with("jti", json!("t-2"))), "c")).await, 200);
    assert_eq!(status(send(&server, &ticket(&with("sid", json!("s-2"))), "d")).await, 422);
}

#[tokio::test]
async fn a_picture_that_the_vendor_can_not_use_is_a_failed_attempt() {
    let vendor = Vendor::start(|_| async {
        let said = r#"{"message":"KTP not detected from image","error_code":"KTP_NOT_DETECTED"}"#;
        Response::builder().status(400).body(Body::from(said)).unwrap()
    })
    .await;
    let policy = Policy::new("vendor");
    let options = ["--policy", policy.file(), "--allow-image-host", "files.example"];
    let server = serve(&vendor, &key(), &options, &[]);
    let one = ticket(&with("calls", json!(9)));
    // Nothing of a picture at an address is checked here.
    let at_address = |number: u32, key: &'static str| {
        let body = json!({ "image": format!("https://files.example/{number}.jpg") });
        server.post(KTP).json(&body).bearer_auth(&one).header("idempotency-key", key)
    };
    assert_eq!(status(send(&server, &one, "a")).await, 422);
    let another = ticket(&with("sid", json!("s-2")));
    assert_eq!(status(at_address(1, "b")).await, 400);
    // A repeat is no other attempt.
    assert_eq!(status(at_address(1, "b")).await, 400);
    assert_eq!(status(send(&server, &one, "c")).await, 400);
    assert_eq!(status(send(&server, &another, "c")).await, 422);
    assert_eq!(vendor.calls(), 2);
}
