//! The checks on pictures that are drawn here.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use proptest::prelude::*;

use super::*;
use crate::card::{Card, FinderFailed};
use crate::pixels::{Colour, Plane, Rgb};

/// Finds the card where it was drawn, in parts of the picture. What is printed on it lies on its head.
struct Known(Option<[f64; 4]>);

impl CardFinder for Known {
    fn revision(&self) -> u32 {
        7
    }

    fn find(&self, picture: &Rgb) -> Result<Option<Card>, FinderFailed> {
        let [width, height] = [picture.r.width, picture.r.height].map(f64::from);
        let Some([left, top, right, bottom]) = self.0 else { return Ok(None) };
        let corner = |x: f64, y: f64| [x * width - 0.5, y * height - 0.5];
        Ok(Some(Card {
            quad: [corner(left, top), corner(right, top), corner(right, bottom), corner(left, bottom)],
            confidence: Thousandths(900),
            cut: CutSides::default(),
            upper: Some(2),
        }))
    }
}

/// A picture that is drawn, then spoilt; levels are linear in the bytes.
#[derive(Clone)]
struct Scene {
    width: usize,
    height: usize,
    pixels: Vec<[i32; 3]>,
    card: Option<[f64; 4]>,
}

impl Scene {
    /// A table with a little grain.
    fn table(width: usize, height: usize) -> Self {
        let grain = |place: usize| (place % 13 * 7919 % 13) as i32 - 6;
        let pixels =
            (0..width * height).map(|place| [120 + grain(place), 90 + grain(place), 60 + grain(place)]);
        Self { width, height, pixels: pixels.collect(), card: None }
    }

    fn fill(&mut self, [left, top, right, bottom]: [usize; 4], colour: [i32; 3]) {
        for y in top..bottom.min(self.height) {
            for x in left..right.min(self.width) {
                self.pixels[y * self.width + x] = colour;
            }
        }
    }

    /// A light blue card with a red photo on the right and lines of print, scaled to the box.
    fn card(self, corners: [usize; 4]) -> Self {
        self.sparse_card(corners, 10, true)
    }

    /// The same with fewer lines, and perhaps no photo.
    fn sparse_card(mut self, [left, top, right, bottom]: [usize; 4], lines: usize, photo: bool) -> Self {
        let (wide, high) = (right - left, bottom - top);
        let part = |at: usize, side: usize| at as f64 / side as f64;
        let (across, down) = (self.width, self.height);
        self.card = Some([part(left, across), part(top, down), part(right, across), part(bottom, down)]);
        self.fill([left, top, right, bottom], [190, 215, 235]);
        let at = |x: usize, y: usize| (left + wide * x / 100, top + high * y / 100);
        let ((x0, y0), (x1, y1)) = (at(72, 22), at(94, 70));
        if photo {
            self.fill([x0, y0, x1, y1], [190, 40, 40]);
        }
        for line in 0..lines {
            for letter in 0..28 {
                // Strokes of three pixels at a scale of 1000, as letters are.
                let (x, y) = at(5 + letter * 2, 18 + line * 7);
                let (stroke, tall) = ((wide / 300).max(1), high * 4 / 100);
                self.fill([x, y, x + stroke, y + tall], [30, 30, 50]);
                if (letter + line) % 3 != 0 {
                    self.fill([x, y + tall / 2, x + wide / 90, y + tall / 2 + stroke], [30, 30, 50]);
                }
            }
        }
        self
    }

    /// A box filter twice each way.
    fn blurred(mut self, radius: usize) -> Self {
        for (step, length) in
            [(1, self.width), (self.width, self.height), (1, self.width), (self.width, self.height)]
        {
            let before = self.pixels.clone();
            for (place, pixel) in self.pixels.iter_mut().enumerate() {
                let along = place / step % length;
                let (from, to) = (along.saturating_sub(radius), (along + radius).min(length - 1));
                let count = (to - from + 1) as i32;
                for channel in 0..3 {
                    let sum: i32 =
                        (from..=to).map(|other| before[place + other * step - along * step][channel]).sum();
                    pixel[channel] = (sum + count / 2) / count;
                }
            }
        }
        self
    }

    fn each(mut self, change: impl Fn(usize, usize, [i32; 3]) -> [i32; 3]) -> Self {
        let width = self.width;
        for (place, pixel) in self.pixels.iter_mut().enumerate() {
            *pixel = change(place % width, place / width, *pixel);
        }
        self
    }

