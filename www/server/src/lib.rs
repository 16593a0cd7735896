//! Reference backend proxy of periksa: holds the vendors' credentials, checks each upload again by the rules of the
//! browser, calls the vendor once, and gives its answer back untouched. It also serves the demo page.
//!
//! With `--sandbox` the crate `periksa-sandbox` plays both vendors, in the same process but over HTTP.
//!
//! A request goes through `app` (routes, CORS), `host`, `proxy` (the contract), `body` and `upload` (what was sent),
//! `idempotency` (one call for each key) and `upstream` (the call); `outcome` decides what counts as paid.

mod answer;
mod app;
mod body;
mod check;
mod config;
mod form;
mod host;
mod idempotency;
mod log;
mod outcome;
mod pages;
mod panics;
mod pool;
mod problem;
mod proxy;
mod sandbox;
mod upload;
mod upstream;

pub use app::router;
pub use config::{Cli, Config, StartError};
pub use panics::log_panics;
