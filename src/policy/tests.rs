//! What a policy makes of reports.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use super::*;
use crate::check::{check_facts, check_quality, needs_pixels};
use crate::codes::ProblemFix;
use crate::inspect::{Declared, FileFacts, FileFormat, inspect_slice};
use crate::picture::quality::{CardLocation, CutSides, DecodedBy};

fn context(vendor: Vendor, document: DocumentKind) -> Context {
    let route = Route::new(vendor, document).unwrap();
    Context { route, validate_quality: true, attempt: 0 }
}

/// Code and severity of all problems, with what is only measured, of the policy on a report at Verihubs' KTP.
fn judged(
    policy: &Policy,
    report: QualityReport,
    attempt: u32,
) -> (Vec<(ProblemCode, Severity)>, Vec<ProblemCode>) {
    let context = Context { attempt, ..context(Vendor::Verihubs, DocumentKind::Ktp) };
    let evaluation = policy.evaluate(&Ok(policy.applied(report)), &context);
    (
        evaluation.problems.iter().map(|problem| (problem.code, problem.severity)).collect(),
        evaluation.shadowed,
    )
}

/// Of a sharp picture in good light.
fn good() -> QualityReport {
    let check =
        |score: u16| QualityCheck { detected: false, score: Thousandths(score), threshold: Thousandths(500) };
    let card = CardLocation {
        corners: [[104, 119], [906, 119], [895, 627], [104, 627]],
        confidence: Thousandths(900),
        fill: Thousandths(540),
        width: 797,
        height: 508,
        cut_off: false,
        cut_sides: CutSides::default(),
        rotation: None,
        tilt: Thousandths(10),
    };
    QualityReport {
        blur: check(133),
        dark: check(341),
        flashlight: check(0),
        grayscale: check(22),
        glare: None,
        card: Some(card),
        finder: Some(1),
        decoder: DecodedBy::Periksa,
    }
}

fn blurred() -> QualityReport {
    let blur = QualityCheck { detected: true, score: Thousandths(993), threshold: Thousandths(500) };
    QualityReport { blur, ..good() }
}

#[test]
fn what_verihubs_rejects_blocks_until_it_relaxes() {
    let error = (vec![(ProblemCode::Blur, Severity::Error)], vec![]);
    let warning = (vec![(ProblemCode::Blur, Severity::Warning)], vec![]);
    assert_eq!(judged(&Policy::default(), blurred(), 0), error);
    assert_eq!(judged(&Policy::default(), blurred(), 2), warning);
    assert_eq!(judged(&Policy { relax_after: Some(Count(0)), ..Policy::default() }, blurred(), 9), error);
    let unasked = Context { validate_quality: false, ..context(Vendor::Verihubs, DocumentKind::Ktp) };
    let evaluation = Policy::default().evaluate(&Ok(blurred()), &unasked);
    assert_eq!(evaluation.problems[0].severity, Severity::Warning);
    assert_eq!(evaluation.problems[0].vendor_code.as_deref(), Some("FAIL_ON_1"));
}

#[test]
fn what_is_seen_on_a_card_blocks_only_where_one_is_seen_for_sure() {
    let block = |code: ProblemCode| (code, Severity::Error);
    let warn = |code: ProblemCode| (code, Severity::Warning);
    let all = PolicyRules {
        blur: Some(PolicyMode::Block),
        card_not_found: Some(PolicyMode::Block),
        ..PolicyRules::default()
    };
    let policy = Policy { rules: all, ..Policy::default() };
    let doubtful = CardLocation { confidence: Thousandths(499), ..good().card.unwrap() };
    let doubtful = QualityReport { card: Some(doubtful), ..blurred() };
    assert_eq!(judged(&policy, doubtful, 0).0, vec![warn(ProblemCode::Blur)]);
    let none = QualityReport { card: None, ..blurred() };
    assert_eq!(judged(&policy, none, 0).0, vec![warn(ProblemCode::Blur), block(ProblemCode::CardNotFound)]);
    // Nobody looked for it.
    let unsearched = QualityReport { finder: None, ..none };
    assert_eq!(judged(&policy, unsearched, 0).0, vec![warn(ProblemCode::Blur)]);
}

#[test]
fn a_policy_says_what_a_finding_does() {
    let with = |blur: PolicyMode| Policy {
        rules: PolicyRules { blur: Some(blur), ..PolicyRules::default() },
        ..Policy::default()
    };
    assert_eq!(judged(&with(PolicyMode::Off), blurred(), 0), (vec![], vec![]));
    assert_eq!(judged(&with(PolicyMode::Shadow), blurred(), 0), (vec![], vec![ProblemCode::Blur]));
    assert_eq!(judged(&with(PolicyMode::Warn), blurred(), 0).0, vec![(ProblemCode::Blur, Severity::Warning)]);
    let lenient = Policy {
        thresholds: Thresholds { blur: Some(Score(1.0)), ..Thresholds::default() },
        ..Policy::default()
    };
    assert_eq!(judged(&lenient, blurred(), 0), (vec![], vec![]));
    assert_eq!(lenient.applied(blurred()).blur.threshold, Thousandths(1000));
}

