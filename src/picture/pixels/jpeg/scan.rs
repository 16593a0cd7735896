//! One scan: its entropy-coded data into pixels, or into the coefficients of a progressive frame.

use super::super::Undecodable;
use super::frame::{Component, Frame};
use super::huffman::{Bits, Table};
use super::idct::dequantize;
use super::markers::byte;
use super::setup::{Setup, ZIGZAG};

pub(super) struct Scan<'a> {
    frame: &'a mut Frame,
    setup: &'a Setup,
    /// Index of the component, and of its DC and AC tables.
    parts: Vec<(usize, usize, usize)>,
    band: Band,
}

/// What a progressive scan carries (T.81, G.1.1.1).
#[derive(Clone, Copy)]
struct Band {
    start: usize,
    end: usize,
    /// It adds one bit to what earlier scans gave.
    refines: bool,
    /// Bits that later scans add.
    low: u32,
}

/// The state of the entropy decoder beside its bits.
#[derive(Default)]
struct State {
    /// The last DC value of each part.
    dc: [i32; 4],
    /// Blocks that have no more coefficients in the band.
    end_run: u32,
}

impl<'a> Scan<'a> {
    /// Of a scan header (T.81, B.2.3).
    pub(super) fn read(header: &[u8], frame: &'a mut Frame, setup: &'a Setup) -> Result<Self, Undecodable> {
        let count = usize::from(byte(header, 0)?);
        let mut parts = Vec::new();
        for index in 0..count {
            let (id, tables) = (byte(header, 1 + index * 2)?, byte(header, 2 + index * 2)?);
            let component = frame.components.iter().position(|component| component.id == id);
            let component = component.ok_or(Undecodable::Broken)?;
            parts.push((component, usize::from(tables >> 4), usize::from(tables & 15)));
        }
        let at = 1 + count * 2;
        let (start, end, shifts) = (byte(header, at)?, byte(header, at + 1)?, byte(header, at + 2)?);
        let band = if frame.progressive {
            Band {
                start: usize::from(start),
                end: usize::from(end),
                refines: shifts >> 4 > 0,
                low: u32::from(shifts & 15),
            }
        } else {
            Band { start: 0, end: 63, refines: false, low: 0 }
        };
        let wrong_band = band.start > band.end || band.end > 63 || band.low > 13;
        let mixed_band = frame.progressive && (band.start == 0) != (band.end == 0);
        if !(1..=4).contains(&count) || wrong_band || mixed_band || (band.start > 0 && count > 1) {
            return Err(Undecodable::Broken);
        }
        Ok(Self { frame, setup, parts, band })
    }

    /// Decodes the data at `at`; gives where it ends.
    pub(super) fn decode(self, bytes: &[u8], at: usize) -> Result<usize, Undecodable> {
        let mut bits = Bits::new(bytes, at);
        let mut state = State::default();
        let alone = self.parts.len() == 1;
        let mut mcus = self.frame.mcus;
        for (index, _, _) in &self.parts {
            if let Some(component) = self.frame.components.get_mut(*index) {
                component.seen = true;
                if let Some(bits) = component.bits_left.get_mut(self.band.start..=self.band.end) {
                    bits.fill(self.band.low as u8);
                }
                if alone {
                    mcus = component.blocks;
                }
            }
        }
        let (mut left, mut first) = (self.setup.restart_interval, true);
        for y in 0..mcus.1 {
            for x in 0..mcus.0 {
                if self.setup.restart_interval > 0 && left == 0 {
                    bits.restart()?;
                    state = State::default();
                    left = self.setup.restart_interval;
                }
                left = left.wrapping_sub(1);
                for ((index, dc_table, ac_table), dc) in self.parts.iter().zip(0..) {
                    let component = self.frame.components.get_mut(*index).ok_or(Undecodable::Broken)?;
                    let tables = (table(&self.setup.dc, *dc_table), table(&self.setup.ac, *ac_table));
                    let (h, v) = if alone { (1, 1) } else { component.sampling };
                    for block in 0..h * v {
                        let (x, y) = (x * h + block % h, y * v + block / h);
                        let at = y as usize * component.row + x as usize;
                        let mut part = Part {
                            bits: &mut bits,
                            state: &mut state,
                            dc,
                            tables,
                            band: self.band,
                            component,
                        };
                        if self.frame.progressive {
                            part.progressive(at)?;
                        } else {
                            part.baseline(at, self.setup)?;
                        }
                    }
                }
                if bits.overrun() {
                    return Err(Undecodable::Broken);
                }
                first = false;
            }
        }
        if first { Err(Undecodable::Broken) } else { Ok(bits.position()) }
    }
}

fn clamped(value: i32) -> i16 {
    value.clamp(i16::MIN.into(), i16::MAX.into()) as i16
}

fn table(tables: &[Option<Table>; 4], index: usize) -> Option<&Table> {
    tables.get(index).and_then(Option::as_ref)
}

/// Where a block is decoded.
struct Part<'a, 'b> {
    bits: &'a mut Bits<'b>,
    state: &'a mut State,
    /// Which of the scan's parts it is.
    dc: usize,
    tables: (Option<&'a Table>, Option<&'a Table>),
    band: Band,
    component: &'a mut Component,
}

impl Part<'_, '_> {
    /// The block's DC value (T.81, F.2.2.1).
    fn dc_value(&mut self) -> Result<i32, Undecodable> {
        let table = self.tables.0.ok_or(Undecodable::Broken)?;
        let size = u32::from(self.bits.symbol(table)?);
        if size > 11 {
            return Err(Undecodable::Broken);
        }
        let difference = self.bits.signed(size);
        let last = self.state.dc.get_mut(self.dc).ok_or(Undecodable::Broken)?;
        *last = last.saturating_add(difference);
        Ok(*last)
    }

