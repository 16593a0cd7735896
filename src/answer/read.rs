//! Reads an answer.

use super::cursor::ObjectCursor;
use super::json::Tree;
use super::raw::Answer;
use super::{glair, proxy_problem, verdict, verihubs};
use crate::codes::ErrorCode;
use crate::document::{Route, Vendor};
use crate::error::OcrError;
use crate::record::Extraction;

/// Reads an answer: the record it holds, or what went wrong.
///
/// A proxy of the customer may rewrite statuses and the case of keys, so the body is judged first and the status
/// only where the body does not say; and HTTP 200 alone is no success (vendor-contract 0.1 no. 2, 6.1).
///
/// # Errors
///
/// Whatever is no record, classified by who has to act.
pub fn read(route: Route, answer: &Answer<'_>) -> Result<Extraction, Box<OcrError>> {
    let text = answer.text.trim_start_matches('\u{feff}');
    let body = Tree::parse(text);
    let Some(root) = body.as_ref().and_then(|body| body.root().as_object()).map(ObjectCursor::detached)
    else {
        return Err(verdict::decide_unreadable(route, answer, documented_failures(route)));
    };
    if let Some(error) = proxy_problem::read(&root, answer) {
        return Err(Box::new(error));
    }
    let parsed = match route.vendor() {
        Vendor::Glair => glair::read(route.document(), &root),
        Vendor::Verihubs => verihubs::read(route.document(), &root),
    };
    verdict::decide(route, answer, parsed)
}

/// The vendor's table of documented failure codes.
fn documented_failures(route: Route) -> impl Fn(&str) -> Option<ErrorCode> {
    move |word| match route.vendor() {
        Vendor::Glair => glair::documented_failure(word),
        Vendor::Verihubs => verihubs::documented_failure(route.document(), word),
    }
}
