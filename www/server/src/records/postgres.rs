//! Records in PostgreSQL, which several instances share. A call that another one is making is waited for as long as that one
//! is alive; what was claimed by one that died is lost, and told as such.

mod database;
mod schema;
mod work;

use std::time::Duration;

use deadpool_postgres::{Client, Pool};
use ring::rand::{SecureRandom, SystemRandom};
use tokio::runtime::Handle;
use tokio::task::AbortHandle;
use tokio::time::sleep;
use tokio_postgres::IsolationLevel;
use tokio_postgres::types::ToSql;
use tracing::{info, warn};

use super::seal::{Name, Seal};
use super::{FAILURES_FOR, KEPT_FOR, Past, REMEMBERED_FOR, Records, TICKETS_FOR, Unavailable};
use crate::answer::Answer;
use crate::budget::AnswerMemory;
use crate::fingerprint::Fingerprint;
use crate::key::Key;
use crate::ticket::{Quota, Session};

pub(crate) use database::Database;

use work::{Failure, execute, in_time, query};

/// Records in a database.
pub(crate) struct Postgres {
    runtime: Handle,
    pool: Pool,
    seal: Seal,
    memory: AnswerMemory,
    instance: Instance,
    /// How long after its claim a call is over at the latest.
    call_time: Duration,
    beating: AbortHandle,
}

/// The name of this process among those that share the work.
type Instance = [u8; 16];

impl Postgres {
    /// Opens the database, and makes its tables where there are none. Not where another secret made them: every key would be
    /// unknown, and paid again. Answers that are read again take of `memory`.
    pub(crate) async fn open(
        database: Database,
        seal: Seal,
        memory: AnswerMemory,
        call_time: Duration,
    ) -> Result<Self, String> {
        let pool = database.pool(PLACES + 1)?;
        schema::prepare(&pool, &seal.name("store", &[])).await?;
        let mut instance = Instance::default();
        SystemRandom::new().fill(&mut instance).map_err(|_| "there are no random bytes".to_owned())?;
        beat(&pool, &instance).await.map_err(|failure| failure.to_string())?;
        let beating = tokio::spawn(keep_beating(pool.clone(), instance)).abort_handle();
        Ok(Self { runtime: Handle::current(), pool, seal, memory, instance, call_time, beating })
    }

    /// Does the work on a connection, unless that takes too long. Called where blocking is allowed.
    fn run<T>(&self, work: impl AsyncFnOnce(&mut Client) -> Result<T, Failure>) -> Result<T, Failure> {
        self.runtime.block_on(in_time(&self.pool, work))
    }

    fn name(&self, key: &Key) -> Name {
        self.seal.name("key", key.as_bytes())
    }

    async fn look_up(
        &self,
        client: &Client,
        name: &Name,
        mark: Option<&Name>,
    ) -> Result<Option<Past>, Failure> {
        let sql = "SELECT fingerprint, octet_length(answer), coalesce(answer_until > now(), false),
                          instance <> $2 AND running_until > now() AND EXISTS (
                              SELECT FROM periksa_proxy.instance
                              WHERE instance.id = call.instance AND alive_until > now())
                   FROM periksa_proxy.call WHERE name = $1 AND forgotten_at > now()";
        let found = query(client, sql, &[&&name[..], &&self.instance[..]]).await?;
        let Some(row) = found.first() else { return Ok(None) };
        let of: &[u8] = row.try_get(0)?;
        let (length, is_kept, is_running): (Option<i32>, bool, bool) =
            (row.try_get(1)?, row.try_get(2)?, row.try_get(3)?);
        if mark.is_some_and(|mark| of != mark) {
            return Ok(Some(Past::Other));
        }
        let Some(length) = length.filter(|_| is_kept) else {
            let is_begun = length.is_none() && is_running;
            return Ok(Some(if is_begun { Past::Elsewhere } else { Past::Lost }));
        };
        let reserved = self.memory.reserve(usize::try_from(length).unwrap_or(usize::MAX));
        let reserved = reserved.ok_or(Failure::MemoryFull)?;
        let sql = "SELECT answer FROM periksa_proxy.call WHERE name = $1 AND answer IS NOT NULL";
        let sealed = query(client, sql, &[&&name[..]]).await?;
        let Some(row) = sealed.first() else { return Ok(Some(Past::Lost)) };
        Ok(Some(match self.seal.open(name, row.try_get(0)?) {
            Ok(answer) => Past::Kept(Answer { body: reserved.hold(answer.body), ..answer }),
            Err(_) => Past::Lost,
        }))
    }

