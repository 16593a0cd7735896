//! The card finder, which is a wasm of its own (`src/card/js`): JavaScript loads it when pixels are judged, and carries
//! pictures there and answers back.

use core::cell::RefCell;

use js_sys::{Float64Array, Function, Promise, Uint8Array};
use periksa::picture::Quad;
use periksa::picture::card::{Card, CardFinder, CutSides, FinderFailed};
use periksa::picture::pixels::Rgb;
use periksa::quality::Thousandths;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use crate::job::Fault;

#[wasm_bindgen]
extern "C" {
    /// What JavaScript loads.
    pub(crate) type Finder;

    /// `find` of `src/card/js`; throws where it is broken.
    #[wasm_bindgen(method, catch)]
    fn find(
        this: &Finder,
        r: Uint8Array,
        g: Uint8Array,
        b: Uint8Array,
        width: u32,
        height: u32,
    ) -> Result<JsValue, JsValue>;

    /// Which weights it goes by.
    #[wasm_bindgen(method, getter)]
    fn revision(this: &Finder) -> u32;
}

thread_local! {
    static LOAD: RefCell<Option<Function>> = const { RefCell::new(None) };
}

/// Has `load(isNeeded)` load the finder. It resolves to `undefined` where there can be none; where it is needed and only
/// could not be loaded, it rejects.
pub(crate) fn use_loader(load: Function) {
    LOAD.replace(Some(load));
}

/// A finder that is being loaded. It has to be awaited: what it rejects with is said there.
pub(crate) struct Loading(Option<Promise>);

impl Loading {
    /// Begins; a finder that is there comes at once.
    pub(crate) fn begin(is_needed: bool) -> Self {
        let load = LOAD.with_borrow(Clone::clone);
        let loading = load.and_then(|load| load.call1(&JsValue::UNDEFINED, &is_needed.into()).ok());
        Self(loading.and_then(|loading| loading.dyn_into().ok()))
    }

    /// The finder, where there is one.
    pub(crate) async fn end(self) -> Result<Option<Finder>, Fault> {
        let Some(loading) = self.0 else { return Ok(None) };
        let finder = JsFuture::from(loading).await.map_err(Fault::Js)?;
        Ok((!finder.is_undefined()).then(|| finder.unchecked_into()))
    }
}

impl CardFinder for Finder {
    fn revision(&self) -> u32 {
        self.revision()
    }

    fn find(&self, picture: &Rgb) -> Result<Option<Card>, FinderFailed> {
        let [r, g, b] = [&picture.r, &picture.g, &picture.b].map(|plane| Uint8Array::from(&*plane.data));
        let found = self.find(r, g, b, picture.r.width, picture.r.height).map_err(|_| FinderFailed)?;
        Ok(card(&Float64Array::new(&found).to_vec()))
    }
}

/// The numbers of `find` in `src/card/js`.
fn card(numbers: &[f64]) -> Option<Card> {
    let (corners, rest) = numbers.split_at_checked(8)?;
    let &[confidence, top, right, bottom, left, upper] = rest else { return None };
    let mut quad: Quad = [[0.0; 2]; 4];
    quad.as_flattened_mut().copy_from_slice(corners);
    let [top, right, bottom, left] = [top, right, bottom, left].map(|is_cut| is_cut != 0.0);
    Some(Card {
        quad,
        confidence: Thousandths(confidence as u16),
        cut: CutSides { top, right, bottom, left },
        upper: (upper >= 0.0).then_some(upper as u8),
    })
}
