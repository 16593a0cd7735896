//! What the segments before a scan say of it.

use super::super::Undecodable;
use super::huffman::Table;
use super::markers::{byte, word};

/// What the segments before a scan set up.
#[derive(Default)]
pub(super) struct Setup {
    /// In natural order, by column as [`super::idct::Block`].
    pub(super) quantizers: [Option<[u16; 64]>; 4],
    pub(super) dc: [Option<Table>; 4],
    pub(super) ac: [Option<Table>; 4],
    pub(super) restart_interval: u32,
    /// The colour transform of an Adobe segment.
    pub(super) adobe: Option<u8>,
    pub(super) jfif: bool,
}

/// Natural position, by column, of each coefficient in zigzag order (T.81, figure A.6).
pub(crate) const ZIGZAG: [u8; 64] = [
    0, 8, 1, 2, 9, 16, 24, 17, 10, 3, 4, 11, 18, 25, 32, 40, 33, 26, 19, 12, 5, 6, 13, 20, 27, 34, 41, 48,
    56, 49, 42, 35, 28, 21, 14, 7, 15, 22, 29, 36, 43, 50, 57, 58, 51, 44, 37, 30, 23, 31, 38, 45, 52, 59,
    60, 53, 46, 39, 47, 54, 61, 62, 55, 63,
];

impl Setup {
    pub(super) fn read_quantizers(&mut self, mut segment: &[u8]) -> Result<(), Undecodable> {
        while let Some((kind, rest)) = segment.split_first() {
            let mut table = [0; 64];
            let wide = kind >> 4 > 0;
            let (values, rest) =
                rest.split_at_checked(if wide { 128 } else { 64 }).ok_or(Undecodable::Broken)?;
            for (index, to) in ZIGZAG.iter().enumerate() {
                let value = if wide { word(values, index * 2) } else { byte(values, index).map(u16::from) };
                if let Some(slot) = table.get_mut(usize::from(*to)) {
                    *slot = value?;
                }
            }
            *self.quantizers.get_mut(usize::from(kind & 15)).ok_or(Undecodable::Broken)? = Some(table);
            segment = rest;
        }
        Ok(())
    }

    pub(super) fn read_huffman(&mut self, mut segment: &[u8]) -> Result<(), Undecodable> {
        while let Some((kind, rest)) = segment.split_first() {
            let (counts, rest) = rest.split_at_checked(16).ok_or(Undecodable::Broken)?;
            let count = counts.iter().map(|count| usize::from(*count)).sum();
            let (symbols, rest) = rest.split_at_checked(count).ok_or(Undecodable::Broken)?;
            let tables = if kind >> 4 == 0 { &mut self.dc } else { &mut self.ac };
            let slot = tables.get_mut(usize::from(kind & 15)).ok_or(Undecodable::Broken)?;
            *slot = Some(Table::new(counts, symbols)?);
            segment = rest;
        }
        Ok(())
    }
}
