//! The card finder, which is a wasm of its own (`src/card/js`): JavaScript carries pictures there and answers back.

use core::cell::RefCell;

use js_sys::{Float64Array, Function, Uint8Array};
use periksa::picture::Quad;
use periksa::picture::card::{Card, CardFinder, CutSides};
use periksa::picture::pixels::Rgb;
use periksa::quality::Thousandths;
use wasm_bindgen::JsValue;

thread_local! {
    static FINDER: RefCell<Option<Elsewhere>> = const { RefCell::new(None) };
}

/// Has `find` of `src/card/js` find the cards from now on.
pub(crate) fn use_finder(find: Function, revision: u32) {
    FINDER.replace(Some(Elsewhere { find, revision }));
}

/// Lends the finder, where there is one, to what judges pixels.
pub(crate) fn with_finder<T>(judge: impl FnOnce(Option<&dyn CardFinder>) -> T) -> T {
    FINDER.with_borrow(|finder| judge(finder.as_ref().map(|finder| finder as &dyn CardFinder)))
}

struct Elsewhere {
    find: Function,
    revision: u32,
}

impl CardFinder for Elsewhere {
    fn revision(&self) -> u32 {
        self.revision
    }

    fn find(&self, picture: &Rgb) -> Option<Card> {
        let [r, g, b] = [&picture.r, &picture.g, &picture.b].map(|plane| Uint8Array::from(&*plane.data));
        let [width, height] = [picture.r.width, picture.r.height].map(JsValue::from);
        // The function is ours (`engine/card-finder.ts`) and does not throw.
        let found = self.find.call5(&JsValue::UNDEFINED, &r, &g, &b, &width, &height).ok()?;
        card(&Float64Array::new(&found).to_vec())
    }
}

/// The numbers of `find` in `src/card/js`.
fn card(numbers: &[f64]) -> Option<Card> {
    let (corners, rest) = numbers.split_at_checked(8)?;
    let &[confidence, top, right, bottom, left, upper, upper_confidence] = rest else { return None };
    let mut quad: Quad = [[0.0; 2]; 4];
    quad.as_flattened_mut().copy_from_slice(corners);
    let [top, right, bottom, left] = [top, right, bottom, left].map(|is_cut| is_cut != 0.0);
    Some(Card {
        quad,
        confidence: Thousandths(confidence as u16),
        cut: CutSides { top, right, bottom, left },
        top: upper as usize,
        top_confidence: Thousandths(upper_confidence as u16),
    })
}
