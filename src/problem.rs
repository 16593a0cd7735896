//! What can be wrong with a file, and the report that says so.

use serde::Serialize;

use crate::codes::{ProblemCode, ProblemFix, Severity};
use crate::inspect::FileFacts;
use crate::measure::Measure;
use crate::messages::{Catalog, Texts};
use crate::picture::pixels;
use crate::quality::QualityReport;

/// One thing wrong with a file.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify), tsify(missing_as_null))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Problem {
    /// The code of the problem.
    pub code: ProblemCode,
    /// Can the file be used?
    pub severity: Severity,
    /// What is accepted: bytes, `720x480`, formats, pixels, pages. For `type_mismatch` the format announced.
    pub limit: Option<Measure>,
    /// What the file has, in the same unit.
    pub actual: Option<Measure>,
    /// The code the vendor documents for this rejection.
    pub vendor_code: Option<String>,
    /// What would mend it.
    pub fix: Option<ProblemFix>,
    /// What is wrong, the limit, the actual value, and what to do.
    pub messages: Texts,
}

/// What is known of a file, and what is wrong with it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify), tsify(missing_as_null))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CheckReport {
    /// No problem is of severity `error`.
    pub ok: bool,
    /// `prepare` can mend every error. For HEIC, AVIF and WebP it needs a browser that decodes the format.
    pub fixable: bool,
    /// A picture that the person may turn: nothing is wrong with it, or turning mends what is.
    pub turnable: bool,
    /// What is known of the file.
    pub facts: FileFacts,
    /// What is wrong with it, worst first.
    pub problems: Vec<Problem>,
    /// What its pixels show; `null` where they were not judged.
    pub quality: Option<QualityReport>,
}

impl Problem {
    /// A problem with the built-in texts of its code.
    pub fn new(
        code: ProblemCode,
        severity: Severity,
        limit: Option<Measure>,
        actual: Option<Measure>,
        vendor_code: Option<String>,
        fix: Option<ProblemFix>,
    ) -> Self {
        let messages = Catalog::BUILT_IN.problem(code, limit.as_ref(), actual.as_ref());
        Self { code, severity, limit, actual, vendor_code, fix, messages }
    }

    /// The same with another fix.
    pub(crate) fn fixed_by(self, fix: ProblemFix) -> Self {
        Self { fix: Some(fix), ..self }
    }

    /// Can `prepare` mend it, in a file with these facts?
    fn is_mended_by_prepare(&self, facts: &FileFacts) -> bool {
        match self.fix {
            Some(ProblemFix::Convert) => facts.format.is_for_browser(),
            Some(ProblemFix::Shrink) => {
                facts.format.codec().is_some() && facts.pixels() <= pixels::MAX_PIXELS
            }
            _ => false,
        }
    }

    /// Takes the texts of this catalog.
    pub fn localize(&mut self, catalog: &Catalog) {
        self.messages = catalog.problem(self.code, self.limit.as_ref(), self.actual.as_ref());
    }
}

impl CheckReport {
    /// The report on a file with these facts and problems.
    pub fn new(facts: FileFacts, problems: Vec<Problem>) -> Self {
        let (mut sorted, warnings): (Vec<_>, Vec<_>) =
            problems.into_iter().partition(|problem| problem.severity == Severity::Error);
        let ok = sorted.is_empty();
        let fixable = !ok && sorted.iter().all(|problem| problem.is_mended_by_prepare(&facts));
        sorted.extend(warnings);
        let turns = ok || sorted.iter().any(|problem| problem.fix == Some(ProblemFix::Rotate));
        let turnable = turns && facts.format.codec().is_some();
        Self { ok, fixable, turnable, facts, problems: sorted, quality: None }
    }

    /// The same on a file of which only the end is missing, and no pixel: that does not keep it from being used.
    pub(crate) fn with_pixels(self) -> Self {
        let usable = |problem: Problem| match problem.code {
            ProblemCode::TruncatedFile => Problem { severity: Severity::Warning, ..problem },
            _ => problem,
        };
        Self::new(self.facts, self.problems.into_iter().map(usable).collect())
    }

    /// Takes the texts of this catalog.
    pub fn localize(&mut self, catalog: &Catalog) {
        for problem in &mut self.problems {
            problem.localize(catalog);
        }
    }
}
