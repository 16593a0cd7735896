//! Both vendors, played: their real paths, headers, shapes and errors, with made-up people.
//!
//! Everything said here comes from the vendors' pages (vendor-contract.md), not from the crate's own tables of
//! endpoints and bodies, so that the two check each other. Only the rules for a file are the crate's.

mod dice;
mod glair;
mod glair_read;
mod people;
mod scenario;
mod sheet;
mod vehicles;
mod verihubs;

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode};
use axum::response::IntoResponse;
use axum::routing::{get, post};
use axum::{Json, Router};
use serde_json::{Value, json};

use crate::answer::REQUEST_ID;
use crate::body;
use crate::upstream::{Unsendable, Upstream, Upstreams};

use dice::Seed;
use scenario::{Family, Scenario, Uploads};

/// The routes, to be nested.
pub(crate) fn router() -> Router {
    let mut router = Router::new().route("/calls", get(calls));
    for (path, endpoint) in ENDPOINTS {
        let handler = move |State(sandbox): State<Arc<Sandbox>>, headers: HeaderMap, body: Body| async move {
            let number = sandbox.calls.fetch_add(1, Ordering::Relaxed) + 1;
            let mut response = answer(&sandbox, endpoint, &headers, body).await;
            response.headers_mut().insert(MADE_UP, HeaderValue::from_static("true"));
            if let Ok(id) = HeaderValue::try_from(format!("sandbox-{number:012}")) {
                response.headers_mut().insert(REQUEST_ID, id);
            }
            response
        };
        router = router.route(path, post(handler));
    }
    router.with_state(Arc::default())
}

/// The sandbox of a server that listens on `local`, with its made-up credentials.
pub(crate) fn upstreams(local: SocketAddr) -> Result<Upstreams, Unsendable> {
    let host = match local.ip() {
        IpAddr::V4(Ipv4Addr::UNSPECIFIED) => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(Ipv6Addr::UNSPECIFIED) => Ipv6Addr::LOCALHOST.into(),
        ip => ip,
    };
    let base = format!("http://{}/sandbox", SocketAddr::new(host, local.port()));
    Ok(Upstreams {
        verihubs: Some(Upstream::verihubs(
            format!("{base}/verihubs"),
            verihubs::SANDBOX_APP_ID,
            verihubs::SANDBOX_API_KEY,
        )?),
        glair: Some(Upstream::glair(
            format!("{base}/glair"),
            glair::SANDBOX_USERNAME,
            glair::SANDBOX_PASSWORD,
            glair::SANDBOX_API_KEY,
        )?),
    })
}

/// What is at a path.
#[derive(Clone, Copy)]
enum Endpoint {
    Glair(glair::Endpoint),
    Verihubs(verihubs::Endpoint),
}

const ENDPOINTS: [(&str, Endpoint); 11] = [
    ("/verihubs/v2/ktp/extract", Endpoint::Verihubs(verihubs::Endpoint::Ktp)),
    ("/verihubs/v2/ocr/kitas", Endpoint::Verihubs(verihubs::Endpoint::Kitas)),
    ("/verihubs/v2/ocr/stnk", Endpoint::Verihubs(verihubs::Endpoint::Stnk)),
    ("/verihubs/v2/ocr/bpkb_ik", Endpoint::Verihubs(verihubs::Endpoint::BpkbIk)),
    ("/verihubs/v2/ocr/bpkb_ip", Endpoint::Verihubs(verihubs::Endpoint::BpkbIp)),
    ("/glair/ocr/v1/ktp", Endpoint::Glair(glair::Endpoint::Ktp)),
    ("/glair/ocr/v1/ktp/qualities", Endpoint::Glair(glair::Endpoint::KtpQualities)),
    ("/glair/ocr/v1/kitas-kitap", Endpoint::Glair(glair::Endpoint::KitasKitap)),
    ("/glair/ocr/v1/stnk", Endpoint::Glair(glair::Endpoint::Stnk)),
    ("/glair/ocr/v1/stnk-with-table", Endpoint::Glair(glair::Endpoint::StnkWithTable)),
    ("/glair/ocr/v1/bpkb", Endpoint::Glair(glair::Endpoint::Bpkb)),
];

/// What the sandbox remembers.
#[derive(Default)]
struct Sandbox {
    calls: AtomicU64,
    uploads: Uploads,
}

/// An answer before its scenario spoils it.
struct Reply {
    status: StatusCode,
    body: Value,
}

/// What came, and what is said to it.
struct Reading {
    reply: Reply,
    /// Of the picture, or of the body where there is none.
    seed: Seed,
}

/// How much is read.
#[derive(Clone, Copy, Eq, PartialEq)]
enum Filling {
    /// All fields.
    All,
    /// No field, as if nothing were wrong.
    None,
    /// No field, and GLAIR says that some are invalid.
    Invalid,
    /// All fields, but GLAIR's quality check says it is no KTP.
    NotKtp,
}

impl IntoResponse for Reply {
    fn into_response(self) -> Response<Body> {
        (self.status, Json(self.body)).into_response()
    }
}

async fn calls(State(sandbox): State<Arc<Sandbox>>) -> Json<Value> {
    Json(json!({ "total": sandbox.calls.load(Ordering::Relaxed) }))
}

async fn answer(sandbox: &Sandbox, endpoint: Endpoint, headers: &HeaderMap, body: Body) -> Response<Body> {
    let Ok(body) = body::read(body, MOST_BODY).await else {
        // What a gateway in front of a vendor would say; the vendors document nothing.
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    };
    let (family, refusal) = match endpoint {
        Endpoint::Verihubs(verihubs::Endpoint::Ktp) => (Family::VerihubsKtp, verihubs::refuse(headers)),
        Endpoint::Verihubs(_) => (Family::VerihubsOcr, verihubs::refuse(headers)),
        Endpoint::Glair(_) => (Family::Glair, glair::refuse(headers)),
    };
    if let Some(refusal) = refusal {
        return refusal.into_response();
    }
    let scenario = match Scenario::from_headers(headers, family) {
        Ok(scenario) => scenario,
        Err(unknown) => return unknown.into_response(),
    };
    let reading = match endpoint {
        Endpoint::Verihubs(endpoint) => verihubs::read(endpoint, headers, body, scenario.filling()).await,
        Endpoint::Glair(endpoint) => glair::read(endpoint, headers, body, scenario.filling()).await,
    };
    scenario.play(reading, &sandbox.uploads).await
}

/// Marks what is made up.
pub(crate) const MADE_UP: HeaderName = HeaderName::from_static("sandbox");
const MOST_BODY: usize = 24 * 1024 * 1024;
