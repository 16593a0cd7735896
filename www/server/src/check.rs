//! Holds a file against the browser's rules again: a browser can't be trusted.

use std::sync::{Arc, LazyLock};

use bytes::Bytes;
use periksa::inspect::inspect_slice;
use periksa::picture::CardFinder;
use periksa::policy::Context;
use periksa::{
    CheckReport, Declared, FileFacts, FileFormat, Policy, QualityReport, Undecodable, check, quality,
};
use periksa_card::{LearnedFinder, WeightsError};

use crate::client_address::Household;
use crate::log::Notes;
use crate::pool::{Pool, Undone};
use crate::problem::Problem;

/// What is asked of each file.
pub(crate) struct Checks {
    /// Where it is asked.
    pub(crate) pool: Pool,
    /// What reads it.
    pub(crate) engine: Engine,
    /// What a finding on pixels does. Without a policy only headers are checked.
    pub(crate) policy: Option<Arc<Policy>>,
    /// Are pixels judged without a policy too, because somebody wants to know the scores?
    pub(crate) scores: bool,
}

/// A file that may be sent.
pub(crate) struct Passed {
    /// By its content.
    pub(crate) format: FileFormat,
    /// What its pixels show, where they were judged.
    pub(crate) quality: Option<QualityReport>,
}

/// What reads a file. Tests put one in the place of periksa that panics.
#[derive(Clone, Copy)]
pub(crate) struct Engine {
    /// Reads its headers.
    pub(crate) inspect: fn(&[u8], Declared) -> FileFacts,
    /// Judges its pixels.
    pub(crate) assess: fn(&[u8], &FileFacts) -> Result<QualityReport, Undecodable>,
}

impl Engine {
    /// periksa itself.
    pub(crate) const PERIKSA: Self = Self { inspect: inspect_slice, assess };
}

/// The card finder of the package: browser and proxy judge alike.
static FINDER: LazyLock<Result<LearnedFinder, WeightsError>> = LazyLock::new(LearnedFinder::bundled);

fn assess(bytes: &[u8], facts: &FileFacts) -> Result<QualityReport, Undecodable> {
    let finder = FINDER.as_ref().ok().map(|finder| finder as &dyn CardFinder);
    quality::assess(bytes, facts, finder)
}

impl Checks {
    /// What is known of a file that may be sent, or what is wrong with it.
    pub(crate) async fn check(
        &self,
        file: &Bytes,
        declared: Declared,
        context: Context,
        client: Household,
        notes: &Notes,
    ) -> Result<Passed, Problem> {
        let report = self.by_headers(file.clone(), declared, &context, client).await?;
        let decides = self.policy.is_some() || !report.ok;
        let (report, quality) = if check::needs_pixels(&report, self.policy.is_some() || self.scores) {
            match self.by_pixels(file.clone(), report.clone(), context, client).await {
                // It must not lock a customer out: the report by headers stands.
                Err(Undone::Panicked) => (report, None),
                Err(Undone::Busy) if !decides => (report, None),
                judged => judged?,
            }
        } else {
            (report, None)
        };
        notes.file(file.len(), &report.problems, quality.as_ref());
        if report.ok {
            Ok(Passed { format: report.facts.format, quality })
        } else {
            Err(Problem::invalid_file(report.problems))
        }
    }

    async fn by_headers(
        &self,
        file: Bytes,
        declared: Declared,
        context: &Context,
        client: Household,
    ) -> Result<CheckReport, Undone> {
        let (Engine { inspect, .. }, route) = (self.engine, context.route);
        self.pool.run_for(client, move || check::check_facts(inspect(&file, declared), route)).await
    }

    async fn by_pixels(
        &self,
        file: Bytes,
        report: CheckReport,
        context: Context,
        client: Household,
    ) -> Result<(CheckReport, Option<QualityReport>), Undone> {
        let (Engine { assess, .. }, policy) = (self.engine, self.policy.clone());
        let judge = move || {
            let quality = assess(&file, &report.facts);
            let report = check::check_quality(report, quality, policy.as_deref(), &context).report;
            // By the policy's thresholds, where there is one.
            let quality = report.quality.or(quality.ok());
            (report, quality)
        };
        self.pool.run_for(client, judge).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_proxy_has_a_card_finder() {
        assert_eq!(FINDER.as_ref().err(), None);
    }
}
