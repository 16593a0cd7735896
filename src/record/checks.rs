//! What the fields of a record say of each other. A check only warns: it never rejects or alters what was read.

use super::extraction::Record;
use super::field::RecordField;
use super::ktp::Ktp;
use super::nik::parse_nik;
use super::plate::has_known_region;
use super::stnk::StnkTax;
use super::warning::Warning;
use crate::codes::WarningCode;

/// ISO 3779: a chassis number has seventeen characters, none of them I, O or Q.
const CHASSIS_LENGTH: usize = 17;

/// The warnings that need nothing but the record.
pub(crate) fn cross_check(record: &Record, warnings: &mut Vec<Warning>) {
    match record {
        Record::Bpkb(bpkb) => {
            plate("vehicle.registrationNumber", &bpkb.vehicle.registration_number, warnings);
            chassis("vehicle.chassisNumber", &bpkb.vehicle.chassis_number, warnings);
        }
        Record::Kitas(_) => {}
        Record::Ktp(ktp) => identity(ktp, warnings),
        Record::Stnk(stnk) => {
            plate("registrationNumber", &stnk.registration_number, warnings);
            chassis("chassisNumber", &stnk.chassis_number, warnings);
            tax_sums(&stnk.tax, warnings);
        }
    }
}

/// The population number by itself, and against the printed day of birth and gender. That these differ happens: the
/// number is not changed when they are put right (Dukcapil Klaten, vendor-contract 7.1).
fn identity(ktp: &Ktp, warnings: &mut Vec<Warning>) {
    let Some(nik) = &ktp.nik.value else { return };
    let nik = parse_nik(nik);
    let born = ktp.date_of_birth.value.as_ref().filter(|_| !nik.birth_dates.is_empty());
    let mismatches = [
        born.filter(|born| !nik.birth_dates.contains(born)).map(|_| WarningCode::NikBirthDateMismatch),
        nik.gender
            .zip(ktp.gender.value.as_deref())
            .filter(|(coded, printed)| coded.as_str() != *printed)
            .map(|_| WarningCode::NikGenderMismatch),
    ];
    warnings.extend(nik.warnings);
    warnings.extend(mismatches.into_iter().flatten().map(|code| Warning::new(code, "nik")));
}

fn plate(path: &str, field: &RecordField<String>, warnings: &mut Vec<Warning>) {
    if field.value.as_deref().is_some_and(|plate| !has_known_region(plate)) {
        warnings.push(Warning::new(WarningCode::PlateRegionUnknown, path));
    }
}

fn chassis(path: &str, field: &RecordField<String>, warnings: &mut Vec<Warning>) {
    let Some(number) = &field.value else { return };
    let number: String = number.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
    if number.chars().count() != CHASSIS_LENGTH {
        warnings.push(Warning::new(WarningCode::ChassisLength, path));
    }
    let digit = |c: char| match c.to_ascii_uppercase() {
        'O' | 'Q' => '0',
        'I' => '1',
        _ => c,
    };
    let likely: String = number.chars().map(digit).collect();
    if likely != number {
        warnings.push(Warning::new(WarningCode::ChassisLetter, path).suggesting(Some(likely)));
    }
}

