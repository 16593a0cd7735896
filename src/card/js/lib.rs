//! The border of the card finder to JavaScript: pixels in, numbers out. A wasm of its own, because it is loaded only when
//! pixels are judged; `src/js/finder.rs` reads its numbers.
#![cfg(target_arch = "wasm32")]

use core::cell::RefCell;

use periksa_card::LearnedFinder;
use periksa_picture::card::CardFinder;
use periksa_picture::pixels::{Plane, Rgb};
use wasm_bindgen::prelude::*;

/// Smaller than the standard allocator.
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

thread_local! {
    static FINDER: RefCell<Option<LearnedFinder>> = const { RefCell::new(None) };
}

/// Makes the finder and gives the revision of its weights. Throws where they are not those of the network, which no tested
/// build does.
#[wasm_bindgen(skip_typescript)]
pub fn start() -> Result<u32, JsError> {
    let finder = LearnedFinder::bundled()?;
    let revision = finder.revision();
    FINDER.replace(Some(finder));
    Ok(revision)
}

/// The likeliest card in the three planes of a picture: `x` and `y` of four corners, its confidence in thousandths,
/// 1 for each cut side (top, right, bottom, left), and its upper side, -1 where that is not told. `undefined` in a picture that
/// is too small for any, and before `start`.
#[wasm_bindgen(skip_typescript)]
pub fn find(r: Vec<u8>, g: Vec<u8>, b: Vec<u8>, width: u32, height: u32) -> Option<Vec<f64>> {
    let [r, g, b] = [r, g, b].map(|bytes| Plane::new(width, height, bytes));
    let picture = Rgb { r, g, b };
    let card = FINDER.with_borrow(|finder| finder.as_ref()?.find_card(&picture))?;
    let mut numbers = card.quad.as_flattened().to_vec();
    numbers.push(card.confidence.0.into());
    let cut = card.cut;
    numbers.extend([cut.top, cut.right, cut.bottom, cut.left].map(f64::from));
    numbers.push(card.upper.map_or(-1.0, f64::from));
    Some(numbers)
}
