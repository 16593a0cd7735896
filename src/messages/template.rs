//! A problem's values, put into a text as people write them.
//!
//! Only integers are formatted: the formatting of floats is much code for the wasm.

use crate::codes::ProblemCode;
use crate::inspect::FileFormat;
use crate::measure::Measure;

/// How a language writes the values that are put into its texts.
pub(super) struct Style {
    /// Between a number's whole part and its tenths.
    pub(super) decimal_mark: char,
    /// For a format that was not recognised.
    pub(super) unknown_format: &'static str,
}

/// The template with the problem's values in place of `{limit}` and `{actual}`.
pub(super) fn fill(
    template: &str,
    code: ProblemCode,
    limit: Option<&Measure>,
    actual: Option<&Measure>,
    style: &Style,
) -> String {
    let value = |measure: Option<&Measure>| measure.map(|it| show(code, it, style)).unwrap_or_default();
    let part = |part: &str| match part {
        "limit" => value(limit),
        "actual" => value(actual),
        words => words.to_owned(),
    };
    template.split(['{', '}']).map(part).collect()
}

/// A value in the unit that its code implies.
fn show(code: ProblemCode, measure: &Measure, style: &Style) -> String {
    match (measure, code) {
        (Measure::Number(bytes), ProblemCode::FileTooLarge) => millions(*bytes, "MB", style),
        (Measure::Number(pixels), ProblemCode::TooManyPixels) => millions(*pixels, "MP", style),
        (Measure::Number(count), _) => count.to_string(),
        (Measure::Text(sides), ProblemCode::TooFewPixels | ProblemCode::CardTooSmall) => {
            sides.replace('x', " x ")
        }
        (Measure::Text(format), _) if format == FileFormat::Unknown.as_str() => {
            style.unknown_format.to_owned()
        }
        (Measure::Text(formats), _) => formats.to_ascii_uppercase(),
    }
}

/// `5 MB`, `20.4 MB` or `20,4 MB`. Rounded up, so that what is over a limit never reads as equal to it.
fn millions(count: u64, unit: &str, style: &Style) -> String {
    let tenths = count.div_ceil(100_000);
    match tenths % 10 {
        0 => format!("{} {unit}", tenths / 10),
        tenth => format!("{}{}{tenth} {unit}", tenths / 10, style.decimal_mark),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_read_naturally_and_never_hide_an_excess() {
        let english = Style { decimal_mark: '.', unknown_format: "" };
        let indonesian = Style { decimal_mark: ',', unknown_format: "" };
        assert_eq!(millions(5_000_000, "MB", &english), "5 MB");
        assert_eq!(millions(5_000_001, "MB", &english), "5.1 MB");
        assert_eq!(millions(20_350_000, "MB", &indonesian), "20,4 MB");
    }
}
