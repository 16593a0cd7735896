//! Bytes that have to go on: so many in each window of time.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::time::{Instant, Sleep, sleep};

/// Runs out where fewer than `least` bytes go on in a window.
pub(crate) struct Pace {
    window: Duration,
    least: u64,
    seen: u64,
    timer: Pin<Box<Sleep>>,
}

impl Pace {
    /// Starts the first window.
    pub(crate) fn new((window, least): (Duration, u64)) -> Self {
        Self { window, least, seen: 0, timer: Box::pin(sleep(window)) }
    }

    /// Counts bytes that went on. Where there are enough, a new window starts.
    pub(crate) fn progress(&mut self, bytes: usize) {
        self.seen = self.seen.saturating_add(u64::try_from(bytes).unwrap_or(u64::MAX));
        if self.seen >= self.least {
            self.seen = 0;
            self.timer.as_mut().reset(Instant::now() + self.window);
        }
    }

    /// Ready when a window ended with too few.
    pub(crate) fn poll_too_slow(&mut self, context: &mut Context<'_>) -> Poll<()> {
        self.timer.as_mut().poll(context)
    }
}

#[cfg(test)]
mod tests {
    use std::future::poll_fn;

    use tokio::time::timeout;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn it_runs_out_only_where_too_little_goes_on() {
        let mut pace = Pace::new((Duration::from_secs(30), 300));
        for bytes in [300, 100, 200] {
            let slow = timeout(Duration::from_secs(14), poll_fn(|context| pace.poll_too_slow(context))).await;
            assert!(slow.is_err(), "{bytes}");
            pace.progress(bytes);
        }
        pace.progress(299);
        let start = Instant::now();
        poll_fn(|context| pace.poll_too_slow(context)).await;
        assert_eq!(start.elapsed(), Duration::from_secs(30));
    }
}
