//! A file's facts, and what its pixels show → the report on it: what `rules` and a policy say together.

use crate::codes::{ProblemCode, Severity};
use crate::document::Route;
use crate::inspect::FileFacts;
use crate::picture::Undecodable;
use crate::policy::{Context, Evaluation, Policy};
use crate::problem::{CheckReport, Problem};
use crate::quality::QualityReport;
use crate::rules;

/// The report on a file by its facts alone.
pub fn check_facts(facts: FileFacts, route: Route) -> CheckReport {
    let problems = rules::find_problems(&facts, route);
    CheckReport::new(facts, problems)
}

/// The report on a file whose pixels were judged, and what is only measured.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Checked {
    /// The report.
    pub report: CheckReport,
    /// Findings that the policy keeps out of it.
    pub shadowed: Vec<ProblemCode>,
}

/// Are the pixels to be decoded for the report on a file, where they are `judged` or not? Of a file whose end is missing
/// they alone tell whether it can be used.
pub fn needs_pixels(report: &CheckReport, judged: bool) -> bool {
    report.ok && judged || is_cut_short(report)
}

/// Adds to the report on a file's facts what its pixels show, or that they can't be judged. Without a policy they are not
/// judged.
pub fn check_quality(
    report: CheckReport,
    quality: Result<QualityReport, Undecodable>,
    policy: Option<&Policy>,
    context: &Context,
) -> Checked {
    let whole = quality.is_ok() && is_cut_short(&report);
    let report = if whole { report.with_pixels() } else { report };
    let Some(policy) = policy else { return report.into() };
    let quality = quality.map(|report| policy.applied(report));
    let mut evaluation = policy.evaluate(&quality, context);
    // Of a file that can't be used for another reason nobody needs to hear that its pixels can't be judged.
    if quality.is_err() && !report.ok {
        evaluation = Evaluation::default();
    }
    let mut problems = report.problems;
    problems.append(&mut evaluation.problems);
    let report = CheckReport { quality: quality.ok(), ..CheckReport::new(report.facts, problems) };
    Checked { report, shadowed: evaluation.shadowed }
}

/// Is nothing wrong with a picture but that its end is missing? Its pixels may all be there.
fn is_cut_short(report: &CheckReport) -> bool {
    let mut errors = report.problems.iter().filter(|problem| problem.severity == Severity::Error);
    let is_cut = |problem: &Problem| problem.code == ProblemCode::TruncatedFile;
    report.facts.format.codec().is_some() && !report.ok && errors.all(is_cut)
}

impl From<CheckReport> for Checked {
    /// Of a file whose pixels were not judged.
    fn from(report: CheckReport) -> Self {
        Self { report, shadowed: Vec::new() }
    }
}
