//! What is read and written of calls, tickets and sessions, on a connection.

use std::sync::Arc;
use std::time::Duration;

use deadpool_postgres::{Client, GenericClient};
use tokio_postgres::IsolationLevel;
use tokio_postgres::types::ToSql;

use super::claims::{Claims, Id};
use super::database::with_sources;
use super::life::Life;
use super::work::{Failure, execute, query};
use crate::answer::Answer;
use crate::budget::AnswerMemory;
use crate::key::Key;
use crate::records::seal::{Name, Seal};
use crate::records::{KEPT_FOR, Past, REMEMBERED_FOR, TICKETS_FOR};
use crate::ticket::Quota;

/// What reads and writes the rows.
pub(super) struct Rows {
    pub(super) seal: Seal,
    pub(super) memory: AnswerMemory,
    pub(super) life: Arc<Life>,
    pub(super) claims: Claims,
    /// How long after its claim a call is over at the latest.
    pub(super) call_time: Duration,
}

impl Rows {
    pub(super) fn name(&self, key: &Key) -> Name {
        self.seal.name("key", key.as_bytes())
    }

    pub(super) async fn look_up(
        &self,
        client: &Client,
        name: &Name,
        mark: Option<&Name>,
    ) -> Result<Option<Past>, Failure> {
        let sql = "SELECT fingerprint, octet_length(answer), coalesce(answer_until > now(), false),
                          instance <> $2 AND running_until > now() AND (NOT $3 OR EXISTS (
                              SELECT FROM periksa_proxy.instance
                              WHERE instance.id = call.instance AND alive_until > now())), claim
                   FROM periksa_proxy.call WHERE name = $1 AND forgotten_at > now()";
        let found = query(client, sql, &[&&name[..], &&self.life.id[..], &self.life.may_judge()]).await?;
        let Some(row) = found.first() else { return Ok(None) };
        let of: &[u8] = row.try_get(0)?;
        let (length, is_kept, is_running): (Option<i32>, bool, bool) =
            (row.try_get(1)?, row.try_get(2)?, row.try_get(3)?);
        if mark.is_some_and(|mark| of != mark) {
            return Ok(Some(Past::Other));
        }
        let Some(length) = length.filter(|_| is_kept) else {
            // One that is not sure is waited for, as another process's is.
            let is_running = is_running || self.claims.is_begun(row.try_get(4)?);
            return Ok(Some(if length.is_none() && is_running { Past::Elsewhere } else { Past::Lost }));
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
        id: &Id,
    ) -> Result<Taken, Failure> {
        let ticket = quota.map(|quota| self.seal.name("ticket", quota.ticket.as_bytes()));
        let transaction =
            client.build_transaction().isolation_level(IsolationLevel::ReadCommitted).start().await?;
        let sql = "INSERT INTO periksa_proxy.call AS call
                       (name, fingerprint, instance, running_until, ticket, forgotten_at, claim)
                   VALUES ($1, $2, $3, now() + make_interval(secs => $4), $5,
                       now() + make_interval(secs => $6), $7)
                   ON CONFLICT (name) DO UPDATE SET fingerprint = excluded.fingerprint,
                       instance = excluded.instance, running_until = excluded.running_until,
                       ticket = excluded.ticket, forgotten_at = excluded.forgotten_at,
                       claim = excluded.claim, answer = NULL, answer_until = NULL
                   WHERE call.forgotten_at <= now()";
        let (running, remembered) = (self.call_time.as_secs_f64(), REMEMBERED_FOR.as_secs_f64());
        let ticket_name = ticket.as_ref().map(|name| &name[..]);
        let call: [&(dyn ToSql + Sync); 7] =
            [&&name[..], &&mark[..], &&self.life.id[..], &running, &ticket_name, &remembered, &&id[..]];
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
        transaction.commit().await.map_err(|error| Failure::Unsure(with_sources(&error)))?;
        Ok(Taken::Now)
    }

    pub(super) async fn try_claim(
        &self,
        client: &mut Client,
        name: &Name,
        mark: &Name,
        quota: Option<&Quota>,
        id: &Id,
    ) -> Result<Option<Past>, Failure> {
        for _ in 0..CLAIM_TRIES {
            match self.take(client, name, mark, quota, id).await? {
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

    /// Takes a claim back of which it is not known whether it is there. Where the database is still at it, that is waited for: the
    /// name can't be taken twice at once.
    pub(super) async fn try_take_back(
        &self,
        client: &mut Client,
        name: &Name,
        id: &Id,
    ) -> Result<(), Failure> {
        let transaction =
            client.build_transaction().isolation_level(IsolationLevel::ReadCommitted).start().await?;
        let sql =
            "INSERT INTO periksa_proxy.call (name, fingerprint, instance, running_until, forgotten_at, claim)
                   VALUES ($1, '', $2, now(), now(), $3) ON CONFLICT (name) DO NOTHING";
        execute(&transaction, sql, &[&&name[..], &&self.life.id[..], &&id[..]]).await?;
        give_back(&transaction, name, id).await?;
        Ok(transaction.commit().await?)
    }

    /// Records the end of a claim; once or several times is the same.
    pub(super) async fn try_end(
        &self,
        client: &Client,
        name: &Name,
        id: &Id,
        sealed: Option<&[u8]>,
    ) -> Result<(), Failure> {
        let Some(sealed) = sealed else { return give_back(client, name, id).await };
        let sql =
            "UPDATE periksa_proxy.call SET answer = $3, answer_until = now() + make_interval(secs => $4)
                   WHERE name = $1 AND claim = $2";
        let kept: [&(dyn ToSql + Sync); 4] = [&&name[..], &&id[..], &sealed, &KEPT_FOR.as_secs_f64()];
        // Else the claim is gone: nobody must believe that its answer is kept.
        if execute(client, sql, &kept).await? == 1 { Ok(()) } else { Err(Failure::Lost) }
    }

    /// Does what claims and ends do, to no row.
    pub(super) async fn touch(&self, client: &Client) -> Result<(), Failure> {
        self.life.beat(client).await?;
        for (table, column) in [("call", "answer"), ("ticket", "used"), ("failure", "count")] {
            let table = format!("periksa_proxy.{table}");
            let sql = format!(
                "INSERT INTO {table} SELECT * FROM {table} WHERE false;
                 UPDATE {table} SET {column} = {column} WHERE false;
                 DELETE FROM {table} WHERE false"
            );
            client.batch_execute(&sql).await?;
        }
        Ok(())
    }

    pub(super) async fn used(&self, client: &Client, quota: &Quota) -> Result<i64, Failure> {
        let ticket = self.seal.name("ticket", quota.ticket.as_bytes());
        let sql = "SELECT used FROM periksa_proxy.ticket WHERE name = $1 AND forgotten_at > now()";
        let found = query(client, sql, &[&&ticket[..]]).await?;
        Ok(found.first().map(|row| row.try_get(0)).transpose()?.unwrap_or(0))
    }

    /// A piece at a time; what another instance is removing is passed over.
    pub(super) async fn try_tidy(&self, client: &Client) -> Result<bool, Failure> {
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

/// A claim without an answer is gone, and its ticket has the call again.
async fn give_back(client: &impl GenericClient, name: &Name, id: &Id) -> Result<(), Failure> {
    let sql = "WITH gone AS (
                   DELETE FROM periksa_proxy.call WHERE name = $1 AND claim = $2 AND answer IS NULL RETURNING ticket)
               UPDATE periksa_proxy.ticket SET used = used - 1 FROM gone WHERE ticket.name = gone.ticket";
    execute(client, sql, &[&&name[..], &&id[..]]).await?;
    Ok(())
}

/// What came of an attempt to claim a call.
enum Taken {
    /// It was claimed before.
    Before,
    Now,
    Spent,
}

const CLAIM_TRIES: u32 = 3;
const ROWS_AT_ONCE: i64 = 256;
