//! Records in an SQLite file: they outlive the process. One process has the file; what was claimed when it died is lost, and
//! told as such.

use std::fmt;
use std::path::Path;
use std::sync::{LazyLock, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};

use super::seal::{Name, Seal};
use super::{KEPT_FOR, Past, REMEMBERED_FOR, Records, Unavailable};
use crate::answer::Answer;
use crate::fingerprint::Fingerprint;
use crate::key::Key;

/// Records in a file.
pub(crate) struct Sqlite {
    connection: Mutex<Connection>,
    seal: Seal,
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
    pub(crate) fn open(file: &Path, seal: Seal) -> Result<Self, OpenError> {
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
             CREATE INDEX IF NOT EXISTS call_forgotten_at ON call (forgotten_at);",
        )?;
        let mark = seal.name("store", &[]);
        let found: Option<Name> =
            connection.query_row("SELECT mark FROM seal", [], |row| row.get(0)).optional()?;
        match found {
            None => connection.execute("INSERT INTO seal (mark) VALUES (?1)", [mark])?,
            Some(found) if found == mark => 0,
            Some(_) => return Err(OpenError::OtherSecret),
        };
        Ok(Self { connection: Mutex::new(connection), seal })
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
    ) -> rusqlite::Result<Option<Past>> {
        let row = connection
            .prepare_cached(
                "SELECT fingerprint, answer, answer_until FROM call WHERE name = ?1 AND forgotten_at > ?2",
            )?
            .query_row(params![name, now], |row| {
                Ok((row.get::<_, Name>(0)?, row.get::<_, Option<Vec<u8>>>(1)?, row.get::<_, Option<i64>>(2)?))
            })
            .optional()?;
        Ok(row.map(|(of, answer, until)| match answer.filter(|_| until.is_some_and(|until| until > now)) {
            _ if mark.is_some_and(|mark| of != *mark) => Past::Other,
            Some(sealed) => self.seal.open(name, sealed).map_or(Past::Lost, Past::Kept),
            None => Past::Lost,
        }))
    }

    fn try_claim(&self, name: &Name, mark: &Name) -> rusqlite::Result<Option<Past>> {
        let (now, mut connection) = (now(), self.connection());
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        if let Some(past) = self.look_up(&transaction, name, Some(mark), now)? {
            return Ok(Some(past));
        }
        transaction
            .prepare_cached("UPDATE call SET answer = NULL WHERE answer IS NOT NULL AND answer_until <= ?1")?
            .execute([now])?;
        transaction.prepare_cached("DELETE FROM call WHERE forgotten_at <= ?1")?.execute([now])?;
        transaction
            .prepare_cached("INSERT INTO call (name, fingerprint, forgotten_at) VALUES (?1, ?2, ?3)")?
            .execute(params![name, mark, now + milliseconds(REMEMBERED_FOR)])?;
        transaction.commit()?;
        Ok(None)
    }
}

impl Records for Sqlite {
    fn find(&self, key: &Key, fingerprint: Option<&Fingerprint>) -> Result<Option<Past>, Unavailable> {
        let mark = fingerprint.map(|fingerprint| self.mark(fingerprint));
        self.look_up(&self.connection(), &self.name(key), mark.as_ref(), now()).map_err(unavailable)
    }

    fn claim(&self, key: &Key, fingerprint: &Fingerprint) -> Result<Option<Past>, Unavailable> {
        self.try_claim(&self.name(key), &self.mark(fingerprint)).map_err(unavailable)
    }

    fn end(&self, key: &Key, answer: Option<&Answer>) -> Result<(), Unavailable> {
        let name = self.name(key);
        let ended = match answer {
            Some(answer) => {
                let sealed = self.seal.close(&name, answer).map_err(|_| Unavailable(NOT_STORED))?;
                let until = now() + milliseconds(KEPT_FOR);
                self.connection()
                    .prepare_cached("UPDATE call SET answer = ?2, answer_until = ?3 WHERE name = ?1")
                    .and_then(|mut update| update.execute(params![name, sealed, until]))
                    .and_then(|rows| match rows {
                        1 => Ok(rows),
                        // The claim is gone: nobody must believe that its answer is kept.
                        rows => Err(rusqlite::Error::StatementChangedRows(rows)),
                    })
            }
            None => self
                .connection()
                .prepare_cached("DELETE FROM call WHERE name = ?1")
                .and_then(|mut delete| delete.execute([name])),
        };
        ended.map(|_| ()).map_err(unavailable)
    }
}

fn unavailable(_: rusqlite::Error) -> Unavailable {
    Unavailable(NOT_STORED)
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
