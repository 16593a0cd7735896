//! People who do not exist. Each is called CONTOH (example), and each NIK has a serial number that no
//! district reaches in a day.

use super::dice::{Date, Dice};

/// A person with a national identity card.
pub(super) struct Person {
    pub(super) nik: String,
    pub(super) name: String,
    pub(super) female: bool,
    pub(super) birth: Date,
    pub(super) region: Region,
    pub(super) street: String,
    pub(super) rt_rw: String,
    pub(super) religion: &'static str,
    pub(super) marital_status: &'static str,
    pub(super) occupation: &'static str,
    pub(super) blood_type: &'static str,
}

/// Where a person lives; names and codes go together.
#[derive(Clone, Copy, Default)]
pub(super) struct Region {
    /// Province, regency and district, two digits each.
    pub(super) code: &'static str,
    pub(super) province: &'static str,
    pub(super) city: &'static str,
    pub(super) district: &'static str,
    pub(super) village: &'static str,
    pub(super) town: &'static str,
    /// What number plates begin with there.
    pub(super) plate: &'static str,
}

impl Person {
    pub(super) fn roll(dice: &mut Dice) -> Self {
        let female = dice.number(0..=1) == 1;
        let first = dice.pick(if female { &WOMEN } else { &MEN });
        let birth = Date::roll(dice, 1960..=2004);
        let region = dice.pick(&REGIONS);
        let day = if female { birth.day + 40 } else { birth.day };
        let nik = format!(
            "{}{day:02}{:02}{:02}{}",
            region.code,
            birth.month,
            birth.year % 100,
            dice.number(9001..=9999)
        );
        Self {
            nik,
            name: format!("{first} CONTOH"),
            female,
            birth,
            region,
            street: format!("JL. {} NO. {}", dice.pick(&STREETS), dice.number(1..=120)),
            rt_rw: format!("{:03}/{:03}", dice.number(1..=12), dice.number(1..=9)),
            religion: dice.pick(&["ISLAM", "KRISTEN", "KATOLIK", "HINDU", "BUDDHA"]),
            marital_status: dice.pick(&["BELUM KAWIN", "KAWIN", "CERAI HIDUP"]),
            occupation: dice.pick(&["KARYAWAN SWASTA", "WIRASWASTA", "GURU", "PETANI"]),
            blood_type: dice.pick(&["A", "B", "AB", "O"]),
        }
    }

    /// As cards print it.
    pub(super) fn gender(&self) -> &'static str {
        if self.female { "PEREMPUAN" } else { "LAKI-LAKI" }
    }

    /// On one line, as on vehicle papers.
    pub(super) fn address(&self) -> String {
        format!("{} RT {} {} {}", self.street, self.rt_rw, self.region.village, self.region.town)
    }
}

/// A person with a stay permit.
pub(super) struct Foreigner {
    pub(super) name: String,
    pub(super) female: bool,
    pub(super) birth: Date,
    pub(super) country: Country,
    pub(super) region: Region,
    pub(super) street: String,
    pub(super) guarantor: String,
    pub(super) occupation: &'static str,
    pub(super) niora: String,
    pub(super) passport: String,
    pub(super) passport_expiry: Date,
    pub(super) permit: String,
    pub(super) permit_index: &'static str,
    pub(super) issued: Date,
    pub(super) expires: Date,
}

/// Where a foreigner is from.
#[derive(Clone, Copy, Default)]
pub(super) struct Country {
    pub(super) name: &'static str,
    pub(super) code: &'static str,
    pub(super) city: &'static str,
}

impl Foreigner {
    pub(super) fn roll(dice: &mut Dice) -> Self {
        let female = dice.number(0..=1) == 1;
        let first = dice.pick(if female { &["JANE", "ALICE"] } else { &["JOHN", "MARK"] });
        let country = dice.pick(&COUNTRIES);
        let region = dice.pick(&REGIONS);
        // Valid for some while after this was written.
        let issued = Date::roll(dice, 2026..=2026);
        Self {
            name: format!("{first} SAMPLE"),
            female,
            birth: Date::roll(dice, 1965..=1999),
            country,
            region,
            street: format!("JL. {} NO. {}", dice.pick(&STREETS), dice.number(1..=120)),
            guarantor: format!("PT. {} CONTOH", dice.pick(&["NUSANTARA", "SAMUDRA", "CEMPAKA"])),
            occupation: dice.pick(&["MAHASISWA", "TENAGA AHLI", "PENGAJAR"]),
            niora: format!("{}1U{}", country.code, dice.digits(9)),
            passport: format!("{}{}", country.code, dice.digits(7)),
            passport_expiry: Date::roll(dice, 2031..=2034),
            permit: format!("2C{}{}{}-A", issued.year % 100, country.code, dice.digits(4)),
            permit_index: dice.pick(&["C312", "E23", "E31A"]),
            issued,
            expires: issued.in_year(issued.year + 2),
        }
    }

    /// On one line.
    pub(super) fn address(&self) -> String {
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
