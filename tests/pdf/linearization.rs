//! Linearized documents: which of their two parts counts.

use crate::support::{Pdf, linearized, told};

#[test]
fn an_update_takes_its_page_count_out_of_force() {
    let mut document = Pdf { bytes: linearized(b""), ..Pdf::default() };
    document.object(1, "<</Type/Catalog/Pages 2 0 R>>");
    document.object(2, "<</Type/Pages/Count 13>>");
    assert_eq!(told(&document.table("").bytes), (Some(true), Some(false), None, Some(13)));
}

#[test]
fn its_first_trailer_counts() {
    let encrypted = linearized(b"/Encrypt << /Filter /Standard >>");
    assert_eq!(told(&encrypted), (Some(true), Some(true), None, Some(12)));
    // Cut, the first trailer is in sight still.
    let cut = &encrypted[..encrypted.len() - 200];
    assert_eq!(told(cut), (Some(false), Some(true), None, Some(12)));
}
