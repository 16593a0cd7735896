//! The server's routes, and the middleware of each group.

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
use periksa_sandbox::{SANDBOX, SANDBOX_SCENARIO};
use prometheus_client::metrics::counter::Counter;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::cors::{AllowOrigin, CorsLayer};
use tower_http::csrf::{CsrfLayer, ProtectionError};
use tower_http::set_header::SetResponseHeaderLayer;
use tracing::warn;

use crate::agreement_log::AgreementLog;
use crate::answer::REQUEST_ID;
use crate::budget::{AnswerMemory, Budgets};
use crate::calls::Calls;
use crate::check::Checks;
use crate::client::Clients;
use crate::client_address::ReverseProxies;
use crate::config::{Config, Place, Vendors};
use crate::host::{Hosts, require_known_host};
use crate::image_hosts::ImageHosts;
use crate::key::IDEMPOTENCY_KEY;
use crate::lanes::Lanes;
use crate::leftover::read_leftover;
use crate::limits::{Limits, MEGABYTE};
use crate::log::{Log, PROXY_REQUEST_ID, log_request};
use crate::metrics::Metrics;
use crate::operations::Operations;
use crate::pages;
use crate::panics;
use crate::pool::Pool;
use crate::problem::Problem;
use crate::proxy::{self, ATTEMPT, IDEMPOTENT_REPLAY, Proxy};
use crate::rate::Rate;
use crate::records::Records;
use crate::records::access::Access;
use crate::records::memory::Memory;
use crate::records::postgres::Postgres;
use crate::records::seal::Seal;
use crate::records::sqlite::{OpenError, Sqlite};
use crate::resume;
use crate::sandbox::{self, SANDBOX_PATH};
use crate::serve::App;
use crate::start_error::StartError;
use crate::store::{FailOpen, Store};
use crate::verdicts::Verdicts;

/// What the server answers; `local` is where it listens.
pub async fn app(config: Config, local: SocketAddr) -> Result<App, StartError> {
    let reverse_proxies = ReverseProxies::new(config.trusted_proxies);
    let (calls, leftovers, limits) = (TaskTracker::new(), TaskTracker::new(), Arc::new(config.limits));
    let mut router = Router::new();
    let (upstreams, is_sandbox) = match config.vendors {
        Vendors::Real(upstreams) => (*upstreams, false),
        Vendors::Sandbox => {
            router = router
                .nest(SANDBOX_PATH, periksa_sandbox::router())
                // With real credentials it would be anybody's page to spend them.
                .merge(pages::router(&config.page, &config.package));
            (sandbox::upstreams(local).map_err(|_| StartError::new("the sandbox's credentials"))?, true)
        }
    };
    let clients = Clients::new(upstreams.all(), limits.upstream_timeout)
        .map_err(|_| StartError::new("no HTTP client could be built: are there root certificates?"))?;
    let memory = AnswerMemory::new(limits.answer_memory);
    let records = records(config.store, &limits, memory.clone(), leftovers.clone(), is_sandbox).await?;
    let access = Access::new(records);
    tokio::spawn(access.clone().tidy());
    if config.policy.is_some() && config.tickets.is_none() && !config.trust_attempt {
        warn!(
            "nobody counts failed attempts without tickets or --trust-attempt: the policy never relaxes here"
        );
    }
    let unrecorded = Counter::default();
    let fail_open = config.fail_open.then(|| {
        warn!(
            "while the store can't be used calls are made all the same, and may be paid again (--fail-open)"
        );
        FailOpen { memory: in_memory(&limits), calls: unrecorded.clone() }
    });
    let pool = Pool::new().map_err(|error| StartError::for_now(format!("no threads for checks: {error}")))?;
    let store = Store::new(access.clone(), fail_open, memory, calls.clone());
    let verdicts = Verdicts { pool: pool.clone(), store: store.clone(), log: config.agreement_log.clone() };
    let checks = Checks {
        pool,
        engine: config.engine,
        policy: config.policy.map(Arc::new),
        scores: verdicts.log.is_some(),
    };
    let proxy = Proxy {
        reverse_proxies: reverse_proxies.clone(),
        tickets: config.tickets,
        rate: Rate::new(limits.rate),
        budgets: Budgets::new(limits.upload_memory, limits.address_share),
        image_hosts: ImageHosts::new(config.image_hosts),
        trust_attempt: config.trust_attempt,
        checks,
        calls: Calls {
            upstreams,
            clients,
            lanes: Lanes::new(limits.vendor_calls, limits.vendor_queue),
            store,
            verdicts,
            tasks: calls.clone(),
            vendor_time: limits.upstream_timeout,
        },
        limits: Arc::clone(&limits),
        sandbox: is_sandbox,
    };
    let rows_lost = config.agreement_log.as_ref().map(AgreementLog::lost).unwrap_or_default();
    let metrics = Arc::new(Metrics::new(calls.clone(), unrecorded, rows_lost));
    let draining = CancellationToken::new();
    let operations = Operations {
        metrics: Arc::clone(&metrics),
        access,
        fail_open: config.fail_open,
        draining: draining.clone(),
    };
    let log = Log { sandbox: is_sandbox, metrics };
    let hosts = Hosts::new(local, &config.origins, &config.hosts);
    let router = router
        .nest("/api", api(Arc::new(proxy), &config.origins)?)
        .layer(from_fn_with_state(hosts, require_known_host))
        // Load balancers ask by address.
        .route("/healthz", get(|| async { "ok" }))
        .layer(from_fn(move |request: Request, next: Next| log_request(log.clone(), request, next)))
        .layer(from_fn(read_leftover));
    let agreement_log = config.agreement_log;
    Ok(App {
        router,
        operations: operations.router(),
        calls,
        leftovers,
        agreement_log,
        draining,
        reverse_proxies,
        limits,
    })
}

