//! Vehicles that do not exist, with papers whose dates and sums agree.

use super::dice::{Date, Dice};
use super::people::Person;

/// A vehicle and its papers.
pub(super) struct Vehicle {
    pub(super) owner: Person,
    pub(super) plate: Plate,
    pub(super) kind: Kind,
    pub(super) year: u32,
    pub(super) color: &'static str,
    pub(super) chassis: String,
    pub(super) engine: String,
    pub(super) plate_color: &'static str,
    pub(super) bpkb: String,
    pub(super) stnk: String,
    pub(super) sequence: String,
    pub(super) location: String,
    pub(super) issued: Date,
    pub(super) tax: Tax,
}

/// A number plate's three groups.
pub(super) struct Plate {
    region: &'static str,
    number: u32,
    suffix: String,
}

impl Plate {
    /// `B 1234 XYZ`.
    pub(super) fn spaced(&self) -> String {
        format!("{} {} {}", self.region, self.number, self.suffix)
    }

    /// `B1234XYZ`.
    pub(super) fn joined(&self) -> String {
        format!("{}{}{}", self.region, self.number, self.suffix)
    }
}

/// What is the same for all vehicles of a type.
#[derive(Clone, Copy, Default)]
pub(super) struct Kind {
    pub(super) brand: &'static str,
    pub(super) name: &'static str,
    pub(super) category: &'static str,
    pub(super) model: &'static str,
    pub(super) fuel: &'static str,
    pub(super) capacity: u32,
    pub(super) wheels: u32,
    /// First three characters of a chassis number: the maker.
    maker: &'static str,
    /// Compulsory insurance, the same for all of a category.
    insurance: u32,
}

/// The annual tax.
pub(super) struct Tax {
    pub(super) number: String,
    pub(super) code: String,
    pub(super) set: Date,
    pub(super) valid_until: Date,
    pub(super) lines: Vec<Line>,
}

/// A row of the tax table; the sum is the two added.
pub(super) struct Line {
    pub(super) item: &'static str,
    pub(super) principal: u32,
    pub(super) penalty: u32,
}

impl Line {
    pub(super) fn total(&self) -> u32 {
        self.principal.saturating_add(self.penalty)
    }
}

impl Tax {
    /// Of all rows.
    pub(super) fn total(&self) -> u32 {
        self.lines.iter().map(Line::total).sum()
    }
}

impl Vehicle {
    pub(super) fn roll(dice: &mut Dice) -> Self {
        let owner = Person::roll(dice);
        let kind = dice.pick(&KINDS);
        let year = dice.number(2015..=2023);
        // The years are later than this was written, so that nothing is expired.
        let issued = Date::roll(dice, 2024..=2026);
        let numbers = if kind.wheels == 2 { 2000..=6999 } else { 1000..=1999 };
        let suffix = dice.text("ABCDEFGHJKLMNPRSTUVWXYZ", 3);
        Self {
            plate: Plate { region: owner.region.plate, number: dice.number(numbers), suffix },
            color: dice.pick(&["HITAM", "PUTIH", "MERAH", "ABU ABU METALIK"]),
            chassis: format!("{}SBX{}K0{}", kind.maker, dice.digits(3), dice.digits(6)),
            engine: format!("SBX{}", dice.digits(7)),
            plate_color: if issued.year >= 2022 { "PUTIH" } else { "HITAM" },
            bpkb: format!("{}{}", dice.pick(&["Q", "R", "S", "T"]), dice.digits(8)),
            stnk: dice.digits(8),
            sequence: format!(
                "{}/{:02}.{:02}.{}",
                dice.number(100..=999),
                issued.day,
                issued.month,
                issued.year
            ),
            location: dice.digits(5),
            tax: Tax::roll(dice, kind, issued),
            owner,
            kind,
            year,
            issued,
        }
    }

    /// Five years after it was issued.
    pub(super) fn valid_until(&self) -> Date {
        self.issued.in_year(self.issued.year + 5)
    }
}

impl Tax {
    fn roll(dice: &mut Dice, kind: Kind, issued: Date) -> Self {
        let principal = dice.number(200..=3_500) * 1_000;
        let late = dice.number(0..=3) == 0;
        let line = |item, principal, penalty| Line { item, principal, penalty };
        Self {
            number: dice.digits(7),
            code: format!("550 00{}", dice.number(1..=4)),
            set: issued.in_year(2026),
            valid_until: issued.in_year(2027),
            lines: vec![
                line("BBNKB", 0, 0),
                line("PKB", principal, if late { principal / 50 } else { 0 }),
                line("SWDKLLJ", kind.insurance, 0),
                line("BIAYA ADMINISTRASI STNK", if kind.wheels == 2 { 100_000 } else { 200_000 }, 0),
                line("BIAYA ADMINISTRASI TNKB", if kind.wheels == 2 { 60_000 } else { 100_000 }, 0),
            ],
        }
    }
}

const KINDS: [Kind; 4] = [
    Kind {
        brand: "TOYOTA",
        name: "AVANZA 1.3 G M/T",
        category: "MOBIL PENUMPANG",
        model: "MINIBUS",
        fuel: "BENSIN",
        capacity: 1329,
        wheels: 4,
        maker: "MHF",
        insurance: 143_000,
    },
    Kind {
        brand: "MITSUBISHI",
        name: "L300 PU FB-R",
        category: "MOBIL BEBAN",
        model: "PICK UP",
        fuel: "SOLAR",
        capacity: 2477,
        wheels: 4,
        maker: "MK2",
        insurance: 143_000,
    },
    Kind {
        brand: "HONDA",
        name: "VARIO 160 CBS",
        category: "SEPEDA MOTOR",
        model: "SPD MOTOR R2",
        fuel: "BENSIN",
        capacity: 157,
        wheels: 2,
        maker: "MH1",
        insurance: 35_000,
    },
    Kind {
        brand: "YAMAHA",
        name: "NMAX 155",
        category: "SEPEDA MOTOR",
        model: "SPD MOTOR R2",
        fuel: "BENSIN",
        capacity: 155,
        wheels: 2,
        maker: "MH3",
        insurance: 35_000,
    },
];
