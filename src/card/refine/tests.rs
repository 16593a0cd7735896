#![allow(clippy::indexing_slicing, reason = "of arrays")]

use super::*;
use periksa_picture::pixels::Plane;

const SIZE: (u32, u32) = (640, 480);
const DESK: [f64; 3] = [90.0, 110.0, 100.0];
const CARD: [f64; 3] = [180.0, 170.0, 190.0];
const QUAD: Quad = [[120.3, 90.6], [520.8, 110.2], [500.1, 365.7], [100.4, 340.9]];

/// Draws each colour inside its quadrangle, pixels at an edge by the share that is inside.
fn draw(layers: &[(Quad, [f64; 3])], noise: u32) -> Rgb {
    let mut state = 1u32;
    let mut random = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        f64::from(state >> 16) / 65_536.0 - 0.5
    };
    let mut planes = [Vec::new(), Vec::new(), Vec::new()];
    for (x, y) in (0..SIZE.1).flat_map(|y| (0..SIZE.0).map(move |x| (x, y))) {
        let mut colour = DESK;
        for (quad, own) in layers {
            let part = (0..16).filter(|part| {
                let at = [f64::from(part % 4), f64::from(part / 4)].map(|part| part / 4.0 - 0.375);
                contains(quad, [f64::from(x) + at[0], f64::from(y) + at[1]])
            });
            let part = part.count() as f64 / 16.0;
            colour = [0, 1, 2].map(|axis| colour[axis] + (own[axis] - colour[axis]) * part);
        }
        for (plane, value) in planes.iter_mut().zip(colour) {
            plane.push((value + random() * f64::from(noise) + 0.5) as u8);
        }
    }
    let [r, g, b] = planes.map(|data| Plane::new(SIZE.0, SIZE.1, data));
    Rgb { r, g, b }
}

fn contains([a, b, c, d]: &Quad, p: [f64; 2]) -> bool {
    let side = |a: &[f64; 2], b: &[f64; 2]| (b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0]);
    [side(a, b), side(b, c), side(c, d), side(d, a)].iter().all(|side| *side > 0.0)
}

fn farthest(a: &Quad, b: &Quad) -> f64 {
    a.iter().zip(b).map(|(a, b)| side::distance(*a, *b)).fold(0.0, f64::max)
}

/// Corners that are off by `by` pixels in turn.
fn off(quad: &Quad, by: f64) -> Quad {
    let [a, b, c, d] = *quad;
    [[a[0] - by, a[1] + by], [b[0] + by, b[1] + by], [c[0] - by, c[1] - by], [d[0] + by, d[1] - by / 2.0]]
}

/// The quadrangle with all sides moved inward by a share of it.
fn inset(quad: &Quad, by: f64) -> Quad {
    let middle = [0, 1].map(|axis| quad.iter().map(|corner| corner[axis]).sum::<f64>() / 4.0);
    quad.map(|corner| [0, 1].map(|axis| corner[axis] + (middle[axis] - corner[axis]) * by))
}

#[test]
fn corners_are_found_to_a_part_of_a_pixel() {
    let picture = draw(&[(QUAD, CARD)], 0);
    for by in [-9.0, -4.0, 0.0, 3.0, 8.0] {
        let refined = refine(&picture, &off(&QUAD, by));
        assert!(farthest(&refined.quad, &QUAD) < 0.2, "{by}: {refined:?}");
        assert!(refined.support.iter().all(|support| *support > 0.8), "{by}: {refined:?}");
    }
}

#[test]
fn corners_that_lie_on_no_edge_at_all_are_looked_for_farther_away() {
    let picture = draw(&[(QUAD, CARD)], 4);
    // Beyond the first band on all sides: the card with the table round it.
    let refined = refine(&picture, &inset(&QUAD, -0.22));
    assert!(farthest(&refined.quad, &QUAD) < 0.5, "{refined:?}");
    // On its own edges it stays, whatever lies round it.
    let picture = draw(&[(inset(&QUAD, -0.2), [20.0, 25.0, 30.0]), (QUAD, CARD)], 4);
    let refined = refine(&picture, &QUAD);
    assert!(farthest(&refined.quad, &QUAD) < 0.5, "{refined:?}");
}

