//! Which sizes are tried, best first, and at which qualities.

use super::target::Target;

/// The longest side that is sent.
pub const MAX_LONG_SIDE: u32 = 2560;
/// The long sides that are tried. Cameras make more pixels than reading needs: of 2560, a card of 85.6 mm (ISO/IEC 7810,
/// ID-1) that takes half the width has 380 an inch.
const SIDES: [u32; 9] = [MAX_LONG_SIDE, 2000, 1600, 1280, 1024, 900, 800, 720, 640];
/// Long side that is kept, where the picture has it, until the lowest quality for it has been tried.
const LEGIBLE: u32 = 1600;
/// The best quality that is tried.
const BEST: u8 = 90;
/// The lowest quality.
const LEAST: u8 = 40;
/// The lowest at long sides above [`LEGIBLE`]: there pixels go before quality does.
const LEAST_LARGE: u8 = 74;

/// The long sides for a picture of this size, largest first: none is longer than its own, none goes below the floor, and
/// there is always one.
pub(super) fn sides((width, height): (u32, u32), target: &Target) -> Vec<u32> {
    let (long, short) = (width.max(height), width.min(height));
    // As long as keeps the short side at its floor.
    let by_short = u64::from(target.min_short_side) * u64::from(long);
    let by_short = u32::try_from(by_short.div_ceil(u64::from(short.max(1)))).unwrap_or(u32::MAX);
    let least = target.min_long_side.max(by_short);
    let [largest, smaller @ ..] = SIDES;
    let first = long.min(largest.max(least));
    let between = smaller.into_iter().filter(|side| least < *side && *side < first);
    let last = (least < first).then_some(least);
    [first].into_iter().chain(between).chain(last).collect()
}

/// The lowest and the best quality at a size.
pub(super) fn qualities(side: u32) -> (u8, u8) {
    (if side > LEGIBLE { LEAST_LARGE } else { LEAST }, BEST)
}

/// Those of the sides at which the picture keeps what it should.
pub(super) fn legible(sides: &[u32]) -> &[u32] {
    let count = sides.iter().take_while(|side| **side >= LEGIBLE).count();
    sides.get(..count.max(1)).unwrap_or(sides)
}