    #[inline(never)]
    fn baseline(&mut self, at: usize, setup: &Setup) -> Result<(), Undecodable> {
        let quantizers = setup.quantizers.get(self.component.quantizer).and_then(Option::as_ref);
        let quantizers = quantizers.ok_or(Undecodable::Broken)?;
        let ac = self.tables.1.ok_or(Undecodable::Broken)?;
        let mut block = [0; 64];
        let (mut index, mut value) = (0, self.dc_value()?);
        loop {
            let to = usize::from(*ZIGZAG.get(index).ok_or(Undecodable::Broken)?);
            if let (Some(slot), Some(quantizer)) = (block.get_mut(to), quantizers.get(to)) {
                *slot = dequantize(clamped(value), *quantizer);
            }
            let Some((next, found)) = self.coefficient_after(index, ac)? else { break };
            (index, value) = (next, found);
        }
        self.component.write(&block, at);
        Ok(())
    }

    /// The next coefficient that is not zero (T.81, F.2.2.2).
    #[inline(always)]
    fn coefficient_after(
        &mut self,
        mut index: usize,
        ac: &Table,
    ) -> Result<Option<(usize, i32)>, Undecodable> {
        while index < 63 {
            let symbol = self.bits.symbol(ac)?;
            let (run, size) = (usize::from(symbol >> 4), u32::from(symbol & 15));
            index += run + 1;
            if size > 0 {
                return Ok(Some((index, self.bits.signed(size))));
            }
            if run < 15 {
                break;
            }
        }
        Ok(None)
    }

    #[inline(never)]
    fn progressive(&mut self, at: usize) -> Result<(), Undecodable> {
        match (self.band.start, self.band.refines) {
            (0, false) => {
                let value = self.dc_value()?;
                self.set(at, 0, value << self.band.low);
                Ok(())
            }
            (0, true) => {
                let bit = (self.bits.take(1) as i16) << self.band.low;
                if let Some(slot) = self.coefficient(at, 0) {
                    *slot |= bit;
                }
                Ok(())
            }
            (_, false) => self.first(at),
            (_, true) => self.refine(at),
        }
    }

    /// The first bits of a band (T.81, G.1.2.2).
    fn first(&mut self, at: usize) -> Result<(), Undecodable> {
        if self.state.end_run > 0 {
            self.state.end_run -= 1;
            return Ok(());
        }
        let table = self.tables.1.ok_or(Undecodable::Broken)?;
        let mut index = self.band.start;
        while index <= self.band.end {
            let symbol = self.bits.symbol(table)?;
            let (run, size) = (u32::from(symbol >> 4), u32::from(symbol & 15));
            if size == 0 && run < 15 {
                self.state.end_run = (1 << run) - 1 + self.bits.take(run) as u32;
                break;
            }
            index += run as usize;
            if size > 0 {
                let value = self.bits.signed(size);
                self.set(at, index, value << self.band.low);
            }
            index += 1;
        }
        Ok(())
    }

    /// One more bit of a band (T.81, G.1.2.3).
    fn refine(&mut self, at: usize) -> Result<(), Undecodable> {
        let table = self.tables.1.ok_or(Undecodable::Broken)?;
        let mut index = self.band.start;
        while self.state.end_run == 0 && index <= self.band.end {
            let symbol = self.bits.symbol(table)?;
            let (run, size) = (u32::from(symbol >> 4), symbol & 15);
            let mut value = 0;
            if size == 0 && run < 15 {
                self.state.end_run = (1 << run) + self.bits.take(run) as u32;
                break;
            }
            if size > 0 {
                value = if self.bits.take(1) == 1 { 1 } else { -1 };
            }
            index = self.pass_over(at, index, run);
            if value != 0 {
                self.set(at, index, value << self.band.low);
            }
            index += 1;
        }
        if self.state.end_run > 0 {
            self.pass_over(at, index, u32::MAX);
            self.state.end_run -= 1;
        }
        Ok(())
    }

    /// Refines the coefficients from `index` on that are not zero, up to the zero after `zeros` others.
    fn pass_over(&mut self, at: usize, mut index: usize, mut zeros: u32) -> usize {
        let nonzero = self.component.nonzero.get(at).copied().unwrap_or(0);
        let bit = 1i16 << self.band.low;
        while index <= self.band.end {
            let gap = (nonzero >> index).trailing_zeros();
            if gap > zeros {
                return (index + zeros as usize).min(self.band.end + 1);
            }
            index += gap as usize;
            if index > self.band.end {
                break;
            }
            zeros -= gap;
            if self.bits.take(1) == 1
                && let Some(slot) = self.coefficient(at, index)
            {
                *slot = slot.saturating_add(if *slot < 0 { -bit } else { bit });
            }
            index += 1;
        }
        index
    }

    fn set(&mut self, at: usize, index: usize, value: i32) {
        if let Some(nonzero) = self.component.nonzero.get_mut(at)
            && index < 64
        {
            *nonzero |= 1 << index;
        }
        if let Some(slot) = self.coefficient(at, index) {
            *slot = clamped(value);
        }
    }

    /// Where the coefficient at `index` in zigzag order is kept, if it is.
    fn coefficient(&mut self, at: usize, index: usize) -> Option<&mut i16> {
        let side = self.component.side;
        let to = usize::from(*ZIGZAG.get(index)?);
        let (column, row) = (to / 8, to % 8);
        let kept = column < side && row < side;
        let place = at * side * side + column * side + row;
        self.component.coefficients.get_mut(place).filter(|_| kept)
    }
}
