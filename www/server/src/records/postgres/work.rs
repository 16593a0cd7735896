//! Work on a connection, in its time; and why it was not done.

use std::fmt;
use std::time::Duration;

use deadpool_postgres::{Client, GenericClient, Pool, PoolError};
use tokio::time::{Instant, timeout_at};
use tokio_postgres::types::ToSql;

use super::database::with_sources;
use crate::records::Unavailable;

/// Does the work on a connection, unless that takes too long: then the connection is given up, for nobody knows what it is
/// at.
pub(super) async fn in_time<T>(
    pool: &Pool,
    work: impl AsyncFnOnce(&mut Client) -> Result<T, Failure>,
) -> Result<T, Failure> {
    let until = Instant::now() + PATIENCE;
    let mut client = timeout_at(until, pool.get()).await.map_err(|_| Failure::Slow)??;
    match timeout_at(until, work(&mut client)).await {
        Ok(done) => done,
        Err(_) => {
            drop(Client::take(client));
            Err(Failure::Slow)
        }
    }
}

/// The rows of a statement, which is prepared once a connection.
pub(super) async fn query(
    client: &impl GenericClient,
    sql: &str,
    parameters: &[&(dyn ToSql + Sync)],
) -> Result<Vec<tokio_postgres::Row>, Failure> {
    let statement = client.prepare_cached(sql).await?;
    Ok(client.query(&statement, parameters).await?)
}

/// How many rows a statement changed.
pub(super) async fn execute(
    client: &impl GenericClient,
    sql: &str,
    parameters: &[&(dyn ToSql + Sync)],
) -> Result<u64, Failure> {
    let statement = client.prepare_cached(sql).await?;
    Ok(client.execute(&statement, parameters).await?)
}

/// Why nothing is found or recorded.
pub(super) enum Failure {
    /// The database says so, or can't be reached.
    Database(String),
    /// The claim is gone.
    Lost,
    /// There is no room for the answer now.
    MemoryFull,
    /// Nobody waits for it any longer.
    Slow,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Database(why) => why,
            Self::Lost => "the claim is gone",
            Self::MemoryFull => "the memory for answers is full",
            Self::Slow => "it takes too long",
        })
    }
}

impl From<tokio_postgres::Error> for Failure {
    fn from(error: tokio_postgres::Error) -> Self {
        Self::Database(with_sources(&error))
    }
}

impl From<PoolError> for Failure {
    fn from(error: PoolError) -> Self {
        Self::Database(with_sources(&error))
    }
}

impl From<Failure> for Unavailable {
    fn from(failure: Failure) -> Self {
        Self(match failure {
            Failure::MemoryFull => "The memory for answers is full; nothing was sent to the vendor.",
            Failure::Database(_) | Failure::Lost | Failure::Slow => NOT_STORED,
        })
    }
}

const NOT_STORED: &str = "The store of calls does not answer; nothing was sent to the vendor.";
/// Less than the caller waits for the records.
const PATIENCE: Duration = Duration::from_millis(1500);