    /// Takes the call, and a use of its ticket. Whoever else wants the same waits for this transaction.
    async fn take(
        &self,
        client: &mut Client,
        name: &Name,
        mark: &Name,
        quota: Option<&Quota>,
    ) -> Result<Taken, Failure> {
        let ticket = quota.map(|quota| self.seal.name("ticket", quota.ticket.as_bytes()));
        let transaction =
            client.build_transaction().isolation_level(IsolationLevel::ReadCommitted).start().await?;
        let sql = "INSERT INTO periksa_proxy.call AS call
                       (name, fingerprint, instance, running_until, ticket, forgotten_at)
                   VALUES ($1, $2, $3, now() + make_interval(secs => $4), $5, now() + make_interval(secs => $6))
                   ON CONFLICT (name) DO UPDATE SET fingerprint = excluded.fingerprint,
                       instance = excluded.instance, running_until = excluded.running_until,
                       ticket = excluded.ticket, forgotten_at = excluded.forgotten_at,
                       answer = NULL, answer_until = NULL
                   WHERE call.forgotten_at <= now()";
        let (running, remembered) = (self.call_time.as_secs_f64(), REMEMBERED_FOR.as_secs_f64());
        let ticket_name = ticket.as_ref().map(|name| &name[..]);
        let call: [&(dyn ToSql + Sync); 6] =
            [&&name[..], &&mark[..], &&self.instance[..], &running, &ticket_name, &remembered];
        if execute(&transaction, sql, &call).await? == 0 {
            return Ok(Taken::Before);
        }
        if let (Some(quota), Some(ticket)) = (quota, &ticket) {
            let sql = "INSERT INTO periksa_proxy.ticket AS ticket (name, used, forgotten_at)
                       VALUES ($1, 1, now() + make_interval(secs => $2))
                       ON CONFLICT (name) DO UPDATE
                       SET used = ticket.used + 1, forgotten_at = excluded.forgotten_at
                       WHERE ticket.used < $3";
            let use_of: [&(dyn ToSql + Sync); 3] =
                [&&ticket[..], &TICKETS_FOR.as_secs_f64(), &i64::from(quota.calls)];
            if execute(&transaction, sql, &use_of).await? == 0 {
                return Ok(Taken::Spent);
            }
        }
        transaction.commit().await?;
        Ok(Taken::Now)
    }

    async fn try_claim(
        &self,
        client: &mut Client,
        name: &Name,
        mark: &Name,
        quota: Option<&Quota>,
    ) -> Result<Option<Past>, Failure> {
        for _ in 0..CLAIM_TRIES {
            match self.take(client, name, mark, quota).await? {
                Taken::Now => return Ok(None),
                Taken::Spent => return Ok(Some(Past::Spent)),
                // Or it was given back since.
                Taken::Before => match self.look_up(client, name, Some(mark)).await? {
                    None => {}
                    past => return Ok(past),
                },
            }
        }
        Err(Failure::Lost)
    }

