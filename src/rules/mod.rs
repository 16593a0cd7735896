//! What is wrong with a file that a vendor does not take.

mod requirements;

use crate::codes::{ProblemCode, ProblemFix, Severity};
use crate::document::{DocumentKind, Route, Vendor};
use crate::inspect::{FileFacts, FileFormat};
use crate::measure::Measure;
use crate::picture::{Undecodable, pixels};
use crate::problem::Problem;

pub(crate) use requirements::KTP_SIDES;
pub use requirements::{Documented, Requirements, requirements};

/// Phones with 108 MP exist and no vendor states a maximum: above this it only warns.
const ADVISED_PIXELS: u64 = 50_000_000;
/// Above this a picture is taken for a decompression bomb, as it is with a side over [`pixels::MAX_SIDE`].
const BOMB_PIXELS: u64 = 256_000_000;

/// What is wrong with a file with these facts.
pub fn find_problems(facts: &FileFacts, route: Route) -> Vec<Problem> {
    let requirements = requirements(route);
    if facts.bytes == 0 {
        return vec![problem(route, ProblemCode::EmptyFile, Severity::Error, None, None)];
    }
    if !requirements.formats.contains(&facts.format) {
        return unsupported(facts, route, &requirements);
    }
    [
        too_large(facts, route, &requirements),
        damaged(facts, route),
        too_few_pixels(facts, route, &requirements),
        too_many_pixels(facts, route),
        encrypted(facts, route),
        multiple_pages(facts, route),
        mismatch(facts, route),
        location_kept(facts, route),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// What is wrong with a file whose pixels can't be had, whatever it is meant for.
pub fn undecodable(facts: &FileFacts, reason: Undecodable) -> Problem {
    let formats = [FileFormat::Jpeg, FileFormat::Png];
    let pixels = facts.pixels();
    let (code, limit, actual) = match reason {
        _ if facts.bytes == 0 => (ProblemCode::EmptyFile, None, None),
        _ if facts.complete == Some(false) => (ProblemCode::TruncatedFile, None, None),
        Undecodable::TooLarge if pixels > pixels::MAX_PIXELS => {
            let limit = Measure::Number(pixels::MAX_PIXELS);
            (ProblemCode::TooManyPixels, Some(limit), Some(Measure::Number(pixels)))
        }
        Undecodable::Unsupported if !formats.contains(&facts.format) => {
            let actual = Measure::Text(facts.format.as_str().to_owned());
            (ProblemCode::UnsupportedFormat, Some(Measure::Text(formats_text(&formats))), Some(actual))
        }
        // Rare JPEGs (12-bit, arithmetic, lossless), and files that need more memory than the limits allow.
        Undecodable::TooLarge | Undecodable::Unsupported => (ProblemCode::QualityUnknown, None, None),
        Undecodable::Broken => (ProblemCode::CorruptFile, None, None),
    };
    let fix = match (facts.format, code) {
        (FileFormat::Unknown, _) | (_, ProblemCode::TooManyPixels) => None,
        _ => code.usual_fix(),
    };
    Problem::new(code, Severity::Error, limit, actual, None, fix.or(Some(ProblemFix::ChooseAnother)))
}

/// A file of another format, and whether it could be converted: a damaged one can't.
fn unsupported(facts: &FileFacts, route: Route, requirements: &Requirements) -> Vec<Problem> {
    // Whoever converts it has to decode it: a bomb is one in any format.
    let bomb = || too_many_pixels(facts, route).filter(|problem| problem.severity == Severity::Error);
    let broken = damaged(facts, route).filter(|problem| problem.severity == Severity::Error);
    let unfit = broken.or_else(bomb);
    let convertible = facts.format != FileFormat::Unknown && unfit.is_none();
    let limit = Measure::Text(formats_text(requirements.formats));
    let actual = Measure::Text(facts.format.as_str().to_owned());
    let unsupported =
        problem(route, ProblemCode::UnsupportedFormat, Severity::Error, Some(limit), Some(actual))
            .fixed_by(if convertible { ProblemFix::Convert } else { ProblemFix::ChooseAnother });
    [Some(unsupported), unfit].into_iter().flatten().collect()
}

fn too_large(facts: &FileFacts, route: Route, requirements: &Requirements) -> Option<Problem> {
    let limit = requirements.max_bytes.filter(|limit| facts.bytes > *limit)?;
    let severity = stated(requirements.documented.max_bytes);
    let (limit, actual) = (Measure::Number(limit), Measure::Number(facts.bytes));
    let fix = if facts.format == FileFormat::Pdf { ProblemFix::ChooseAnother } else { ProblemFix::Shrink };
    Some(problem(route, ProblemCode::FileTooLarge, severity, Some(limit), Some(actual)).fixed_by(fix))
}

fn damaged(facts: &FileFacts, route: Route) -> Option<Problem> {
    let (code, severity) = match facts {
        FileFacts { malformed: Some(_), .. } => (ProblemCode::CorruptFile, Severity::Error),
        FileFacts { complete: Some(false), .. } => (ProblemCode::TruncatedFile, Severity::Error),
        FileFacts { complete: None, format: FileFormat::Pdf, .. } => {
            (ProblemCode::TruncatedFile, Severity::Warning)
        }
        _ => return None,
    };
    Some(problem(route, code, severity, None, None))
}

fn too_few_pixels(facts: &FileFacts, route: Route, requirements: &Requirements) -> Option<Problem> {
    let (long, short) = sides(facts)?;
    let (least_long, least_short) = (requirements.min_long_side, requirements.min_short_side);
    if least_long.is_none_or(|least| long >= least) && least_short.is_none_or(|least| short >= least) {
        return None;
    }
    let severity = stated(requirements.documented.min_pixels);
    // Where only the short side has a minimum, the long side has the same: it is the longer one.
    let least_short = least_short.unwrap_or(0);
    let limit = Measure::sides(least_long.unwrap_or(least_short), least_short);
    let actual = Measure::sides(long, short);
    Some(problem(route, ProblemCode::TooFewPixels, severity, Some(limit), Some(actual)))
}

fn too_many_pixels(facts: &FileFacts, route: Route) -> Option<Problem> {
    let (long, _) = sides(facts)?;
    let pixels = facts.pixels();
    let (severity, limit) = if pixels > BOMB_PIXELS || long > pixels::MAX_SIDE {
        (Severity::Error, BOMB_PIXELS)
    } else if pixels > ADVISED_PIXELS {
        (Severity::Warning, ADVISED_PIXELS)
    } else {
        return None;
    };
    // What can't be decoded can't be made smaller.
    let undecodable = pixels > pixels::MAX_PIXELS || long > pixels::MAX_SIDE;
    let fix = if undecodable { ProblemFix::ChooseAnother } else { ProblemFix::Shrink };
    let (limit, actual) = (Measure::Number(limit), Measure::Number(pixels));
    Some(problem(route, ProblemCode::TooManyPixels, severity, Some(limit), Some(actual)).fixed_by(fix))
}

fn encrypted(facts: &FileFacts, route: Route) -> Option<Problem> {
    let severity = match (facts.encrypted, facts.password_needed) {
        (Some(true), Some(true)) => Severity::Error,
        (Some(true), None) => Severity::Warning,
        _ => return None,
    };
    Some(problem(route, ProblemCode::EncryptedPdf, severity, None, None))
}

fn multiple_pages(facts: &FileFacts, route: Route) -> Option<Problem> {
    // GLAIR reads all pages of a BPKB; vendor-contract.md Q20 expects one page at Verihubs.
    let pages = facts.pages.filter(|pages| *pages > 1 && route.vendor() == Vendor::Verihubs)?;
    let (limit, actual) = (Measure::Number(1), Measure::Number(u64::from(pages)));
    Some(problem(route, ProblemCode::MultiplePages, Severity::Warning, Some(limit), Some(actual)))
}

fn mismatch(facts: &FileFacts, route: Route) -> Option<Problem> {
    let by_type = facts.declared_type.as_deref().and_then(FileFormat::of_media_type);
    let by_name = facts.declared_extension.as_deref().and_then(FileFormat::of_extension);
    let differs = [by_type, by_name].into_iter().flatten().find(|announced| *announced != facts.format);
    // Who else reads such a file may take it for the other format.
    let announced = differs.or(facts.second_format.map(|_| facts.format))?;
    let formats: Vec<_> = [Some(facts.format), facts.second_format].into_iter().flatten().collect();
    let (limit, actual) =
        (Measure::Text(announced.as_str().to_owned()), Measure::Text(formats_text(&formats)));
    Some(problem(route, ProblemCode::TypeMismatch, Severity::Warning, Some(limit), Some(actual)))
}

/// A place that `prepare` can't take out.
fn location_kept(facts: &FileFacts, route: Route) -> Option<Problem> {
    let kept = facts.has_gps == Some(true) && facts.format.codec().is_none();
    kept.then(|| problem(route, ProblemCode::LocationKept, Severity::Warning, None, None))
}

/// A limit the vendor states is an error; another one warns.
fn stated(documented: bool) -> Severity {
    if documented { Severity::Error } else { Severity::Warning }
}

/// Long and short side, upright or not.
fn sides(facts: &FileFacts) -> Option<(u32, u32)> {
    let (width, height) = (facts.width?, facts.height?);
    Some((width.max(height), width.min(height)))
}

/// `jpeg, png`.
fn formats_text(formats: &[FileFormat]) -> String {
    formats.iter().map(|format| format.as_str()).collect::<Vec<_>>().join(", ")
}

/// A problem with the fix and the vendor's code that belong to its own.
pub(crate) fn problem(
    route: Route,
    code: ProblemCode,
    severity: Severity,
    limit: Option<Measure>,
    actual: Option<Measure>,
) -> Problem {
    let vendor_code = vendor_code(route, code).map(str::to_owned);
    Problem::new(code, severity, limit, actual, vendor_code, code.usual_fix())
}

/// The code the vendor's page names for this rejection (vendor-contract.md 2.4, 2.6, 3.2).
fn vendor_code(route: Route, code: ProblemCode) -> Option<&'static str> {
    use ProblemCode as Code;
    let is_ktp = route.document() == DocumentKind::Ktp;
    match (route.vendor(), code) {
        (_, Code::CardCutOff | Code::QualityUnknown | Code::Sideways) => None,
        (_, Code::LocationKept | Code::MultiplePages | Code::TooManyPixels | Code::TypeMismatch) => None,
        (Vendor::Verihubs, Code::Blur | Code::Dark | Code::Flashlight | Code::Grayscale) => {
            is_ktp.then_some("FAIL_ON_1")
        }
        (Vendor::Verihubs, Code::CardNotFound) => is_ktp.then_some("KTP_NOT_DETECTED"),
        (Vendor::Verihubs, Code::CardTooSmall) => is_ktp.then_some("INVALID_PAYLOAD_IMAGE_SIZE"),
        // One code for all causes: only this check can tell the person which one it is.
        (Vendor::Verihubs, _) if !is_ktp => Some("OCR_40001"),
        (Vendor::Verihubs, Code::EmptyFile) => Some("INVALID_PAYLOAD_IMAGE_MISSING"),
        (Vendor::Verihubs, Code::FileTooLarge | Code::TooFewPixels) => Some("INVALID_PAYLOAD_IMAGE_SIZE"),
        (
            Vendor::Verihubs,
            Code::CorruptFile | Code::EncryptedPdf | Code::TruncatedFile | Code::UnsupportedFormat,
        ) => Some("INVALID_PAYLOAD_IMAGE_FORMAT"),
        (Vendor::Glair, Code::Blur | Code::Dark | Code::Flashlight | Code::Grayscale) => None,
        (Vendor::Glair, Code::CardNotFound | Code::CardTooSmall) => None,
        (Vendor::Glair, Code::EmptyFile) => Some("NO_FILE"),
        (Vendor::Glair, Code::FileTooLarge | Code::TooFewPixels) => None,
        (
            Vendor::Glair,
            Code::CorruptFile | Code::EncryptedPdf | Code::TruncatedFile | Code::UnsupportedFormat,
        ) => Some("FILE_INVALID_FORMAT"),
    }
}

#[cfg(test)]
mod tests;
