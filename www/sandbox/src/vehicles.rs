//! Vehicles that do not exist, with papers whose dates and sums agree.

use crate::date::Date;
use crate::generator::Generator;
use crate::people::Person;

/// A vehicle and its papers.
pub(crate) struct Vehicle {
    pub(crate) owner: Person,
    pub(crate) plate: Plate,
    pub(crate) kind: VehicleType,
    pub(crate) year: u32,
    pub(crate) color: &'static str,
    pub(crate) chassis: String,
    pub(crate) engine: String,
    pub(crate) plate_color: &'static str,
    pub(crate) bpkb: String,
    pub(crate) stnk: String,
    pub(crate) sequence: String,
    pub(crate) location: String,
    pub(crate) issued: Date,
    pub(crate) tax: Tax,
}

/// A number plate's three groups.
pub(crate) struct Plate {
    region: &'static str,
    number: u32,
    suffix: String,
}

impl Plate {
    /// `B 1234 XYZ`.
    pub(crate) fn spaced(&self) -> String {
        format!("{} {} {}", self.region, self.number, self.suffix)
    }

    /// `B1234XYZ`.
    pub(crate) fn joined(&self) -> String {
        format!("{}{}{}", self.region, self.number, self.suffix)
    }
}

/// What is the same for all vehicles of a type.
#[derive(Clone, Copy, Default)]
pub(crate) struct VehicleType {
    pub(crate) brand: &'static str,
    pub(crate) name: &'static str,
    pub(crate) category: &'static str,
    pub(crate) model: &'static str,
    pub(crate) fuel: &'static str,
    pub(crate) capacity: u32,
    pub(crate) wheels: u32,
    /// First three characters of a chassis number: the maker.
    maker: &'static str,
    /// Compulsory insurance, the same for all of a category.
    insurance: u32,
}

/// The annual tax.
pub(crate) struct Tax {
    pub(crate) number: String,
    pub(crate) code: String,
    pub(crate) set: Date,
    pub(crate) valid_until: Date,
    pub(crate) lines: Vec<Line>,
}

/// A row of the tax table; the sum is the two added.
pub(crate) struct Line {
    pub(crate) item: &'static str,
    pub(crate) principal: u32,
    pub(crate) penalty: u32,
}

impl Line {
    pub(crate) fn total(&self) -> u32 {
        self.principal.saturating_add(self.penalty)
    }
}

impl Tax {
    /// Of all rows.
    pub(crate) fn total(&self) -> u32 {
        self.lines.iter().map(Line::total).sum()
    }
}

impl Vehicle {
    pub(crate) fn generate(generator: &mut Generator) -> Self {
        let owner = Person::generate(generator);
        let kind = generator.pick(&VEHICLE_TYPES);
        let year = generator.number(2015..=2023);
        // The years are later than this was written, so that nothing is expired.
        let issued = Date::generate(generator, 2024..=2026);
        let numbers = if kind.wheels == 2 { 2000..=6999 } else { 1000..=1999 };
        let suffix = generator.text("ABCDEFGHJKLMNPRSTUVWXYZ", 3);
        Self {
            plate: Plate { region: owner.region.plate, number: generator.number(numbers), suffix },
            color: generator.pick(&["HITAM", "PUTIH", "MERAH", "ABU ABU METALIK"]),
            chassis: format!("{}SBX{}K0{}", kind.maker, generator.digits(3), generator.digits(6)),
            engine: format!("SBX{}", generator.digits(7)),
            plate_color: if issued.year >= 2022 { "PUTIH" } else { "HITAM" },
            bpkb: format!("{}{}", generator.pick(&["Q", "R", "S", "T"]), generator.digits(8)),
            stnk: generator.digits(8),
            sequence: format!(
                "{}/{:02}.{:02}.{}",
                generator.number(100..=999),
                issued.day,
                issued.month,
                issued.year
            ),
            location: generator.digits(5),
            tax: Tax::generate(generator, kind, issued),
            owner,
            kind,
            year,
            issued,
        }
    }

    /// Five years after it was issued.
    pub(crate) fn valid_until(&self) -> Date {
        self.issued.with_year(self.issued.year + 5)
    }
}

impl Tax {
    fn generate(generator: &mut Generator, kind: VehicleType, issued: Date) -> Self {
        let principal = generator.number(200..=3_500) * 1_000;
        let late = generator.number(0..=3) == 0;
        let line = |item, principal, penalty| Line { item, principal, penalty };
        Self {
            number: generator.digits(7),
            code: format!("550 00{}", generator.number(1..=4)),
            set: issued.with_year(2026),
            valid_until: issued.with_year(2027),
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

const VEHICLE_TYPES: [VehicleType; 4] = [
    VehicleType {
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
    VehicleType {
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
    VehicleType {
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
    VehicleType {
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
