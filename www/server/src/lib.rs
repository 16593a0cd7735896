//! Reference backend proxy of periksa: holds the vendors' credentials, checks each upload again by the rules of the
//! browser, calls the vendor once, and gives its answer back untouched. It also serves the demo page.
//!
//! With `--sandbox` the crate `periksa-sandbox` plays both vendors, in the same process but over HTTP.
//!
//! A request comes by `serve` (connections, the end), `app` (routes, CORS) and `host`. `proxy` lets it pass step by step:
//! `ticket`, `rate`, `budget` (memory), `body` and `received` (what was sent), `check` (on the threads of `pool`). `calls` makes the
//! call: `store` (one for each key), `lanes` (the vendor's turn), `upstream`; `outcome` decides what counts as paid, `verdicts` reads what the
//! vendor says of the picture.
//! `resume` gives a call's answer to whoever has its key, and no file any more.

mod agreement_log;
mod answer;
mod app;
mod body;
mod budget;
mod calls;
mod check;
mod client;
mod client_address;
mod config;
mod connection;
mod fingerprint;
mod form;
mod health;
mod host;
mod image_hosts;
mod json;
mod key;
mod lanes;
mod leftover;
mod limits;
mod log;
mod metrics;
mod openapi;
mod operations;
mod outcome;
mod pace;
mod pages;
mod panics;
mod picture;
mod pool;
mod problem;
mod proxy;
mod rate;
mod received;
mod records;
mod resume;
mod sandbox;
mod secret;
mod serve;
mod shares;
mod start_error;
mod store;
mod ticket;
mod upload;
mod upstream;
mod verdicts;

pub use app::app;
pub use config::{Cli, Command, Config, LogFormat, mint_ticket};
pub use health::is_ready;
pub use limits::Limits;
pub use openapi::openapi;
pub use panics::log_panics;
pub use serve::{App, End, serve};
pub use start_error::StartError;
pub use ticket::mint::TicketOptions;
