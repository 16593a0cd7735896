//! The way to the records: their functions block, so they run on threads for that, few at once. A store that is behind must
//! not take the threads of all else, nor fall behind further.

use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;
use tokio::time::{sleep, timeout};

use super::{Records, Unavailable};

/// Records, and the places of those who use them, where they need any.
#[derive(Clone)]
pub(crate) struct Access {
    records: Arc<dyn Records>,
    places: Option<Arc<Semaphore>>,
}

impl Access {
    /// A way to these records.
    pub(crate) fn new(records: Arc<dyn Records>) -> Self {
        let places = records.places().map(|places| Arc::new(Semaphore::new(places)));
        Self { records, places }
    }

    /// Does the work, unless that takes too long. What is dropped with its answer then may have been done.
    pub(crate) async fn ask<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Arc<dyn Records>) -> Result<T, Unavailable> + Send + 'static,
    ) -> Result<T, Unavailable> {
        let asked = Instant::now();
        // Whoever asked has been told by then that it took too long.
        let work = move |records: &_| if asked.elapsed() > PATIENCE { Err(SLOW) } else { work(records) };
        let Ok(done) = timeout(PATIENCE, self.tell(work)).await else {
            self.records.note_slow();
            return Err(SLOW);
        };
        done.unwrap_or(Err(SLOW))
    }

    /// Does the work, however long that takes; `None` where it panicked.
    pub(crate) async fn tell<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Arc<dyn Records>) -> T + Send + 'static,
    ) -> Option<T> {
        let Some(places) = &self.places else { return Some(work(&self.records)) };
        let place = Arc::clone(places).acquire_owned().await.ok()?;
        let records = Arc::clone(&self.records);
        let work = move || {
            let _place = place;
            work(&records)
        };
        spawn_blocking(work).await.ok()
    }

    /// Removes what is over, now and then, for ever.
    pub(crate) async fn tidy(self) {
        loop {
            sleep(TIDIED_EVERY).await;
            // In pieces: others have their turns between.
            while let Some(Ok(true)) = self.tell(|records| records.tidy()).await {}
        }
    }
}

/// How long the caller waits for the records.
pub(crate) const PATIENCE: Duration = Duration::from_secs(2);
const SLOW: Unavailable =
    Unavailable::Store("The store of calls takes too long; nothing was sent to the vendor.");
const TIDIED_EVERY: Duration = Duration::from_secs(60);
