//! Values of which there are only a few: gender, religion, marital status, nationality, blood type (vendor-contract 7.3).
//!
//! A record holds them as texts, so that one way of reading serves all fields; TypeScript gets the lists as unions.

use super::parse_error::ParseError;
use super::text::{fold, text};
use crate::closed_list::closed_list;

closed_list! {
    /// Gender of a person.
    #[derive(Clone, Copy, Debug, Eq, PartialEq)]
    #[cfg_attr(feature = "typescript", derive(tsify::Tsify), serde(rename_all = "snake_case"))]
    pub enum Gender {
        /// *Perempuan*.
        Female = "female",
        /// *Laki-laki*.
        Male = "male",
    }
}

closed_list! {
    /// A religion that the state registers, the belief in the one God (*kepercayaan*), or another one.
    #[derive(Clone, Copy, Debug, Eq, PartialEq)]
    #[cfg_attr(feature = "typescript", derive(tsify::Tsify), serde(rename_all = "UPPERCASE"))]
    pub enum Religion {
        /// Buddhism.
        Buddha = "BUDDHA",
        /// Hinduism.
        Hindu = "HINDU",
        /// Islam.
        Islam = "ISLAM",
        /// Catholicism.
        Katolik = "KATOLIK",
        /// Belief in the one God.
        Kepercayaan = "KEPERCAYAAN",
        /// Confucianism.
        Khonghucu = "KHONGHUCU",
        /// Protestantism.
        Kristen = "KRISTEN",
        /// Printed as *lainnya*.
        Other = "OTHER",
    }
}

closed_list! {
    /// Marital status, as a KTP prints it.
    #[derive(Clone, Copy, Debug, Eq, PartialEq)]
    #[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
    pub enum MaritalStatus {
        /// Not married.
        #[cfg_attr(feature = "typescript", serde(rename = "BELUM KAWIN"))]
        Single = "BELUM KAWIN",
        /// Married.
        #[cfg_attr(feature = "typescript", serde(rename = "KAWIN"))]
        Married = "KAWIN",
        /// Divorced.
        #[cfg_attr(feature = "typescript", serde(rename = "CERAI HIDUP"))]
        Divorced = "CERAI HIDUP",
        /// Widowed.
        #[cfg_attr(feature = "typescript", serde(rename = "CERAI MATI"))]
        Widowed = "CERAI MATI",
    }
}

closed_list! {
    /// Blood type. The rhesus sign is rarely printed.
    #[derive(Clone, Copy, Debug, Eq, PartialEq)]
    #[cfg_attr(feature = "typescript", derive(tsify::Tsify))]
    pub enum BloodType {
        /// A, no rhesus sign printed.
        A = "A",
        /// A, rhesus negative.
        #[cfg_attr(feature = "typescript", serde(rename = "A-"))]
        AMinus = "A-",
        /// A, rhesus positive.
        #[cfg_attr(feature = "typescript", serde(rename = "A+"))]
        APlus = "A+",
        /// AB, no rhesus sign printed.
        #[cfg_attr(feature = "typescript", serde(rename = "AB"))]
        Ab = "AB",
        /// AB, rhesus negative.
        #[cfg_attr(feature = "typescript", serde(rename = "AB-"))]
        AbMinus = "AB-",
        /// AB, rhesus positive.
        #[cfg_attr(feature = "typescript", serde(rename = "AB+"))]
        AbPlus = "AB+",
        /// B, no rhesus sign printed.
        B = "B",
        /// B, rhesus negative.
        #[cfg_attr(feature = "typescript", serde(rename = "B-"))]
        BMinus = "B-",
        /// B, rhesus positive.
        #[cfg_attr(feature = "typescript", serde(rename = "B+"))]
        BPlus = "B+",
        /// O, no rhesus sign printed.
        O = "O",
        /// O, rhesus negative.
        #[cfg_attr(feature = "typescript", serde(rename = "O-"))]
        OMinus = "O-",
        /// O, rhesus positive.
        #[cfg_attr(feature = "typescript", serde(rename = "O+"))]
        OPlus = "O+",
    }
}

