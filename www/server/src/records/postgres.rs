//! Records in PostgreSQL, which several instances share. A call that another one is making is waited for as long as that one
//! is alive; what was claimed by one that died is lost, and told as such.

mod claims;
mod database;
mod life;
mod rows;
mod schema;
mod take_back;
mod work;

use std::sync::Arc;
use std::time::Duration;

use deadpool_postgres::{Client, Pool};
use tokio::runtime::Handle;
use tokio::task::AbortHandle;
use tokio_util::task::TaskTracker;

use super::seal::Seal;
use super::trouble::Trouble;
use super::{FAILURES_FOR, Past, Records, Unavailable};
use crate::answer::Answer;
use crate::budget::AnswerMemory;
use crate::fingerprint::Fingerprint;
use crate::key::Key;
use crate::ticket::{Quota, Session};

pub(crate) use database::Database;
#[cfg(test)]
pub(super) use life::JUDGES_AFTER;

use claims::Claims;
use life::Life;
use rows::Rows;
use take_back::take_back;
use work::{Failure, execute, in_time, query};

/// Records in a database.
pub(crate) struct Postgres {
    runtime: Handle,
    pool: Pool,
    rows: Arc<Rows>,
    trouble: Trouble,
    tidying: Trouble,
    beating: AbortHandle,
    /// Claims, and what takes them back: the server waits for them at its end.
    tasks: TaskTracker,
}

impl Postgres {
    /// Opens the database, and makes its tables where there are none. Not where another secret made them: every key would be
    /// unknown, and paid again. Answers that are read again take of `memory`; the server waits for `tasks` at its end.
    pub(crate) async fn open(
        database: Database,
        seal: Seal,
        memory: AnswerMemory,
        call_time: Duration,
        tasks: TaskTracker,
    ) -> Result<Self, String> {
        // Whatever the calls wait for, that this process is alive is said by a connection of its own.
        let (pool, beats) = (database.pool(PLACES)?, database.pool(1)?);
        schema::prepare(&beats, &seal.name("store", &[])).await?;
        let life = Life::begin(&beats).await.map_err(|failure| failure.to_string())?;
        let beating = tokio::spawn(Arc::clone(&life).keep_beating(beats)).abort_handle();
        let rows = Arc::new(Rows { seal, memory, life, claims: Claims::default(), call_time });
        Ok(Self {
            runtime: Handle::current(),
            pool,
            rows,
            trouble: Trouble::of_store(),
            tidying: Trouble::new(
                "what is over stays in the store of calls",
                "what is over goes from the store of calls again",
            ),
            beating,
            tasks,
        })
    }

    /// Does the work on a connection, unless that takes too long. Called where blocking is allowed.
    fn run<T: Send + 'static, F: Future<Output = Result<T, Failure>> + Send>(
        &self,
        work: impl FnOnce(Client, Arc<Rows>) -> F + Send + 'static,
    ) -> Result<T, Failure> {
        let done = self.wait(None, work, drop);
        self.trouble.note(&done);
        done
    }

    fn wait<T: Send + 'static, F: Future<Output = Result<T, Failure>> + Send>(
        &self,
        tasks: Option<&TaskTracker>,
        work: impl FnOnce(Client, Arc<Rows>) -> F + Send + 'static,
        unheard: impl FnOnce(T) + Send + 'static,
    ) -> Result<T, Failure> {
        let rows = Arc::clone(&self.rows);
        self.runtime.block_on(in_time(&self.pool, tasks, move |client| work(client, rows), unheard))
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        self.beating.abort();
    }
}

impl Records for Postgres {
    fn find(&self, key: &Key, fingerprint: Option<&Fingerprint>) -> Result<Option<Past>, Unavailable> {
        let name = self.rows.name(key);
        let mark = fingerprint.map(|of| self.rows.seal.name("fingerprint", of));
        let find = move |client: Client, rows: Arc<Rows>| async move {
            rows.look_up(&client, &name, mark.as_ref()).await
        };
        Ok(self.run(find)?)
    }

