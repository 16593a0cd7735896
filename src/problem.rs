//! What can be wrong with a file, and the report that says so.

use serde::{Deserialize, Serialize};

use crate::inspect::FileFacts;
use crate::messages::Texts;

/// What is wrong with a file. The string form is public API.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ProblemCode {
    /// The content contradicts its own format.
    CorruptFile,
    /// Zero bytes.
    EmptyFile,
    /// The PDF is encrypted; an error where a password is needed to open it.
    EncryptedPdf,
    /// More bytes than the vendor takes.
    FileTooLarge,
    /// The PDF has more than one page; the vendor reads one.
    MultiplePages,
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

/// `error`: sending it would fail. `warning`: it may.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// The file can't be used.
    Error,
    /// The file can be used.
    Warning,
}

/// What would mend it.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Fix {
    /// Another file.
    ChooseAnother,
    /// Another format.
    Convert,
    /// Another photo.
    Retake,
    /// Fewer bytes or pixels.
    Shrink,
}

/// A limit or an actual value: a number (bytes, pixels, pages) or a text (`720x480`, `jpeg`).
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
#[serde(untagged)]
pub enum Measure {
    /// A count.
    Number(u64),
    /// Anything else.
    Text(String),
}

/// One thing wrong with a file.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null))]
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
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), tsify(missing_as_null))]
#[serde(rename_all = "camelCase")]
pub struct CheckReport {
    /// No problem is of severity `error`.
    pub ok: bool,
    /// What is known of the file.
    pub facts: FileFacts,
    /// What is wrong with it, worst first.
    pub problems: Vec<Problem>,
    /// What its pixels show; `null` where they were not judged.
    pub quality: Option<()>,
}

impl CheckReport {
    /// The report on a file with these facts and problems.
    pub fn new(facts: FileFacts, mut problems: Vec<Problem>) -> Self {
        problems.sort_by_key(|problem| problem.severity == Severity::Warning);
        let ok = problems.iter().all(|problem| problem.severity == Severity::Warning);
        Self { ok, facts, problems, quality: None }
    }
}
