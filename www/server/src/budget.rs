//! Memory for uploads: reserved before their first byte is read, and given back when their last copy is dropped.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use periksa::Vendor;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

use crate::client_address::Household;
use crate::limits::{LARGEST_UPLOAD, MEGABYTE};
use crate::shares::Shares;

/// The memory of all vendors: uploads for one that hangs take nothing from another.
pub(crate) struct Budgets {
    verihubs: Budget,
    glair: Budget,
}

impl Budgets {
    /// So many megabytes for each vendor, of which a household may have so many percent.
    pub(crate) fn new(megabytes: u32, percent: u32) -> Self {
        Self { verihubs: Budget::new(megabytes, percent), glair: Budget::new(megabytes, percent) }
    }

    /// The vendor's.
    pub(crate) fn of(&self, vendor: Vendor) -> Option<&Budget> {
        match vendor {
            Vendor::Verihubs => Some(&self.verihubs),
            Vendor::Glair => Some(&self.glair),
            _ => None,
        }
    }
}

/// How much memory uploads may take.
pub(crate) struct Budget {
    whole: Arc<Semaphore>,
    shares: Shares,
}

/// Memory that is taken: a part of the whole, and of a household's share where there are shares.
pub(crate) struct Reservation(Vec<OwnedSemaphorePermit>);

impl Budget {
    /// A budget of so many megabytes, of which a household may have so many percent; the largest upload in any case.
    pub(crate) fn new(megabytes: u32, percent: u32) -> Self {
        let whole = usize::try_from(megabytes).unwrap_or(usize::MAX).saturating_mul(MEGABYTE / UNIT);
        let whole = whole.min(Semaphore::MAX_PERMITS);
        let shares = Shares::new(whole, percent, LARGEST_UPLOAD.div_ceil(UNIT));
        Self { whole: Arc::new(Semaphore::new(whole)), shares }
    }

    /// Memory for `bytes`, or `None` where it did not get free in a while. Who waits for a part of its share has
    /// nothing yet of what the others wait for.
    pub(crate) async fn reserve(&self, household: Household, bytes: usize) -> Option<Reservation> {
        let units = units(bytes);
        let reserve = async {
            let of_share = self.shares.of(household).acquire_many_owned(units).await.ok()?;
            let of_whole = Arc::clone(&self.whole).acquire_many_owned(units).await.ok()?;
            Some(Reservation(vec![of_share, of_whole]))
        };
        timeout(PATIENCE, reserve).await.ok()?
    }
}

impl Reservation {
    /// The same bytes, which hold what they need of the reservation for as long as there is any copy or part of them.
    pub(crate) fn hold(mut self, bytes: impl AsRef<[u8]> + Send + 'static) -> Bytes {
        let needed = usize::try_from(units(bytes.as_ref().len())).unwrap_or(usize::MAX);
        for permit in &mut self.0 {
            drop(permit.split(permit.num_permits().saturating_sub(needed)));
        }
        Bytes::from_owner(Held { bytes, _reservation: self })
    }
}

/// How much memory answers may take that are read from a store, to be given again, or can't be recorded there yet.
#[derive(Clone)]
pub(crate) struct AnswerMemory(Arc<Semaphore>, u32);

impl AnswerMemory {
    /// So many megabytes.
    pub(crate) fn new(megabytes: u32) -> Self {
        let units = units(usize::try_from(megabytes).unwrap_or(usize::MAX).saturating_mul(MEGABYTE));
        Self(
            Arc::new(Semaphore::new(
                usize::try_from(units).unwrap_or(usize::MAX).min(Semaphore::MAX_PERMITS),
            )),
            units,
        )
    }

    /// Memory for `bytes`, or all of it where that is less; `None` where it is not free now.
    pub(crate) fn reserve(&self, bytes: usize) -> Option<Reservation> {
        let permit = Arc::clone(&self.0).try_acquire_many_owned(units(bytes).min(self.1)).ok()?;
        Some(Reservation(vec![permit]))
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

    fn household(address: &str) -> Household {
        Household::of(address.parse().unwrap())
    }

    #[tokio::test(start_paused = true)]
    async fn memory_is_free_again_when_the_last_copy_is_dropped() {
        let (budget, one) = (Budget::new(2, 100), household("203.0.113.1"));
        let reservation = budget.reserve(one, 2 * MEGABYTE).await.unwrap();
        assert!(budget.reserve(one, 1).await.is_none());
        let bytes = reservation.hold(vec![0; MEGABYTE]);
        assert!(budget.reserve(one, MEGABYTE + 1).await.is_none());
        let part = bytes.slice(5..9);
        drop(bytes);
        assert!(budget.reserve(one, MEGABYTE + 1).await.is_none());
        drop(part);
        assert!(budget.reserve(one, 2 * MEGABYTE).await.is_some());
    }

    #[tokio::test(start_paused = true)]
    async fn a_household_leaves_memory_to_the_others() {
        let budget = Budget::new(256, 25);
        let (one, other) = (household("203.0.113.1"), household("203.0.113.2"));
        let held = budget.reserve(one, 64 * MEGABYTE).await.unwrap();
        assert!(budget.reserve(one, 1).await.is_none());
        assert!(budget.reserve(other, 64 * MEGABYTE).await.is_some());
        drop(held);
        assert!(budget.reserve(one, 1).await.is_some());
        // However small its share, the largest upload fits in.
        assert!(Budget::new(48, 1).reserve(one, LARGEST_UPLOAD).await.is_some());
    }
}
