//! How often one client may call.

use std::num::NonZeroU32;
use std::time::Duration;

use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota};

use crate::client_address::Household;

/// A limit of calls by household, where there is one.
pub(crate) struct Rate(Option<DefaultKeyedRateLimiter<Household>>);

impl Rate {
    /// So many calls in a minute, at once or spread; 0 for any number.
    pub(crate) fn new(calls_per_minute: u32) -> Self {
        Self(
            NonZeroU32::new(calls_per_minute)
                .map(|calls| governor::RateLimiter::keyed(Quota::per_minute(calls))),
        )
    }

    /// Counts a call, or tells how long its client has to wait.
    pub(crate) fn admit(&self, client: Household) -> Result<(), Duration> {
        let Some(limiter) = &self.0 else { return Ok(()) };
        if limiter.len() > MAX_CLIENTS {
            limiter.retain_recent();
        }
        limiter.check_key(&client).map_err(|not_yet| not_yet.wait_time_from(DefaultClock::default().now()))
    }
}

/// Beyond that those who have all their calls again are forgotten.
const MAX_CLIENTS: usize = 100_000;

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::net::Ipv6Addr;

    use super::*;

    #[test]
    fn each_household_has_its_calls() {
        let rate = Rate::new(2);
        let admit = |address: &str| rate.admit(Household::of(address.parse().unwrap()));
        for address in
            ["203.0.113.9", "203.0.113.9", "203.0.113.10", "2001:db8::1", "2001:db8::2", "2001:db8:0:1::1"]
        {
            assert!(admit(address).is_ok(), "{address}");
        }
        for address in ["203.0.113.9", "2001:db8::3"] {
            let wait = admit(address).unwrap_err();
            assert!(wait > Duration::from_secs(25) && wait <= Duration::from_secs(30), "{wait:?}");
        }
    }

    #[test]
    fn none_is_no_limit() {
        let rate = Rate::new(0);
        assert!((0..10_000).all(|_| rate.admit(Household::of(Ipv6Addr::LOCALHOST.into())).is_ok()));
    }
}
