//! Decides each step of preparing a file. Call [`Plan::goes_on`] after the check, [`is_for_browser`] to choose the decoder,
//! [`Plan::target`] for what to reach, [`Plan::must_change`] where preparing fails.

use super::Target;
use crate::codes::{ProblemFix, Severity};
use crate::document::Route;
use crate::inspect::FileFacts;
use crate::options::{Options, When};
use crate::picture::turned;
use crate::problem::CheckReport;
use crate::rules::requirements;

/// How a file is prepared.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    route: Route,
    when: When,
    max_bytes: Option<u64>,
    quarters: u8,
}

impl Plan {
    /// The plan of these options.
    pub fn new(options: &Options, route: Route) -> Self {
        Self {
            route,
            when: options.when.unwrap_or(When::Always),
            max_bytes: options.max_bytes.map(|count| count.0.into()),
            quarters: options.rotate.unwrap_or_default().quarters,
        }
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
        self.when == When::Never && !self.turns()
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
        if self.when == When::Always {
            return Some(self.limits());
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
pub fn is_for_browser(report: &CheckReport) -> bool {
    let mut errors = report.problems.iter().filter(|problem| problem.severity == Severity::Error);
    let only = errors.next().filter(|_| errors.next().is_none());
    report.facts.format.is_for_browser()
        && only.is_some_and(|problem| problem.fix == Some(ProblemFix::Convert))
}
