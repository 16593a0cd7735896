//! The JSON body of Verihubs' KTP.

use super::base64;

/// The body Verihubs' KTP wants: `{"image":"<base64>","validate_quality":…}`, the second only where it is asked for.
pub fn ktp_json(image: &[u8], validate_quality: Option<bool>) -> Vec<u8> {
    let mut body = KTP_JSON_HEAD.to_vec();
    base64::encode_into(image, &mut body);
    body.extend_from_slice(ktp_json_tail(validate_quality));
    body
}

/// The body for a picture that Verihubs fetches itself, or `None` where `url` is no plain https address of at
/// most [`MAX_URL_BYTES`] characters.
pub fn ktp_url_json(url: &str, validate_quality: Option<bool>) -> Option<Vec<u8>> {
    let safe = |byte: u8| byte.is_ascii_graphic() && !matches!(byte, b'"' | b'\\' | b'<' | b'>');
    let host = url.strip_prefix("https://")?;
    if url.len() > MAX_URL_BYTES || host.is_empty() || host.starts_with('/') || !host.bytes().all(safe) {
        return None;
    }
    Some([KTP_JSON_HEAD, url.as_bytes(), ktp_json_tail(validate_quality)].concat())
}

/// The longest address that is passed on. No page of the vendor says; longer ones are seldom taken.
pub const MAX_URL_BYTES: usize = 2048;

/// What stands before the base64 text in [`ktp_json`], for callers that encode piece by piece.
pub const KTP_JSON_HEAD: &[u8] = br#"{"image":""#;

/// What stands after the base64 text in [`ktp_json`].
pub const fn ktp_json_tail(validate_quality: Option<bool>) -> &'static [u8] {
    match validate_quality {
        None => br#""}"#,
        Some(false) => br#"","validate_quality":false}"#,
        Some(true) => br#"","validate_quality":true}"#,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ktp_body_is_the_documented_json() {
        assert_eq!(ktp_json(b"abc", None), br#"{"image":"YWJj"}"#);
        assert_eq!(ktp_json(b"ab", Some(true)), br#"{"image":"YWI=","validate_quality":true}"#);
    }

    #[test]
    fn only_https_addresses_become_a_body() {
        let body = ktp_url_json("https://files.example/a?b=1", Some(false));
        assert_eq!(
            body.as_deref(),
            Some(&br#"{"image":"https://files.example/a?b=1","validate_quality":false}"#[..])
        );
        let long = |len: usize| format!("https://a/{}", "b".repeat(len - 10));
        assert!(ktp_url_json(&long(2048), None).is_some());
        for bad in [
            "http://files.example/a",
            "https://",
            "https:///a",
            "https://a/\"}",
            "javascript:1",
            "https://a b",
            &long(2049),
        ] {
            assert_eq!(ktp_url_json(bad, None), None, "{bad}");
        }
    }
}
