//! Serves the demo page, the page that measures and the built package as static files.

use std::path::Path;

use axum::Router;
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS};
use axum::http::{HeaderName, HeaderValue};
use tower_http::services::ServeDir;
use tower_http::set_header::SetResponseHeaderLayer;

/// `page` at `/`, the folder `bench` beside it at `/bench/`, and `package` at `/pkg/`.
pub(crate) fn router<S: Clone + Send + Sync + 'static>(page: &Path, package: &Path) -> Router<S> {
    let mut router = Router::new()
        .nest_service("/pkg", ServeDir::new(package))
        .nest_service("/bench", ServeDir::new(page.with_file_name("bench")))
        .fallback_service(ServeDir::new(page));
    for (name, value) in HEADERS {
        router = router.layer(SetResponseHeaderLayer::overriding(name, HeaderValue::from_static(value)));
    }
    router
}

const HEADERS: [(HeaderName, &str); 4] = [
    // Files under development change: browsers ask each time, and get 304 where a file is the same.
    (CACHE_CONTROL, "no-cache"),
    (
        CONTENT_SECURITY_POLICY,
        "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; img-src 'self' blob:; object-src 'none'; \
         base-uri 'none'; frame-ancestors 'none'",
    ),
    (REFERRER_POLICY, "no-referrer"),
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
];
