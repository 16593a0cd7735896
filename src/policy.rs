//! What follows from a quality report: a policy turns findings into problems.

use serde::Deserialize;

use crate::closed_list::closed_list;
use crate::codes::{ProblemCode, Severity};
use crate::document::{DocumentKind, Route, Vendor};
use crate::measure::Measure;
use crate::picture::Undecodable;
use crate::picture::quality::{QualityCheck, QualityReport, Thousandths};
use crate::plain_data::{Count, Score, or_default};
use crate::problem::Problem;
use crate::rules;

closed_list! {
    /// What a finding does.
    #[derive(Clone, Copy, Debug, Eq, PartialEq)]
    #[cfg_attr(feature = "typescript", derive(tsify::Tsify), serde(rename_all = "snake_case"))]
    pub enum PolicyMode {
        /// Nothing.
        Off = "off",
        /// It is only told to `onEvent`: to measure before anyone is turned away.
        Shadow = "shadow",
        /// A warning.
        Warn = "warn",
        /// An error.
        Block = "block",
    }
}

/// What follows from what the pixels show. Plain data, the same for browser and proxy.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[serde(rename_all = "camelCase", default, deny_unknown_fields, expecting = "an object")]
pub struct Policy {
    /// What each finding does.
    #[serde(deserialize_with = "or_default")]
    pub rules: PolicyRules,
    /// From which score on a check counts.
    #[serde(deserialize_with = "or_default")]
    pub thresholds: Thresholds,
    /// After so many attempts that failed, what blocks only warns; 0 is never. 2 where it is left out.
    #[cfg_attr(feature = "typescript", tsify(type = "number | null"))]
    pub relax_after: Option<Count>,
}

/// What each finding does. What is left out blocks where Verihubs would turn a KTP away, for `blur`, `dark` and
/// `grayscale` with `validateQuality`, and else warns. `blur`, `dark`, `flashlight`, `grayscale`, `sideways` and
/// `card_too_small` block only where the card is seen for sure.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[serde(default, deny_unknown_fields, expecting = "an object")]
pub struct PolicyRules {
    /// Out of focus or moved.
    pub blur: Option<PolicyMode>,
    /// Too little light.
    pub dark: Option<PolicyMode>,
    /// A spot that is burnt out.
    pub flashlight: Option<PolicyMode>,
    /// A black-and-white copy.
    pub grayscale: Option<PolicyMode>,
    /// No card was found.
    pub card_not_found: Option<PolicyMode>,
    /// The card has fewer pixels than the vendor takes.
    pub card_too_small: Option<PolicyMode>,
    /// The card goes on beyond the picture.
    pub card_cut_off: Option<PolicyMode>,
    /// The card is not upright.
    pub sideways: Option<PolicyMode>,
    /// The pixels could not be judged.
    pub quality_unknown: Option<PolicyMode>,
}

/// Scores from 0 to 1.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[serde(default, deny_unknown_fields, expecting = "an object")]
pub struct Thresholds {
    /// Of `blur`.
    #[cfg_attr(feature = "typescript", tsify(type = "number | null"))]
    pub blur: Option<Score>,
    /// Of `dark`.
    #[cfg_attr(feature = "typescript", tsify(type = "number | null"))]
    pub dark: Option<Score>,
    /// Of `flashlight`.
    #[cfg_attr(feature = "typescript", tsify(type = "number | null"))]
    pub flashlight: Option<Score>,
    /// Of `grayscale`.
    #[cfg_attr(feature = "typescript", tsify(type = "number | null"))]
    pub grayscale: Option<Score>,
}

/// Failed attempts after which what blocks only warns, where the policy does not say.
const RELAX_AFTER: u32 = 2;

/// A vendor's document, and what the caller asked for.
#[derive(Clone, Copy, Debug)]
pub struct Context {
    /// Vendor and document.
    pub route: Route,
    /// The vendor is asked to reject what is bad.
    pub validate_quality: bool,
    /// Attempts that failed before this one.
    pub attempt: u32,
}

/// What a policy made of a report.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Evaluation {
    /// To be shown.
    pub problems: Vec<Problem>,
    /// Only to be measured.
    pub shadowed: Vec<ProblemCode>,
}

impl Policy {
    /// What a finding does where the policy does not say.
    ///
    /// Verihubs turns a KTP away for blur, dark, grayscale and flashlight when asked to validate (docs.verihubs.com,
    /// `extract-ktp-sync`). Laminated cards glare often and are read all the same: flashlight warns.
    pub fn usual(context: &Context, code: ProblemCode) -> PolicyMode {
        let rejects = context.route.vendor() == Vendor::Verihubs
            && context.route.document() == DocumentKind::Ktp
            && context.validate_quality;
        match code {
            ProblemCode::Blur | ProblemCode::Dark | ProblemCode::Grayscale if rejects => PolicyMode::Block,
            _ => PolicyMode::Warn,
        }
    }

    /// The report with this policy's thresholds.
    pub fn applied(&self, mut report: QualityReport) -> QualityReport {
        let checks = [
            (&mut report.blur, self.thresholds.blur),
            (&mut report.dark, self.thresholds.dark),
            (&mut report.flashlight, self.thresholds.flashlight),
            (&mut report.grayscale, self.thresholds.grayscale),
        ];
        for (check, threshold) in checks {
            if let Some(threshold) = threshold.map(|score| Thousandths::of(score.0)) {
                *check = QualityCheck { detected: check.score >= threshold, threshold, ..*check };
            }
        }
        report
    }

