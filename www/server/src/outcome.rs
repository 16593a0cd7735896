//! What a call to a vendor comes to, and what the caller is told where the vendor gave no answer.
//!
//! The policy on money is periksa's own, [`periksa::answer::CallOutcome`]: whether a call may be made again, and whether
//! it may have been charged. Here it is only asked, and told in the proxy's answers.

use axum::http::StatusCode;
use periksa::ErrorCode;
use periksa::answer::{CallFailure, CallOutcome};

use crate::answer::Answer;
use crate::problem::Problem;

/// A call to a vendor that is over.
pub(crate) struct FinishedCall {
    /// What the caller gets.
    pub(crate) answer: Answer,
    /// May the call be made again, and was it charged?
    pub(crate) outcome: CallOutcome,
}

impl FinishedCall {
    /// The vendor answered.
    pub(crate) fn answered(answer: Answer) -> Self {
        Self { outcome: CallOutcome::of_status(answer.status.as_u16()), answer }
    }

    /// The vendor answered with more than can be kept.
    pub(crate) fn answered_too_long() -> Self {
        let problem = unavailable("The vendor's answer is longer than any it documents.");
        Self::without_answer(CallFailure::AnswerLost, problem)
    }

    /// The request was not sent, because of `problem`.
    pub(crate) fn not_sent(problem: Problem) -> Self {
        Self::without_answer(CallFailure::Unsent, problem)
    }

    /// There is no whole answer. An error of reqwest can quote the address, so only its kind is told.
    pub(crate) fn failed(error: &reqwest::Error) -> Self {
        let (failure, problem) = if error.is_connect() || error.is_builder() {
            (CallFailure::Unreachable, unavailable(NOT_REACHED))
        } else {
            let detail = "The connection to the vendor broke; it may have read the picture all the same.";
            (CallFailure::Network, unavailable(detail))
        };
        Self::without_answer(failure, problem)
    }

    /// The vendor's time is over.
    pub(crate) fn timed_out(was_sent: bool) -> Self {
        if was_sent {
            let problem = Problem::new(ErrorCode::Timeout, StatusCode::GATEWAY_TIMEOUT, NOT_IN_TIME);
            Self::without_answer(CallFailure::Timeout, problem)
        } else {
            Self::without_answer(CallFailure::Unreachable, unavailable(NOT_REACHED))
        }
    }

    fn without_answer(failure: CallFailure, problem: Problem) -> Self {
        let outcome = CallOutcome::without_answer(failure);
        Self { answer: problem.with_billed(outcome.billed).into_answer(), outcome }
    }
}

/// What is said where a call was made or begun, and its answer is not there any more.
pub(crate) fn answer_lost() -> Answer {
    let detail =
        "The call with this Idempotency-Key was made or begun, but its answer is not there any more.";
    FinishedCall::without_answer(CallFailure::AnswerLost, unavailable(detail)).answer
}

/// The task that made the call panicked, or was dropped because the server ends.
pub(crate) fn call_lost() -> FinishedCall {
    let problem = unavailable("The call to the vendor was lost on the way; it may have read the picture.");
    FinishedCall::without_answer(CallFailure::AnswerLost, problem)
}

/// What the caller is told whose time is over, while the call is running. Where it is `pending`, its answer will be given
/// to the same key.
pub(crate) fn still_running(pending: bool) -> Problem {
    let detail = if pending {
        "The vendor has not answered yet; ask again with the same Idempotency-Key."
    } else {
        NOT_IN_TIME
    };
    Problem::new(ErrorCode::Timeout, StatusCode::GATEWAY_TIMEOUT, detail)
        .with_billed(CallOutcome::without_answer(CallFailure::Timeout).billed)
        .with_pending(pending)
}

fn unavailable(detail: &'static str) -> Problem {
    Problem::new(ErrorCode::VendorUnavailable, StatusCode::BAD_GATEWAY, detail)
}

const NOT_IN_TIME: &str = "The vendor did not answer in time; it may have read the picture all the same.";
const NOT_REACHED: &str = "The vendor can't be reached; nothing was sent to it.";

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
            let call = FinishedCall::answered(Answer::new(status, &HeaderMap::new(), Bytes::new()));
            assert_eq!(call.outcome.must_be_kept(), !repeatable, "{status}");
        }
    }

    #[test]
    fn what_was_not_sent_may_be_repeated_and_what_may_have_been_read_may_not() {
        assert!(!FinishedCall::not_sent(unavailable("")).outcome.must_be_kept());
        assert!(FinishedCall::answered_too_long().outcome.must_be_kept());
        assert!(call_lost().outcome.must_be_kept());
        assert!(FinishedCall::timed_out(true).outcome.must_be_kept());
        assert!(!FinishedCall::timed_out(false).outcome.must_be_kept());
    }
}
