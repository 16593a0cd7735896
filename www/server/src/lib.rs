//! Reference backend proxy of periksa: keeps the vendors' credentials, checks each upload again with the rules
//! of the browser, asks the vendor once, and hands its answer back untouched.
//!
//! With `--sandbox` both vendors are played by `sandbox`, in the same process but over real HTTP.
//! It also serves the demo page. A library only so that tests can look inside.

mod answer;
mod app;
mod body;
mod config;
mod form;
mod host;
mod idempotency;
mod log;
mod pages;
mod problem;
mod proxy;
mod sandbox;
mod upload;
mod upstream;

pub use app::router;
pub use config::{Cli, Config, StartError};
