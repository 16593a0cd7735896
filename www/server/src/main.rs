//! Starts the server.

use std::io::{self, Write};
use std::process::ExitCode;
use std::time::Duration;

use mimalloc::MiMalloc;
use periksa_proxy::{
    Cli, Command, Config, End, LogFormat, StartError, app, is_ready, log_panics, mint_ticket, openapi, serve,
};
use tokio::net::TcpListener;
use tokio::runtime::Runtime;
use tokio::select;
use tokio::signal::unix::{SignalKind, signal};
use tracing_subscriber::filter::LevelFilter;

/// Gives memory of an upload to the next one, where the system's own has every page of it cleared anew.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    let cli = Cli::from_process();
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
            match error.downcast_ref::<StartError>() {
                Some(wrong) if !wrong.may_pass() => ExitCode::from(2),
                _ => ExitCode::FAILURE,
            }
        }
    }
}

fn start(cli: &Cli) -> Result<End, Box<dyn std::error::Error>> {
    if let Some(command) = &cli.command {
        return answer(command, cli);
    }
    // Each connection takes a file, and many systems start programs with 1,024.
    rlimit::increase_nofile_limit(u64::MAX)?;
    // A huge page has 2 MB, and all of it stays in memory while any part is used. This is for the whole process, whatever the
    // system's setting: the allocator can only stop asking for them. Where it is not allowed, the proxy works as well.
    #[cfg(target_os = "linux")]
    let _ = nix::sys::prctl::set_thp_disable(true);
    let runtime = Runtime::new()?;
    let end = runtime.block_on(run(cli));
    // A store that hangs must not keep the process from ending. Nobody waits for a check that still runs: it ends as well.
    runtime.shutdown_timeout(Duration::from_millis(100));
    end
}

/// What it does besides serving.
fn answer(command: &Command, cli: &Cli) -> Result<End, Box<dyn std::error::Error>> {
    let text = match command {
        Command::Ticket(options) => mint_ticket(options, |name| std::env::var(name).ok())?,
        Command::Openapi => openapi()?,
        Command::Health => {
            let metrics = cli
                .metrics
                .ok_or_else(|| StartError::new("--metrics, or METRICS, says where the proxy is asked"))?;
            return if is_ready(metrics)? { Ok(End::Finished) } else { Err("it is not ready".into()) };
        }
    };
    writeln!(io::stdout().lock(), "{text}")?;
    Ok(End::Finished)
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
