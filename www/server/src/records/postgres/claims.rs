//! The claims of this process. Each has a name of its own, which the database keeps with the call: what is said of a claim, and
//! comes late or twice, can't meet another one of the same key.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use ring::rand::{SecureRandom, SystemRandom};
use tokio::time::Instant;

use super::work::Failure;
use crate::records::REMEMBERED_FOR;
use crate::records::seal::Name;

/// A claim's own name, or an instance's.
pub(super) type Id = [u8; 16];

/// A name that nobody had before.
pub(super) fn new_id() -> Result<Id, Failure> {
    let mut id = Id::default();
    let filled = SystemRandom::new().fill(&mut id);
    filled.map_err(|_| Failure::Database("there are no random bytes".to_owned()))?;
    Ok(id)
}

/// Which claims there are.
#[derive(Clone, Default)]
pub(super) struct Claims(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    /// Whose end is still to be recorded, by the call; and since when.
    held: HashMap<Name, (Id, Instant)>,
    /// Of which it is not known yet whether they succeed, or which are taken back.
    begun: HashSet<Id>,
}

/// One that begins, or is taken back, until this is dropped.
pub(super) struct Begun {
    claims: Claims,
    pub(super) id: Id,
}

impl Claims {
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A new claim.
    pub(super) fn begin(&self) -> Result<Begun, Failure> {
        let id = new_id()?;
        self.state().begun.insert(id);
        Ok(Begun { claims: self.clone(), id })
    }

    /// Is it one that is not sure, and may be gone soon?
    pub(super) fn is_begun(&self, id: &[u8]) -> bool {
        self.state().begun.contains(id)
    }

    /// The call is claimed.
    pub(super) fn hold(&self, name: Name, begun: Begun) {
        self.state().held.insert(name, (begun.id, Instant::now()));
        drop(begun);
    }

    /// By which claim this process has the call.
    pub(super) fn of(&self, name: &Name) -> Option<Id> {
        self.state().held.get(name).map(|(id, _)| *id)
    }

    /// The end of the claim is recorded.
    pub(super) fn end(&self, name: &Name) {
        self.state().held.remove(name);
    }

    /// Forgets those whose end could never be recorded.
    pub(super) fn tidy(&self) {
        self.state().held.retain(|_, (_, since)| since.elapsed() < REMEMBERED_FOR);
    }
}

impl Drop for Begun {
    fn drop(&mut self) {
        self.claims.state().begun.remove(&self.id);
    }
}