#[test]
fn one_corner_that_is_far_off_is_found_by_the_others() {
    let picture = draw(&[(QUAD, CARD)], 0);
    let away = [[-30.0, -25.0], [30.0, -25.0], [30.0, 25.0], [-30.0, 25.0]];
    for (corner, away) in away.into_iter().enumerate() {
        let mut quad = QUAD;
        quad[corner] = [0, 1].map(|axis| QUAD[corner][axis] + away[axis]);
        let refined = refine(&picture, &quad);
        assert!(farthest(&refined.quad, &QUAD) < 0.3, "{corner}: {refined:?}");
    }
}

#[test]
fn two_sides_without_an_edge_stay() {
    // Its right and its lower end are of the desk's colour, and it has a panel.
    let [_, b, c, d] = QUAD;
    let beyond = [
        [c[0] + 200.0, c[1] + 100.0],
        [d[0] - 100.0, d[1] + 200.0],
        [d[0] - 100.0, d[1] - 5.0],
        [c[0] + 200.0, b[1] - 40.0],
    ];
    let picture = draw(&[(QUAD, CARD), (inset(&QUAD, 0.5), [60.0, 60.0, 120.0]), (beyond, DESK)], 0);
    let refined = refine(&picture, &QUAD);
    assert!(refined.support[1] < 0.3 && refined.support[2] < 0.3, "{refined:?}");
    assert!(farthest(&refined.quad, &QUAD) < 0.3, "{refined:?}");
}

#[test]
fn a_card_of_the_desks_luma_is_found_by_its_colour() {
    // Both have a luma of 104.
    let picture = draw(&[(QUAD, [150.0, 84.0, 98.0])], 0);
    let refined = refine(&picture, &off(&QUAD, 6.0));
    assert!(farthest(&refined.quad, &QUAD) < 0.3, "{refined:?}");
}

#[test]
fn a_printed_frame_is_not_taken_for_the_edge() {
    let (frame, panel) = (inset(&QUAD, 0.08), inset(&QUAD, 0.1));
    let picture = draw(&[(QUAD, CARD), (frame, [100.0, 90.0, 110.0]), (panel, CARD)], 4);
    let refined = refine(&picture, &inset(&QUAD, 0.01));
    assert!(farthest(&refined.quad, &QUAD) < 0.5, "{refined:?}");
}

#[test]
fn a_side_on_a_printed_panel_moves_to_the_cards_end() {
    let [a, b, c, d] = QUAD;
    let along = |a: [f64; 2], b: [f64; 2], by: f64| [a[0] + (b[0] - a[0]) * by, a[1] + (b[1] - a[1]) * by];
    // The panel is 0.08 of the longer side, 0.12 of the shorter one: beyond the band.
    let panel = [a, along(b, a, 0.08), along(c, d, 0.08), d];
    let picture = draw(&[(QUAD, CARD), (panel, [160.0, 150.0, 180.0])], 4);
    let refined = refine(&picture, &panel);
    assert!(farthest(&refined.quad, &QUAD) < 0.7, "{refined:?}");
}

