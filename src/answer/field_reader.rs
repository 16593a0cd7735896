//! Reads the fields of a record out of the objects of an answer that may hold them.

use std::borrow::Cow;

use super::cursor::{ObjectCursor, digits, present_text};
use super::json::{Json, Tree};
use crate::codes::WarningCode;
use crate::record::{ParseError, RecordField, Warning, likely_value};

/// What reading a record's fields leaves behind, besides the fields.
#[derive(Default)]
pub(super) struct FieldLog {
    /// How many fields are there.
    pub(super) found: usize,
    /// What looks wrong with them.
    pub(super) warnings: Vec<Warning>,
}

impl FieldLog {
    /// Reads fields from these objects, the best first.
    pub(super) fn reader<'s, 'a>(&'s mut self, objects: &'s [ObjectCursor<'a>]) -> FieldReader<'s, 'a> {
        FieldReader { log: self, objects }
    }
}

/// Reads fields from some objects of the answer.
pub(super) struct FieldReader<'s, 'a> {
    log: &'s mut FieldLog,
    objects: &'s [ObjectCursor<'a>],
}

impl FieldReader<'_, '_> {
    /// The field under one of these keys, from the first object that has it. `path` is its place in the record.
    pub(super) fn field<T>(&mut self, path: &str, keys: &[&str], parse: Parse<T>) -> Box<RecordField<T>> {
        let first = self.objects.iter().find_map(|object| SentField::find(object, keys));
        self.finish(path, first.map(|sent| sent.parse(parse)))
    }

    /// The field from the object that is most confident of it: a value beats none, then the higher confidence wins.
    /// Warns where two objects give it different values.
    pub(super) fn most_confident<T: PartialEq>(
        &mut self,
        path: &str,
        keys: &[&str],
        parse: Parse<T>,
    ) -> Box<RecordField<T>> {
        let mut best: Option<ParsedField<'_, '_, T>> = None;
        let mut disagree = false;
        for next in self.objects.iter().filter_map(|object| SentField::find(object, keys)) {
            let next = next.parse(parse);
            if let Some(best) = &best {
                let values = best.value.as_ref().zip(next.value.as_ref());
                disagree |= values.is_some_and(|(best, next)| best != next);
            }
            if best.as_ref().is_none_or(|best| next.rank() > best.rank()) {
                best = Some(next);
            }
        }
        if disagree {
            self.log.warnings.push(Warning::new(WarningCode::PagesDisagree, path));
        }
        self.finish(path, best)
    }

    fn finish<T>(&mut self, path: &str, parsed: Option<ParsedField<'_, '_, T>>) -> Box<RecordField<T>> {
        let Some(ParsedField { value, warning, sent }) = parsed else { return Box::default() };
        self.log.found += 1;
        let field = sent.into_field(value);
        let text = field.text.as_deref().unwrap_or_default();
        self.log
            .warnings
            .extend(warning.map(|code| Warning::new(code, path).suggesting(likely_value(code, text))));
        Box::new(field)
    }
}

/// A parser of `record`: the canonical value of a text.
type Parse<T> = fn(&str) -> Result<T, ParseError>;

/// A field as it was sent and is not empty: Verihubs' plain text, or GLAIR's object (vendor-contract 3.3).
struct SentField<'p, 'a> {
    parent: &'p ObjectCursor<'a>,
    key: Cow<'a, str>,
    /// `None` for a plain text.
    object: Option<ObjectCursor<'a>>,
    value: Option<Cow<'a, str>>,
    original: Option<Cow<'a, str>>,
    confidence: Option<f64>,
    /// The value is a number that may be another one than the vendor meant, and so no value.
    inexact: bool,
}

impl<'p, 'a> SentField<'p, 'a> {
    /// The first of these keys under which a field is that is not empty.
    fn find(parent: &'p ObjectCursor<'a>, keys: &[&str]) -> Option<Self> {
        let mut sent = keys.iter().flat_map(|key| parent.matching(key));
        sent.find_map(|(key, sent)| Self::new(parent, key, sent))
    }

    fn new(parent: &'p ObjectCursor<'a>, key: Cow<'a, str>, sent: Json<'a>) -> Option<Self> {
        let Json::Object(members) = sent else {
            let (value, inexact) = (present_text(sent), is_inexact(sent));
            let field = Self { parent, key, object: None, value, original: None, confidence: None, inexact };
            return (field.value.is_some() || inexact).then_some(field);
        };
        let object = ObjectCursor::detached(members);
        let value = object.text("value");
        let inexact = object.value("value").is_some_and(is_inexact);
        let original = object.text("value_original");
        let confidence = object.value("confidence").and_then(number);
        // Absent, as the vendor marks it: nothing in it that it believes in.
        if value.is_none()
            && !inexact
            && (original.is_none() || confidence.is_some_and(|confidence| confidence <= 0.0))
        {
            return None;
        }
        Some(Self { parent, key, object: Some(object), value, original, confidence, inexact })
    }

