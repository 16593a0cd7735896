//! A call that failed.

use core::error::Error;
use core::fmt;

use serde::Serialize;

use crate::codes::{Billed, ErrorAction, ErrorCode};
use crate::document::{UnsupportedDocument, Vendor};
use crate::messages::{Catalog, Texts};
use crate::problem::{CheckReport, Problem};
use crate::record::{Extraction, VendorQuality};

/// A failed call as plain data. In JavaScript it is an `Error` of class `OcrError` with these members.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct OcrError {
    /// Why.
    pub code: ErrorCode,
    /// Who has to do what.
    pub action: ErrorAction,
    /// May the person try the same again?
    pub retryable: bool,
    /// Was it charged?
    pub billed: Billed,
    /// HTTP status, where there was an answer.
    pub status: Option<u16>,
    /// Whose answer it was.
    pub vendor: Option<Vendor>,
    /// The vendor's own code.
    pub vendor_code: Option<String>,
    /// The vendor's own words.
    pub vendor_message: Option<String>,
    /// The `Request-Id` of the answer.
    pub request_id: Option<String>,
    /// How long the answer asks to wait, in milliseconds (`Retry-After`).
    pub retry_after_ms: Option<u64>,
    /// Does it count as a failed attempt of the person, after some of which a policy relaxes?
    pub attempt_failed: bool,
    /// What is wrong with the file, for `invalid_file`.
    pub problems: Vec<Problem>,
    /// The report on the file, for `invalid_file` where it was checked.
    pub report: Option<Box<CheckReport>>,
    /// What the vendor said of the picture, for `quality_rejected`.
    pub vendor_quality: Option<VendorQuality>,
    /// What could be read all the same.
    pub partial: Option<Box<Extraction>>,
    /// What is wrong and what to do.
    pub messages: Texts,
    /// What is wrong with the call, for the developer. It stands at the end of each message.
    #[serde(skip)]
    detail: Option<String>,
    /// Is it the vendor's or the proxy's last word on a call that was made? A gateway's answer is not. What follows for the
    /// next try is in [`CallOutcome`](crate::answer::CallOutcome).
    #[serde(skip)]
    pub is_last_word: bool,
}

impl OcrError {
    /// An error with what its code alone says.
    pub fn new(code: ErrorCode) -> Self {
        Self {
            code,
            action: code.action(),
            retryable: code.retryable(),
            billed: code.billed(),
            status: None,
            vendor: None,
            vendor_code: None,
            vendor_message: None,
            request_id: None,
            retry_after_ms: None,
            attempt_failed: code.attempt_failed(),
            problems: Vec::new(),
            report: None,
            vendor_quality: None,
            partial: None,
            messages: Catalog::BUILT_IN.error(code),
            detail: None,
            is_last_word: false,
        }
    }

    /// `invalid_options`, with words for the developer on what is wrong with the call.
    pub fn invalid_options(detail: impl Into<String>) -> Self {
        Self::new(ErrorCode::InvalidOptions).with_detail(detail)
    }

    /// `invalid_file`, for these problems, worst first.
    pub fn invalid_file(problems: Vec<Problem>) -> Self {
        let mut error = Self { problems, ..Self::new(ErrorCode::InvalidFile) };
        error.localize(&Catalog::BUILT_IN);
        error
    }

    /// An error of a call of which nothing was sent.
    pub fn unsent(code: ErrorCode) -> Self {
        Self { billed: Billed::No, ..Self::new(code) }
    }

    /// `invalid_file`, for what keeps a file from being prepared. It stands in place of the problems that preparing was to
    /// mend; a file that had passed keeps its report.
    pub fn refused_by(problem: Problem, report: Option<CheckReport>) -> Self {
        match report {
            Some(report) if !report.ok => {
                let quality = report.quality;
                Self::refused(CheckReport { quality, ..CheckReport::new(report.facts, vec![problem]) })
            }
            report => Self { report: report.map(Box::new), ..Self::invalid_file(vec![problem]) },
        }
    }

    /// `invalid_file`, for the problems of a report that is not `ok`.
    pub fn refused(report: CheckReport) -> Self {
        Self { report: Some(Box::new(report.clone())), ..Self::invalid_file(report.problems) }
    }

    /// The same, with words for the developer (English in all languages) at the end of each message.
    pub fn with_detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = Some(detail.into());
        self.localize(&Catalog::BUILT_IN);
        self
    }

    /// Takes the texts of this catalog, for the problems and what could be read too.
    pub fn localize(&mut self, catalog: &Catalog) {
        for problem in &mut self.problems {
            problem.localize(catalog);
        }
        if let Some(report) = &mut self.report {
            report.localize(catalog);
        }
        if let Some(partial) = &mut self.partial {
            partial.localize(catalog);
        }
        // The worst problem says more exactly what to do than the code does.
        self.messages = match self.problems.first() {
            Some(worst) => worst.messages.clone(),
            None => catalog.error(self.code),
        };
        if let Some(detail) = &self.detail {
            self.messages.append_detail(detail);
        }
    }
}

impl From<UnsupportedDocument> for OcrError {
    fn from(error: UnsupportedDocument) -> Self {
        Self::invalid_options(error.to_string())
    }
}

impl fmt::Display for OcrError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code, self.messages.en)
    }
}

impl Error for OcrError {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codes::{ProblemCode, Severity};

    fn javanese() -> Catalog {
        let mut catalog = Catalog::default();
        let texts = [("invalid_options", "Klentu."), ("blur", "Burem."), ("invalid_file", "Boten saget.")];
        catalog.register("jv", texts.map(|(code, text)| (code.to_owned(), text.to_owned())).into());
        catalog
    }

    fn in_javanese(mut error: OcrError) -> Option<String> {
        error.localize(&javanese());
        error.messages.others.into_iter().map(|(_, text)| text).next()
    }

    #[test]
    fn the_worst_problem_speaks_for_a_file() {
        let problem = Problem::new(ProblemCode::Blur, Severity::Error, None, None, None, None);
        let error = OcrError::invalid_file(vec![problem.clone()]);
        assert_eq!(error.messages, problem.messages);
        assert_eq!(in_javanese(error).as_deref(), Some("Burem."));
        assert_eq!(in_javanese(OcrError::invalid_file(Vec::new())).as_deref(), Some("Boten saget."));
    }

    #[test]
    fn the_detail_stands_in_every_language() {
        let error = OcrError::invalid_options("page is 5");
        assert!(error.messages.id.ends_with(" (page is 5)") && error.messages.en.ends_with(" (page is 5)"));
        assert_eq!(in_javanese(error).as_deref(), Some("Klentu. (page is 5)"));
    }

    #[test]
    fn an_error_shows_its_code_and_its_english() {
        let shown = OcrError::new(ErrorCode::Offline).to_string();
        assert_eq!(shown, "offline: This device is offline. Connect it and try again.");
    }
}
