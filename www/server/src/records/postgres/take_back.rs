//! Takes back the claims that nobody heard of.

use std::sync::Arc;
use std::time::Duration;

use deadpool_postgres::Pool;
use tokio::time::{Instant, sleep};

use super::claims::Begun;
use super::rows::Rows;
use crate::records::REMEMBERED_FOR;
use crate::records::seal::Name;

/// Takes a claim back that nobody heard of, however long that takes: nothing is sent by it, and its ticket has the call again.
pub(super) async fn take_back(pool: Pool, rows: Arc<Rows>, name: Name, begun: Begun) {
    let until = Instant::now() + REMEMBERED_FOR;
    let mut pause = FIRST_PAUSE;
    while Instant::now() < until {
        if let Ok(mut client) = pool.get().await
            && rows.try_take_back(&mut client, &name, &begun.id).await.is_ok()
        {
            break;
        }
        sleep(pause).await;
        pause = (pause * 2).min(LONGEST_PAUSE);
    }
}

const FIRST_PAUSE: Duration = Duration::from_millis(100);
const LONGEST_PAUSE: Duration = Duration::from_secs(3);