    async fn try_end(&self, client: &Client, name: &Name, sealed: Option<&[u8]>) -> Result<(), Failure> {
        // Another instance may have claimed the key since this one said so before, and the connection broke.
        let Some(sealed) = sealed else {
            let sql = "WITH gone AS (
                           DELETE FROM periksa_proxy.call
                           WHERE name = $1 AND instance = $2 AND answer IS NULL RETURNING ticket)
                       UPDATE periksa_proxy.ticket SET used = used - 1 FROM gone WHERE ticket.name = gone.ticket";
            execute(client, sql, &[&&name[..], &&self.instance[..]]).await?;
            return Ok(());
        };
        let sql =
            "UPDATE periksa_proxy.call SET answer = $3, answer_until = now() + make_interval(secs => $4)
                   WHERE name = $1 AND instance = $2";
        let kept: [&(dyn ToSql + Sync); 4] =
            [&&name[..], &&self.instance[..], &sealed, &KEPT_FOR.as_secs_f64()];
        // Else the claim is gone: nobody must believe that its answer is kept.
        if execute(client, sql, &kept).await? == 1 { Ok(()) } else { Err(Failure::Lost) }
    }

    async fn used(&self, client: &Client, quota: &Quota) -> Result<i64, Failure> {
        let ticket = self.seal.name("ticket", quota.ticket.as_bytes());
        let sql = "SELECT used FROM periksa_proxy.ticket WHERE name = $1 AND forgotten_at > now()";
        let found = query(client, sql, &[&&ticket[..]]).await?;
        Ok(found.first().map(|row| row.try_get(0)).transpose()?.unwrap_or(0))
    }

    /// A piece at a time; what another instance is removing is passed over.
    async fn try_tidy(&self, client: &Client) -> Result<bool, Failure> {
        let sql = "UPDATE periksa_proxy.call SET answer = NULL, answer_until = NULL WHERE name IN
                       (SELECT name FROM periksa_proxy.call WHERE answer IS NOT NULL AND answer_until <= now()
                        LIMIT $1 FOR UPDATE SKIP LOCKED)";
        let mut is_all = execute(client, sql, &[&ROWS_AT_ONCE]).await? < ROWS_AT_ONCE.unsigned_abs();
        for (table, id, over) in [
            ("call", "name", "forgotten_at <= now()"),
            ("ticket", "name", "forgotten_at <= now()"),
            ("failure", "session", "forgotten_at <= now()"),
            // One that hung for long comes back by its next beat.
            ("instance", "id", "alive_until <= now() - interval '1 hour'"),
        ] {
            let sql = format!(
                "DELETE FROM periksa_proxy.{table} WHERE {id} IN (SELECT {id} FROM periksa_proxy.{table}
                 WHERE {over} LIMIT $1 FOR UPDATE SKIP LOCKED)"
            );
            is_all &= execute(client, &sql, &[&ROWS_AT_ONCE]).await? < ROWS_AT_ONCE.unsigned_abs();
        }
        Ok(!is_all)
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        self.beating.abort();
    }
}

impl Records for Postgres {
    fn find(&self, key: &Key, fingerprint: Option<&Fingerprint>) -> Result<Option<Past>, Unavailable> {
        let (name, mark) = (self.name(key), fingerprint.map(|of| self.seal.name("fingerprint", of)));
        Ok(self.run(async |client| self.look_up(client, &name, mark.as_ref()).await)?)
    }

    fn claim(
        &self,
        key: &Key,
        fingerprint: &Fingerprint,
        quota: Option<&Quota>,
    ) -> Result<Option<Past>, Unavailable> {
        let (name, mark) = (self.name(key), self.seal.name("fingerprint", fingerprint));
        Ok(self.run(async |client| self.try_claim(client, &name, &mark, quota).await)?)
    }

    /// Tried again for a while: the answer is paid, and a database may be started anew.
    fn end(&self, key: &Key, answer: Option<&Answer>) -> Result<(), Unavailable> {
        let name = self.name(key);
        let sealed = answer.map(|answer| self.seal.close(&name, answer)).transpose();
        let sealed = sealed.map_err(|_| Failure::Lost)?;
        let mut ended = Ok(());
        for pause in END_TRIES {
            ended = self.run(async |client| self.try_end(client, &name, sealed.as_deref()).await);
            if ended.is_ok() {
                break;
            }
            std::thread::sleep(pause);
        }
        Ok(ended?)
    }

