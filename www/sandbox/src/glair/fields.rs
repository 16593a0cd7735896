//! GLAIR's field objects (vendor-contract 3.3): each with a confidence and with its place in the picture.

use serde_json::{Map, Value, json};

use crate::generator::Generator;

/// A field of a document.
pub(super) struct Field<'a> {
    name: &'a str,
    value: String,
    /// What is printed there.
    original: String,
}

/// A field whose value is what is printed there.
pub(super) fn field(name: &str, value: impl Into<String>) -> Field<'_> {
    let value = value.into();
    Field { name, original: value.clone(), value }
}

impl Field<'_> {
    /// The same field, printed in another way than its value is given.
    pub(super) fn printed_as(self, original: impl Into<String>) -> Self {
        Self { original: original.into(), ..self }
    }
}

/// Makes field objects, and lays them out over the picture from top to bottom, row by row.
pub(super) struct FieldBuilder {
    generator: Generator,
    width: u32,
    height: u32,
    row: u32,
    /// No field has a value.
    blank: bool,
}

impl FieldBuilder {
    /// For a picture of that width and height in pixels.
    pub(super) fn new(generator: Generator, (width, height): (u32, u32), blank: bool) -> Self {
        Self { generator, width, height, row: 0, blank }
    }

    /// An object with one member a field.
    pub(super) fn group(&mut self, fields: Vec<Field<'_>>) -> Map<String, Value> {
        fields
            .into_iter()
            .map(|Field { name, value, original }| (name.to_owned(), self.value(value.into(), &original)))
            .collect()
    }

    /// A row of the tax table.
    pub(super) fn table_row(&mut self, item: &str, principal: u32, penalty: u32, total: u32) -> Value {
        let mut amount = |column: u32, rupiah: u32| {
            if self.blank {
                return object(Value::Null, "", 0.0, 0.0, &[]);
            }
            let polygon = self.polygon(column, TABLE_COLUMNS);
            let printed = with_thousands_mark(rupiah, '.');
            object(rupiah.into(), &printed, self.confidence(), self.confidence(), &polygon)
        };
        let (principal, penalty, total) = (amount(0, principal), amount(1, penalty), amount(2, total));
        let item = self.value(item.into(), item);
        json!({ "pokok": principal, "sanksi_administratif": penalty, "jumlah": total, "jenis_biaya": item })
    }

    /// The table's printed heading, which GLAIR reads as a row without values.
    pub(super) fn table_heading(&mut self) -> Value {
        let mut heading = |column: u32, value: Value, printed: &str| {
            let polygon = self.polygon(column, TABLE_COLUMNS);
            object(value, printed, self.confidence(), self.confidence(), &polygon)
        };
        let row = json!({
            "pokok": heading(0, Value::Null, "Pokok"),
            "sanksi_administratif": heading(1, Value::Null, "Sanksi"),
            "jumlah": heading(2, Value::Null, "Jumlah"),
            "jenis_biaya": heading(3, "".into(), ""),
        });
        self.row += 1;
        row
    }

    /// A photograph or a signature on the document: it has no text.
    pub(super) fn image(&mut self, base64: &str) -> Value {
        let polygon = self.polygon(1, 2);
        let value = if self.blank { "" } else { base64 };
        json!({ "confidence": self.confidence(), "polygon": polygon, "page_index": 0, "value": value })
    }

    /// A field object, or the one by which GLAIR says that it found nothing.
    fn value(&mut self, value: Value, original: &str) -> Value {
        let empty = value.as_str() == Some("");
        if self.blank || empty {
            let value = if value.is_string() { json!("") } else { Value::Null };
            return object(value, "", 0.0, 0.0, &[]);
        }
        let polygon = self.polygon(0, 2);
        object(value, original, self.confidence(), self.confidence(), &polygon)
    }

    /// From 60 to 99.99 per cent.
    fn confidence(&mut self) -> f64 {
        f64::from(self.generator.number(6_000..=9_999)) / 100.0
    }

    /// Four corners in pixels, all of them inside the picture. The first column begins a new row.
    fn polygon(&mut self, column: u32, columns: u32) -> [[u32; 2]; 4] {
        if column == 0 {
            self.row += 1;
        }
        let (row_height, column_width) = (self.height / ROWS, self.width / columns);
        let (left, top) = (column_width * column + column_width / 20, row_height * (self.row % ROWS));
        let (right, bottom) = (left + column_width * 9 / 10, top + row_height * 9 / 10);
        [[left, top], [right, top], [right, bottom], [left, bottom]]
    }
}

/// `3.657.060` with a dot, as documents print it; with a comma, GLAIR's way to write the same.
pub(super) fn with_thousands_mark(number: u32, mark: char) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(mark);
        }
        text.push(digit);
    }
    text
}

fn object(
    value: Value,
    original: &str,
    confidence: f64,
    confidence_text: f64,
    polygon: &[[u32; 2]],
) -> Value {
    json!({
        "confidence": confidence,
        "polygon": polygon,
        "value": value,
        "page_index": 0,
        "confidence_text": confidence_text,
        "value_original": original,
    })
}

const ROWS: u32 = 30;
const TABLE_COLUMNS: u32 = 4;
