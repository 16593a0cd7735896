//! Work on a connection, which is waited for a while; and why it was not done.

use std::fmt;

use deadpool_postgres::{Client, GenericClient, Pool, PoolError};
use tokio::sync::oneshot;
use tokio::time::timeout;
use tokio_postgres::types::ToSql;
use tokio_util::task::TaskTracker;

use super::database::{PATIENCE, with_sources};
use crate::records::Unavailable;
use crate::records::trouble::Fault;

/// Does the work on a connection, and waits a while for it. It goes on to its end in a task of its own, and has its connection
/// until then: nobody knows before whether the database does it, and there are never more connections than the pool's. What
/// came of it too late goes to `unheard`. What must not end with the process unheard is one of `tasks`.
pub(super) async fn in_time<T: Send + 'static, F: Future<Output = Result<T, Failure>> + Send>(
    pool: &Pool,
    tasks: Option<&TaskTracker>,
    work: impl FnOnce(Client) -> F + Send + 'static,
    unheard: impl FnOnce(T) + Send + 'static,
) -> Result<T, Failure> {
    let (tell, mut told) = oneshot::channel();
    let pool = pool.clone();
    let task = async move {
        let client = pool.get().await;
        // A connection that came too late is there for the next one.
        if tell.is_closed() {
            return;
        }
        let done = match client {
            Ok(client) => work(client).await,
            Err(error) => Err(error.into()),
        };
        if let Err(Ok(done)) = tell.send(done) {
            unheard(done);
        }
    };
    match tasks {
        Some(tasks) => tasks.spawn(task),
        None => tokio::spawn(task),
    };
    if let Ok(Ok(done)) = timeout(PATIENCE, &mut told).await {
        return done;
    }
    // From here on it is told to nobody, unless it just was.
    told.close();
    told.try_recv().unwrap_or(Err(Failure::Slow))
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
    /// What the database made of a commit was not heard.
    Unsure(String),
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Database(why) | Self::Unsure(why) => why,
            Self::Lost => "the claim is gone",
            Self::MemoryFull => "the memory for answers is full",
            Self::Slow => "it takes too long",
        })
    }
}

impl Fault for Failure {
    fn is_of_store(&self) -> bool {
        !matches!(self, Self::Lost | Self::MemoryFull)
    }
}

impl From<tokio_postgres::Error> for Failure {
    fn from(error: tokio_postgres::Error) -> Self {
        Self::Database(with_sources(&error))
    }
}

impl From<PoolError> for Failure {
    fn from(error: PoolError) -> Self {
        match error {
            PoolError::Timeout(_) => Self::Slow,
            error => Self::Database(with_sources(&error)),
        }
    }
}

impl From<Failure> for Unavailable {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::MemoryFull => Self::Memory,
            Failure::Database(_) | Failure::Lost | Failure::Slow | Failure::Unsure(_) => {
                Self::Store(NOT_STORED)
            }
        }
    }
}

const NOT_STORED: &str = "The store of calls does not answer; nothing was sent to the vendor.";
