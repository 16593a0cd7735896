//! The project's own files (`tests/corpus/`), and public ones, where they lie beside the project (`../shared/corpora`).

use std::fs;

use periksa::picture::pixels;
use periksa::prepare::{self, Prepared, Refusal, Target, prepare};
use periksa::{FileFacts, FileFormat, Problem, ProblemCode, Route, Severity, check, rules};

use crate::support::{ANY, Seen, inspect, is_bare};

#[path = "../support/test_files.rs"]
mod test_files;

/// What is wrong with what became of a file, or how many bytes it has.
fn prepared(bytes: &[u8], facts: &FileFacts, target: &Target) -> Result<Vec<u8>, String> {
    let prepared = match prepare(bytes, facts, target) {
        Ok(prepared) => prepared,
        Err(Refusal::Unshrinkable) if target.max_bytes < u64::MAX => return Ok(Vec::new()),
        Err(why) => return Err(format!("{why:?}")),
    };
    let sent = prepared.bytes.unwrap_or_else(|| bytes.to_vec());
    let after = inspect(&sent);
    let is_clean = after.orientation == 1 && after.has_gps != Some(true) && after.second_format.is_none();
    let is_sound = after.complete == Some(true) && after.malformed.is_none();
    let told = (prepared.width, prepared.height) == (after.width, after.height);
    let fits = sent.len() as u64 <= target.max_bytes;
    if is_clean && is_sound && told && fits { Ok(sent) } else { Err(format!("{after:?}")) }
}

#[test]
fn each_picture_that_decodes_can_be_prepared() {
    let (mut wrong, mut count, mut same) = (Vec::new(), 0, 0);
    for path in test_files::files() {
        // Made of others that are here, and many.
        let name = test_files::name(&path);
        if name.starts_with("quality/degraded") {
            continue;
        }
        let bytes = fs::read(&path).unwrap();
        let facts = inspect(&bytes);
        let Some(codec) = facts.format.codec().filter(|_| facts.malformed.is_none()) else { continue };
        if pixels::decode(&bytes, codec, 1600).is_err() {
            continue;
        }
        count += 1;
        let turned = FileFacts { orientation: 6, ..facts.clone() };
        let small = Target { max_bytes: 100_000, min_long_side: 720, min_short_side: 480 };
        for (what, facts, target) in
            [("as it is", &facts, &ANY), ("turned", &turned, &ANY), ("small", &facts, &small)]
        {
            match prepared(&bytes, facts, target) {
                Err(why) => wrong.push(format!("{name} {what}: {why}")),
                Ok(sent) if what == "as it is" && facts.orientation == 1 => {
                    let (Some(before), Some(after)) = (Seen::try_of(&bytes), Seen::try_of(&sent)) else {
                        continue;
                    };
                    let is_stripped = inspect(&sent).format == facts.format && facts.complete == Some(true);
                    if is_stripped && before.rgb != after.rgb {
                        wrong.push(format!("{name}: other pixels"));
                    }
                    same += usize::from(is_stripped);
                }
                Ok(_) => {}
            }
        }
    }
    println!("{count} pictures prepared, {same} of them stripped to the same pixels");
    assert_eq!(wrong, Vec::<String>::new());
    assert!(
        count >= 40 && same >= 30,
        "{count} pictures prepared, {same} of them stripped to the same pixels"
    );
}

/// What keeps the vendor from taking a file with these facts.
fn errors(facts: &FileFacts, route: Route) -> Vec<Problem> {
    let problems = check::check_facts(facts.clone(), route).problems.into_iter();
    problems.filter(|problem| problem.severity == Severity::Error).collect()
}

/// What is wrong with what became of a file for this route. Nothing: the vendor takes it, or it is told why not.
fn flaws(bytes: &[u8], facts: &FileFacts, route: Route, outcome: &Result<Prepared, Refusal>) -> Vec<String> {
    let target = rules::requirements(route).target(None);
    let before = errors(facts, route);
    let prepared = match outcome {
        Ok(prepared) => prepared,
        Err(refusal) => {
            let problem = prepare::problem(*refusal, facts, route, &target);
            let told = problem.severity == Severity::Error && problem.fix.is_some();
            // Of what a vendor takes, TIFF is not prepared, nor is a picture whose pixels are broken.
            let decodes = facts.format.codec().is_some_and(|codec| pixels::decode(bytes, codec, 1).is_ok());
            let is_sound = before.is_empty() && decodes;
            return if told && !is_sound { Vec::new() } else { vec![format!("{problem:?}")] };
        }
    };
    let sent = prepared.bytes.as_deref().unwrap_or(bytes);
    let after = inspect(sent);
    let mut flaws = Vec::new();
    // These the caller gets instead of the file. Whatever can be mended is not among them, nor anything new. A bomb can't.
    for left in errors(&after, route) {
        let is_old = before.iter().any(|problem| problem.code == left.code);
        let is_mended = matches!(facts.format, FileFormat::Jpeg | FileFormat::Png)
            && !matches!(left.code, ProblemCode::TooFewPixels | ProblemCode::TooManyPixels);
        if !is_old || is_mended || left.fix.is_none() {
            flaws.push(format!("{left:?}"));
        }
    }
    if sent.len() > bytes.len() || sent.len() as u64 > target.max_bytes {
        flaws.push(format!("{} bytes of {}", sent.len(), bytes.len()));
    }
    if after.format == FileFormat::Pdf {
        if prepared.bytes.is_some() {
            flaws.push("another PDF".into());
        }
    } else if after.complete != Some(true) || after.orientation != 1 || !is_bare(sent, after.format) {
        flaws.push(format!("{after:?}"));
    }
    flaws
}

#[test]
fn what_becomes_of_each_file_passes_for_its_document_or_is_refused() {
    let all = test_files::files();
    let (mut wrong, mut fit, mut refused) = (Vec::new(), 0, 0);
    for path in &all {
        let bytes = fs::read(path).unwrap();
        let facts = inspect(&bytes);
        // Routes share their targets, and what takes time goes by the target alone.
        let mut made: Vec<(Target, Result<Prepared, Refusal>)> = Vec::new();
        for route in Route::ALL {
            let target = rules::requirements(route).target(None);
            if made.iter().all(|(known, _)| *known != target) {
                made.push((target, prepare(&bytes, &facts, &target)));
            }
            let (_, outcome) = made.iter().find(|(known, _)| *known == target).unwrap();
            let flaws = flaws(&bytes, &facts, route, outcome);
            let name = test_files::name(path);
            if !flaws.is_empty() {
                wrong.push(format!("{name} for {route}: {}", flaws.join(", ")));
            }
            *(if outcome.is_ok() { &mut fit } else { &mut refused }) += 1;
        }
    }
    println!("{} files: {fit} times prepared, {refused} times refused", all.len());
    assert_eq!(wrong, Vec::<String>::new());
    assert!(fit >= 300 && refused >= 100, "{fit} times prepared, {refused} times refused");
}
