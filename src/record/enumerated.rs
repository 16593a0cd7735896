//! Parsers of enumerated values: gender, religion, marital status, nationality, blood type (vendor-contract 7.3).

use super::parse_error::ParseError;
use super::text::{fold, text};

/// `male` or `female`. A bare `P` is *perempuan*, an `L` *laki-laki*.
pub(crate) fn gender(sent: &str) -> Result<String, ParseError> {
    pick(
        &fold(sent),
        &[
            ("male", &["MALE", "M", "L", "LAKILAKI", "PRIA"]),
            ("female", &["FEMALE", "F", "P", "PEREMPUAN", "WANITA"]),
        ],
    )
}

/// One of the state's religions, `KEPERCAYAAN` for the belief in the one God, or `OTHER`.
pub(crate) fn religion(sent: &str) -> Result<String, ParseError> {
    pick(
        &fold(sent),
        &[
            ("ISLAM", &["ISLAM"]),
            ("KRISTEN", &["KRISTEN"]),
            ("KATOLIK", &["KATOLIK", "KATHOLIK"]),
            ("HINDU", &["HINDU"]),
            ("BUDDHA", &["BUDDHA", "BUDHA"]),
            ("KHONGHUCU", &["KHONGHUCU", "KONGHUCU"]),
            (
                "KEPERCAYAAN",
                &["KEPERCAYAAN", "KEPERCAYAANTERHADAPTUHANYME", "KEPERCAYAANTERHADAPTUHANYANGMAHAESA"],
            ),
            ("OTHER", &["LAINNYA", "OTHER"]),
        ],
    )
}

/// The KTP's four; the family card's finer ones fall into them.
pub(crate) fn marital_status(sent: &str) -> Result<String, ParseError> {
    pick(
        &fold(sent),
        &[
            ("BELUM KAWIN", &["BELUMKAWIN"]),
            ("KAWIN", &["KAWIN", "KAWINTERCATAT", "KAWINBELUMTERCATAT"]),
            ("CERAI HIDUP", &["CERAIHIDUP", "CERAIHIDUPTERCATAT", "CERAIHIDUPBELUMTERCATAT"]),
            ("CERAI MATI", &["CERAIMATI"]),
        ],
    )
}

/// `WNI` or `WNA` in any spelling, or a country's name as it is.
pub(crate) fn nationality(sent: &str) -> Result<String, ParseError> {
    pick(&fold(sent), &[("WNI", &["WNI"]), ("WNA", &["WNA"])]).or_else(|_| text(sent))
}

/// `A`, `B`, `AB` or `O`, with the rhesus sign where there is one. A zero is an `O`; *tidak tahu* is no value.
pub(crate) fn blood_type(sent: &str) -> Result<String, ParseError> {
    let sent = sent.trim();
    let (group, sign) = match sent.strip_suffix('+') {
        Some(group) => (group, "+"),
        None => sent.strip_suffix('-').map_or((sent, ""), |group| (group, "-")),
    };
    let group = pick(&fold(group), &[("A", &["A"]), ("B", &["B"]), ("AB", &["AB"]), ("O", &["O", "0"])])?;
    Ok(group + sign)
}

/// The name whose spellings, folded, hold the text.
fn pick(folded: &str, list: &[(&str, &[&str])]) -> Result<String, ParseError> {
    list.iter()
        .find(|(_, spellings)| spellings.contains(&folded))
        .map(|(name, _)| (*name).to_owned())
        .ok_or(ParseError::SILENT)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_finds_its_name() {
        for (parse, sent, value) in [
            (gender as fn(&str) -> Result<String, ParseError>, "LAKI-LAKI", "male"),
            (gender, "Laki Laki", "male"),
            (gender, "M", "male"),
            (gender, "l", "male"),
            (gender, "PEREMPUAN", "female"),
            (gender, "P", "female"),
            (gender, "FEMALE", "female"),
            (religion, "Katholik", "KATOLIK"),
            (religion, "BUDHA", "BUDDHA"),
            (religion, "Kong Hu Cu", "KHONGHUCU"),
            (religion, "Kepercayaan terhadap Tuhan YME", "KEPERCAYAAN"),
            (religion, "Lainnya", "OTHER"),
            (marital_status, "BELUM KAWIN", "BELUM KAWIN"),
            (marital_status, "KAWIN BELUM TERCATAT", "KAWIN"),
            (marital_status, "cerai hidup", "CERAI HIDUP"),
            (nationality, "W.N.I", "WNI"),
            (nationality, " wna", "WNA"),
            (nationality, "TIMOR  LESTE", "TIMOR LESTE"),
            (blood_type, "AB+", "AB+"),
            (blood_type, "0", "O"),
            (blood_type, "o -", "O-"),
        ] {
            assert_eq!(parse(sent).as_deref(), Ok(value), "{sent}");
        }
    }

    #[test]
    fn what_no_list_holds_has_no_value() {
        assert_eq!(gender("PR"), Err(ParseError::SILENT));
        assert_eq!(religion("1SLAM"), Err(ParseError::SILENT));
        assert_eq!(marital_status("KAWlN"), Err(ParseError::SILENT));
        assert_eq!(blood_type("TIDAK TAHU"), Err(ParseError::SILENT));
        assert_eq!(blood_type("+"), Err(ParseError::SILENT));
    }
}
