//! Counts, intervals, thresholds.

use std::fmt;

/// A picture's score and its label.
pub(crate) struct Case<'a> {
    pub(crate) file: &'a str,
    pub(crate) group: &'a str,
    pub(crate) source: &'a str,
    pub(crate) base: &'a str,
    pub(crate) positive: bool,
    pub(crate) score: f64,
    pub(crate) threshold: f64,
}

impl Case<'_> {
    pub(crate) fn detected(&self, threshold: f64) -> bool {
        self.score >= threshold
    }
}

/// How many of each label were judged otherwise.
#[derive(Default)]
pub(crate) struct Outcome {
    positives: u32,
    missed: u32,
    negatives: u32,
    falsely: u32,
}

impl Outcome {
    pub(crate) fn of<'a>(
        cases: impl Iterator<Item = &'a Case<'a>>,
        threshold: impl Fn(&Case) -> f64,
    ) -> Self {
        let mut outcome = Self::default();
        for case in cases {
            let detected = case.detected(threshold(case));
            if case.positive {
                outcome.positives += 1;
                outcome.missed += u32::from(!detected);
            } else {
                outcome.negatives += 1;
                outcome.falsely += u32::from(detected);
            }
        }
        outcome
    }

    /// Mean of the shares that are judged right; of one label alone, its share.
    pub(crate) fn balanced_accuracy(&self) -> f64 {
        let right = |wrong: u32, all: u32| (all > 0).then(|| 1.0 - f64::from(wrong) / f64::from(all));
        match (right(self.missed, self.positives), right(self.falsely, self.negatives)) {
            (Some(one), Some(other)) => (one + other) / 2.0,
            (one, other) => one.or(other).unwrap_or(f64::NAN),
        }
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (missed, falsely) = (share(self.missed, self.positives), share(self.falsely, self.negatives));
        write!(formatter, "{:>17.3}   {missed}   {falsely}", self.balanced_accuracy())
    }
}

/// A count with its share and interval.
pub(crate) fn share(count: u32, all: u32) -> String {
    let (low, high) = wilson(count, all);
    let counts = format!("{count}/{all}");
    let percent = 100.0 * f64::from(count) / f64::from(all.max(1));
    format!("{counts:>7} {percent:5.1} % ({:4.1}..{:4.1})", 100.0 * low, 100.0 * high)
}

/// Of 95 %, two-sided.
const Z: f64 = 1.959_964;

/// How many cases without a single wrong one show that the share of wrong ones is at most this, by the same interval.
pub(crate) fn least_cases(share: f64) -> f64 {
    (Z * Z * (1.0 - share) / share).ceil()
}

/// Wilson's 95 % interval of a share.
pub(crate) fn wilson(count: u32, all: u32) -> (f64, f64) {
    if all == 0 {
        return (0.0, 1.0);
    }
    let (share, all, z) = (f64::from(count) / f64::from(all), f64::from(all), Z);
    let middle = share + z * z / (2.0 * all);
    let spread = z * (share * (1.0 - share) / all + z * z / (4.0 * all * all)).sqrt();
    let whole = 1.0 + z * z / all;
    (((middle - spread) / whole).max(0.0), ((middle + spread) / whole).min(1.0))
}

/// The threshold with the highest balanced accuracy: the middle of the widest gap between scores that has it.
pub(crate) fn best_threshold(cases: &[&Case]) -> f64 {
    let mut scores: Vec<f64> = cases.iter().map(|case| case.score).chain([0.0, 1.0]).collect();
    scores.sort_by(f64::total_cmp);
    scores.dedup();
    let mut best = (f64::MIN, 0.0, 0.5);
    for (low, high) in scores.iter().zip(scores.iter().skip(1)) {
        let middle = (low + high) / 2.0;
        let accuracy = Outcome::of(cases.iter().copied(), |_| middle).balanced_accuracy();
        if (accuracy, high - low) > (best.0, best.1) {
            best = (accuracy, high - low, middle);
        }
    }
    best.2
}

#[cfg(test)]
mod tests {
    use super::*;

    fn case(source: &'static str, positive: bool, score: f64) -> Case<'static> {
        Case { file: "", group: "", source, base: "", positive, score, threshold: 0.5 }
    }

    #[test]
    fn an_interval_is_wilsons() {
        // Wilson 1927 by hand: 0 of 40 is 0..8.76 %, 5 of 10 is 23.7..76.3 %.
        let near =
            |(low, high): (f64, f64), (l, h): (f64, f64)| (low - l).abs() < 1e-3 && (high - h).abs() < 1e-3;
        assert!(near(wilson(0, 40), (0.0, 0.0876)));
        assert!(near(wilson(5, 10), (0.2366, 0.7634)));
        assert!(near(wilson(0, 0), (0.0, 1.0)));
    }

    #[test]
    fn the_best_threshold_is_in_the_widest_gap() {
        let cases =
            [case("a", false, 0.1), case("b", false, 0.2), case("c", true, 0.6), case("d", true, 0.7)];
        let cases: Vec<&Case> = cases.iter().collect();
        assert!((best_threshold(&cases) - 0.4).abs() < 1e-9);
    }

    #[test]
    fn a_share_of_each_label_counts_half() {
        let cases =
            [case("a", true, 0.9), case("a", true, 0.1), case("a", false, 0.1), case("a", false, 0.2)];
        let outcome = Outcome::of(cases.iter(), |case| case.threshold);
        assert!((outcome.balanced_accuracy() - 0.75).abs() < 1e-9);
    }
}
