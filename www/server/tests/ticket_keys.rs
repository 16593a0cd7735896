//! Where tickets and their keys come from: the environment, files, the command line, a site's backend.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use std::fs;
use std::process::{Command, Stdio};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use common::tickets::{OTHER_KEY, claims, hs256, key, send, serve, ticket, token};
use common::{CREDENTIALS, Server, Vendor, command, jpeg, problem};
use ring::rand::SystemRandom;
use ring::signature::{Ed25519KeyPair, KeyPair};
use serde_json::json;

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
    assert_eq!(problem(send(&server, ticket.trim(), "b")).await.0, 401);
}