/// In any spelling. A bare `P` is *perempuan*, an `L` *laki-laki*.
pub(crate) fn gender(sent: &str) -> Result<String, ParseError> {
    let spellings: [(&str, &[&str]); _] = [
        (Gender::Male.as_str(), &["MALE", "M", "L", "LAKILAKI", "PRIA"]),
        (Gender::Female.as_str(), &["FEMALE", "F", "P", "PEREMPUAN", "WANITA"]),
    ];
    pick(&fold(sent), &spellings)
}

/// In the spellings that vendors send.
pub(crate) fn religion(sent: &str) -> Result<String, ParseError> {
    let spellings: [(&str, &[&str]); _] = [
        (Religion::Islam.as_str(), &["ISLAM"]),
        (Religion::Kristen.as_str(), &["KRISTEN"]),
        (Religion::Katolik.as_str(), &["KATOLIK", "KATHOLIK"]),
        (Religion::Hindu.as_str(), &["HINDU"]),
        (Religion::Buddha.as_str(), &["BUDDHA", "BUDHA"]),
        (Religion::Khonghucu.as_str(), &["KHONGHUCU", "KONGHUCU"]),
        (
            Religion::Kepercayaan.as_str(),
            &["KEPERCAYAAN", "KEPERCAYAANTERHADAPTUHANYME", "KEPERCAYAANTERHADAPTUHANYANGMAHAESA"],
        ),
        (Religion::Other.as_str(), &["LAINNYA", "OTHER"]),
    ];
    pick(&fold(sent), &spellings)
}

/// One of the four values on a KTP. The finer values of a family card map to them.
pub(crate) fn marital_status(sent: &str) -> Result<String, ParseError> {
    let spellings: [(&str, &[&str]); _] = [
        (MaritalStatus::Single.as_str(), &["BELUMKAWIN"]),
        (MaritalStatus::Married.as_str(), &["KAWIN", "KAWINTERCATAT", "KAWINBELUMTERCATAT"]),
        (MaritalStatus::Divorced.as_str(), &["CERAIHIDUP", "CERAIHIDUPTERCATAT", "CERAIHIDUPBELUMTERCATAT"]),
        (MaritalStatus::Widowed.as_str(), &["CERAIMATI"]),
    ];
    pick(&fold(sent), &spellings)
}

/// `WNI` or `WNA` in any spelling, or a country's name as it is.
pub(crate) fn nationality(sent: &str) -> Result<String, ParseError> {
    pick(&fold(sent), &[("WNI", &["WNI"]), ("WNA", &["WNA"])]).or_else(|_| text(sent))
}

/// With the rhesus sign where there is one. A zero is an `O`; *tidak tahu* is no value.
pub(crate) fn blood_type(sent: &str) -> Result<String, ParseError> {
    let sent = sent.trim();
    let (group, sign) = match sent.strip_suffix('+') {
        Some(group) => (group, "+"),
        None => sent.strip_suffix('-').map_or((sent, ""), |group| (group, "-")),
    };
    let name = fold(group).replace('0', "O") + sign;
    match name.as_str() {
        "" | "+" | "-" | "TIDAKTAHU" => Err(ParseError::NOTHING),
        _ if name.parse::<BloodType>().is_ok() => Ok(name),
        _ => Err(ParseError::UNREADABLE),
    }
}

/// The name whose spellings, folded, hold the text.
fn pick(folded: &str, list: &[(&str, &[&str])]) -> Result<String, ParseError> {
    list.iter()
        .find(|(_, spellings)| spellings.contains(&folded))
        .map(|(name, _)| (*name).to_owned())
        .ok_or(ParseError::UNREADABLE)
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
        assert_eq!(gender("PR"), Err(ParseError::UNREADABLE));
        assert_eq!(religion("1SLAM"), Err(ParseError::UNREADABLE));
        assert_eq!(marital_status("KAWlN"), Err(ParseError::UNREADABLE));
        assert_eq!(blood_type("TIDAK TAHU"), Err(ParseError::NOTHING));
        assert_eq!(blood_type("+"), Err(ParseError::NOTHING));
        assert_eq!(blood_type("13"), Err(ParseError::UNREADABLE));
    }
}
