//! The filters of PNG's rows (ISO/IEC 15948, 9.2), undone.

use crate::pixels::Undecodable;

/// Undoes the filter of a row. Both rows begin with their filter's byte.
pub(super) fn unfilter(row: &mut [u8], previous: &[u8], pixel: usize) -> Result<(), Undecodable> {
    let filter = row.first().copied().unwrap_or(0);
    if filter > 4 {
        return Err(Undecodable::Broken);
    }
    if filter == 0 {
        return Ok(());
    }
    let row = row.get_mut(1..).unwrap_or_default();
    let previous = previous.get(1..).unwrap_or_default();
    // The length of a pixel and the filter are known to each loop: nearly all pictures have 3 or 4 bytes a pixel.
    match (filter, pixel) {
        (1, 3) => unfilter_left::<3>(row),
        (1, 4) => unfilter_left::<4>(row),
        (4, 3) => unfilter_paeth::<3>(row, previous),
        (4, 4) => unfilter_paeth::<4>(row, previous),
        (2, _) => {
            for (value, above) in row.iter_mut().zip(previous) {
                *value = value.wrapping_add(*above);
            }
        }
        _ => unfilter_pixels(row, previous, pixel.min(8), filter),
    }
    Ok(())
}

fn unfilter_left<const N: usize>(row: &mut [u8]) {
    let mut left = [0u8; N];
    for pixel in row.as_chunks_mut::<N>().0 {
        for (value, left) in pixel.iter_mut().zip(&mut left) {
            *value = value.wrapping_add(*left);
            *left = *value;
        }
    }
}

fn unfilter_paeth<const N: usize>(row: &mut [u8], previous: &[u8]) {
    let (mut left, mut corner) = ([0u8; N], [0u8; N]);
    for (pixel, above) in row.as_chunks_mut::<N>().0.iter_mut().zip(previous.as_chunks::<N>().0) {
        for (((value, above), left), corner) in pixel.iter_mut().zip(above).zip(&mut left).zip(&mut corner) {
            *value = value.wrapping_add(paeth(*left, *above, *corner));
            (*left, *corner) = (*value, *above);
        }
    }
}

/// Any filter, and pixels of up to 8 bytes.
fn unfilter_pixels(row: &mut [u8], previous: &[u8], pixel: usize, filter: u8) {
    // The pixel to the left of the first one is 0, like the row above the first.
    let (mut left, mut corner) = ([0u8; 8], [0u8; 8]);
    for (values, above) in row.chunks_mut(pixel).zip(previous.chunks(pixel)) {
        for (((value, above), left), corner) in values.iter_mut().zip(above).zip(&mut left).zip(&mut corner) {
            let guess = match filter {
                1 => *left,
                3 => ((u16::from(*left) + u16::from(*above)) / 2) as u8,
                _ => paeth(*left, *above, *corner),
            };
            *value = value.wrapping_add(guess);
            (*left, *corner) = (*value, *above);
        }
    }
}

/// Whichever of the three is nearest to `left + above - corner`.
fn paeth(left: u8, above: u8, corner: u8) -> u8 {
    let (a, b, c) = (i32::from(left), i32::from(above), i32::from(corner));
    let (to_left, to_above, to_corner) = ((b - c).abs(), (a - c).abs(), (a + b - 2 * c).abs());
    if to_left <= to_above && to_left <= to_corner {
        left
    } else if to_above <= to_corner {
        above
    } else {
        corner
    }
}
