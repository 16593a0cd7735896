//! Starts the server.

use std::io::{self, Write};
use std::process::ExitCode;

use clap::Parser;
use periksa_proxy::{Cli, Config, log_panics, router};
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tracing_subscriber::filter::LevelFilter;

#[tokio::main]
async fn main() -> ExitCode {
    // No finer level: below it libraries log addresses and headers.
    tracing_subscriber::fmt()
        .with_max_level(LevelFilter::INFO)
        .with_target(false)
        .with_writer(io::stderr)
        .init();
    log_panics();
    match run(&Cli::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(io::stderr().lock(), "periksa-proxy: {error}");
            ExitCode::from(2)
        }
    }
}

async fn run(cli: &Cli) -> Result<(), Box<dyn std::error::Error>> {
    let config = Config::new(cli, |name| std::env::var(name).ok())?;
    let listener = TcpListener::bind((cli.host, cli.port))
        .await
        .map_err(|error| format!("can't listen on {}:{}: {error}", cli.host, cli.port))?;
    let address = listener.local_addr()?;
    let app = router(config, address)?;
    // Before the line is written, so that whoever reads it can send the signal.
    let (mut terminate, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    writeln!(io::stdout().lock(), "listening on http://{address}")?;
    let shutdown = async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    };
    // Requests under way are still answered.
    Ok(axum::serve(listener, app).with_graceful_shutdown(shutdown).await?)
}
