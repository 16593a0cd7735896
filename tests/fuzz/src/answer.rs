//! Laws of reading an answer, and answers made of the vendors' words.

use std::slice::Iter;
use std::sync::LazyLock;

use periksa::answer::{Answer, CallOutcome, read};
use periksa::{Billed, Extraction, OcrError, Route};
use serde::de::IgnoredAny;
use serde_json::{Map, Number, Value};

use crate::bytes::words;

/// Most characters of someone else's words.
const MAX_WORDS: usize = 200;
/// How deep a made answer goes: two envelopes, a page, a table, a row, a field, a polygon, a point.
const DEPTH: u8 = 8;

/// Laws of any text, with any status, on any route.
pub fn laws(route: Route, status: Option<u16>, text: &str) {
    let answer = Answer { text, status, request_id: Some("r-1") };
    let outcome = read(route, &answer);
    assert_eq!(read(route, &answer), outcome);
    for kept in [false, true] {
        let call = CallOutcome::of_answer(&outcome, kept);
        assert!(!call.may_repeat || call.billed != Billed::Yes && !call.settled && !call.must_be_kept());
        assert!(call.settled || !kept || call.may_repeat);
    }
    match &outcome {
        Ok(extraction) => of_extraction(extraction, route, text),
        Err(error) => of_error(error, route, text),
    }
}

fn of_extraction(extraction: &Extraction, route: Route, text: &str) {
    assert_eq!((extraction.vendor, extraction.document), (route.vendor(), route.document()));
    assert_eq!(extraction.request_id.as_deref(), Some("r-1"));
    let made: Value = serde_json::from_str(&serde_json::to_string(extraction).unwrap()).unwrap();
    for warning in &extraction.warnings {
        let path = warning.field.as_deref().unwrap();
        let pointer = path.replace(['.', '['], "/").replace(']', "");
        assert!(made["record"].pointer(&format!("/{pointer}")).is_some(), "{path}");
    }
    let text = text.trim_start_matches('\u{feff}');
    serde_json::from_str::<IgnoredAny>(text).unwrap();
    let sent: Value = match serde_json::from_str(text) {
        // Half a surrogate pair is read as a character lost, a number that no float holds as null; serde_json can't say
        // what stands where then.
        Err(error)
            if ["surrogate", "end of hex escape", "number out of range"]
                .iter()
                .any(|words| error.to_string().contains(words)) =>
        {
            return;
        }
        sent => sent.unwrap(),
    };
    let found = fields(&made["record"], &sent);
    assert!(found > 0, "a record without a field");
}

/// Checks each field of the record, and counts those that are there.
fn fields(record: &Value, sent: &Value) -> usize {
    match record {
        Value::Object(field) if field.contains_key("textConfidence") => {
            let Some(source) = field["source"].as_str() else {
                assert!(field.values().all(Value::is_null), "{field:?}");
                return 0;
            };
            let place = sent.pointer(source).unwrap_or_else(|| panic!("{source} leads nowhere"));

            match place.as_str() {
                Some(text) => assert_eq!(field["text"], text),
                // A number that may have been another one than the vendor meant has no text, and is no value.
                None if field["text"].is_null() => {
                    assert!(field["value"].is_null() && (place.is_number() || place["value"].is_number()));
                }
                None => assert!(field["text"].is_string()),
            }
            for confidence in [&field["confidence"], &field["textConfidence"]] {
                assert!(confidence.as_f64().is_none_or(|confidence| (0.0..=1.0).contains(&confidence)));
            }
            1
        }
        Value::Object(members) => members.values().map(|member| fields(member, sent)).sum(),
        Value::Array(items) => items.iter().map(|item| fields(item, sent)).sum(),
        _ => 0,
    }
}

fn of_error(error: &OcrError, route: Route, text: &str) {
    for words in error.vendor_message.iter().chain(&error.vendor_code) {
        assert!(!words.is_empty() && words.chars().count() <= MAX_WORDS, "{words}");
        assert!(!words.chars().any(char::is_control), "{words:?}");
    }
    if let Some(message) = &error.vendor_message {
        let mut runs = message.split(|letter: char| !letter.is_ascii_digit());
        assert!(runs.all(|run| run.len() < 6), "a number in {message}");
    }
    assert!(!error.messages.id.is_empty() && !error.messages.en.is_empty());
    serde_json::from_str::<Value>(&serde_json::to_string(error).unwrap()).unwrap();
    if let Some(partial) = &error.partial {
        of_extraction(partial, route, text);
    }
}

/// An answer that is more often than not in the vendors' words, as the fuzzer's dictionary lists them.
pub fn body(data: &[u8]) -> Value {
    static WORDS: LazyLock<Vec<Vec<u8>>> =
        LazyLock::new(|| words(include_str!("../dictionaries/normalize.dict")));
    Maker { bytes: data.iter(), words: &WORDS }.value(DEPTH)
}

/// Makes values out of bytes: one that says which kind, then what the kind takes.
struct Maker<'a> {
    bytes: Iter<'a, u8>,
    words: &'a [Vec<u8>],
}

impl Maker<'_> {
    fn byte(&mut self) -> u8 {
        self.bytes.next().copied().unwrap_or(0)
    }

    fn value(&mut self, depth: u8) -> Value {
        match self.byte() % 10 {
            0 => Value::Null,
            1 => Value::Bool(self.byte() % 2 == 1),
            2 => Value::from(self.byte()),
            3 => Value::from(i64::from_le_bytes(std::array::from_fn(|_| self.byte()))),
            4 => {
                let number = f64::from_le_bytes(std::array::from_fn(|_| self.byte()));
                Number::from_f64(number).map_or(Value::Null, Value::Number)
            }
            5 => Value::String(self.text()),
            6 => Value::String(self.word()),
            _ if depth == 0 => Value::Null,
            7 => {
                let len = self.byte() % 5;
                (0..len).map(|_| self.value(depth - 1)).collect()
            }
            _ => {
                let len = self.byte() % 12;
                let members = (0..len).map(|_| (self.word(), self.value(depth - 1)));
                Value::Object(members.collect::<Map<_, _>>())
            }
        }
    }

    fn text(&mut self) -> String {
        let len = usize::from(self.byte() % 24);
        let bytes: Vec<u8> = (0..len).map(|_| self.byte()).collect();
        String::from_utf8_lossy(&bytes).into_owned()
    }

    /// A word of the vendors, or any text.
    fn word(&mut self) -> String {
        let index = usize::from(self.byte());
        let word = self.words.get(index).map(|word| String::from_utf8_lossy(word).into_owned());
        word.unwrap_or_else(|| self.text())
    }
}
