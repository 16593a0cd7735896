//! The proxy's own errors: RFC 9457 problem details, `type` `urn:periksa:<error code>`.

use core::str::FromStr;

use super::cursor::ObjectCursor;
use super::json::Json;
use super::outcome::is_proxys_last_word;
use super::raw::Answer;
use super::redaction::redact_code;
use super::verdict::code_of_status;
use crate::codes::{ErrorAction, ErrorCode};
use crate::error::OcrError;
use crate::inspect::FileFormat;
use crate::measure::Measure;
use crate::problem::Problem;

/// The proxy's error, where the answer is one. It is nobody else's: `vendor` is none.
pub(super) fn read(root: &ObjectCursor<'_>, answer: &Answer<'_>) -> Option<OcrError> {
    let kind = root.text("type")?;
    let name = kind.strip_prefix("urn:periksa:")?;
    let said_status = root.value("status").and_then(Json::as_count).and_then(|status| status.try_into().ok());
    let status = answer.status.or(said_status);
    let code = name.parse().ok().or_else(|| code_of_status(status?)).unwrap_or(ErrorCode::Unknown);

    let mut error = if code == ErrorCode::InvalidFile {
        OcrError::invalid_file(root.rows("problems").iter().filter_map(file_problem).collect())
    } else {
        OcrError::new(code)
    };
    if code == ErrorCode::Unauthorized {
        error.action = ErrorAction::SignIn;
    }
    error.status = status;
    error.request_id = answer.request_id.map(str::to_owned);
    error.billed = member(root, "billed").unwrap_or(error.billed);
    // Of a call that is still running the proxy has more to say, under the same key.
    let is_pending = root.value("pending").and_then(Json::as_bool) == Some(true);
    error.is_last_word = is_proxys_last_word(error.billed) && !is_pending;
    Some(error)
}

/// A problem of the file, in our own words for it.
fn file_problem(row: &ObjectCursor<'_>) -> Option<Problem> {
    let measure = |key| match row.value(key)? {
        Json::Text(text) => Some(text.read().into_owned()).filter(|text| is_measure(text)).map(Measure::Text),
        other => other.as_count().map(Measure::Number),
    };
    let vendor_code = row.text("vendorCode").and_then(|code| redact_code(&code));
    let (code, severity) = (member(row, "code")?, member(row, "severity")?);
    Some(Problem::new(code, severity, measure("limit"), measure("actual"), vendor_code, member(row, "fix")))
}

/// Formats (`jpeg, png`) or pixels (`720x480`), and no other text that a proxy may have put there.
fn is_measure(text: &str) -> bool {
    let is_pixels = |text: &str| {
        let sides = text.split_once('x');
        sides.is_some_and(|(width, height)| width.parse::<u32>().is_ok() && height.parse::<u32>().is_ok())
    };
    text.split(',').map(str::trim_ascii_start).all(|one| one.parse::<FileFormat>().is_ok() || is_pixels(one))
}

/// A member that names one of a closed list.
fn member<T: FromStr>(object: &ObjectCursor<'_>, key: &str) -> Option<T> {
    object.text(key)?.parse().ok()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use serde_json::{Value, json};

    use super::super::cursor::cursor;
    use super::super::json::Tree;
    use super::*;
    use crate::codes::{Billed, ProblemCode, ProblemFix, Severity};

    fn read_body(body: &Value, status: Option<u16>) -> Option<OcrError> {
        read(&cursor(body), &Answer { text: "", status, request_id: Some("r-1") })
    }

    #[test]
    fn the_proxys_words_are_taken() {
        let body = json!({ "type": "urn:periksa:timeout", "status": 504, "billed": "unknown" });
        let error = read_body(&body, Some(504)).unwrap();
        assert_eq!((error.code, error.status, error.vendor), (ErrorCode::Timeout, Some(504), None));
        assert_eq!((error.billed, error.request_id.as_deref()), (Billed::Unknown, Some("r-1")));

        let body = json!({ "type": "urn:periksa:vendor_unavailable", "status": 502, "billed": "no" });
        let error = read_body(&body, None).unwrap();
        assert_eq!((error.status, error.billed, error.retryable), (Some(502), Billed::No, true));

        let error = read_body(&json!({ "type": "urn:periksa:unauthorized" }), Some(401)).unwrap();
        assert_eq!((error.code, error.action), (ErrorCode::Unauthorized, ErrorAction::SignIn));
    }

    #[test]
    fn problems_come_through() {
        let problem = Problem::new(
            ProblemCode::FileTooLarge,
            Severity::Error,
            Some(Measure::Number(5_000_000)),
            Some(Measure::Number(6_000_000)),
            Some("INVALID_PAYLOAD_IMAGE_SIZE".to_owned()),
            Some(ProblemFix::Shrink),
        );
        let sent = serde_json::to_value(&problem).unwrap();
        let body = json!({ "type": "urn:periksa:invalid_file", "billed": "no", "problems": [sent] });
        let error = read_body(&body, Some(422)).unwrap();
        assert_eq!((error.messages.clone(), error.billed), (problem.messages.clone(), Billed::No));
        assert_eq!(error.problems, [problem]);
        let body =
            json!({ "type": "urn:periksa:invalid_file", "problems": [{ "code": "no_such" }], "billed": 1 });
        assert_eq!(read_body(&body, Some(422)).unwrap().problems, []);
    }

    #[test]
    fn a_limit_may_be_written_with_escapes() {
        let text = r#"{"type":"urn:periksa:invalid_file","problems":[{"code":"too_few_pixels","severity":"error",
            "limit":"\u0037\u0032\u0030x480","actual":"\u0053ITI"}]}"#;
        let tree = Tree::parse(text).unwrap();
        let root = ObjectCursor::detached(tree.root().as_object().unwrap());
        let problems = read(&root, &Answer { text, status: None, request_id: None }).unwrap().problems;
        let told: Vec<_> = problems.iter().map(|told| (told.limit.clone(), told.actual.clone())).collect();
        assert_eq!(told, [(Some(Measure::Text("720x480".to_owned())), None)]);
    }

    #[test]
    fn a_code_of_a_later_proxy_counts_by_its_status() {
        let body = json!({ "type": "urn:periksa:brand_new", "status": 429 });
        assert_eq!(read_body(&body, None).unwrap().code, ErrorCode::RateLimited);
        assert_eq!(read_body(&body, Some(413)).unwrap().code, ErrorCode::ImageTooLarge);
        assert_eq!(
            read_body(&json!({ "type": "urn:periksa:brand_new" }), None).unwrap().code,
            ErrorCode::Unknown
        );
    }

    #[test]
    fn other_problem_details_are_not_the_proxys() {
        assert_eq!(read_body(&json!({ "type": "about:blank", "status": 401 }), Some(401)), None);
        assert_eq!(read_body(&json!({ "status": 401 }), Some(401)), None);
    }
}
