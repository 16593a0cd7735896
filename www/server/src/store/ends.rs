//! Records the ends of calls. One that can't be recorded at once is tried again for as long as it is of use, and the key is
//! answered from memory meanwhile.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Semaphore, oneshot};
use tokio::time::{Instant, sleep};
use tokio_util::task::TaskTracker;

use super::flights::Flight;
use crate::answer::Answer;
use crate::budget::AnswerMemory;
use crate::key::Key;
use crate::outcome;
use crate::records::access::Access;
use crate::records::{KEPT_FOR, REMEMBERED_FOR, Records};

/// The way of an end to the records.
#[derive(Clone)]
pub(super) struct Ends {
    access: Access,
    /// Where it is known that an answer is lost, as long as the records can't be asked.
    spare: Option<Access>,
    /// Of answers that wait here.
    memory: AnswerMemory,
    /// Those that are tried again have few turns: they leave the records to new calls.
    turns: Arc<Semaphore>,
    /// The server waits for them at its end.
    tasks: TaskTracker,
}

impl Ends {
    /// Ends in these records.
    pub(super) fn new(
        access: Access,
        spare: Option<Access>,
        memory: AnswerMemory,
        tasks: TaskTracker,
    ) -> Self {
        Self { access, spare, memory, turns: Arc::new(Semaphore::new(TURNS)), tasks }
    }

    /// Records the answer of a call, or that it was not made, in a task. The flight is over after that, so that at no time
    /// nothing is known of the call. Will its key get that answer from now on?
    pub(super) fn record(&self, flight: Arc<Flight>, answer: Option<Answer>) -> oneshot::Receiver<bool> {
        let (tell, told) = oneshot::channel();
        let ends = self.clone();
        self.tasks.spawn(async move {
            if ends.try_record(&flight.key, answer.as_ref()).await {
                // Nobody may wait for it.
                let _ = tell.send(answer.is_some());
                return;
            }
            let Some(answer) = answer else {
                ends.keep_trying(&flight.key, None, REMEMBERED_FOR).await;
                drop(flight);
                return;
            };
            if let Some(_held) = ends.memory.reserve(answer.memory()) {
                let _ = tell.send(true);
                ends.keep_trying(&flight.key, Some(&answer), KEPT_FOR).await;
                drop(flight);
                return;
            }
            let _ = tell.send(false);
            // What nobody can keep is lost, and others need not wait for it.
            drop(answer);
            let key = flight.key.clone();
            ends.note_lost(flight).await;
            ends.keep_trying(&key, Some(&outcome::answer_lost()), KEPT_FOR).await;
        });
        told
    }

    /// The call was made, whatever the records can tell of it for now.
    async fn note_lost(&self, flight: Arc<Flight>) {
        if let Some(spare) = &self.spare {
            let note = move |records: &Arc<dyn Records>| {
                records.claim(&flight.key, &flight.fingerprint, None)?;
                records.end(&flight.key, Some(&outcome::answer_lost()))
            };
            let _ = spare.ask(note).await;
        }
    }

    async fn keep_trying(&self, key: &Key, answer: Option<&Answer>, time: Duration) {
        let until = Instant::now() + time;
        let mut pause = FIRST_PAUSE;
        while Instant::now() < until {
            sleep(pause).await;
            pause = (pause * 2).min(LONGEST_PAUSE);
            let Ok(_turn) = self.turns.acquire().await else { break };
            if self.try_record(key, answer).await {
                return;
            }
        }
    }

    async fn try_record(&self, key: &Key, answer: Option<&Answer>) -> bool {
        let (key, answer) = (key.clone(), answer.cloned());
        let recorded = self.access.tell(move |records| records.end(&key, answer.as_ref()).is_ok());
        recorded.await.unwrap_or(false)
    }
}

const TURNS: usize = 2;
const FIRST_PAUSE: Duration = Duration::from_millis(50);
const LONGEST_PAUSE: Duration = Duration::from_secs(3);