#[test]
fn a_policy_is_plain_data() {
    let text = r#"{"rules":{"blur":"shadow"},"thresholds":{"dark":0.6},"relaxAfter":3}"#;
    let policy: Policy = serde_json::from_str(text).unwrap();
    assert_eq!(
        (policy.rules.blur, policy.thresholds.dark, policy.relax_after),
        (Some(PolicyMode::Shadow), Some(Score(0.6)), Some(Count(3)))
    );
    assert!(serde_json::from_str::<Policy>(r#"{"rules":{"blurr":"warn"}}"#).is_err());
    assert!(serde_json::from_str::<Policy>(r#"{"blur":"warn"}"#).is_err());
}

#[test]
fn a_ktp_has_to_be_there_whole_large_and_lying() {
    let problems = |report: QualityReport| judged(&Policy::default(), report, 0).0;
    let warning = |code| vec![(code, Severity::Warning)];
    let none = QualityReport { card: None, ..good() };
    assert_eq!(problems(none), warning(ProblemCode::CardNotFound));
    let with = |width: u32, height: u32, cut_off: bool| {
        let card = CardLocation { width, height, cut_off, ..good().card.unwrap() };
        problems(QualityReport { card: Some(card), ..good() })
    };
    assert_eq!(with(720, 480, false), vec![]);
    assert_eq!(with(719, 480, false), warning(ProblemCode::CardTooSmall));
    assert_eq!(with(800, 504, true), warning(ProblemCode::CardCutOff));
    assert_eq!(with(504, 800, false), warning(ProblemCode::Sideways));
    // What lies beyond the frame may make it wider.
    assert_eq!(with(504, 800, true), warning(ProblemCode::CardCutOff));
    // What is printed on it says more than its sides.
    let turned = |width: u32, height: u32, degrees: u32| {
        let card = CardLocation { width, height, rotation: Some(degrees), ..good().card.unwrap() };
        problems(QualityReport { card: Some(card), ..good() })
    };
    assert_eq!(turned(800, 504, 0), vec![]);
    assert_eq!(turned(800, 504, 180), warning(ProblemCode::Sideways));
    assert_eq!(turned(504, 800, 90), warning(ProblemCode::Sideways));
    let evaluation = Policy::default().evaluate(&Ok(none), &context(Vendor::Glair, DocumentKind::Stnk));
    assert_eq!(evaluation.problems, vec![]);
}

#[test]
fn a_small_card_says_its_size_and_what_to_do() {
    let card = CardLocation { width: 400, height: 250, ..good().card.unwrap() };
    let report = QualityReport { card: Some(card), ..good() };
    let evaluation = Policy::default().evaluate(&Ok(report), &context(Vendor::Verihubs, DocumentKind::Ktp));
    let problem = &evaluation.problems[0];
    assert_eq!(problem.actual, Some(Measure::Text("400x250".into())));
    assert_eq!(problem.fix, Some(ProblemFix::Retake));
    assert!(problem.messages.en.contains("400 x 250 pixels; at least 720 x 480"), "{}", problem.messages.en);
}

#[test]
fn pixels_that_cant_be_judged_warn_unless_the_file_is_refused_anyway() {
    let context = context(Vendor::Verihubs, DocumentKind::Ktp);
    let codes = |facts: FileFacts| {
        let found = check_facts(facts, context.route);
        let checked = check_quality(found, Err(Undecodable::Unsupported), Some(&Policy::default()), &context);
        let report = checked.report;
        assert_eq!(report.quality, None);
        report.problems.iter().map(|problem| problem.code).collect::<Vec<_>>()
    };
    let empty = inspect_slice(b"", Declared::default());
    assert_eq!(codes(empty.clone()), vec![ProblemCode::EmptyFile]);
    let facts = FileFacts { format: FileFormat::Jpeg, bytes: 9000, complete: Some(true), ..empty };
    assert_eq!(codes(facts), vec![ProblemCode::QualityUnknown]);
}

#[test]
fn a_missing_end_only_warns_where_no_pixel_is_missing() {
    let context = context(Vendor::Verihubs, DocumentKind::Ktp);
    let empty = inspect_slice(b"", Declared::default());
    for (format, malformed, needs) in [
        (FileFormat::Jpeg, None, true),
        (FileFormat::Png, None, true),
        (FileFormat::Jpeg, Some("jpeg.frame"), false),
        (FileFormat::Pdf, None, false),
    ] {
        let facts = FileFacts { format, malformed, bytes: 9000, complete: Some(false), ..empty.clone() };
        let found = check_facts(facts, context.route);
        for judged in [false, true] {
            assert_eq!(needs_pixels(&found, judged), needs, "{format}");
            let policy = judged.then(Policy::default);
            let report = |quality| check_quality(found.clone(), quality, policy.as_ref(), &context).report;
            assert!(!report(Err(Undecodable::Broken)).ok, "{format}");
            let whole = report(Ok(good()));
            assert_eq!((whole.ok, whole.quality.is_some()), (needs, judged), "{format}");
            let told = whole.problems.iter().any(|problem| problem.code == ProblemCode::TruncatedFile);
            assert!(told || malformed.is_some(), "{format}");
        }
    }
}

/// A picture may have a card's proportions and show none.
#[test]
fn what_only_has_a_cards_proportions_is_not_refused_for_lying_wrong() {
    let rules = PolicyRules {
        sideways: Some(PolicyMode::Block),
        card_too_small: Some(PolicyMode::Block),
        ..PolicyRules::default()
    };
    let policy = Policy { rules, ..Policy::default() };
    for (confidence, severity) in [(900, Severity::Error), (0, Severity::Warning)] {
        let card = good().card.map(|card| CardLocation {
            confidence: Thousandths(confidence),
            width: 300,
            height: 470,
            ..card
        });
        let found = judged(&policy, QualityReport { card, ..good() }, 0).0;
        let expected = [ProblemCode::CardTooSmall, ProblemCode::Sideways].map(|code| (code, severity));
        assert_eq!(found, expected, "{confidence}");
    }
}
