//! What can be wrong with a file, and the report that says so.

use serde::Serialize;

use crate::inspect::FileFacts;
use crate::messages::{self, Texts};
use crate::names::names;
use crate::quality::QualityReport;

/// What is wrong with a file. The string form is public API.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum ProblemCode {
    /// Out of focus, or moved.
    Blur,
    /// The card goes on beyond the picture.
    CardCutOff,
    /// No card was found in the picture.
    CardNotFound,
    /// The card has fewer pixels than the vendor takes.
    CardTooSmall,
    /// The content contradicts its own format.
    CorruptFile,
    /// Too little light.
    Dark,
    /// Zero bytes.
    EmptyFile,
    /// The PDF is encrypted; an error where a password is needed to open it.
    EncryptedPdf,
    /// More bytes than the vendor takes.
    FileTooLarge,
    /// A spot of a flash or a lamp that is burnt out.
    Flashlight,
    /// A black-and-white copy.
    Grayscale,
    /// The PDF has more than one page; the vendor reads one.
    MultiplePages,
    /// The pixels could not be judged.
    QualityUnknown,
    /// The card is turned by 90 degrees.
    Sideways,
    /// Fewer pixels than the vendor takes.
    TooFewPixels,
    /// More pixels than can be decoded safely.
    TooManyPixels,
    /// The file ends before its content does.
    TruncatedFile,
    /// The declared type or the name's extension says another format than the content.
    TypeMismatch,
    /// The vendor does not take this format.
    UnsupportedFormat,
}

names! {
    ProblemCode {
        Blur = "blur",
        CardCutOff = "card_cut_off",
        CardNotFound = "card_not_found",
        CardTooSmall = "card_too_small",
        CorruptFile = "corrupt_file",
        Dark = "dark",
        EmptyFile = "empty_file",
        EncryptedPdf = "encrypted_pdf",
        FileTooLarge = "file_too_large",
        Flashlight = "flashlight",
        Grayscale = "grayscale",
        MultiplePages = "multiple_pages",
        QualityUnknown = "quality_unknown",
        Sideways = "sideways",
        TooFewPixels = "too_few_pixels",
        TooManyPixels = "too_many_pixels",
        TruncatedFile = "truncated_file",
        TypeMismatch = "type_mismatch",
        UnsupportedFormat = "unsupported_format",
    }
}

/// `error`: sending it would fail. `warning`: it may.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify), serde(rename_all = "snake_case"))]
pub enum Severity {
    /// The file can't be used.
    Error,
    /// The file can be used.
    Warning,
}

names! {
    Severity {
        Error = "error",
        Warning = "warning",
    }
}

/// What would mend it. `prepare` can `convert` and `shrink`; for the others the person picks another file or takes another
/// photo.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify), serde(rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Fix {
    /// Another file.
    ChooseAnother,
    /// Another format.
    Convert,
    /// Another photo.
    Retake,
    /// The same picture, turned.
    Rotate,
    /// Fewer bytes or pixels.
    Shrink,
}

names! {
    Fix {
        ChooseAnother = "choose_another",
        Convert = "convert",
        Retake = "retake",
        Rotate = "rotate",
        Shrink = "shrink",
    }
}

/// A limit or an actual value: a number (bytes, pixels, pages) or a text (`720x480`, `jpeg`).
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
#[serde(untagged)]
pub enum Measure {
    /// A count.
    Number(u64),
    /// Anything else.
    Text(String),
}

/// One thing wrong with a file.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify), tsify(missing_as_null))]
#[serde(rename_all = "camelCase")]
pub struct Problem {
    /// What.
    pub code: ProblemCode,
    /// How bad.
    pub severity: Severity,
    /// What is accepted: bytes, `720x480`, formats, pixels, pages. For `type_mismatch` the format announced.
    pub limit: Option<Measure>,
    /// What the file has, in the same unit.
    pub actual: Option<Measure>,
    /// The code the vendor documents for this rejection.
    pub vendor_code: Option<String>,
    /// What would mend it.
    pub fix: Option<Fix>,
    /// What is wrong, the limit, the actual value, and what to do.
    pub messages: Texts,
}

/// What is known of a file, and what is wrong with it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "typescript", derive(tsify::Tsify), tsify(missing_as_null))]
#[serde(rename_all = "camelCase")]
pub struct CheckReport {
    /// No problem is of severity `error`.
    pub ok: bool,
    /// What is known of the file.
    pub facts: FileFacts,
    /// What is wrong with it, worst first.
    pub problems: Vec<Problem>,
    /// What its pixels show; `null` where they were not judged.
    pub quality: Option<QualityReport>,
}

impl Measure {
    /// Sides in pixels, `720x480`.
    pub(crate) fn sides(long: u32, short: u32) -> Self {
        Self::Text(format!("{long}x{short}"))
    }
}

impl Problem {
    /// A problem in the words of its code.
    pub fn new(
        code: ProblemCode,
        severity: Severity,
        limit: Option<Measure>,
        actual: Option<Measure>,
        vendor_code: Option<String>,
        fix: Option<Fix>,
    ) -> Self {
        let messages = messages::problem(code, limit.as_ref(), actual.as_ref());
        Self { code, severity, limit, actual, vendor_code, fix, messages }
    }
}

impl CheckReport {
    /// The report on a file with these facts and problems.
    pub fn new(facts: FileFacts, problems: Vec<Problem>) -> Self {
        let (mut sorted, warnings): (Vec<_>, Vec<_>) =
            problems.into_iter().partition(|problem| problem.severity == Severity::Error);
        let ok = sorted.is_empty();
        sorted.extend(warnings);
        Self { ok, facts, problems: sorted, quality: None }
    }
}
