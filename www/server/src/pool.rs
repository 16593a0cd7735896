//! Work that takes the processor for long: on threads of its own, as many as there are cores.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use tokio::sync::{Semaphore, oneshot};
use tokio::time::timeout;

use crate::client_address::Household;
use crate::shares::Shares;

/// As many places as there are cores; a household has half of them, and waits for more behind its own work.
#[derive(Clone)]
pub(crate) struct Pool {
    /// To threads that do nothing else. The allocator keeps for each thread some of what it freed: among tokio's, which
    /// wait for disks as well, any of hundreds would get its turn.
    jobs: Sender<Job>,
    /// Whoever has one finds a thread that is free.
    places: Arc<Semaphore>,
    shares: Arc<Shares>,
}

/// Work with its place, and whom it answers.
type Job = Box<dyn FnOnce() + Send>;

/// Why work was not done.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Undone {
    /// It did not get a place in a while.
    Busy,
    /// It panicked.
    Panicked,
}

impl Pool {
    /// One for this machine. Its threads end with the last clone of it.
    pub(crate) fn new() -> io::Result<Self> {
        let cores = thread::available_parallelism().map_or(1, usize::from);
        let (jobs, waiting) = channel();
        let waiting = Arc::new(Mutex::new(waiting));
        for _ in 0..cores {
            let waiting = Arc::clone(&waiting);
            thread::Builder::new().name("check".into()).spawn(move || work_on(&waiting))?;
        }
        Ok(Self {
            jobs,
            places: Arc::new(Semaphore::new(cores)),
            shares: Arc::new(Shares::new(cores, 50, 1)),
        })
    }

    /// Does a household's work: however much of it there is, others have their turns between.
    pub(crate) async fn run_for<T: Send + 'static>(
        &self,
        household: Household,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Undone> {
        let share = timeout(PATIENCE, self.shares.of(household).acquire_owned()).await;
        let Ok(Ok(share)) = share else { return Err(Undone::Busy) };
        let work = move || {
            let _share = share;
            work()
        };
        self.run(work).await
    }

    /// Does the work when it has a place. Who leaves before is forgotten. Work that has begun keeps its place until it is done, wanted or not.
    pub(crate) async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Undone> {
        let place = timeout(PATIENCE, Arc::clone(&self.places).acquire_owned()).await;
        let Ok(Ok(place)) = place else { return Err(Undone::Busy) };
        let (answer, answered) = oneshot::channel();
        let job = move || {
            let done = catch_unwind(AssertUnwindSafe(work));
            drop(place);
            // Its caller may have left.
            let _ = answer.send(done);
        };
        self.jobs.send(Box::new(job)).map_err(|_| Undone::Busy)?;
        answered.await.ok().and_then(Result::ok).ok_or(Undone::Panicked)
    }
}

/// Does one job after the other, until nobody can send any more.
fn work_on(waiting: &Mutex<Receiver<Job>>) {
    let next = || waiting.lock().unwrap_or_else(PoisonError::into_inner).recv();
    while let Ok(job) = next() {
        job();
    }
}

/// Work takes a second at most: beyond that there is too much of it.
const PATIENCE: Duration = Duration::from_secs(20);

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]

    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[tokio::test]
    async fn no_more_work_at_once_than_cores() {
        let pool = Pool::new().unwrap();
        let cores = pool.places.available_permits();
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

    #[tokio::test(start_paused = true)]
    async fn who_waits_in_vain_is_told() {
        let pool = Pool::new().unwrap();
        let cores = u32::try_from(pool.places.available_permits()).unwrap();
        let taken = Arc::clone(&pool.places).acquire_many_owned(cores).await;
        assert_eq!(pool.run(|| 5).await, Err(Undone::Busy));
        drop(taken);
        assert_eq!(pool.run(|| 5).await, Ok(5));
    }

    #[tokio::test]
    async fn who_has_much_work_does_not_keep_others_waiting() {
        let pool = Pool::new().unwrap();
        let household = |number: u32| Household::of(std::net::Ipv4Addr::from_bits(number).into());
        let long = || thread::sleep(Duration::from_millis(20));
        let much: Vec<_> = (0..200).map(|_| (pool.clone(), household(1))).collect();
        let much: Vec<_> = much
            .into_iter()
            .map(|(pool, one)| tokio::spawn(async move { pool.run_for(one, long).await }))
            .collect();
        tokio::task::yield_now().await;
        assert_eq!(pool.run_for(household(2), || 5).await, Ok(5));
        assert!(much.iter().filter(|work| work.is_finished()).count() < much.len() / 2);
        for work in much {
            work.abort();
        }
    }

    #[tokio::test]
    async fn a_panic_leaves_no_place_taken() {
        let pool = Pool::new().unwrap();
        let cores = pool.places.available_permits();
        for _ in 0..cores * 2 {
            let panicked: Result<(), _> = pool.run(|| panic!("as tests do")).await;
            assert_eq!(panicked, Err(Undone::Panicked));
        }
        assert_eq!(pool.run(|| 5).await.unwrap(), 5);
    }
}