    fn exposed(self, percent: i32) -> Self {
        self.each(|_, _, pixel| pixel.map(|level| level * percent / 100))
    }

    /// Grey print under a light of this colour that falls off to the right.
    fn copied(self, light: [i32; 3]) -> Self {
        let width = self.width as i32;
        self.each(|x, _, [r, g, b]| {
            let grey = (r * 3 + g * 6 + b) / 10;
            light.map(|light| grey * light / 256 * (width * 4 - x as i32) / (width * 4))
        })
    }

    /// A light that burns out at its middle and has lost half at `radius` pixels.
    fn lit(self, [cx, cy]: [usize; 2], radius: i32) -> Self {
        self.each(|x, y, pixel| {
            let (dx, dy) = (x as i32 - cx as i32, y as i32 - cy as i32);
            let added = 500 * radius * radius / (radius * radius + dx * dx + dy * dy);
            pixel.map(|level| level + added)
        })
    }

    fn report(&self) -> QualityReport {
        assess_pixels(&self.decoded(), 1, Some(&Known(self.card)))
    }

    fn decoded(&self) -> Pixels {
        let plane = |channel: usize| {
            let data = self.pixels.iter().map(|pixel| pixel[channel].clamp(0, 255) as u8).collect();
            Plane::new(self.width as u32, self.height as u32, data)
        };
        Pixels {
            width: self.width as u32,
            height: self.height as u32,
            colour: Colour::Rgb,
            planes: (0..3).map(plane).collect(),
        }
    }
}

const BOX: [usize; 4] = [100, 120, 900, 624];

fn good() -> Scene {
    Scene::table(1000, 750).card(BOX)
}

fn detected(report: &QualityReport) -> [bool; 4] {
    [report.blur.detected, report.dark.detected, report.flashlight.detected, report.grayscale.detected]
}

#[test]
fn a_good_picture_has_no_finding() {
    assert_eq!(detected(&good().report()), [false; 4], "{:?}", good().report());
}

#[test]
fn the_card_is_told_in_pixels_of_the_file() {
    for corners in [BOX, [300, 200, 720, 465], [40, 60, 960, 640]] {
        let card = Scene::table(1000, 750).card(corners).report().card.unwrap();
        let [left, top, right, bottom] = corners.map(|at| at as i32);
        let expected = [[left, top], [right, top], [right, bottom], [left, bottom]];
        for (found, expected) in card.corners.iter().zip(expected) {
            let off = found[0].abs_diff(expected[0]).max(found[1].abs_diff(expected[1]));
            assert!(off <= 1, "{card:?}, not {expected:?}");
        }
        assert_eq!((card.width, card.height), ((right - left) as u32, (bottom - top) as u32));
        assert!(!card.cut_off);
    }
}

#[test]
fn a_table_is_no_card_and_a_picture_of_its_proportions_is_one() {
    let report = Scene::table(1000, 750).report();
    assert_eq!((report.card, report.finder), (None, Some(7)));
    let card = Scene::table(856, 540).report().card.unwrap();
    assert_eq!((card.corners, card.fill), ([[0, 0], [856, 0], [856, 540], [0, 540]], Thousandths(1000)));
    assert_eq!((card.confidence, card.cut_off, card.tilt), (Thousandths(0), false, Thousandths(0)));
}

#[test]
fn how_a_card_lies_is_what_the_finder_says() {
    assert_eq!(good().report().card.unwrap().rotation, Some(180));
    for (upper, rotation) in [(None, None), (Some(0), Some(0)), (Some(1), Some(90)), (Some(3), Some(270))] {
        let quad = [[50.0, 50.0], [350.0, 50.0], [350.0, 240.0], [50.0, 240.0]];
        let cut_sides = CutSides::default();
        let located = Located { quad, size: (400, 300), confidence: Thousandths(900), cut_sides, upper };
        assert_eq!(located.report((400, 300)).rotation, rotation);
    }
}

/// Half of this card lies to the left of the picture.
#[test]
fn only_what_is_in_the_picture_fills_it() {
    let cut_sides = CutSides { left: true, ..CutSides::default() };
    let quad = [[-100.0, 100.0], [100.0, 100.0], [100.0, 200.0], [-100.0, 200.0]];
    let located = Located { quad, size: (400, 300), confidence: Thousandths(900), cut_sides, upper: None };
    let card = located.report((400, 300));
    assert_eq!((card.fill, card.width), (Thousandths::of(100.0 * 100.0 / (400.0 * 300.0)), 200));
    assert_eq!((card.cut_off, card.cut_sides), (true, cut_sides));
}

