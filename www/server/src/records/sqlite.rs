//! Records in an SQLite file: they outlive the process. One process has the file; what was claimed when it died is lost, and
//! told as such.

mod batch;
mod failure;

use std::fmt;
use std::path::Path;
use std::sync::{Arc, LazyLock};
use std::time::{Duration, Instant, SystemTime};

use rusqlite::{Connection, OptionalExtension, params};

use self::batch::Batches;
use self::failure::{Failure, NOT_STORED};
use super::seal::{Name, Seal};
use super::trouble::Trouble;
use super::{FAILURES_FOR, KEPT_FOR, Past, REMEMBERED_FOR, Records, TICKETS_FOR, Unavailable};
use crate::answer::Answer;
use crate::budget::AnswerMemory;
use crate::fingerprint::Fingerprint;
use crate::key::Key;
use crate::ticket::{Quota, Session};

/// Records in a file.
pub(crate) struct Sqlite {
    batches: Batches,
    rows: Arc<Rows>,
    trouble: Trouble,
}

/// What reads and writes their rows.
struct Rows {
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
        while tidy(&connection)? {}
        Ok(Self {
            batches: Batches::new(connection),
            rows: Arc::new(Rows { seal, memory }),
            trouble: Trouble::of_store(),
        })
    }

    #[cfg(test)]
    pub(super) fn execute(&self, sql: &str) {
        let _ = self.batches.connection().execute_batch(sql);
    }

    fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Rows, &Connection) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        let rows = Arc::clone(&self.rows);
        let done = self.batches.write(move |connection| work(&rows, connection));
        self.trouble.note(&done);
        done
    }
}

impl Rows {
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

    fn claim(
        &self,
        connection: &Connection,
        name: &Name,
        mark: &Name,
        quota: Option<&Quota>,
    ) -> Result<Option<Past>, Failure> {
        let now = now();
        if let Some(past) = self.look_up(connection, name, Some(mark), now)? {
            return Ok(Some(past));
        }
        if let Some(quota) = quota {
            if self.is_spent(connection, quota)? {
                return Ok(Some(Past::Spent));
            }
            let ticket = self.seal.name("ticket", quota.ticket.as_bytes());
            connection
                .prepare_cached(
                    "INSERT OR REPLACE INTO ticket_use (call, ticket, forgotten_at) VALUES (?1, ?2, ?3)",
                )?
                .execute(params![name, ticket, now + milliseconds(TICKETS_FOR)])?;
        }
        connection
            .prepare_cached(
                "INSERT OR REPLACE INTO call (name, fingerprint, forgotten_at) VALUES (?1, ?2, ?3)",
            )?
            .execute(params![name, mark, now + milliseconds(REMEMBERED_FOR)])?;
        Ok(None)
    }

    fn is_spent(&self, connection: &Connection, quota: &Quota) -> rusqlite::Result<bool> {
        let ticket = self.seal.name("ticket", quota.ticket.as_bytes());
        let used: u32 = connection
            .prepare_cached("SELECT count(*) FROM ticket_use WHERE ticket = ?1")?
            .query_row([ticket], |row| row.get(0))?;
        Ok(used >= quota.calls)
    }

    fn failures(&self, connection: &Connection, session: &Session) -> rusqlite::Result<u32> {
        let session = self.seal.name("session", session.as_bytes());
        let count = connection
            .prepare_cached("SELECT count FROM failure WHERE session = ?1 AND forgotten_at > ?2")?
            .query_row(params![session, now()], |row| row.get(0))
            .optional()?;
        Ok(count.unwrap_or(0))
    }

    fn count_failure(&self, connection: &Connection, session: &Session) -> rusqlite::Result<()> {
        let (session, now) = (self.seal.name("session", session.as_bytes()), now());
        let until = now + milliseconds(FAILURES_FOR);
        connection
            .prepare_cached(
                "INSERT INTO failure (session, count, forgotten_at) VALUES (?1, 1, ?3) ON CONFLICT (session) DO UPDATE
                 SET count = iif(forgotten_at > ?2, count + 1, 1), forgotten_at = ?3",
            )?
            .execute(params![session, now, until])?;
        Ok(())
    }
}

