//! Each vendor's turns: so many calls at once, and so many that wait.

use std::sync::Arc;
use std::time::Duration;

use periksa::Vendor;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

/// The turns of all vendors: one that hangs keeps nobody from another.
pub(crate) struct Lanes {
    verihubs: Lane,
    glair: Lane,
}

/// The turns of one vendor.
pub(crate) struct Lane {
    calls: Arc<Semaphore>,
    queue: Semaphore,
}

/// A call's turn, for as long as it is held.
pub(crate) struct Turn(#[expect(dead_code, reason = "held, not read")] OwnedSemaphorePermit);

impl Lanes {
    /// For each vendor `calls` at once, and `queue` that wait.
    pub(crate) fn new(calls: u32, queue: u32) -> Self {
        Self { verihubs: Lane::new(calls, queue), glair: Lane::new(calls, queue) }
    }

    /// The vendor's.
    pub(crate) fn of(&self, vendor: Vendor) -> Option<&Lane> {
        match vendor {
            Vendor::Verihubs => Some(&self.verihubs),
            Vendor::Glair => Some(&self.glair),
            _ => None,
        }
    }
}

impl Lane {
    fn new(calls: u32, queue: u32) -> Self {
        let [calls, queue] =
            [calls, queue].map(|count| Semaphore::new(usize::try_from(count).unwrap_or(usize::MAX)));
        Self { calls: Arc::new(calls), queue }
    }

    /// A turn; `None` where too many wait already, or the wait took too long.
    pub(crate) async fn turn(&self) -> Option<Turn> {
        if let Ok(turn) = Arc::clone(&self.calls).try_acquire_owned() {
            return Some(Turn(turn));
        }
        let _place = self.queue.try_acquire().ok()?;
        let turn = timeout(PATIENCE, Arc::clone(&self.calls).acquire_owned()).await;
        turn.ok()?.ok().map(Turn)
    }
}

/// Beyond that a person had better hear that there is much to do.
const PATIENCE: Duration = Duration::from_secs(20);

#[cfg(test)]
mod tests {
    use std::pin::pin;

    use futures_util::poll;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn who_is_too_many_is_told_at_once_and_who_waits_in_vain_later() {
        let lane = Lane::new(1, 1);
        let first = lane.turn().await;
        assert!(first.is_some());
        {
            let mut second = pin!(lane.turn());
            assert!(poll!(&mut second).is_pending());
            assert!(lane.turn().await.is_none());
            assert!(second.await.is_none());
        }
        let mut third = pin!(lane.turn());
        assert!(poll!(&mut third).is_pending());
        drop(first);
        assert!(third.await.is_some());
    }
}
