//! Makes calls: the claim, then the vendor's turn, then the call in a task of its own. Two deadlines hold: the caller's,
//! and the vendor's, which goes on when the caller has left, for the answer is paid.

use std::time::Duration;

use tokio::time::{Instant, timeout, timeout_at};
use tokio_util::task::TaskTracker;

use crate::answer::Answer;
use crate::client::Clients;
use crate::fingerprint::Fingerprint;
use crate::key::Key;
use crate::lanes::Lanes;
use crate::outcome;
use crate::problem::Problem;
use crate::records::Past;
use crate::store::{Claimed, Ended, Known, Running, Store};
use crate::ticket::Quota;
use crate::upstream::{self, Call, Upstreams};
use crate::verdicts::{Attempt, Verdicts};

/// What a call needs.
pub(crate) struct Calls {
    /// The vendors.
    pub(crate) upstreams: Upstreams,
    /// What calls them.
    pub(crate) clients: Clients,
    /// Their turns.
    pub(crate) lanes: Lanes,
    /// Running calls and kept answers.
    pub(crate) store: Store,
    /// What is done with what a vendor says of a picture.
    pub(crate) verdicts: Verdicts,
    /// The calls under way, which the server waits for at its end.
    pub(crate) tasks: TaskTracker,
    /// How long a vendor has for its answer.
    pub(crate) vendor_time: Duration,
}

/// An answer to a caller.
pub(crate) struct Reply {
    /// What it gets.
    pub(crate) answer: Answer,
    /// What a repeat would get.
    pub(crate) kept: Kept,
}

/// Does a repeat under the same key get the answer without another call?
#[derive(Clone, Copy, Eq, PartialEq)]
pub(crate) enum Kept {
    /// Yes, and this request was such a repeat.
    Earlier,
    /// No.
    No,
    /// Yes, from this request on.
    Now,
}

impl Calls {
    /// Answers a repeat of a known call by `until`.
    pub(crate) async fn repeat(known: Known, until: Instant) -> Result<Reply, Problem> {
        match known {
            Known::Past(Past::Kept(answer)) => Ok(Reply { answer, kept: Kept::Earlier }),
            Known::Past(Past::Lost) => Ok(Reply { answer: outcome::answer_lost(), kept: Kept::Earlier }),
            Known::Past(Past::Other) => Err(Problem::key_mismatch()),
            Known::Past(Past::Spent) => Err(Problem::ticket_spent()),
            // The store waits for it, and tells it as running.
            Known::Past(Past::Elsewhere) => Err(outcome::still_running(true)),
            Known::Running(running) => reply(running, true, Kept::Earlier, until).await,
        }
    }

    /// Makes the call once for its key, by one of the calls of a ticket where there is one, and answers by `until`. A caller
    /// who leaves before its turn is not sent.
    pub(crate) async fn make(
        &self,
        key: Option<(Key, Fingerprint)>,
        quota: Option<Quota>,
        call: Call,
        attempt: Attempt,
        until: Instant,
    ) -> Result<Reply, Problem> {
        let (route, vendor) = (call.route, call.route.vendor());
        let (Some(upstream), Some(lane)) = (self.upstreams.of(vendor), self.lanes.of(vendor)) else {
            return Err(Problem::no_such_vendor());
        };
        let mut claim = match self.store.claim(key, quota).await? {
            Claimed::Now(claim) => claim,
            Claimed::Earlier(known) => {
                // The upload is of no use while another request's is on its way.
                drop(call);
                return Self::repeat(known, until).await;
            }
        };
        let Ok(Some(turn)) = timeout_at(until, lane.turn()).await else {
            return Err(Problem::busy("Too many calls wait for the vendor; nothing was sent to it."));
        };
        let has_key = claim.has_key();
        let running = claim.running();
        let vendor_until = Instant::now() + self.vendor_time;
        // Nobody could ask for a late answer without a key.
        let deadline = if has_key { vendor_until } else { vendor_until.min(until) };
        let (client, upstream) = (self.clients.of(upstream), upstream.clone());
        let verdicts = self.verdicts.clone();
        claim.send();
        let made = self.tasks.spawn(async move {
            let ended = upstream::call(&client, &upstream, call, deadline).await;
            drop(turn);
            let answer = ended.outcome.must_be_kept().then(|| ended.answer.clone());
            claim.end(ended).await;
            if let Some(answer) = answer {
                verdicts.note(route, attempt, answer).await;
            }
        });
        let reply = reply(running, has_key, Kept::Now, until).await?;
        // The next attempt may be at once; but the answer is paid, and does not wait for long.
        let _ = timeout(NOTED_WITHIN, made).await;
        Ok(reply)
    }
}

/// The answer of a running call. `if_kept` is told where it is kept.
async fn reply(running: Running, has_key: bool, if_kept: Kept, until: Instant) -> Result<Reply, Problem> {
    match timeout_at(until, running.ended()).await {
        Ok(Some(Ended { answer, kept })) => Ok(Reply { answer, kept: if kept { if_kept } else { Kept::No } }),
        Ok(None) => Err(Problem::busy("The first request with this Idempotency-Key left before its turn.")),
        Err(_) => Err(outcome::still_running(has_key)),
    }
}

/// How long an answer waits until what it says of the attempt is noted.
const NOTED_WITHIN: Duration = Duration::from_secs(1);