/// Can't look.
struct Broken;

impl CardFinder for Broken {
    fn revision(&self) -> u32 {
        8
    }

    fn find(&self, _: &Rgb) -> Result<Option<Card>, FinderFailed> {
        Err(FinderFailed)
    }
}

#[test]
fn without_a_finder_nobody_looks_for_a_card() {
    for finder in [None, Some(&Broken as &dyn CardFinder)] {
        let report = assess_pixels(&good().decoded(), 1, finder);
        assert_eq!((report.card, report.finder), (None, None));
    }
}

#[test]
fn a_card_seen_from_the_side_is_tilted() {
    let size = (400, 300);
    let quad = [[50.0, 50.0], [350.0, 80.0], [350.0, 230.0], [50.0, 250.0]];
    let cut_sides = CutSides::default();
    let located = Located { quad, size, confidence: Thousandths(900), cut_sides, upper: None };
    let card = located.report((800, 600));
    assert_eq!(card.corners, [[100, 100], [700, 160], [700, 460], [100, 500]]);
    // 150 of 200.
    assert_eq!((card.tilt, card.height), (Thousandths(250), 350));
    assert!(card.is_sure());
}

#[test]
fn blur_grows_with_its_radius() {
    let scores: Vec<u16> = (0..6).map(|radius| good().blurred(radius).report().blur.score.0).collect();
    assert!(scores.is_sorted(), "{scores:?}");
    assert!(scores[0] < 300 && scores[2] >= 500, "{scores:?}");
}

#[test]
fn blur_counts_by_its_share_of_a_large_card() {
    let card = |wide: usize| {
        let left = (1000 - wide) / 2;
        Scene::table(1000, 750).card([left, 60, left + wide, 60 + wide * 63 / 100])
    };
    let blurred = |wide, radius| card(wide).blurred(radius).report().blur.score.0;
    let scores = [960, 720, 640, 580].map(|wide| blurred(wide, 1));
    assert!(scores.is_sorted() && scores[3] - scores[0] > 200, "{scores:?}");
    let (small, large) = (blurred(480, 1), blurred(960, 2));
    assert!(small.abs_diff(large) <= 60, "{small} and {large}");
    for wide in (100..1000).step_by(60) {
        assert!(blurred(wide, 0) < 300, "{wide} wide: {}", blurred(wide, 0));
    }
}

#[test]
fn a_sharp_card_with_little_or_pale_print_is_sharp() {
    let pale = |scene: Scene| scene.each(|_, _, pixel| pixel.map(|level| 200 + (level - 200) / 6));
    for (lines, photo) in [(10, true), (3, true), (3, false), (1, true), (1, false)] {
        let sparse = Scene::table(1000, 750).sparse_card(BOX, lines, photo);
        for scene in [sparse.clone(), sparse.clone().exposed(15), pale(sparse.clone())] {
            let (sharp, blurred) = (scene.report().blur, scene.clone().blurred(3).report().blur);
            assert!(!sharp.detected && blurred.detected, "{lines}, {photo}: {sharp:?}, {blurred:?}");
        }
    }
}

#[test]
fn a_sharp_picture_of_any_shape_is_sharp() {
    for (width, height) in [(1024, 64), (1024, 40), (40, 1024), (20, 3), (7, 5), (5, 5)] {
        let board = Scene::table(width, height).each(|x, y, _| [((x / 2 + y / 2) % 2 * 200) as i32; 3]);
        assert!(!board.report().blur.detected, "{width} x {height}: {:?}", board.report().blur);
    }
    // Of a card that goes on far beyond it.
    let beyond = Scene { card: Some([-90.0, -90.0, 90.0, 90.0]), ..good() };
    assert!(!beyond.report().blur.detected, "{:?}", beyond.report().blur);
}

#[test]
fn motion_along_one_direction_is_blur() {
    let mut moved = good();
    let before = moved.pixels.clone();
    for (place, pixel) in moved.pixels.iter_mut().enumerate() {
        for (channel, level) in pixel.iter_mut().enumerate() {
            *level =
                (0..12).map(|step| before[(place + step).min(before.len() - 1)][channel]).sum::<i32>() / 12;
        }
    }
    assert!(moved.report().blur.detected, "{:?}", moved.report().blur);
}

