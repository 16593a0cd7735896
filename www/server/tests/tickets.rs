//! Upload tickets: nobody calls a vendor without one, nor more often than it says; and what was not charged costs none of it.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use std::fs;
use std::process::{Command, Stdio};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use axum::body::Body;
use axum::http::Response;
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use common::{CREDENTIALS, Server, Vendor, command, jpeg, jpeg_of, problem};
use reqwest::RequestBuilder;
use ring::hmac;
use ring::rand::SystemRandom;
use ring::signature::{Ed25519KeyPair, KeyPair};
use serde_json::{Value, json};

const KEY: [u8; 32] = [7; 32];
const OTHER_KEY: [u8; 32] = [8; 32];
const KTP: &str = "/api/ocr/verihubs/ktp";

fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs()
}

/// The claims of a good ticket.
fn claims() -> Value {
    json!({
        "aud": "periksa-proxy", "exp": now() + 600, "jti": "t-1", "sid": "s-1",
        "routes": ["verihubs/ktp", "glair/stnk"], "calls": 3,
    })
}

fn with(name: &str, value: Value) -> Value {
    let mut claims = claims();
    claims[name] = value;
    claims
}

fn token(header: &Value, claims: &Value, sign: impl Fn(&[u8]) -> Vec<u8>) -> String {
    let part = |json: &Value| URL_SAFE_NO_PAD.encode(json.to_string());
    let message = format!("{}.{}", part(header), part(claims));
    format!("{message}.{}", URL_SAFE_NO_PAD.encode(sign(message.as_bytes())))
}

fn hs256(key: &[u8]) -> impl Fn(&[u8]) -> Vec<u8> {
    let key = hmac::Key::new(hmac::HMAC_SHA256, key);
    move |message| hmac::sign(&key, message).as_ref().to_vec()
}

fn ticket(claims: &Value) -> String {
    token(&json!({ "alg": "HS256" }), claims, hs256(&KEY))
}

fn serve(vendor: &Vendor, key: &str, arguments: &[&str], more: &[(&str, &str)]) -> Server {
    let mut environment = CREDENTIALS.to_vec();
    environment.extend([("VERIHUBS_BASE_URL", &*vendor.base), ("GLAIR_BASE_URL", &*vendor.base)]);
    environment.push(("TICKET_KEY", key));
    environment.extend(more);
    Server::start(arguments, &environment)
}

fn key() -> String {
    STANDARD.encode(KEY)
}

fn send(server: &Server, ticket: &str, key: &str) -> RequestBuilder {
    server.send_form(KTP, &jpeg(key)).bearer_auth(ticket).header("idempotency-key", key)
}

