//! The policy on money: what a call to a vendor ended in, whether its answer is kept, and whether the call may be
//! made again. No other file decides that.
//!
//! | the call ended in | its answer is kept | charged |
//! |---|---|---|
//! | an answer of the vendor | yes | as the vendor says |
//! | an answer 429 | no | no: the vendor turned the call away |
//! | no connection, or no request that could be sent | no | no: nothing reached the vendor |
//! | a timeout, a broken connection, an answer too long to keep | yes | unknown |
//! | a task that died, an answer that is no longer kept | the call is not made again | unknown |

use axum::http::StatusCode;
use periksa::ErrorCode;

use crate::answer::Answer;
use crate::problem::Problem;

/// What a call to a vendor ended in.
pub(crate) enum Outcome {
    /// The call was charged, or may have been: its answer is kept, and a repeat under the same key gets that answer.
    Final(Answer),
    /// The call can't have been charged: its answer is not kept, and a repeat makes the call again.
    Repeatable(Answer),
}

impl Outcome {
    /// The vendor answered.
    pub(crate) fn answered(answer: Answer) -> Self {
        match answer.status {
            StatusCode::TOO_MANY_REQUESTS => Self::Repeatable(answer),
            _ => Self::Final(answer),
        }
    }

    /// The vendor answered with more than can be kept.
    pub(crate) fn answered_too_long() -> Self {
        Self::unknown(unavailable("The vendor's answer is longer than any it documents."))
    }

    /// The request was not sent, because of `problem`.
    pub(crate) fn not_sent(problem: Problem) -> Self {
        Self::Repeatable(problem.into_answer())
    }

    /// There is no whole answer. An error of reqwest can quote the address, so only its kind is told.
    pub(crate) fn failed(error: &reqwest::Error) -> Self {
        if error.is_connect() || error.is_builder() {
            return Self::not_sent(unavailable("The vendor can't be reached; nothing was sent to it."));
        }
        Self::unknown(if error.is_timeout() {
            let detail = "The vendor did not answer in time; it may have read the picture all the same.";
            Problem::new(ErrorCode::Timeout, StatusCode::GATEWAY_TIMEOUT, detail)
        } else {
            unavailable("The connection to the vendor broke; it may have read the picture all the same.")
        })
    }

    /// Nobody knows whether the vendor charged the call.
    fn unknown(problem: Problem) -> Self {
        Self::Final(problem.maybe_billed().into_answer())
    }
}

/// What is said where the call was made, but its answer is no longer kept.
pub(crate) fn answer_evicted() -> Problem {
    unavailable("The call with this Idempotency-Key was made, but its answer is no longer kept.")
        .maybe_billed()
}

/// What is said where the task that made the call panicked, or was dropped because the server ends.
pub(crate) fn task_lost() -> Problem {
    unavailable("The call to the vendor was lost on the way.").maybe_billed()
}

fn unavailable(detail: &'static str) -> Problem {
    Problem::new(ErrorCode::VendorUnavailable, StatusCode::BAD_GATEWAY, detail)
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderMap;
    use bytes::Bytes;

    use super::*;

    #[test]
    fn only_an_answer_that_turns_the_call_away_may_be_repeated() {
        for (status, repeatable) in
            [(200, false), (307, false), (400, false), (429, true), (500, false), (503, false)]
        {
            let status = StatusCode::from_u16(status).unwrap_or_default();
            let outcome = Outcome::answered(Answer::new(status, &HeaderMap::new(), Bytes::new()));
            assert_eq!(matches!(outcome, Outcome::Repeatable(_)), repeatable, "{status}");
        }
    }

    #[test]
    fn what_was_not_sent_may_be_repeated_and_what_may_have_been_read_may_not() {
        assert!(matches!(Outcome::not_sent(unavailable("")), Outcome::Repeatable(_)));
        assert!(matches!(Outcome::answered_too_long(), Outcome::Final(_)));
    }
}