#[test]
fn darkness_grows_with_less_light_and_the_table_counts_little() {
    let scores: Vec<u16> =
        [100, 60, 40, 25, 10].map(|part| good().exposed(part).report().dark.score.0).to_vec();
    assert!(scores.is_sorted(), "{scores:?}");
    assert!(good().exposed(25).report().dark.detected);
    let on_black = Scene::table(1000, 750).exposed(5).card(BOX);
    assert!(!on_black.report().dark.detected, "{:?}", on_black.report().dark);
}

#[test]
fn a_burnt_out_spot_is_glare_and_a_white_label_is_none() {
    let report = good().exposed(75).lit([420, 380], 40).report();
    assert!(report.flashlight.detected, "{report:?}");
    // In pixels of the file; it is judged at about half of them.
    let GlareSpot { x, y, width, height } = report.glare.unwrap();
    for (at, from, side) in [(420, x, width), (380, y, height)] {
        assert!((20..=240).contains(&side) && (from + side / 2).abs_diff(at) <= 4, "{report:?}");
    }
    assert_eq!(good().exposed(50).report().glare, None);
    let mut labelled = good();
    labelled.fill([350, 330, 500, 430], [255, 255, 255]);
    let label = labelled.report().flashlight;
    assert!(!label.detected, "{label:?}");
}

#[test]
fn a_copy_is_black_and_white_under_any_light() {
    for light in [[256, 256, 256], [256, 205, 130], [180, 220, 256], [200, 256, 190]] {
        let copy = good().copied(light).report().grayscale;
        assert!(copy.detected, "{light:?} {copy:?}");
        let original =
            good().each(|_, _, [r, g, b]| [r * light[0] / 256, g * light[1] / 256, b * light[2] / 256]);
        let original = original.report().grayscale;
        assert!(!original.detected, "{light:?} {original:?}");
    }
}

#[test]
fn what_is_too_dark_is_not_said_to_be_black_and_white() {
    assert!(!good().exposed(5).report().grayscale.detected);
}

/// The same bits everywhere: where this changes, every score out there does. Without a finder, whose weights may be made anew.
#[test]
fn the_report_is_this_one() {
    let scene = good().exposed(75).blurred(1).lit([420, 380], 30);
    let report = assess_pixels(&scene.decoded(), 1, None);
    let json = serde_json::to_string(&report).unwrap();
    assert_eq!(json, GOLDEN);
    // On the card, at its own scale.
    assert_eq!(scene.report().blur.score, Thousandths(618));
}

const GOLDEN: &str = r#"{"blur":{"detected":true,"score":0.887,"threshold":0.5},"dark":{"detected":false,"score":0.424,"threshold":0.5},"flashlight":{"detected":true,"score":0.851,"threshold":0.5},"grayscale":{"detected":false,"score":0.006,"threshold":0.5},"glare":{"x":345,"y":306,"width":152,"height":150},"card":null,"finder":null,"decoder":"periksa"}"#;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Any picture has a report, and mirroring it changes no score by much: the checks know no left and right.
    #[test]
    fn any_picture_has_a_report(
        width in 1u32..90,
        height in 1u32..90,
        seed in any::<u64>(),
        orientation in 0u8..10,
        card in prop::option::of(prop::array::uniform4(-9.0..9.0)),
    ) {
        let mut state = seed | 1;
        let mut plane = || {
            let data = (0..width * height).map(|_| {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                (state >> 56) as u8
            });
            Plane::new(width, height, data.collect())
        };
        let planes = vec![plane(), plane(), plane()];
        let pixels = Pixels { width, height, colour: Colour::Rgb, planes };
        let report = assess_pixels(&pixels, orientation, Some(&Known(card)));
        for check in [report.blur, report.dark, report.flashlight, report.grayscale] {
            prop_assert!(check.score.0 <= 1000);
        }
        prop_assert!(report.glare.is_some() || report.flashlight.score.0 == 0);
        let (width, height) = pixels.upright_size(orientation);
        if let Some(GlareSpot { x, y, width: across, height: down }) = report.glare {
            prop_assert!(across > 0 && x + across <= width && down > 0 && y + down <= height);
        }
    }
}
