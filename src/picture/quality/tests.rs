//! The checks on pictures that are drawn here.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use proptest::prelude::*;

use super::*;
use crate::pixels::{Colour, Plane};

/// A picture that is drawn, then spoilt; levels are linear in the bytes.
#[derive(Clone)]
struct Scene {
    width: usize,
    height: usize,
    pixels: Vec<[i32; 3]>,
}

impl Scene {
    /// A table with a little grain.
    fn table(width: usize, height: usize) -> Self {
        let grain = |place: usize| (place % 13 * 7919 % 13) as i32 - 6;
        let pixels =
            (0..width * height).map(|place| [120 + grain(place), 90 + grain(place), 60 + grain(place)]);
        Self { width, height, pixels: pixels.collect() }
    }

    fn fill(&mut self, [left, top, right, bottom]: [usize; 4], colour: [i32; 3]) {
        for y in top..bottom.min(self.height) {
            for x in left..right.min(self.width) {
                self.pixels[y * self.width + x] = colour;
            }
        }
    }

    /// A light blue card with a red photo on the right and lines of print, scaled to the box.
    fn card(mut self, [left, top, right, bottom]: [usize; 4]) -> Self {
        let (wide, high) = (right - left, bottom - top);
        self.fill([left, top, right, bottom], [190, 215, 235]);
        let at = |x: usize, y: usize| (left + wide * x / 100, top + high * y / 100);
        let ((x0, y0), (x1, y1)) = (at(72, 22), at(94, 70));
        self.fill([x0, y0, x1, y1], [190, 40, 40]);
        for line in 0..10 {
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
        assess_pixels(&self.decoded(), 1)
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
fn the_card_is_found_at_its_corners() {
    for corners in [BOX, [300, 200, 720, 465], [40, 60, 960, 640]] {
        let card = Scene::table(1000, 750).card(corners).report().card.unwrap();
        let [left, top, right, bottom] = corners.map(|at| at as i32);
        let expected = [[left, top], [right, top], [right, bottom], [left, bottom]];
        for (found, expected) in card.corners.iter().zip(expected) {
            let off = found[0].abs_diff(expected[0]).max(found[1].abs_diff(expected[1]));
            assert!(off <= 12, "{card:?}, not {expected:?}");
        }
        assert!(
            card.width.abs_diff((right - left) as u32) <= 16
                && card.height.abs_diff((bottom - top) as u32) <= 16
        );
        assert!(!card.cut_off);
    }
}

#[test]
fn a_table_is_no_card_and_a_picture_of_its_proportions_is_one() {
    assert_eq!(Scene::table(1000, 750).report().card, None);
    let card = Scene::table(856, 540).report().card.unwrap();
    assert_eq!((card.corners, card.fill), ([[0, 0], [856, 0], [856, 540], [0, 540]], Thousandths(1000)));
}

#[test]
fn blur_grows_with_its_radius() {
    let scores: Vec<u16> = (0..6).map(|radius| good().blurred(radius).report().blur.score.0).collect();
    assert!(scores.is_sorted(), "{scores:?}");
    assert!(scores[0] < 300 && scores[2] >= 500, "{scores:?}");
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
    let spot = good().exposed(75).lit([420, 380], 40).report().flashlight;
    assert!(spot.detected, "{spot:?}");
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

/// The same bits everywhere: where this changes, every score out there does.
#[test]
fn the_report_is_this_one() {
    let scene = good().exposed(75).blurred(1).lit([420, 380], 30);
    let json = serde_json::to_string(&scene.report()).unwrap();
    assert_eq!(json, GOLDEN);
}

const GOLDEN: &str = r#"{"blur":{"detected":true,"score":0.876,"threshold":0.5},"dark":{"detected":false,"score":0.386,"threshold":0.5},"flashlight":{"detected":true,"score":0.888,"threshold":0.5},"grayscale":{"detected":false,"score":0.021,"threshold":0.5},"card":{"corners":[[104,119],[906,119],[895,627],[104,627]],"fill":0.54,"width":797,"height":508,"cutOff":false},"decoder":"periksa"}"#;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Any picture has a report, and mirroring it changes no score by much: the checks know no left and right.
    #[test]
    fn any_picture_has_a_report(width in 1u32..90, height in 1u32..90, seed in any::<u64>(), orientation in 0u8..10) {
        let mut state = seed | 1;
        let mut plane = || {
            let data = (0..width * height).map(|_| {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                (state >> 56) as u8
            });
            Plane::new(width, height, data.collect())
        };
        let planes = vec![plane(), plane(), plane()];
        let report = assess_pixels(&Pixels { width, height, colour: Colour::Rgb, planes }, orientation);
        for check in [report.blur, report.dark, report.flashlight, report.grayscale] {
            prop_assert!(check.score.0 <= 1000);
        }
    }
}
