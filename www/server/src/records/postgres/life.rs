//! This process among those that share the work: it says that it is alive, and may say of others that they are not.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use deadpool_postgres::{Client, Pool};
use tokio::time::{Instant, sleep};

use super::claims::{Id, new_id};
use super::work::{Failure, execute, in_time};
use crate::records::trouble::Trouble;

/// This process's name, and since when it is heard.
pub(super) struct Life {
    pub(super) id: Id,
    heard_since: Mutex<Option<Instant>>,
}

impl Life {
    /// Begins, and is heard.
    pub(super) async fn begin(pool: &Pool) -> Result<Arc<Self>, Failure> {
        let life = Arc::new(Self { id: new_id()?, heard_since: Mutex::default() });
        life.say(pool).await?;
        Ok(life)
    }

    /// Says that this process is alive.
    pub(super) async fn beat(&self, client: &Client) -> Result<(), Failure> {
        let sql = "INSERT INTO periksa_proxy.instance (id, alive_until)
                   VALUES ($1, now() + make_interval(secs => $2))
                   ON CONFLICT (id) DO UPDATE SET alive_until = excluded.alive_until";
        execute(client, sql, &[&&self.id[..], &ALIVE_FOR.as_secs_f64()]).await?;
        Ok(())
    }

    /// Are the others heard as well as this process is? Where it could not be heard of late, nor could they: what looks dead
    /// then may just not have had its turn.
    pub(super) fn may_judge(&self) -> bool {
        let since = *self.heard_since.lock().unwrap_or_else(PoisonError::into_inner);
        since.is_some_and(|since| since.elapsed() >= JUDGES_AFTER)
    }

    async fn say(self: &Arc<Self>, pool: &Pool) -> Result<(), Failure> {
        let life = Arc::clone(self);
        let heard = in_time(pool, None, move |client| async move { life.beat(&client).await }, drop).await;
        let mut since = self.heard_since.lock().unwrap_or_else(PoisonError::into_inner);
        *since = heard.is_ok().then(|| since.unwrap_or_else(Instant::now));
        drop(since);
        heard
    }

    /// Says so for ever.
    pub(super) async fn keep_beating(self: Arc<Self>, pool: Pool) {
        let trouble = Trouble::new("the store of calls does not answer", "the store of calls answers again");
        loop {
            sleep(BEAT_EVERY).await;
            trouble.note(&self.say(&pool).await);
        }
    }
}

const BEAT_EVERY: Duration = Duration::from_secs(3);
/// Some beats: one that is late is not dead yet.
const ALIVE_FOR: Duration = Duration::from_secs(10);
/// A beat of the others, and the time they wait for it.
pub(in crate::records) const JUDGES_AFTER: Duration = Duration::from_secs(5);
