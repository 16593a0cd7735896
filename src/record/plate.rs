//! Licence plates (*nomor registrasi kendaraan bermotor*, vendor-contract 7.4).

use super::parse_error::ParseError;
use crate::codes::WarningCode;

/// A plate in its three groups: `D 4521 KLM`, whatever stands between them in the text.
///
/// Diplomatic (`CD 12 34`) and service plates (`1234-VII`) keep the grouping they came with.
pub(crate) fn plate(sent: &str) -> Result<String, ParseError> {
    let upper = sent.to_ascii_uppercase();
    let groups: Vec<&str> = upper
        .split(|c: char| c.is_whitespace() || matches!(c, '.' | '-'))
        .filter(|group| !group.is_empty())
        .collect();
    if let [corps, country, number] = groups.as_slice()
        && matches!(*corps, "CC" | "CD")
        && is_number(country)
        && is_number(number)
    {
        return Ok(groups.join(" "));
    }
    if let [number, region] = groups.as_slice()
        && is_number(number)
        && region.chars().all(|c| matches!(c, 'I' | 'V' | 'X'))
    {
        return Ok(groups.join("-"));
    }
    civil(&groups.concat()).ok_or(ParseError(Some(WarningCode::PlateFormat)))
}

/// Is the region one that is in use? A service plate has none.
pub(crate) fn has_known_region(plate: &str) -> bool {
    let region = plate.split(' ').next().unwrap_or_default();
    !region.starts_with(|c: char| c.is_ascii_uppercase()) || REGIONS.split(' ').any(|known| known == region)
}

/// The regions (vendor-contract 7.4), the new and the old ones of Papua and South Sulawesi, state and embassies.
const REGIONS: &str = "A B D E F G H K L M N P R S T W Z AA AB AD AE AG BA BB BD BE BG BH BK BL BM BN BP CC CD DA DB DC \
                       DD DE DG DH DK DL DM DN DP DR DS DT DW EA EB ED KB KH KT KU PA PB PG PS PT PY RI";

/// One or two letters, one to four digits without a leading zero, up to three letters.
fn civil(plate: &str) -> Option<String> {
    let (region, rest) = plate.split_at_checked(plate.find(|c: char| c.is_ascii_digit())?)?;
    let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    let (number, suffix) = rest.split_at_checked(end)?;
    let letters = |group: &str| group.chars().all(|c| c.is_ascii_uppercase());
    let fits = matches!(region.len(), 1..=2)
        && letters(region)
        && matches!(number.len(), 1..=4)
        && !number.starts_with('0')
        && suffix.len() <= 3
        && letters(suffix);
    fits.then(|| [region, number, suffix].join(" ").trim_end().to_owned())
}

fn is_number(group: &str) -> bool {
    matches!(group.len(), 1..=5) && group.chars().all(|c| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plate_falls_into_three_groups() {
        for sent in ["D4521KLM", "D 4521 KLM", "d-4521-klm", " D.4521 KLM ", "D 45 21 KLM"] {
            assert_eq!(plate(sent).as_deref(), Ok("D 4521 KLM"), "{sent}");
        }
        assert_eq!(plate("RI1").as_deref(), Ok("RI 1"));
        assert_eq!(plate("AE 7 Z").as_deref(), Ok("AE 7 Z"));
    }

    #[test]
    fn special_plates_keep_their_groups() {
        assert_eq!(plate("CD 12 34").as_deref(), Ok("CD 12 34"));
        assert_eq!(plate("4417-vii").as_deref(), Ok("4417-VII"));
    }

    #[test]
    fn what_is_no_plate_has_no_value() {
        for sent in [
            "ABC 123 D",
            "D 0123 K",
            "D 12345 K",
            "D KLM",
            "4521 KLM",
            "D 4521 KLMN",
            "D 4521 K!",
            "Ⅾ 4521 KLM",
        ] {
            assert_eq!(plate(sent), Err(ParseError(Some(WarningCode::PlateFormat))), "{sent}");
        }
    }
}