#[test]
fn a_side_where_a_band_begins_moves_to_the_cards_end_behind_it() {
    let [a, b, c, d] = QUAD;
    let along = |a: [f64; 2], b: [f64; 2], by: f64| [a[0] + (b[0] - a[0]) * by, a[1] + (b[1] - a[1]) * by];
    for by in [0.08, 0.12, 0.15] {
        let rest = [a, along(a, b, 1.0 - by), along(d, c, 1.0 - by), d];
        // The band is darker than the desk, the rest lighter.
        let picture = draw(&[(QUAD, [40.0, 30.0, 120.0]), (rest, CARD)], 4);
        let refined = refine(&picture, &rest);
        assert!(farthest(&refined.quad, &QUAD) < 0.7, "{by}: {refined:?}");
        // Of two things that lie side by side only one is the card, whether the desk is between them or nothing.
        for (start, end) in [(1.0 + by, 1.5), (1.0, 1.0 + by)] {
            let beside = [along(a, b, start), along(a, b, end), along(d, c, end), along(d, c, start)];
            let picture = draw(&[(QUAD, CARD), (beside, [40.0, 30.0, 120.0])], 4);
            let refined = refine(&picture, &QUAD);
            assert!(farthest(&refined.quad, &QUAD) < 0.7, "{by} {start}: {refined:?}");
        }
    }
}

#[test]
fn noise_alone_moves_nothing() {
    let picture = draw(&[], 60);
    let refined = refine(&picture, &QUAD);
    assert_eq!(refined, Refined { quad: QUAD, support: [0.0; 4], open: [false; 4] });
}

#[test]
fn noise_on_a_card_moves_its_corners_by_less_than_a_pixel() {
    let picture = draw(&[(QUAD, CARD)], 60);
    let refined = refine(&picture, &off(&QUAD, 6.0));
    assert!(farthest(&refined.quad, &QUAD) < 1.0, "{refined:?}");
}

#[test]
fn a_side_beyond_the_frame_stays() {
    let quad = [[-60.0, 90.6], [420.8, 110.2], [400.1, 365.7], [-80.0, 340.9]];
    let picture = draw(&[(quad, CARD)], 4);
    let refined = refine(&picture, &quad);
    assert!(farthest(&refined.quad, &quad) < 1.5, "{refined:?}");
    assert_eq!(refined.support[3], 0.0);
}

#[test]
fn a_card_goes_on_to_the_frame_where_its_other_edges_do() {
    let quad = [[-60.0, 90.6], [420.8, 110.2], [400.1, 365.7], [-80.0, 340.9]];
    let picture = draw(&[(quad, CARD)], 4);
    let [a, b, c, d] = quad;
    for inside in [15.0, 50.0] {
        let refined = refine(&picture, &[[inside, a[1] + 3.0], b, c, [inside - 10.0, d[1] + 3.0]]);
        assert_eq!(refined.open, [false, false, false, true], "{refined:?}");
        assert!(refined.quad[0][0] < 0.0 && refined.quad[3][0] < 0.0, "{refined:?}");
    }
    // A card that ends there.
    let whole = [[15.0, 94.0], b, c, [12.0, 344.0]];
    let picture = draw(&[(whole, CARD)], 4);
    let refined = refine(&picture, &whole);
    assert_eq!(refined.open, [false; 4]);
    assert!(farthest(&refined.quad, &whole) < 0.3, "{refined:?}");
}

#[test]
fn what_is_no_convex_quadrangle_is_left_alone() {
    let picture = draw(&[(QUAD, CARD)], 0);
    let [a, b, c, d] = QUAD;
    let nan = f64::NAN;
    let infinite = [[f64::NEG_INFINITY, 0.0], [f64::INFINITY, 0.0], [f64::INFINITY, 9.0], [0.0, 9.0]];
    for quad in [[a, c, b, d], [a, d, c, b], [a, a, c, d], [[nan, 0.0], b, c, d], infinite] {
        let refined = refine(&picture, &quad);
        assert_eq!(
            format!("{refined:?}"),
            format!("{:?}", Refined { quad, support: [0.0; 4], open: [false; 4] })
        );
    }
    let huge = [[-1e300, -1e300], [1e300, -1e300], [1e300, 1e300], [-1e300, 1e300]];
    assert_eq!(refine(&picture, &huge).quad, huge);
    assert_eq!(refine(&Rgb::default(), &QUAD).quad, QUAD);
}
