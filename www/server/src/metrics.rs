//! What is counted of requests, for Prometheus. Labels are routes, statuses and codes: nothing that a client made up.

use std::fmt;
use std::time::Duration;

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};
use tokio_util::task::TaskTracker;

/// Counts of this process.
pub(crate) struct Metrics {
    registry: Registry,
    requests: Family<RequestLabels, Counter>,
    seconds: Family<RouteLabel, Histogram>,
    running: Gauge,
    calls: TaskTracker,
}

/// One request that was answered.
#[derive(Clone, Debug, EncodeLabelSet, Eq, Hash, PartialEq)]
pub(crate) struct RequestLabels {
    /// As in `verihubs/ktp`, or the pattern of another path.
    pub(crate) route: String,
    /// `POST` sends a picture, `GET` asks for the answer of a call.
    pub(crate) method: String,
    /// HTTP status.
    pub(crate) status: u16,
    /// The code of the proxy's own problem, or `answer` for the vendor's.
    pub(crate) outcome: String,
    /// Was the answer given before?
    pub(crate) replay: &'static str,
}

#[derive(Clone, Debug, EncodeLabelSet, Eq, Hash, PartialEq)]
struct RouteLabel {
    route: String,
    method: String,
}

impl Metrics {
    /// Nothing yet; `calls` are those under way, `unrecorded` those that were claimed without their store, `rows_lost` the rows
    /// that the agreement log lost.
    pub(crate) fn new(calls: TaskTracker, unrecorded: Counter, rows_lost: Counter) -> Self {
        let mut registry = Registry::with_prefix("periksa_proxy");
        let requests = Family::default();
        let seconds = Family::new_with_constructor(histogram as fn() -> Histogram);
        let running = Gauge::default();
        registry.register("requests", "Requests that were answered", requests.clone());
        let help = "From a request's headers to its answer";
        registry.register_with_unit("request_duration", help, Unit::Seconds, seconds.clone());
        registry.register("calls_running", "Calls of vendors under way", running.clone());
        registry.register(
            "calls_unrecorded",
            "Calls that were claimed while their store could not be used",
            unrecorded,
        );
        registry.register(
            "agreement_rows_lost",
            "Rows of the agreement log that were not written",
            rows_lost,
        );
        Self { registry, requests, seconds, running, calls }
    }

    /// Counts a request.
    pub(crate) fn count(&self, request: RequestLabels, took: Duration) {
        self.seconds
            .get_or_create(&RouteLabel { route: request.route.clone(), method: request.method.clone() })
            .observe(took.as_secs_f64());
        self.requests.get_or_create(&request).inc();
    }

    /// All of it, in the text format of OpenMetrics.
    pub(crate) fn text(&self) -> Result<String, fmt::Error> {
        self.running.set(i64::try_from(self.calls.len()).unwrap_or(i64::MAX));
        let mut text = String::new();
        encode(&mut text, &self.registry)?;
        Ok(text)
    }
}

fn histogram() -> Histogram {
    Histogram::new(SECONDS)
}

/// Vendors take seconds; the caller's deadline is 100.
const SECONDS: [f64; 10] = [0.01, 0.05, 0.25, 1.0, 2.5, 5.0, 10.0, 25.0, 50.0, 100.0];
