//! Never paying twice: what a call came to, for whoever may make it again. Nothing else decides this.
//!
//! Vendors charge by the call, and hardly say which calls they charge. So three rules hold:
//!
//! - A call is repeated without asking only where no charge can have happened, and then under the same idempotency key.
//! - The proxy keeps what may have been charged under that key, and answers a repeat from it.
//! - The person's next try takes a new key, and may be charged again, only after the call is settled: it has had the last
//!   word of the vendor or the proxy.
//!
//! | what came | may repeat | settled | billed |
//! |---|---|---|---|
//! | a record | no | yes | unknown |
//! | an error in the vendor's form | no | yes | unknown |
//! | a 429 that says no more than that: the vendor or a gateway turned the call away | yes | no | unknown |
//! | an answer of a gateway, behind which the call may still be running | no | no, unless kept | unknown |
//! | the proxy's own error, of a call that may have been charged | no | yes | unknown |
//! | the proxy's own error, of a call that is still running (`pending`) | no | no, unless kept | unknown |
//! | the proxy's own error, of a call that it did not pass on | if retryable | no, unless kept | no |
//! | no answer, and nothing was sent | no | no | no |
//! | no answer, as no connection could be opened | yes | no | no |
//! | no answer, though sending had begun | no | no | unknown |
//!
//! *Kept*: the proxy says that it keeps the answer under the key. Under the same key nothing else would come.

use serde::Serialize;

use super::parsed_answer::{BodyStatus, ParsedAnswer};
use crate::closed_list::closed_list;
use crate::codes::{Billed, ErrorCode};
use crate::error::OcrError;
use crate::record::Extraction;

/// What a call came to, for whoever may make it again.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CallOutcome {
    /// The same call may be made again under the same key without asking: it can't have been charged.
    pub may_repeat: bool,
    /// The call is over: the person's next try is a new call, under a new key.
    pub settled: bool,
    /// Was it charged?
    pub billed: Billed,
}

closed_list! {
    /// Why a call has no answer that could be read.
    #[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
    #[cfg_attr(feature = "typescript", derive(tsify::Tsify), serde(rename_all = "snake_case"))]
    #[non_exhaustive]
    pub enum CallFailure {
        /// The caller left after sending had begun.
        Aborted = "aborted",
        /// There was an answer, or may have been: it was too long, or is no longer kept, or whoever waited for it broke.
        AnswerLost = "answer_lost",
        /// The engine broke after sending had begun, or over the answer. Another instance may read a kept answer.
        EngineUnavailable = "engine_unavailable",
        /// The file vanished or changed while it was sent.
        FileUnreadable = "file_unreadable",
        /// The connection broke.
        Network = "network",
        /// The connection broke, and the device says that it has none.
        Offline = "offline",
        /// No answer came within the time allowed.
        Timeout = "timeout",
        /// No connection could be opened. Browsers don't tell this from `network`; the proxy does.
        Unreachable = "unreachable",
        /// Nothing was sent: the call is wrong, or the caller left before. Made again as it is, it would go no better.
        Unsent = "unsent",
    }
}

impl CallOutcome {
    /// Of an answer that was read. `kept`: the proxy says that it keeps the answer under the call's key.
    pub fn of_answer(answer: &Result<Extraction, Box<OcrError>>, kept: bool) -> Self {
        match answer {
            Ok(_) => Self { may_repeat: false, settled: true, billed: Billed::Unknown },
            Err(error) => {
                let may_repeat = was_turned_away(error) || was_not_passed_on(error) && error.retryable;
                Self {
                    may_repeat,
                    settled: (error.is_last_word || kept) && !may_repeat,
                    billed: error.billed,
                }
            }
        }
    }

    /// Of an answer that is passed on unread, by its HTTP status. Never settled: that only the body tells.
    pub fn of_status(status: u16) -> Self {
        Self { may_repeat: status == TOO_MANY_REQUESTS, settled: false, billed: Billed::Unknown }
    }