/// Each row's total against its parts, and the sum of the rows against the whole.
fn tax_sums(tax: &StnkTax, warnings: &mut Vec<Warning>) {
    let mut sum = Some(0i64);
    for (index, line) in tax.lines.iter().enumerate() {
        let parts = line.principal.value.zip(line.penalty.value);
        let summed = parts.and_then(|(principal, penalty)| principal.checked_add(penalty));
        let total = line.total.value;
        if summed.zip(total).is_some_and(|(summed, total)| summed != total) {
            let path = format!("tax.lines[{index}].total");
            warnings.push(Warning::new(WarningCode::TaxSumMismatch, &path));
        }
        sum = sum.zip(total.or(summed)).and_then(|(sum, total)| sum.checked_add(total));
    }
    let whole = tax.total.value.filter(|_| !tax.lines.is_empty());
    if whole.zip(sum).is_some_and(|(whole, sum)| whole != sum) {
        warnings.push(Warning::new(WarningCode::TaxSumMismatch, "tax.total"));
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::record::{Stnk, TaxLine};

    fn field<T>(value: T) -> Box<RecordField<T>> {
        Box::new(RecordField { value: Some(value), ..RecordField::default() })
    }

    fn text(value: &str) -> Box<RecordField<String>> {
        field(value.to_owned())
    }

    fn told(record: &Record) -> Vec<(&'static str, String)> {
        let mut warnings = Vec::new();
        cross_check(record, &mut warnings);
        warnings.into_iter().map(|warning| (warning.code.as_str(), warning.field.unwrap())).collect()
    }

    fn ktp(nik: &str, born: &str, gender: &str) -> Record {
        let ktp = Ktp { nik: text(nik), date_of_birth: text(born), gender: text(gender), ..Ktp::default() };
        Record::Ktp(Box::new(ktp))
    }

    #[test]
    fn a_number_that_fits_says_nothing() {
        for born in ["1994-03-17", "2094-03-17"] {
            assert_eq!(told(&ktp("3201015703940007", born, "female")), []);
        }
        // Nothing printed, nothing to compare with.
        let bare = Ktp { nik: text("3201015703940007"), ..Ktp::default() };
        assert_eq!(told(&Record::Ktp(Box::new(bare))), []);
    }

    #[test]
    fn a_number_that_does_not_fit_is_told() {
        let codes = |record| told(&record).into_iter().map(|(code, _)| code).collect::<Vec<_>>();
        assert_eq!(codes(ktp("3201015703940007", "1994-03-18", "female")), ["nik_birth_date_mismatch"]);
        assert_eq!(codes(ktp("3201015703940007", "1994-03-17", "male")), ["nik_gender_mismatch"]);
        // A day that is none can't be compared.
        assert_eq!(codes(ktp("3201013104940007", "1994-03-17", "male")), ["nik_date_invalid"]);
    }

    #[test]
    fn a_chassis_number_keeps_its_letters_and_gets_a_suggestion() {
        let vehicle = |number: &str| {
            let mut warnings = Vec::new();
            let stnk = Stnk { chassis_number: text(number), ..Stnk::default() };
            cross_check(&Record::Stnk(Box::new(stnk)), &mut warnings);
            warnings
                .into_iter()
                .map(|warning| (warning.code.as_str(), warning.suggestion))
                .collect::<Vec<_>>()
        };
        assert_eq!(vehicle("MHXXX00XXHK000999"), []);
        assert_eq!(vehicle("MHXXX 00XXHK-000999"), []);
        assert_eq!(vehicle("MHXXX00XXHK00099"), [("chassis_length", None)]);
        let suggestion = Some("MHXXX00XXHK000991".to_owned());
        assert_eq!(vehicle("MHXXXO0XXHKQ0099I"), [("chassis_letter", suggestion)]);
    }

    #[test]
    fn unknown_regions_are_told() {
        for (plate, expected) in
            [("D 4521 KLM", 0), ("RI 1", 0), ("CD 12 34", 0), ("1234-VII", 0), ("XX 1 A", 1)]
        {
            let stnk = Stnk { registration_number: text(plate), ..Stnk::default() };
            assert_eq!(told(&Record::Stnk(Box::new(stnk))).len(), expected, "{plate}");
        }
    }

    #[test]
    fn sums_are_checked_where_they_can_be() {
        let line = |principal, penalty, total: Option<i64>| TaxLine {
            principal: field(principal),
            penalty: field(penalty),
            total: Box::new(RecordField { value: total, ..RecordField::default() }),
            ..TaxLine::default()
        };
        let tax = |lines, total| {
            let tax = StnkTax { lines, total: field(total), ..StnkTax::default() };
            told(&Record::Stnk(Box::new(Stnk { tax, ..Stnk::default() })))
        };
        assert_eq!(tax(vec![line(100, 20, Some(120)), line(30, 0, None)], 150), []);
        assert_eq!(tax(vec![], 150), []);
        assert_eq!(
            tax(vec![line(100, 20, Some(121))], 121),
            [("tax_sum_mismatch", "tax.lines[0].total".to_owned())]
        );
        assert_eq!(tax(vec![line(100, 20, Some(120))], 150), [("tax_sum_mismatch", "tax.total".to_owned())]);
        assert_eq!(tax(vec![line(i64::MAX, 1, None)], 150), []);
    }
}
