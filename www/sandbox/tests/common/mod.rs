//! Requests as the vendors' pages have them, written by hand, and what the sandbox says to them.
#![allow(dead_code, unused_imports, reason = "each test file uses a part of it")]
#![allow(unreachable_pub, reason = "each test file is a crate of its own")]

use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::http::request::Builder;
use axum::http::{HeaderMap, Request, StatusCode};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use tower::ServiceExt;

mod pictures;

pub use pictures::{jpeg, jpeg_of};

/// A sandbox of its own.
pub struct Sandbox(Router);

/// What it answered. The body is an error where the connection would have broken.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Result<Bytes, axum::Error>,
}

impl Answer {
    pub fn text(self) -> String {
        String::from_utf8(self.body.unwrap().to_vec()).unwrap()
    }

    pub fn json(self) -> Value {
        serde_json::from_slice(&self.body.unwrap()).unwrap()
    }
}

impl Sandbox {
    pub fn new() -> Self {
        Self(periksa_sandbox::router())
    }

    pub async fn send(&self, request: Request<Body>) -> Answer {
        let (parts, body) = self.0.clone().oneshot(request).await.unwrap().into_parts();
        Answer { status: parts.status, headers: parts.headers, body: to_bytes(body, usize::MAX).await }
    }

    /// The answer to a picture, which must be a success.
    pub async fn read(&self, path: &str, image: &[u8]) -> Value {
        let answer = self.send(picture(path, image)).await;
        assert_eq!(answer.status, 200, "{path}");
        answer.json()
    }

    /// How often it was called.
    pub async fn calls(&self) -> u64 {
        let request = Request::get("/calls").body(Body::empty()).unwrap();
        self.send(request).await.json()["total"].as_u64().unwrap()
    }
}

/// A request with the vendor's credentials.
pub fn post(path: &str) -> Builder {
    if path.starts_with("/verihubs") {
        Request::post(path).header("app-id", "sandbox-app").header("api-key", "sandbox-key")
    } else {
        let basic = basic("sandbox-user", "sandbox-password");
        Request::post(path).header("authorization", basic).header("x-api-key", "sandbox-key")
    }
}

pub fn basic(username: &str, password: &str) -> String {
    format!("Basic {}", STANDARD.encode(format!("{username}:{password}")))
}

/// A picture, in the way the endpoint takes it.
pub fn picture(path: &str, image: &[u8]) -> Request<Body> {
    if path == "/verihubs/v2/ktp/extract" {
        ktp(&json!({ "image": STANDARD.encode(image) }))
    } else {
        form(path, &[file("image", image)])
    }
}

/// The JSON that Verihubs takes for a KTP.
pub fn ktp(body: &Value) -> Request<Body> {
    let request = post("/verihubs/v2/ktp/extract").header("content-type", "application/json");
    request.body(body.to_string().into()).unwrap()
}

/// A form of parts.
pub fn form(path: &str, parts: &[Vec<u8>]) -> Request<Body> {
    form_with(post(path), parts)
}

pub fn form_with(request: Builder, parts: &[Vec<u8>]) -> Request<Body> {
    let mut body = Vec::new();
    for part in parts {
        body.extend(b"--boundary\r\n");
        body.extend(part);
        body.extend(b"\r\n");
    }
    body.extend(b"--boundary--\r\n");
    request.header("content-type", "multipart/form-data; boundary=boundary").body(body.into()).unwrap()
}

/// A part that is a file, with a name and a type that say nothing true.
pub fn file(name: &str, content: &[u8]) -> Vec<u8> {
    file_called(name, "KTP Budi.png", "image/png", content)
}

pub fn file_called(name: &str, file_name: &str, media_type: &str, content: &[u8]) -> Vec<u8> {
    let mut part = format!(
        "Content-Disposition: form-data; name=\"{name}\"; filename=\"{file_name}\"\r\n\
         Content-Type: {media_type}\r\n\r\n"
    )
    .into_bytes();
    part.extend(content);
    part
}

/// A part that is a text.
pub fn text(name: &str, value: &str) -> Vec<u8> {
    format!("Content-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}").into_bytes()
}