    /// Of a call without an answer.
    pub fn without_answer(failure: CallFailure) -> Self {
        let billed = match failure {
            CallFailure::Unreachable | CallFailure::Unsent => Billed::No,
            CallFailure::Aborted
            | CallFailure::AnswerLost
            | CallFailure::EngineUnavailable
            | CallFailure::FileUnreadable
            | CallFailure::Network
            | CallFailure::Offline
            | CallFailure::Timeout => Billed::Unknown,
        };
        Self { may_repeat: failure == CallFailure::Unreachable, settled: false, billed }
    }

    /// Is the answer to be kept under the call's key? Then a repeat gets it, and the call is not made again.
    pub fn must_be_kept(self) -> bool {
        !self.may_repeat && self.billed != Billed::No
    }
}

/// Is the body the vendor's last word on a call that was made? A gateway's 5xx may be JSON too; what it says by chance in
/// the vendor's form names no documented code.
pub(super) fn is_last_word(parsed: &ParsedAnswer, status: Option<u16>) -> bool {
    match parsed.body_status {
        BodyStatus::Failed(_) | BodyStatus::Succeeded => true,
        BodyStatus::FailedUndocumented | BodyStatus::Recognized => {
            parsed.found > 0 || !status.is_some_and(is_of_gateway)
        }
        BodyStatus::Unrecognized => false,
    }
}

/// Statuses of what gave up waiting, or did not pass the call on. Behind it the call may still be running.
fn is_of_gateway(status: u16) -> bool {
    matches!(status, 408 | 425 | 499 | 500..)
}

/// Does the proxy's error end the call? If it cost nothing, the call was not passed on: the key is unused, or an earlier
/// request still runs under it.
pub(super) fn is_proxys_last_word(billed: Billed) -> bool {
    billed != Billed::No
}

/// By the vendor or a gateway.
fn was_turned_away(error: &OcrError) -> bool {
    error.code == ErrorCode::RateLimited
        && error.status == Some(TOO_MANY_REQUESTS)
        && error.billed != Billed::Yes
}

/// The proxy says so: only its errors have a status, and no vendor, and say that nothing was charged.
fn was_not_passed_on(error: &OcrError) -> bool {
    error.vendor.is_none() && error.status.is_some() && error.billed == Billed::No
}

