//! Records in an SQLite file: they outlive the process. One process has the file; what was claimed when it died is lost, and
//! told as such.

use std::fmt;
use std::path::Path;
use std::sync::{LazyLock, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};

use super::seal::{Name, Seal};
use super::{FAILURES_FOR, KEPT_FOR, Past, REMEMBERED_FOR, Records, TICKETS_FOR, Unavailable};
use crate::answer::Answer;
use crate::budget::AnswerMemory;
use crate::fingerprint::Fingerprint;
use crate::key::Key;
use crate::ticket::{Quota, Session};

/// Records in a file.
pub(crate) struct Sqlite {
    connection: Mutex<Connection>,
    seal: Seal,
    memory: AnswerMemory,
}

/// Why a file can't be used.
#[derive(Debug)]
pub(crate) enum OpenError {
    /// It was made with another secret.
    OtherSecret,
    /// It is none of SQLite's, or another process has it, or the like.
    Sqlite(rusqlite::Error),
}

impl fmt::Display for OpenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OtherSecret => f.write_str("it was made with another secret"),
            Self::Sqlite(error) => error.fmt(f),
        }
    }
}

impl From<rusqlite::Error> for OpenError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sqlite(error)
    }
}

impl Sqlite {
    /// Opens the file, or makes it. Not where another secret made it: every key would be unknown, and paid again.
    /// What is over is removed first. Answers that are read again take of `memory`.
    pub(crate) fn open(file: &Path, seal: Seal, memory: AnswerMemory) -> Result<Self, OpenError> {
        let connection = Connection::open(file)?;
        connection.busy_timeout(PATIENCE)?;
        // A claim is on the disk before its call is sent; what is deleted is overwritten.
        connection.execute_batch(
            "PRAGMA locking_mode = EXCLUSIVE;
             PRAGMA journal_mode = WAL;
             PRAGMA synchronous = FULL;
             PRAGMA secure_delete = ON;
             CREATE TABLE IF NOT EXISTS seal (mark BLOB NOT NULL) STRICT;
             CREATE TABLE IF NOT EXISTS call (
                 name BLOB NOT NULL UNIQUE,
                 fingerprint BLOB NOT NULL,
                 forgotten_at INTEGER NOT NULL,
                 answer BLOB,
                 answer_until INTEGER
             ) STRICT;
             CREATE INDEX IF NOT EXISTS call_answer_until ON call (answer_until) WHERE answer IS NOT NULL;
             CREATE INDEX IF NOT EXISTS call_forgotten_at ON call (forgotten_at);
             CREATE TABLE IF NOT EXISTS ticket_use (
                 call BLOB NOT NULL UNIQUE,
                 ticket BLOB NOT NULL,
                 forgotten_at INTEGER NOT NULL
             ) STRICT;
             CREATE INDEX IF NOT EXISTS ticket_use_ticket ON ticket_use (ticket);
             CREATE INDEX IF NOT EXISTS ticket_use_forgotten_at ON ticket_use (forgotten_at);
             CREATE TABLE IF NOT EXISTS failure (
                 session BLOB NOT NULL UNIQUE,
                 count INTEGER NOT NULL,
                 forgotten_at INTEGER NOT NULL
             ) STRICT;
             CREATE INDEX IF NOT EXISTS failure_forgotten_at ON failure (forgotten_at);",
        )?;
        let mark = seal.name("store", &[]);
        let found: Option<Name> =
            connection.query_row("SELECT mark FROM seal", [], |row| row.get(0)).optional()?;
        match found {
            None => connection.execute("INSERT INTO seal (mark) VALUES (?1)", [mark])?,
            Some(found) if found == mark => 0,
            Some(_) => return Err(OpenError::OtherSecret),
        };
        let store = Self { connection: Mutex::new(connection), seal, memory };
        while store.try_tidy()? {}
        Ok(store)
    }

    #[cfg(test)]
    pub(super) fn execute(&self, sql: &str) {
        let _ = self.connection().execute_batch(sql);
    }

    fn connection(&self) -> MutexGuard<'_, Connection> {
        self.connection.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn name(&self, key: &Key) -> Name {
        self.seal.name("key", key.as_bytes())
    }

    fn mark(&self, fingerprint: &Fingerprint) -> Name {
        self.seal.name("fingerprint", fingerprint)
    }

