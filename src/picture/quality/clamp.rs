//! `f64::clamp` without its panic: that writes its bounds out, and formatting floats takes much code.

/// The number, not below and not above; what is no number is `low`.
pub(super) fn clamp(number: f64, low: f64, high: f64) -> f64 {
    number.max(low).min(high)
}
