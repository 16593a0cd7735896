//! GLAIR's field objects (vendor-contract.md 3.3), laid out row by row over the picture.

use serde_json::{Map, Value, json};

use super::dice::Dice;

/// A picture that fields are read from, top to bottom.
pub(super) struct Sheet<'a> {
    dice: &'a mut Dice,
    width: u32,
    height: u32,
    row: u32,
    /// No field is found.
    blank: bool,
}

impl<'a> Sheet<'a> {
    /// A picture of that many pixels.
    pub(super) fn new(dice: &'a mut Dice, (width, height): (u32, u32), blank: bool) -> Self {
        Self { dice, width, height, row: 0, blank }
    }

    /// A group of fields: name, value, and what stands there where that differs.
    pub(super) fn page(&mut self, fields: Vec<(&str, String, Option<String>)>) -> Map<String, Value> {
        fields
            .into_iter()
            .map(|(name, value, original)| {
                let original = original.unwrap_or_else(|| value.clone());
                (name.to_owned(), self.field(value.into(), &original))
            })
            .collect()
    }

    /// A field, or GLAIR's way to say that it was not found.
    pub(super) fn field(&mut self, value: Value, original: &str) -> Value {
        let empty = value.as_str() == Some("");
        if self.blank || empty {
            let value = if value.is_string() { json!("") } else { Value::Null };
            return object(value, "", 0.0, 0.0, &[]);
        }
        let polygon = self.polygon(0, 2);
        object(value, original, self.percent(), self.percent(), &polygon)
    }

    /// A row of the tax table.
    pub(super) fn table_row(&mut self, item: &str, principal: u32, penalty: u32, total: u32) -> Value {
        let mut money = |column: u32, amount: u32| {
            if self.blank {
                return object(Value::Null, "", 0.0, 0.0, &[]);
            }
            let polygon = self.polygon(column, 4);
            object(amount.into(), &dotted(amount), self.percent(), self.percent(), &polygon)
        };
        let (principal, penalty, total) = (money(0, principal), money(1, penalty), money(2, total));
        let item = self.field(item.into(), item);
        json!({ "pokok": principal, "sanksi_administratif": penalty, "jumlah": total, "jenis_biaya": item })
    }

    /// The table's printed heading, which GLAIR reads as a row without values.
    pub(super) fn table_heading(&mut self) -> Value {
        let mut heading = |column: u32, value: Value, original: &str| {
            let polygon = self.polygon(column, 4);
            object(value, original, self.percent(), self.percent(), &polygon)
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

    /// A picture in the picture, without a text.
    pub(super) fn picture(&mut self, base64: &str) -> Value {
        let polygon = self.polygon(1, 2);
        let value = if self.blank { "" } else { base64 };
        json!({ "confidence": self.percent(), "polygon": polygon, "page_index": 0, "value": value })
    }

    /// 60 to 99.99.
    fn percent(&mut self) -> f64 {
        f64::from(self.dice.number(6_000..=9_999)) / 100.0
    }

    /// Four corners inside the picture, in its pixels; the first column goes on to the next row.
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

/// `3.657.060`.
pub(super) fn dotted(amount: u32) -> String {
    grouped(amount, '.')
}

/// `2,477`, GLAIR's way to write what the document has as `2.477`.
pub(super) fn grouped(amount: u32, mark: char) -> String {
    let digits = amount.to_string();
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
