//! People who do not exist. Each is called CONTOH (example), and each NIK has a serial number that no
//! district reaches in a day.

use crate::date::Date;
use crate::generator::Generator;

/// A person with a national identity card.
pub(crate) struct Person {
    pub(crate) nik: String,
    pub(crate) name: String,
    pub(crate) female: bool,
    pub(crate) birth: Date,
    pub(crate) region: Region,
    pub(crate) street: String,
    pub(crate) rt_rw: String,
    pub(crate) religion: &'static str,
    pub(crate) marital_status: &'static str,
    pub(crate) occupation: &'static str,
    pub(crate) blood_type: &'static str,
}

/// Where a person lives; names and codes go together.
#[derive(Clone, Copy, Default)]
pub(crate) struct Region {
    /// Province, regency and district, two digits each.
    pub(crate) code: &'static str,
    pub(crate) province: &'static str,
    pub(crate) city: &'static str,
    pub(crate) district: &'static str,
    pub(crate) village: &'static str,
    pub(crate) town: &'static str,
    /// What number plates begin with there.
    pub(crate) plate: &'static str,
}

impl Person {
    pub(crate) fn generate(generator: &mut Generator) -> Self {
        let female = generator.number(0..=1) == 1;
        let first = generator.pick(if female { &WOMEN } else { &MEN });
        let birth = Date::generate(generator, 1960..=2004);
        let region = generator.pick(&REGIONS);
        let day = if female { birth.day + 40 } else { birth.day };
        let nik = format!(
            "{}{day:02}{:02}{:02}{}",
            region.code,
            birth.month,
            birth.year % 100,
            generator.number(9001..=9999)
        );
        Self {
            nik,
            name: format!("{first} CONTOH"),
            female,
            birth,
            region,
            street: format!("JL. {} NO. {}", generator.pick(&STREETS), generator.number(1..=120)),
            rt_rw: format!("{:03}/{:03}", generator.number(1..=12), generator.number(1..=9)),
            religion: generator.pick(&["ISLAM", "KRISTEN", "KATOLIK", "HINDU", "BUDDHA"]),
            marital_status: generator.pick(&["BELUM KAWIN", "KAWIN", "CERAI HIDUP"]),
            occupation: generator.pick(&["KARYAWAN SWASTA", "WIRASWASTA", "GURU", "PETANI"]),
            blood_type: generator.pick(&["A", "B", "AB", "O"]),
        }
    }

    /// As cards print it.
    pub(crate) fn gender(&self) -> &'static str {
        if self.female { "PEREMPUAN" } else { "LAKI-LAKI" }
    }

    /// On one line, as on vehicle papers.
    pub(crate) fn address(&self) -> String {
        format!("{} RT {} {} {}", self.street, self.rt_rw, self.region.village, self.region.town)
    }
}

/// A person with a stay permit.
pub(crate) struct Foreigner {
    pub(crate) name: String,
    pub(crate) female: bool,
    pub(crate) birth: Date,
    pub(crate) country: Country,
    pub(crate) region: Region,
    pub(crate) street: String,
    pub(crate) guarantor: String,
    pub(crate) occupation: &'static str,
    pub(crate) niora: String,
    pub(crate) passport: String,
    pub(crate) passport_expiry: Date,
    pub(crate) permit: String,
    pub(crate) permit_index: &'static str,
    pub(crate) issued: Date,
    pub(crate) expires: Date,
}

/// Where a foreigner is from.
#[derive(Clone, Copy, Default)]
pub(crate) struct Country {
    pub(crate) name: &'static str,
    pub(crate) code: &'static str,
    pub(crate) city: &'static str,
}

impl Foreigner {
    pub(crate) fn generate(generator: &mut Generator) -> Self {
        let female = generator.number(0..=1) == 1;
        let first = generator.pick(if female { &["JANE", "ALICE"] } else { &["JOHN", "MARK"] });
        let country = generator.pick(&COUNTRIES);
        let region = generator.pick(&REGIONS);
        // Valid for some while after this was written.
        let issued = Date::generate(generator, 2026..=2026);
        Self {
            name: format!("{first} SAMPLE"),
            female,
            birth: Date::generate(generator, 1965..=1999),
            country,
            region,
            street: format!("JL. {} NO. {}", generator.pick(&STREETS), generator.number(1..=120)),
            guarantor: format!("PT. {} CONTOH", generator.pick(&["NUSANTARA", "SAMUDRA", "CEMPAKA"])),
            occupation: generator.pick(&["MAHASISWA", "TENAGA AHLI", "PENGAJAR"]),
            niora: format!("{}1U{}", country.code, generator.digits(9)),
            passport: format!("{}{}", country.code, generator.digits(7)),
            passport_expiry: Date::generate(generator, 2031..=2034),
            permit: format!("2C{}{}{}-A", issued.year % 100, country.code, generator.digits(4)),
            permit_index: generator.pick(&["C312", "E23", "E31A"]),
            issued,
            expires: issued.with_year(issued.year + 2),
        }
    }

    /// On one line.
    pub(crate) fn address(&self) -> String {
        format!("{}, {}, {}", self.street, self.region.town, self.region.province)
    }
}

const MEN: [&str; 6] = ["BUDI", "AGUS", "HENDRA", "JOKO", "RIZKI", "WAYAN"];
const WOMEN: [&str; 6] = ["SITI", "DEWI", "RATNA", "WULAN", "AYU", "KARTIKA"];
const STREETS: [&str; 6] = ["MELATI", "KENANGA", "CEMARA", "ANGGREK", "MAWAR", "FLAMBOYAN"];

const COUNTRIES: [Country; 3] = [
    Country { name: "AUSTRALIA", code: "AU", city: "MELBOURNE" },
    Country { name: "JERMAN", code: "DE", city: "HAMBURG" },
    Country { name: "JEPANG", code: "JP", city: "OSAKA" },
];

const REGIONS: [Region; 5] = [
    Region {
        code: "317401",
        province: "DKI JAKARTA",
        city: "JAKARTA SELATAN",
        district: "TEBET",
        village: "TEBET BARAT",
        town: "JAKARTA",
        plate: "B",
    },
    Region {
        code: "327302",
        province: "JAWA BARAT",
        city: "KOTA BANDUNG",
        district: "COBLONG",
        village: "DAGO",
        town: "BANDUNG",
        plate: "D",
    },
    Region {
        code: "337401",
        province: "JAWA TENGAH",
        city: "KOTA SEMARANG",
        district: "SEMARANG TENGAH",
        village: "MIROTO",
        town: "SEMARANG",
        plate: "H",
    },
    Region {
        code: "347103",
        province: "DAERAH ISTIMEWA YOGYAKARTA",
        city: "KOTA YOGYAKARTA",
        district: "GONDOKUSUMAN",
        village: "TERBAN",
        town: "YOGYAKARTA",
        plate: "AB",
    },
    Region {
        code: "517101",
        province: "BALI",
        city: "KOTA DENPASAR",
        district: "DENPASAR SELATAN",
        village: "SANUR",
        town: "DENPASAR",
        plate: "DK",
    },
];
