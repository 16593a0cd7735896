//! What is remembered of each key: for which call it was used, and what that came to.
//!
//! A record is made by the claim, before anything is sent. Its answer is kept for [`KEPT_FOR`] from the end of the call; a
//! store that outlives the process remembers for [`REMEMBERED_FOR`] that there was a call.

pub(crate) mod access;
pub(crate) mod memory;
pub(crate) mod postgres;
pub(crate) mod seal;
pub(crate) mod sqlite;
#[cfg(test)]
mod tests;
pub(crate) mod trouble;

use std::fmt;
use std::time::Duration;

use self::trouble::Fault;
use crate::answer::Answer;
use crate::fingerprint::Fingerprint;
use crate::key::Key;
use crate::problem::Problem;
use crate::ticket::{Quota, Session};

/// Where records are kept. Its functions may take a while, and are called where that blocks nobody.
pub(crate) trait Records: Send + Sync + 'static {
    /// What is recorded of the call; without its fingerprint, of whichever call the key was used for.
    fn find(&self, key: &Key, fingerprint: Option<&Fingerprint>) -> Result<Option<Past>, Unavailable>;

    /// Records that the call is made now, by one of its ticket's; else tells what is recorded of it. Two claims of one key never
    /// both succeed, nor more claims than a ticket has calls.
    fn claim(
        &self,
        key: &Key,
        fingerprint: &Fingerprint,
        quota: Option<&Quota>,
    ) -> Result<Option<Past>, Unavailable>;

    /// Records the answer of a claimed call, or that it was not made after all: then its ticket has it again.
    fn end(&self, key: &Key, answer: Option<&Answer>) -> Result<(), Unavailable>;

    /// Were all calls of a ticket made? A claim asks again.
    fn is_spent(&self, quota: &Quota) -> Result<bool, Unavailable>;

    /// How many attempts failed in the session of late.
    fn failures(&self, session: &Session) -> Result<u32, Unavailable>;

    /// Counts one more.
    fn count_failure(&self, session: &Session) -> Result<(), Unavailable>;

    /// Somebody waited in vain.
    fn note_slow(&self) {}

    /// How many may use it at once, each on a thread of its own; `None` where no function takes a while.
    fn places(&self) -> Option<usize>;

    /// Can it be asked at all?
    fn ready(&self) -> Result<(), Unavailable> {
        Ok(())
    }

    /// Removes a piece of what is over, where that does not go by itself. Is there more of it?
    fn tidy(&self) -> Result<bool, Unavailable> {
        Ok(false)
    }
}

/// What is recorded of a key.
#[derive(Clone)]
pub(crate) enum Past {
    /// Another process is making the call.
    Elsewhere,
    /// The call was made.
    Kept(Answer),
    /// It was made or begun, and nobody has its answer any more.
    Lost,
    /// The key was used for another call.
    Other,
    /// The call was not made: its ticket's were, all of them.
    Spent,
}

/// Why nothing can be recorded or found now.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Unavailable {
    /// The store can't be used, as this says.
    Store(&'static str),
    /// It can, but there is no memory for an answer.
    Memory,
}

impl Unavailable {
    fn detail(self) -> &'static str {
        match self {
            Self::Store(detail) => detail,
            Self::Memory => "The memory for answers is full; nothing was sent to the vendor.",
        }
    }
}

impl fmt::Display for Unavailable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.detail())
    }
}

impl Fault for Unavailable {
    fn is_of_store(&self) -> bool {
        matches!(self, Self::Store(_))
    }
}

impl From<Unavailable> for Problem {
    fn from(unavailable: Unavailable) -> Self {
        Self::busy(unavailable.detail())
    }
}

/// From the end of the call.
pub(crate) const KEPT_FOR: Duration = Duration::from_secs(600);
/// From the claim.
pub(crate) const REMEMBERED_FOR: Duration = Duration::from_secs(24 * 3600);
/// The use of a ticket, from its claim: longer than any ticket is good for.
pub(crate) const TICKETS_FOR: Duration = Duration::from_secs(3600);
/// A session's failed attempts, from the last one.
pub(crate) const FAILURES_FOR: Duration = Duration::from_secs(3600);
