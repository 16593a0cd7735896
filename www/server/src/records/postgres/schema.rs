//! The tables, made once and told by a version from then on.

use deadpool_postgres::{Object, Pool};
use tokio::time::timeout;

use super::database::with_sources;
use crate::records::seal::Name;

/// Makes the tables where there are none; else checks that they are this version's, and were made with this secret, of
/// which `mark` tells. Instances that start at once take turns.
pub(super) async fn prepare(pool: &Pool, mark: &Name) -> Result<(), String> {
    let prepared = async {
        let mut client = pool.get().await.map_err(|error| with_sources(&error))?;
        check(&mut client, mark).await
    };
    timeout(PATIENCE, prepared).await.unwrap_or_else(|_| Err("it does not answer in time".to_owned()))
}

async fn check(client: &mut Object, mark: &Name) -> Result<(), String> {
    let said = |error: tokio_postgres::Error| with_sources(&error);
    let transaction = client.transaction().await.map_err(said)?;
    transaction.execute("SET LOCAL statement_timeout = 0", &[]).await.map_err(said)?;
    transaction.execute("SELECT pg_advisory_xact_lock($1)", &[&LOCK]).await.map_err(said)?;
    let is_there = |name: &str| format!("SELECT {name} IS NOT NULL");
    let has_schema = transaction.query_one(&is_there("to_regnamespace('periksa_proxy')"), &[]).await;
    let has_tables = transaction.query_one(&is_there("to_regclass('periksa_proxy.store')"), &[]).await;
    if !has_schema.and_then(|row| row.try_get::<_, bool>(0)).map_err(said)? {
        transaction.batch_execute("CREATE SCHEMA periksa_proxy").await.map_err(said)?;
    }
    if !has_tables.and_then(|row| row.try_get::<_, bool>(0)).map_err(said)? {
        transaction.batch_execute(TABLES).await.map_err(said)?;
        let sql = "INSERT INTO periksa_proxy.store (version, mark) VALUES ($1, $2)";
        transaction.execute(sql, &[&VERSION, &&mark[..]]).await.map_err(said)?;
    }
    let row = transaction.query_one("SELECT version, mark FROM periksa_proxy.store", &[]).await;
    let row = row.map_err(said)?;
    let (version, made_with): (i32, &[u8]) = (row.try_get(0).map_err(said)?, row.try_get(1).map_err(said)?);
    if version != VERSION {
        return Err(format!("its tables are version {version}, and this proxy's are version {VERSION}"));
    }
    if made_with != mark {
        return Err("its tables were made with another secret".to_owned());
    }
    transaction.commit().await.map_err(said)
}

const TABLES: &str = include_str!("schema.sql");
const VERSION: i32 = 1;
/// The number by which instances that start take turns: any will do, as long as it is always this one.
const LOCK: i64 = 0x0070_6572_696b_7361;
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(10);