const TOO_MANY_REQUESTS: u16 = 429;

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::answer::{Answer, read};
    use crate::document::{DocumentKind, Route, Vendor};

    #[test]
    fn only_what_cost_nothing_is_repeated() {
        let error = |code, status, vendor, billed| {
            let mut error = OcrError::new(code);
            (error.status, error.vendor, error.billed) = (status, vendor, billed);
            error
        };
        let glair = Some(Vendor::Glair);
        for (error, repeat) in [
            (error(ErrorCode::RateLimited, Some(429), glair, Billed::Unknown), true),
            (error(ErrorCode::RateLimited, Some(400), glair, Billed::Unknown), false),
            (error(ErrorCode::VendorUnavailable, Some(503), glair, Billed::Unknown), false),
            (error(ErrorCode::VendorUnavailable, Some(502), None, Billed::No), true),
            (error(ErrorCode::VendorUnavailable, Some(502), None, Billed::Unknown), false),
            (error(ErrorCode::Unauthorized, Some(401), None, Billed::No), false),
            (error(ErrorCode::Timeout, None, None, Billed::Unknown), false),
        ] {
            assert_eq!(of_error(&error, false).may_repeat, repeat, "{error:?}");
            // What can't have been charged is not kept; if it were, it would be asked for again all the same.
            assert_eq!(of_error(&error, true).may_repeat, repeat, "{error:?}");
        }
    }

    #[test]
    fn only_a_last_word_settles_a_call() {
        for (vendor, status, body, settled) in [
            (
                Vendor::Verihubs,
                400,
                r#"{"error_code":"KTP_NOT_DETECTED","message":"KTP not detected"}"#,
                true,
            ),
            (Vendor::Verihubs, 500, r#"{"error_code":"INTERNAL_SERVER_ERROR"}"#, true),
            (Vendor::Verihubs, 200, r#"{"data":{}}"#, true),
            (Vendor::Glair, 200, r#"{"status":"SUCCESS","reason":"File Successfully Read"}"#, true),
            (Vendor::Verihubs, 504, r#"{"type":"urn:periksa:timeout","billed":"unknown"}"#, true),
            (
                Vendor::Verihubs,
                504,
                r#"{"type":"urn:periksa:timeout","billed":"unknown","pending":true}"#,
                false,
            ),
            // Gateways.
            (Vendor::Verihubs, 502, "<html>502 Bad Gateway</html>", false),
            (Vendor::Verihubs, 504, "", false),
            (Vendor::Verihubs, 504, r#"{"message":"Endpoint request timed out"}"#, false),
            (Vendor::Verihubs, 502, r#"{"message":"Internal server error"}"#, false),
            (Vendor::Glair, 504, r#"{"status":"error","message":"upstream timed out"}"#, false),
            (Vendor::Verihubs, 503, r#"{"error_code":"no_healthy_upstream"}"#, false),
            (Vendor::Glair, 408, r#"{"status":"error","message":"upstream timed out"}"#, false),
            (Vendor::Verihubs, 499, r#"{"message":"client closed request"}"#, false),
            (Vendor::Verihubs, 200, "<html>Sign in to the free Wi-Fi</html>", false),
            // Nothing was called, or what was called may be called again.
            (Vendor::Verihubs, 429, r#"{"error_code":"OCR_42900","message":"slow down"}"#, false),
            (Vendor::Verihubs, 502, r#"{"type":"urn:periksa:vendor_unavailable","billed":"no"}"#, false),
            (Vendor::Verihubs, 408, r#"{"type":"urn:periksa:timeout","billed":"no"}"#, false),
        ] {
            let answer = Answer { text: body, status: Some(status), request_id: None };
            let route = Route::new(vendor, DocumentKind::Ktp).unwrap();
            let error = read(route, &answer).unwrap_err();
            let outcome = of_error(&error, false);
            assert_eq!(outcome.settled, settled, "{status} {body}");
            // Under its key nothing else would come, unless it may be asked for again.
            assert_eq!(of_error(&error, true).settled, !outcome.may_repeat, "{status} {body}");
        }
    }

    #[test]
    fn a_record_is_the_last_word() {
        let text = r#"{"data":{"nik":"9901015703940007"}}"#;
        let answer = Answer { text, status: Some(200), request_id: None };
        let read = read(Route::new(Vendor::Verihubs, DocumentKind::Ktp).unwrap(), &answer);
        for kept in [false, true] {
            assert_eq!(told(CallOutcome::of_answer(&read, kept)), (false, true, Billed::Unknown, true));
        }
    }

    #[test]
    fn without_an_answer_all_depends_on_what_was_sent() {
        for failure in CallFailure::ALL {
            let expected = match failure {
                CallFailure::Unsent => (false, false, Billed::No, false),
                CallFailure::Unreachable => (true, false, Billed::No, false),
                _ => (false, false, Billed::Unknown, true),
            };
            assert_eq!(told(CallOutcome::without_answer(*failure)), expected, "{failure}");
        }
    }

    #[test]
    fn of_answers_that_are_passed_on_all_but_a_429_are_kept() {
        for status in [200, 400, 401, 404, 422, 500, 502, 503, 504] {
            assert_eq!(
                told(CallOutcome::of_status(status)),
                (false, false, Billed::Unknown, true),
                "{status}"
            );
        }
        assert_eq!(told(CallOutcome::of_status(429)), (true, false, Billed::Unknown, false));
    }

    #[test]
    fn javascript_gets_it_in_camel_case() {
        let json = serde_json::to_string(&CallOutcome::without_answer(CallFailure::Timeout)).unwrap();
        assert_eq!(json, r#"{"mayRepeat":false,"settled":false,"billed":"unknown"}"#);
    }

    fn of_error(error: &OcrError, kept: bool) -> CallOutcome {
        CallOutcome::of_answer(&Err(Box::new(error.clone())), kept)
    }

    /// With whether it is kept.
    fn told(outcome: CallOutcome) -> (bool, bool, Billed, bool) {
        (outcome.may_repeat, outcome.settled, outcome.billed, outcome.must_be_kept())
    }
}
