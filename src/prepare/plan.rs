//! Decides each step of preparing a file. Call [`Plan::goes_on`] after the check, [`needs_browser`] to choose the decoder,
//! [`Plan::target`] for what to reach, [`Plan::must_change`] where preparing fails.

use serde::de::{Deserialize, Deserializer};

use super::{Crop, Target};
use crate::closed_list::closed_list;
use crate::codes::{ProblemFix, Severity};
use crate::document::{DocumentKind, Route};
use crate::inspect::FileFacts;
use crate::picture::turned;
use crate::plain_data::number;
use crate::problem::CheckReport;
use crate::quality::QualityReport;
use crate::rules::requirements;

closed_list! {
    /// When a file is prepared.
    #[derive(Clone, Copy, Debug, Eq, PartialEq)]
    pub enum When {
        /// Whatever it is like: what comes out has no metadata.
        Always = "always",
        /// Where the vendor, the network or the person's privacy asks for it.
        Needed = "needed",
        /// Only to turn it, where that is asked for.
        Never = "never",
    }
}

closed_list! {
    /// What is left of a picture.
    #[derive(Clone, Copy, Debug, Eq, PartialEq)]
    pub enum CropTo {
        /// The card, straightened.
        Card = "card",
    }
}

/// Quarters of a turn, clockwise.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Rotation {
    /// 0 to 3.
    pub quarters: u8,
}

/// How a file is prepared.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    route: Route,
    when: When,
    max_bytes: Option<u64>,
    quarters: u8,
    crop: Option<CropTo>,
}

impl Plan {
    /// For what this vendor takes of this document, or fewer bytes.
    pub fn new(
        route: Route,
        when: When,
        max_bytes: Option<u64>,
        rotation: Rotation,
        crop: Option<CropTo>,
    ) -> Self {
        Self { route, when, max_bytes, quarters: rotation.quarters, crop }
    }

    /// Is the card to be cut out?
    pub fn crops(&self) -> bool {
        self.crop == Some(CropTo::Card)
    }

    /// The card to be cut out of a picture with these quality findings: one that is seen for sure and whole, and has the
    /// pixels that the vendor takes. Any other picture is prepared whole. A KTP comes upright where it is told how it lies; what a
    /// person turns stays as they turned it.
    pub fn crop(&self, quality: &QualityReport) -> Option<Crop> {
        let card = quality.card.filter(|card| self.crops() && card.is_sure() && !card.cut_off)?;
        let [a, b, c, d] = card.corners.map(|corner| corner.map(f64::from));
        let is_told = self.route.document() == DocumentKind::Ktp && !self.turns();
        let crop = Crop::new(&match card.rotation.filter(|_| is_told) {
            Some(90) => [b, c, d, a],
            Some(180) => [c, d, a, b],
            Some(270) => [d, a, b, c],
            _ => [a, b, c, d],
        })?;
        let (width, height) = crop.size();
        let Target { min_long_side, min_short_side, .. } = self.limits();
        let is_enough = width.max(height) >= min_long_side && width.min(height) >= min_short_side;
        is_enough.then_some(crop)
    }

    /// Is the picture turned? Its pixels are then judged as they will be, not as they are.
    pub fn turns(&self) -> bool {
        self.quarters != 0
    }

    /// Does a file with this report go on, because nothing is wrong with it or because preparing mends what is?
    pub fn goes_on(&self, report: &CheckReport) -> bool {
        report.ok || self.when != When::Never && report.fixable
    }

    /// Is the file left as it is, whatever it is like?
    pub fn leaves(&self) -> bool {
        self.when == When::Never && !self.turns() && !self.crops()
    }

    /// The facts of the file as it is to be turned.
    pub fn turned(&self, facts: &FileFacts) -> FileFacts {
        FileFacts { orientation: self.turned_orientation(facts.orientation), ..facts.clone() }
    }

    /// EXIF's orientation of a picture as it is to be turned.
    pub fn turned_orientation(&self, orientation: u8) -> u8 {
        turned(orientation, self.quarters)
    }

    /// What the file is prepared for; `None` where it may go as it is.
    pub fn target(&self, facts: &FileFacts) -> Option<Target> {
        let requirements = requirements(self.route);
        match self.when {
            When::Always => return Some(self.limits()),
            When::Never if !self.turns() => return None,
            When::Needed | When::Never => {}
        }
        // Tests both: a turn may make a picture upright that was not, and its pixels must be turned all the same.
        let facts = [facts, &self.turned(facts)];
        facts.into_iter().find_map(|facts| requirements.auto_target(facts, self.max_bytes))
    }

    /// The vendor's limits, or fewer bytes.
    pub fn limits(&self) -> Target {
        requirements(self.route).target(self.max_bytes)
    }

    /// Is a file refused that can't be prepared? If not, one that passed its check goes as it is.
    pub fn must_change(&self) -> bool {
        self.when == When::Always || self.turns()
    }

    /// Must a prepared file keep the vendor's limits even where no check was asked for?
    pub fn must_pass(&self) -> bool {
        self.when == When::Always
    }
}

/// Is nothing wrong with the file but a format that a browser may decode, and this crate doesn't?
pub fn needs_browser(report: &CheckReport) -> bool {
    let mut errors = report.problems.iter().filter(|problem| problem.severity == Severity::Error);
    let only = errors.next().filter(|_| errors.next().is_none());
    report.facts.format.is_for_browser()
        && only.is_some_and(|problem| problem.fix == Some(ProblemFix::Convert))
}

impl<'de> Deserialize<'de> for Rotation {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        number(deserializer, "0, 90, 180 or 270", |number| {
            let quarters = (0..4).find(|quarters| f64::from(*quarters) * 90.0 == number)?;
            Some(Self { quarters })
        })
    }
}
