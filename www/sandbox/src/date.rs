//! Dates as the documents print them.

use std::ops::RangeInclusive;

use crate::generator::Generator;

/// A day of the calendar.
#[derive(Clone, Copy)]
pub(crate) struct Date {
    pub(crate) day: u32,
    pub(crate) month: u32,
    pub(crate) year: u32,
}

impl Date {
    /// A day in one of the years; never later than the 28th, which every month has.
    pub(crate) fn generate(generator: &mut Generator, years: RangeInclusive<u32>) -> Self {
        Self { day: generator.number(1..=28), month: generator.number(1..=12), year: generator.number(years) }
    }

    /// The same day in another year.
    pub(crate) fn with_year(self, year: u32) -> Self {
        Self { year, ..self }
    }

    /// `08-08-2021`.
    pub(crate) fn in_digits(self) -> String {
        format!("{:02}-{:02}-{}", self.day, self.month, self.year)
    }

    /// `08 AGST 2021`.
    pub(crate) fn with_month_name(self) -> String {
        let index = usize::try_from(self.month.saturating_sub(1)).unwrap_or(0);
        format!("{:02} {} {}", self.day, MONTHS.get(index).copied().unwrap_or_default(), self.year)
    }
}

const MONTHS: [&str; 12] =
    ["JAN", "PEB", "MRT", "APR", "MEI", "JUNI", "JULI", "AGST", "SEPT", "OKT", "NOP", "DES"];
