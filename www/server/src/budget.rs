//! Memory for uploads: reserved before their first byte is read, and given back when their last copy is dropped.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

use crate::limits::MEGABYTE;

/// How much memory uploads may take.
pub(crate) struct Budget(Arc<Semaphore>);

/// A part of the budget.
pub(crate) struct Reservation(OwnedSemaphorePermit);

impl Budget {
    /// A budget of so many megabytes.
    pub(crate) fn new(megabytes: u32) -> Self {
        let units = usize::try_from(megabytes).unwrap_or(usize::MAX).saturating_mul(MEGABYTE / UNIT);
        Self(Arc::new(Semaphore::new(units.min(Semaphore::MAX_PERMITS))))
    }

    /// Memory for `bytes`, or `None` where it did not get free in a while.
    pub(crate) async fn reserve(&self, bytes: usize) -> Option<Reservation> {
        let permit = timeout(PATIENCE, Arc::clone(&self.0).acquire_many_owned(units(bytes))).await;
        permit.ok()?.ok().map(Reservation)
    }
}

impl Reservation {
    /// The same bytes, which hold what they need of the reservation for as long as there is any copy or part of them.
    pub(crate) fn hold(mut self, bytes: impl AsRef<[u8]> + Send + 'static) -> Bytes {
        let needed = usize::try_from(units(bytes.as_ref().len())).unwrap_or(usize::MAX);
        drop(self.0.split(self.0.num_permits().saturating_sub(needed)));
        Bytes::from_owner(Held { bytes, _reservation: self })
    }
}

struct Held<T> {
    bytes: T,
    _reservation: Reservation,
}

impl<T: AsRef<[u8]>> AsRef<[u8]> for Held<T> {
    fn as_ref(&self) -> &[u8] {
        self.bytes.as_ref()
    }
}

fn units(bytes: usize) -> u32 {
    u32::try_from(bytes.div_ceil(UNIT)).unwrap_or(u32::MAX)
}

/// What is counted: a byte each would be too many for a semaphore.
const UNIT: usize = 1024;
/// Long enough for an upload or two to finish; short enough to be told before the phone's user gives up.
const PATIENCE: Duration = Duration::from_secs(5);

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn memory_is_free_again_when_the_last_copy_is_dropped() {
        let budget = Budget::new(2);
        let reservation = budget.reserve(2 * MEGABYTE).await.unwrap();
        assert!(budget.reserve(1).await.is_none());
        let bytes = reservation.hold(vec![0; MEGABYTE]);
        assert!(budget.reserve(MEGABYTE + 1).await.is_none());
        let part = bytes.slice(5..9);
        drop(bytes);
        assert!(budget.reserve(MEGABYTE + 1).await.is_none());
        drop(part);
        assert!(budget.reserve(2 * MEGABYTE).await.is_some());
    }
}