/// Its ticket has the call again.
fn give_back(connection: &Connection, name: &Name) -> rusqlite::Result<()> {
    connection.prepare_cached("DELETE FROM call WHERE name = ?1")?.execute([name])?;
    connection.prepare_cached("DELETE FROM ticket_use WHERE call = ?1")?.execute([name])?;
    Ok(())
}

fn keep(connection: &Connection, name: &Name, sealed: &[u8]) -> rusqlite::Result<()> {
    let rows = connection
        .prepare_cached("UPDATE call SET answer = ?2, answer_until = ?3 WHERE name = ?1")?
        .execute(params![name, sealed, now() + milliseconds(KEPT_FOR)])?;
    // Else the claim is gone: nobody must believe that its answer is kept.
    if rows == 1 { Ok(()) } else { Err(rusqlite::Error::StatementChangedRows(rows)) }
}

/// A piece at a time, for calls wait meanwhile. Once nothing is left, what is in the write-ahead log goes to its place:
/// else that log grows, and holds what was deleted.
fn tidy(connection: &Connection) -> rusqlite::Result<bool> {
    let now = now();
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

impl Records for Sqlite {
    fn find(&self, key: &Key, fingerprint: Option<&Fingerprint>) -> Result<Option<Past>, Unavailable> {
        let (rows, connection) = (&self.rows, self.batches.connection());
        let mark = fingerprint.map(|fingerprint| rows.mark(fingerprint));
        let found = rows.look_up(&connection, &rows.name(key), mark.as_ref(), now());
        if found.is_err() {
            // That it can be read says nothing of writing.
            self.trouble.note(&found);
        }
        Ok(found?)
    }

    fn claim(
        &self,
        key: &Key,
        fingerprint: &Fingerprint,
        quota: Option<&Quota>,
    ) -> Result<Option<Past>, Unavailable> {
        let (name, mark) = (self.rows.name(key), self.rows.mark(fingerprint));
        let quota = quota.cloned();
        Ok(self.write(move |rows, connection| rows.claim(connection, &name, &mark, quota.as_ref()))?)
    }

    fn end(&self, key: &Key, answer: Option<&Answer>) -> Result<(), Unavailable> {
        let name = self.rows.name(key);
        let sealed = answer.map(|answer| self.rows.seal.close(&name, answer)).transpose();
        let sealed = sealed.map_err(|_| Unavailable::Store(NOT_STORED))?;
        Ok(self.write(move |_, connection| {
            match sealed {
                Some(sealed) => keep(connection, &name, &sealed)?,
                None => give_back(connection, &name)?,
            }
            Ok(())
        })?)
    }

    fn is_spent(&self, quota: &Quota) -> Result<bool, Unavailable> {
        Ok(self.rows.is_spent(&self.batches.connection(), quota).map_err(Failure::from)?)
    }

    fn failures(&self, session: &Session) -> Result<u32, Unavailable> {
        Ok(self.rows.failures(&self.batches.connection(), session).map_err(Failure::from)?)
    }

    fn count_failure(&self, session: &Session) -> Result<(), Unavailable> {
        let session = session.clone();
        Ok(self.write(move |rows, connection| Ok(rows.count_failure(connection, &session)?))?)
    }

    fn note_slow(&self) {
        self.trouble.note::<(), _>(&Err(Failure::Sqlite("it takes too long".to_owned())));
    }

    fn places(&self) -> Option<usize> {
        Some(PLACES)
    }

    fn ready(&self) -> Result<(), Unavailable> {
        // By writing, whatever stands there: what is read may come from memory while the disk is full or gone.
        let written = self.batches.connection().pragma_update(None, "user_version", VERSION);
        let written = written.map_err(Failure::from);
        self.trouble.note(&written);
        Ok(written?)
    }

    fn tidy(&self) -> Result<bool, Unavailable> {
        Ok(tidy(&self.batches.connection()).map_err(Failure::from)?)
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

/// Of the tables.
const VERSION: i32 = 1;
/// As many as wait for the disk together.
const PLACES: usize = 32;
/// How long a lock of the file is waited for.
const PATIENCE: Duration = Duration::from_millis(1500);
/// Each may have some 100 kB.
const ANSWERS_AT_ONCE: u16 = 64;
const ROWS_AT_ONCE: u16 = 1024;
