//! Redaction of someone else's words, so that they may be logged. A vendor or a gateway may quote the document in them:
//! only words stay that are known to be about the call.

use core::mem;

/// Redacts a message: at most 200 characters, with `…` for what is not in [`KNOWN`]. `None` where no word stays.
pub(super) fn redact_message(text: &str) -> Option<String> {
    let mut words = String::new();
    let (mut said, mut digits) = (false, false);
    for word in text.split(|c: char| c <= ' ').filter(|word| !word.is_empty()) {
        // Digits after digits may be a number off the document, spaced out.
        let after_digits = mem::replace(&mut digits, word.contains(|c: char| c.is_ascii_digit()));
        let known = is_known(word) && !(digits && after_digits);
        let word = if known { word } else { UNKNOWN };
        if word == UNKNOWN && words.ends_with(UNKNOWN) {
            continue;
        }
        if words.len() + word.len() >= MAX_MESSAGE_BYTES {
            break;
        }
        if !words.is_empty() {
            words.push(' ');
        }
        words.push_str(word);
        said |= known;
    }
    said.then_some(words)
}

/// Redacts a code. It stays whole where it looks like one: capitals and digits, with an underscore (`OCR_200004`). No plate, number or
/// name has one. Anything else is redacted as a message.
pub(super) fn redact_code(code: &str) -> Option<String> {
    let code = code.trim();
    let is_code = code.len() <= 64
        && code.starts_with(|c: char| c.is_ascii_uppercase())
        && code.as_bytes().contains(&b'_')
        && code.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_');
    if is_code { Some(code.to_owned()) } else { redact_message(code) }
}

/// All words of a piece like `extract/quality,` are known; a lone digit says nothing, where `3/1` does.
fn is_known(piece: &str) -> bool {
    let is_mark = |c: char| c.is_ascii_punctuation();
    let piece = piece.trim_matches(is_mark);
    // `a` is the article, and `A` a blood group.
    let is_one = |word: &str| word == "a" || KNOWN.split(' ').any(|known| known.eq_ignore_ascii_case(word));
    let mut words = piece.split(is_mark).filter(|word| !word.is_empty());
    matches!(piece.as_bytes(), [b'0'..=b'9']) || !piece.is_empty() && words.all(is_one)
}

const UNKNOWN: &str = "…";
const MAX_MESSAGE_BYTES: usize = 200;

/// The words of both vendors' documented messages (vendor-contract 2.4, 2.6, 3.2), of common gateways, and some that
/// such sentences are made of. None may be a value on a document.
const KNOWN: &str = "about access account admin again allowed already an and api are at authentication authorization \
    authorized b64 bad balance base64 be because been big blurry body bpkb busy but by call can cannot check client \
    code connect connection contact content corrupt correct could credential credentials dark data decode decoded \
    denied detect detected did disallowed document does don due empty enough error exceed exceeded exceeds exist \
    exists expected expired extract extraction fail failed failure field fields file flashlight for forbidden format \
    found from gateway good grayscale has have id identity if image in incorrect input insufficient internal invalid is \
    it json key kitas ktp large later length limit long low maximum message method minimum missing more must no not \
    of on one only or our page parameter parse payload permission picture please problem process processed \
    processing quality quota rate read readable reached reading ready reason reference refused rejected request \
    requests required resolution response retry s schema seconds server service short should size small some \
    something standard status stnk success successful successfully sufficient support supported system t tax the \
    there this timed timeout to token too true try type unable unauthorized unavailable unexpected unique unknown \
    unreadable unsupported upload uploaded upstream url use user valid validate validation value vehicle was we \
    went were with within wrong you your";

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn documented_messages_stay_whole() {
        for message in [
            "There's a problem with your JSON payload",
            "You don't have enough quota, please contact our admin",
            "There's a problem from our system.",
            "KTP not detected from image",
            "is_quality must be true if validate_quality true",
            "Authorization failed",
            "File successfully read. Some fields are invalid.",
            "No file in request body",
            "Failed to process invalid file format. Please upload the correct file format",
            "Access to this API has been disallowed",
            "invalid payload image not a standard b64/url",
            "quota for extract/quality is not sufficient",
        ] {
            assert_eq!(redact_message(message).as_deref(), Some(message));
        }
    }

    #[test]
    fn nothing_off_a_document_stays() {
        assert_eq!(
            redact_message("  NIK 9901015703940007 of SITI RAHAYU\r\nnot found").unwrap(),
            "… of … not found"
        );
        assert_eq!(redact_message("SITI\u{0}RAHAYU, born 17-03-1994"), None);
        assert_eq!(redact_message("VIA"), None);
        assert_eq!(redact_message("user 9 9 0, 1 0 1/5 7").unwrap(), "user 9 …");
        assert_eq!(redact_message("field 3/1 invalid").unwrap(), "field … invalid");
        assert_eq!(redact_message("name=SITI;image invalid").unwrap(), "… invalid");
        assert_eq!(redact_message("page has to be 1 to 4").unwrap(), "page has to be 1 to 4");
        assert_eq!(redact_message(" \n "), None);
        assert_eq!(redact_message(&format!("{}image", ">".repeat(200))), None);
        assert_eq!(redact_message(&"too long ".repeat(1000)).unwrap().len() / 10, 19);
    }

    #[test]
    fn a_code_has_an_underscore() {
        assert_eq!(redact_code(" OCR_200004 ").unwrap(), "OCR_200004");
        assert_eq!(redact_code("FAILED").unwrap(), "FAILED");
        for value in ["SITI", "D4521KLM", "MHKM1BA3JFK012345", "9901015703940007", "Kawin"] {
            assert_eq!(redact_code(value), None, "{value}");
        }
    }
}