    fn look_up(
        &self,
        connection: &Connection,
        name: &Name,
        mark: Option<&Name>,
        now: i64,
    ) -> Result<Option<Past>, Failure> {
        let row = connection
            .prepare_cached(
                "SELECT rowid, fingerprint, length(answer), answer_until FROM call
                 WHERE name = ?1 AND forgotten_at > ?2",
            )?
            .query_row(params![name, now], |row| {
                Ok((row.get(0)?, row.get::<_, Name>(1)?, row.get(2)?, row.get::<_, Option<i64>>(3)?))
            })
            .optional()?;
        let Some((row, of, length, until)): Option<(i64, _, Option<i64>, _)> = row else { return Ok(None) };
        if mark.is_some_and(|mark| of != *mark) {
            return Ok(Some(Past::Other));
        }
        let Some(length) = length.filter(|_| until.is_some_and(|until| until > now)) else {
            return Ok(Some(Past::Lost));
        };
        let length = usize::try_from(length).unwrap_or(usize::MAX);
        let reserved = self.memory.reserve(length).ok_or(Failure::MemoryFull)?;
        let sealed = connection
            .prepare_cached("SELECT answer FROM call WHERE rowid = ?1")?
            .query_row([row], |row| row.get(0))?;
        Ok(Some(match self.seal.open(name, sealed) {
            Ok(answer) => Past::Kept(Answer { body: reserved.hold(answer.body), ..answer }),
            Err(_) => Past::Lost,
        }))
    }

    fn try_claim(&self, name: &Name, mark: &Name, quota: Option<&Quota>) -> Result<Option<Past>, Failure> {
        let (now, mut connection) = (now(), self.connection());
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        if let Some(past) = self.look_up(&transaction, name, Some(mark), now)? {
            return Ok(Some(past));
        }
        if let Some(quota) = quota {
            if self.try_is_spent(&transaction, quota)? {
                return Ok(Some(Past::Spent));
            }
            let ticket = self.seal.name("ticket", quota.ticket.as_bytes());
            transaction
                .prepare_cached(
                    "INSERT OR REPLACE INTO ticket_use (call, ticket, forgotten_at) VALUES (?1, ?2, ?3)",
                )?
                .execute(params![name, ticket, now + milliseconds(TICKETS_FOR)])?;
        }
        transaction
            .prepare_cached(
                "INSERT OR REPLACE INTO call (name, fingerprint, forgotten_at) VALUES (?1, ?2, ?3)",
            )?
            .execute(params![name, mark, now + milliseconds(REMEMBERED_FOR)])?;
        transaction.commit()?;
        Ok(None)
    }

    fn try_is_spent(&self, connection: &Connection, quota: &Quota) -> rusqlite::Result<bool> {
        let ticket = self.seal.name("ticket", quota.ticket.as_bytes());
        let used: u32 = connection
            .prepare_cached("SELECT count(*) FROM ticket_use WHERE ticket = ?1")?
            .query_row([ticket], |row| row.get(0))?;
        Ok(used >= quota.calls)
    }

    /// Its ticket has the call again.
    fn try_give_back(&self, name: &Name) -> rusqlite::Result<()> {
        let mut connection = self.connection();
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        transaction.prepare_cached("DELETE FROM call WHERE name = ?1")?.execute([name])?;
        transaction.prepare_cached("DELETE FROM ticket_use WHERE call = ?1")?.execute([name])?;
        transaction.commit()
    }

    fn try_keep(&self, name: &Name, sealed: &[u8]) -> rusqlite::Result<()> {
        let rows = self
            .connection()
            .prepare_cached("UPDATE call SET answer = ?2, answer_until = ?3 WHERE name = ?1")?
            .execute(params![name, sealed, now() + milliseconds(KEPT_FOR)])?;
        // Else the claim is gone: nobody must believe that its answer is kept.
        if rows == 1 { Ok(()) } else { Err(rusqlite::Error::StatementChangedRows(rows)) }
    }

    fn try_failures(&self, session: &Session) -> rusqlite::Result<Option<u32>> {
        let session = self.seal.name("session", session.as_bytes());
        self.connection()
            .prepare_cached("SELECT count FROM failure WHERE session = ?1 AND forgotten_at > ?2")?
            .query_row(params![session, now()], |row| row.get(0))
            .optional()
    }

    fn try_count_failure(&self, session: &Session) -> rusqlite::Result<()> {
        let (session, now) = (self.seal.name("session", session.as_bytes()), now());
        let until = now + milliseconds(FAILURES_FOR);
        self.connection()
            .prepare_cached(
                "INSERT INTO failure (session, count, forgotten_at) VALUES (?1, 1, ?3) ON CONFLICT (session) DO UPDATE
                 SET count = iif(forgotten_at > ?2, count + 1, 1), forgotten_at = ?3",
            )?
            .execute(params![session, now, until])?;
        Ok(())
    }

