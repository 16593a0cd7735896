//! Tickets, made by hand: a test also has to make those that nobody should.

use std::time::{SystemTime, UNIX_EPOCH};

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use reqwest::RequestBuilder;
use ring::hmac;
use serde_json::{Value, json};

use super::{CREDENTIALS, Server, Vendor, jpeg};

pub const KEY: [u8; 32] = [7; 32];
pub const OTHER_KEY: [u8; 32] = [8; 32];
pub const KTP: &str = "/api/ocr/verihubs/ktp";

pub fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs()
}

/// The claims of a good ticket.
pub fn claims() -> Value {
    json!({
        "aud": "periksa-proxy", "exp": now() + 600, "jti": "t-1", "sid": "s-1",
        "routes": ["verihubs/ktp", "glair/stnk"], "calls": 3,
    })
}

pub fn with(name: &str, value: Value) -> Value {
    let mut claims = claims();
    claims[name] = value;
    claims
}

pub fn token(header: &Value, claims: &Value, sign: impl Fn(&[u8]) -> Vec<u8>) -> String {
    let part = |json: &Value| URL_SAFE_NO_PAD.encode(json.to_string());
    let message = format!("{}.{}", part(header), part(claims));
    format!("{message}.{}", URL_SAFE_NO_PAD.encode(sign(message.as_bytes())))
}

pub fn hs256(key: &[u8]) -> impl Fn(&[u8]) -> Vec<u8> {
    let key = hmac::Key::new(hmac::HMAC_SHA256, key);
    move |message| hmac::sign(&key, message).as_ref().to_vec()
}

pub fn ticket(claims: &Value) -> String {
    token(&json!({ "alg": "HS256" }), claims, hs256(&KEY))
}

pub fn serve(vendor: &Vendor, key: &str, arguments: &[&str], more: &[(&str, &str)]) -> Server {
    let mut environment = CREDENTIALS.to_vec();
    environment.extend([("VERIHUBS_BASE_URL", &*vendor.base), ("GLAIR_BASE_URL", &*vendor.base)]);
    environment.push(("TICKET_KEY", key));
    environment.extend(more);
    Server::start(arguments, &environment)
}

pub fn key() -> String {
    STANDARD.encode(KEY)
}

pub fn send(server: &Server, ticket: &str, key: &str) -> RequestBuilder {
    server.send_form(KTP, &jpeg(key)).bearer_auth(ticket).header("idempotency-key", key)
}
