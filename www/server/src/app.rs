//! All routes, and what holds for each group of them.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, AUTHORIZATION, CACHE_CONTROL, CONTENT_TYPE,
    RETRY_AFTER,
};
use axum::http::{HeaderName, HeaderValue, Method, Response, StatusCode};
use axum::middleware::{Next, from_fn, from_fn_with_state, map_response};
use axum::response::IntoResponse;
use axum::routing::{get, post};
use periksa::ErrorCode;
use tower_http::cors::{AllowOrigin, CorsLayer};
use tower_http::csrf::{CsrfLayer, ProtectionError};
use tower_http::set_header::SetResponseHeaderLayer;

use crate::answer::REQUEST_ID;
use crate::config::{Config, StartError, Vendors};
use crate::host::{self, Hosts};
use crate::idempotency::{IDEMPOTENCY_KEY, Store};
use crate::log::{self, Sandboxed};
use crate::pages;
use crate::problem::Problem;
use crate::proxy::{self, ATTEMPT, IDEMPOTENT_REPLAY, Proxy};
use crate::sandbox::{self, MADE_UP};
use crate::upstream::{self, SANDBOX_SCENARIO};

/// The server's routes; `local` is where it listens.
pub fn router(config: Config, local: SocketAddr) -> Result<Router, StartError> {
    let mut router = Router::new().route("/healthz", get(|| async { "ok" }));
    let (upstreams, is_sandbox) = match config.vendors {
        Vendors::Real(upstreams) => (*upstreams, false),
        Vendors::Sandbox => {
            router = router.nest("/sandbox", sandbox::router());
            (sandbox::upstreams(local).map_err(|_| StartError::new("the sandbox's credentials"))?, true)
        }
    };
    let client = upstream::client(config.upstream_timeout, is_sandbox)
        .map_err(|_| StartError::new("no HTTP client could be built: are there root certificates?"))?;
    let store = Store::new(KEEP, MOST_KEPT, config.upstream_timeout);
    let proxy = Arc::new(Proxy { upstreams, client, store, policy: config.policy, sandbox: is_sandbox });
    let sandboxed = Sandboxed(is_sandbox);
    let hosts = Hosts::new(local, &config.origins, &config.hosts);
    Ok(router
        .nest("/api", api(proxy, &config.origins)?)
        .merge(pages::router(&config.page, &config.package))
        .layer(from_fn_with_state(hosts, host::known))
        .layer(from_fn(move |request: Request, next: Next| log::requests(sandboxed, request, next))))
}

/// What browsers call.
fn api(proxy: Arc<Proxy>, origins: &[HeaderValue]) -> Result<Router, StartError> {
    let sandbox = proxy.sandbox;
    Ok(Router::new()
        .route("/ocr/{vendor}/{document}", post(proxy::extract))
        .fallback(|| async { Problem::not_found("There is nothing here.") })
        .method_not_allowed_fallback(|| async {
            Problem::new(ErrorCode::NotFound, StatusCode::METHOD_NOT_ALLOWED, "Only POST is answered here.")
        })
        .with_state(proxy)
        .layer(same_site(origins)?)
        .layer(cors(origins))
        .layer(map_response(no_stray_cors))
        .layer(SetResponseHeaderLayer::overriding(CACHE_CONTROL, HeaderValue::from_static("no-store")))
        .layer(SetResponseHeaderLayer::overriding(MADE_UP, move |_: &Response<Body>| {
            sandbox.then_some(HeaderValue::from_static("true"))
        })))
}

/// Listed origins may call and read.
fn cors(origins: &[HeaderValue]) -> CorsLayer {
    CorsLayer::new()
        .allow_origin(AllowOrigin::list(origins.iter().cloned()))
        .allow_methods([Method::POST])
        .allow_headers([CONTENT_TYPE, IDEMPOTENCY_KEY, AUTHORIZATION, ATTEMPT, SANDBOX_SCENARIO])
        .expose_headers([REQUEST_ID, RETRY_AFTER, MADE_UP, IDEMPOTENCY_KEY, IDEMPOTENT_REPLAY])
        .max_age(Duration::from_secs(600))
}

/// Pages of other origins may not even call: a form needs no preflight, and each call costs money.
fn same_site(
    origins: &[HeaderValue],
) -> Result<CsrfLayer<impl FnMut(ProtectionError) -> Response<Body> + Clone + use<>>, StartError> {
    let mut layer = CsrfLayer::new();
    for origin in origins {
        let origin = origin.to_str().unwrap_or_default();
        layer = layer.add_trusted_origin(origin).map_err(|error| StartError::new(error.to_string()))?;
    }
    Ok(layer.with_rejection_response(|_: ProtectionError| {
        let detail = "This page's origin is not listed: start the proxy with --allow-origin.";
        Problem::new(ErrorCode::Forbidden, StatusCode::FORBIDDEN, detail).into_response()
    }))
}

/// tower-http names methods and headers to every origin; here the others learn nothing.
async fn no_stray_cors(mut response: Response<Body>) -> Response<Body> {
    let headers = response.headers_mut();
    if !headers.contains_key(ACCESS_CONTROL_ALLOW_ORIGIN) {
        for name in STRAY {
            headers.remove(name);
        }
    }
    response
}

const STRAY: [HeaderName; 4] = [
    ACCESS_CONTROL_ALLOW_HEADERS,
    ACCESS_CONTROL_ALLOW_METHODS,
    ACCESS_CONTROL_EXPOSE_HEADERS,
    ACCESS_CONTROL_MAX_AGE,
];
const KEEP: Duration = Duration::from_secs(600);
const MOST_KEPT: u64 = 64 * 1024 * 1024;
