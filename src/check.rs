//! A file's facts, and what its pixels show → the report on it: what `rules` and a policy say together.

use crate::codes::{ProblemCode, Severity};
use crate::document::Route;
use crate::inspect::FileFacts;
use crate::picture::Undecodable;
use crate::policy::{Context, Policy, Verdict};
use crate::problem::CheckReport;
use crate::quality::QualityReport;
use crate::rules;

/// The report on a file by its facts alone.
pub fn check_facts(facts: FileFacts, route: Route) -> CheckReport {
    let problems = rules::find_problems(&facts, route);
    CheckReport::new(facts, problems)
}

/// The report on a file with these facts, where `quality` is what its pixels show or why there are none. Beside it,
/// what the policy only measures.
pub fn check_quality(
    facts: FileFacts,
    quality: Result<QualityReport, Undecodable>,
    policy: &Policy,
    context: &Context,
) -> (CheckReport, Vec<ProblemCode>) {
    let mut problems = rules::find_problems(&facts, context.route);
    let quality = quality.map(|report| policy.applied(report));
    let mut verdict = policy.judge(&quality, context);
    // Of a file that can't be used for another reason nobody needs to hear that its pixels can't be judged.
    if quality.is_err() && problems.iter().any(|problem| problem.severity == Severity::Error) {
        verdict = Verdict::default();
    }
    problems.append(&mut verdict.problems);
    let report = CheckReport { quality: quality.ok(), ..CheckReport::new(facts, problems) };
    (report, verdict.shadowed)
}