    /// Parses the processed value, and the text as read where that fails.
    fn parse<T>(self, parse: Parse<T>) -> ParsedField<'p, 'a, T> {
        let read = |text: &Option<Cow<'a, str>>| text.as_deref().map_or(Err(ParseError::NOTHING), parse);
        let processed = match self.inexact {
            true => Err(ParseError(Some(WarningCode::NumberAmbiguous))),
            false => read(&self.value),
        };
        let (value, warning) = match processed {
            Ok(value) => (Some(value), None),
            Err(ParseError(processed)) => match read(&self.original) {
                Ok(value) => (Some(value), None),
                Err(ParseError(original)) => (None, processed.or(original)),
            },
        };
        ParsedField { value, warning, sent: self }
    }

    /// The field of a record. The members that it has besides are read only here, for the one field that is kept.
    fn into_field<T>(self, value: Option<T>) -> RecordField<T> {
        let member = |name| self.object.as_ref()?.value(name);
        RecordField {
            value,
            confidence: self.confidence.map(percent),
            text_confidence: member("confidence_text").and_then(number).map(percent),
            polygon: member("polygon").and_then(polygon),
            page: member("page_index").and_then(Json::as_count).and_then(page_number),
            source: Some(self.parent.pointer_to(&self.key)),
            text: self.original.or(self.value).map(Cow::into_owned),
        }
    }
}

/// A field as it was sent, and the value that was parsed from it.
struct ParsedField<'p, 'a, T> {
    value: Option<T>,
    warning: Option<WarningCode>,
    sent: SentField<'p, 'a>,
}

impl<T> ParsedField<'_, '_, T> {
    fn rank(&self) -> (bool, f64) {
        let confidence = self.sent.confidence.map(|confidence| confidence.clamp(0.0, 100.0));
        (self.value.is_some(), confidence.unwrap_or(-1.0))
    }
}

/// Is it a number that may have been another one?
fn is_inexact(value: Json<'_>) -> bool {
    matches!(value, Json::Number(number) if digits(number).is_none())
}

/// A number, or a text that is one: an SDK types `confidence_text` as a string (vendor-contract 3.3).
fn number(value: Json<'_>) -> Option<f64> {
    match value.as_text() {
        Some(text) => Tree::parse(text.trim())?.root().as_number(),
        None => value.as_number(),
    }
}

/// 0..1 of 0..100. Vendors give two decimals; rounding keeps 97.24 from becoming 0.9723999999999999.
fn percent(confidence: f64) -> f64 {
    let steps = (confidence.clamp(0.0, 100.0) * 1000.0 + 0.5) as u32;
    f64::from(steps) / 100_000.0
}

/// The page, from 1, that vendors count from 0.
fn page_number(index: u64) -> Option<u32> {
    u32::try_from(index).ok()?.checked_add(1)
}

