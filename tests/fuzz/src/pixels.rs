//! Laws of a picture's pixels, and of what they show.

use std::sync::LazyLock;

use periksa::inspect::{Declared, inspect_slice};
use periksa::picture::CardFinder;
use periksa::picture::pixels::{Codec, Pixels, Undecodable, decode, decode_scales};
use periksa::policy::Context;
use periksa::{FileFacts, Policy, QualityReport, Route, check, quality};
use periksa_card::LearnedFinder;

use crate::file::of_report;

/// Most bytes that a decoder's planes take, whatever a header says.
const MAX_DECODER_BYTES: usize = 48 << 20;

static FINDER: LazyLock<LearnedFinder> = LazyLock::new(|| LearnedFinder::bundled().unwrap());

/// Decoding for a long side of this many pixels.
pub fn decoding(bytes: &[u8], long_side: u32) {
    let Some(codec) = inspect_slice(bytes, Declared::default()).format.codec() else { return };
    let outcome = decode(bytes, codec, long_side);
    let again = decode(bytes, codec, long_side);
    let whole = decode(bytes, codec, u32::MAX);
    match (&outcome, &again) {
        (Ok(pixels), Ok(again)) => {
            of_pixels(pixels, long_side);
            assert_eq!(pixels.planes, again.planes);
        }
        (outcome, again) => assert_eq!(outcome.as_ref().err(), again.as_ref().err()),
    }
    together(bytes, codec, long_side, [&outcome, &whole]);
    // How large it comes out changes nothing in whether it does.
    match (&outcome, &whole) {
        (Ok(pixels), Ok(whole)) => {
            of_pixels(whole, u32::MAX);
            assert_eq!((pixels.width, pixels.height), (whole.width, whole.height));
            assert_eq!(pixels.colour, whole.colour);
        }
        (_, Err(Undecodable::TooLarge)) => {}
        (outcome, whole) => assert_eq!(outcome.as_ref().err(), whole.as_ref().err()),
    }
}

/// Decoding at two scales at once gives what decoding at each gives.
fn together(bytes: &[u8], codec: Codec, long_side: u32, alone: [&Result<Pixels, Undecodable>; 2]) {
    let scales = decode_scales(bytes, codec, &[&[long_side], &[u32::MAX]]);
    let [first, whole] = alone;
    match &scales {
        Ok(scales) => {
            let fits = *whole != Err(Undecodable::TooLarge);
            assert_eq!(scales.get(0), first.as_ref().ok());
            assert!(scales.get(1).is_none_or(|pixels| whole.as_ref() == Ok(pixels)));
            assert_eq!(scales.long_side(1), fits.then_some(u32::MAX));
            let bytes = |pixels: Option<&Pixels>| -> usize {
                pixels.map_or(0, |pixels| pixels.planes.iter().map(|plane| plane.data.len()).sum())
            };
            assert!(bytes(scales.get(0)).max(bytes(scales.get(1))) <= MAX_DECODER_BYTES);
        }
        Err(why) => assert_eq!(first.as_ref().err(), Some(why)),
    }
}

fn of_pixels(pixels: &Pixels, long_side: u32) {
    let bytes: usize = pixels.planes.iter().map(|plane| plane.data.len()).sum();
    assert!(bytes <= MAX_DECODER_BYTES && (1..=4).contains(&pixels.planes.len()));
    for plane in &pixels.planes {
        let rows = plane.rows().filter(|row| row.len() == plane.width as usize).count();
        assert!(rows == plane.height as usize && rows > 0, "{rows} rows of {}", plane.height);
        assert!(plane.width <= pixels.width && plane.height <= pixels.height);
    }
    // The first is never the smaller one.
    let long = pixels.planes.iter().map(|plane| plane.width.max(plane.height)).max().unwrap();
    assert!(long >= long_side.min(pixels.width.max(pixels.height)), "{long} for {long_side}");
    let (side, orientation) = (long_side.min(200), (long_side % 9) as u8);
    let (luma, rgb) = (pixels.luma(side, orientation), pixels.rgb(side, orientation));
    assert_eq!((luma.width, luma.height), (rgb.g.width, rgb.g.height));
    assert_eq!(rgb.pixels().count(), luma.rows().map(<[u8]>::len).sum::<usize>());
}

/// Quality, and the report that it is part of.
pub fn quality(bytes: &[u8]) {
    let facts = inspect_slice(bytes, Declared::default());
    // The network takes its time.
    let finder = bytes.len().is_multiple_of(128).then_some(&*FINDER as &dyn CardFinder);
    let outcome = quality::assess(bytes, &facts, finder);
    assert_eq!(outcome, quality::assess(bytes, &facts, finder));
    if let Ok(quality) = &outcome {
        of_quality(quality, &facts);
    }
    let route = Route::ALL[bytes.len() % Route::ALL.len()];
    let context = Context { route, validate_quality: true, attempt: 0 };
    let found = check::check_facts(facts, context.route);
    let has_pixels = outcome.is_ok();
    let report = check::check_quality(found, outcome, Some(&Policy::default()), &context).report;
    assert!(!report.ok || report.facts.complete != Some(false) || has_pixels);
    of_report(&report, route);
}

fn of_quality(quality: &QualityReport, facts: &FileFacts) {
    for check in [quality.blur, quality.dark, quality.flashlight, quality.grayscale] {
        assert!(check.score.0 <= 1000 && check.detected == (check.score >= check.threshold), "{check:?}");
    }
    assert!(quality.glare.is_some() || quality.flashlight.score.0 == 0);
    // A decoder passes over some damage for which the facts say nothing of the size.
    let (Some(card), Some(width), Some(height)) = (quality.card, facts.display_width, facts.display_height)
    else {
        return;
    };
    // As in `card`.
    let most = 8 * width.max(height);
    assert!(card.corners.iter().flatten().all(|at| at.unsigned_abs() <= most), "{card:?}");
    assert_eq!(card.cut_off, card.cut_sides.any());
    assert!(card.rotation.is_none_or(|degrees| degrees % 90 == 0 && degrees < 360 && !card.cut_off));
    assert!(card.fill.0 <= 1000);
}