#[tokio::test]
async fn who_has_no_good_ticket_makes_no_call() {
    let vendor = Vendor::agreeable().await;
    let server = serve(&vendor, &key(), &[], &[]);
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
        for path in [KTP, "/api/ocr/glair/stnk"] {
            let mut request = server.send_form(path, &jpeg(what)).header("idempotency-key", number);
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
async fn a_ticket_is_for_its_documents() {
    let vendor = Vendor::agreeable().await;
    let server = serve(&vendor, &key(), &[], &[]);
    let ticket = ticket(&with("routes", json!(["verihubs/ktp"])));
    for path in ["/api/ocr/verihubs/stnk", "/api/ocr/glair/ktp"] {
        let request = server.send_form(path, &jpeg("r")).bearer_auth(&ticket).header("idempotency-key", path);
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

/// In memory, and in a file over a restart.
#[tokio::test]
async fn a_ticket_is_used_up_by_calls_alone() {
    let folder = std::env::temp_dir().join(format!("periksa-tickets-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let file = folder.join("calls.sqlite").to_str().unwrap().to_owned();
    let secret = STANDARD.encode([1; 32]);
    for store in [&[][..], &[("STORE", &*file), ("STORE_SECRET", &*secret)]] {
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
        let server = if store.is_empty() {
            server
        } else {
            drop(server);
            serve(&vendor, &key(), &[], store)
        };
        assert_eq!(call(&server, &two, "b").await, 200);
        let calls = vendor.calls();
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
    fs::remove_dir_all(folder).unwrap();
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

#[tokio::test]
async fn two_keys_are_good_while_they_change() {
    let vendor = Vendor::agreeable().await;
    let next = STANDARD.encode(OTHER_KEY);
    let server = serve(&vendor, &key(), &[], &[("TICKET_KEY_2", &next)]);
    let new = token(&json!({ "alg": "HS256" }), &claims(), hs256(&OTHER_KEY));
    for (ticket, key) in [(ticket(&claims()), "a"), (new, "b")] {
        assert_eq!(send(&server, &ticket, key).send().await.unwrap().status(), 200);
    }
}

#[tokio::test]
async fn a_public_key_takes_tickets_of_its_private_one_alone() {
    let vendor = Vendor::agreeable().await;
    let document = Ed25519KeyPair::generate_pkcs8(&SystemRandom::new()).unwrap();
    let pair = Ed25519KeyPair::from_pkcs8(document.as_ref()).unwrap();
    let info = [
        &[0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00][..],
        pair.public_key().as_ref(),
    ]
    .concat();
    let pem = format!("-----BEGIN PUBLIC KEY-----\n{}\n-----END PUBLIC KEY-----\n", STANDARD.encode(info));
    let file = std::env::temp_dir().join(format!("periksa-ticket-key-{}.pem", std::process::id()));
    fs::write(&file, &pem).unwrap();
    let server = serve(&vendor, "", &[], &[("TICKET_KEY_FILE", file.to_str().unwrap())]);
    let sign = |message: &[u8]| pair.sign(message).as_ref().to_vec();
    let good = token(&json!({ "alg": "EdDSA" }), &claims(), sign);
    assert_eq!(send(&server, &good, "a").send().await.unwrap().status(), 200);
    // The public key is nobody's secret: what it signs as one is nothing.
    for forged in [
        token(&json!({ "alg": "HS256" }), &claims(), hs256(pem.as_bytes())),
        token(&json!({ "alg": "HS256" }), &claims(), hs256(pair.public_key().as_ref())),
        token(&json!({ "alg": "HS256" }), &claims(), sign),
        ticket(&claims()),
    ] {
        assert_eq!(problem(send(&server, &forged, "b")).await.0, 401);
    }
    assert_eq!(vendor.calls(), 1);
    fs::remove_file(file).unwrap();
}

/// The policy relaxes by what failed in the session, whatever the page says.
#[tokio::test]
async fn failed_attempts_are_the_sessions() {
    let vendor = Vendor::agreeable().await;
    let policy = std::env::temp_dir().join(format!("periksa-tickets-{}.json", std::process::id()));
    fs::write(&policy, r#"{"rules":{"card_not_found":"block","quality_unknown":"block"},"relaxAfter":2}"#)
        .unwrap();
    let server = serve(&vendor, &key(), &["--policy", policy.to_str().unwrap()], &[]);
    let attempt = async |ticket: &str, key: &str| {
        let request = send(&server, ticket, key).header("attempt", "99");
        request.send().await.unwrap().status().as_u16()
    };
    let one = ticket(&claims());
    // The pictures of the tests hold no pixels.
    assert_eq!(attempt(&one, "a").await, 422);
    assert_eq!(attempt(&one, "b").await, 422);
    // Another ticket, the same person.
    assert_eq!(attempt(&ticket(&with("jti", json!("t-2"))), "c").await, 200);
    assert_eq!(attempt(&ticket(&with("sid", json!("s-2"))), "d").await, 422);
    fs::remove_file(policy).unwrap();
}

fn refused(arguments: &[&str], environment: &[(&str, &str)]) -> String {
    let ended =
        command(arguments, environment).stdout(Stdio::piped()).stderr(Stdio::piped()).output().unwrap();
    assert_eq!((ended.status.code(), &*ended.stdout), (Some(2), &b""[..]));
    String::from_utf8(ended.stderr).unwrap()
}

#[test]
fn real_credentials_are_not_for_everybody_unless_that_is_said() {
    let said = refused(&[], &CREDENTIALS);
    assert!(said.contains("TICKET_KEY") && said.contains("--open"), "{said}");
    let key = key();
    let with_key = |key: &'static str, value: &str, arguments: &[&str]| {
        let mut environment = CREDENTIALS.to_vec();
        environment.push((key, value));
        refused(arguments, &environment)
    };
    assert!(with_key("TICKET_KEY", &key, &["--open"]).contains("--open"));
    let short = STANDARD.encode([1; 31]);
    for (name, value) in [
        ("TICKET_KEY", &*short),
        ("TICKET_KEY", "secret"),
        ("TICKET_KEY", "-----BEGIN PUBLIC KEY-----\nYWJj\n-----END PUBLIC KEY-----"),
        ("TICKET_KEY", "-----BEGIN PRIVATE KEY-----\nYWJj\n-----END PRIVATE KEY-----"),
        ("TICKET_KEY_FILE", "/nonexistent"),
        ("TICKET_KEY_2", &*key),
    ] {
        let said = with_key(name, value, &[]);
        assert!(
            said.contains("TICKET_KEY") && !said.contains(value.trim_start_matches('/'))
                || value.starts_with('/'),
            "{said}"
        );
    }
}

/// Every secret can stand in a file, as systemd and containers give them.
#[tokio::test]
async fn credentials_may_stand_in_files() {
    let vendor = Vendor::agreeable().await;
    let folder = std::env::temp_dir().join(format!("periksa-secrets-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let secrets = CREDENTIALS.map(|(name, value)| {
        let file = folder.join(name);
        fs::write(&file, format!("{value}\n")).unwrap();
        (format!("{name}_FILE"), file.to_str().unwrap().to_owned())
    });
    let mut environment: Vec<_> = secrets.iter().map(|(name, file)| (&**name, &**file)).collect();
    environment.extend([("VERIHUBS_BASE_URL", &*vendor.base), ("GLAIR_BASE_URL", &*vendor.base)]);
    let server = Server::start(&["--open"], &environment);
    assert_eq!(server.send_json(&jpeg("files")).send().await.unwrap().status(), 200);
    assert_eq!(vendor.last().header("api-key"), Some("test-key"));
    drop(server);
    environment.push(("GLAIR_API_KEY", "twice"));
    let said = refused(&["--open"], &environment);
    assert!(said.contains("GLAIR_API_KEY") && !said.contains("twice"), "{said}");
    fs::remove_dir_all(folder).unwrap();
}

#[tokio::test]
async fn a_ticket_can_be_made_on_the_command_line() {
    let vendor = Vendor::agreeable().await;
    let key = key();
    let mint = |arguments: &[&str]| {
        let arguments = [&["ticket"], arguments].concat();
        let made = command(&arguments, &[("TICKET_KEY", &key)]).stdout(Stdio::piped()).output().unwrap();
        (made.status.success(), String::from_utf8(made.stdout).unwrap().trim().to_owned())
    };
    let (made, ticket) = mint(&["--route", "verihubs/ktp"]);
    assert!(made);
    let server = serve(&vendor, &key, &[], &[]);
    assert_eq!(send(&server, &ticket, "a").send().await.unwrap().status(), 200);
    assert_eq!(problem(send(&server, &ticket, "b")).await.0, 401);
    assert!(!mint(&["--route", "verihubs/bpkb"]).0);
    assert!(!mint(&[]).0);
}

/// The recipe of the README, as it stands there.
#[tokio::test]
async fn the_recipe_for_node_makes_tickets() {
    let readme = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md")).unwrap();
    let recipe = readme.split("```js\n").nth(1).unwrap().split("```").next().unwrap();
    let script = format!("{recipe}\nconsole.log(uploadTicket('session-1', ['verihubs/ktp'], 1));");
    let key = key();
    let made = Command::new("node")
        .args(["--input-type=module", "--eval", &script])
        .env("TICKET_KEY", &key)
        .output()
        .unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let ticket = String::from_utf8(made.stdout).unwrap();
    let vendor = Vendor::agreeable().await;
    let server = serve(&vendor, &key, &[], &[]);
    assert_eq!(send(&server, ticket.trim(), "a").send().await.unwrap().status(), 200);
    tokio::time::sleep(Duration::from_millis(1)).await;
    assert_eq!(problem(send(&server, ticket.trim(), "b")).await.0, 401);
}