    /// What follows from a report that has this policy's thresholds, or from there being none.
    pub fn evaluate(&self, report: &Result<QualityReport, Undecodable>, context: &Context) -> Evaluation {
        let mut evaluation = Evaluation::default();
        let findings = match report {
            Ok(report) => findings(report, context),
            Err(_) => vec![Finding::plain(ProblemCode::QualityUnknown)],
        };
        let relax_after = self.relax_after.map_or(RELAX_AFTER, |count| count.0);
        let relaxed = relax_after > 0 && context.attempt >= relax_after;
        let is_sure = report.as_ref().is_ok_and(|report| report.card.is_some_and(|card| card.is_sure()));
        for finding in findings {
            let severity = match self.rules.mode(finding.code).unwrap_or(Self::usual(context, finding.code)) {
                PolicyMode::Off => continue,
                PolicyMode::Shadow => {
                    evaluation.shadowed.push(finding.code);
                    continue;
                }
                PolicyMode::Block if !relaxed && (is_sure || !is_of_card(finding.code)) => Severity::Error,
                PolicyMode::Block | PolicyMode::Warn => Severity::Warning,
            };
            let Finding { code, limit, actual } = finding;
            evaluation.problems.push(rules::problem(context.route, code, severity, limit, actual));
        }
        evaluation
    }
}

impl PolicyRules {
    /// What the policy says of a finding; `None` where it does not say, and for a code that is no finding on pixels.
    pub fn mode(&self, code: ProblemCode) -> Option<PolicyMode> {
        match code {
            ProblemCode::Blur => self.blur,
            ProblemCode::Dark => self.dark,
            ProblemCode::Flashlight => self.flashlight,
            ProblemCode::Grayscale => self.grayscale,
            ProblemCode::CardNotFound => self.card_not_found,
            ProblemCode::CardTooSmall => self.card_too_small,
            ProblemCode::CardCutOff => self.card_cut_off,
            ProblemCode::Sideways => self.sideways,
            ProblemCode::QualityUnknown => self.quality_unknown,
            ProblemCode::CorruptFile
            | ProblemCode::EmptyFile
            | ProblemCode::EncryptedPdf
            | ProblemCode::FileTooLarge
            | ProblemCode::LocationKept
            | ProblemCode::MultiplePages
            | ProblemCode::TooFewPixels
            | ProblemCode::TooManyPixels
            | ProblemCode::TruncatedFile
            | ProblemCode::TypeMismatch
            | ProblemCode::UnsupportedFormat => None,
        }
    }
}

/// Is it judged on the card? Of a picture in which none is seen for sure it only warns: it may be of something else.
fn is_of_card(code: ProblemCode) -> bool {
    matches!(
        code,
        ProblemCode::Blur
            | ProblemCode::Dark
            | ProblemCode::Flashlight
            | ProblemCode::Grayscale
            | ProblemCode::CardTooSmall
            | ProblemCode::Sideways
    )
}

/// A finding of the quality checks, with its limit and actual value.
struct Finding {
    code: ProblemCode,
    limit: Option<Measure>,
    actual: Option<Measure>,
}

fn findings(report: &QualityReport, context: &Context) -> Vec<Finding> {
    let checks = [
        (ProblemCode::Blur, report.blur),
        (ProblemCode::Dark, report.dark),
        (ProblemCode::Flashlight, report.flashlight),
        (ProblemCode::Grayscale, report.grayscale),
    ];
    // Whether a picture in the dark has colours can't be seen: only the light is told then.
    let seen = |code: ProblemCode| code != ProblemCode::Grayscale || !report.dark.detected;
    let detected = checks.into_iter().filter(|(code, check)| check.detected && seen(*code));
    let mut findings: Vec<Finding> = detected.map(|(code, _)| Finding::plain(code)).collect();
    // The other documents are pages and booklets, often without a border in the picture. So is a KITAS since 2016: the e-ITAS
    // comes by e-mail, and is printed (bal.com, "KITAS stay permits to go electronic").
    if context.route.document() != DocumentKind::Ktp {
        return findings;
    }
    let Some(card) = report.card else {
        // Nobody looked for it without the finder.
        findings.extend(report.finder.map(|_| Finding::plain(ProblemCode::CardNotFound)));
        return findings;
    };
    // The vendor states its minimum for the cropped card. Seen askew a side is short: the longer ones count.
    let (long, short) = (card.width.max(card.height), card.width.min(card.height));
    let requirements = rules::requirements(context.route);
    let least_short = requirements.min_short_side.unwrap_or(0);
    let least_long = requirements.min_long_side.unwrap_or(least_short);
    if long < least_long || short < least_short {
        findings.push(Finding {
            code: ProblemCode::CardTooSmall,
            limit: Some(Measure::sides(least_long, least_short)),
            actual: Some(Measure::sides(long, short)),
        });
    }
    // ID-1 lies: 1.586 times as wide as high. A fifth may be perspective. Of a card that is cut off nobody knows.
    let is_high = u64::from(card.height) * 5 > u64::from(card.width) * 6;
    if card.cut_off {
        findings.push(Finding::plain(ProblemCode::CardCutOff));
    } else if card.rotation.map_or(is_high, |degrees| degrees != 0) {
        findings.push(Finding::plain(ProblemCode::Sideways));
    }
    findings
}

impl Finding {
    fn plain(code: ProblemCode) -> Self {
        Self { code, limit: None, actual: None }
    }
}

#[cfg(test)]
mod tests;