    fn claim(
        &self,
        key: &Key,
        fingerprint: &Fingerprint,
        quota: Option<&Quota>,
    ) -> Result<Option<Past>, Unavailable> {
        let (name, mark) = (self.rows.name(key), self.rows.seal.name("fingerprint", fingerprint));
        let (quota, begun) = (quota.cloned(), self.rows.claims.begin()?);
        let (pool, rows, tasks) = (self.pool.clone(), Arc::clone(&self.rows), self.tasks.clone());
        let undo = move |begun| drop(tasks.spawn(take_back(pool, rows, name, begun)));
        let undo_unsure = undo.clone();
        let claim = move |mut client: Client, rows: Arc<Rows>| async move {
            let claimed = rows.try_claim(&mut client, &name, &mark, quota.as_ref(), &begun.id).await;
            // It may be there, and nobody is told so.
            if matches!(claimed, Err(Failure::Unsure(_))) {
                undo_unsure(begun);
                return claimed.map(|_| None);
            }
            claimed.map(|past| Some((past, begun)))
        };
        let unheard = move |claimed| {
            if let Some((None, begun)) = claimed {
                undo(begun);
            }
        };
        let claimed = self.wait(Some(&self.tasks), claim, unheard);
        self.trouble.note(&claimed);
        Ok(match claimed? {
            Some((None, begun)) => {
                self.rows.claims.hold(name, begun);
                None
            }
            Some((past, _)) => past,
            None => return Err(Failure::Slow.into()),
        })
    }

    fn end(&self, key: &Key, answer: Option<&Answer>) -> Result<(), Unavailable> {
        let name = self.rows.name(key);
        let sealed = answer.map(|answer| self.rows.seal.close(&name, answer)).transpose();
        let sealed = sealed.map_err(|_| Failure::Lost)?;
        let Some(id) = self.rows.claims.of(&name) else {
            return if answer.is_none() { Ok(()) } else { Err(Failure::Lost.into()) };
        };
        self.run(
            move |client, rows| async move { rows.try_end(&client, &name, &id, sealed.as_deref()).await },
        )?;
        self.rows.claims.end(&name);
        Ok(())
    }

    fn is_spent(&self, quota: &Quota) -> Result<bool, Unavailable> {
        let (calls, quota) = (i64::from(quota.calls), quota.clone());
        Ok(self.run(move |client, rows| async move { rows.used(&client, &quota).await })? >= calls)
    }

    fn failures(&self, session: &Session) -> Result<u32, Unavailable> {
        let session = self.rows.seal.name("session", session.as_bytes());
        let sql = "SELECT count FROM periksa_proxy.failure WHERE session = $1 AND forgotten_at > now()";
        let count = self.run(move |client, _| async move {
            let found = query(&client, sql, &[&&session[..]]).await?;
            Ok(found.first().map(|row| row.try_get::<_, i64>(0)).transpose()?)
        })?;
        Ok(count.map_or(0, |count| u32::try_from(count).unwrap_or(u32::MAX)))
    }

    fn count_failure(&self, session: &Session) -> Result<(), Unavailable> {
        let session = self.rows.seal.name("session", session.as_bytes());
        let sql = "INSERT INTO periksa_proxy.failure AS failure (session, count, forgotten_at)
                   VALUES ($1, 1, now() + make_interval(secs => $2))
                   ON CONFLICT (session) DO UPDATE SET
                       count = CASE WHEN failure.forgotten_at > now() THEN failure.count + 1 ELSE 1 END,
                       forgotten_at = excluded.forgotten_at";
        self.run(move |client, _| async move {
            execute(&client, sql, &[&&session[..], &FAILURES_FOR.as_secs_f64()]).await
        })?;
        Ok(())
    }

    fn places(&self) -> Option<usize> {
        Some(PLACES)
    }

    /// Can a call be claimed and ended? A database that only gives answers is of no use.
    fn ready(&self) -> Result<(), Unavailable> {
        Ok(self.run(|client, rows| async move { rows.touch(&client).await })?)
    }

    fn tidy(&self) -> Result<bool, Unavailable> {
        self.rows.claims.tidy();
        let is_more = self.wait(None, |client, rows| async move { rows.try_tidy(&client).await }, drop);
        self.tidying.note(&is_more);
        Ok(is_more?)
    }
}

/// Each needs a connection, of which a database has some 100 for all instances.
const PLACES: usize = 8;
