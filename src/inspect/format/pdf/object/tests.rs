#![allow(clippy::unwrap_used)]

use super::*;

fn dictionary(text: &[u8]) -> Dictionary<'_> {
    Lexer::new(text).value().unwrap().dictionary().unwrap()
}

#[test]
fn values_are_found_by_key() {
    let text = b"<</Size 8%comment >>\n/Root 1 0 R/ID[<00ff><0>]/A<</Root 7>>/B[/Root 9]/C(\\)(/Root 3))/N null/R 1.5/T true>>";
    let found = dictionary(text);
    assert_eq!(found.integer(b"Size"), Some(8));
    assert_eq!(found.get(b"Root"), Some(Value::Reference(Reference { number: 1, generation: 0 })));
    assert_eq!(found.get(b"ID"), Some(Value::Array(b"<00ff><0>")));
    assert_eq!(found.get(b"A").and_then(Value::dictionary).and_then(|inner| inner.integer(b"Root")), Some(7));
    assert_eq!(found.text(b"C"), Some(b")(/Root 3)".to_vec()));
    assert_eq!(
        (found.get(b"N"), found.get(b"R"), found.get(b"T")),
        (None, Some(Value::Other), Some(Value::Boolean(true)))
    );
    assert_eq!(found.get(b"Missing"), None);
}

#[test]
fn names_and_keys_may_be_escaped() {
    let found = dictionary(b"<< /Encr#79pt /St#61ndard /#zz 1 /Encr#7 2 >>");
    assert!(found.has_name(b"Encrypt", b"Standard"));
    assert!(!found.has_name(b"Encrypt", b"Standar"));
    assert!(!found.has_name(b"Encrypt", b"Standards"));
    assert_eq!(found.integer(b"#zz"), Some(1));
    assert_eq!(found.integer(b"Encr#7"), Some(2));
}

#[test]
fn strings_are_decoded() {
    let cases: [(&[u8], &[u8]); 7] = [
        (b"(a(b)c)", b"a(b)c"),
        (b"(\\n\\r\\t\\b\\f\\(\\)\\\\\\q)", b"\n\r\t\x08\x0c()\\q"),
        (b"(\\1\\12\\1234\\777)", b"\x01\x0aS4\xff"),
        (b"(a\\\r\nb\\\nc\rd)", b"abc\rd"),
        (b"<4 1zz42 5>", b"ABP"),
        (b"<>", b""),
        (b"()", b""),
    ];
    for (text, expected) in cases {
        match Lexer::new(text).value() {
            Some(Value::Text(found)) => assert_eq!(found.decode(), expected, "{}", text.escape_ascii()),
            other => assert_eq!(other, None, "{}", text.escape_ascii()),
        }
    }
    assert_eq!(Lexer::new(b"(\\").value(), None);
    assert_eq!(Text { raw: b"\\", hexadecimal: false }.decode(), b"");
    assert_eq!(Text { raw: &[b'0'; 4096], hexadecimal: true }.decode().len(), limits::MAX_STRING_BYTES);
}

#[test]
fn what_does_not_end_is_nothing() {
    for text in [&b"<< /A 1"[..], b"[ 1 2", b"(a", b"<00", b"", b" ", b"%", b"<< /A (>>"] {
        assert_eq!(Lexer::new(text).value(), None, "{}", text.escape_ascii());
    }
}

#[test]
fn deep_nesting_is_read_flat() {
    let text = [vec![b'['; 50_000], vec![b']'; 50_000]].concat();
    assert!(matches!(Lexer::new(&text).value(), Some(Value::Array(inner)) if inner.len() == text.len() - 2));
}

#[test]
fn numbers_that_do_not_fit_are_no_integers() {
    assert_eq!(Lexer::new(b"99999999999999999999 ").value(), Some(Value::Other));
    assert_eq!(Lexer::new(b"-9223372036854775807 ").value(), Some(Value::Integer(-i64::MAX)));
    assert_eq!(Lexer::new(b"99999999999 0 R").value(), Some(Value::Integer(99_999_999_999)));
    assert_eq!(Lexer::new(b"- ").value(), Some(Value::Other));
}
