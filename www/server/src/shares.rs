//! What one household may have of something that all share: nobody takes all of it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use tokio::sync::Semaphore;

use crate::client_address::Household;

/// A share for each household.
pub(crate) struct Shares {
    each: usize,
    households: Mutex<Households>,
}

#[derive(Default)]
struct Households {
    shares: HashMap<Household, Weak<Semaphore>>,
    /// At so many those who have nothing are forgotten.
    sweep_at: usize,
}

impl Shares {
    /// So many percent of `whole` for each, and at least so much.
    pub(crate) fn new(whole: usize, percent: u32, at_least: usize) -> Self {
        let percent = usize::try_from(percent).unwrap_or(usize::MAX);
        let each = (whole / 100).saturating_mul(percent).saturating_add(whole % 100 * percent / 100);
        Self { each: each.max(at_least).min(Semaphore::MAX_PERMITS), households: Mutex::default() }
    }

    /// The household's share. It is remembered as long as anybody holds it, or a part of it.
    pub(crate) fn of(&self, household: Household) -> Arc<Semaphore> {
        let mut households = self.households.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(share) = households.shares.get(&household).and_then(Weak::upgrade) {
            return share;
        }
        if households.shares.len() >= households.sweep_at {
            households.shares.retain(|_, share| share.strong_count() > 0);
            households.sweep_at = households.shares.len().saturating_mul(2).max(LEAST_SWEEP);
        }
        let share = Arc::new(Semaphore::new(self.each));
        households.shares.insert(household, Arc::downgrade(&share));
        share
    }
}

const LEAST_SWEEP: usize = 1024;

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn household(number: u32) -> Household {
        Household::of(std::net::Ipv4Addr::from_bits(number).into())
    }

    #[test]
    fn a_household_has_its_share_and_no_more() {
        let shares = Shares::new(2048, 25, 1);
        let held = shares.of(household(1)).try_acquire_many_owned(512).unwrap();
        assert!(shares.of(household(1)).try_acquire_owned().is_err());
        assert!(shares.of(household(2)).try_acquire_owned().is_ok());
        drop(held);
        assert!(shares.of(household(1)).try_acquire_owned().is_ok());
        assert_eq!(Shares::new(3, 25, 1).of(household(1)).available_permits(), 1);
    }

    #[test]
    fn who_has_nothing_is_forgotten_and_who_has_something_is_not() {
        let shares = Shares::new(4, 25, 1);
        let held = shares.of(household(0)).try_acquire_owned().unwrap();
        for number in 1..10_000 {
            shares.of(household(number));
        }
        assert!(shares.households.lock().unwrap().shares.len() <= LEAST_SWEEP);
        assert!(shares.of(household(0)).try_acquire_owned().is_err());
        drop(held);
    }
}