    /// A piece at a time, for calls wait meanwhile. Once nothing is left, what is in the write-ahead log goes to its place:
    /// else that log grows, and holds what was deleted.
    fn try_tidy(&self) -> rusqlite::Result<bool> {
        let (now, connection) = (now(), self.connection());
        let answers = connection
            .prepare_cached(
                "UPDATE call SET answer = NULL, answer_until = NULL WHERE rowid IN
                 (SELECT rowid FROM call WHERE answer IS NOT NULL AND answer_until <= ?1 LIMIT ?2)",
            )?
            .execute(params![now, ANSWERS_AT_ONCE])?;
        let mut is_all = answers < usize::from(ANSWERS_AT_ONCE);
        for table in ["call", "ticket_use", "failure"] {
            let delete = format!(
                "DELETE FROM {table} WHERE rowid IN (SELECT rowid FROM {table} WHERE forgotten_at <= ?1 LIMIT ?2)"
            );
            let rows = connection.prepare_cached(&delete)?.execute(params![now, ROWS_AT_ONCE])?;
            is_all &= rows < usize::from(ROWS_AT_ONCE);
        }
        if !is_all {
            return Ok(true);
        }
        connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
        Ok(false)
    }
}

impl Records for Sqlite {
    fn find(&self, key: &Key, fingerprint: Option<&Fingerprint>) -> Result<Option<Past>, Unavailable> {
        let mark = fingerprint.map(|fingerprint| self.mark(fingerprint));
        Ok(self.look_up(&self.connection(), &self.name(key), mark.as_ref(), now())?)
    }

    fn claim(
        &self,
        key: &Key,
        fingerprint: &Fingerprint,
        quota: Option<&Quota>,
    ) -> Result<Option<Past>, Unavailable> {
        Ok(self.try_claim(&self.name(key), &self.mark(fingerprint), quota)?)
    }

    fn end(&self, key: &Key, answer: Option<&Answer>) -> Result<(), Unavailable> {
        let name = self.name(key);
        let ended = match answer {
            Some(answer) => {
                let sealed = self.seal.close(&name, answer).map_err(|_| Unavailable(NOT_STORED))?;
                self.try_keep(&name, &sealed)
            }
            None => self.try_give_back(&name),
        };
        Ok(ended.map_err(Failure::from)?)
    }

    fn is_spent(&self, quota: &Quota) -> Result<bool, Unavailable> {
        Ok(self.try_is_spent(&self.connection(), quota).map_err(Failure::from)?)
    }

    fn failures(&self, session: &Session) -> Result<u32, Unavailable> {
        Ok(self.try_failures(session).map_err(Failure::from)?.unwrap_or(0))
    }

    fn count_failure(&self, session: &Session) -> Result<(), Unavailable> {
        Ok(self.try_count_failure(session).map_err(Failure::from)?)
    }

    fn ready(&self) -> Result<(), Unavailable> {
        let asked = self.connection().query_row("SELECT mark FROM seal", [], |_| Ok(()));
        Ok(asked.map_err(Failure::from)?)
    }

    fn tidy(&self) -> Result<bool, Unavailable> {
        Ok(self.try_tidy().map_err(Failure::from)?)
    }
}

/// Why nothing is found or claimed.
enum Failure {
    MemoryFull,
    Sqlite,
}

impl From<rusqlite::Error> for Failure {
    fn from(_: rusqlite::Error) -> Self {
        Self::Sqlite
    }
}

impl From<Failure> for Unavailable {
    fn from(failure: Failure) -> Self {
        Self(match failure {
            Failure::MemoryFull => "The memory for answers is full; nothing was sent to the vendor.",
            Failure::Sqlite => NOT_STORED,
        })
    }
}

/// Milliseconds since 1970, by the clock as it was at first: what is set while the process runs forgets nothing early, and keeps
/// nothing long.
fn now() -> i64 {
    static FIRST: LazyLock<(Duration, Instant)> =
        LazyLock::new(|| (SystemTime::UNIX_EPOCH.elapsed().unwrap_or_default(), Instant::now()));
    let (since_1970, first) = *FIRST;
    milliseconds(since_1970 + first.elapsed())
}

fn milliseconds(time: Duration) -> i64 {
    i64::try_from(time.as_millis()).unwrap_or(i64::MAX)
}

const NOT_STORED: &str = "The store of calls does not answer; nothing was sent to the vendor.";
/// How long a lock of the file is waited for.
const PATIENCE: Duration = Duration::from_millis(1500);
/// Each may have some 100 kB.
const ANSWERS_AT_ONCE: u16 = 64;
const ROWS_AT_ONCE: u16 = 1024;
