//! Starts the server.

use std::io::{self, Write};
use std::process::ExitCode;
use std::time::Duration;

use clap::Parser;
use periksa_proxy::{Cli, Command, Config, End, LogFormat, app, log_panics, mint_ticket, serve};
use tokio::net::TcpListener;
use tokio::runtime::Runtime;
use tokio::select;
use tokio::signal::unix::{SignalKind, signal};
use tracing_subscriber::filter::LevelFilter;

fn main() -> ExitCode {
    let cli = Cli::parse();
    // No finer level: below it libraries log addresses and headers.
    let log = tracing_subscriber::fmt()
        .with_max_level(LevelFilter::INFO)
        .with_target(false)
        // A log that can't be written must not end the process: else that is said on the same stderr, by a panic.
        .log_internal_errors(false)
        .with_writer(io::stderr);
    match cli.log {
        LogFormat::Text => log.init(),
        LogFormat::Json => log.json().flatten_event(true).init(),
    }
    log_panics();
    match start(&cli) {
        Ok(End::Finished) => ExitCode::SUCCESS,
        Ok(End::CutOff) => ExitCode::FAILURE,
        Err(error) => {
            let _ = writeln!(io::stderr().lock(), "periksa-proxy: {error}");
            ExitCode::from(2)
        }
    }
}

fn start(cli: &Cli) -> Result<End, Box<dyn std::error::Error>> {
    let env = |name: &str| std::env::var(name).ok();
    if let Some(Command::Ticket(options)) = &cli.command {
        writeln!(io::stdout().lock(), "{}", mint_ticket(options, env)?)?;
        return Ok(End::Finished);
    }
    // Each connection takes a file, and many systems start programs with 1,024.
    rlimit::increase_nofile_limit(u64::MAX)?;
    let runtime = Runtime::new()?;
    let end = runtime.block_on(run(cli));
    // A check that is still running is nobody's any more.
    runtime.shutdown_timeout(Duration::from_millis(100));
    end
}

async fn run(cli: &Cli) -> Result<End, Box<dyn std::error::Error>> {
    let config = Config::new(cli, |name| std::env::var(name).ok())?;
    let listener = TcpListener::bind((cli.host, cli.port))
        .await
        .map_err(|error| format!("can't listen on {}:{}: {error}", cli.host, cli.port))?;
    let operations = match cli.metrics {
        Some(address) => Some(
            TcpListener::bind(address)
                .await
                .map_err(|error| format!("can't listen on {address} (--metrics): {error}"))?,
        ),
        None => None,
    };
    let address = listener.local_addr()?;
    let app = app(config, address).await?;
    // Before the line is written, so that whoever reads it can send the signal.
    let (mut terminate, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    writeln!(io::stdout().lock(), "listening on http://{address}")?;
    let next_signal = async || {
        select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    };
    Ok(serve(listener, operations, app, next_signal).await)
}
