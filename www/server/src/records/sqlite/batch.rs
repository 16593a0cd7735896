//! One connection for all. What is to be written while the disk still takes what came before goes there in one transaction:
//! calls wait for the disk together, and not one behind the other.

use std::mem;
use std::sync::mpsc;
use std::sync::{Mutex, MutexGuard, PoisonError};

use rusqlite::{Connection, TransactionBehavior};

use super::failure::Failure;

/// The connection, and what waits for it.
pub(super) struct Batches {
    connection: Mutex<Connection>,
    waiting: Mutex<Vec<Job>>,
}

/// Does its work in a transaction, and gives who is to be told what that came to.
type Job = Box<dyn FnOnce(&Connection) -> Tell + Send>;
/// Is told why it is not on the disk, if it is not.
type Tell = Box<dyn FnOnce(Option<&str>)>;

impl Batches {
    /// Nothing waits yet.
    pub(super) fn new(connection: Connection) -> Self {
        Self { connection: Mutex::new(connection), waiting: Mutex::default() }
    }

    /// The connection, to read by.
    pub(super) fn connection(&self) -> MutexGuard<'_, Connection> {
        self.connection.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Does the work, in one transaction with that of others; where it fails it is undone alone. Returns once it is on the
    /// disk.
    pub(super) fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        let (tell, told) = mpsc::channel();
        self.waiting().push(Box::new(move |connection| {
            let done = undone_if_failed(connection, work);
            Box::new(move |failed| {
                let _ = tell.send(failed.map_or(done, |why| Err(Failure::Sqlite(why.to_owned()))));
            })
        }));
        // Whoever has the connection next does the work of all who wait by then.
        let mut connection = self.connection();
        let jobs = mem::take(&mut *self.waiting());
        let begun = if jobs.is_empty() { Ok(()) } else { do_all(&mut connection, jobs) };
        drop(connection);
        // Where the transaction could not begin, or another's work panicked, nobody tells.
        told.recv().unwrap_or_else(|_| {
            Err(begun
                .err()
                .map_or_else(|| Failure::Sqlite("its transaction failed".to_owned()), Failure::from))
        })
    }

    fn waiting(&self) -> MutexGuard<'_, Vec<Job>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn do_all(connection: &mut Connection, jobs: Vec<Job>) -> rusqlite::Result<()> {
    // Without a transaction all that was asked is dropped, and told as failed.
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let mut done = Vec::with_capacity(jobs.len());
    for job in jobs {
        // Some failures end the transaction: what came after would be on its own, and be told as failed all the same.
        if transaction.is_autocommit() {
            break;
        }
        done.push(job(&transaction));
    }
    let failed = transaction.commit().err().map(|error| error.to_string());
    for tell in done {
        tell(failed.as_deref());
    }
    Ok(())
}

fn undone_if_failed<T>(
    connection: &Connection,
    work: impl FnOnce(&Connection) -> Result<T, Failure>,
) -> Result<T, Failure> {
    connection.prepare_cached("SAVEPOINT job")?.execute([])?;
    let done = work(connection);
    if done.is_err() {
        connection.prepare_cached("ROLLBACK TO job")?.execute([])?;
    }
    connection.prepare_cached("RELEASE job")?.execute([])?;
    done
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]

    use std::thread;

    use super::*;

    #[test]
    fn what_fails_is_undone_alone_and_what_panics_keeps_nobody_waiting() {
        let connection = Connection::open_in_memory().unwrap();
        connection.execute_batch("CREATE TABLE number (value INTEGER NOT NULL UNIQUE)").unwrap();
        let batches = Batches::new(connection);
        let insert = &|value: i64| {
            batches.write(move |connection| {
                connection.execute("INSERT INTO number (value) VALUES (?1)", [value])?;
                match value % 3 {
                    0 => Err(Failure::MemoryFull),
                    1 => Ok(value),
                    _ => panic!("as the test asks"),
                }
            })
        };
        // Held, so that all of them wait for it together.
        let held = batches.connection();
        thread::scope(|scope| {
            let writes = [0, 1, 3, 4].map(|value| scope.spawn(move || insert(value)));
            while batches.waiting().len() < 4 {
                thread::yield_now();
            }
            drop(held);
            for (write, value) in writes.into_iter().zip([0, 1, 3, 4]) {
                assert_eq!(write.join().unwrap().is_ok(), value % 3 == 1, "{value}");
            }
            let panicking = [scope.spawn(move || insert(2)), scope.spawn(move || insert(5))];
            for write in panicking {
                let _ = write.join();
            }
        });
        assert!(insert(7).is_ok());
        let rows: Vec<i64> = batches
            .connection()
            .prepare("SELECT value FROM number ORDER BY value")
            .unwrap()
            .query_map([], |row| row.get(0))
            .unwrap()
            .map(Result::unwrap)
            .collect();
        assert_eq!(rows, [1, 4, 7]);
    }
}
