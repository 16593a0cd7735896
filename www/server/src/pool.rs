//! Work that takes the processor for long: on threads of its own, as many at once as there are cores.

use std::sync::Arc;
use std::thread;

use tokio::sync::Semaphore;
use tokio::task;

/// As many places as there are cores.
#[derive(Clone)]
pub(crate) struct Pool(Arc<Semaphore>);

/// The work panicked.
#[derive(Debug)]
pub(crate) struct Panicked;

impl Pool {
    /// One for this machine.
    pub(crate) fn new() -> Self {
        let cores = thread::available_parallelism().map_or(1, usize::from);
        Self(Arc::new(Semaphore::new(cores)))
    }

    /// Does the work when it has a place. Work that has begun keeps its place until it is done, wanted or not.
    pub(crate) async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Panicked> {
        let place = Arc::clone(&self.0).acquire_owned().await.map_err(|_| Panicked)?;
        let work = move || {
            let _place = place;
            work()
        };
        task::spawn_blocking(work).await.map_err(|_| Panicked)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]

    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::Duration;

    use super::*;

    #[tokio::test]
    async fn no_more_work_at_once_than_cores() {
        let pool = Pool::new();
        let cores = pool.0.available_permits();
        let (now, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        let tasks = (0..cores * 8).map(|_| {
            let (pool, now, most) = (pool.clone(), Arc::clone(&now), Arc::clone(&most));
            tokio::spawn(async move {
                let work = move || {
                    most.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                    thread::sleep(Duration::from_millis(5));
                    now.fetch_sub(1, Ordering::SeqCst);
                };
                pool.run(work).await.unwrap();
            })
        });
        for task in tasks.collect::<Vec<_>>() {
            task.await.unwrap();
        }
        assert_eq!(most.load(Ordering::SeqCst), cores);
    }

    #[tokio::test]
    async fn a_panic_leaves_no_place_taken() {
        let pool = Pool::new();
        let cores = pool.0.available_permits();
        for _ in 0..cores * 2 {
            assert!(pool.run(|| panic!("as tests do")).await.is_err());
        }
        assert_eq!(pool.run(|| 5).await.unwrap(), 5);
    }
}