/// The outline, in the vendor's own order of points. An empty one is none.
fn polygon(value: Json<'_>) -> Option<Vec<[f64; 2]>> {
    let mut points = Vec::new();
    for point in value.as_list()?.iter() {
        let mut pair = point.as_list()?.iter();
        let (x, y) = (pair.next()?.as_number()?, pair.next()?.as_number()?);
        if pair.next().is_some() {
            return None;
        }
        points.push([x, y]);
    }
    (!points.is_empty()).then_some(points)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use serde_json::{Value, json};

    use super::super::cursor::cursor;
    use super::*;
    use crate::record::number::{capacity, rupiah};
    use crate::record::text::text;

    fn one<T: PartialEq>(body: &Value, parse: Parse<T>) -> (RecordField<T>, FieldLog) {
        let mut log = FieldLog::default();
        let objects = [cursor(body)];
        let field = log.reader(&objects).field("it", &["the_field"], parse);
        (*field, log)
    }

    #[test]
    fn names_are_found_whatever_their_case() {
        for key in ["the_field", "theField", "TheField", "THE_FIELD", "_thefield"] {
            let body = json!({ key: "x" });
            let (field, log) = one(&body, text);
            assert_eq!(field.value.as_deref(), Some("x"));
            assert_eq!(body.pointer(&field.source.unwrap()), Some(&json!("x")));
            assert_eq!(log.found, 1);
        }
        assert_eq!(one(&json!({ "the-field": "x", "the_fields": "y" }), text).0, RecordField::default());
    }

    #[test]
    fn every_mark_of_nothing_is_no_field() {
        for nothing in [
            json!(null),
            json!(""),
            json!("-"),
            json!("N/A"),
            json!(true),
            json!([]),
            json!({}),
            json!({ "value": "", "value_original": "", "confidence": 0, "polygon": [] }),
            json!({ "value": null, "value_original": "", "confidence": 41.5 }),
            json!({ "value": "", "value_original": "x", "confidence": 0 }),
        ] {
            let (field, log) = one(&json!({ "the_field": nothing.clone() }), text);
            assert_eq!((field, log.found), (RecordField::default(), 0), "{nothing}");
        }
    }

    #[test]
    fn an_object_keeps_all_it_says() {
        let body = json!({ "the_field": {
            "value": "1,497 CC", "value_original": " 1.497  CC", "confidence": 50, "confidence_text": "25.0",
            "polygon": [[1, 2], [3.5, 4]], "page_index": 1
        }});
        let field = one(&body, capacity).0;
        assert_eq!(
            field,
            RecordField {
                value: Some(1497),
                text: Some(" 1.497  CC".into()),
                confidence: Some(0.5),
                text_confidence: Some(0.25),
                polygon: Some(vec![[1.0, 2.0], [3.5, 4.0]]),
                page: Some(2),
                source: Some("/the_field".into()),
            }
        );
    }

    #[test]
    fn what_was_read_helps_out_where_what_was_processed_fails() {
        let body =
            json!({ "the_field": { "value": "1,4 CC", "value_original": "1.497 CC", "confidence": 80 } });
        let (field, log) = one(&body, capacity);
        assert_eq!((field.value, log.warnings.len()), (Some(1497), 0));
        let body = json!({ "the_field": { "value": "1,4 CC", "value_original": "l.4", "confidence": 80 } });
        let (field, log) = one(&body, capacity);
        assert_eq!((field.value, field.text.as_deref()), (None, Some("l.4")));
        assert_eq!(
            log.warnings.iter().map(|warning| warning.code).collect::<Vec<_>>(),
            [WarningCode::NumberAmbiguous]
        );
    }

    #[test]
    fn numbers_are_as_good_as_texts() {
        assert_eq!(one(&json!({ "the_field": 1_250_000 }), rupiah).0.value, Some(1_250_000));
        assert_eq!(one(&json!({ "the_field": 1_250_000.0 }), rupiah).0.value, Some(1_250_000));
        assert_eq!(one(&json!({ "the_field": { "value": 0 } }), rupiah).0.value, Some(0));
        assert_eq!(one(&json!({ "the_field": 1497.5 }), capacity).0.text.as_deref(), Some("1497.5"));
        for (sent, digits) in [
            ("3201014203890002.0", "3201014203890002"),
            ("9171014503940007", "9171014503940007"),
            ("7371413594609119.0", "7371413594609119"),
            ("8171014503940009.00", "8171014503940009"),
            ("3671408127999866.0", "3671408127999866"),
            ("3.671408127999866e15", "3671408127999866"),
            ("1.9999", "2"),
        ] {
            let body = format!(r#"{{"the_field":{sent}}}"#);
            let tree = Tree::parse(&body).unwrap();
            let object = ObjectCursor::detached(tree.root().as_object().unwrap());
            assert_eq!(object.text("the_field").as_deref(), Some(digits));
        }
        assert_eq!(one(&json!({ "the_field": -0.25 }), text).0.text.as_deref(), Some("-0.25"));
        for inexact in
            [json!(1e300), json!(9_171_014_503_940_008.0), json!({ "value": 9.2e15, "confidence": 9 })]
        {
            let (field, log) = one(&json!({ "the_field": inexact }), text);
            let codes: Vec<_> = log.warnings.iter().map(|warning| warning.code).collect();
            assert_eq!((field.value, field.text, codes), (None, None, vec![WarningCode::NumberAmbiguous]));
        }
    }

    #[test]
    fn the_surer_page_wins_and_disagreement_is_told() {
        let pages = |first: Value, second: Value| {
            let (first, second) = (json!({ "f": first }), json!({ "f": second }));
            let mut log = FieldLog::default();
            let objects = [cursor(&first), cursor(&second)];
            let field = log.reader(&objects).most_confident("it", &["f"], capacity);
            (field.value, log.warnings.iter().map(|warning| warning.code).collect::<Vec<_>>())
        };
        let read = |value: &str, confidence: u8| json!({ "value": value, "confidence": confidence });
        assert_eq!(pages(read("150", 70), read("150", 90)), (Some(150), vec![]));
        assert_eq!(pages(read("150", 70), read("160", 90)), (Some(160), vec![WarningCode::PagesDisagree]));
        assert_eq!(pages(read("150", 90), read("160", 70)), (Some(150), vec![WarningCode::PagesDisagree]));
        assert_eq!(pages(read("150", 70), read("", 0)), (Some(150), vec![]));
        assert_eq!(pages(read("", 0), read("160", 1)), (Some(160), vec![]));
        assert_eq!(pages(read("l50", 99), read("150", 1)), (Some(150), vec![]));
        // Closer than the record tells apart.
        let close = [("150", 90.0001), ("160", 90.0004)]
            .map(|(value, confidence)| json!({ "value": value, "confidence": confidence }));
        let [less, more] = close;
        assert_eq!(pages(less, more), (Some(160), vec![WarningCode::PagesDisagree]));
        // A confidence out of its range is the nearest in it: of two full ones the first wins, and none is less than any.
        let (minus, plain) = (json!({ "value": "150", "confidence": -2 }), json!("160"));
        assert_eq!(pages(minus, plain), (Some(150), vec![WarningCode::PagesDisagree]));
        assert_eq!(pages(read("150", 100), read("160", 250)), (Some(150), vec![WarningCode::PagesDisagree]));
    }
}