/// Where keys and answers are kept.
async fn records(
    place: Place,
    limits: &Limits,
    memory: AnswerMemory,
    tasks: TaskTracker,
    is_sandbox: bool,
) -> Result<Arc<dyn Records>, StartError> {
    let seal = |secret| Seal::new(secret).map_err(|_| StartError::new("the secret of the store"));
    Ok(match place {
        Place::Database(database, secret) => {
            if database.is_in_the_clear() {
                warn!("what is said to the database goes over a network in the clear: sslmode=disable");
            }
            // From the claim on: the vendor's turn, and its time.
            let call_time = limits.caller_timeout + limits.upstream_timeout;
            let store = Postgres::open(*database, seal(&secret)?, memory, call_time, tasks).await;
            Arc::new(
                store.map_err(|why| StartError::for_now(format!("the database of DATABASE_URL: {why}")))?,
            )
        }
        Place::File(file, secret) => {
            let wrong = |error| {
                let why = format!("--store {}: {error}", file.display());
                match error {
                    OpenError::OtherSecret => StartError::new(why),
                    OpenError::Sqlite(_) => StartError::for_now(why),
                }
            };
            Arc::new(Sqlite::open(&file, seal(&secret)?, memory).map_err(wrong)?)
        }
        Place::Memory => {
            if !is_sandbox {
                warn!("a restart forgets which calls were paid: --store keeps them in a file");
            }
            Arc::new(in_memory(limits))
        }
    })
}

fn in_memory(limits: &Limits) -> Memory {
    let megabytes = usize::try_from(limits.answer_memory).unwrap_or(usize::MAX);
    Memory::new(megabytes.saturating_mul(MEGABYTE))
}

/// The routes that browsers call.
fn api(proxy: Arc<Proxy>, origins: &[HeaderValue]) -> Result<Router, StartError> {
    let sandbox = proxy.sandbox;
    Ok(Router::new()
        .route("/ocr/{vendor}/{document}", post(proxy::extract).get(resume::resume))
        .fallback(|| async { Problem::not_found("There is nothing here.") })
        .method_not_allowed_fallback(|| async {
            Problem::new(
                ErrorCode::NotFound,
                StatusCode::METHOD_NOT_ALLOWED,
                "Only POST and GET are answered here.",
            )
        })
        .with_state(proxy)
        .layer(CatchPanicLayer::custom(panics::answer))
        .layer(reject_other_sites(origins)?)
        .layer(cors(origins))
        .layer(map_response(remove_stray_cors_headers))
        .layer(SetResponseHeaderLayer::overriding(CACHE_CONTROL, HeaderValue::from_static("no-store")))
        .layer(SetResponseHeaderLayer::overriding(SANDBOX, move |_: &Response<Body>| {
            sandbox.then_some(HeaderValue::from_static("true"))
        })))
}

/// Pages of listed origins may call, and read the answer.
fn cors(origins: &[HeaderValue]) -> CorsLayer {
    CorsLayer::new()
        .allow_origin(AllowOrigin::list(origins.iter().cloned()))
        .allow_methods([Method::GET, Method::POST])
        .allow_headers([CONTENT_TYPE, IDEMPOTENCY_KEY, AUTHORIZATION, ATTEMPT, SANDBOX_SCENARIO])
        .expose_headers([
            REQUEST_ID,
            RETRY_AFTER,
            SANDBOX,
            IDEMPOTENCY_KEY,
            IDEMPOTENT_REPLAY,
            PROXY_REQUEST_ID,
        ])
        .max_age(Duration::from_secs(600))
}

/// Pages of other origins may not even call: each call costs money, and a form can be sent without a preflight.
fn reject_other_sites(
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

/// tower-http tells every origin the methods and headers; origins that are not listed learn nothing here.
async fn remove_stray_cors_headers(mut response: Response<Body>) -> Response<Body> {
    let headers = response.headers_mut();
    if !headers.contains_key(ACCESS_CONTROL_ALLOW_ORIGIN) {
        for name in STRAY_CORS_HEADERS {
            headers.remove(name);
        }
    }
    response
}

const STRAY_CORS_HEADERS: [HeaderName; 4] = [
    ACCESS_CONTROL_ALLOW_HEADERS,
    ACCESS_CONTROL_ALLOW_METHODS,
    ACCESS_CONTROL_EXPOSE_HEADERS,
    ACCESS_CONTROL_MAX_AGE,
];