    fn is_spent(&self, quota: &Quota) -> Result<bool, Unavailable> {
        Ok(self.run(async |client| self.used(client, quota).await)? >= i64::from(quota.calls))
    }

    fn failures(&self, session: &Session) -> Result<u32, Unavailable> {
        let session = self.seal.name("session", session.as_bytes());
        let sql = "SELECT count FROM periksa_proxy.failure WHERE session = $1 AND forgotten_at > now()";
        let count = self.run(async |client| {
            let found = query(client, sql, &[&&session[..]]).await?;
            Ok(found.first().map(|row| row.try_get::<_, i64>(0)).transpose()?)
        })?;
        Ok(count.map_or(0, |count| u32::try_from(count).unwrap_or(u32::MAX)))
    }

    fn count_failure(&self, session: &Session) -> Result<(), Unavailable> {
        let session = self.seal.name("session", session.as_bytes());
        let sql = "INSERT INTO periksa_proxy.failure AS failure (session, count, forgotten_at)
                   VALUES ($1, 1, now() + make_interval(secs => $2))
                   ON CONFLICT (session) DO UPDATE SET
                       count = CASE WHEN failure.forgotten_at > now() THEN failure.count + 1 ELSE 1 END,
                       forgotten_at = excluded.forgotten_at";
        self.run(async |client| execute(client, sql, &[&&session[..], &FAILURES_FOR.as_secs_f64()]).await)?;
        Ok(())
    }

    /// Can something be written? A database that only gives answers is of no use.
    fn places(&self) -> Option<usize> {
        Some(PLACES)
    }

    fn ready(&self) -> Result<(), Unavailable> {
        Ok(self.runtime.block_on(beat(&self.pool, &self.instance))?)
    }

    fn tidy(&self) -> Result<bool, Unavailable> {
        Ok(self.run(async |client| self.try_tidy(client).await)?)
    }
}

/// What came of an attempt to claim a call.
enum Taken {
    /// It was claimed before.
    Before,
    Now,
    Spent,
}

/// Says that this instance is alive, for ever; and in the log where that can't be said.
async fn keep_beating(pool: Pool, instance: Instance) {
    let mut was_heard = true;
    loop {
        sleep(BEAT_EVERY).await;
        let heard = beat(&pool, &instance).await;
        match &heard {
            Err(failure) if was_heard => warn!("the store of calls does not answer: {failure}"),
            Ok(()) if !was_heard => info!("the store of calls answers again"),
            _ => {}
        }
        was_heard = heard.is_ok();
    }
}

async fn beat(pool: &Pool, instance: &Instance) -> Result<(), Failure> {
    let sql =
        "INSERT INTO periksa_proxy.instance (id, alive_until) VALUES ($1, now() + make_interval(secs => $2))
               ON CONFLICT (id) DO UPDATE SET alive_until = excluded.alive_until";
    let alive = ALIVE_FOR.as_secs_f64();
    in_time(pool, async |client| execute(client, sql, &[&&instance[..], &alive]).await).await?;
    Ok(())
}

/// Each needs a connection, of which a database has some 100 for all instances.
const PLACES: usize = 8;
const BEAT_EVERY: Duration = Duration::from_secs(3);
/// Some beats: one that is late is not dead yet.
const ALIVE_FOR: Duration = Duration::from_secs(10);
/// The pause after each try to record an end.
const END_TRIES: [Duration; 5] = [
    Duration::from_millis(50),
    Duration::from_millis(500),
    Duration::from_secs(2),
    Duration::from_secs(5),
    Duration::ZERO,
];
const CLAIM_TRIES: u32 = 3;
const ROWS_AT_ONCE: i64 = 256;
