//! The routes of both vendors, and what happens to each request.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::body::{Body, to_bytes};
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode};
use axum::response::IntoResponse;
use axum::routing::{get, post};
use axum::{Json, Router};
use serde_json::{Value, json};

use crate::documented_errors::Family;
use crate::headers::{REQUEST_ID, SANDBOX};
use crate::scenario::{RefusedPictures, Scenario};
use crate::{glair, verihubs};

/// Both vendors, to be nested where the caller likes: Verihubs under [`VERIHUBS_PATH`], GLAIR under [`GLAIR_PATH`].
/// `GET /calls` counts the calls of either, as `{"total": n}`.
pub fn router() -> Router {
    let mut router = Router::new().route("/calls", get(calls));
    for (path, endpoint) in ENDPOINTS {
        let handler = move |State(memory): State<Arc<Memory>>, headers: HeaderMap, body: Body| async move {
            let number = memory.calls.fetch_add(1, Ordering::Relaxed) + 1;
            let mut response = answer(&memory, endpoint, &headers, body).await;
            response.headers_mut().insert(SANDBOX, HeaderValue::from_static("true"));
            if let Ok(id) = HeaderValue::try_from(format!("sandbox-{number:012}")) {
                response.headers_mut().insert(REQUEST_ID, id);
            }
            response
        };
        router = router.route(path, post(handler));
    }
    router.with_state(Arc::default())
}

/// Where [`router`] has what `https://api.verihubs.com` has at its root.
pub const VERIHUBS_PATH: &str = "/verihubs";
/// Where [`router`] has what `https://api.vision.glair.ai` has at its root.
pub const GLAIR_PATH: &str = "/glair";

#[derive(Clone, Copy)]
enum Endpoint {
    Glair(glair::Endpoint),
    Verihubs(verihubs::Endpoint),
}

/// All of them are `POST` (vendor-contract 1).
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

/// What lasts from one request to the next.
#[derive(Default)]
struct Memory {
    calls: AtomicU64,
    refused: RefusedPictures,
}

async fn calls(State(memory): State<Arc<Memory>>) -> Json<Value> {
    Json(json!({ "total": memory.calls.load(Ordering::Relaxed) }))
}

async fn answer(memory: &Memory, endpoint: Endpoint, headers: &HeaderMap, body: Body) -> Response<Body> {
    let Ok(body) = to_bytes(body, MAX_BODY_BYTES).await else {
        // A gateway in front of a vendor would say this; the vendors document nothing.
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    };
    let (family, access) = match endpoint {
        Endpoint::Verihubs(verihubs::Endpoint::Ktp) => {
            (Family::VerihubsKtp, verihubs::check_credentials(headers))
        }
        Endpoint::Verihubs(_) => (Family::VerihubsOcr, verihubs::check_credentials(headers)),
        Endpoint::Glair(_) => (Family::Glair, glair::check_credentials(headers)),
    };
    if let Err(refusal) = access {
        return refusal.into_response();
    }
    let scenario = match Scenario::from_headers(headers, family) {
        Ok(scenario) => scenario,
        Err(unknown) => return unknown.into_response(),
    };
    let reading = match endpoint {
        Endpoint::Verihubs(endpoint) => verihubs::read(endpoint, headers, body, scenario.content()).await,
        Endpoint::Glair(endpoint) => glair::read(endpoint, headers, body, scenario.content()).await,
    };
    scenario.play(reading, &memory.refused).await
}

/// More than the proxy takes, also after base64 has made it a third longer.
const MAX_BODY_BYTES: usize = 24 * 1024 * 1024;
